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
from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.ui.fields.base import register_field
from walkin.ui.fields.entry import Entry
from walkin.ui.fields.list import ChoiceRow, RowList, SearchList
from walkin.ui.fields.option import Option, OptionsField
from walkin.ui.safe import to_content

MAX_OPTIONS = 9
"""Values that are shown at once; they can be chosen by a digit."""

CATEGORY_PREFIX = "\x00"
"""Before the place of a category, where a value has its id: no id holds it."""


@register_field("radio", "checkbox", "select")
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
        self.other_text = (given[OTHER_CHOICE_ID].value or "") if OTHER_CHOICE_ID in given else ""
        self.values = {choice.id: choice for choice in definition.iter_choices()}
        if definition.other_value:
            self.values.setdefault(
                OTHER_CHOICE_ID, Choice.model_construct(id=OTHER_CHOICE_ID, name="", value=None, values=None)
            )
        self.chosen_ids = [key for key in self.values if key in given]
        self.category = self._find_category()

    def _find_category(self) -> Choice | None:
        """The category of the value that was chosen before, where only one may be."""
        if self.definition.is_multiple or not self.chosen_ids:
            return None
        holds = (c for c in self._list_categories() if any(value.id == self.chosen_ids[0] for value in c.values or ()))
        return next(holds, None)

    def _list_categories(self) -> list[Choice]:
        if not self.definition.category:
            return []
        return [choice for choice in self.definition.values or () if choice.values is not None]

    def compose(self) -> ComposeResult:
        words, rows = self.app.words, self._build_rows()
        if self.category is not None:
            name = self.category.name or self.category.id
            yield Button(to_content(words("field-up", name=name)), classes="up")
        yield Static(classes="chosen")
        if len(rows) > MAX_OPTIONS:
            yield SearchList(
                rows,
                frozenset(self.chosen_ids),
                always_shown_key=OTHER_CHOICE_ID if self.definition.other_value else "",
            )
        else:
            two = len(rows) > 3 and max(len(name) for _, name, _ in rows) <= 56
            with ItemGrid(classes="options -two" if two else "options"):
                for number, (key, name, sign) in enumerate(rows, 1):
                    yield Option(key, to_content(name), number, sign=sign, chosen=key in self.chosen_ids)
        if self.definition.other_value:
            yield Entry(self.other_text, classes="other")

    def on_mount(self) -> None:
        self._update_chosen()

    def _build_rows(self) -> list[ChoiceRow]:
        """The categories and the values outside of them, or the values of the category that was picked."""
        sign = "[ ]" if self.definition.is_multiple else "( )"
        if self.category is not None:
            return [(value.id, value.name or value.id, sign) for value in self.category.values or ()]
        steps = self._list_categories()
        rows = [(f"{CATEGORY_PREFIX}{place}", f"{step.name or step.id} …", " › ") for place, step in enumerate(steps)]
        inside = {value.id for step in steps for value in step.values or ()}
        for key, value in self.values.items():
            if key not in inside:
                rows.append((key, self._get_label(value), sign))
        return rows

    def _get_label(self, choice: Choice) -> str:
        other = choice.id == OTHER_CHOICE_ID and self.definition.other_value
        return choice.name or (self.app.words("field-other") if other else choice.id)

    @property
    def answer(self) -> FormItem:
        values = [self.values[key] for key in self.values if key in self.chosen_ids]
        if self.definition.other_value:
            entry = self.query_one_optional(".other", Entry)
            typed = self.other_text if entry is None else entry.value
            free = Choice.model_construct(id=OTHER_CHOICE_ID, name="", value=typed, values=None)
            values = [free if value.id == OTHER_CHOICE_ID else value for value in values]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, values=values)

    def find_first_focus(self) -> Widget | None:
        return next((option for option in self.options if option.chosen), None) or next(
            (widget for widget in self.query("Option, SearchList Entry") if widget.focusable), None
        )

    def choose(self, option: Option, *, moved: bool = False) -> None:
        if not moved:
            self._toggle_choice(option.key)
        elif (
            not self.definition.is_multiple
            and not option.key.startswith(CATEGORY_PREFIX)
            and option.key not in self.chosen_ids
        ):
            self._toggle_choice(option.key, moved=True)

    def _toggle_choice(self, key: str, *, moved: bool = False) -> None:
        if key.startswith(CATEGORY_PREFIX):
            self.category = self._list_categories()[int(key[1:])]
            self.call_later(self._rebuild)
            return
        if self.definition.is_multiple:
            self.chosen_ids = (
                [k for k in self.chosen_ids if k != key] if key in self.chosen_ids else [*self.chosen_ids, key]
            )
        elif key not in self.chosen_ids:
            self.chosen_ids = [key]
        elif not self.definition.mandatory:
            # A single mandatory choice is changed, not taken back.
            self.chosen_ids = []
        self._update_chosen()
        if key == OTHER_CHOICE_ID and OTHER_CHOICE_ID in self.chosen_ids and self.definition.other_value and not moved:
            entry = self.query_one(".other", Entry)
            entry.focus()
            entry.scroll_visible()

    def _update_chosen(self) -> None:
        """Show what is chosen, also of what is not in sight."""
        self.show_chosen(self.chosen_ids)
        for rows in self.query(SearchList):
            rows.show_chosen(frozenset(self.chosen_ids))
        names = ", ".join(self._get_label(self.values[key]) for key in self.values if key in self.chosen_ids)
        words, line = self.app.words, self.query_one(".chosen", Static)
        if self.definition.is_multiple:
            line.update(to_content(words("field-chosen", count=len(self.chosen_ids), names=names)))
        elif names and (self._list_categories() or self.query(SearchList)):
            line.update(to_content(words("field-chosen-one", name=names)))
        line.display = self.definition.is_multiple or bool(
            names and (self._list_categories() or self.query(SearchList))
        )
        if self.definition.other_value:
            self.query_one(".other").display = OTHER_CHOICE_ID in self.chosen_ids

    async def _rebuild(self) -> None:
        if self.definition.other_value:
            self.other_text = self.query_one(".other", Entry).value
        await self.recompose()
        self._update_chosen()
        if (widget := self.find_first_focus()) is not None:
            widget.focus()

    def step_back(self) -> bool:
        if self.category is None:
            return False
        self.category = None
        self.call_later(self._rebuild)
        return True

    @on(Button.Pressed, ".up")
    def _leave_category(self, event: Button.Pressed) -> None:
        event.stop()
        self.step_back()

    @on(RowList.Picked)
    def _choose_row(self, event: RowList.Picked) -> None:
        """Space and taps choose; Enter goes on, with the row under the cursor when nothing else was meant."""
        event.stop()
        goes_on = event.submit and not event.key.startswith(CATEGORY_PREFIX)
        meant = not (self.chosen_ids if self.definition.is_multiple else event.key in self.chosen_ids)
        if not goes_on or meant:
            self._toggle_choice(event.key)
        if goes_on and not (event.key == OTHER_CHOICE_ID and self.definition.other_value):
            self.post_message(self.Submitted())

    @on(Input.Submitted, ".other")
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())
