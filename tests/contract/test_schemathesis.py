"""Test the server against its OpenAPI document with schemathesis, with every check.

The settings and their reasons are in `schemathesis.toml` beside this file.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.access import build_auth_headers, create_key
from tests.support.offices import WalkinServer, run_server
from walkin.model.caller import Role

V23, V20 = "openapi.json", "openapi-2.0.json"
SETTINGS = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def unlimited_server(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WalkinServer]:
    """A server without rate limits."""
    for name in ("KEY", "ADDRESS"):
        monkeypatch.setenv(f"WALKIN_SERVE__LIMIT_{name}", "0")
    with run_server(data) as server:
        yield server


def run_schemathesis(
    server: WalkinServer, folder: Path, examples: int, seed: int, document: str = V23, *extra_options: str
) -> None:
    """Run schemathesis; fail with its output."""
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    options = ["--checks", "all", "--continue-on-failure", "--max-examples", str(examples), "--seed", str(seed)]
    key = asyncio.run(create_key(server.data, Role.ADMIN))
    options += [part for name, value in build_auth_headers(key).items() for part in ("--header", f"{name}:{value}")]
    # A busy server is slow to answer.
    options += [
        "--request-timeout",
        "60",
        "--max-response-time",
        "60",
        "--no-color",
        "--suppress-health-check",
        "all",
        *extra_options,
    ]
    result = subprocess.run(
        [*command, "--config-file", str(SETTINGS), "run", f"{server.url}/{document}", *options],
        # It writes its findings into the working directory.
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    log = server.log_file.read_text()
    assert result.returncode == 0, f"seed {seed}\n{result.stdout[-20_000:]}\n{result.stderr[-2_000:]}\n{log[-5_000:]}"
    assert "Traceback" not in log


@pytest.mark.long
def test_the_server_keeps_what_its_document_says(unlimited_server: WalkinServer, tmp_path: Path) -> None:
    run_schemathesis(unlimited_server, tmp_path, 4, 1)


@pytest.mark.long
def test_version_2_0_is_as_its_document_says(unlimited_server: WalkinServer, tmp_path: Path) -> None:
    # The same server behind a translation: the boundaries of every member are tried above.
    run_schemathesis(unlimited_server, tmp_path, 5, 1, V20, "--phases", "examples,fuzzing")


@pytest.mark.soak
@pytest.mark.parametrize("document", [V23, V20])
def test_the_server_keeps_it_for_long(unlimited_server: WalkinServer, tmp_path: Path, document: str) -> None:
    run_schemathesis(unlimited_server, tmp_path, 250, random.randrange(1 << 30), document)
