"""Ratings: a large button for every step of the scale."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid
from textual.content import Content
from textual.widgets import Static

from walkin.model.form.definition import Choice, FormItem
from walkin.model.form.parsers.rating import get_ends, list_steps
from walkin.ui.fields.base import register_field
from walkin.ui.fields.option import Option, OptionsField, number_options
from walkin.ui.safe import sanitize, to_content
from walkin.ui.signs import FULL

MAX_STEPS_IN_ROW = 11
"""The most steps in one row; more of them, or long names, stand in two columns."""


class RatingStep(Option):
    DEFAULT_CSS = """
    RatingStep { width: 1fr; min-height: 5; align: center middle; padding: 0; }
    RatingStep .label { padding: 0; text-align: center; }
    """

    def __init__(self, key: str, label: Content, number: int, *, has_stars: bool, chosen: bool) -> None:
        super().__init__(key, label, number, chosen=chosen)
        self.has_stars = has_stars

    def compose(self) -> ComposeResult:
        yield Static(self.format_label(), classes="label")

    def format_label(self) -> Content:
        number = f"{FULL} {self.number}" if self.chosen else str(self.number)
        stars = f"\n{'★' * self.number}" if self.has_stars else ""
        name = Content("\n") + self.label if self.label else Content("")
        return Content.assemble((number, "bold"), stars, name)


@register_field("rating")
class RatingField(OptionsField):
    """Nothing is chosen at first. A second tap on the chosen step clears it where the question is optional."""

    DEFAULT_CSS = """
    RatingField ItemGrid { grid-gutter: 0 1; height: auto; margin-top: 1; }
    RatingField ItemGrid.-row { grid-rows: auto; }
    RatingField ItemGrid.-list { grid-size: 2; }
    RatingField .ends { height: auto; margin-top: 1; }
    RatingField .ends Static { width: 1fr; height: auto; max-height: 3; }
    RatingField .ends .end { text-align: right; margin-left: 2; }
    """

    def compose(self) -> ComposeResult:
        steps, words = list_steps(self.definition), self.app.words
        has_names = bool(self.definition.values)
        names = [sanitize(step.name) if has_names else words(f"field-rating-{step.id}") for step in steps]
        numbers = number_options([step.id for step in steps])
        in_row = len(steps) <= MAX_STEPS_IN_ROW and all(self._can_fit(name, len(steps)) for name in names)
        # Stars count what an answer says: where that is no figure, nobody knows which end of the scale is the best.
        is_counted = all(step.id == str(number) for step, number in zip(steps, numbers, strict=True))
        has_stars = in_row and self.definition.type != "scalerating" and is_counted and max(numbers) <= 5
        yield from self._compose_ends(steps)
        with ItemGrid(classes="-row" if in_row else "-list") as grid:
            if in_row:
                grid.styles.grid_size_columns = len(steps)
            for step, name, number in zip(steps, names, numbers, strict=True):
                chosen = step.id == self.initial_text
                if in_row:
                    label = to_content("" if name == str(number) else name)
                    yield RatingStep(step.id, label, number, has_stars=has_stars, chosen=chosen)
                else:
                    yield Option(step.id, to_content(name or step.id), number, chosen=chosen)

    def _compose_ends(self, steps: Sequence[Choice]) -> ComposeResult:
        """``minLabel`` and ``maxLabel``, each on its side of the scale."""
        labels = get_ends(self.definition)
        if not any(labels):
            return
        with Horizontal(classes="ends"):
            for step, label, side in zip((steps[0], steps[-1]), labels, ("start", "end"), strict=True):
                yield Static(to_content(f"{step.name or step.id} = {label}" if label else ""), classes=side)

    @staticmethod
    def _can_fit(name: str, count: int) -> bool:
        """Whether a name fits one of `count` buttons in a row of 80 columns, in three lines without breaking a word."""
        width = 74 // count - 3
        return len(name) <= 2 * width and all(len(word) <= width for word in name.split())

    @property
    def answer(self) -> FormItem:
        return self.make_answer(next((option.key for option in self.options if option.chosen), ""))

    def settles(self, option: Option) -> bool:
        return option.chosen

    def choose(self, option: Option, *, moved: bool = False) -> None:
        clears = option.chosen and not moved and not self.definition.mandatory
        # Two steps may have the same key, and so be the same answer: only the tapped one is marked.
        for other in self.options:
            other.chosen = other is option and not clears
        self.post_message(self.Changed())
