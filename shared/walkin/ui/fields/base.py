"""What every field is: it shows an answer and gives it back. Its rules are those of walkin.model.form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from textual import getters
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from walkin.model.form import FormItem, kind_of
from walkin.ui.app import WalkinApp

REGISTRY: dict[str, type[Field]] = {}
"""FormItem type → the field that asks it."""

PARTS = "parts"
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
        self.given = answer

    @property
    def answer(self) -> FormItem:
        """What stands in the field, right or wrong. Nothing of it was checked, not even its characters."""
        raise NotImplementedError

    def answered(self, value: str) -> FormItem:
        """An answer of one text."""
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, value=value)

    @property
    def given_text(self) -> str:
        """The text that was answered before, if any."""
        return (self.given.value if self.given else None) or ""

    def expected(self) -> str:
        """What to enter, in the person's language, when the form itself does not say it."""
        return ""

    def tell(self, problems: Mapping[str, str]) -> None:
        """Show what to mend in the parts of the field: id of a part → words. The field's own stand in its Question."""

    def start(self) -> Widget | None:
        """Where the focus goes first."""
        return next((widget for widget in self.query("*") if widget.focusable), None)

    def back(self) -> bool:
        """Go one step back within the field. Returns whether there was one."""
        return False


@runtime_checkable
class Clock(Protocol):
    """An app that knows the time where the form is filled in."""

    def wall_clock(self) -> datetime:
        """The time on the office's wall."""


F = TypeVar("F", bound=Field)


def asks(*types: str) -> Callable[[type[F]], type[F]]:
    """Register the decorated field for these types."""

    def register(field: type[F]) -> type[F]:
        REGISTRY.update(dict.fromkeys(types, field))
        return field

    return register


def field_for(definition: FormItem, answer: FormItem | None = None) -> Field:
    """The field that asks this question; a type nobody knows is asked as a line of text.

    ``answer`` is what was answered before, as a field gave it or as a form holds it.
    """
    kind = PARTS if definition.sub_item else definition.type
    if kind not in REGISTRY or kind == "input":
        kind = "country" if definition.bind == "crm-country" else kind_of(definition)
    return REGISTRY.get(kind, REGISTRY["input"])(definition, answer)
