"""The display's info pages: the Markdown files of a folder, one after the other, in large letters where they fit."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Markdown, Static

from walkin.ui.error_log import log_error
from walkin.ui.letters import is_drawable, render_letters, wrap_words
from walkin.ui.safe import sanitize, to_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

MAX_PAGE_BYTES = 10_000
MAX_PAGE_LINES = 80
"""Limits of what is read of a page, above what any screen shows."""

MAX_LARGE_PARTS = 4
"""Parts of a page in large letters; one that needs more is plain text."""

MIN_LARGE_LINES = 3
"""Lines of large letters that a part needs at least: fewer are hard to follow."""

LARGE_HEIGHTS = (7, 5, 3)
"""The heights of the letters. All but the last are for pages that fit at once."""

_PLAIN_BLOCKS = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item"}

Line = tuple[str, bool]
"""A line or block of text, and whether it is a heading."""


def lay_out_page(text: str, columns: int, rows: int) -> tuple[int, list[list[Line]]]:
    """The height of the letters, and the lines of each part of a page; no parts if it cannot be in large letters."""
    blocks = _read_blocks(text)
    if not blocks or not all(is_drawable(block) for block, _ in blocks):
        return 0, []
    for height in LARGE_HEIGHTS:
        size = (rows + 1) // (height + 1)
        if size < MIN_LARGE_LINES:
            continue
        wrapped = [(wrap_words(block, columns, height), is_heading) for block, is_heading in blocks]
        if not all(lines for lines, _ in wrapped):
            continue
        parts: list[list[Line]] = [[]]
        for block, is_heading in wrapped:
            # A block that fits a part is not divided.
            if len(parts[-1]) + len(block) > size >= len(block):
                parts.append([])
            for line in block:
                if len(parts[-1]) == size:
                    parts.append([])
                parts[-1].append((line, is_heading))
        if len(parts) <= (MAX_LARGE_PARTS if height == LARGE_HEIGHTS[-1] else 1):
            return height, parts
    return 0, []


def _read_blocks(text: str) -> list[Line]:
    """The headings, paragraphs and entries of lists; empty if the page has anything else, such as a table."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    if any(token.type.rpartition("_")[0] not in _PLAIN_BLOCKS for token in tokens if token.type != "inline"):
        return []
    return list(_iter_blocks(tokens))


def _iter_blocks(tokens: list[Token]) -> Iterator[Line]:
    marker, is_heading = "", False
    for token in tokens:
        match token.type:
            case "heading_open" | "heading_close":
                is_heading = token.type == "heading_open"
            case "list_item_open":
                marker = f"{token.info}. " if token.info else "· "
            case "inline":
                text = "".join(
                    child.content or " " * (child.type in ("softbreak", "hardbreak")) for child in token.children or ()
                )
                if text.strip():
                    # A span of time is one word.
                    yield marker + re.sub(r"(?<=\d)\s*([–-])\s*(?=\d)", r"\1", text), is_heading
                marker = ""


class LargePage(Static):
    """A part of a page in large letters."""

    lines: reactive[tuple[int, tuple[Line, ...]]] = reactive((0, ()))
    """The height of the letters, and the lines."""

    def render(self) -> Content:
        height, lines = self.lines
        return Content("\n").join(
            to_content(row.rstrip(), "bold $primary" if is_heading else "bold")
            for line, is_heading in lines
            for row in (*render_letters(line, height), "")
        )


class InfoPages(Vertical):
    """One page at a time, read anew at each turn. Nothing in it can be clicked or have the focus.

    A page that does not fit is shown in parts, one at each turn: in large letters if it needs few, else as plain text.
    """

    DEFAULT_CSS = """
    InfoPages { padding: 0 2; background: $surface; overflow: hidden; }
    InfoPages Markdown { height: auto; padding: 0; background: $surface; color: $text; }
    InfoPages LargePage { height: 1fr; color: $text; text-wrap: nowrap; display: none; }
    InfoPages.-large LargePage { display: block; }
    InfoPages.-large Markdown { display: none; }
    """

    def __init__(self, folder: Path | None, page_seconds: int) -> None:
        super().__init__()
        self._folder, self._page_seconds = folder, page_seconds
        self._seconds_left = 0
        self._last_second = 0
        self._shown_page: tuple[str, str] = ("", "")
        self._part = 0
        self._unreadable_names: set[str] = set()
        # Without a page the board has the room.
        self.display = False

    def compose(self) -> ComposeResult:
        yield Markdown(open_links=False)
        yield LargePage()

    def on_resize(self) -> None:
        self._show_part()

    def tick(self, second: int, *, paused: bool) -> None:
        """Count down at each new ``second``; while ``paused`` the page keeps its remaining time."""
        if paused or second == self._last_second:
            return
        self._last_second = second
        self._seconds_left -= 1
        if self._seconds_left <= 0:
            self._seconds_left = self._page_seconds
            self._part += 1
            if not self._show_part():
                self._show_next_page()

    def _show_part(self) -> bool:
        """Show the current part of the page; returns whether there is one."""
        columns, rows = self.content_size
        height, parts = lay_out_page(self._shown_page[1], columns, rows)
        self.set_class(bool(parts), "-large")
        if parts:
            self.query_one(LargePage).lines = (height, tuple(parts[min(self._part, len(parts) - 1)]))
            return self._part < len(parts)
        top = self._part * rows
        self.scroll_to(y=top, animate=False, force=True)
        return 0 <= top < self.query_one(Markdown).size.height

    @work(group="pages", exclusive=True, exit_on_error=False)
    async def _show_next_page(self) -> None:
        name, text = await asyncio.to_thread(self._read_next_page)
        self._part = 0
        if (name, text) != self._shown_page:
            self._shown_page = (name, text)
            await self.query_one(Markdown).update(text)
        self.display = bool(text.strip())
        self._show_part()

    def _read_next_page(self) -> tuple[str, str]:
        """Name and text of the next readable page, the first after the last; empty if there is none."""
        try:
            files = sorted(self._folder.glob("*.md")) if self._folder else []
        except OSError:
            files = []
        next_files = [file for file in files if file.name > self._shown_page[0]]
        for file in (*next_files, *files):
            try:
                with file.open("rb") as page:
                    text = page.read(MAX_PAGE_BYTES).decode("utf-8", errors="replace").removeprefix("\ufeff")
            except OSError as error:
                if file.name not in self._unreadable_names:
                    log_error(f"the page {file.name} cannot be read: {error.strerror}")
                self._unreadable_names.add(file.name)
            else:
                lines = sanitize(text, multiline=True).split("\n")
                return file.name, "\n".join(lines[:MAX_PAGE_LINES])
        return "", ""
