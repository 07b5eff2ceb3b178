"""How an app parts from its terminal: on a signal, and when the terminal is simply gone."""

from __future__ import annotations

import contextlib
import signal
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

__all__ = ["HangupSafeFile", "add_stop_handlers", "block_stop_signals"]


class HangupSafeFile:
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


def _list_stop_signals() -> list[signal.Signals]:
    return [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


@contextlib.contextmanager
def block_stop_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP wait while an app starts, until `on_stop_signals` listens or the block ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _list_stop_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def add_stop_handlers(loop: asyncio.AbstractEventLoop, stop: Callable[[], None], on_signal: Callable[[], None]) -> None:
    """Call `heard` on SIGTERM and SIGHUP, where a system has them, and `stop` in the loop's next turn, until it closes.

    To the very end: a signal that comes while an app says goodbye is meant for whoever started it.
    """
    for number in _list_stop_signals():
        # Windows has no handlers on the loop, and only the main thread may set one.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop)
            # The loop's own handler only wakes it, and after its last turn nothing does.
            signal.signal(number, lambda _number, _frame: on_signal())
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _list_stop_signals())
