"""Short questions an action asks: one of several, or a few words. Enter confirms, Esc goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, OptionList, Static

from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


@dataclass(frozen=True)
class Choice(Generic[T]):
    """Something to choose, what it is called, and a word more about it."""

    value: T
    name: str
    more: str = ""


class ChoiceScreen(ModalScreen[Choice[T] | None]):
    """One of several. The digits choose the first nine at once."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('choice')", "counter-key-help"),
        *(Binding(str(digit), f"choose({digit - 1})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    ChoiceScreen {
        align: center middle;
        & > Vertical { width: 66; max-width: 100%; height: auto; max-height: 100%; }
        & OptionList { height: auto; max-height: 14; border: none; background: $surface; margin-top: 1; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, title: str, choices: Sequence[Choice[T]]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(classes="card dialog"):
            yield Static(safe(self._title), classes="title")
            yield OptionList(*(self._line(place, choice) for place, choice in enumerate(self._choices)), markup=False)
        yield KeyBar()

    def _line(self, place: int, choice: Choice[T]) -> Content:
        digit = f"{place + 1}  " if place < 9 else "   "
        more = safe(f"  {choice.more}", "$text-muted") if choice.more else ""
        return Content.assemble((digit, "bold $accent"), safe(choice.name), more)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_index)

    def action_choose(self, place: int) -> None:
        """Take that one, if it is there."""
        if place < len(self._choices):
            self.dismiss(self._choices[place])


@dataclass(frozen=True)
class Blank:
    """A few words to write: what is asked, what stands there at first, and what may be suggested."""

    label: str
    text: str = ""
    limit: int = 127
    known: tuple[str, ...] = ()


class WordsScreen(ModalScreen[list[str] | None]):
    """A few words, in one or several lines; gives back a text for each."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('words')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    WordsScreen {
        align: center middle;
        & > Vertical { width: 72; max-width: 100%; height: auto; max-height: 100%; }
        & .label { padding-top: 1; }
        & #told { display: none; margin-top: 1; }
        & #told.warning { display: block; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, title: str, *blanks: Blank, told: str = "") -> None:
        """``told`` says why what was written before could not be sent."""
        super().__init__()
        self._title = title
        self._blanks = blanks
        self._told = told

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card dialog"):
            yield Static(safe(self._title), classes="title")
            for blank in self._blanks:
                yield Static(safe(blank.label), classes="label")
                known = SuggestFromList(blank.known, case_sensitive=False) if blank.known else None
                yield Input(blank.text, max_length=blank.limit, select_on_focus=False, suggester=known)
            yield Static(safe(self._told), id="told", classes="warning" if self._told else "")
            with Horizontal():
                yield Button(safe(words("counter-ask-yes")), id="yes", variant="primary")
                yield Button(safe(words("counter-ask-no")), id="no")

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        inputs = list(self.query(Input))
        place = inputs.index(event.input)
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
        else:
            self._done()

    @on(Button.Pressed, "#yes")
    def _done(self) -> None:
        self.dismiss([line.value for line in self.query(Input)])

    @on(Button.Pressed, "#no")
    def _stay(self) -> None:
        self.dismiss(None)
