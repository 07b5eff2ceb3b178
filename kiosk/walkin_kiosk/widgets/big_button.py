"""Something large to tap, which the keyboard reaches too."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static


class BigButton(Static, can_focus=True):
    """At least three rows tall; a click, Enter and Space all press it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "kiosk-key-pick")]

    def __init__(self, label: Content | str = "", *, id: str | None = None, classes: str = "") -> None:
        super().__init__(label, id=id, classes=classes)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_press()

    def action_press(self) -> None:
        """What it is for."""
        raise NotImplementedError
