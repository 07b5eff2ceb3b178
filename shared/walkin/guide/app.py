"""``walkin guide`` in a terminal: the list of pages beside the page itself."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Markdown, OptionList

from walkin.guide import list_pages, read_page
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.scrolling import scroll_lines

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType


class GuideApp(WalkinApp):
    """Shows the guide, starting with the page ``page``."""

    CSS = """
    OptionList { width: 20; height: 1fr; border: none; padding: 1; }
    VerticalScroll { width: 1fr; height: 1fr; padding: 0 1; }
    Markdown { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll(1)", "guide-key-scroll", key_display="PgUp PgDn", priority=True),
        Binding("pageup", "scroll(-1)", show=False, priority=True),
        Binding("q,escape", "quit", "app-quit"),
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, page: str, *, theme: str, language: str, theme_folders: list[Path]) -> None:
        super().__init__(theme=theme, language=language, theme_folders=theme_folders)
        self.page_names = list_pages()
        self.page_name = page

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*self.page_names)
            with VerticalScroll():
                yield Markdown(open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).highlighted = self.page_names.index(self.page_name)

    @on(OptionList.OptionHighlighted)
    async def show_page(self, event: OptionList.OptionHighlighted) -> None:
        self.page_name = self.page_names[event.option_index]
        await self.query_one(Markdown).update(read_page(self.page_name))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    @on(Markdown.LinkClicked)
    def follow_link(self, event: Markdown.LinkClicked) -> None:
        name = event.href.removesuffix(".md")
        if name in self.page_names:
            self.query_one(OptionList).highlighted = self.page_names.index(name)
        elif event.href.startswith("https://"):
            webbrowser.open(event.href)

    def action_scroll(self, pages: int) -> None:
        area = self.query_one(VerticalScroll)
        scroll_lines(area, pages * (area.size.height - 1))
