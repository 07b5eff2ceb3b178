"""Large options to choose from, and the base class of the fields that have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from walkin.ui.fields.base import Field

DIGIT_BINDINGS: list[BindingType] = [
    Binding("1", "pick(1)", "field-key-choose", key_display="1–9"),
    *(Binding(str(number), f"pick({number})", show=False) for number in range(2, 10)),
]


class Option(Static, can_focus=True):
    """An option: tap it, type its number, or press Space on it."""

    DEFAULT_CSS = """
    Option {
        height: auto;
        min-height: 3;
        padding: 0 1;
        border: solid $line;
        background: $surface;
        pointer: pointer;

        &:hover { background: $panel; }
        &:focus { border: double $focus; }
        &.-chosen { border: solid $primary; background: $panel; text-style: bold; }
        &.-chosen:focus { border: double $focus; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "field-key-choose"),
        Binding("enter", "go_on", "field-key-continue"),
    ]

    chosen: reactive[bool] = reactive(False, toggle_class="-chosen")

    class Picked(Message):
        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    def __init__(self, key: str, label: Content, number: int, *, sign: str = "( )", chosen: bool = False) -> None:
        super().__init__(classes="option")
        self.key = key
        self.label = label
        self.number = number
        self.sign = sign
        self.set_reactive(Option.chosen, chosen)
        self.set_class(chosen, "-chosen")

    def render(self) -> Content:
        number = f"{self.number} " if self.number <= 9 else "  "
        return Content.assemble((number, "$text-muted"), f"{format_sign(self.sign, self.chosen)} ", self.label)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_pick()

    def action_pick(self) -> None:
        self.post_message(self.Picked(self))

    def action_go_on(self) -> None:
        self.post_message(Field.Submitted())


def format_sign(sign: str, chosen: bool) -> str:
    """The sign before a choice: its checked form when chosen."""
    return {"( )": "(●)", "[ ]": "[x]"}.get(sign, sign) if chosen else sign


class OptionsField(Field):
    """A field of options that arrows, digits and taps choose. Subclasses implement `choose`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *DIGIT_BINDINGS,
        Binding("down,right", "move(1)", show=False),
        Binding("up,left", "move(-1)", show=False),
    ]

    @property
    def options(self) -> list[Option]:
        return list(self.query(Option))

    def choose(self, option: Option, *, moved: bool = False) -> None:
        """Choose or clear an option that was tapped, typed, or ``moved`` to with the arrows."""
        raise NotImplementedError

    def show_chosen(self, keys: Iterable[str]) -> None:
        chosen_keys = set(keys)
        for option in self.options:
            option.chosen = option.key in chosen_keys

    def find_first_focus(self) -> Widget | None:
        return next((option for option in self.options if option.chosen), None) or super().find_first_focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Digits choose only while an option has the focus: in an entry they are text."""
        return action != "pick" or isinstance(self.screen.focused, Option)

    def action_pick(self, number: int) -> None:
        # By the queue: a quick digit is meant for the options that the one before it is about to show.
        self.call_later(self._choose_number, number)

    def _choose_number(self, number: int) -> None:
        for option in self.options:
            if option.number == number:
                option.focus()
                self.choose(option)

    def action_move(self, step: int) -> None:
        """Focus the next or previous option, around the ends."""
        options, focused = self.options, self.screen.focused
        if isinstance(focused, Option) and focused in options:
            option = options[(options.index(focused) + step) % len(options)]
            option.focus()
            self.choose(option, moved=True)

    @on(Option.Picked)
    def _choose_picked(self, event: Option.Picked) -> None:
        event.stop()
        self.choose(event.option)
