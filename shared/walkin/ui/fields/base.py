"""The base class of fields, and their registry. A field shows an answer and gives it back; it does not validate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from textual import getters, on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from walkin.model.form.definition import FormItem
from walkin.model.form.prefill import get_shown_answer
from walkin.model.form.presentation import Control, get_presentation
from walkin.ui.app import WalkinApp

FIELD_TYPES: dict[Control, type[Field]] = {}


class Field(Vertical):
    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    Field { height: auto; }
    """

    class Submitted(Message):
        """Enter was pressed in the field: go on to the next question."""

    class Settled(Message):
        """A single choice was made, or a date completed on the pad: a page without another question may go on."""

    class Changed(Message):
        """The answer has changed."""

    @dataclass
    class Rebuilt(Message):
        """The field has replaced its widgets."""

        field: Field

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(classes="field")
        self.definition = definition
        self.presentation = get_presentation(definition)
        self.initial_answer = answer

    @property
    def answer(self) -> FormItem:
        """The content of the field, unchecked: not even its characters were."""
        raise NotImplementedError

    def make_answer(self, value: str) -> FormItem:
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, value=value)

    @property
    def initial_text(self) -> str:
        """The ``value`` of the answer the field started with."""
        return (self.initial_answer.value if self.initial_answer else None) or ""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show the error messages of the field's parts, by id; the field's own is shown by its Question."""

    async def follow(self, definition: FormItem, answer: FormItem | None) -> None:
        """Update the field to a changed definition; `answer` holds the answers of parts that are new."""
        self.definition = definition

    @property
    def hides_hint(self) -> bool:
        """Whether the question's hint is hidden: the field shows one entry only."""
        return False

    def find_first_focus(self) -> Widget | None:
        return next((widget for widget in self.query("*") if widget.focusable), None)

    def step_back(self) -> bool:
        """Go one step back within the field. Returns whether there was one."""
        return False

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _report_change(self) -> None:
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


@runtime_checkable
class OfficeClock(Protocol):
    def get_office_time(self) -> datetime:
        """The current time in the office's time zone."""


F = TypeVar("F", bound=Field)


def register_field(control: Control) -> Callable[[type[F]], type[F]]:
    def register(field_type: type[F]) -> type[F]:
        FIELD_TYPES[control] = field_type
        return field_type

    return register


def create_field(
    definition: FormItem,
    answer: FormItem | None = None,
    own_types: Mapping[Control, Callable[[FormItem, FormItem | None], Field]] | None = None,
) -> Field:
    """The field of a question, filled with `answer`, or with the default value if there is none.

    `own_types` replace `FIELD_TYPES`.
    """
    control = get_presentation(definition).control
    if definition.repeat is not None and definition.type != "file" and _holds_entries(definition):
        control = "repeat"
    return ((own_types or {}).get(control) or FIELD_TYPES[control])(definition, get_shown_answer(definition, answer))


def _holds_entries(definition: FormItem) -> bool:
    """Whether ``subItem`` holds entries, as `AskedForm.items` has them, and not parts."""
    return all(part.sub_item is not None for part in definition.sub_item or ())
