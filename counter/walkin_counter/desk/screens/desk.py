"""The agent's screen: the current client above, the live queue below."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import set_text, to_content
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.facts import format_language_note
from walkin_counter.desk.action_bar import ActionBar
from walkin_counter.desk.alert_notice import AlertNotice
from walkin_counter.desk.auto_recall import AutoRecall
from walkin_counter.desk.called_clients import CalledClients, resolve_file
from walkin_counter.desk.commands import (
    ACTIONS,
    ACTIONS_BY_NAME,
    BAR_ACTIONS,
    BAR_MODE_ACTIONS,
    HINTED_ACTIONS,
    ROW_ACTIONS,
    Subject,
    format_leader,
    is_letter,
    list_shortcuts,
    list_terminal_keys,
)
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.detail_pane import DetailPane
from walkin_counter.desk.keymap import DEFAULT_KEYMAP
from walkin_counter.desk.operations import DeskOperations
from walkin_counter.desk.screens.action_menu import ActionMenu, MenuGroup
from walkin_counter.desk.screens.command_menu import ActionCommands
from walkin_counter.desk.screens.flows import ActionFlows
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.screens.screen_dialogs import ScreenDialogs
from walkin_counter.desk.search import QueueFilter, SearchLine
from walkin_counter.desk.state import DeskView
from walkin_counter.desk.status_line import StatusLine
from walkin_counter.desk.table import QueueRow, QueueTable, build_row
from walkin_counter.desk.typed_ticket import TICKET_PATH, TypedText, find_ticket
from walkin_counter.desk.typical_durations import TypicalDurations
from walkin_counter.feedback import Feedback, describe_error, is_about_key, name_client
from walkin_counter.formatting import get_service_name
from walkin_counter.live_screen import LiveScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from textual.timer import Timer

    from walkin.client import Change, QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import CounterSettings
    from walkin_counter.desk.keymap import Keymap
    from walkin_counter.desk.screens.flows import DeskAction

KEY_AHEAD_SECONDS = 5.0
"""Seconds for which a key that is pressed during an action waits for the end of the action."""

FEEDBACK_SECONDS = 6.0
"""Seconds for which the feedback about an action is shown."""

SERVICES_REFRESH_SECONDS = 30.0
"""Interval at which the desk asks the server for new services: change streams exist for known services only."""

ALERT_REFRESH_SECONDS = 60.0
"""Seconds between two requests for alerts of kiosks."""

PANE_DELAY_SECONDS = 0.12
"""Seconds for which the selection rests before its details are shown."""

DURATIONS_DELAY_SECONDS = 2.0
DURATIONS_REFRESH_SECONDS = 3600.0
"""Seconds between two requests for the typical duration of visits."""


class DeskScreen(LiveScreen):
    """Works one desk: keys, buttons and commands start the actions of `ActionFlows` or of this screen.

    Each means the client at the desk. Only the menu that Enter opens on the selected row means that one.
    """

    ALLOW_SELECT = False

    COMMANDS: ClassVar = {ActionCommands}

    BINDINGS: ClassVar = [Binding("escape", "back", show=False)]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide"), (120, "-broad")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    REPEAT_SECONDS: ClassVar[float] = 0.7
    """Seconds within which the same key is ignored: it was held down, or it bounced."""

    DEFAULT_CSS = """
    DeskScreen {
        & #needs-key { display: none; height: auto; padding: 0 1; }
        & CurrentClientPanel { margin-top: 1; }
        & ActionBar { margin: 1 0 0 0; }
        & #said { height: 1; margin-top: 1; padding: 0 1; color: $text-muted; }
        & #said { text-wrap: nowrap; text-overflow: ellipsis; }
        & #said.-done { color: $success; text-style: bold; }
        & #said.-not-done { color: $warning; text-style: bold; }
        &.-tall CurrentClientPanel { margin: 1 1 0 1; height: 6; }
        &.-tall ActionBar { margin: 1 1 0 1; }
        &.-tall #said { margin: 1 1 0 1; }
        &.-tall #below { margin: 0 1 1 1; }
        & DetailPane { display: none; margin-left: 1; }
        &.-broad DetailPane { display: block; }
        &.-bar #below, &.-bar KeyBar, &.-bar #said, &.-bar.-telling StatusLine { display: none; }
        &.-bar.-telling #said { display: block; }
        &.-bar.-alert StatusLine, &.-bar.-alert #said { display: none; }
        &.-bar AlertNotice { max-height: 1; }
        &.-bar CurrentClientPanel, &.-bar ActionBar, &.-bar #said { margin: 0; }
        &.-bar CurrentClientPanel { dock: top; height: 1; layout: horizontal; }
        &.-bar CurrentClientPanel > #person { width: auto; max-width: 60%; margin-right: 3; }
        &.-bar ActionBar { dock: bottom; }
        &.-bar CurrentClientPanel > #visit { width: 1fr; }
        &.-bar #answers, &.-bar #note { display: none; }
    }
    """

    def __init__(
        self,
        client: QueueClient,
        desk_name: str,
        queues: Sequence[Queue],
        settings: CounterSettings,
        keymap: Keymap = DEFAULT_KEYMAP,
        *,
        person: str = "",
    ) -> None:
        super().__init__(client, queues, details=True)
        self.keymap = keymap
        self.desk = DeskView(desk_name, self.board, CalledClients(resolve_file(settings, desk_name)), person=person)
        self.operations = DeskOperations(client, self.desk, [queue.id for queue in queues], settings)
        self._typed = TypedText()
        self._flows = ActionFlows(ScreenDialogs(self, self._typed.take), client, self.desk, self.operations)
        self._auto_recall = AutoRecall(settings.recall_after, settings.recall_most)
        self._arrival_bell = settings.arrival_bell
        self._has_printer = bool(settings.printer)
        self._queue_filter = QueueFilter()
        self._typical_durations = TypicalDurations()
        self._queues_by_id: dict[str, Queue] = {}
        self._rows: dict[int, tuple[Registration, QueueRow]] = {}
        """By the identity of the registration, since a change makes another object."""
        self._waiting_count = self._shown_count = self._total_count = 0
        self._longest_since = 0.0
        self._allowed_actions: set[str] = set()
        self._running_action = ""
        """The name of the running action, or ""."""
        self._client_before: Registration | None = None
        """The client at the desk when that action began."""
        self._keys_ahead: dict[str, tuple[float, Callable[[], object]]] = {}
        """Actions whose keys were pressed during that action, with the time of each."""
        self._last_action = ("", 0.0)
        self._feedback_until = 0.0
        self._removed_row = ("", float("-inf"))
        self._is_bar = settings.bar
        self._has_chosen_queues = bool(settings.queue)
        """Whether the settings name the queues, so that new ones are not followed."""
        self._office_ids: set[str] = set()
        """The queues of the office at the last request."""
        self._pane_timer: Timer | None = None
        self._screen_actions: Mapping[str, Callable[[], object]] = {
            "more": self._open_more,
            "coming": self._answer_alert,
            "search": self._open_search,
            "filter": self._filter_next_queue,
            "statistics": self._open_statistics,
            "colours": partial(self.call_later, self.run_action, "app.next_theme"),
            "language": partial(self.call_later, self.run_action, "app.next_language"),
            "help": self._open_help,
        }
        self.set_class(settings.bar, "-bar")
        for name, keys in keymap.items():
            if settings.bar and name != "coming" and ACTIONS_BY_NAME[name] not in BAR_MODE_ACTIONS:
                continue
            direct_keys = [key for key in keys if not is_letter(key)]
            for key in direct_keys:
                is_hinted = name in HINTED_ACTIONS and key == direct_keys[0]
                terminal_keys, label_key = ",".join(list_terminal_keys(key)), ACTIONS_BY_NAME[name].label_key
                self._bindings.bind(terminal_keys, f"do('{name}')", label_key, show=is_hinted)

    def compose(self) -> ComposeResult:
        yield StatusLine(self.desk, self.queues)
        yield Static(id="needs-key", classes="banner")
        yield AlertNotice(self.client, self._format_answer_key)
        yield CurrentClientPanel()
        yield ActionBar(BAR_MODE_ACTIONS[:-1] if self._is_bar else BAR_ACTIONS, self.keymap)
        yield Static(id="said")
        with Horizontal(id="below"):
            with Vertical():
                yield SearchLine(id="search", select_on_focus=False, max_length=200)
                yield QueueTable()
            yield DetailPane()
        yield KeyBar(priority_actions=("do('help')", "leave"))

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._apply_language)
        self._apply_language(self.app.words)
        table = self.query_one(QueueTable)
        table.can_focus = not self._is_bar
        table.focus()
        self._refresh_desk_status()
        # After the desk is drawn; until then the planned durations are used.
        self.set_timer(DURATIONS_DELAY_SECONDS, self._refresh_durations)
        self._refresh_alert()
        self.set_interval(DURATIONS_REFRESH_SECONDS, self._refresh_durations)
        self.set_interval(ALERT_REFRESH_SECONDS, self._refresh_alert)
        if not self._has_chosen_queues:
            self.set_interval(SERVICES_REFRESH_SECONDS, self.refresh_services)

    def _apply_language(self, words: Words) -> None:
        self._queues_by_id = {queue.id: queue.translate(words.language) for queue in self.queues}
        self._rows.clear()
        self._feedback_until = 0.0
        self._flows.desk_queues = self.query_one(StatusLine).queues = list(self._queues_by_id.values())
        self.query_one(SearchLine).placeholder = words("counter-search")
        self.query_one(ActionBar).update_labels()
        self.query_one(QueueTable).redraw()
        notice = self.query_one(AlertNotice)
        notice.show_alert(notice.alert, self.client.now())
        self._enable_actions(self.get_allowed_actions())
        self.request_sync()

    @work(group="services", exclusive=True, exit_on_error=False)
    async def refresh_services(self) -> None:
        """Reload the services; a desk that calls from all of them subscribes to new ones, too."""
        try:
            queues = await self.client.list_queues()
        except (ServerUnreachable, Refused):
            return
        fresh = {queue.id: queue for queue in queues}
        known = [fresh.get(queue.id, queue) for queue in self.queues]
        is_for_all = not self._has_chosen_queues and self._office_ids <= {queue.id for queue in known}
        is_first, new_ids = not self._office_ids, fresh.keys() - self._office_ids
        self._office_ids = set(fresh)
        new = [fresh[queue_id] for queue_id in new_ids] if is_for_all and not is_first else []
        if not new and list(map(_get_description, known)) == list(map(_get_description, self.queues)):
            return
        self.queues = [*known, *new]
        for queue in new:
            self.board.follow(queue.id)
        self.handle_queues_changed()
        if not new:
            return
        names = ", ".join(self._queues_by_id[queue.id].name for queue in new)
        self._show_feedback(Feedback("counter-new-service", {"names": names}, done=True))

    def handle_queues_changed(self) -> None:
        self.operations.set_queues([queue.id for queue in self.queues])
        self._refresh_desk_status()
        self._apply_language(self.app.words)

    def handle_change(self, change: Change | None) -> None:
        if change is None:
            self._refresh_desk_status()
            self._refresh_alert()
            self.refresh_services()
        elif change.kind == "created" and self._arrival_bell and self.desk.current_client is None:
            self.app.bell()

    @work(group="usual", exclusive=True, exit_on_error=False)
    async def _refresh_durations(self) -> None:
        await self._typical_durations.refresh(self.client)
        self.request_sync()

    @work(group="alert", exclusive=True, exit_on_error=False)
    async def _refresh_alert(self) -> None:
        await self.query_one(AlertNotice).refresh_alert()

    def _answer_alert(self) -> None:
        """Tell a kiosk that somebody is coming."""
        self._start_action("coming", self._send_answer)

    async def _send_answer(self) -> Feedback:
        kiosk = await self.query_one(AlertNotice).answer(self.desk.name)
        return Feedback("counter-did-coming", {"kiosk": kiosk}, done=True) if kiosk else Feedback("counter-no-alert")

    @work(group="desk", exclusive=True, exit_on_error=False)
    async def _refresh_desk_status(self) -> None:
        """Fetch the desk's status: another window, or the command line, may have paused it."""
        with contextlib.suppress(ServerUnreachable, Refused):
            if await self.operations.refresh_status():
                self.request_sync()

    def sync(self) -> None:
        now = self.client.now()
        if self.board.updated_at is None:
            # Until every queue is loaded, the wrong row would be selected.
            self.tick(now)
            return
        waiting, current = self.desk.waiting, self.desk.current_client
        listed = [*waiting, *self.desk.held_or_reserved, *self.desk.clients_elsewhere, *self.desk.clients[1:]]
        self._waiting_count, self._total_count = len(waiting), len(listed)
        rows = [self._rows.get(id(registration)) or self._add_row(registration) for registration in listed]
        if len(self._rows) > len(rows):
            self._rows = dict(zip(map(id, listed), rows, strict=True))
        # Arrival of the client with the longest wait, as Unix time.
        self._longest_since = min((row.waiting_since for _, row in rows[: len(waiting)]), default=0.0)
        if self._queue_filter.is_active:
            rows = [(registration, row) for registration, row in rows if self._queue_filter.is_match(registration)]
        self._shown_count = len(rows)
        self.query_one(QueueTable).show([row for _, row in rows], now.timestamp())
        panel = self.query_one(CurrentClientPanel)
        if current is not None:
            other_numbers = [client.number for client in self.desk.clients[1:]]
            queue = self._queues_by_id.get(current.queue.id)
            language_note = format_language_note(current, self.app.words)
            panel.show(current, other_numbers, queue, language_note, self._typical_durations.get_minutes(queue))
        elif self.desk.status != "open":
            panel.show_desk_status(self.desk.status)
        else:
            panel.show_nobody(*((waiting[0], self._get_service_name(waiting[0])) if waiting else (None, "")))
        self._update_actions()
        self._show_pane()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        longest = now.timestamp() - self._longest_since if self._waiting_count else None
        self.query_one(StatusLine).tick(now, self._waiting_count, longest)
        self._show_key_advice()
        self.query_one(CurrentClientPanel).tick(now)
        self.query_one(QueueTable).tick(now.timestamp())
        current = self.desk.current_client
        if current and not self._running_action and self._auto_recall.claim_recall(current, now.timestamp()):
            self._act_on("recall", current)
        if time.monotonic() >= self._feedback_until:
            notice = self._format_notice(now) if self.board.updated_at else ""
            self._show_message(notice or self._format_heading(), "")
            self.set_class(bool(notice), "-telling")

    def _show_key_advice(self) -> None:
        """Say what to do while the server refuses this machine's key."""
        advice = self.query_one("#needs-key", Static)
        advice.display = not self._is_bar and is_about_key(self.board.refusal)
        if advice.display:
            text = self.app.words("counter-needs-key", role="counter")
            set_text(advice, to_content(text, multiline=True), layout=True)

    def _format_notice(self, now: datetime) -> str:
        """What the agent should know while there is no feedback."""
        current = self.desk.current_client
        if current is not None and self._auto_recall.is_exhausted(current, now.timestamp()):
            return self.app.words("counter-suggest-no-show", number=name_client(current))
        return ""

    def _format_heading(self) -> str:
        words = self.app.words
        if not self._queue_filter.is_active:
            return words("counter-list") if self._total_count else ""
        queue = f" · {self._queue_filter.queue.name}" if self._queue_filter.queue else ""
        return f"{words('counter-sieve', shown=self._shown_count, count=self._total_count)}{queue}"

    def _add_row(self, registration: Registration) -> tuple[Registration, QueueRow]:
        queue = self._queues_by_id.get(registration.queue.id)
        colour = list(self._queues_by_id).index(queue.id) if queue else 0
        row = build_row(registration, queue, format_language_note(registration, self.app.words), colour)
        self._rows[id(registration)] = registration, row
        return registration, row

    def _get_service_name(self, registration: Registration) -> str:
        return get_service_name(registration, self._queues_by_id.get(registration.queue.id))

    def get_allowed_actions(self) -> set[str]:
        """Those that make sense now, about the client at the desk, the desk and the screen."""
        current = self.desk.current_client
        names = {action.name for action in ACTIONS if action.subject is not Subject.ROW}
        if current is None:
            names -= {action.name for action in ACTIONS if action.subject is Subject.CLIENT}
        elif not current.possible_client:
            names.discard("identify")
        if not self._has_printer:
            names.discard("print")
        if not self._waiting_count and not self.desk.held_or_reserved:
            names.discard("next")
        return names if len(self.queues) > 1 else names - {"filter"}

    def _update_actions(self) -> None:
        if self.focused is None:
            self.query_one(QueueTable).focus()
        allowed_actions = self.get_allowed_actions()
        if allowed_actions != self._allowed_actions:
            self._enable_actions(allowed_actions)

    def _enable_actions(self, names: set[str]) -> None:
        self._allowed_actions = names
        self.query_one(ActionBar).enable_only(names)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide disallowed actions from the key bar. Their keys still answer with a sentence that says why not."""
        if action == "do" and parameters and parameters[0] in HINTED_ACTIONS and self.is_mounted:
            return str(parameters[0]) in self._allowed_actions
        return True

    def _get_selected(self) -> Registration | None:
        row = self.query_one(QueueTable).selected_row
        return self.board.get(row.id) if row else None

    @on(QueueTable.Selected)
    def _handle_selection(self, event: QueueTable.Selected) -> None:
        # The agent knows of the client that this desk has called.
        if event.removed and event.removed.id not in {client.id for client in self.desk.clients}:
            self._removed_row = (f"{event.removed.number} {event.removed.name}".rstrip(), time.monotonic())
        self._request_pane()

    def _request_pane(self) -> None:
        """Show the selected client beside the list once the selection rests: an arrow key that is held draws none."""
        if self._pane_timer is not None:
            self._pane_timer.stop()
        self._pane_timer = self.set_timer(PANE_DELAY_SECONDS, self._show_pane)

    def _show_pane(self) -> None:
        pane, registration = self.query_one(DetailPane), self._get_selected()
        if pane.display:
            queue = self._queues_by_id.get(registration.queue.id) if registration else None
            language_note = format_language_note(registration, self.app.words) if registration else ""
            pane.show(registration, queue, language_note)

    def on_resize(self) -> None:
        self._request_pane()

    @on(DetailPane.Clicked)
    def _open_selected(self) -> None:
        self.query_one(QueueTable).action_open()

    @on(SearchLine.Changed)
    def _update_search(self, event: SearchLine.Changed) -> None:
        self._queue_filter.set_search(event.value)
        self.request_sync()

    @on(SearchLine.Submitted)
    def _end_search(self, event: SearchLine.Submitted) -> None:
        """Go to the list; if only one client is found, on to the menu of that one."""
        table = self.query_one(QueueTable)
        table.focus()
        if TICKET_PATH in event.value:
            self._select_ticket(event.value)
            return
        self.sync()
        if len(table.rows) == 1:
            table.action_open()

    def on_key(self, event: events.Key) -> None:
        """Take what is typed into the list as a text, in which no character acts: a scanner's, or somebody's."""
        if self._is_bar or isinstance(self.focused, Input):
            return
        if event.character and event.is_printable and self._typed.add(event.character, is_letter(event.key)):
            event.stop()
            if len(self._typed.text) == 1 and not self._running_action:
                self._show_feedback(Feedback("counter-letters", {"key": format_leader(self.keymap, self.app.words)}))
        elif event.key == "enter" and (text := self._typed.take()):
            event.stop()
            self._select_ticket(text)

    def on_paste(self, event: events.Paste) -> None:
        if not self._is_bar and not isinstance(self.focused, Input):
            self._select_ticket(event.text)

    def _select_ticket(self, text: str) -> None:
        """Select the client whose ticket was scanned or typed."""
        registration = find_ticket(text, self.board)
        if registration is None:
            self._show_feedback(Feedback("counter-scan-unknown"))
        elif registration == self.desk.current_client:
            self._show_feedback(Feedback("counter-scan-here", {"number": name_client(registration)}, done=True))
        else:
            self._clear_filter()
            self.sync()
            self.query_one(QueueTable).select(registration.id)
            self._show_feedback(Feedback("counter-scan-selected", {"number": name_client(registration)}, done=True))

    def action_back(self) -> None:
        self._clear_filter()
        self.sync()
        self.query_one(QueueTable).action_edge(-1)

    def _clear_filter(self) -> None:
        line = self.query_one(SearchLine)
        with line.prevent(SearchLine.Changed):
            line.value = ""
        line.remove_class("-open")
        self._queue_filter.set_search("")
        self._queue_filter.queue = None
        self.query_one(QueueTable).focus()

    # Actions

    def action_do(self, name: str) -> None:
        """Do an action: one of the screen, of the desk, or on the client at the desk."""
        current = self.desk.current_client or (self._client_before if self._running_action else None)
        if self._running_action and (name == "more" or (current is None and name in self._flows.client_actions)):
            # It means the client who is being called.
            self._press_ahead(name, partial(self.action_do, name))
        elif name in self._screen_actions:
            self._screen_actions[name]()
        elif name in self._flows.desk_actions:
            self._start_action(name, self._flows.desk_actions[name])
        elif current is None:
            self._show_feedback(Feedback("counter-nobody"))
        else:
            self._act_on(name, current)

    def _act_on(self, name: str, registration: Registration) -> None:
        is_here = registration in (self.desk.current_client, self._client_before)
        if self._running_action:
            self._press_ahead(name, partial(self._act_if_same, name, registration, is_here))
            return
        if name == "details":
            self._open_details(registration)
        elif not self._start_action(name, partial(self._flows.client_actions[name], registration)):
            return
        if is_here and name != "recall":
            self._auto_recall.acknowledge(registration)

    def _act_if_same(self, name: str, registration: Registration, was_here: bool) -> None:
        """Do an action after the running one, unless it was for a client who has left the desk since."""
        current = self.desk.current_client
        if was_here and (current is None or current.id != registration.id):
            self._show_feedback(Feedback("counter-not-yours", {"number": name_client(registration)}))
        else:
            self._act_on(name, current if was_here and current else registration)

    def _press_ahead(self, name: str, act: Callable[[], object]) -> None:
        """Do an action after the running one, unless it is the same: its key was pressed again out of impatience."""
        if name != self._running_action:
            self._keys_ahead.setdefault(name, (time.monotonic(), act))

    def _act_on_keys_ahead(self) -> None:
        """Do the actions whose keys were pressed during the last one, until one of them opens a screen or runs on."""
        while self._keys_ahead and not self._running_action and self.is_current:
            pressed_at, act = self._keys_ahead.pop(next(iter(self._keys_ahead)))
            if time.monotonic() - pressed_at < KEY_AHEAD_SECONDS:
                act()

    def _open_more(self) -> None:
        """Name the letters: what can be done about the client at the desk, with the desk, and on the screen."""
        words, current = self.app.words, self.desk.current_client
        whom = name_client(current) if current else words("counter-nobody")
        headings = {Subject.CLIENT: whom, Subject.DESK: self.desk.name, Subject.SCREEN: words("counter-more-screen")}
        groups = [
            MenuGroup(
                headings[subject],
                [action for action in ACTIONS if action.subject is subject and any(map(is_letter, action.keys))],
                2 if subject is Subject.CLIENT else 1,
            )
            for subject in headings
        ]
        menu = ActionMenu(words("counter-more-title"), groups, self.keymap, self.get_allowed_actions(), {})

        def act(name: str) -> None:
            # The client whom the menu names, whoever is at the desk by then.
            if current is not None and ACTIONS_BY_NAME[name].subject is Subject.CLIENT:
                self._act_on(name, current)
            else:
                self.action_do(name)

        self._open_menu(menu, act)

    def _open_menu(self, menu: ActionMenu, act: Callable[[str], None]) -> None:
        """Open the menu, unless its letter was typed already: keys arrive before the menu of the key before them."""
        if (name := menu.find_action(self._typed.take())) is not None:
            act(name)
        else:
            self.app.push_screen(menu, lambda name: act(name) if name else None)

    @on(QueueTable.Opened)
    def _open_row_menu(self, event: QueueTable.Opened) -> None:
        registration = self.board.get(event.row.id)
        if registration is None or time.monotonic() - self._removed_row[1] < self.REPEAT_SECONDS:
            self._show_feedback(Feedback("counter-just-moved", {"number": self._removed_row[0]}))
            return
        allowed = {action.name for action in ROW_ACTIONS}
        if not registration.possible_client:
            allowed.discard("identify")
        if not self._has_printer:
            allowed.discard("print")
        is_kept = registration.parked or registration.reserved is not None
        labels = {"park": "counter-key-resume"} if is_kept else {}
        service = self._get_service_name(registration)
        title = f"{name_client(registration)} · {service}"
        menu = ActionMenu(title, [MenuGroup("", ROW_ACTIONS, 3)], self.keymap, allowed, labels)
        self._open_menu(menu, lambda name: self._act_on(name, registration))

    def _open_search(self) -> None:
        self.query_one(SearchLine).add_class("-open").focus()

    def _filter_next_queue(self) -> None:
        self._queue_filter.select_next_queue(self._flows.desk_queues)
        self._feedback_until = 0.0
        self.request_sync()

    @on(CurrentClientPanel.Clicked)
    def _open_current(self) -> None:
        self.action_do("details")

    def _open_help(self) -> None:
        focused = self.focused
        part = "search" if isinstance(focused, SearchLine) else "list" if isinstance(focused, QueueTable) else "button"
        self.app.push_screen(HelpScreen(f"counter-help-part-{part}", self.keymap))

    def _open_statistics(self) -> None:
        # Imported here: reports and charts would take a tenth of the start.
        from walkin_counter.statistics.screen import StatisticsScreen

        self.app.push_screen(StatisticsScreen(self.client, self.queues[0].time_zone))

    def _open_details(self, registration: Registration) -> None:
        queue = next((queue for queue in self.queues if queue.id == registration.queue.id), None)
        self.app.push_screen(DetailsScreen(self.client, registration, queue, self.board, self._flows.identify_client))

    def _start_action(self, name: str, flow: DeskAction) -> bool:
        """Run an action, after the one that is running, unless its key was pressed a moment ago."""
        now = time.monotonic()
        (last_name, last_started), self._last_action = self._last_action, (name, now)
        if last_name == name and now - last_started < self.REPEAT_SECONDS:
            return False
        if self._running_action:
            self._press_ahead(name, partial(self._run, name, flow))
        else:
            self._run(name, flow)
        return True

    def _run(self, name: str, flow: DeskAction) -> None:
        self._running_action, self._client_before = name, self.desk.current_client
        self._typed.take()
        self._run_flow(flow)

    @work(group="action", exit_on_error=False)
    async def _run_flow(self, flow: DeskAction) -> None:
        try:
            feedback = await flow()
        except (ServerUnreachable, Refused) as error:
            feedback = describe_error(error)
        except Exception:
            self._keys_ahead.clear()
            self._show_feedback(Feedback("counter-broken"))
            raise
        finally:
            self._running_action, self._client_before = "", None
            self.request_sync()
        if feedback is None or not feedback.done:
            # What it was pressed for has not come about.
            self._keys_ahead.clear()
        if feedback is None:
            return
        self._show_feedback(feedback)
        if feedback.key == "counter-did-next":
            self.sync()
            self.query_one(QueueTable).action_edge(-1)
        self._act_on_keys_ahead()

    def _format_answer_key(self) -> str:
        return next(iter(list_shortcuts(ACTIONS_BY_NAME["coming"], self.keymap, self.app.words)), "")

    def _show_feedback(self, feedback: Feedback) -> None:
        self._feedback_until = time.monotonic() + FEEDBACK_SECONDS
        self.add_class("-telling")
        self._show_message(feedback.format(self.app.words), "-done" if feedback.done else "-not-done")

    def _show_message(self, text: str, style_class: str) -> None:
        line = self.query_one("#said", Static)
        line.set_class(style_class == "-done", "-done").set_class(style_class == "-not-done", "-not-done")
        set_text(line, text)


def _get_description(queue: Queue) -> object:
    """What the desk's screens show of a queue itself; its figures change all the time."""
    return queue.name, queue.i18n, queue.form, queue.service_level, queue.time_zone
