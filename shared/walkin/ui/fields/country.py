"""Countries, from a searchable list in the app's language."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from walkin.model.country import find_country_code, list_countries, list_other_names
from walkin.model.form.definition import FormItem
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.list import ChoiceRow, RowList, SearchList
from walkin.ui.safe import to_content
from walkin.ui.signs import ONE_OF_MANY


@register_field("country")
class CountryField(Field):
    """The answer is the name of the chosen country, or what was typed into the search line where none was chosen."""

    DEFAULT_CSS = """
    CountryField {
        .chosen { height: 1; text-style: bold; }
        SearchList { height: 13; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        self.country_code: str | None = None

    def compose(self) -> ComposeResult:
        names = list_countries(self.app.words.language)
        self.country_code = (
            find_country_code(self.initial_text, self.app.words.language, "en", "fr") if self.initial_text else None
        )
        rows: list[ChoiceRow] = [(code, name, ONE_OF_MANY) for code, name in names.items()]
        yield Static(classes="chosen")
        search_text = "" if self.country_code else self.initial_text
        yield SearchList(
            rows,
            frozenset({self.country_code} if self.country_code else ()),
            search_text=search_text,
            other_names=list_other_names(),
        )

    def on_mount(self) -> None:
        self._update_chosen()

    @property
    def answer(self) -> FormItem:
        if self.country_code is not None:
            return self.make_answer(list_countries(self.app.words.language)[self.country_code])
        return self.make_answer(self.query_one(SearchList).search_text)

    def _update_chosen(self) -> None:
        line, words = self.query_one(".chosen", Static), self.app.words
        line.display = self.country_code is not None
        if self.country_code is not None:
            line.update(to_content(words("field-chosen-one", name=list_countries(words.language)[self.country_code])))
        self.query_one(SearchList).show_chosen(frozenset({self.country_code} if self.country_code else ()))

    @on(RowList.Picked)
    def _choose_picked(self, event: RowList.Picked) -> None:
        event.stop()
        self.country_code = None if event.key == self.country_code and not event.submit else event.key
        self._update_chosen()
        self.post_message(self.Changed())
        if event.submit:
            self.post_message(self.Submitted())
        elif self.country_code is not None:
            self.post_message(self.Settled())
