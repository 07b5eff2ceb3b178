"""Offices for tests in files and databases, and server processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import ssl
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
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


# The servers are forked from a process that has imported the server: ten times faster than a new interpreter.
_PROCESS_CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
if sys.platform == "linux":
    _PROCESS_CONTEXT.set_forkserver_preload(["walkin.cli.main", "walkin.api.server"])


def _run_serve(arguments: Sequence[str], log_path: str, startup_code: str, environment: dict[str, str]) -> None:
    """Run ``walkin serve`` in a child process, with its standard error in the file at ``log_path``."""
    os.environ.clear()
    os.environ |= environment | {"WALKIN_CONFIG": os.devnull}
    with Path(log_path).open("ab") as log, Path(os.devnull).open("r+b") as null:
        os.dup2(null.fileno(), 0)
        os.dup2(null.fileno(), 1)
        os.dup2(log.fileno(), 2)
    sys.argv = ["walkin", "serve", *arguments]
    exec(startup_code, {})
    main()


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
        arguments = [*build_office_options(self.data), "--port", str(self.port), *self.options]
        process_arguments = (arguments, str(self.log_file), self.startup_code, dict(os.environ))
        self.process = _PROCESS_CONTEXT.Process(target=_run_serve, args=process_arguments, daemon=True)
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
def run_server(data: Path | str, port: int | None = None) -> Iterator[WalkinServer]:
    server = WalkinServer(data, port).start()
    try:
        yield server
    finally:
        server.close()
