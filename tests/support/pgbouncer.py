"""PgBouncer in transaction mode in front of a PostgreSQL database, where it is installed."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.support.offices import free_port
from tests.support.postgres import get_user_command

SKIP_REASON = "PgBouncer is not installed (apt-get install pgbouncer has it)"


@contextlib.contextmanager
def run_pooler(url: str, pool_size: int = 4) -> Iterator[str]:
    """Pool the database at ``url`` by transactions, over few sessions. Yields the pooler's address."""
    with start_pooler(url, pool_size) as (address, _):
        yield address


@contextlib.contextmanager
def start_pooler(url: str, pool_size: int = 4) -> Iterator[tuple[str, int]]:
    """Start a pooler as `run_pooler` does. Yields its address and process id."""
    program = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if program is None:
        pytest.skip(SKIP_REASON)
    server, port = urlsplit(url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="walkin-pgbouncer-"))
    settings = folder / "pgbouncer.ini"
    # As an administrator would write it: nothing in it is for Walkin.
    settings.write_text(
        f"[databases]\n* = host={server.hostname} port={server.port} user={server.username}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = {pool_size}\n"
    )
    # It refuses to run as root.
    command = [*get_user_command(folder), program, str(settings)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)
    address = server._replace(netloc=f"{server.username}@127.0.0.1:{port}").geturl()
    try:
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(address).close()
                break
            assert process.poll() is None, "PgBouncer did not start"
            assert time.monotonic() < deadline, "PgBouncer did not answer within 30 s"
            time.sleep(0.05)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
