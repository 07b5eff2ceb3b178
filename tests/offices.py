"""Offices for tests: real files, real servers, in processes of their own where that is what is tested."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """``walkin serve`` in a process of its own, which can be killed and started again on the same port."""

    def __init__(
        self, data: Path, port: int | None = None, *, options: Sequence[str] = (), trust: str | None = None
    ) -> None:
        """``trust`` is the certificate of the authority that vouches for a server that speaks https."""
        self.data = data
        self.options = options
        self.port = port or free_port()
        self.url = f"{'https' if trust else 'http'}://127.0.0.1:{self.port}"
        self._trust = ssl.create_default_context(cafile=trust) if trust else None
        self.process: subprocess.Popen[bytes] | None = None
        # A file, for a pipe nobody reads fills up and stops the server.
        self.said = data.with_name("serve.log")

    def start(self) -> Served:
        walkin = [sys.executable, "-c", "from shared.cli import main; main()"]
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                [*walkin, "serve", "--data", str(self.data), "--port", str(self.port), *self.options],
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
def served(data: Path, port: int | None = None) -> Iterator[Served]:
    server = Served(data, port).start()
    try:
        yield server
    finally:
        server.kill()
