"""A country, from the list of all of them in the person's language."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from walkin.languages.countries import code_of, countries
from walkin.model.form import FormItem
from walkin.ui.fields.base import Field, asks
from walkin.ui.fields.list import Row, Rows, SearchList
from walkin.ui.safe import safe


@asks("country")
class CountryField(Field):
    """The answer is the country's name; what was typed instead, when no country was picked, is one too."""

    DEFAULT_CSS = """
    CountryField {
        .chosen { height: 1; text-style: bold; }
        SearchList { height: 13; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        self.code: str | None = None

    def compose(self) -> ComposeResult:
        names = countries(self.app.words.language)
        self.code = code_of(self.given_text, self.app.words.language, "en", "fr") if self.given_text else None
        rows: list[Row] = [(code, name, "( )") for code, name in names.items()]
        yield Static(classes="chosen")
        typed = "" if self.code else self.given_text
        yield SearchList(rows, frozenset({self.code} if self.code else ()), typed=typed)

    def on_mount(self) -> None:
        self._tell()

    @property
    def answer(self) -> FormItem:
        if self.code is not None:
            return self.answered(countries(self.app.words.language)[self.code])
        return self.answered(self.query_one(SearchList).typed)

    def _tell(self) -> None:
        line, words = self.query_one(".chosen", Static), self.app.words
        line.display = self.code is not None
        if self.code is not None:
            line.update(safe(words("field-chosen-one", name=countries(words.language)[self.code])))
        self.query_one(SearchList).mark(frozenset({self.code} if self.code else ()))

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        event.stop()
        self.code = None if event.key == self.code and not event.go_on else event.key
        self._tell()
        if event.go_on:
            self.post_message(self.Submitted())
