"""The display's info pages: the Markdown files of a folder, one after the other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Markdown

from walkin.ui.error_log import log_error
from walkin.ui.safe import sanitize

if TYPE_CHECKING:
    from pathlib import Path

MAX_PAGE_BYTES = 10_000
MAX_PAGE_LINES = 80
"""Limits of what is read of a page, above what any screen shows."""


class InfoPages(Vertical):
    """One page at a time, read anew at each turn. Nothing in it can be clicked or have the focus."""

    DEFAULT_CSS = """
    InfoPages { padding: 1 2; background: $surface; overflow: hidden; }
    InfoPages Markdown { height: auto; padding: 0; background: $surface; color: $text; }
    """

    def __init__(self, folder: Path | None, page_seconds: int) -> None:
        super().__init__()
        self._folder, self._page_seconds = folder, page_seconds
        self._seconds_left = 0
        self._last_second = 0
        self._shown_page: tuple[str, str] = ("", "")
        self._unreadable_names: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Markdown(open_links=False)

    def tick(self, second: int, *, paused: bool) -> None:
        """Count down at each new ``second``; while ``paused`` the page keeps its remaining time."""
        if paused or second == self._last_second:
            return
        self._last_second = second
        self._seconds_left -= 1
        if self._seconds_left <= 0:
            self._seconds_left = self._page_seconds
            self._show_next_page()

    @work(group="pages", exclusive=True, exit_on_error=False)
    async def _show_next_page(self) -> None:
        name, text = await asyncio.to_thread(self._read_next_page)
        if (name, text) != self._shown_page:
            self._shown_page = (name, text)
            await self.query_one(Markdown).update(text)

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
