"""Offices for tests in files and databases, and processes of ``walkin``."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from walkin.cli.main import main
from walkin.settings import Settings
from walkin.store.engine.store import resolve_paths


def free_port() -> int:
    """Return a TCP port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def build_office_options(data: Path | str) -> list[str]:
    """Build the command-line options of an office: a SQLite file, or the address of a database."""
    return ["--database", data] if isinstance(data, str) else ["--data", str(data)]


def get_files_folder(data: Path | str) -> Path:
    """Return the default folder of an office's uploads."""
    return resolve_paths(data)[0]


def get_key_file(data: Path | str) -> Path:
    """Return the file with the key of an office's secrets."""
    return resolve_paths(data)[1]


def make_settings(data: Path | str, **values: Any) -> Settings:
    """Make the settings of an office: a SQLite file, or the address of a database."""
    return Settings(**({"database": data} if isinstance(data, str) else {"data": data}), **values)


# Servers and commands are forked from a process that has imported the server: ten times faster than a new interpreter.
_PROCESS_CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
if sys.platform == "linux":
    _PROCESS_CONTEXT.set_forkserver_preload(["tests.support.preloaded"])


def _run_main(
    arguments: Sequence[str], output_path: str, error_path: str, startup_code: str, environment: dict[str, str]
) -> None:
    """Run ``walkin`` in a child process, with its outputs in files."""
    os.environ.clear()
    os.environ |= environment
    # Found out again from the environment.
    tempfile.tempdir = None
    for number, (path, mode) in enumerate(((os.devnull, "rb"), (output_path, "ab"), (error_path, "ab"))):
        with Path(path).open(mode) as file:
            os.dup2(file.fileno(), number)
    # multiprocessing has closed it.
    sys.__stdin__ = sys.stdin = os.fdopen(0, closefd=False)
    sys.argv = ["walkin", *arguments]
    exec(startup_code, {})
    main()


def run_command(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``walkin`` in a child process without a terminal."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / name) for name in ("output", "error")]
        process = _PROCESS_CONTEXT.Process(target=_run_main, args=(arguments, *paths, "", dict(environment)))
        process.start()
        process.join(120)
        assert process.exitcode is not None, f"walkin {' '.join(arguments)} did not end within 120 s"
        output, error = (Path(path).read_text() for path in paths)
        return subprocess.CompletedProcess(arguments, process.exitcode, output, error)


class WalkinServer:
    """``walkin serve`` in a process of its own, which can be killed and started again on the same port."""

    def __init__(
        self,
        data: Path | str,
        port: int | None = None,
        startup_code: str = "",
        *,
        options: Sequence[str] = (),
        ca_file: str | None = None,
    ) -> None:
        """``startup_code`` is Python that the process runs first; ``ca_file`` is the CA of a server that uses TLS."""
        self.data = data
        self.options = options
        self.startup_code = startup_code
        self.port = port or free_port()
        self.url = f"{'https' if ca_file else 'http'}://127.0.0.1:{self.port}"
        self._tls_context = ssl.create_default_context(cafile=ca_file) if ca_file else None
        self.process: BaseProcess | None = None
        if sys.platform == "linux":
            # Started before an app under test takes over the terminal.
            forkserver.ensure_running()
        # Not a pipe, which would fill up and block the server.
        self.log_file = Path(tempfile.mkstemp(prefix="walkin-serve-", suffix=".log")[1])

    def start(self) -> WalkinServer:
        arguments = ["serve", *build_office_options(self.data), "--port", str(self.port), *self.options]
        environment = os.environ | {"WALKIN_CONFIG": os.devnull}
        process_arguments = (arguments, os.devnull, str(self.log_file), self.startup_code, environment)
        self.process = _PROCESS_CONTEXT.Process(target=_run_main, args=process_arguments, daemon=True)
        self.process.start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), self._request_health():
                return self
            if not self.process.is_alive():
                raise AssertionError(f"walkin serve ended: {self.log_file.read_text()}")
            time.sleep(0.02)
        raise AssertionError("walkin serve did not answer within 60 s")

    def _request_health(self) -> contextlib.AbstractContextManager[object]:
        return urllib.request.urlopen(f"{self.url}/healthz", timeout=5, context=self._tls_context)

    def kill(self) -> None:
        self._end_process(signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        self.log_file.unlink(missing_ok=True)

    def stop(self) -> int:
        return self._end_process(signal.SIGTERM)

    def _end_process(self, signal_number: signal.Signals) -> int:
        if self.process is None or self.process.pid is None:
            return 0
        os.kill(self.process.pid, signal_number)
        self.process.join(60)
        code = self.process.exitcode
        assert code is not None, "walkin serve did not end within 60 s"
        self.process = None
        return code


@contextlib.contextmanager
def run_server(data: Path | str, port: int | None = None, startup_code: str = "") -> Iterator[WalkinServer]:
    server = WalkinServer(data, port, startup_code=startup_code).start()
    try:
        yield server
    finally:
        server.close()
