"""Ratings: a large button for every step of the scale."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import ItemGrid
from textual.content import Content

from walkin.model.form import FormItem
from walkin.model.form.parsers.rating import list_steps
from walkin.ui.fields.base import register_field
from walkin.ui.fields.option import Option, OptionsField
from walkin.ui.safe import sanitize, to_content

MAX_STEPS_IN_ROW = 10
"""The most steps in one row; more of them, or long names, stand in two columns."""


class RatingStep(Option):
    DEFAULT_CSS = """
    RatingStep { width: 1fr; min-height: 5; content-align: center middle; text-align: center; padding: 0; }
    """

    def __init__(self, key: str, label: Content, number: int, *, has_stars: bool, chosen: bool) -> None:
        super().__init__(key, label, number, chosen=chosen)
        self.has_stars = has_stars

    def render(self) -> Content:
        number = f"({self.number})" if self.chosen else f" {self.number} "
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
    """

    def compose(self) -> ComposeResult:
        steps, words = list_steps(self.definition), self.app.words
        has_names = bool(self.definition.values)
        names = [sanitize(step.name) if has_names else words(f"field-rating-{i}") for i, step in enumerate(steps, 1)]
        in_row = len(steps) <= MAX_STEPS_IN_ROW and all(self._can_fit(name, len(steps)) for name in names)
        has_stars = in_row and self.definition.type != "scalerating" and len(steps) <= 5
        with ItemGrid(classes="-row" if in_row else "-list") as grid:
            if in_row:
                grid.styles.grid_size_columns = len(steps)
            for i, (step, name) in enumerate(zip(steps, names, strict=True), 1):
                chosen = step.id == self.initial_text
                if in_row:
                    yield RatingStep(step.id, to_content(name), i, has_stars=has_stars, chosen=chosen)
                else:
                    yield Option(step.id, to_content(name or step.id), i, chosen=chosen)

    @staticmethod
    def _can_fit(name: str, count: int) -> bool:
        """Whether a name fits one of `count` buttons in a row of 80 columns, in three lines without breaking a word."""
        width = 74 // count - 3
        return len(name) <= 2 * width and all(len(word) <= width for word in name.split())

    @property
    def answer(self) -> FormItem:
        return self.make_answer(next((option.key for option in self.options if option.chosen), ""))

    def choose(self, option: Option, *, moved: bool = False) -> None:
        clears = option.chosen and not moved and not self.definition.mandatory
        # Two steps may have the same key, and so be the same answer: only the tapped one is marked.
        for other in self.options:
            other.chosen = other is option and not clears
