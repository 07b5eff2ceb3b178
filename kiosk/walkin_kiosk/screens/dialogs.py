"""The kiosk's dialogs: is somebody still there, and leaving the kiosk."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from walkin.ui.app import WalkinApp
from walkin.ui.fields import Entry
from walkin.ui.safe import safe
from walkin_kiosk.exit_pin import Pin
from walkin_kiosk.messages import MoreTimeWanted, VisitEnded


class StillThere(ModalScreen[None]):
    """Asks before everything is forgotten. There is no limit to saying yes."""

    app = getters.app(WalkinApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,escape", "more", show=False)]
    AUTO_FOCUS = "#more"

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(safe(words("kiosk-still-title")), classes="dialog-title")
            yield Static(id="countdown")
            with Horizontal(classes="dialog-buttons"):
                yield Button(safe(words("kiosk-still-end")), id="end")
                yield Button(safe(words("kiosk-still-more")), id="more", variant="primary")

    def on_mount(self) -> None:
        self.count(self.seconds)

    def count(self, seconds: int) -> None:
        """Show how many seconds are left."""
        self.query_one("#countdown", Static).update(safe(self.app.words("kiosk-still-text", count=seconds)))

    @on(Button.Pressed, "#more")
    def action_more(self) -> None:
        """Somebody is there."""
        self.post_message(MoreTimeWanted())

    @on(Button.Pressed, "#end")
    def _end(self) -> None:
        self.post_message(VisitEnded())


class LeaveDialog(ModalScreen[bool]):
    """Staff leave the kiosk: by its PIN where there is one, else after one question."""

    app = getters.app(WalkinApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", show=False)]
    AUTO_FOCUS = "Entry, #stay"

    def __init__(self, pin: Pin) -> None:
        super().__init__()
        self.pin = pin

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(safe(words("kiosk-leave-title")), classes="dialog-title")
            if self.pin.needed:
                yield Static(safe(words("kiosk-leave-pin")))
                yield Entry(id="pin", password=True)
                yield Static(id="pin-error")
            with Horizontal(classes="dialog-buttons"):
                yield Button(safe(words("kiosk-leave-stay")), id="stay")
                yield Button(safe(words("kiosk-leave-go")), id="go", variant="primary")

    @on(Button.Pressed, "#go")
    @on(Entry.Submitted)
    def _go(self) -> None:
        entry = self.query_one_optional("#pin", Entry)
        typed = entry.value if entry is not None else ""
        if self.pin.opens(typed):
            self.dismiss(True)
            return
        words, wait = self.app.words, self.pin.wait
        text = words("kiosk-leave-wait", count=wait) if wait else words("kiosk-leave-wrong")
        self.query_one("#pin-error", Static).update(safe(text))
        if entry is not None:
            entry.value = ""
            entry.focus()

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        """The kiosk goes on."""
        self.dismiss(False)
