"""Stop signals (SIGTERM, SIGHUP), suspension (SIGTSTP, SIGCONT), and a terminal that was closed."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class HangupSafeFile:
    """A terminal file that ignores write errors after the window was closed.

    Textual's writer thread would die of them, and the app would wait for it for ever.
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
    """Hold SIGTERM and SIGHUP back while an app starts, until `add_stop_handlers` or the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _list_stop_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def disable_signal_keys() -> Iterator[None]:
    """Let no key of the terminal (Ctrl+C, Ctrl+\\, Ctrl+Z) stop the process, also while one app follows another.

    Keys pressed before an app reads the terminal arrive as in raw mode: Enter as a carriage return, also Ctrl+Q.
    """
    if sys.platform == "win32" or sys.stdin is None or not sys.stdin.isatty():
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before, without = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
    without[0] &= ~(termios.ICRNL | termios.IXON)
    without[3] &= ~(termios.ISIG | termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSANOW, without)
    try:
        yield
    finally:
        # The terminal may be gone.
        with contextlib.suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSANOW, before)


def add_stop_handlers(loop: asyncio.AbstractEventLoop, stop: Callable[[], None], on_signal: Callable[[], None]) -> None:
    """On SIGTERM and SIGHUP call `on_signal` at once, and `stop` in the loop's next turn.

    `on_signal` is called even after the loop's last turn: such a signal is meant for the app's caller.
    """

    def handle(number: int, frame: object) -> None:
        on_signal()
        # The loop may be closed.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(stop)

    for number in _list_stop_signals():
        # Windows has no handlers on the loop, and only the main thread may set one.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            # The loop's own handler only wakes it: it calls nothing after the last turn, or while so many keys wait
            # to be processed that its pipe is full.
            loop.add_signal_handler(number, lambda: None)
            signal.signal(number, handle)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _list_stop_signals())


def ignore_suspension(loop: asyncio.AbstractEventLoop, redraw: Callable[[], object]) -> None:
    """Ignore SIGTSTP, and only redraw the screen on SIGCONT. To be called when the driver has started.

    A locked screen has no shell that would resume it, and Textual's driver ends the app when it resumes.
    """
    with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
        # No SIG_IGN, which programs that are started would inherit.
        signal.signal(signal.SIGTSTP, lambda _number, _frame: None)
        loop.add_signal_handler(signal.SIGCONT, redraw)


def exit_on_stop_signals() -> None:
    """End the process on SIGTERM and SIGHUP by SystemExit, so that `finally` clauses run.

    To be called again after each app: Textual resets the handlers when an app ends.
    """
    for number in _list_stop_signals():
        signal.signal(number, _raise_system_exit)


def _raise_system_exit(number: int, frame: object) -> None:
    raise SystemExit(128 + number)
