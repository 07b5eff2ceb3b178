"""The live queue as a table, drawn line by line: its cost does not grow with the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, getters, on
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from walkin.model.registration import Status
from walkin.ui.app import WalkinApp
from walkin.ui.safe import sanitize
from walkin_counter.desk.columns import GAP_WIDTH, MARK_WIDTH, Columns, Lengths
from walkin_counter.formatting import fit_text, get_service_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.style import Style

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

POINTER = "►"
SERVICE_MARK = "▌"

SERVICE_MARK_WIDTH = 2
"""Width of the mark before a service, with its gap."""

PLACE_LENGTH = 5
"""Characters beside the desk's name in "at Desk 1" or "for Desk 9", in most languages."""

MAX_JOINING_WORD = 3
"""Maximum length of a word, like "and", that may not end a shortened name."""

SERVICE_COLOURS = 4
"""Number of colours of services; the index of a service at the desk gives its colour."""

SOON_FRACTION = 0.75
"""Fraction of the target wait from which a row is marked as nearly late."""


class RowState(StrEnum):
    """State of a row. The value is part of its style's name and of its Fluent key."""

    WAITING = "waiting"
    SOON = "soon"
    LATE = "late"
    SERVED = "served"
    HELD = "held"
    """On hold, or reserved for one desk."""


SIGNS = {RowState.SOON: "▄", RowState.LATE: "█", RowState.SERVED: "→", RowState.HELD: "║"}
"""Signs of states that a Linux console's font has; the help says what they mean."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the table. Times are in seconds since 1970."""

    id: str
    number: str
    name: str = ""
    service: str = ""
    waiting_since: float = 0.0
    called_at: float | None = None
    target_seconds: float = 900.0
    """The longest wait that the service aims at."""
    desk: str = ""
    colour: int = 0
    """The number of the service's colour."""
    remark: str = ""
    priority: int = 0
    held: bool = False
    """Registered without waiting: reserved for ``desk``, or on hold if that is empty."""

    def compute_wait(self, now: float) -> float:
        """Seconds waited until the call, or until ``now``."""
        return (now if self.called_at is None else self.called_at) - self.waiting_since

    def compute_state(self, now: float) -> RowState:
        if self.called_at is not None:
            return RowState.SERVED
        if self.held:
            return RowState.HELD
        waited = self.compute_wait(now)
        if waited > self.target_seconds:
            return RowState.LATE
        return RowState.SOON if waited > self.target_seconds * SOON_FRACTION else RowState.WAITING


def build_row(registration: Registration, queue: Queue | None, language_note: str = "", colour: int = 0) -> QueueRow:
    """Build the row of a registration; ``language_note`` says which language the client speaks if not the agent's."""
    is_served = registration.status == Status.IN_PROGRESS
    called = registration.called or registration.started or registration.registered
    desk = registration.counter if is_served else registration.reserved
    return QueueRow(
        id=registration.id,
        number=registration.number,
        name=registration.client.full_name,
        service=get_service_name(registration, queue),
        waiting_since=registration.registered.to_datetime().timestamp(),
        called_at=called.to_datetime().timestamp() if is_served else None,
        target_seconds=(queue.service_level if queue else 15) * 60.0,
        desk=desk.name if desk is not None else "",
        colour=colour % SERVICE_COLOURS,
        remark=" · ".join(part for part in (language_note, registration.note or "") if part),
        priority=registration.priority,
        held=registration.status == Status.REGISTERED and not registration.is_waiting,
    )


def shorten_name(name: str, width: int) -> str:
    """Shorten a name to the whole words that fit in ``width`` cells: "Identity cards" of "Identity cards and forms"."""
    while cell_len(name) > width and " " in name:
        name = name.rpartition(" ")[0]
        # "Identity cards and" is no name.
        while len(name.rpartition(" ")[2]) <= MAX_JOINING_WORD and " " in name:
            name = name.rpartition(" ")[0]
    return name


class _LineState(NamedTuple):
    row: QueueRow | None = None
    is_selected: bool = False
    state: RowState = RowState.WAITING
    wait_minutes: int = 0


class QueueTable(ScrollView, can_focus=True):
    """The clients in calling order. The selection stays on its client while others come and go.

    `show` sets the rows and the time, `tick` the time alone; only cells that changed are painted.
    """

    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "open", "counter-key-row"),
    ]

    COMPONENT_CLASSES: ClassVar = {
        "queue-table--cursor",
        "queue-table--number",
        "queue-table--quiet",
        *(f"queue-table--{state}" for state in RowState),
        *(f"queue-table--service-{number}" for number in range(SERVICE_COLOURS)),
    }

    DEFAULT_CSS = """
    QueueTable {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;
        & > .queue-table--number { text-style: bold; }
        & > .queue-table--quiet, & > .queue-table--held { color: $text-muted; }
        & > .queue-table--soon { color: $warning; }
        & > .queue-table--late { color: $error; text-style: bold; }
        & > .queue-table--served { color: $success; }
        & > .queue-table--service-0 { color: $primary; }
        & > .queue-table--service-1 { color: $accent; }
        & > .queue-table--service-2 { color: $success; }
        & > .queue-table--service-3 { color: $warning; }
        & > .queue-table--cursor { background: $panel; color: $foreground; text-style: bold; }
        &:focus > .queue-table--cursor { background: $row-cursor; color: $row-cursor-text; }
    }
    """

    # Textual would lay out the whole screen for each new row; only the scroll bar has to follow.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    selected_id: reactive[str | None] = reactive(None, repaint=False)
    """The id of the selected row; None while the table is empty."""

    @dataclass
    class Selected(Message):
        """Another row is selected; ``removed`` is the row that was selected if that has gone."""

        row: QueueRow | None
        removed: QueueRow | None = None

    @dataclass
    class Opened(Message):
        row: QueueRow

    app = getters.app(WalkinApp)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[QueueRow] = ()
        self._row_indices: dict[str, int] = {}
        self._longest = Lengths()
        """The longest texts of each column since the start: columns become wider, never narrower."""
        self._now = 0.0
        self._painted_lines: dict[int, _LineState] = {}
        self._styles: dict[tuple[str, ...], Style] = {}

    @property
    def rows(self) -> Sequence[QueueRow]:
        return self._rows

    @property
    def columns(self) -> Columns:
        return Columns.for_width(self.scrollable_content_region.width, self._longest)

    @property
    def selected_index(self) -> int:
        """The index of the selected row, -1 if there is none."""
        return self._row_indices.get(self.selected_id, -1) if self.selected_id is not None else -1

    @property
    def selected_row(self) -> QueueRow | None:
        return self._rows[self.selected_index] if self.selected_index >= 0 else None

    def show(self, rows: Sequence[QueueRow], now: float) -> None:
        """Show these rows.

        If the selected client left or was called to a desk, the row that took its place is selected.
        """
        old_index, old_row, top = self.selected_index, self.selected_row, self.scroll_offset.y
        self._rows, self._now = rows, now
        self._row_indices = {row.id: index for index, row in enumerate(rows)}
        self._fit_columns()
        self._fit_scroll_bar()
        new_row = self.selected_row
        was_called = old_row and new_row and old_row.called_at is None and new_row.called_at is not None
        if new_row is None or was_called:
            self._select(max(old_index, 0), old_row)
        elif old_index >= 0 and (top > 0 or self.selected_index >= self._page_lines):
            # The selected row keeps its line on the screen.
            self.scroll_to(y=top + self.selected_index - old_index, animate=False)
        self._repaint()

    def _fit_columns(self) -> None:
        # In characters, not cells: measuring thousands of names would take longer than drawing them.
        rows = self._rows
        longest = Lengths(
            max([self._longest.name, *[len(row.name) for row in rows]]),
            max([self._longest.service, *[len(row.service) + SERVICE_MARK_WIDTH for row in rows]]),
            max(
                [self._longest.remark, *[len(row.desk) + PLACE_LENGTH if row.desk else len(row.remark) for row in rows]]
            ),
        )
        columns, self._longest = self.columns, longest
        if columns != self.columns:
            self.redraw()

    def redraw(self) -> None:
        self._painted_lines.clear()
        self.refresh()

    def tick(self, now: float) -> None:
        """Advance the waits to ``now``, in seconds since 1970."""
        self._now = now
        self._repaint()

    def select(self, registration_id: str) -> None:
        """Select a row; nothing happens if there is no such row."""
        if registration_id in self._row_indices:
            self._select(self._row_indices[registration_id])

    def action_move(self, by: int) -> None:
        self._select(self.selected_index + by)

    def action_page(self, by: int) -> None:
        self._select(self.selected_index + by * max(1, self._page_lines - 1))

    def action_edge(self, side: int) -> None:
        self._select(len(self._rows) - 1 if side > 0 else 0)

    def action_open(self) -> None:
        if self.selected_row is not None:
            self.post_message(self.Opened(self.selected_row))

    @on(events.Click)
    def _select_clicked(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y
        if index < len(self._rows):
            is_double_click = event.chain > 1 and index == self.selected_index
            self._select(index)
            if is_double_click:
                self.action_open()

    @property
    def _page_lines(self) -> int:
        return max(1, self.size.height)

    def _select(self, index: int, removed: QueueRow | None = None) -> None:
        if not self._rows:
            if self.selected_id is not None:
                self.selected_id = None
                self.post_message(self.Selected(None, removed))
            return
        index, previous_index = min(max(index, 0), len(self._rows) - 1), self.selected_index
        row = self._rows[index]
        if row.id != self.selected_id:
            self.selected_id = row.id
            self.post_message(self.Selected(row, removed))
        top = self.scroll_offset.y
        if index < top:
            self.scroll_to(y=index, animate=False)
        elif index >= top + self._page_lines:
            self.scroll_to(y=index - self._page_lines + 1, animate=False)
        self._repaint({-top + moved for moved in (previous_index, index)})

    def _fit_scroll_bar(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows))
        bar = self.vertical_scrollbar
        bar.window_virtual_size, bar.window_size = self.virtual_size.height, self.container_size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)

    def on_resize(self) -> None:
        self._fit_scroll_bar()
        if self.selected_index >= 0:
            self._select(self.selected_index)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def _describe_line(self, y: int) -> _LineState:
        index = y + self.scroll_offset.y
        if index >= len(self._rows):
            return _LineState()
        row = self._rows[index]
        # In minutes: seconds in every row would be most of the output of an idle counter.
        wait_minutes = max(0, int(row.compute_wait(self._now) // 60))
        return _LineState(row, row.id == self.selected_id, row.compute_state(self._now), wait_minutes)

    def _repaint(self, changed_lines: Collection[int] | None = None) -> None:
        """Paint what has changed, of ``changed_lines`` if they are known."""
        columns, lines = self.columns, range(self.size.height)
        for y in lines if changed_lines is None else filter(lines.__contains__, changed_lines):
            painted, current = self._painted_lines.get(y), self._describe_line(y)
            if painted == current:
                continue
            if painted is not None and painted._replace(wait_minutes=current.wait_minutes) == current:
                self.refresh(Region(columns.wait_offset, y, columns.wait, 1))
            else:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        columns = self.columns
        row, is_selected, state, _ = self._painted_lines[y] = self._describe_line(y)
        if row is None:
            return Strip.blank(width, self._resolve_style())

        def style(*names: str) -> Style:
            """The style of a part; the selected row is of one colour."""
            return self._resolve_style("cursor") if is_selected else self._resolve_style(*names)

        mark = f"{POINTER if is_selected else ' '}{SIGNS.get(state, '')}"
        number = f"{sanitize(row.number)}{f' !{row.priority}' if row.priority else ''}"
        wait = self.app.words.format_duration(row.compute_wait(self._now))
        service = shorten_name(sanitize(row.service), columns.service - SERVICE_MARK_WIDTH)
        remark = self._format_place(row, state) or sanitize(row.remark)
        parts = [
            (mark, MARK_WIDTH - GAP_WIDTH, style(state)),
            (number, columns.number, style("number")),
            (sanitize(row.name), columns.name, style()),
            (SERVICE_MARK, 1, style(f"service-{row.colour}")),
            (service, columns.service - SERVICE_MARK_WIDTH, style("quiet")),
            (wait.rjust(columns.wait - 2 * GAP_WIDTH), columns.wait, style(state)),
            (remark, columns.remark, style("quiet")),
        ]
        segments = [Segment(f"{fit_text(text, size)} ", part_style) for text, size, part_style in parts]
        return Strip(segments).adjust_cell_length(width, style())

    def _format_place(self, row: QueueRow, state: RowState) -> str:
        """Where somebody is who does not simply wait: "at Desk 1", "for Desk 9"."""
        if not row.desk:
            return ""
        return self.app.words(f"counter-state-{'at' if state is RowState.SERVED else 'for'}", desk=sanitize(row.desk))

    def _resolve_style(self, *names: str) -> Style:
        if names not in self._styles:
            style = self.rich_style
            for name in names:
                style += self.get_component_rich_style(f"queue-table--{name}", partial=True)
            self._styles[names] = style
        return self._styles[names]
