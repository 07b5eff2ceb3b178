"""The scrolling part of a screen, and arrow buttons for touch screens."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button


def scroll_lines(widget: Widget, lines: int) -> None:
    """Scroll up or down at once: a deferred scroll would make the next key start from the old position."""
    widget.scroll_relative(y=lines, animate=False, immediate=True)


class Body(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The scrolling part of a screen; the screen's own bindings scroll it, and arrows move the focus."""


class ScrollButton(Button, can_focus=False):
    """An arrow button: a terminal cannot be scrolled by finger. Its screen or list scrolls, and keeps the focus."""

    @dataclass
    class Scrolled(Message):
        """The button was pressed: scroll up (-1) or down (1)."""

        direction: int

    def __init__(self, direction: int) -> None:
        super().__init__(Content("▲" if direction < 0 else "▼"), classes="scroll")
        self.direction = direction
        # Inline: an app's own stylesheet may make every button wide.
        self.styles.width = self.styles.min_width = 7
        # A button takes no other tap while it looks pressed, but people scroll fast.
        self.active_effect_duration = 0

    def press(self) -> ScrollButton:
        self.post_message(self.Scrolled(self.direction))
        return self
