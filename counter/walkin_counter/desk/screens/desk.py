"""The agent's screen: the client at the desk above, the live queue below."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import safe
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.facts import speaks
from walkin_counter.desk.auto_recall import Patience
from walkin_counter.desk.columns import clock
from walkin_counter.desk.commands import ACTIONS, BAR, BY_NAME, HINTS, ActionBar, Needs, as_sent, is_letter
from walkin_counter.desk.current_client import CurrentPanel
from walkin_counter.desk.keymap import DEFAULT
from walkin_counter.desk.operations import Said, Work
from walkin_counter.desk.queue_list import QueueList
from walkin_counter.desk.rows import QueueRow, row_of
from walkin_counter.desk.screens.command_menu import ActionCommands, JumpScreen, MoreScreen, jump_targets, jump_to
from walkin_counter.desk.screens.flows import Flows
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.search import SearchLine, Sieve
from walkin_counter.desk.state import Desk
from walkin_counter.desk.status_line import TopLine
from walkin_counter.desk.table import QueueTable
from walkin_counter.desk.typical_durations import Usual
from walkin_counter.live_screen import LiveScreen
from walkin_counter.statistics.screen import StatisticsScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings.model import Settings
    from walkin_counter.desk.keymap import Keymap

SAID = 6.0
"""Seconds that the sentence about an action stays."""

LEARN = 3600.0
"""Seconds after which it is asked anew how long visits usually take."""

BOTH = (Needs.EITHER, Needs.ANYBODY)


class DeskScreen(LiveScreen):
    """Works one desk. The keys act here; `Work` does what they say."""

    ALLOW_SELECT = False

    COMMANDS: ClassVar = {ActionCommands}

    BINDINGS: ClassVar = [Binding("escape", "back", show=False)]

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

    def __init__(
        self, client: QueueClient, desk: str, queues: Sequence[Queue], settings: Settings, keys: Keymap = DEFAULT
    ) -> None:
        super().__init__(client, queues, details=True)
        self.keys = keys
        self.desk = Desk(desk, self.board)
        self.work = Work(client, self.desk, [queue.id for queue in queues])
        self._flows = Flows(self, client, self.desk, self.work)
        self._patience = Patience(settings.recall_after, settings.recall_most)
        self._rings = settings.arrival_bell
        self._sieve = Sieve()
        self._usual = Usual()
        self._queue_of: dict[str, Queue] = {}
        self._row_of: dict[str, tuple[Registration, QueueRow]] = {}
        self._waiting = self._shown = self._all = 0
        self._longest_since = 0.0
        self._busy = False
        self._pressed = ("", 0.0)
        self._said_until = 0.0
        self._gone = ("", float("-inf"))
        for name, found in keys.items():
            for key in found:
                if not is_letter(key):
                    sent, hint = ",".join(as_sent(key)), name in HINTS and key == found[0]
                    self._bindings.bind(sent, f"do('{name}', False)", BY_NAME[name].word, show=hint)

    def compose(self) -> ComposeResult:
        yield TopLine(self.desk, self.queues, self.board)
        yield CurrentPanel()
        yield ActionBar(BAR, self.keys)
        yield Static(id="said")
        yield QueueList(self.keys)
        yield KeyBar(keep=("do('help', False)", "leave"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._speak)
        self._speak(self.app.words)
        self.query_one(QueueTable).focus()
        self._ask_desk()
        self._learn()
        self.set_interval(LEARN, self._learn)

    def _speak(self, words: Words) -> None:
        """Say everything in this language."""
        self._queue_of = {queue.id: queue.words(words.language) for queue in self.queues}
        self._row_of.clear()
        self._said_until = 0.0
        self._flows.of_desk = self.query_one(TopLine).queues = list(self._queue_of.values())
        self.query_one(SearchLine).placeholder = words("counter-search")
        self.query_one(ActionBar).label()
        self.query_one(QueueTable).label()
        self.request_sync()

    def queues_changed(self) -> None:
        self.work.queue_ids = [queue.id for queue in self.queues]
        self._speak(self.app.words)

    def heard(self, change: Change | None) -> None:
        self.desk.changed(change)
        if change is None:
            self._ask_desk()
        elif change.kind == "created" and self._rings and self.desk.current is None:
            self.app.bell()

    @work(group="usual", exclusive=True, exit_on_error=False)
    async def _learn(self) -> None:
        await self._usual.learn(self.client)
        self.request_sync()

    @work(group="desk", exclusive=True, exit_on_error=False)
    async def _ask_desk(self) -> None:
        """Whether this desk is open: another window, or the command line, may have paused it."""
        try:
            found = [desk for desk in await self.client.desks() if desk.name == self.desk.name]
        except (Unreachable, Refused):
            return
        if found and found[0].status != self.desk.status:
            self.desk.status = str(found[0].status)
            self.request_sync()

    def sync(self) -> None:
        now = self.client.now()
        if self.board.updated is None:
            # Half of the queues would be there, and the first of them selected.
            self.tick(now)
            return
        waiting, current = self.desk.waiting, self.desk.current
        listed = [*waiting, *self.desk.aside, *self.desk.elsewhere, *self.desk.here[1:]]
        passing = [one for one in listed if self._sieve.passes(one)] if self._sieve.active else listed
        rows = [self._row(one) for one in passing]
        self._row_of = {row.id: (one, row) for one, row in rows}
        self._waiting, self._shown, self._all = len(waiting), len(passing), len(listed)
        self._longest_since = min((one.registered.instant().timestamp() for one in waiting), default=0.0)
        self.query_one(QueueTable).show([row for _, row in rows], now.timestamp())
        panel = self.query_one(CurrentPanel)
        if current is not None:
            also = [one.ticket for one in self.desk.here[1:]]
            queue = self._queue_of.get(current.queue.id)
            panel.show(current, also, queue, speaks(current, self.app.words), self._usual.of(queue))
        elif self.desk.status != "open":
            panel.show_away(self.desk.status)
        else:
            following = waiting[0] if waiting else None
            panel.show_nobody(following, self._service(following) if following else "")
        self._allow()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.query_one(TopLine).tick(now)
        self.query_one(CurrentPanel).tick(now)
        self.query_one(QueueTable).tick(now.timestamp())
        current = self.desk.current
        if not self._busy and self._patience.call_again(current, now.timestamp()):
            self._begin("recall", current)
        if time.monotonic() >= self._said_until:
            self._tell(self._summary(now), "")

    def _summary(self, now: datetime) -> str:
        words, current = self.app.words, self.desk.current
        if current is not None and self._patience.exhausted(current, now.timestamp()):
            return words("counter-suggest-no-show", number=current.ticket)
        longest = clock(now.timestamp() - self._longest_since, calm=self.app.calm)
        summary = words("counter-summary", count=self._waiting, longest=longest)
        if not self._sieve.active:
            return summary
        queue = f" · {self._sieve.queue.name}" if self._sieve.queue else ""
        return f"{words('counter-sieve', shown=self._shown, count=self._all)}{queue} · {summary}"

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

    def allowed(self) -> set[str]:
        """The actions that make sense now."""
        row, current = self._selected(), self.desk.current
        names = {action.name for action in ACTIONS if action.needs is Needs.NOBODY}
        names |= {action.name for action in ACTIONS if action.needs is Needs.CLIENT and current is not None}
        names |= {action.name for action in ACTIONS if action.needs in BOTH and (current or row)}
        names |= {"details"} if row is not None else set()
        if not self._waiting and not self.desk.aside:
            names.discard("next")
        if current is None and row is not None and row.status == Status.REGISTERED:
            names.add("call")
        return names if len(self.queues) > 1 else names - {"filter"}

    def _allow(self) -> None:
        self.query_one(ActionBar).allow(self.allowed())
        if self.focused is None:
            self.query_one(QueueTable).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The line at the bottom shows what makes sense; other keys say in a sentence why they do nothing."""
        if action == "do" and parameters and parameters[0] in HINTS and self.is_mounted:
            return str(parameters[0]) in self.allowed()
        return True

    def _selected(self) -> Registration | None:
        row = self.query_one(QueueTable).row
        return self.desk.get(row.id) if row else None

    @on(QueueTable.Selected)
    def _selection_moved(self, event: QueueTable.Selected) -> None:
        if event.gone:
            self._gone = (event.gone, time.monotonic())
        self._allow()

    @on(SearchLine.Changed)
    def _look_for(self, event: SearchLine.Changed) -> None:
        self._sieve.look_for(event.value)
        self.request_sync()

    @on(SearchLine.Submitted)
    def _found(self) -> None:
        self.query_one(QueueTable).focus()

    def action_back(self) -> None:
        """Leave the search, and show everybody again."""
        line = self.query_one(SearchLine)
        line.value, self._sieve.queue = "", None
        line.remove_class("-open")
        self.query_one(QueueTable).focus()
        self.request_sync()

    # What the keys, the buttons and the palette do

    def action_do(self, name: str, row: bool) -> None:
        """Do that; ``row`` says that it is the selected row that is meant."""
        action, current = BY_NAME[name], self.desk.current
        if (own := getattr(self, f"_do_{name}", None)) is not None:
            own()
        elif action.needs is Needs.NOBODY:
            self._begin(name)
        elif action.needs is Needs.CLIENT:
            self._begin(name, current) if current else self._say(Said("counter-nobody"))
        elif (one := self._meant(action.needs, row)) is None:
            self._say(Said("counter-no-selection"))
        elif one is current:
            self._begin(name, one)
        elif time.monotonic() - self._gone[1] < self.REPEAT:
            self._say(Said("counter-just-moved", {"number": self._gone[0]}))
        else:
            self._begin(name, one)

    def _meant(self, needs: Needs, row: bool) -> Registration | None:
        """Whom a key means."""
        current, selected = self.desk.current, self._selected()
        if needs is Needs.ROW or (needs is Needs.EITHER and row):
            return selected or (current if needs is Needs.EITHER else None)
        return current or selected

    def _do_more(self) -> None:
        self.app.push_screen(MoreScreen(self.keys, self.allowed()), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is not None:
            self.action_do(name, False)

    def _do_search(self) -> None:
        self.query_one(SearchLine).add_class("-open").focus()

    def _do_filter(self) -> None:
        self._sieve.turn(self._flows.of_desk)
        self._said_until = 0.0
        self.request_sync()

    def _do_details(self) -> None:
        self.query_one(QueueTable).action_open()

    def _do_current(self) -> None:
        if self.desk.current is not None:
            self._patience.tended(self.desk.current)
        self._open(self.desk.current)

    def _do_colours(self) -> None:
        self.app.action_next_theme()  # type: ignore[attr-defined]

    def _do_language(self) -> None:
        self.app.action_next_language()  # type: ignore[attr-defined]

    def _do_help(self) -> None:
        focused = self.focused
        part = "search" if isinstance(focused, SearchLine) else "list" if isinstance(focused, QueueTable) else "button"
        self.app.push_screen(HelpScreen(f"counter-help-part-{part}", self.keys))

    def _do_jump(self) -> None:
        self.app.push_screen(
            JumpScreen(jump_targets(self)), lambda target: jump_to(target) if target is not None else None
        )

    def _do_statistics(self) -> None:
        self.app.push_screen(StatisticsScreen(self.client, self.queues[0].time_zone))

    @on(QueueTable.Opened)
    def _row_opened(self, event: QueueTable.Opened) -> None:
        self._open(self.desk.get(event.row.id))

    @on(CurrentPanel.Clicked)
    def _panel_clicked(self) -> None:
        self._do_current()

    def _open(self, registration: Registration | None) -> None:
        if registration is None:
            self._say(Said("counter-nobody"))
        else:
            queue = next((queue for queue in self.queues if queue.id == registration.queue.id), None)
            self.app.push_screen(DetailsScreen(self.client, registration, queue))

    def _begin(self, name: str, one: Registration | None = None) -> None:
        moment = time.monotonic()
        last, at = self._pressed
        self._pressed = (name, moment)
        if self._busy or (last == name and moment - at < self.REPEAT):
            return
        self._busy = True
        flow: Callable[..., Awaitable[Said | None]] = getattr(self._flows, name)
        if one is not None and name != "recall":
            self._patience.tended(one)
        self._carry_out(flow, (one,) if one is not None else ())

    @work(group="action", exit_on_error=False)
    async def _carry_out(self, flow: Callable[..., Awaitable[Said | None]], about: tuple[Registration, ...]) -> None:
        try:
            said = await flow(*about)
            if said is not None:
                self._say(said)
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
