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
from walkin.ui.safe import shown
from walkin_counter.desk.columns import GAP, MARK, Columns, clock, fit
from walkin_counter.desk.rows import Flag, QueueRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

HEADER = 1
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
        *(f"queue-table--{flag}" for flag in Flag),
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

    selected: reactive[str | None] = reactive(None, repaint=False)
    """The id of the selected row; None while there is no row."""

    @dataclass
    class Selected(Message):
        """Another row has the selection; ``gone`` is the number that had it, when that row went away."""

        row: QueueRow | None
        gone: str = ""

    @dataclass
    class Opened(Message):
        """Somebody wants to see more of a row."""

        row: QueueRow

    app = getters.app(WalkinApp)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[QueueRow] = ()
        self._index: dict[str, int] = {}
        self._now = 0.0
        self._painted: dict[int, tuple[QueueRow | None, bool, Flag | None, str]] = {}
        self._styles: dict[tuple[str, ...], Style] = {}

    @property
    def rows(self) -> Sequence[QueueRow]:
        """What is shown, in order."""
        return self._rows

    @property
    def cursor(self) -> int:
        """The index of the selected row, -1 when there is none."""
        return self._index.get(self.selected, -1) if self.selected is not None else -1

    @property
    def row(self) -> QueueRow | None:
        """The selected row."""
        return self._rows[self.cursor] if self.cursor >= 0 else None

    def show(self, rows: Sequence[QueueRow], now: float) -> None:
        """Show these rows.

        When the selected person is gone or has been called to a desk, whoever took that place in the list is selected.
        """
        before, top, chosen = self.cursor, self.scroll_offset.y, self.row
        self._rows, self._now = rows, now
        self._index = {row.id: place for place, row in enumerate(rows)}
        self._fit_scroll_bar()
        called = chosen is not None and self.row is not None and chosen.until is None and self.row.until is not None
        if self.cursor < 0 or called:
            self._select(min(max(before, 0), len(rows) - 1), chosen.number if chosen else "")
        elif before >= 0 and (top > 0 or self.cursor >= self._page):
            # The selected line stays where the eye is.
            self.scroll_to(y=top + self.cursor - before, animate=False)
        self._repaint()

    def label(self) -> None:
        """The language has changed: say everything anew."""
        self._painted.clear()
        self.refresh()

    def tick(self, now: float) -> None:
        """Let the waits advance to ``now``."""
        self._now = now
        self._repaint()

    def select(self, registration_id: str) -> None:
        """Select that row, if it is there."""
        if registration_id in self._index:
            self._select(self._index[registration_id])

    def action_move(self, by: int) -> None:
        self._select(self.cursor + by)

    def action_page(self, by: int) -> None:
        self._select(self.cursor + by * max(1, self._page - 1))

    def action_edge(self, side: int) -> None:
        self._select(len(self._rows) - 1 if side > 0 else 0)

    def action_open(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self.row))

    @on(events.Click)
    def _point(self, event: events.Click) -> None:
        place = event.y - HEADER + self.scroll_offset.y
        if event.y >= HEADER and place < len(self._rows):
            twice_here = event.chain > 1 and place == self.cursor
            self._select(place)
            if twice_here:
                self.action_open()

    @property
    def _page(self) -> int:
        return max(1, self.size.height - HEADER)

    def _select(self, place: int, gone: str = "") -> None:
        if not self._rows:
            if self.selected is not None:
                self.selected = None
                self.post_message(self.Selected(None, gone))
            return
        place = min(max(place, 0), len(self._rows) - 1)
        row = self._rows[place]
        if row.id != self.selected:
            self.selected = row.id
            self.post_message(self.Selected(row, gone))
        top = self.scroll_offset.y
        if place < top:
            self.scroll_to(y=place, animate=False)
        elif place >= top + self._page:
            self.scroll_to(y=place - self._page + 1, animate=False)
        self._repaint()

    def _fit_scroll_bar(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows) + HEADER)
        bar = self.vertical_scrollbar
        bar.window_virtual_size, bar.window_size = self.virtual_size.height, self.container_size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)

    def on_resize(self) -> None:
        self._fit_scroll_bar()
        if self.cursor >= 0:
            self._select(self.cursor)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def _line(self, y: int) -> tuple[QueueRow | None, bool, Flag | None, str]:
        """All that decides how line ``y`` of the widget looks."""
        place = y - HEADER + self.scroll_offset.y
        if y < HEADER or place >= len(self._rows):
            return None, False, None, ""
        row = self._rows[place]
        return row, row.id == self.selected, row.flag(self._now), clock(row.wait(self._now), calm=self.app.calm)

    def _repaint(self) -> None:
        columns = Columns.of(self.size.width)
        for y in range(HEADER, self.size.height):
            before, now = self._painted.get(y), self._line(y)
            if before == now:
                continue
            if before is not None and before[:3] == now[:3]:
                self.refresh(Region(columns.wait_at, y, columns.wait, 1))
            else:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        columns = Columns.of(width)
        if y < HEADER:
            return self._header(columns, width)
        row, selected, flag, wait = self._painted[y] = self._line(y)
        if row is None or flag is None:
            return Strip.blank(width, self._style())
        ground = self._ground(row, selected=selected)
        plain = self._style(*ground)
        told = plain if selected else self._style(*ground, flag)
        state = self._state(row, flag)
        parts = [
            (POINTER if selected else "", MARK - GAP, plain),
            (
                f"{shown(row.number)}{f' !{row.priority}' if row.priority else ''}",
                columns.number,
                self._style(*ground, "number"),
            ),
            (shown(row.signs), columns.signs, told),
            (shown(row.name), columns.name, plain),
            (shown(row.service), columns.service, plain),
            (wait.rjust(columns.wait - GAP), columns.wait, told),
            (state, columns.state, told),
            (shown(row.remark), columns.remark, plain),
        ]
        segments = [Segment(f"{fit(text, size)} ", style) for text, size, style in parts if size]
        return Strip(segments).adjust_cell_length(width, plain)

    def _state(self, row: QueueRow, flag: Flag) -> str:
        if flag is Flag.SERVED and row.desk:
            return self.app.words("counter-state-at", desk=shown(row.desk))
        if flag is Flag.HELD and row.desk:
            return self.app.words("counter-state-for", desk=shown(row.desk))
        return self.app.words(f"counter-state-{flag}")

    def _header(self, columns: Columns, width: int) -> Strip:
        style = self._style("header")
        words = self.app.words
        text = " " * MARK
        for key, size in zip(("number", "signs", "name", "service", "wait", "state", "remark"), columns, strict=True):
            word = words(f"counter-column-{key}") if key != "signs" else ""
            if size:
                text += f"{fit(word.rjust(size - GAP) if key == 'wait' else word, size)} "
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _ground(self, row: QueueRow, *, selected: bool) -> tuple[str, ...]:
        if selected:
            return ("cursor",)
        return ("stripe",) if self._index[row.id] % 2 else ()

    def _style(self, *names: str) -> Style:
        if names not in self._styles:
            base = self.rich_style
            for name in names:
                base += self.get_component_rich_style(f"queue-table--{name}", partial=True)
            self._styles[names] = base
        return self._styles[names]
