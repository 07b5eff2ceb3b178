"""A PostgreSQL server for tests: the one that WALKIN_TEST_POSTGRES names, or a private one from installed programs."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.support.offices import free_port

CONFIGURED_URL = os.environ.pop("WALKIN_TEST_POSTGRES", "")
"""Removed from the environment, since Walkin refuses variables that are not its settings."""

PROGRAM_FOLDER_PATTERNS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
SKIP_REASON = (
    "no PostgreSQL: WALKIN_TEST_POSTGRES names none, and initdb is not installed (apt-get install postgresql has it)"
)


class PostgresServer:
    """A running server. ``url`` is the address of a database that may create others."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._template = ""
        self._prefix = f"walkin_test_{os.getpid()}"
        self._database_numbers = itertools.count()

    def build_url(self, name: str) -> str:
        """Build the address of a database."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def execute(self, command: str) -> None:
        """Execute an SQL command outside of a transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(command.encode())

    @contextlib.contextmanager
    def create_empty_database(self) -> Iterator[str]:
        """Create a database without tables. Yields its address."""
        with self._create_database("TEMPLATE template0") as url:
            yield url

    @contextlib.contextmanager
    def create_office(self) -> Iterator[str]:
        """Create an office as a copy of a template, which is created once. Yields its address."""
        with self._create_database(f"TEMPLATE {self._office_template}") as url:
            yield url

    @functools.cached_property
    def _office_template(self) -> str:
        from walkin.store import open_store

        name = f"{self._prefix}_template"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        with tempfile.TemporaryDirectory() as files:
            open_store(self.build_url(name), Path(files)).close()
        return name

    @contextlib.contextmanager
    def _create_database(self, options: str) -> Iterator[str]:
        name = f"{self._prefix}_{next(self._database_numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        try:
            yield self.build_url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Drop the template."""
        if "_office_template" in self.__dict__:
            self.execute(f"DROP DATABASE {self._office_template} WITH (FORCE)")


class PostgresCluster(PostgresServer):
    """A private server in a temporary folder. PostgreSQL refuses to run as root, so root runs it as another user."""

    def __init__(self, programs: Path, *, durable: bool = False, primary_url: str = "") -> None:
        """With ``primary_url``: a hot standby of that server."""
        self._folder = Path(tempfile.mkdtemp(prefix="walkin-postgres-"))
        self._programs = programs
        port = free_port()
        super().__init__(f"postgresql://walkin@127.0.0.1:{port}/postgres")
        self._user_command = get_user_command(self._folder)
        sync = "on" if durable else "off"
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync={sync}"
        self._start_arguments = ("start", "-o", f"{options} -c max_connections=400")
        try:
            if primary_url:
                self._run_program("pg_basebackup", "-d", primary_url, "-R", "-c", "fast", "--no-sync")
            else:
                self._run_program("initdb", "-A", "trust", "-U", "walkin", "-E", "UTF8", "--no-sync")
            self.start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def start(self) -> None:
        """Start the server, also again after `stop`."""
        self._run_program("pg_ctl", "-w", "-l", str(self._folder / "log"), *self._start_arguments)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server; the mode "immediate" is like a crash."""
        self._run_program("pg_ctl", "-w", "-m", mode, "stop")

    def promote(self) -> None:
        """Make a standby the primary."""
        self._run_program("pg_ctl", "-w", "promote")

    def list_processes(self) -> list[int]:
        """List the server's process ids, the parent first."""
        parent = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        return [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run_program(self, program: str, *arguments: str) -> None:
        command = [*self._user_command, str(self._programs / program), "-D", str(self._folder / "data"), *arguments]
        process = subprocess.run(
            command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert process.returncode == 0, f"{program}: {process.stderr.decode(errors='replace')}"


def find_programs() -> Path | None:
    """Find the folder with the programs of the newest PostgreSQL installed; None without any."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    paths = [path for pattern in PROGRAM_FOLDER_PATTERNS for path in Path("/").glob(f"{pattern}/initdb")]
    newest = max(paths, key=lambda path: [int(number) for number in re.findall("[0-9]+", str(path))], default=None)
    return newest and newest.parent


@contextlib.contextmanager
def open_server() -> Iterator[PostgresServer | None]:
    """Start or connect to a server until the block ends. Yields None if none is configured or installed."""
    installed = find_programs()
    if not CONFIGURED_URL and installed is None:
        yield None
        return
    server = PostgresServer(CONFIGURED_URL) if CONFIGURED_URL or installed is None else PostgresCluster(installed)
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def run_cluster(*, durable: bool = False, primary_url: str = "") -> Iterator[PostgresCluster]:
    """Run a private server, which the test may stop. Skips the test where PostgreSQL is not installed."""
    if (programs := find_programs()) is None:
        pytest.skip(SKIP_REASON)
    cluster = PostgresCluster(programs, durable=durable, primary_url=primary_url)
    try:
        yield cluster
    finally:
        cluster.close()


def get_user_command(folder: Path) -> list[str]:
    """Return the prefix that runs a command as another user than root, who gets the folder."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        with contextlib.suppress(LookupError, OSError):
            shutil.chown(folder, name)
            # It is replaced by the command, so that signals reach that.
            return ["setpriv", "--reuid", name, "--clear-groups", "--"]
    raise AssertionError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
