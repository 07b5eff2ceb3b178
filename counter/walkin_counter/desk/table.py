"""The live queue as a table, drawn line by line: its cost does not grow with the number of people waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events, getters, on
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from walkin.ui.app import WalkinApp
from walkin.ui.safe import sanitize
from walkin_counter.desk.columns import GAP_WIDTH, MARK_WIDTH, Columns, fit_text, format_span
from walkin_counter.desk.rows import QueueRow, RowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

HEADER_LINES = 1
POINTER = "►"


class QueueTable(ScrollView, can_focus=True):
    """People in the order they will be called. The selection stays with its person while others come and go.

    Feed it with `show` (rows, time) and, between changes, with `tick` (time); only cells that changed are painted.
    """

    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "open", "counter-key-details"),
    ]

    COMPONENT_CLASSES: ClassVar = {
        "queue-table--header",
        "queue-table--stripe",
        "queue-table--cursor",
        "queue-table--number",
        *(f"queue-table--{flag}" for flag in RowState),
    }

    DEFAULT_CSS = """
    QueueTable {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;
        & > .queue-table--header { background: $panel; color: $foreground; text-style: bold; }
        & > .queue-table--stripe { background: $row-stripe; }
        & > .queue-table--number { text-style: bold; }
        & > .queue-table--waiting { color: $foreground; }
        & > .queue-table--soon { color: $warning; text-style: bold; }
        & > .queue-table--late { color: $error; text-style: bold; }
        & > .queue-table--served { color: $success; }
        & > .queue-table--held { color: $text-muted; }
        & > .queue-table--cursor { background: $panel; color: $foreground; text-style: bold; }
        &:focus > .queue-table--cursor { background: $row-cursor; color: $row-cursor-text; }
    }
    """

    # Textual would lay out the whole screen each time somebody comes or goes; here only the scroll bar has to know.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    selected_id: reactive[str | None] = reactive(None, repaint=False)
    """The id of the selected row; None while there is no row."""

    @dataclass
    class Selected(Message):
        """Another row has the selection; ``gone`` is the number that had it, when that row went away."""

        row: QueueRow | None
        removed_number: str = ""

    @dataclass
    class Opened(Message):
        """Somebody wants to see more of a row."""

        row: QueueRow

    app = getters.app(WalkinApp)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[QueueRow] = ()
        self._row_indices: dict[str, int] = {}
        self._now = 0.0
        self._painted_lines: dict[int, tuple[QueueRow | None, bool, RowState | None, str]] = {}
        self._styles: dict[tuple[str, ...], Style] = {}

    @property
    def rows(self) -> Sequence[QueueRow]:
        """What is shown, in order."""
        return self._rows

    @property
    def selected_index(self) -> int:
        """The index of the selected row, -1 when there is none."""
        return self._row_indices.get(self.selected_id, -1) if self.selected_id is not None else -1

    @property
    def selected_row(self) -> QueueRow | None:
        """The selected row."""
        return self._rows[self.selected_index] if self.selected_index >= 0 else None

    def show(self, rows: Sequence[QueueRow], now: float) -> None:
        """Show these rows.

        When the selected person is gone or has been called to a desk, whoever took that place in the list is selected.
        """
        before, top, chosen = self.selected_index, self.scroll_offset.y, self.selected_row
        self._rows, self._now = rows, now
        self._row_indices = {row.id: place for place, row in enumerate(rows)}
        self._fit_scroll_bar()
        called = (
            chosen is not None
            and self.selected_row is not None
            and chosen.called_at is None
            and self.selected_row.called_at is not None
        )
        if self.selected_index < 0 or called:
            self._select(min(max(before, 0), len(rows) - 1), chosen.number if chosen else "")
        elif before >= 0 and (top > 0 or self.selected_index >= self._page_lines):
            # The selected line stays where the eye is.
            self.scroll_to(y=top + self.selected_index - before, animate=False)
        self._repaint()

    def redraw(self) -> None:
        """The language has changed: say everything anew."""
        self._painted_lines.clear()
        self.refresh()

    def tick(self, now: float) -> None:
        """Let the waits advance to ``now``."""
        self._now = now
        self._repaint()

    def select(self, registration_id: str) -> None:
        """Select that row, if it is there."""
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
        place = event.y - HEADER_LINES + self.scroll_offset.y
        if event.y >= HEADER_LINES and place < len(self._rows):
            twice_here = event.chain > 1 and place == self.selected_index
            self._select(place)
            if twice_here:
                self.action_open()

    @property
    def _page_lines(self) -> int:
        return max(1, self.size.height - HEADER_LINES)

    def _select(self, index: int, removed_number: str = "") -> None:
        if not self._rows:
            if self.selected_id is not None:
                self.selected_id = None
                self.post_message(self.Selected(None, removed_number))
            return
        index = min(max(index, 0), len(self._rows) - 1)
        row = self._rows[index]
        if row.id != self.selected_id:
            self.selected_id = row.id
            self.post_message(self.Selected(row, removed_number))
        top = self.scroll_offset.y
        if index < top:
            self.scroll_to(y=index, animate=False)
        elif index >= top + self._page_lines:
            self.scroll_to(y=index - self._page_lines + 1, animate=False)
        self._repaint()

    def _fit_scroll_bar(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows) + HEADER_LINES)
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

    def _describe_line(self, y: int) -> tuple[QueueRow | None, bool, RowState | None, str]:
        """All that decides how line ``y`` of the widget looks."""
        place = y - HEADER_LINES + self.scroll_offset.y
        if y < HEADER_LINES or place >= len(self._rows):
            return None, False, None, ""
        row = self._rows[place]
        return (
            row,
            row.id == self.selected_id,
            row.compute_state(self._now),
            format_span(row.compute_wait(self._now), whole_minutes=self.app.reduced_motion),
        )

    def _repaint(self) -> None:
        columns = Columns.for_width(self.size.width)
        for y in range(HEADER_LINES, self.size.height):
            before, now = self._painted_lines.get(y), self._describe_line(y)
            if before == now:
                continue
            if before is not None and before[:3] == now[:3]:
                self.refresh(Region(columns.wait_offset, y, columns.wait, 1))
            else:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        columns = Columns.for_width(width)
        if y < HEADER_LINES:
            return self._render_header(columns, width)
        row, selected, flag, wait = self._painted_lines[y] = self._describe_line(y)
        if row is None or flag is None:
            return Strip.blank(width, self._resolve_style())
        ground = self._choose_background(row, selected=selected)
        plain = self._resolve_style(*ground)
        told = plain if selected else self._resolve_style(*ground, flag)
        state = self._format_state(row, flag)
        parts = [
            (POINTER if selected else "", MARK_WIDTH - GAP_WIDTH, plain),
            (
                f"{sanitize(row.number)}{f' !{row.priority}' if row.priority else ''}",
                columns.number,
                self._resolve_style(*ground, "number"),
            ),
            (sanitize(row.short_remark), columns.short_remark, told),
            (sanitize(row.name), columns.name, plain),
            (sanitize(row.service), columns.service, plain),
            (wait.rjust(columns.wait - GAP_WIDTH), columns.wait, told),
            (state, columns.state, told),
            (sanitize(row.remark), columns.remark, plain),
        ]
        segments = [Segment(f"{fit_text(text, size)} ", style) for text, size, style in parts if size]
        return Strip(segments).adjust_cell_length(width, plain)

    def _format_state(self, row: QueueRow, state: RowState) -> str:
        if state is RowState.SERVED and row.desk:
            return self.app.words("counter-state-at", desk=sanitize(row.desk))
        if state is RowState.HELD and row.desk:
            return self.app.words("counter-state-for", desk=sanitize(row.desk))
        return self.app.words(f"counter-state-{state}")

    def _render_header(self, columns: Columns, width: int) -> Strip:
        style = self._resolve_style("header")
        words = self.app.words
        text = " " * MARK_WIDTH
        for key, size in zip(("number", "signs", "name", "service", "wait", "state", "remark"), columns, strict=True):
            word = words(f"counter-column-{key}") if key != "signs" else ""
            if size:
                text += f"{fit_text(word.rjust(size - GAP_WIDTH) if key == 'wait' else word, size)} "
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _choose_background(self, row: QueueRow, *, selected: bool) -> tuple[str, ...]:
        if selected:
            return ("cursor",)
        return ("stripe",) if self._row_indices[row.id] % 2 else ()

    def _resolve_style(self, *names: str) -> Style:
        if names not in self._styles:
            base = self.rich_style
            for name in names:
                base += self.get_component_rich_style(f"queue-table--{name}", partial=True)
            self._styles[names] = base
        return self._styles[names]
