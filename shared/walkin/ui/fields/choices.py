"""Choosing: one of several (radio, select) or several of them (checkbox, select with ``multiple``).

Up to nine values are big targets. More of them are a list with a search line; categories are steps.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from walkin.model.form import Choice, FormItem
from walkin.model.form.definition import OTHER
from walkin.ui.fields.base import asks
from walkin.ui.fields.entry import Entry
from walkin.ui.fields.list import Row, Rows, SearchList
from walkin.ui.fields.option import Option, OptionsField
from walkin.ui.safe import safe

FEW = 9
"""Values that are shown at once; they can be chosen by a digit."""

STEP = "\x00"
"""Before the place of a category, where a value has its id: no id holds it."""


@asks("radio", "checkbox", "select")
class ChoiceField(OptionsField):
    """None is chosen beforehand. Where only one may be chosen the arrows choose; Esc leaves a category."""

    DEFAULT_CSS = """
    ChoiceField {
        .options { grid-size: 1; grid-gutter: 0 2; height: auto; }
        .options.-two { grid-size: 2; }
        .chosen { height: auto; max-height: 3; color: $text-muted; }
        .up { width: auto; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        given = {choice.id: choice for choice in (answer.values if answer else None) or ()}
        self.free = (given[OTHER].value or "") if OTHER in given else ""
        self.values = {choice.id: choice for choice in definition.choices()}
        if definition.other_value:
            self.values.setdefault(OTHER, Choice.model_construct(id=OTHER, name="", value=None, values=None))
        self.chosen = [key for key in self.values if key in given]
        self.category = self._category()

    def _category(self) -> Choice | None:
        """The category of the value that was chosen before, where only one may be."""
        if self.definition.many or not self.chosen:
            return None
        holds = (c for c in self._steps() if any(value.id == self.chosen[0] for value in c.values or ()))
        return next(holds, None)

    def _steps(self) -> list[Choice]:
        if not self.definition.category:
            return []
        return [choice for choice in self.definition.values or () if choice.values is not None]

    def compose(self) -> ComposeResult:
        words, rows = self.app.words, self._rows()
        if self.category is not None:
            name = self.category.name or self.category.id
            yield Button(safe(words("field-up", name=name)), classes="up")
        yield Static(classes="chosen")
        if len(rows) > FEW:
            yield SearchList(rows, frozenset(self.chosen), last=OTHER if self.definition.other_value else "")
        else:
            two = len(rows) > 3 and max(len(name) for _, name, _ in rows) <= 56
            with ItemGrid(classes="options -two" if two else "options"):
                for number, (key, name, sign) in enumerate(rows, 1):
                    yield Option(key, safe(name), number, sign=sign, chosen=key in self.chosen)
        if self.definition.other_value:
            yield Entry(self.free, classes="other")

    def on_mount(self) -> None:
        self._tell()

    def _rows(self) -> list[Row]:
        """The categories and the values outside of them, or the values of the category that was picked."""
        sign = "[ ]" if self.definition.many else "( )"
        if self.category is not None:
            return [(value.id, value.name or value.id, sign) for value in self.category.values or ()]
        steps = self._steps()
        rows = [(f"{STEP}{place}", f"{step.name or step.id} …", " › ") for place, step in enumerate(steps)]
        inside = {value.id for step in steps for value in step.values or ()}
        for key, value in self.values.items():
            if key not in inside:
                rows.append((key, self._called(value), sign))
        return rows

    def _called(self, value: Choice) -> str:
        other = value.id == OTHER and self.definition.other_value
        return value.name or (self.app.words("field-other") if other else value.id)

    @property
    def answer(self) -> FormItem:
        values = [self.values[key] for key in self.values if key in self.chosen]
        if self.definition.other_value:
            entry = self.query_one_optional(".other", Entry)
            typed = self.free if entry is None else entry.value
            free = Choice.model_construct(id=OTHER, name="", value=typed, values=None)
            values = [free if value.id == OTHER else value for value in values]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, values=values)

    def start(self) -> Widget | None:
        return next((option for option in self.options if option.chosen), None) or next(
            (widget for widget in self.query("Option, SearchList Entry") if widget.focusable), None
        )

    def choose(self, option: Option, *, moved: bool = False) -> None:
        if not moved:
            self._take(option.key)
        elif not self.definition.many and not option.key.startswith(STEP) and option.key not in self.chosen:
            self._take(option.key, moved=True)

    def _take(self, key: str, *, moved: bool = False) -> None:
        if key.startswith(STEP):
            self.category = self._steps()[int(key[1:])]
            self.call_later(self._renew)
            return
        if self.definition.many:
            self.chosen = [k for k in self.chosen if k != key] if key in self.chosen else [*self.chosen, key]
        elif key not in self.chosen:
            self.chosen = [key]
        elif not self.definition.mandatory:
            # A single mandatory choice is changed, not taken back.
            self.chosen = []
        self._tell()
        if key == OTHER and OTHER in self.chosen and self.definition.other_value and not moved:
            entry = self.query_one(".other", Entry)
            entry.focus()
            entry.scroll_visible()

    def _tell(self) -> None:
        """Show what is chosen, also of what is not in sight."""
        self.mark(self.chosen)
        for rows in self.query(SearchList):
            rows.mark(frozenset(self.chosen))
        names = ", ".join(self._called(self.values[key]) for key in self.values if key in self.chosen)
        words, line = self.app.words, self.query_one(".chosen", Static)
        if self.definition.many:
            line.update(safe(words("field-chosen", count=len(self.chosen), names=names)))
        elif names and (self._steps() or self.query(SearchList)):
            line.update(safe(words("field-chosen-one", name=names)))
        line.display = self.definition.many or bool(names and (self._steps() or self.query(SearchList)))
        if self.definition.other_value:
            self.query_one(".other").display = OTHER in self.chosen

    async def _renew(self) -> None:
        if self.definition.other_value:
            self.free = self.query_one(".other", Entry).value
        await self.recompose()
        self._tell()
        if (widget := self.start()) is not None:
            widget.focus()

    def back(self) -> bool:
        if self.category is None:
            return False
        self.category = None
        self.call_later(self._renew)
        return True

    @on(Button.Pressed, ".up")
    def _up(self, event: Button.Pressed) -> None:
        event.stop()
        self.back()

    @on(Rows.Picked)
    def _row(self, event: Rows.Picked) -> None:
        """Space and taps choose; Enter goes on, with the row under the cursor when nothing else was meant."""
        event.stop()
        goes_on = event.go_on and not event.key.startswith(STEP)
        meant = not (self.chosen if self.definition.many else event.key in self.chosen)
        if not goes_on or meant:
            self._take(event.key)
        if goes_on and not (event.key == OTHER and self.definition.other_value):
            self.post_message(self.Submitted())

    @on(Input.Submitted, ".other")
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())
