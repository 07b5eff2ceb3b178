"""Modal dialogs of the kiosk: the idle warning, and leaving the kiosk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from walkin.ui.app import WalkinApp
from walkin.ui.fields import Entry
from walkin.ui.safe import to_content
from walkin_kiosk.exit_pin import ExitPin
from walkin_kiosk.messages import MoreTimeRequested, SessionEnded


class StillThereDialog(ModalScreen[None]):
    """Asks an idle client for a sign of life; how often it may be given is not limited."""

    app = getters.app(WalkinApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,escape", "more", show=False)]
    AUTO_FOCUS = "#more"

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(to_content(words("kiosk-still-title")), classes="dialog-title")
            yield Static(self._describe_seconds(self.seconds), id="countdown")
            with Horizontal(classes="dialog-buttons"):
                yield Button(to_content(words("kiosk-still-end")), id="end")
                yield Button(to_content(words("kiosk-still-more")), id="more", variant="primary")

    def show_seconds_left(self, seconds: int) -> None:
        # Not there until the dialog is composed.
        for countdown in self.query("#countdown").results(Static):
            countdown.update(self._describe_seconds(seconds))

    def _describe_seconds(self, seconds: int) -> Content:
        return to_content(self.app.words("kiosk-still-text", count=seconds))

    @on(Button.Pressed, "#more")
    def action_more(self) -> None:
        self.post_message(MoreTimeRequested())

    @on(Button.Pressed, "#end")
    def _end_session(self) -> None:
        self.post_message(SessionEnded())


class LeaveDialog(ModalScreen[bool]):
    """Lets staff leave the kiosk: asks for the PIN if one is set, else for a confirmation."""

    app = getters.app(WalkinApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", show=False)]
    AUTO_FOCUS = "Entry, #stay"

    def __init__(self, exit_pin: ExitPin) -> None:
        super().__init__()
        self.exit_pin = exit_pin

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(to_content(words("kiosk-leave-title")), classes="dialog-title")
            if self.exit_pin.is_required:
                yield Static(to_content(words("kiosk-leave-pin")))
                yield Entry(id="pin", password=True)
                yield Static(self._describe_tries(), id="pin-error")
            with Horizontal(classes="dialog-buttons"):
                yield Button(to_content(words("kiosk-leave-stay")), id="stay")
                yield Button(to_content(words("kiosk-leave-go")), id="go", variant="primary")

    def _describe_tries(self) -> Content:
        """Tell staff of wrong tries since they last left."""
        tries, words = self.exit_pin.wrong_tries, self.app.words
        if not tries.count:
            return to_content("")
        last = datetime.fromtimestamp(tries.last_at).astimezone()
        at = f"{words.format_date(last)} {words.format_time(last)}"
        return to_content(words("kiosk-leave-tries", count=tries.count, time=at))

    @on(Button.Pressed, "#go")
    @on(Entry.Submitted)
    def _confirm_leaving(self) -> None:
        entry = self.query_one_optional("#pin", Entry)
        if self.exit_pin.verify(entry.value if entry is not None else ""):
            self.dismiss(True)
            return
        words, wait = self.app.words, self.exit_pin.wait_seconds
        if not wait:
            text = words("kiosk-leave-wrong")
        elif wait < 120:
            text = words("kiosk-leave-wait", count=wait)
        else:
            text = words("kiosk-leave-wait-minutes", count=-(-wait // 60))
        self.query_one("#pin-error", Static).update(to_content(text))
        if entry is not None:
            entry.value = ""
            entry.focus()

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        self.dismiss(False)
