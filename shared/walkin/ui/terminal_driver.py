"""Textual's driver for Unix terminals, with a reader that no input can end."""

from __future__ import annotations

import os
import selectors
from time import monotonic
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

from walkin.ui.error_log import log_error
from walkin.ui.terminal_reader import TerminalReader

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

TICK_SECONDS = 0.05
"""Seconds between two checks for incomplete sequences."""


class TerminalDriver(LinuxDriver):
    """Reads the terminal with a `TerminalReader`.

    The window's size comes from the system alone: reports of it in the input may be forged.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._allow_paste: bool = getattr(app, "ALLOW_PASTE", False)
        self._forget_requested = False

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
            while not self.exit_event.is_set():
                data = os.read(self.fileno, 4096) if selector.select(TICK_SECONDS) else None
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
