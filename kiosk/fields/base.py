"""What every field is: it shows an answer and gives it back. Its rules are those of shared.model.form."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from shared.model.form import FormItem
from shared.ui.app import WalkinApp

REGISTRY: dict[str, type[Field]] = {}
"""FormItem type → the field that asks it."""


class Field(Vertical):
    """The entry of one question."""

    app = getters.app(WalkinApp)

    keys: ClassVar[str] = ""
    """The page of the on-screen keyboard that suits: "letters", "email" or "digits"; none without text."""

    class Submitted(Message):
        """Enter in the field: go on."""

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(id="field")
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

    def start(self) -> Widget | None:
        """Where the focus goes first."""
        return next((widget for widget in self.query("*") if widget.focusable), None)

    def pick(self, number: int) -> bool:
        """A digit was typed outside of any text: choose by it. Returns whether that meant something."""
        return False


F = TypeVar("F", bound=Field)


def asks(*types: str) -> Callable[[type[F]], type[F]]:
    """Register the decorated field for these types."""

    def register(field: type[F]) -> type[F]:
        REGISTRY.update(dict.fromkeys(types, field))
        return field

    return register


class Entry(Input):
    """One line to type in. Nothing can be taken out of it by copying: the next person would find it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "kiosk-key-continue")]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder, id=id, select_on_focus=False, max_length=LONGEST)

    def action_copy(self) -> None:
        """Nothing is copied."""

    def action_cut(self) -> None:
        """Nothing is cut."""


class Area(TextArea):
    """Several lines to type in; Tab leaves it. As with `Entry`, nothing can be copied."""

    def action_copy(self) -> None:
        """Nothing is copied."""

    def action_cut(self) -> None:
        """Nothing is cut."""


LONGEST = 2_001
"""One more than a line may have, so that the rules can say so and a pasted book does not arrive."""
