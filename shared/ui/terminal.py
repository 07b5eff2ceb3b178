"""How an app parts from its terminal: on a signal, and when the terminal is simply gone."""

from __future__ import annotations

import contextlib
import signal
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

__all__ = ["Lasting", "on_stop_signals"]


class Lasting:
    """A terminal that takes what is written even after its window was closed.

    Textual's writer thread dies of the error otherwise, and the app then waits for it for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            return self._file.write(text)
        return 0

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()


def on_stop_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> Callable[[], None]:
    """Call `stop` on SIGTERM and SIGHUP, where a system has them; returns how to stop listening."""
    heard = []
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Windows has no handlers on the loop, and only the main thread may set one.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            if number is not None:
                loop.add_signal_handler(number, stop)
                heard.append(number)

    def deaf() -> None:
        for number in heard:
            loop.remove_signal_handler(number)
        heard.clear()

    return deaf
