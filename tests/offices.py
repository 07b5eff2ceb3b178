"""Offices for tests: real files, real servers, in processes of their own where that is what is tested."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from shared.settings import Settings
from shared.store import postgres_office, sqlite_office


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def where(data: Path | str) -> list[str]:
    """The options that name an office: a SQLite file, or the address of a database."""
    return ["--database", data] if isinstance(data, str) else ["--data", str(data)]


def files_of(data: Path | str) -> Path:
    """The folder with the files of an office that names none."""
    return postgres_office.files_folder(data, None) if isinstance(data, str) else sqlite_office.files_beside(data)


def key_file(data: Path | str) -> Path:
    """The file with the key of that office's secrets."""
    return files_of(data) / "office.key" if isinstance(data, str) else data.with_name(data.name + ".key")


def settings_of(data: Path | str, **members: Any) -> Settings:
    """The settings of an office in that file or at that address."""
    return Settings(**({"database": data} if isinstance(data, str) else {"data": data}), **members)


class Served:
    """``walkin serve`` in a process of its own, which can be killed and started again on the same port."""

    def __init__(
        self,
        data: Path | str,
        port: int | None = None,
        before: str = "",
        *,
        options: Sequence[str] = (),
        trust: str | None = None,
    ) -> None:
        """``trust`` is the certificate of the authority that vouches for a server that speaks https."""
        self.data = data
        self.options = options
        # Python that the process runs first.
        self.before = before
        self.port = port or free_port()
        self.url = f"{'https' if trust else 'http'}://127.0.0.1:{self.port}"
        self._trust = ssl.create_default_context(cafile=trust) if trust else None
        self.process: subprocess.Popen[bytes] | None = None
        # A file, for a pipe nobody reads fills up and stops the server.
        self.said = Path(tempfile.mkstemp(prefix="walkin-serve-", suffix=".log")[1])

    def start(self) -> Served:
        walkin = [sys.executable, "-c", f"{self.before}\nfrom shared.cli import main\nmain()"]
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                [*walkin, "serve", *where(self.data), "--port", str(self.port), *self.options],
                stdout=subprocess.DEVNULL,
                stderr=said,
                env={**os.environ, "WALKIN_CONFIG": os.devnull},
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), self._answer():
                return self
            if self.process.poll() is not None:
                raise AssertionError(f"walkin serve ended: {self.said.read_text()}")
            time.sleep(0.02)
        raise AssertionError("walkin serve did not answer within 30 s")

    def _answer(self) -> contextlib.AbstractContextManager[object]:
        return urllib.request.urlopen(f"{self.url}/healthz", timeout=1, context=self._trust)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        self.said.unlink(missing_ok=True)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(how)
        code = self.process.wait(15)
        self.process = None
        return code


@contextlib.contextmanager
def served(data: Path | str, port: int | None = None) -> Iterator[Served]:
    server = Served(data, port).start()
    try:
        yield server
    finally:
        server.close()
