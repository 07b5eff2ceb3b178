"""The agent's screen: the client at the desk above, the live queue below."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from counter.actions import ACTIONS, ActionBar
from counter.columns import clock
from counter.desk import Desk
from counter.live import LiveScreen
from counter.panel import CurrentPanel
from counter.rows import QueueRow, row_of
from counter.screens.details import DetailsScreen
from counter.screens.facts import speaks
from counter.screens.help import HelpScreen
from counter.screens.statistics import StatisticsScreen
from counter.table import QueueTable
from counter.topline import TopLine
from counter.work import Said, Work
from shared.model.registration import Status
from shared.ui.keybar import KeyBar
from shared.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from shared.client import Change, QueueClient
    from shared.languages import Words
    from shared.model.queue import Queue
    from shared.model.registration import Registration

SAID = 6.0
"""Seconds that the sentence about an action stays."""


class QueueList(Vertical):
    """The table and the letters that act while it has the focus."""

    BINDINGS: ClassVar = [
        Binding("c", "screen.call", "counter-key-call", show=False),
        *(Binding(action.letter, f"screen.{action.name}", show=False) for action in ACTIONS if action.key),
        Binding("d", "screen.details", show=False),
        Binding("s", "screen.statistics", "stats-key"),
        Binding("t", "app.next_theme", "counter-key-theme"),
        Binding("l", "app.next_language", "counter-key-language"),
    ]


class DeskScreen(LiveScreen):
    """Works one desk. The keys act here; `Work` does what they say."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar = [
        *(Binding(action.key, action.name, action.word, show=False) for action in ACTIONS if action.key),
        Binding("f2", "current", "counter-key-current"),
        Binding("f1", "help", "counter-key-help"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    REPEAT: ClassVar[float] = 0.7
    """Seconds within which the same key again is a key that was held down or bounced, not a second wish."""

    DEFAULT_CSS = """
    DeskScreen {
        & QueueList { height: 1fr; }
        & #said { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & #said.-done { color: $success; text-style: bold; }
        & #said.-not-done { color: $warning; text-style: bold; }
        &.-tall CurrentPanel { margin: 1 1; }
        &.-tall.-wide CurrentPanel, &.-tall.-broad CurrentPanel {
            height: 7; & > BigText { height: 7; } & > Vertical { padding: 1 2; }
        }
        &.-broad CurrentPanel #answers { display: block; }
        &.-tall ActionBar { margin: 0 1; }
        &.-tall #said { margin: 1 1 0 1; }
        &.-tall QueueList { margin: 0 1; }
    }
    """

    def __init__(self, client: QueueClient, desk: str, queues: Sequence[Queue]) -> None:
        super().__init__(client, queues, details=True)
        self.desk = Desk(desk, self.board)
        self.work = Work(client, self.desk, [queue.id for queue in queues])
        self._queue_of: dict[str, Queue] = {}
        self._row_of: dict[str, tuple[Registration, QueueRow]] = {}
        self._waiting = 0
        self._longest_since = 0.0
        self._busy = False
        self._pressed = ("", 0.0)
        self._said_until = 0.0
        self._gone = ("", float("-inf"))

    def compose(self) -> ComposeResult:
        yield TopLine(self.desk.name, self.queues, self.board)
        yield CurrentPanel()
        yield ActionBar()
        yield Static(id="said")
        with QueueList():
            yield QueueTable()
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._speak)
        self._speak(self.app.words)
        self.query_one(QueueTable).focus()

    def _speak(self, words: Words) -> None:
        """Say everything in this language."""
        self._queue_of = {queue.id: queue.words(words.language) for queue in self.queues}
        self._row_of.clear()
        self._said_until = 0.0
        self.query_one(TopLine).queues = list(self._queue_of.values())
        self.query_one(ActionBar).label()
        self.query_one(QueueTable).label()
        self.request_sync()

    def queues_changed(self) -> None:
        self.work.queue_ids = [queue.id for queue in self.queues]
        self._speak(self.app.words)

    def heard(self, change: Change | None) -> None:
        self.desk.changed(change)

    def sync(self) -> None:
        now = self.client.now()
        if self.board.updated is None:
            # Half of the queues would be there, and the first of them selected.
            self.tick(now)
            return
        waiting, current = self.desk.waiting, self.desk.current
        rows = [self._row(one) for one in (*waiting, *self.desk.elsewhere, *self.desk.here[1:])]
        self._row_of = {row.id: (one, row) for one, row in rows}
        self._waiting = len(waiting)
        self._longest_since = min((row.since for _, row in rows[: len(waiting)]), default=0.0)
        self.query_one(QueueTable).show([row for _, row in rows], now.timestamp())
        panel = self.query_one(CurrentPanel)
        if current is not None:
            also = [one.ticket for one in self.desk.here[1:]]
            panel.show(current, also, self._queue_of.get(current.queue.id), speaks(current, self.app.words))
        else:
            following = waiting[0] if waiting else None
            panel.show_nobody(following, self._service(following) if following else "")
        self._allow(current)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.query_one(TopLine).tick(now)
        self.query_one(CurrentPanel).tick(now)
        self.query_one(QueueTable).tick(now.timestamp())
        if time.monotonic() >= self._said_until:
            self._tell(self._summary(now), "")

    def _summary(self, now: datetime) -> str:
        longest = clock(now.timestamp() - self._longest_since)
        return self.app.words("counter-summary", count=self._waiting, longest=longest)

    def _row(self, registration: Registration) -> tuple[Registration, QueueRow]:
        """Its row, made anew only when it has changed."""
        known = self._row_of.get(registration.id)
        if known is not None and known[0] is registration:
            return known
        queue = self._queue_of.get(registration.queue.id)
        return registration, row_of(registration, queue, speaks(registration, self.app.words))

    def _service(self, registration: Registration) -> str:
        queue = self._queue_of.get(registration.queue.id)
        return queue.name if queue else registration.queue.name or ""

    def _allow(self, current: Registration | None) -> None:
        names = {action.name for action in ACTIONS if action.with_client} if current else set()
        if self._waiting:
            names.add("next")
        if current is None and self._selected_waits():
            names.add("call")
        self.query_one(ActionBar).allow(names)
        if self.focused is None:
            self.query_one(QueueTable).focus()
        self.refresh_bindings()

    def _selected_waits(self) -> bool:
        row = self.query_one(QueueTable).row
        chosen = self.desk.get(row.id) if row else None
        return chosen is not None and chosen.status == Status.REGISTERED

    @on(QueueTable.Selected)
    def _selection_moved(self, event: QueueTable.Selected) -> None:
        if event.gone:
            self._gone = (event.gone, time.monotonic())
        self._allow(self.desk.current)

    # What the keys do

    def action_next(self) -> None:
        self._act("next", self.work.next)

    def action_recall(self) -> None:
        self._act("recall", self.work.recall)

    def action_no_show(self) -> None:
        self._act("no_show", self.work.no_show)

    def action_finish(self) -> None:
        self._act("finish", self.work.finish)

    def action_put_back(self) -> None:
        self._act("put_back", self.work.put_back)

    def action_call(self) -> None:
        row = self.query_one(QueueTable).row
        if row is None:
            self._say(Said("counter-no-selection"))
        elif time.monotonic() - self._gone[1] < self.REPEAT:
            self._say(Said("counter-just-moved", {"number": self._gone[0]}))
        else:
            self._act("call", lambda: self.work.call(row.id))

    def action_details(self) -> None:
        self.query_one(QueueTable).action_open()

    def action_current(self) -> None:
        self._open(self.desk.current)

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_statistics(self) -> None:
        self.app.push_screen(StatisticsScreen(self.client, self.queues[0].time_zone))

    @on(QueueTable.Opened)
    def _row_opened(self, event: QueueTable.Opened) -> None:
        self._open(self.desk.get(event.row.id))

    @on(CurrentPanel.Clicked)
    def _panel_clicked(self) -> None:
        self.action_current()

    def _open(self, registration: Registration | None) -> None:
        if registration is None:
            self._say(Said("counter-nobody"))
        else:
            queue = next((queue for queue in self.queues if queue.id == registration.queue.id), None)
            self.app.push_screen(DetailsScreen(self.client, registration, queue))

    def _act(self, name: str, action: Callable[[], Awaitable[Said]]) -> None:
        moment = time.monotonic()
        last, at = self._pressed
        self._pressed = (name, moment)
        if self._busy or (last == name and moment - at < self.REPEAT):
            return
        self._busy = True
        self._carry_out(action)

    @work(group="action", exit_on_error=False)
    async def _carry_out(self, action: Callable[[], Awaitable[Said]]) -> None:
        try:
            self._say(await action())
        except Exception:
            self._say(Said("counter-broken"))
            raise
        finally:
            self._busy = False
            self.request_sync()

    def _say(self, said: Said) -> None:
        self._said_until = time.monotonic() + SAID
        self._tell(self.app.words(said.key, **said.values), "-done" if said.done else "-not-done")

    def _tell(self, text: str, state: str) -> None:
        line, content = self.query_one("#said", Static), safe(text)
        line.set_class(state == "-done", "-done").set_class(state == "-not-done", "-not-done")
        if line.content != content:
            line.update(content, layout=False)
