"""The agent's screen: the client at the desk above, the live queue below."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.facts import format_language_note
from walkin_counter.desk.auto_recall import AutoRecall
from walkin_counter.desk.columns import format_span
from walkin_counter.desk.commands import (
    ACTIONS,
    ACTIONS_BY_NAME,
    BAR_ACTIONS,
    HINTED_ACTIONS,
    ActionBar,
    ActionTarget,
    is_letter,
    list_terminal_keys,
)
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.keymap import DEFAULT_KEYMAP
from walkin_counter.desk.operations import DeskOperations, Feedback
from walkin_counter.desk.queue_list import QueueList
from walkin_counter.desk.rows import QueueRow, build_row
from walkin_counter.desk.screens.command_menu import ActionCommands, JumpScreen, MoreScreen, find_jump_targets, jump_to
from walkin_counter.desk.screens.flows import ActionFlows
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.search import QueueFilter, SearchLine
from walkin_counter.desk.state import DeskView
from walkin_counter.desk.status_line import StatusLine
from walkin_counter.desk.table import QueueTable
from walkin_counter.desk.typical_durations import TypicalDurations
from walkin_counter.live_screen import LiveScreen
from walkin_counter.statistics.screen import StatisticsScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from walkin.client import Change, QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import CounterSettings
    from walkin_counter.desk.keymap import Keymap

FEEDBACK_SECONDS = 6.0
"""Seconds that the sentence about an action stays."""

DURATIONS_REFRESH_SECONDS = 3600.0
"""Seconds after which it is asked anew how long visits usually take."""

EITHER_TARGETS = (ActionTarget.EITHER, ActionTarget.CLIENT_OR_ROW)


class DeskScreen(LiveScreen):
    """Works one desk. The keys act here; `Work` does what they say."""

    ALLOW_SELECT = False

    COMMANDS: ClassVar = {ActionCommands}

    BINDINGS: ClassVar = [Binding("escape", "back", show=False)]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    REPEAT_SECONDS: ClassVar[float] = 0.7
    """Seconds within which the same key again is a key that was held down or bounced, not a second wish."""

    DEFAULT_CSS = """
    DeskScreen {
        & QueueList { height: 1fr; }
        & #said { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & #said.-done { color: $success; text-style: bold; }
        & #said.-not-done { color: $warning; text-style: bold; }
        &.-tall CurrentClientPanel { margin: 1 1; }
        &.-tall.-wide CurrentClientPanel, &.-tall.-broad CurrentClientPanel {
            height: 7; & > BigText { height: 7; } & > Vertical { padding: 1 2; }
        }
        &.-broad CurrentClientPanel #answers { display: block; }
        &.-tall ActionBar { margin: 0 1; }
        &.-tall #said { margin: 1 1 0 1; }
        &.-tall QueueList { margin: 0 1; }
    }
    """

    def __init__(
        self,
        client: QueueClient,
        desk_name: str,
        queues: Sequence[Queue],
        settings: CounterSettings,
        keys: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(client, queues, details=True)
        self.keys = keys
        self.desk = DeskView(desk_name, self.board)
        self.operations = DeskOperations(client, self.desk, [queue.id for queue in queues])
        self._flows = ActionFlows(self, client, self.desk, self.operations)
        self._auto_recall = AutoRecall(settings.recall_after, settings.recall_most)
        self._arrival_bell = settings.arrival_bell
        self._queue_filter = QueueFilter()
        self._typical_durations = TypicalDurations()
        self._queues_by_id: dict[str, Queue] = {}
        self._rows_by_id: dict[str, tuple[Registration, QueueRow]] = {}
        self._waiting_count = self._shown_count = self._total_count = 0
        self._longest_since = 0.0
        self._busy = False
        self._last_action = ("", 0.0)
        self._feedback_until = 0.0
        self._removed_row = ("", float("-inf"))
        for name, found in keys.items():
            for key in found:
                if not is_letter(key):
                    sent, hint = ",".join(list_terminal_keys(key)), name in HINTED_ACTIONS and key == found[0]
                    self._bindings.bind(sent, f"do('{name}', False)", ACTIONS_BY_NAME[name].label_key, show=hint)

    def compose(self) -> ComposeResult:
        yield StatusLine(self.desk, self.queues, self.board)
        yield CurrentClientPanel()
        yield ActionBar(BAR_ACTIONS, self.keys)
        yield Static(id="said")
        yield QueueList(self.keys)
        yield KeyBar(priority_actions=("do('help', False)", "leave"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._apply_language)
        self._apply_language(self.app.words)
        self.query_one(QueueTable).focus()
        self._refresh_desk_status()
        self._refresh_durations()
        self.set_interval(DURATIONS_REFRESH_SECONDS, self._refresh_durations)

    def _apply_language(self, words: Words) -> None:
        """Say everything in this language."""
        self._queues_by_id = {queue.id: queue.translate(words.language) for queue in self.queues}
        self._rows_by_id.clear()
        self._feedback_until = 0.0
        self._flows.desk_queues = self.query_one(StatusLine).queues = list(self._queues_by_id.values())
        self.query_one(SearchLine).placeholder = words("counter-search")
        self.query_one(ActionBar).update_labels()
        self.query_one(QueueTable).redraw()
        self.request_sync()

    def handle_queues_removed(self) -> None:
        self.operations.queue_ids = [queue.id for queue in self.queues]
        self._apply_language(self.app.words)

    def handle_change(self, change: Change | None) -> None:
        self.desk.apply_change(change)
        if change is None:
            self._refresh_desk_status()
        elif change.kind == "created" and self._arrival_bell and self.desk.current_client is None:
            self.app.bell()

    @work(group="usual", exclusive=True, exit_on_error=False)
    async def _refresh_durations(self) -> None:
        await self._typical_durations.refresh(self.client)
        self.request_sync()

    @work(group="desk", exclusive=True, exit_on_error=False)
    async def _refresh_desk_status(self) -> None:
        """Whether this desk is open: another window, or the command line, may have paused it."""
        try:
            found = [desk for desk in await self.client.list_desks() if desk.name == self.desk.name]
        except (ServerUnreachable, Refused):
            return
        if found and found[0].status != self.desk.status:
            self.desk.status = str(found[0].status)
            self.request_sync()

    def sync(self) -> None:
        now = self.client.now()
        if self.board.updated_at is None:
            # Half of the queues would be there, and the first of them selected.
            self.tick(now)
            return
        waiting, current = self.desk.waiting, self.desk.current_client
        listed = [*waiting, *self.desk.held_or_reserved, *self.desk.clients_elsewhere, *self.desk.clients[1:]]
        passing = (
            [one for one in listed if self._queue_filter.is_match(one)] if self._queue_filter.is_active else listed
        )
        rows = [self._get_row(one) for one in passing]
        self._rows_by_id = {row.id: (one, row) for one, row in rows}
        self._waiting_count, self._shown_count, self._total_count = len(waiting), len(passing), len(listed)
        self._longest_since = min((one.registered.to_datetime().timestamp() for one in waiting), default=0.0)
        self.query_one(QueueTable).show([row for _, row in rows], now.timestamp())
        panel = self.query_one(CurrentClientPanel)
        if current is not None:
            also = [one.ticket for one in self.desk.clients[1:]]
            queue = self._queues_by_id.get(current.queue.id)
            panel.show(
                current,
                also,
                queue,
                format_language_note(current, self.app.words),
                self._typical_durations.get_minutes(queue),
            )
        elif self.desk.status != "open":
            panel.show_desk_status(self.desk.status)
        else:
            following = waiting[0] if waiting else None
            panel.show_nobody(following, self._get_service_name(following) if following else "")
        self._update_actions()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.query_one(StatusLine).tick(now)
        self.query_one(CurrentClientPanel).tick(now)
        self.query_one(QueueTable).tick(now.timestamp())
        current = self.desk.current_client
        if not self._busy and self._auto_recall.claim_recall(current, now.timestamp()):
            self._start_action("recall", current)
        if time.monotonic() >= self._feedback_until:
            self._show_message(self._format_summary(now), "")

    def _format_summary(self, now: datetime) -> str:
        words, current = self.app.words, self.desk.current_client
        if current is not None and self._auto_recall.is_exhausted(current, now.timestamp()):
            return words("counter-suggest-no-show", number=current.ticket)
        longest = format_span(now.timestamp() - self._longest_since, whole_minutes=self.app.reduced_motion)
        summary = words("counter-summary", count=self._waiting_count, longest=longest)
        if not self._queue_filter.is_active:
            return summary
        queue = f" · {self._queue_filter.queue.name}" if self._queue_filter.queue else ""
        return f"{words('counter-sieve', shown=self._shown_count, count=self._total_count)}{queue} · {summary}"

    def _get_row(self, registration: Registration) -> tuple[Registration, QueueRow]:
        """Its row, made anew only when it has changed."""
        known = self._rows_by_id.get(registration.id)
        if known is not None and known[0] is registration:
            return known
        queue = self._queues_by_id.get(registration.queue.id)
        return registration, build_row(registration, queue, format_language_note(registration, self.app.words))

    def _get_service_name(self, registration: Registration) -> str:
        queue = self._queues_by_id.get(registration.queue.id)
        return queue.name if queue else registration.queue.name or ""

    def get_allowed_actions(self) -> set[str]:
        """The actions that make sense now."""
        row, current = self._get_selected(), self.desk.current_client
        names = {action.name for action in ACTIONS if action.target is ActionTarget.NONE}
        names |= {action.name for action in ACTIONS if action.target is ActionTarget.CLIENT and current is not None}
        names |= {action.name for action in ACTIONS if action.target in EITHER_TARGETS and (current or row)}
        names |= {"details"} if row is not None else set()
        if not self._waiting_count and not self.desk.held_or_reserved:
            names.discard("next")
        if current is None and row is not None and row.status == Status.REGISTERED:
            names.add("call")
        return names if len(self.queues) > 1 else names - {"filter"}

    def _update_actions(self) -> None:
        self.query_one(ActionBar).enable_only(self.get_allowed_actions())
        if self.focused is None:
            self.query_one(QueueTable).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The line at the bottom shows what makes sense; other keys say in a sentence why they do nothing."""
        if action == "do" and parameters and parameters[0] in HINTED_ACTIONS and self.is_mounted:
            return str(parameters[0]) in self.get_allowed_actions()
        return True

    def _get_selected(self) -> Registration | None:
        row = self.query_one(QueueTable).selected_row
        return self.desk.get(row.id) if row else None

    @on(QueueTable.Selected)
    def _handle_selection(self, event: QueueTable.Selected) -> None:
        if event.removed_number:
            self._removed_row = (event.removed_number, time.monotonic())
        self._update_actions()

    @on(SearchLine.Changed)
    def _update_search(self, event: SearchLine.Changed) -> None:
        self._queue_filter.set_search(event.value)
        self.request_sync()

    @on(SearchLine.Submitted)
    def _focus_table(self) -> None:
        self.query_one(QueueTable).focus()

    def action_back(self) -> None:
        """Leave the search, and show everybody again."""
        line = self.query_one(SearchLine)
        line.value, self._queue_filter.queue = "", None
        line.remove_class("-open")
        self.query_one(QueueTable).focus()
        self.request_sync()

    # What the keys, the buttons and the palette do

    def action_do(self, name: str, prefer_row: bool) -> None:
        """Do that; ``row`` says that it is the selected row that is meant."""
        action, current = ACTIONS_BY_NAME[name], self.desk.current_client
        if (own := getattr(self, f"_do_{name}", None)) is not None:
            own()
        elif action.target is ActionTarget.NONE:
            self._start_action(name)
        elif action.target is ActionTarget.CLIENT:
            self._start_action(name, current) if current else self._show_feedback(Feedback("counter-nobody"))
        elif (one := self._resolve_target(action.target, prefer_row)) is None:
            self._show_feedback(Feedback("counter-no-selection"))
        elif one is current:
            self._start_action(name, one)
        elif time.monotonic() - self._removed_row[1] < self.REPEAT_SECONDS:
            self._show_feedback(Feedback("counter-just-moved", {"number": self._removed_row[0]}))
        else:
            self._start_action(name, one)

    def _resolve_target(self, target: ActionTarget, prefer_row: bool) -> Registration | None:
        """Whom a key means."""
        current, selected = self.desk.current_client, self._get_selected()
        if target is ActionTarget.ROW or (target is ActionTarget.EITHER and prefer_row):
            return selected or (current if target is ActionTarget.EITHER else None)
        return current or selected

    def _do_more(self) -> None:
        self.app.push_screen(MoreScreen(self.keys, self.get_allowed_actions()), self._run_chosen)

    def _run_chosen(self, name: str | None) -> None:
        if name is not None:
            self.action_do(name, False)

    def _do_search(self) -> None:
        self.query_one(SearchLine).add_class("-open").focus()

    def _do_filter(self) -> None:
        self._queue_filter.select_next_queue(self._flows.desk_queues)
        self._feedback_until = 0.0
        self.request_sync()

    def _do_details(self) -> None:
        self.query_one(QueueTable).action_open()

    def _do_current(self) -> None:
        if self.desk.current_client is not None:
            self._auto_recall.acknowledge(self.desk.current_client)
        self._open_details(self.desk.current_client)

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
            JumpScreen(find_jump_targets(self)), lambda target: jump_to(target) if target is not None else None
        )

    def _do_statistics(self) -> None:
        self.app.push_screen(StatisticsScreen(self.client, self.queues[0].time_zone))

    @on(QueueTable.Opened)
    def _open_row(self, event: QueueTable.Opened) -> None:
        self._open_details(self.desk.get(event.row.id))

    @on(CurrentClientPanel.Clicked)
    def _open_current(self) -> None:
        self._do_current()

    def _open_details(self, registration: Registration | None) -> None:
        if registration is None:
            self._show_feedback(Feedback("counter-nobody"))
        else:
            queue = next((queue for queue in self.queues if queue.id == registration.queue.id), None)
            self.app.push_screen(DetailsScreen(self.client, registration, queue))

    def _start_action(self, name: str, registration: Registration | None = None) -> None:
        moment = time.monotonic()
        last, at = self._last_action
        self._last_action = (name, moment)
        if self._busy or (last == name and moment - at < self.REPEAT_SECONDS):
            return
        self._busy = True
        flow: Callable[..., Awaitable[Feedback | None]] = getattr(self._flows, name)
        if registration is not None and name != "recall":
            self._auto_recall.acknowledge(registration)
        self._run_flow(flow, (registration,) if registration is not None else ())

    @work(group="action", exit_on_error=False)
    async def _run_flow(
        self, flow: Callable[..., Awaitable[Feedback | None]], arguments: tuple[Registration, ...]
    ) -> None:
        try:
            said = await flow(*arguments)
            if said is not None:
                self._show_feedback(said)
        except Exception:
            self._show_feedback(Feedback("counter-broken"))
            raise
        finally:
            self._busy = False
            self.request_sync()

    def _show_feedback(self, feedback: Feedback) -> None:
        self._feedback_until = time.monotonic() + FEEDBACK_SECONDS
        self._show_message(self.app.words(feedback.key, **feedback.values), "-done" if feedback.done else "-not-done")

    def _show_message(self, text: str, state: str) -> None:
        line, content = self.query_one("#said", Static), to_content(text)
        line.set_class(state == "-done", "-done").set_class(state == "-not-done", "-not-done")
        if line.content != content:
            line.update(content, layout=False)
