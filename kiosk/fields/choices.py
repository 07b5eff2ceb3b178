"""Choosing: one of several (radio, select) or several of them (checkbox, select with ``multiple``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kiosk.fields.base import Entry, Field, asks
from shared.model.form import Choice, FormItem
from shared.model.form.item import OTHER
from shared.ui.safe import safe


class Option(Static, can_focus=True):
    """One thing to choose: tap it, type its number, or press Space on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "kiosk-key-space"),
        Binding("enter", "go_on", "kiosk-key-continue"),
    ]

    chosen: reactive[bool] = reactive(False, toggle_class="-chosen")

    class Picked(Message):
        """The option was tapped."""

        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    def __init__(self, choice: Choice, name: Content, number: int, *, many: bool, chosen: bool) -> None:
        super().__init__(classes="option")
        self.choice = choice
        self.label = name
        self.number = number
        self.many = many
        self.set_reactive(Option.chosen, chosen)
        self.set_class(chosen, "-chosen")

    def render(self) -> Content:
        sign = ("[x]" if self.chosen else "[ ]") if self.many else ("(●)" if self.chosen else "( )")
        number = f"{self.number} " if self.number <= 9 else "  "
        return Content.assemble((number, "$text-muted"), f"{sign} ", self.label)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_pick()

    def action_pick(self) -> None:
        """Choose this one, or take it back."""
        self.post_message(self.Picked(self))

    def action_go_on(self) -> None:
        """Enter goes on, as everywhere."""
        self.post_message(Field.Submitted())


@asks("radio", "checkbox", "select")
class ChoiceField(Field):
    """All choices at once as big targets; none is chosen beforehand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "move(1)", show=False),
        Binding("up,left", "move(-1)", show=False),
    ]

    @property
    def many(self) -> bool:
        """Whether several may be chosen."""
        return self.definition.type == "checkbox" or (self.definition.type == "select" and self.definition.multiple)

    def compose(self) -> ComposeResult:
        given = {choice.id: choice for choice in (self.given.values if self.given else None) or ()}
        number = 0
        for title, choices in self._groups():
            if title:
                yield Label(safe(title), classes="category -later" if number else "category")
            with ItemGrid(classes="options -two" if self._short(choices) else "options"):
                for choice in choices:
                    number += 1
                    name = self.app.words("kiosk-other") if choice.id == OTHER and not choice.name else choice.name
                    yield Option(choice, safe(name or choice.id), number, many=self.many, chosen=choice.id in given)
        if self.definition.other_value:
            entry = Entry(given[OTHER].value or "" if OTHER in given else "", id="other")
            entry.display = OTHER in given
            yield entry

    def _groups(self) -> Iterator[tuple[str, list[Choice]]]:
        """The choices under the titles of their categories; those of none first, a free answer last."""
        values = self.definition.values or []
        grouped = [choice for choice in values if self.definition.category and choice.values is not None]
        single = [choice for choice in values if choice not in grouped]
        other = [Choice(id=OTHER)] if self.definition.other_value and not any(c.id == OTHER for c in values) else []
        if single or not grouped:
            yield "", single + ([] if grouped else other)
        for choice in grouped:
            yield choice.name, choice.values or []
        if grouped and other:
            yield "", other

    def _short(self, choices: list[Choice]) -> bool:
        """Whether they stand in two columns: many, and none long."""
        return len(choices) > 3 and max(len(choice.name) for choice in choices) <= 56

    @property
    def options(self) -> list[Option]:
        """The targets, in order."""
        return list(self.query(Option))

    @property
    def answer(self) -> FormItem:
        chosen = [
            Choice.model_construct(id=OTHER, name="", value=self.query_one("#other", Entry).value)
            if option.choice.id == OTHER and self.definition.other_value
            else option.choice
            for option in self.options
            if option.chosen
        ]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, values=chosen)

    def start(self) -> Widget | None:
        return next((option for option in self.options if option.chosen), super().start())

    def pick(self, number: int) -> bool:
        for option in self.options:
            if option.number == number:
                option.focus()
                self._toggle(option)
                return True
        return False

    def action_move(self, step: int) -> None:
        """Go to the next or previous option; where only one may be chosen, that chooses it."""
        options = self.options
        focused = self.screen.focused
        if not isinstance(focused, Option):
            return
        option = options[(options.index(focused) + step) % len(options)]
        option.focus()
        if not self.many and not option.chosen:
            self._toggle(option, stay=True)

    @on(Option.Picked)
    def _picked(self, event: Option.Picked) -> None:
        event.stop()
        self._toggle(event.option)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())

    def _toggle(self, option: Option, *, stay: bool = False) -> None:
        if self.many or option.chosen:
            # A single mandatory choice is changed, not taken back.
            option.chosen = not option.chosen or (not self.many and self.definition.mandatory)
        else:
            for each in self.options:
                each.chosen = each is option
        self._show_other(go=option.choice.id == OTHER and not stay)

    def _show_other(self, *, go: bool) -> None:
        if not self.definition.other_value:
            return
        entry = self.query_one("#other", Entry)
        entry.display = any(option.chosen for option in self.options if option.choice.id == OTHER)
        if entry.display and go:
            entry.focus()
            entry.scroll_visible()
