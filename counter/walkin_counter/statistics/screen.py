"""Statistics: today's figures live, and those of days before, as pictures and as tables."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.time import zone
from walkin.report import content, kind_of, tables
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import safe
from walkin_counter.client import downloads as files
from walkin_counter.client.save_dialog import SaveScreen
from walkin_counter.desk.columns import clock
from walkin_counter.desk.operations import Said
from walkin_counter.statistics.help import StatisticsHelp
from walkin_counter.statistics.pages import PAGES, Drawing

if TYPE_CHECKING:
    from textual import events

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.statistics import Statistics

RANGES = {"today": 1, "yesterday": 1, "week": 7, "month": 30, "year": 365}
"""Days that each choice is about."""

FRESH = 5.0
"""Seconds after which today's figures are asked for again, and any others that could not be had."""


class Pages(Static):
    """The names of the pages with the keys that open them; a click does as well."""

    DEFAULT_CSS = "Pages { height: 1; padding: 0 1; background: $panel; pointer: pointer; }"

    app = getters.app(WalkinApp)

    def show(self, page: int) -> None:
        """Mark the page that is open."""
        parts, self._places, x = [], [], 0
        for number, name in enumerate(PAGES):
            text = f" {number + 1} {self.app.words(f'stats-page-{name}')} "
            part = safe(text, "bold reverse" if number == page else "")
            self._places.append((range(x, x + part.cell_length), number))
            x += part.cell_length
            parts.append(part)
        self.update(Content("").join(parts))

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for place, number in self._places:
            if offset is not None and offset.x in place:
                await self.run_action(f"screen.page({number})")


class StatisticsScreen(Screen[None]):
    """Asks for the figures and shows them; the last ones stay, with their age, while the server is away."""

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

    app = getters.app(WalkinApp)

    def __init__(self, client: QueueClient, time_zone: str) -> None:
        super().__init__()
        self._client = client
        self._zone = zone(time_zone)
        self._found: Statistics | None = None
        self._taken: datetime | None = None
        self._problem = ""
        self._said: Said | None = None
        self._range = 0
        self._page = 0
        self._as_table = False
        self._waits = False

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Static(id="state")
        yield Pages()
        with VerticalScroll():
            yield Static(id="figures")
        yield KeyBar(keep=("help", "dismiss"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._language_changed)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self.query_one(VerticalScroll).focus()
        self.set_interval(1.0, self._tell)
        self._load()

    def _language_changed(self, _words: Words) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing here are not offered."""
        if action == "waits":
            return PAGES[self._page] == "week"
        if action in ("export", "report"):
            return self._found is not None
        return True

    def action_page(self, page: int) -> None:
        self._page = page
        self._draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_range(self, by: int) -> None:
        self._range = (self._range + by) % len(RANGES)
        self._found, self._taken, self._said = None, None, None
        self._draw()
        self._load()

    def action_table(self) -> None:
        self._as_table = not self._as_table
        self._draw()

    def action_waits(self) -> None:
        self._waits = not self._waits
        self._draw()

    def action_help(self) -> None:
        self.app.push_screen(StatisticsHelp())

    @work(group="export", exit_on_error=False)
    async def action_export(self) -> None:
        """Save the figures where the agent says, in the format that the ending asks for."""
        path = await self.app.push_screen_wait(SaveScreen(str(files.downloads() / self._file_name("csv"))))
        if path is not None:
            await self._keep(path)

    @work(group="export", exit_on_error=False)
    async def action_report(self) -> None:
        """Save the report among the downloads, to be printed."""
        await self._keep(f"{files.downloads()}/{self._file_name('html')}", look=True)

    def _file_name(self, ending: str) -> str:
        if self._found is None:
            return f"walkin.{ending}"
        days = dict.fromkeys((self._found.since, self._found.until))
        return f"walkin-{'-to-'.join(days)}.{ending}"

    async def _keep(self, path: str, *, look: bool = False) -> None:
        found = self._found
        if found is None:
            return
        try:
            wanted = files.target(path, self._file_name("csv"))
            kind = kind_of(wanted)
            if kind is None:
                self._say(Said("stats-save-format"))
                return
            made = await asyncio.to_thread(content, found, kind, self.app.words)
            saved = await asyncio.to_thread(files.save, made, wanted)
        except (OSError, ValueError) as error:
            self._say(Said("counter-file-unsaved", {"reason": getattr(error, "strerror", None) or str(error)}))
            return
        opened = look and files.open_with_desktop(saved)
        self._say(Said("counter-file-opened" if opened else "counter-file-saved", {"path": str(saved)}, done=True))

    def _say(self, said: Said) -> None:
        self._said = said
        self._tell()

    @work(group="figures", exclusive=True, exit_on_error=False)
    async def _load(self) -> None:
        """Ask until the figures are there, and for those of today again and again."""
        while True:
            self._problem = ""
            try:
                self._found = await self._client.statistics(None, *self._days())
            except Unreachable:
                self._problem = "away"
            except Refused as refused:
                self._problem = refused.message or refused.reason
            else:
                self._taken = self._client.now()
            self._draw()
            if not self._problem and list(RANGES)[self._range] != "today":
                return
            await asyncio.sleep(FRESH)

    def _days(self) -> tuple[str | None, str | None]:
        name = list(RANGES)[self._range]
        if name == "today":
            return None, None
        today = self._client.now().astimezone(self._zone).date()
        last = today - timedelta(name == "yesterday")
        return (last - timedelta(RANGES[name] - 1)).isoformat(), last.isoformat()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        words = self.app.words
        name = words(f"stats-range-{list(RANGES)[self._range]}")
        days = f" · {tables.days(self._found, words)}" if self._found else ""
        self.query_one("#head", Static).update(safe(f"{words('stats-title')} · {name}{days}"))
        self.query_one(Pages).show(self._page)
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        if self._found is None:
            figures = Content("")
        else:
            drawing = Drawing(self._found, words, max(40, width - 2), self.app.theme_variables)
            figures = drawing.page(PAGES[self._page], as_table=self._as_table, waits=self._waits)
        self.query_one("#figures", Static).update(figures)
        self._tell()
        self.refresh_bindings()

    def _tell(self) -> None:
        """The line that says how old the figures are, or what came of saving them."""
        words, line = self.app.words, self.query_one("#state", Static)
        away = bool(self._problem)
        if self._problem == "away" and self._taken is not None:
            taken = words.time(self._taken.astimezone(self._zone))
            age = clock((self._client.now() - self._taken).total_seconds())
            text = words("stats-away", time=taken, age=age)
        elif self._problem:
            text = words("stats-never") if away else words("stats-refused", reason=self._problem)
        elif self._said is not None:
            text = words(self._said.key, **self._said.values)
        elif self._taken is None:
            text = words("stats-loading")
        else:
            text = words("stats-at", time=words.time(self._taken.astimezone(self._zone), "medium"))
        line.set_class(away, "-away").set_class(not away and self._said is not None and self._said.done, "-done")
        if line.content != (said := safe(text)):
            line.update(said)
