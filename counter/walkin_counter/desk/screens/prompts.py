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
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


@dataclass(frozen=True)
class MenuChoice(Generic[T]):
    """Something to choose, what it is called, and a word more about it."""

    value: T
    name: str
    detail: str = ""


class ChoiceScreen(ModalScreen[MenuChoice[T] | None]):
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

    def __init__(self, title: str, choices: Sequence[MenuChoice[T]]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(classes="card dialog"):
            yield Static(to_content(self._title), classes="title")
            yield OptionList(
                *(self._render_choice(place, choice) for place, choice in enumerate(self._choices)), markup=False
            )
        yield KeyBar()

    def _render_choice(self, index: int, choice: MenuChoice[T]) -> Content:
        digit = f"{index + 1}  " if index < 9 else "   "
        more = to_content(f"  {choice.detail}", "$text-muted") if choice.detail else ""
        return Content.assemble((digit, "bold $accent"), to_content(choice.name), more)

    @on(OptionList.OptionSelected)
    def _choose_option(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_index)

    def action_choose(self, index: int) -> None:
        """Take that one, if it is there."""
        if index < len(self._choices):
            self.dismiss(self._choices[index])


@dataclass(frozen=True)
class TextPrompt:
    """A few words to write: what is asked, what stands there at first, and what may be suggested."""

    label: str
    text: str = ""
    max_length: int = 127
    suggestions: tuple[str, ...] = ()


class TextPromptScreen(ModalScreen[list[str] | None]):
    """A few words, in one or several lines; gives back a text for each."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('words')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    TextPromptScreen {
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

    def __init__(self, title: str, *prompts: TextPrompt, problem: str = "") -> None:
        """``told`` says why what was written before could not be sent."""
        super().__init__()
        self._title = title
        self._prompts = prompts
        self._problem = problem

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card dialog"):
            yield Static(to_content(self._title), classes="title")
            for blank in self._prompts:
                yield Static(to_content(blank.label), classes="label")
                known = SuggestFromList(blank.suggestions, case_sensitive=False) if blank.suggestions else None
                yield Input(blank.text, max_length=blank.max_length, select_on_focus=False, suggester=known)
            yield Static(to_content(self._problem), id="told", classes="warning" if self._problem else "")
            with Horizontal():
                yield Button(to_content(words("counter-ask-yes")), id="yes", variant="primary")
                yield Button(to_content(words("counter-ask-no")), id="no")

    @on(Input.Submitted)
    def _focus_next(self, event: Input.Submitted) -> None:
        inputs = list(self.query(Input))
        place = inputs.index(event.input)
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
        else:
            self._submit()

    @on(Button.Pressed, "#yes")
    def _submit(self) -> None:
        self.dismiss([line.value for line in self.query(Input)])

    @on(Button.Pressed, "#no")
    def _cancel(self) -> None:
        self.dismiss(None)
