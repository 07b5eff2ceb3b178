"""Choices: one value (radio, select) or several (checkbox, select with ``multiple``).

Up to nine values are large options, more are a searchable list. Categories are opened first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words
from walkin.model.form.definition import OTHER_CHOICE_ID, Choice, FormItem
from walkin.model.form.presentation import MAX_OPTIONS
from walkin.ui.fields.base import register_field
from walkin.ui.fields.entry import Entry
from walkin.ui.fields.list import ChoiceRow, RowList, SearchList
from walkin.ui.fields.option import Option, OptionsField, number_options
from walkin.ui.safe import to_content
from walkin.ui.signs import ANY_OF_MANY, GROUP, ONE_OF_MANY

CATEGORY_PREFIX = "\x00"
"""Starts the key of a category's row, followed by its index. No id of a value holds this character."""


@register_field("choice")
class ChoiceField(OptionsField):
    """Nothing is chosen at first. Where only one value may be chosen the arrows choose; Esc leaves a category."""

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
        chosen = {choice.id: choice for choice in answer.iter_chosen()} if answer else {}
        self.other_text = (chosen[OTHER_CHOICE_ID].value or "") if OTHER_CHOICE_ID in chosen else ""
        self.values = index_choices(definition)
        self.chosen_ids = [key for key in self.values if key in chosen]
        self.category = self._find_category()

    def _find_category(self) -> Choice | None:
        """The category that holds the chosen value, where only one value may be chosen."""
        if self.definition.is_multiple or not self.chosen_ids:
            return None
        return next(
            (
                category
                for category in self._list_categories()
                if any(value.id == self.chosen_ids[0] for value in category.values or ())
            ),
            None,
        )

    def _list_categories(self) -> list[Choice]:
        return list_categories(self.definition)

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
                other_names={key: list_other_names(value) for key, value in self.values.items()},
            )
        else:
            in_two_columns = len(rows) > 3 and max(len(name) for _, name, _ in rows) <= 56
            with ItemGrid(classes="options -two" if in_two_columns else "options"):
                numbers = number_options([name for _, name, _ in rows])
                for number, (key, name, sign) in zip(numbers, rows, strict=True):
                    yield Option(key, to_content(name), number, sign=sign, chosen=key in self.chosen_ids)
        if self.definition.other_value:
            yield Entry(self.other_text, classes="other")

    def on_mount(self) -> None:
        self._update_chosen()

    def _build_rows(self) -> list[ChoiceRow]:
        """The values of the open category; with none open, the categories and the values outside of them."""
        sign = ANY_OF_MANY if self.definition.is_multiple else ONE_OF_MANY
        if self.category is not None:
            return [(value.id, value.name or value.id, sign) for value in self.category.values or ()]
        categories = self._list_categories()
        rows = [
            (f"{CATEGORY_PREFIX}{i}", f"{category.name or category.id} …", GROUP)
            for i, category in enumerate(categories)
        ]
        categorised = {value.id for category in categories for value in category.values or ()}
        rows += [(key, self._get_label(value), sign) for key, value in self.values.items() if key not in categorised]
        return rows

    def _get_label(self, choice: Choice) -> str:
        return label_choice(self.definition, choice, self.app.words)

    @property
    def answer(self) -> FormItem:
        entry = self.query_one_optional(".other", Entry) if self.definition.other_value else None
        text = self.other_text if entry is None else entry.value
        return build_choice_answer(self.definition, self.values, self.chosen_ids, text)

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

    def settles(self, option: Option) -> bool:
        return self._settles(option.key)

    def _settles(self, key: str) -> bool:
        is_free = key == OTHER_CHOICE_ID and self.definition.other_value
        return not self.definition.is_multiple and key in self.chosen_ids and not is_free

    def _toggle_choice(self, key: str, *, moved: bool = False) -> None:
        if key.startswith(CATEGORY_PREFIX):
            self.category = self._list_categories()[int(key[1:])]
            self.call_next(self._rebuild)
            return
        self.chosen_ids = toggle_choice(self.definition, self.values, self.chosen_ids, key)
        self._update_chosen()
        self.post_message(self.Changed())
        if key == OTHER_CHOICE_ID and OTHER_CHOICE_ID in self.chosen_ids and self.definition.other_value and not moved:
            entry = self.query_one(".other", Entry)
            entry.focus()
            entry.scroll_visible()

    def _update_chosen(self) -> None:
        """Mark the chosen values, and name those that are not in sight above the options."""
        self.show_chosen(self.chosen_ids)
        for rows in self.query(SearchList):
            rows.show_chosen(frozenset(self.chosen_ids))
        names = ", ".join(self._get_label(self.values[key]) for key in self.values if key in self.chosen_ids)
        words, line = self.app.words, self.query_one(".chosen", Static)
        line.display = self.definition.is_multiple or bool(
            names and (self._list_categories() or self.query(SearchList))
        )
        if self.definition.is_multiple:
            line.update(to_content(words("field-chosen", count=len(self.chosen_ids), names=names)))
        elif line.display:
            line.update(to_content(words("field-chosen-one", name=names)))
        if self.definition.other_value:
            self.query_one(".other").display = OTHER_CHOICE_ID in self.chosen_ids

    async def _rebuild(self) -> None:
        if (entry := self.query_one_optional(".other", Entry)) is not None:
            self.other_text = entry.value
        await self.recompose()
        if not self.query(".chosen"):
            # The page was left meanwhile.
            return
        self._update_chosen()
        if (widget := self.find_first_focus()) is not None:
            widget.focus()
        self.post_message(self.Rebuilt(self))

    def step_back(self) -> bool:
        if self.category is None:
            return False
        self.category = None
        self.call_next(self._rebuild)
        return True

    @on(Button.Pressed, ".up")
    def _leave_category(self, event: Button.Pressed) -> None:
        event.stop()
        self.step_back()

    @on(RowList.Picked)
    def _choose_row(self, event: RowList.Picked) -> None:
        """Space and taps choose. Enter goes on, and first chooses the row under the cursor if there is no choice."""
        event.stop()
        submits = event.submit and not event.key.startswith(CATEGORY_PREFIX)
        is_chosen = bool(self.chosen_ids) if self.definition.is_multiple else event.key in self.chosen_ids
        if not submits or not is_chosen:
            self._toggle_choice(event.key)
        if not submits and self._settles(event.key):
            self.post_message(self.Settled())
        if submits and not (event.key == OTHER_CHOICE_ID and self.definition.other_value):
            self.post_message(self.Submitted())


def index_choices(definition: FormItem) -> dict[str, Choice]:
    """The values of a choice by their ids, with "other" where a text of one's own may be given."""
    values = {choice.id: choice for choice in definition.iter_choices()}
    if definition.other_value:
        values.setdefault(OTHER_CHOICE_ID, Choice.model_construct(id=OTHER_CHOICE_ID, name="", value=None, values=None))
    return values


def list_categories(definition: FormItem) -> list[Choice]:
    return [choice for choice in definition.values or () if choice.values is not None] if definition.category else []


def label_choice(definition: FormItem, choice: Choice, words: Words) -> str:
    is_other = choice.id == OTHER_CHOICE_ID and definition.other_value
    return choice.name or (words("field-other") if is_other else choice.id)


def toggle_choice(definition: FormItem, values: Mapping[str, Choice], chosen_ids: Sequence[str], key: str) -> list[str]:
    """The ids of the chosen values after one of them was chosen or cleared."""
    if key not in chosen_ids:
        others = [] if not definition.is_multiple or values[key].exclusive else chosen_ids
        return [*(other for other in others if not values[other].exclusive), key]
    if definition.is_multiple or not definition.mandatory:
        return [chosen_id for chosen_id in chosen_ids if chosen_id != key]
    # A single mandatory choice can be changed, not cleared.
    return list(chosen_ids)


def build_choice_answer(
    definition: FormItem, values: Mapping[str, Choice], chosen_ids: Sequence[str], other_text: str
) -> FormItem:
    """The answer of the chosen values, in the order of the form."""
    chosen = [values[key] for key in values if key in chosen_ids]
    if definition.other_value:
        other = Choice.model_construct(id=OTHER_CHOICE_ID, name="", value=other_text, values=None)
        chosen = [other if value.id == OTHER_CHOICE_ID else value for value in chosen]
    return FormItem.model_construct(id=definition.id, type=definition.type, values=chosen)


def list_other_names(choice: Choice) -> list[str]:
    """The search terms of a choice beside its name."""
    return [name for name in (choice.id, choice.value, *(choice.other_names or ())) if name]
