"""The agent's screen: the current client above, the live queue below."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import set_text
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.facts import format_language_note
from walkin_counter.desk.action_bar import ActionBar, ActionButton
from walkin_counter.desk.auto_recall import AutoRecall
from walkin_counter.desk.commands import (
    ACTIONS,
    ACTIONS_BY_NAME,
    BAR_ACTIONS,
    HINTED_ACTIONS,
    ActionTarget,
    is_letter,
    list_terminal_keys,
)
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.keymap import DEFAULT_KEYMAP
from walkin_counter.desk.operations import DeskOperations
from walkin_counter.desk.queue_list import QueueList
from walkin_counter.desk.screens.command_menu import ActionCommands, JumpScreen, MoreScreen
from walkin_counter.desk.screens.flows import ActionFlows
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.search import QueueFilter, SearchLine
from walkin_counter.desk.state import DeskView
from walkin_counter.desk.status_line import StatusLine
from walkin_counter.desk.table import QueueRow, QueueTable, build_row
from walkin_counter.desk.typical_durations import TypicalDurations
from walkin_counter.feedback import Feedback
from walkin_counter.formatting import format_span
from walkin_counter.live_screen import LiveScreen
from walkin_counter.statistics.screen import StatisticsScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from walkin.client import Change, QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import CounterSettings
    from walkin_counter.desk.keymap import Keymap
    from walkin_counter.desk.screens.flows import DeskAction

FEEDBACK_SECONDS = 6.0
"""Seconds for which the feedback about an action is shown."""

DURATIONS_REFRESH_SECONDS = 3600.0
"""Seconds between two requests for the typical duration of visits."""


class DeskScreen(LiveScreen):
    """Works one desk: keys, buttons and commands start the actions of `ActionFlows` or of this screen."""

    ALLOW_SELECT = False

    COMMANDS: ClassVar = {ActionCommands}

    BINDINGS: ClassVar = [Binding("escape", "back", show=False)]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    REPEAT_SECONDS: ClassVar[float] = 0.7
    """Seconds within which the same key is ignored: it was held down, or it bounced."""

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
        keymap: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(client, queues, details=True)
        self.keymap = keymap
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
        self._screen_actions: Mapping[str, Callable[[], object]] = {
            "more": self._open_more,
            "search": self._open_search,
            "filter": self._filter_next_queue,
            "details": self._open_selected,
            "current": self._open_current,
            "statistics": self._open_statistics,
            "jump": self._open_jump_labels,
            "colours": partial(self.call_later, self.run_action, "app.next_theme"),
            "language": partial(self.call_later, self.run_action, "app.next_language"),
            "help": self._open_help,
        }
        for name, keys in keymap.items():
            for key in keys:
                if not is_letter(key):
                    terminal_keys, label_key = ",".join(list_terminal_keys(key)), ACTIONS_BY_NAME[name].label_key
                    is_hinted = name in HINTED_ACTIONS and key == keys[0]
                    self._bindings.bind(terminal_keys, f"do('{name}', False)", label_key, show=is_hinted)

    def compose(self) -> ComposeResult:
        yield StatusLine(self.desk, self.queues, self.board)
        yield CurrentClientPanel()
        yield ActionBar(BAR_ACTIONS, self.keymap)
        yield Static(id="said")
        yield QueueList(self.keymap)
        yield KeyBar(priority_actions=("do('help', False)", "leave"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._apply_language)
        self._apply_language(self.app.words)
        self.query_one(QueueTable).focus()
        self._refresh_desk_status()
        self._refresh_durations()
        self.set_interval(DURATIONS_REFRESH_SECONDS, self._refresh_durations)

    def _apply_language(self, words: Words) -> None:
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
        """Fetch the desk's status: another window, or the command line, may have paused it."""
        try:
            statuses = [desk.status for desk in await self.client.list_desks() if desk.name == self.desk.name]
        except (ServerUnreachable, Refused):
            return
        if statuses and statuses[0] != self.desk.status:
            self.desk.status = str(statuses[0])
            self.request_sync()

    def sync(self) -> None:
        now = self.client.now()
        if self.board.updated_at is None:
            # Until every queue is loaded, the wrong row would be selected.
            self.tick(now)
            return
        waiting, current = self.desk.waiting, self.desk.current_client
        listed = [*waiting, *self.desk.held_or_reserved, *self.desk.clients_elsewhere, *self.desk.clients[1:]]
        rows = [self._get_row(registration) for registration in listed if self._queue_filter.is_match(registration)]
        self._rows_by_id = {row.id: (registration, row) for registration, row in rows}
        self._waiting_count, self._shown_count, self._total_count = len(waiting), len(rows), len(listed)
        self._longest_since = min((client.registered.to_datetime().timestamp() for client in waiting), default=0.0)
        self.query_one(QueueTable).show([row for _, row in rows], now.timestamp())
        panel = self.query_one(CurrentClientPanel)
        if current is not None:
            other_numbers = [client.ticket for client in self.desk.clients[1:]]
            queue = self._queues_by_id.get(current.queue.id)
            language_note = format_language_note(current, self.app.words)
            panel.show(current, other_numbers, queue, language_note, self._typical_durations.get_minutes(queue))
        elif self.desk.status != "open":
            panel.show_desk_status(self.desk.status)
        else:
            panel.show_nobody(*((waiting[0], self._get_service_name(waiting[0])) if waiting else (None, "")))
        self._update_actions()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.query_one(StatusLine).tick(now)
        self.query_one(CurrentClientPanel).tick(now)
        self.query_one(QueueTable).tick(now.timestamp())
        current = self.desk.current_client
        if current and not self._busy and self._auto_recall.claim_recall(current, now.timestamp()):
            self._start_client_action("recall", current)
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
        """The registration and its row, which is rebuilt only after a change."""
        cached = self._rows_by_id.get(registration.id)
        if cached is not None and cached[0] is registration:
            return cached
        queue = self._queues_by_id.get(registration.queue.id)
        return registration, build_row(registration, queue, format_language_note(registration, self.app.words))

    def _get_service_name(self, registration: Registration) -> str:
        queue = self._queues_by_id.get(registration.queue.id)
        return queue.name if queue else registration.queue.name or ""

    def get_allowed_actions(self) -> set[str]:
        row, current = self._get_selected(), self.desk.current_client
        targets = {
            ActionTarget.NONE: True,
            ActionTarget.CLIENT: current is not None,
            ActionTarget.ROW: row is not None,
            ActionTarget.EITHER: current is not None or row is not None,
            ActionTarget.CLIENT_OR_ROW: current is not None or row is not None,
        }
        names = {action.name for action in ACTIONS if targets[action.target]}
        if not self._waiting_count and not self.desk.held_or_reserved:
            names.discard("next")
        if current is not None or row is None or row.status != Status.REGISTERED:
            names.discard("call")
        return names if len(self.queues) > 1 else names - {"filter"}

    def _update_actions(self) -> None:
        self.query_one(ActionBar).enable_only(self.get_allowed_actions())
        if self.focused is None:
            self.query_one(QueueTable).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide disallowed actions from the key bar. Their keys still answer with a sentence that says why not."""
        if action == "do" and parameters and parameters[0] in HINTED_ACTIONS and self.is_mounted:
            return str(parameters[0]) in self.get_allowed_actions()
        return True

    def _get_selected(self) -> Registration | None:
        row = self.query_one(QueueTable).selected_row
        return self.board.get(row.id) if row else None

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
        line = self.query_one(SearchLine)
        line.value, self._queue_filter.queue = "", None
        line.remove_class("-open")
        self.query_one(QueueTable).focus()
        self.request_sync()

    # Actions

    def action_do(self, name: str, prefer_row: bool) -> None:
        """Do an action; with ``prefer_row`` to the selected row rather than to the current client."""
        action, current = ACTIONS_BY_NAME[name], self.desk.current_client
        if name in self._screen_actions:
            self._screen_actions[name]()
        elif name in self._flows.desk_actions:
            self._start_action(name, self._flows.desk_actions[name])
        elif action.target is ActionTarget.CLIENT and current is None:
            self._show_feedback(Feedback("counter-nobody"))
        elif (target := self._resolve_target(action.target, prefer_row)) is None:
            self._show_feedback(Feedback("counter-no-selection"))
        elif target is not current and time.monotonic() - self._removed_row[1] < self.REPEAT_SECONDS:
            self._show_feedback(Feedback("counter-just-moved", {"number": self._removed_row[0]}))
        else:
            self._start_client_action(name, target)

    def _resolve_target(self, target: ActionTarget, prefer_row: bool) -> Registration | None:
        """The registration an action applies to: the selected row or the current client."""
        current, selected = self.desk.current_client, self._get_selected()
        if target is ActionTarget.ROW or (target is ActionTarget.EITHER and prefer_row):
            return selected or (current if target is ActionTarget.EITHER else None)
        return current or selected

    def _open_more(self) -> None:
        self.app.push_screen(MoreScreen(self.keymap, self.get_allowed_actions()), self._do_chosen)

    def _do_chosen(self, name: str | None) -> None:
        if name is not None:
            self.action_do(name, False)

    def _open_search(self) -> None:
        self.query_one(SearchLine).add_class("-open").focus()

    def _filter_next_queue(self) -> None:
        self._queue_filter.select_next_queue(self._flows.desk_queues)
        self._feedback_until = 0.0
        self.request_sync()

    def _open_selected(self) -> None:
        self.query_one(QueueTable).action_open()

    @on(CurrentClientPanel.Clicked)
    def _open_current(self) -> None:
        if self.desk.current_client is not None:
            self._auto_recall.acknowledge(self.desk.current_client)
        self._open_details(self.desk.current_client)

    def _open_help(self) -> None:
        focused = self.focused
        part = "search" if isinstance(focused, SearchLine) else "list" if isinstance(focused, QueueTable) else "button"
        self.app.push_screen(HelpScreen(f"counter-help-part-{part}", self.keymap))

    def _open_jump_labels(self) -> None:
        targets: list[Widget] = [self.query_one(QueueTable), *self.query(ActionButton), self.query_one(SearchLine)]
        if self.desk.current_client is not None:
            targets.append(self.query_one(CurrentClientPanel))
        visible_targets = [target for target in targets if not target.disabled and target.region.area]
        self.app.push_screen(JumpScreen(visible_targets), self._jump_to)

    def _jump_to(self, target: Widget | None) -> None:
        if isinstance(target, Button):
            target.press()
        elif isinstance(target, CurrentClientPanel):
            self._open_current()
        elif target is not None:
            target.focus()

    def _open_statistics(self) -> None:
        self.app.push_screen(StatisticsScreen(self.client, self.queues[0].time_zone))

    @on(QueueTable.Opened)
    def _open_row(self, event: QueueTable.Opened) -> None:
        self._open_details(self.board.get(event.row.id))

    def _open_details(self, registration: Registration | None) -> None:
        if registration is None:
            self._show_feedback(Feedback("counter-nobody"))
        else:
            queue = next((queue for queue in self.queues if queue.id == registration.queue.id), None)
            self.app.push_screen(DetailsScreen(self.client, registration, queue, self.board))

    def _start_client_action(self, name: str, target: Registration) -> None:
        if self._start_action(name, partial(self._flows.client_actions[name], target)) and name != "recall":
            self._auto_recall.acknowledge(target)

    def _start_action(self, name: str, flow: DeskAction) -> bool:
        """Run an action unless another one is running, or its key was pressed a moment ago."""
        now = time.monotonic()
        (last_name, last_started), self._last_action = self._last_action, (name, now)
        if self._busy or (last_name == name and now - last_started < self.REPEAT_SECONDS):
            return False
        self._busy = True
        self._run_flow(flow)
        return True

    @work(group="action", exit_on_error=False)
    async def _run_flow(self, flow: DeskAction) -> None:
        try:
            feedback = await flow()
        except (ServerUnreachable, Refused):
            feedback = Feedback("counter-away")
        except Exception:
            self._show_feedback(Feedback("counter-broken"))
            raise
        finally:
            self._busy = False
            self.request_sync()
        if feedback is not None:
            self._show_feedback(feedback)

    def _show_feedback(self, feedback: Feedback) -> None:
        self._feedback_until = time.monotonic() + FEEDBACK_SECONDS
        self._show_message(feedback.format(self.app.words), "-done" if feedback.done else "-not-done")

    def _show_message(self, text: str, style_class: str) -> None:
        line = self.query_one("#said", Static)
        line.set_class(style_class == "-done", "-done").set_class(style_class == "-not-done", "-not-done")
        set_text(line, text)
