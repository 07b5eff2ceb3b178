"""Programs one line at a time in a real terminal: no key leaves them, and nothing but lines comes out."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.support.kiosk import open_client

if TYPE_CHECKING:
    from pathlib import Path

STOP_KEYS = "\x03\x1c\x1a\x04\x13\x11"
"""Ctrl+C, Ctrl+\\, Ctrl+Z, Ctrl+D, Ctrl+S, Ctrl+Q."""


def spawn(data: Path, *arguments: str, **environment: str) -> pexpect.spawn[bytes]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TEXTUAL", "WALKIN", "LC_"))}
    own = {
        "TERM": "dumb",
        "WALKIN_CONFIG": os.devnull,
        "WALKIN_OFFICE__LOG": str(data.with_name("walkin.log")),
        "XDG_STATE_HOME": str(data.parent),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = ["-m", "walkin", *arguments, "--data", str(data)]
    child = pexpect.spawn(sys.executable, command, env=inherited | own | environment, timeout=60, dimensions=(24, 40))
    child.delaybeforesend = None
    return child


def check_bytes(written: bytes) -> None:
    """The terminal adds a carriage return to each line end; nothing else below a space is there but what was echoed."""
    assert re.findall(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)", written) == []


@pytest.mark.parametrize("encoding", [pytest.param("C.UTF-8", marks=pytest.mark.long), "C"])
async def test_no_key_leaves_the_kiosk_but_the_pin(tmp_path: Path, encoding: str) -> None:
    data = tmp_path / "office.db"
    queue = {"name": "Zoë’s café", "form": [{"id": "name", "title": "Full name", "mandatory": True}]}
    async with open_client(tmp_path, queue) as (client, ids):
        child = spawn(data, "kiosk", "--linear", "--queue", ids[0], LC_ALL=encoding, WALKIN_KIOSK__EXIT_PIN="2468")
        written = b""

        def expect(text: str) -> None:
            nonlocal written
            child.expect_exact(text.encode())
            written += child.before + child.after

        expect("What can we do for you?")
        expect("> ")
        child.send(STOP_KEYS + "\x15")
        child.sendline("1")
        expect("Full name")
        expect("> ")
        child.sendline("Ann Lee")
        expect("Check your answers")
        expect("> ")
        child.sendline("")
        expect("Your number")
        expect("> ")
        child.sendline("")
        expect("What can we do for you?")
        assert len(await client.list_registrations(ids[0])) == 1
        child.sendline("#")
        expect("Staff PIN:")
        expect("> ")
        child.sendline("2468")
        child.expect(pexpect.EOF)
        assert b"2468" not in child.before
        child.wait()
        assert child.exitstatus == 0
        check_bytes(re.sub(rb"\^[C\\ZDSQU]|\x08 \x08", b"", written))


async def test_a_desk_calls_in_a_terminal(tmp_path: Path) -> None:
    async with open_client(tmp_path, {"name": "Cash"}) as (client, ids):
        number = (await client.register(ids[0], {"note": "Ann"}, "1")).number
        child = spawn(tmp_path / "office.db", "counter", "--linear", "--queue", ids[0], "--desk", "Desk 7")
        child.expect_exact(b"1 waiting")
        child.expect_exact(b"> ")
        written = child.before
        for line, text in ((STOP_KEYS + "\x15>", f"{number} called to Desk 7."), ("f", "is finished.")):
            child.sendline(line)
            child.expect_exact(text.encode())
            written += child.before
        child.sendline("#")
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 0
        check_bytes(re.sub(rb"\^[C\\ZDSQU]|\x08 \x08", b"", written))
