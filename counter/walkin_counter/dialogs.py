"""Dialogs: a choice of one, texts to type, the path of a file to save, a question before leaving."""

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
ValueT = TypeVar("ValueT", covariant=True)


class Dialog(ModalScreen[T]):
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Vertical { height: auto; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)


@dataclass(frozen=True)
class MenuChoice(Generic[ValueT]):
    value: ValueT
    name: str
    detail: str = ""


class ChoiceScreen(Dialog[T | None]):
    """A choice of one value. The digits choose the first nine at once, or ten where they are counted from 0."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('choice')", "counter-key-help"),
        *(Binding(str(digit), f"choose_digit({digit})", show=False) for digit in range(10)),
    ]

    DEFAULT_CSS = """
    ChoiceScreen {
        & > Vertical { width: 66; max-width: 100%; max-height: 100%; }
        & OptionList { height: auto; max-height: 14; border: none; background: $surface; margin-top: 1; }
    }
    """

    def __init__(self, title: str, choices: Sequence[MenuChoice[T]], *, first_digit: int = 1) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._first_digit = first_digit

    def compose(self) -> ComposeResult:
        with Vertical(classes="card dialog"):
            yield Static(to_content(self._title), classes="title")
            yield OptionList(*(self._render_choice(i, choice) for i, choice in enumerate(self._choices)), markup=False)
        yield KeyBar()

    def _render_choice(self, index: int, choice: MenuChoice[T]) -> Content:
        digit = index + self._first_digit
        key = f"{digit}  " if digit <= 9 else "   "
        detail = to_content(f"  {choice.detail}", "$text-muted") if choice.detail else ""
        return Content.assemble((key, "bold $accent"), to_content(choice.name), detail)

    @on(OptionList.OptionSelected)
    def _choose_option(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_index)

    def action_choose_digit(self, digit: int) -> None:
        self.action_choose(digit - self._first_digit)

    def action_choose(self, index: int) -> None:
        if 0 <= index < len(self._choices):
            self.dismiss(self._choices[index].value)


@dataclass(frozen=True)
class TextPrompt:
    label: str
    text: str = ""
    max_length: int = 127
    suggestions: tuple[str, ...] = ()


class TextPromptScreen(Dialog[list[str] | None]):
    """Asks for one or more texts of one line each. Dismisses with a text for each prompt."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('words')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    TextPromptScreen {
        & > Vertical { width: 72; max-width: 100%; max-height: 100%; }
        & .label { padding-top: 1; }
        & #told { display: none; margin-top: 1; }
        & #told.warning { display: block; }
    }
    """

    def __init__(self, title: str, *prompts: TextPrompt, problem: str = "") -> None:
        """``problem`` says why the texts could not be sent before."""
        super().__init__()
        self._title = title
        self._prompts = prompts
        self._problem = problem

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card dialog"):
            yield Static(to_content(self._title), classes="title")
            for prompt in self._prompts:
                yield Static(to_content(prompt.label), classes="label")
                suggester = SuggestFromList(prompt.suggestions, case_sensitive=False) if prompt.suggestions else None
                yield Input(prompt.text, max_length=prompt.max_length, select_on_focus=False, suggester=suggester)
            yield Static(to_content(self._problem), id="told", classes="warning" if self._problem else "")
            with Horizontal():
                yield Button(to_content(words("counter-ask-yes")), id="yes", variant="primary")
                yield Button(to_content(words("counter-ask-no")), id="no")

    @on(Input.Submitted)
    def _focus_next(self, event: Input.Submitted) -> None:
        inputs = list(self.query(Input))
        if event.input is inputs[-1]:
            self._submit()
        else:
            inputs[inputs.index(event.input) + 1].focus()

    @on(Button.Pressed, "#yes")
    def _submit(self) -> None:
        self.dismiss([line.value for line in self.query(Input)])

    @on(Button.Pressed, "#no")
    def _cancel(self) -> None:
        self.dismiss(None)


class SaveScreen(Dialog[str | None]):
    """Asks for a path, with a suggestion filled in. Dismisses with the path, or None."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)")]

    DEFAULT_CSS = "SaveScreen > Vertical { width: 72; }"

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(classes="card"):
            yield Static(to_content(words("counter-save-title")), classes="title")
            yield Static(to_content(words("counter-save-text")))
            yield Input(self._path, select_on_focus=False, id="path")
            with Horizontal():
                yield Button(to_content(words("counter-save-yes")), id="save", variant="primary")
                yield Button(to_content(words("counter-save-no")), id="no")

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        self.dismiss(self.query_one("#path", Input).value.strip() or None)

    @on(Button.Pressed, "#no")
    def _cancel(self) -> None:
        self.dismiss(None)


class ConfirmScreen(Dialog[bool]):
    """Asks whether to leave; Enter leaves, Esc stays."""

    BINDINGS: ClassVar = [Binding("enter", "dismiss(True)"), Binding("escape", "dismiss(False)")]

    DEFAULT_CSS = "ConfirmScreen > Vertical { width: 66; }"

    def __init__(self, question_key: str, **values: str) -> None:
        """``question_key`` begins the Fluent keys of the title, the text and both buttons; ``values`` are arguments."""
        super().__init__()
        self._question_key = question_key
        self._values = values

    def compose(self) -> ComposeResult:
        words, question = self.app.words, self._question_key
        with Vertical(classes="card"):
            yield Static(to_content(words(f"{question}-title", **self._values)), classes="title")
            yield Static(to_content(words(f"{question}-text")))
            with Horizontal():
                yield Button(to_content(words(f"{question}-leave")), id="leave", variant="primary")
                yield Button(to_content(words(f"{question}-stay")), id="stay")

    @on(Button.Pressed)
    def _confirm(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "leave")


class QuitScreen(ConfirmScreen):
    """Asks whether to leave while a client is at the desk."""

    def __init__(self, number: str) -> None:
        super().__init__("counter-quit", number=number)


class DiscardScreen(ConfirmScreen):
    """Asks whether to discard what was typed."""

    def __init__(self) -> None:
        super().__init__("counter-drop")
