"""Textual's driver for Unix terminals, with a reader that no input can end."""

from __future__ import annotations

import os
import selectors
import signal
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from walkin.ui.error_log import log_error
from walkin.ui.terminal_reader import TerminalReader

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

# The terminal's mode for bidirectional text (ECMA-48, BDSM): whether the terminal arranges it, or shows it as it comes.
BIDI_MODES = {"app": "\x1b[8l", "terminal": "\x1b[8h"}

TICK_SECONDS = 0.05
"""Seconds to wait for the rest of an incomplete sequence before checking again."""


class WakingEvent(Event):
    """An event that also ends a `select` on its file descriptor ``reader``."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._writer, b"\0")

    def clear(self) -> None:
        if self.is_set():
            os.read(self.reader, 4096)
        super().clear()

    def close(self) -> None:
        os.close(self.reader)
        os.close(self._writer)


class TerminalDriver(LinuxDriver):
    """Reads the terminal with a `TerminalReader`.

    The window's size comes from the system alone: reports of it in the input may be forged.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._allow_paste: bool = getattr(app, "ALLOW_PASTE", False)
        self._bidi_mode = BIDI_MODES.get(getattr(app, "bidi", ""), "")
        self._forget_requested = False
        self.exit_event: WakingEvent = WakingEvent()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(self._bidi_mode)
        # Textual's handler reads the size itself: of two signals within a moment the second may interrupt the first
        # between reading and reporting, and the older size is reported last. Here the loop reads it.
        signal.signal(signal.SIGWINCH, lambda _number, _frame: self._loop.call_soon_threadsafe(self._report_size))
        self._report_size()

    def _report_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))

    def stop_application_mode(self) -> None:
        if self._bidi_mode:
            self.write(BIDI_MODES["terminal"])
        super().stop_application_mode()

    def close(self) -> None:
        super().close()
        self.exit_event.close()

    def forget_input(self) -> None:
        """Drop incomplete input; may be called from any thread."""
        self._forget_requested = True

    def _enable_bracketed_paste(self) -> None:
        if self._allow_paste:
            super()._enable_bracketed_paste()

    def _query_in_band_window_resize(self) -> None:
        """Ask nothing: see the class."""

    def run_input_thread(self) -> None:
        reader = TerminalReader(allow_paste=self._allow_paste)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self.exit_event.reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                # Only a key may depend on the time; an idle thread is not to be woken.
                ready = selector.select(TICK_SECONDS if reader.is_in_sequence else None)
                data = os.read(self.fileno, 4096) if any(key.fd == self.fileno for key, _ in ready) else None
                if self._forget_requested:
                    self._forget_requested = False
                    reader.forget()
                if data == b"":
                    # At its end the terminal is always ready for reading.
                    self.exit_event.wait(TICK_SECONDS)
                for message in reader.feed(data, monotonic()) if data else reader.expire(monotonic()):
                    self._process_guarded(message)

    def _process_guarded(self, message: Message) -> None:
        try:
            self.process_message(message)
        except Exception as error:  # noqa: BLE001 - nothing that a terminal sends may end the app
            log_error("an event of the terminal could not be processed", error)
