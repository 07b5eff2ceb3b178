"""Dialogs: a choice of one, texts to type, the path of a file to save, a question before leaving."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from walkin.ui.bidi import RightToLeftEntry
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinModalScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
ValueT = TypeVar("ValueT", covariant=True)


class Dialog(WalkinModalScreen[T]):
    DEFAULT_CSS = """
    Dialog {
        & > Vertical { height: auto; }
        & Horizontal { height: 3; margin-top: 1; }
        & Button { width: 1fr; }
    }
    """


@dataclass(frozen=True)
class MenuChoice(Generic[ValueT]):
    value: ValueT
    name: str
    detail: str = ""
    key: str = ""
    """The digit or letter that chooses it; by default the next one that is free."""
    disabled: bool = False


class ChoiceScreen(Dialog[T | None]):
    """A choice of one value, also by key: a digit, but a letter where the name has a number of its own.

    "3  Desk 1" would be read as the key of Desk 3.
    """

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "app-back"),
        Binding("f1", "app.explain('choice')", "counter-key-help"),
    ]

    DEFAULT_CSS = """
    ChoiceScreen {
        & > Vertical { width: 76; max-width: 100%; max-height: 100%; }
        & OptionList { height: auto; max-height: 14; margin-top: 1; }
    }
    """

    def __init__(self, title: str, choices: Sequence[MenuChoice[T]]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._keys = _assign_keys(choices)

    def compose(self) -> ComposeResult:
        with Vertical(classes="card dialog"):
            yield Static(to_content(self._title), classes="title")
            yield OptionList(
                *(
                    Option(_render_choice(key, choice), disabled=choice.disabled)
                    for key, choice in zip(self._keys, self._choices, strict=True)
                ),
                markup=False,
            )
        yield KeyBar()

    @on(OptionList.OptionSelected)
    def _choose_option(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_index)

    def find_index(self, character: str | None) -> int | None:
        """The index of the choice with that key."""
        return self._keys.index(character.lower()) if character and character.lower() in self._keys else None

    def on_key(self, event: events.Key) -> None:
        if (index := self.find_index(event.character)) is not None:
            event.stop()
            self.action_choose(index)

    def action_choose(self, index: int) -> None:
        if not self._choices[index].disabled:
            self.dismiss(self._choices[index].value)


def _assign_keys(choices: Sequence[MenuChoice[T]]) -> list[str]:
    """A key for each choice; "" where none is left, or for one that cannot be chosen."""
    given = {choice.key for choice in choices}
    digits, letters = ([key for key in keys if key not in given] for keys in ("123456789", ascii_lowercase))
    keys = []
    for choice in choices:
        has_number = any(map(str.isnumeric, choice.name))
        free = letters if has_number or not digits else digits
        keys.append(choice.key or ("" if choice.disabled or not free else free.pop(0)))
    return keys


def _render_choice(key: str, choice: MenuChoice[T]) -> Content:
    # Without a colour: the highlighted line has that of the cursor.
    detail = to_content(f"  {choice.detail}") if choice.detail else ""
    name = to_content(choice.name, "$text-muted" if choice.disabled else "")
    return Content.assemble((f"{key or ' '}  ", "bold"), name, detail)


@dataclass(frozen=True)
class TextPrompt:
    label: str
    text: str = ""
    max_length: int = 127
    suggestions: tuple[str, ...] = ()


class PromptInput(RightToLeftEntry, Input):
    """An input of a `TextPromptScreen`."""


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
                yield PromptInput(prompt.text, max_length=prompt.max_length, select_on_focus=False, suggester=suggester)
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
