"""Ratings: a big button for every step, with words."""

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
"""Steps in one row at most; more, or long words, stand in two columns."""


class RatingStep(Option):
    """One step: its number, or so many stars, above its word."""

    DEFAULT_CSS = """
    RatingStep { width: 1fr; min-height: 5; content-align: center middle; text-align: center; padding: 0; }
    """

    def __init__(self, key: str, label: Content, number: int, *, stars: bool, chosen: bool) -> None:
        super().__init__(key, label, number, chosen=chosen)
        self.stars = stars

    def render(self) -> Content:
        figure = f"({self.number})" if self.chosen else f" {self.number} "
        stars = f"\n{'★' * self.number}" if self.stars else ""
        word = Content("\n") + self.label if self.label else Content("")
        return Content.assemble((figure, "bold"), stars, word)


@register_field("scalerating", "start", "star")
class RatingField(OptionsField):
    """One step of a scale. None is chosen beforehand; a second tap takes it back where the question is optional."""

    DEFAULT_CSS = """
    RatingField ItemGrid { grid-gutter: 0 1; height: auto; margin-top: 1; }
    RatingField ItemGrid.-row { grid-rows: auto; }
    RatingField ItemGrid.-list { grid-size: 2; }
    """

    def compose(self) -> ComposeResult:
        scale, words = list_steps(self.definition), self.app.words
        own = bool(self.definition.values)
        names = [sanitize(step.name) if own else words(f"field-rating-{place}") for place, step in enumerate(scale, 1)]
        row = len(scale) <= MAX_STEPS_IN_ROW and all(self._can_fit(name, len(scale)) for name in names)
        stars = row and self.definition.type != "scalerating" and len(scale) <= 5
        with ItemGrid(classes="-row" if row else "-list") as grid:
            if row:
                grid.styles.grid_size_columns = len(scale)
            for place, (step, name) in enumerate(zip(scale, names, strict=True), 1):
                chosen = step.id == self.initial_text
                if row:
                    yield RatingStep(step.id, to_content(name), place, stars=stars, chosen=chosen)
                else:
                    yield Option(step.id, to_content(name or step.id), place, chosen=chosen)

    @staticmethod
    def _can_fit(name: str, count: int) -> bool:
        """Whether every word of the name fits a button of the row, in three lines, at 80 columns."""
        room = 74 // count - 3
        return len(name) <= 2 * room and all(len(word) <= room for word in name.split())

    @property
    def answer(self) -> FormItem:
        return self.make_answer(next((option.key for option in self.options if option.chosen), ""))

    def choose(self, option: Option, *, moved: bool = False) -> None:
        again = option.chosen and not moved and not self.definition.mandatory
        # Two steps of one key are one answer: only the tapped one shows it.
        for each in self.options:
            each.chosen = each is option and not again
