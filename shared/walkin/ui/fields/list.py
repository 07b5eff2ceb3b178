"""Searchable lists: a search line above a virtual list of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input, Static

from walkin.model.search import Finder
from walkin.ui.app import WalkinApp
from walkin.ui.fields.base import Field
from walkin.ui.fields.entry import Entry
from walkin.ui.safe import sanitize, to_cell, to_content
from walkin.ui.scrolling import ScrollButton
from walkin.ui.signs import ANY_OF_MANY, ChoiceSign

ChoiceRow = tuple[str, str, ChoiceSign]
"""Key, name, and the sign before it."""

LINES_PER_ROW = 2
"""Lines of a row, for touch screens."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """A virtual list: only the rows in sight are drawn."""

    DEFAULT_CSS = """
    RowList { height: 1fr; width: 1fr; border: blank; background: $surface; pointer: pointer;
              overflow-x: hidden; }
    RowList:focus { border: thick $focus; }
    RowList > .rows--cursor { background: $row-cursor; color: $row-cursor-text; text-style: bold; }
    RowList > .rows--chosen { text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--chosen"}
    app = getters.app(WalkinApp)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "field-key-continue"),
        Binding("space", "pick", "field-key-choose"),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
    ]

    class Picked(Message):
        """The row with that key was picked; ``submit`` when by Enter, to go on to the next question."""

        def __init__(self, key: str, *, submit: bool = False) -> None:
            super().__init__()
            self.key, self.submit = key, submit

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ChoiceRow] = ()
        self.chosen_keys: frozenset[str] = frozenset()
        self.cursor = 0

    def show_rows(self, rows: Sequence[ChoiceRow], chosen_keys: frozenset[str]) -> None:
        """Replace the rows; the cursor goes to the first chosen row, else to the first."""
        self.rows, self.chosen_keys = rows, chosen_keys
        self.cursor = next((index for index, row in enumerate(rows) if row[0] in chosen_keys), 0)
        self.virtual_size = Size(0, len(rows) * LINES_PER_ROW)
        self.scroll_to(y=self.cursor * LINES_PER_ROW if self.cursor else 0, animate=False)
        self.refresh()

    def show_chosen(self, chosen_keys: frozenset[str]) -> None:
        self.chosen_keys = chosen_keys
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index, line = divmod(y + self.scroll_offset.y, LINES_PER_ROW)
        style = self.rich_style
        if index >= len(self.rows):
            return Strip.blank(width, style)
        key, name, sign = self.rows[index]
        is_chosen = key in self.chosen_keys
        if is_chosen:
            style += self.get_component_rich_style("rows--chosen", partial=True)
        if index == self.cursor and self.has_focus:
            style = self.get_component_rich_style("rows--cursor")
        if line:
            return Strip.blank(width, style)
        text = to_cell(f" {sign.chosen if is_chosen else sign.unchosen} {sanitize(name)}")
        text.truncate(max(1, width), overflow="ellipsis")
        return Strip([Segment(text.plain, style)]).adjust_cell_length(width, style)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        index = (offset.y + self.scroll_offset.y) // LINES_PER_ROW if offset is not None else len(self.rows)
        if index < len(self.rows):
            self.focus()
            self.cursor = index
            self.action_pick()

    def action_move(self, step: int) -> None:
        """Move the cursor; up from the first row to the search line, and down from the last one to what follows."""
        if self.cursor + step < 0 and isinstance(self.parent, Horizontal):
            self.screen.focus_previous(Entry)
        elif self.cursor + step >= len(self.rows):
            self.screen.focus_next()
        self.action_go(max(0, min(self.cursor + step, len(self.rows) - 1)))

    def action_page(self, direction: int) -> None:
        self.action_go(
            max(0, min(self.cursor + direction * max(1, self.size.height // LINES_PER_ROW), len(self.rows) - 1))
        )

    def action_go(self, index: int) -> None:
        """Move the cursor to that row; -1 is the last."""
        if self.rows:
            self.cursor = index % len(self.rows)
            self.scroll_to_region(Region(0, self.cursor * LINES_PER_ROW, 1, LINES_PER_ROW), animate=False)
            self.refresh()

    def action_pick(self) -> None:
        """Choose the row under the cursor, or clear it."""
        if self.rows:
            self.post_message(self.Picked(self.rows[self.cursor][0]))

    def action_go_on(self) -> None:
        if self.rows:
            key, _name, sign = self.rows[self.cursor]
            # A keypad has no other key to choose several.
            submits = not (self.app.uses_keypad and sign is ANY_OF_MANY)
            self.post_message(self.Picked(key, submit=submits))


class SearchList(Vertical):
    """A search line, the number of matches, the rows, and buttons to page through them."""

    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    SearchList {
        height: 16;

        .matches { height: 1; color: $text-muted; }
        .rows { height: 1fr; min-height: 4; }
        .pages { width: 8; height: 100%; padding-left: 1; }
    }
    """

    def __init__(
        self,
        rows: Sequence[ChoiceRow],
        chosen_keys: frozenset[str],
        *,
        search_text: str = "",
        always_shown_key: str = "",
        other_names: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """The row of `always_shown_key` matches every search; `other_names` are further search terms by key."""
        super().__init__()
        self.rows = rows
        self.finder = Finder((name for _, name, _ in rows), ((other_names or {}).get(key, ()) for key, _, _ in rows))
        self.chosen_keys = chosen_keys
        self.initial_search_text = search_text
        self.always_shown_key = always_shown_key

    def compose(self) -> ComposeResult:
        yield Entry(self.initial_search_text, placeholder=self.app.words("field-search"), classes="search")
        yield Static(classes="matches")
        with Horizontal(classes="rows"):
            yield RowList()
            with Vertical(classes="pages"):
                yield ScrollButton(-1)
                yield ScrollButton(1)

    def on_mount(self) -> None:
        self._filter_rows(self.initial_search_text)

    @property
    def search_text(self) -> str:
        return self.query_one(Entry).value

    def show_chosen(self, chosen_keys: frozenset[str]) -> None:
        self.chosen_keys = chosen_keys
        self.query_one(RowList).show_chosen(chosen_keys)

    def _filter_rows(self, search_text: str) -> None:
        matches = self.finder.find(search_text)
        key = "field-matches" if search_text.strip() else "field-all"
        self.query_one(".matches", Static).update(to_content(self.app.words(key, count=len(matches))), layout=False)
        rows = [self.rows[index] for index in matches]
        if self.always_shown_key and all(row[0] != self.always_shown_key for row in rows):
            rows += [row for row in self.rows if row[0] == self.always_shown_key]
        self.query_one(RowList).show_rows(rows, self.chosen_keys)

    @on(Input.Changed)
    def _handle_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._filter_rows(event.value)

    @on(Input.Submitted)
    def _handle_submitted(self, event: Input.Submitted) -> None:
        """Enter picks the only match, focuses the list of several, and goes on when the search line is empty."""
        event.stop()
        rows = self.query_one(RowList)
        if not event.value.strip():
            self.post_message(Field.Submitted())
        elif len(rows.rows) == 1:
            # Posted by this widget, not by the row list: a message posted by a child from within its ancestor's handler
            # does not bubble beyond that ancestor.
            self.post_message(RowList.Picked(rows.rows[0][0], submit=True))
        elif rows.rows:
            rows.focus()

    @on(ScrollButton.Scrolled)
    def _turn_page(self, event: ScrollButton.Scrolled) -> None:
        event.stop()
        self.query_one(RowList).action_page(event.direction)

    def key_down(self, event: events.Key) -> None:
        if isinstance(self.screen.focused, Entry) and self.query_one(RowList).rows:
            event.stop()
            self.query_one(RowList).focus()
