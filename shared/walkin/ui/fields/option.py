"""Large options to choose from, and the base class of the fields that have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.fields.base import Field
from walkin.ui.safe import to_content
from walkin.ui.signs import ONE_OF_MANY, ChoiceSign

DIGIT_BINDINGS: list[BindingType] = [
    Binding("1", "pick(1)", "field-key-choose", key_display="1–9"),
    *(Binding(str(number), f"pick({number})", show=False) for number in (0, *range(2, 10))),
]


MAX_DIGIT = 9
"""The largest number that is also the key of an option."""


def number_options(names: Sequence[str]) -> list[int]:
    """The number of each option, up to 9 also its key: its name if all names are whole numbers, else its position."""
    if all(name.isascii() and name.isdecimal() and len(name) <= 3 for name in names):
        numbers = [int(name) for name in names]
        if len(set(numbers)) == len(numbers):
            return numbers
    return list(range(1, len(names) + 1))


class Option(Horizontal, can_focus=True):
    """An option, a tile: tap it, type its number, or press Space on it.

    Where one of many can be chosen, its number is the only sign before it until it is chosen.
    """

    DEFAULT_CSS = """
    Option {
        height: auto;
        min-height: 3;
        align: left middle;

        .strip { dock: left; width: 5; height: 100%; }
        .label { width: 1fr; height: auto; padding: 0 2 0 1; }
        &.-unnumbered .strip { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "field-key-choose"),
        Binding("enter", "go_on", "field-key-continue"),
    ]

    app = getters.app(WalkinApp)
    chosen: reactive[bool] = reactive(False, toggle_class="-chosen")

    class Picked(Message):
        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    def __init__(
        self, key: str, label: Content, number: int, *, sign: ChoiceSign = ONE_OF_MANY, chosen: bool = False
    ) -> None:
        super().__init__(classes="option tile")
        self.key = key
        self.label = label
        self.number = number
        self.sign = sign
        self.set_reactive(Option.chosen, chosen)
        self.set_class(chosen, "-chosen")
        self.set_class(number > MAX_DIGIT, "-unnumbered")

    def compose(self) -> ComposeResult:
        yield Static(to_content(str(self.number)), classes="strip")
        yield Static(self.format_label(), classes="label")

    def format_label(self) -> Content:
        is_numbered = self.number <= MAX_DIGIT and self.sign is ONE_OF_MANY
        sign = self.sign.chosen if self.chosen else " " if is_numbered else self.sign.unchosen
        return Content.assemble(f"{sign} ", self.label)

    def watch_chosen(self) -> None:
        for label in self.query_children(".label").results(Static):
            label.update(self.format_label())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_pick()

    def action_pick(self) -> None:
        self.post_message(self.Picked(self))

    def action_go_on(self) -> None:
        """Go on; with a keypad, which has no key but Enter for it, first choose what can still be chosen."""
        picks = self.app.uses_keypad and not (self.chosen and self.sign is ONE_OF_MANY)
        self.post_message(self.Picked(self) if picks else Field.Submitted())


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
                self._pick(option)

    def settles(self, option: Option) -> bool:
        """Whether the chosen option completes the answer: a single choice without a text of its own."""
        return False

    def _pick(self, option: Option) -> None:
        self.choose(option)
        if self.settles(option):
            self.post_message(self.Settled())

    def action_move(self, step: int) -> None:
        """Focus the next or previous option; beyond the ends what is there on the screen."""
        options, focused = self.options, self.screen.focused
        if not isinstance(focused, Option) or focused not in options:
            return
        place = options.index(focused) + step
        if 0 <= place < len(options):
            options[place].focus()
            self.choose(options[place], moved=True)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    @on(Option.Picked)
    def _choose_picked(self, event: Option.Picked) -> None:
        event.stop()
        self._pick(event.option)
