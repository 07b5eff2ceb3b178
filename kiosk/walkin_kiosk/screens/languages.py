"""The page on which one of many languages is chosen, each by its own name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from walkin.languages import name_languages
from walkin.ui import signs
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinModalScreen
from walkin.ui.scrolling import ScrollButton

TILES = 12
"""Languages on a page."""

NARROW_COLUMNS = 76
"""Columns below which a page has two tiles beside each other, not three."""

ROWS_AROUND = 6
"""Rows of the title, the buttons and the key bar."""

MIN_TILE_ROWS, MAX_TILE_ROWS = 3, 8


class LanguageTile(Static, can_focus=True):
    """The tile of a language: its own name, and below it the name in the current language."""

    class Chosen(Message):
        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "kiosk-key-pick")]

    def __init__(self, code: str, name: str, translated: str, *, is_chosen: bool) -> None:
        parts = [to_content(name, "bold")]
        if translated.casefold() != name.casefold():
            parts.append(to_content(translated, "" if is_chosen else "$text-muted"))
        super().__init__(Content("\n").join(parts), classes="tile language-tile", id=f"language-{code}")
        self.set_class(is_chosen, "-chosen")
        self.code = code

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_press()

    def action_press(self) -> None:
        self.post_message(self.Chosen(self.code))


class LanguageScreen(WalkinModalScreen[str]):
    """All languages as tiles, twelve to a page; closes with the code that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "kiosk-key-back"),
        Binding("pagedown", "turn(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]
    AUTO_FOCUS = ".-chosen, LanguageTile"

    app = getters.app(WalkinApp)

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self.names = name_languages(codes)
        self.page = 0
        self._page_lock = asyncio.Lock()

    @property
    def page_count(self) -> int:
        return -(-len(self.names) // TILES)

    @property
    def columns(self) -> int:
        return 3 if self.app.size.width >= NARROW_COLUMNS else 2

    def compose(self) -> ComposeResult:
        codes = list(self.names)
        if self.app.words.language in codes:
            self.page = codes.index(self.app.words.language) // TILES
        with Vertical(id="language-page"):
            yield Static(to_content(list_language_labels(self.app.words("app-language"))[0]), id="language-title")
            yield Grid(*self._build_tiles(), id="language-tiles")
            with Horizontal(id="language-buttons"):
                yield Button(to_content(self.app.words("app-back")), id="leave")
                if self.page_count > 1:
                    yield ScrollButton(-1)
                    yield ScrollButton(1)
                    yield Static(id="language-place")
            yield KeyBar()

    def on_mount(self) -> None:
        self._show_place()
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _build_tiles(self) -> list[LanguageTile]:
        words, first = self.app.words, self.page * TILES
        tiles = []
        for code, name in list(self.names.items())[first : first + TILES]:
            translated = words.name_language(code)
            translated = translated[:1].upper() + translated[1:]
            tiles.append(LanguageTile(code, name, translated, is_chosen=code == words.language))
        return tiles

    def _fit(self) -> None:
        """Lay out the tiles for the width, as high as twelve of them can be."""
        grid = self.query_one("#language-tiles", Grid)
        lines = -(-min(TILES, len(self.names)) // self.columns)
        rows = max(MIN_TILE_ROWS, min(MAX_TILE_ROWS, (self.app.size.height - ROWS_AROUND + 1) // lines - 1))
        grid.styles.grid_size_columns = self.columns
        grid.styles.grid_rows = str(rows)
        grid.styles.height = (rows + 1) * lines
        self.set_class(rows < MIN_TILE_ROWS + 2, "-flat")
        self.set_class(self.app.size.height >= self.app.size.width, "-portrait")

    def _show_place(self) -> None:
        for place in self.query("#language-place").results(Static):
            place.update(to_content(f"{self.page + 1} / {self.page_count}"))

    @on(ScrollButton.Scrolled)
    async def _handle_scrolled(self, event: ScrollButton.Scrolled) -> None:
        await self.action_turn(event.direction)

    async def action_turn(self, direction: int) -> None:
        """Show the next page; after the last one the first."""
        if self.page_count < 2:
            return
        # A key and a tap may come while the page is turned.
        async with self._page_lock:
            if not self.is_attached:
                return
            self.page = (self.page + direction) % self.page_count
            grid, tiles = self.query_one("#language-tiles", Grid), self._build_tiles()
            async with self.batch():
                await grid.remove_children()
                await grid.mount_all(tiles)
            self._show_place()
            if tiles[0].is_attached:
                self.set_focus(tiles[0])

    async def action_move(self, columns: int, lines: int) -> None:
        """Move the focus among the tiles; beyond them to the next page."""
        tiles = list(self.query(LanguageTile))
        if not isinstance(tile := self.focused, LanguageTile) or tile not in tiles:
            self.set_focus(next(iter(tiles), None))
            return
        place = tiles.index(tile) + columns + lines * self.columns
        if 0 <= place < len(tiles):
            self.set_focus(tiles[place])
        else:
            await self.action_turn(1 if columns + lines > 0 else -1)

    @on(LanguageTile.Chosen)
    def _choose(self, event: LanguageTile.Chosen) -> None:
        self.dismiss(event.code)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        self.dismiss(None)


KNOWN_WORD = "Language"
"""The English word, which stands beside the translated one."""


def list_language_labels(word: str) -> list[str]:
    """Labels for the button of all languages, the longest first; ``word`` is "Language" in the current language."""
    words = " · ".join(dict.fromkeys((word, KNOWN_WORD)))
    labels = (f"{signs.LANGUAGES} {words}", f"{signs.LANGUAGES} {KNOWN_WORD}", KNOWN_WORD, signs.LANGUAGES)
    return list(filter(None, (label.strip() for label in labels)))
