"""Modal dialogs of the kiosk: the idle warning, starting over, and leaving the kiosk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from walkin.ui.app import WalkinApp
from walkin.ui.fields import Entry
from walkin.ui.safe import to_content
from walkin.ui.screens import ARROW_BINDINGS, WalkinModalScreen
from walkin_kiosk.exit_pin import ExitPin
from walkin_kiosk.messages import MoreTimeRequested, SessionEnded, WrongPinEntered


class StillThereDialog(WalkinModalScreen[None]):
    """Asks an idle client for a sign of life; how often it may be given is not limited."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,escape", "more", show=False), *ARROW_BINDINGS]
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
                yield Button(to_content(words("kiosk-start-over")), id="end")
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


class StartOverDialog(WalkinModalScreen[bool]):
    """The confirmation before all answers are deleted."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", show=False), *ARROW_BINDINGS]
    AUTO_FOCUS = "#stay"

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(to_content(words("kiosk-over-title")), classes="dialog-title")
            yield Static(to_content(words("kiosk-over-text")), classes="dialog-text")
            with Horizontal(classes="dialog-buttons"):
                yield Button(to_content(words("kiosk-start-over")), id="over")
                yield Button(to_content(words("kiosk-over-stay")), id="stay", variant="primary")

    @on(Button.Pressed, "#over")
    def _confirm(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        self.dismiss(False)


class HeadphonesDialog(WalkinModalScreen[bool]):
    """Asks whether the client uses headphones; closes with the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "answer(False)", show=False), *ARROW_BINDINGS]
    AUTO_FOCUS = "#no"

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="dialog"):
            yield Static(to_content(words("kiosk-say-headphones")), classes="dialog-title")
            with Horizontal(classes="dialog-buttons"):
                for answer in ("no", "yes"):
                    label = words(f"answer-{answer}")
                    variant: Literal["primary", "default"] = "primary" if answer == "yes" else "default"
                    yield Button(to_content(label[:1].upper() + label[1:]), id=answer, variant=variant)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id == "yes")

    def action_answer(self, are_there: bool) -> None:
        self.dismiss(are_there)


PIN_KEYS = "123456789C0←"
"""The keys of the PIN pad: digits, C to clear, and ← to delete the last one."""


class PinPad(Grid):
    """Three columns of keys, for kiosks without a keyboard. It types into the dialog's entry."""

    @dataclass
    class Pressed(Message):
        key: str

    app = getters.app(WalkinApp)

    def compose(self) -> ComposeResult:
        for key in PIN_KEYS:
            label = self.app.words("kiosk-leave-clear") if key == "C" else key
            button = Button(to_content(label), classes="pin-key", name=key)
            button.can_focus = False
            button.active_effect_duration = 0
            yield button

    @on(Button.Pressed)
    def _press_key(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Pressed(event.button.name or ""))


class LeaveDialog(WalkinModalScreen[bool]):
    """Lets staff leave the kiosk: asks for the PIN if one is set, else for a confirmation."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", show=False)]
    AUTO_FOCUS = "Entry, #stay"

    def __init__(self, exit_pin: ExitPin) -> None:
        super().__init__()
        self.exit_pin = exit_pin

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Horizontal(classes="dialog"):
            with Vertical(id="leave-facts"):
                yield Static(to_content(words("kiosk-leave-title")), classes="dialog-title")
                if self.exit_pin.is_required:
                    yield Static(to_content(words("kiosk-leave-pin")))
                    yield Entry(id="pin", password=True)
                    yield Static(self._describe_tries(), id="pin-error")
                with Horizontal(classes="dialog-buttons"):
                    yield Button(to_content(words("kiosk-leave-stay")), id="stay")
                    yield Button(to_content(words("kiosk-leave-go")), id="go", variant="primary")
            if self.exit_pin.is_required:
                yield PinPad()

    @on(PinPad.Pressed)
    def _type(self, event: PinPad.Pressed) -> None:
        entry = self.query_one("#pin", Entry)
        entry.value = "" if event.key == "C" else entry.value[:-1] if event.key == "←" else entry.value + event.key
        entry.cursor_position = len(entry.value)

    def _describe_tries(self) -> Content:
        """Tell staff of wrong tries since they last left."""
        return to_content(self.exit_pin.describe_tries(self.app.words))

    @on(Button.Pressed, "#go")
    @on(Entry.Submitted)
    def _confirm_leaving(self) -> None:
        entry = self.query_one_optional("#pin", Entry)
        if self.exit_pin.verify(entry.value if entry is not None else ""):
            self.dismiss(True)
            return
        self.post_message(WrongPinEntered())
        text = self.exit_pin.describe_refusal(self.app.words)
        self.query_one("#pin-error", Static).update(to_content(text))
        if entry is not None:
            entry.value = ""
            entry.focus()

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        self.dismiss(False)
