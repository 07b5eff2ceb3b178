"""The real server against its own document: schemathesis, with every check and without stopping at a failure.

The settings, and why they are so, are in `schemathesis.toml` beside this file.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.doors import build_auth_headers, create_key
from tests.support.offices import WalkinServer, run_server
from walkin.model.caller import Role

SETTINGS = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def unlimited(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WalkinServer]:
    """A server that lets one ask as often as it likes."""
    for name in ("KEY", "ADDRESS"):
        monkeypatch.setenv(f"WALKIN_SERVE__LIMIT_{name}", "0")
    with run_server(data) as running:
        yield running


def run(server: WalkinServer, folder: Path, examples: int, seed: int, *more: str) -> None:
    """Fails with what schemathesis says."""
    tool = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    options = ["--checks", "all", "--continue-on-failure", "--max-examples", str(examples), "--seed", str(seed)]
    made = asyncio.run(create_key(server.data, Role.ADMIN))
    options += [part for name, value in build_auth_headers(made).items() for part in ("--header", f"{name}:{value}")]
    # An office that is kept busy answers late, not never.
    options += ["--request-timeout", "60", "--no-color", "--suppress-health-check", "all", *more]
    done = subprocess.run(
        [*tool, "--config-file", str(SETTINGS), "run", f"{server.url}/openapi.json", *options],
        # It leaves what it found in the folder it runs in.
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    said = server.log_file.read_text()
    assert done.returncode == 0, f"seed {seed}\n{done.stdout[-20_000:]}\n{done.stderr[-2_000:]}\n{said[-5_000:]}"
    assert "Traceback" not in said


def test_the_server_keeps_what_its_document_says(unlimited: WalkinServer, tmp_path: Path) -> None:
    run(unlimited, tmp_path, 10, 1)


@pytest.mark.soak
def test_the_server_keeps_it_for_long(unlimited: WalkinServer, tmp_path: Path) -> None:
    run(unlimited, tmp_path, 300, random.randrange(1 << 30))
