"""What every field is: it shows an answer and gives it back. Its rules are those of walkin.model.form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from textual import getters
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from walkin.model.form import FormItem, resolve_type
from walkin.ui.app import WalkinApp

FIELD_TYPES: dict[str, type[Field]] = {}
"""FormItem type → the field that asks it."""

PARTS_TYPE = "parts"
"""Asked in place of its type when an item has parts (``subItem``)."""


class Field(Vertical):
    """The entry of one question."""

    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    Field { height: auto; }
    """

    class Submitted(Message):
        """Enter in the field: go on."""

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(classes="field")
        self.definition = definition
        self.initial_answer = answer

    @property
    def answer(self) -> FormItem:
        """What stands in the field, right or wrong. Nothing of it was checked, not even its characters."""
        raise NotImplementedError

    def make_answer(self, value: str) -> FormItem:
        """An answer of one text."""
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, value=value)

    @property
    def initial_text(self) -> str:
        """The text that was answered before, if any."""
        return (self.initial_answer.value if self.initial_answer else None) or ""

    def get_format_hint(self) -> str:
        """What to enter, in the person's language, when the form itself does not say it."""
        return ""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what to mend in the parts of the field: id of a part → words. The field's own stand in its Question."""

    def find_first_focus(self) -> Widget | None:
        """Where the focus goes first."""
        return next((widget for widget in self.query("*") if widget.focusable), None)

    def step_back(self) -> bool:
        """Go one step back within the field. Returns whether there was one."""
        return False


@runtime_checkable
class OfficeClock(Protocol):
    """An app that knows the time where the form is filled in."""

    def get_office_time(self) -> datetime:
        """The time on the office's wall."""


F = TypeVar("F", bound=Field)


def register_field(*types: str) -> Callable[[type[F]], type[F]]:
    """Register the decorated field for these types."""

    def register(field: type[F]) -> type[F]:
        FIELD_TYPES.update(dict.fromkeys(types, field))
        return field

    return register


def create_field(definition: FormItem, answer: FormItem | None = None) -> Field:
    """The field that asks this question; a type nobody knows is asked as a line of text.

    ``answer`` is what was answered before, as a field gave it or as a form holds it.
    """
    kind = PARTS_TYPE if definition.sub_item else definition.type
    if kind not in FIELD_TYPES or kind == "input":
        kind = "country" if definition.bind == "crm-country" else resolve_type(definition)
    return FIELD_TYPES.get(kind, FIELD_TYPES["input"])(definition, answer)
