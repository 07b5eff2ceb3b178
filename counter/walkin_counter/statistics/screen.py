"""Statistics: today's figures live and those of past days, as charts and as tables."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.queue import find_office_name
from walkin.model.time import load_zone
from walkin.report import encode_report, guess_format, tables
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import set_text, to_content
from walkin.ui.screens import WalkinScreen
from walkin_counter.client import downloads
from walkin_counter.dialogs import SaveScreen
from walkin_counter.feedback import Feedback, describe_error
from walkin_counter.statistics.help import StatisticsHelpScreen
from walkin_counter.statistics.pages import PAGES, PageRenderer

if TYPE_CHECKING:
    from textual import events

    from walkin.client import QueueClient
    from walkin.model.statistics import Statistics

RANGE_DAYS = {"today": 1, "yesterday": 1, "week": 7, "month": 30, "year": 365}
"""Days of each time range."""

REFRESH_SECONDS = 5.0
"""Seconds between two requests for today's figures, and after a request that failed."""


class PageTabs(Static):
    """The names of the pages with their keys; a click opens a page."""

    DEFAULT_CSS = "PageTabs { height: 1; padding: 0 1; background: $panel; pointer: pointer; }"

    app = getters.app(WalkinApp)

    def show(self, page: int) -> None:
        parts, self._tab_spans, x = [], [], 0
        for number, name in enumerate(PAGES):
            text = f" {number + 1} {self.app.words(f'stats-page-{name}')} "
            part = to_content(text, "bold reverse" if number == page else "")
            self._tab_spans.append((range(x, x + part.cell_length), number))
            x += part.cell_length
            parts.append(part)
        self.update(Content("").join(parts))

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for span, number in self._tab_spans:
            if offset is not None and offset.x in span:
                await self.run_action(f"screen.page({number})")


class StatisticsScreen(WalkinScreen[None]):
    """Loads and shows the figures; while the server is unreachable the last ones stay, with their age."""

    BINDINGS: ClassVar = [
        *(Binding(str(number + 1), f"page({number})", show=False) for number in range(len(PAGES))),
        Binding("r", "range(1)", "stats-key-range"),
        Binding("R,shift+r", "range(-1)", show=False),
        Binding("t", "table", "stats-key-table"),
        Binding("w", "waits", "stats-key-waits"),
        Binding("e", "export", "stats-key-export"),
        Binding("p", "report", "stats-key-report"),
        Binding("f1,question_mark", "help", "stats-key-help"),
        Binding("escape,q", "dismiss", "stats-key-back"),
    ]

    DEFAULT_CSS = """
    StatisticsScreen {
        & > #head { height: 1; padding: 0 1; background: $panel; color: $primary; text-style: bold; text-wrap: nowrap; }
        & > #state { height: auto; padding: 0 1; color: $text-muted; }
        & > #state.-away { color: $error; text-style: bold; }
        & > #state.-done { color: $success; text-style: bold; }
        & > VerticalScroll { height: 1fr; padding: 0 1; background: $surface; }
        & #figures { height: auto; text-wrap: nowrap; }
    }
    """

    def __init__(self, client: QueueClient, time_zone: str) -> None:
        super().__init__()
        self._client = client
        self._zone = load_zone(time_zone)
        self._office: str | None = None
        self._statistics: Statistics | None = None
        self._fetched_at: datetime | None = None
        self._problem = ""
        self._feedback: Feedback | None = None
        self._range_index = 0
        self._page_index = 0
        self._as_table = False
        self._show_waits = False

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Static(id="state")
        yield PageTabs()
        with VerticalScroll():
            yield Static(id="figures")
        yield KeyBar(priority_actions=("help", "dismiss"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, lambda _: self._draw())
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self.query_one(VerticalScroll).focus()
        self.set_interval(1.0, self._show_state)
        self._load()

    def on_resize(self) -> None:
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "waits":
            return PAGES[self._page_index] == "week"
        if action in ("export", "report"):
            return self._statistics is not None
        return True

    def action_page(self, page: int) -> None:
        self._page_index = page
        self._draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_range(self, by: int) -> None:
        self._range_index = (self._range_index + by) % len(RANGE_DAYS)
        self._statistics, self._fetched_at, self._feedback = None, None, None
        self._draw()
        self._load()

    def action_table(self) -> None:
        self._as_table = not self._as_table
        self._draw()

    def action_waits(self) -> None:
        self._show_waits = not self._show_waits
        self._draw()

    def action_help(self) -> None:
        self.app.push_screen(StatisticsHelpScreen())

    @work(group="export", exit_on_error=False)
    async def action_export(self) -> None:
        """Save the figures at a path the agent types; its extension decides the format."""
        suggestion = downloads.get_downloads_folder() / self._make_file_name("csv")
        path = await self.app.push_screen_wait(SaveScreen(str(suggestion)))
        if path is not None:
            await self._save_export(path)

    @work(group="export", exit_on_error=False)
    async def action_report(self) -> None:
        await self._save_export(f"{downloads.get_downloads_folder()}/{self._make_file_name('html')}", open_after=True)

    def _make_file_name(self, extension: str) -> str:
        if self._statistics is None:
            return f"walkin.{extension}"
        days = dict.fromkeys((self._statistics.since, self._statistics.until))
        return f"walkin-{'-to-'.join(days)}.{extension}"

    async def _save_export(self, path: str, *, open_after: bool = False) -> None:
        if self._statistics is None:
            return
        try:
            target = downloads.resolve_target(path, self._make_file_name("csv"))
            file_format = guess_format(target)
            if file_format is None:
                self._show_feedback(Feedback("stats-save-format"))
                return
            encode = partial(encode_report, self._statistics, file_format, self.app.words, office=self._office or "")
            content = await asyncio.to_thread(encode)
            saved = await asyncio.to_thread(downloads.save, content, target)
        except (OSError, ValueError) as error:
            self._show_feedback(describe_error(error))
            return
        opened = open_after and downloads.open_with_desktop(saved)
        self._show_feedback(
            Feedback("counter-file-opened" if opened else "counter-file-saved", {"path": str(saved)}, done=True)
        )

    def _show_feedback(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self._show_state()

    @work(group="figures", exclusive=True, exit_on_error=False)
    async def _load(self) -> None:
        """Load the figures, repeatedly after a failure and while they are today's."""
        while True:
            self._problem = ""
            try:
                self._statistics = await self._client.get_statistics(None, *self._get_days())
                if self._office is None:
                    self._office = find_office_name(await self._client.list_queues())
            except ServerUnreachable:
                self._problem = "away"
            except Refused as refused:
                self._problem = refused.message or refused.reason
            else:
                self._fetched_at = self._client.now()
            self._draw()
            if not self._problem and list(RANGE_DAYS)[self._range_index] != "today":
                return
            await asyncio.sleep(REFRESH_SECONDS)

    def _get_days(self) -> tuple[str | None, str | None]:
        name = list(RANGE_DAYS)[self._range_index]
        if name == "today":
            return None, None
        today = self._client.now().astimezone(self._zone).date()
        last = today - timedelta(name == "yesterday")
        return (last - timedelta(RANGE_DAYS[name] - 1)).isoformat(), last.isoformat()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        words = self.app.words
        name = words(f"stats-range-{list(RANGE_DAYS)[self._range_index]}")
        days = f" · {tables.format_days(self._statistics, words)}" if self._statistics else ""
        self.query_one("#head", Static).update(to_content(f"{words('stats-title')} · {name}{days}"))
        self.query_one(PageTabs).show(self._page_index)
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        if self._statistics is None:
            figures = Content("")
        else:
            drawing = PageRenderer(self._statistics, words, max(40, width - 2), self.app.theme_variables)
            figures = drawing.render_page(PAGES[self._page_index], as_table=self._as_table, show_waits=self._show_waits)
        self.query_one("#figures", Static).update(figures)
        self._show_state()
        self.refresh_bindings()

    def _show_state(self) -> None:
        words, line = self.app.words, self.query_one("#state", Static)
        if self._problem == "away" and self._fetched_at is not None:
            time = words.format_time(self._fetched_at.astimezone(self._zone))
            age = words.format_duration((self._client.now() - self._fetched_at).total_seconds())
            text = words("stats-away", time=time, age=age)
        elif self._problem:
            is_unreachable = self._problem == "away"
            text = words("stats-never") if is_unreachable else words("stats-refused", reason=self._problem)
        elif self._feedback is not None:
            text = self._feedback.format(words)
        elif self._fetched_at is None:
            text = words("stats-loading")
        else:
            taken = words("stats-at", time=words.format_time(self._fetched_at.astimezone(self._zone)))
            text = " · ".join(filter(None, (self._office, taken)))
        is_done = not self._problem and self._feedback is not None and self._feedback.done
        line.set_class(bool(self._problem), "-away").set_class(is_done, "-done")
        set_text(line, text, layout=True)
