"""pgpool-II with load balancing in front of a primary and its standby, where it is installed."""

from __future__ import annotations

import contextlib
import os
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

SKIP_REASON = "pgpool-II is not installed (apt-get install pgpool2 has it)"


@contextlib.contextmanager
def run_pgpool(primary_url: str, standby_url: str, options: str = "") -> Iterator[str]:
    """Balance the reads of a database: all that may go to the standby do. Yields the address."""
    program = shutil.which("pgpool") or shutil.which("/usr/sbin/pgpool")
    if program is None:
        pytest.skip(SKIP_REASON)
    primary, standby, port = urlsplit(primary_url), urlsplit(standby_url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="walkin-pgpool-"))
    settings = folder / "pgpool.conf"
    # As an administrator would write it, but for the weights: nothing in it is for Walkin.
    settings.write_text(
        f"backend_clustering_mode = 'streaming_replication'\nload_balance_mode = on\n"
        f"backend_hostname0 = '{primary.hostname}'\nbackend_port0 = {primary.port}\nbackend_weight0 = 0\n"
        f"backend_hostname1 = '{standby.hostname}'\nbackend_port1 = {standby.port}\nbackend_weight1 = 1\n"
        f"listen_addresses = '127.0.0.1'\nport = {port}\nsocket_dir = '{folder}'\n"
        # Another name for it since 4.4.
        f"unix_socket_directories = '{folder}'\nmemqcache_oiddir = '{folder}'\nmemory_cache_enabled = off\n"
        f"pcp_port = {free_port()}\npcp_socket_dir = '{folder}'\nwd_ipc_socket_dir = '{folder}'\n"
        f"pid_file_name = '{folder}/pid'\nlogdir = '{folder}'\nwork_dir = '{folder}'\n"
        f"sr_check_user = '{primary.username}'\nsr_check_period = 1\n{options}\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*get_user_command(folder), program, "-n", "-f", str(settings), "-a", os.devnull, "-F", os.devnull],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    address = primary._replace(netloc=f"{primary.username}@127.0.0.1:{port}").geturl()
    try:
        deadline = time.monotonic() + 30
        while not is_balancing(address):
            assert process.poll() is None, f"pgpool-II did not start: {(folder / 'log').read_text()}"
            assert time.monotonic() < deadline, f"pgpool-II did not answer: {(folder / 'log').read_text()}"
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def is_balancing(address: str) -> bool:
    """Whether a read outside of a transaction goes to the standby."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(address, autocommit=True) as connection:
        return connection.execute("SELECT current_setting('in_hot_standby')").fetchone() == ("on",)
    return False
