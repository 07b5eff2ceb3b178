"""The three parts of the display. They know numbers, desks, services and counts, and nothing about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from counter.columns import fit
from shared.ui.app import WalkinApp
from shared.ui.letters import BigText, best_height, drawable, letters, width
from shared.ui.safe import safe, shown

if TYPE_CHECKING:
    from counter.announcing import Call

ARROW = "→"


class LargeCall(Vertical):
    """The number called last and its desk, as large as the place allows."""

    DEFAULT_CSS = """
    LargeCall {
        width: 1fr;
        padding: 1 2;
        background: $background;
        color: $text;
        & > #nobody { height: 1fr; content-align: center middle; text-align: center; color: $text-muted; }
        & > #number { height: 3fr; }
        & > #desk { height: 2fr; content-align: center top; }
        & > BigText { text-style: bold; }
        &.-inverted { background: $called; color: $called-text; }
        &.-nobody > BigText { display: none; }
        &.-somebody > #nobody { display: none; }
    }
    """

    app = getters.app(WalkinApp)
    call: reactive[Call | None] = reactive(None)
    inverted: reactive[bool] = reactive(False, toggle_class="-inverted")

    def compose(self) -> ComposeResult:
        yield Static(safe(self.app.words("display-nobody")), id="nobody")
        yield BigText(id="number")
        yield BigText(id="desk")

    def watch_call(self, call: Call | None) -> None:
        self.set_class(call is None, "-nobody").set_class(call is not None, "-somebody")
        if call is not None:
            self.query_one("#number", BigText).text = call.number
            self.query_one("#desk", BigText).text = f"{ARROW} {call.desk}" if call.desk else ""


class RecentCalls(Static):
    """The calls before the large one, newest on top; in large letters where they all fit."""

    DEFAULT_CSS = "RecentCalls { color: $text; }"

    app = getters.app(WalkinApp)
    calls: reactive[tuple[Call, ...]] = reactive(())

    def render(self) -> Content:
        columns, rows = self.content_size
        title = safe(self.app.words("display-recent"), "bold")
        lines = [title, Content("")]
        height = self._height(columns, rows)
        for call in self.calls:
            desk = fit(shown(f"{ARROW} {call.desk}" if call.desk else ""), columns - self._wide(height) - 2).rstrip()
            if not height:
                lines.append(safe(f"{fit(shown(call.number), 6)} {desk}", "bold"))
                continue
            drawn = letters(call.number, height)
            for place, line in enumerate(drawn):
                beside = f"  {desk}" if place == height // 2 else ""
                lines.append(Content.assemble(fit(line, self._wide(height)), safe(beside, "bold")))
            lines.append(Content(""))
        return Content("\n").join(lines[:rows])

    def _wide(self, height: int) -> int:
        """Cells that the widest number takes."""
        numbers = [call.number for call in self.calls]
        return max((width(number, height) if height else cell_len(shown(number)) for number in numbers), default=0)

    def _height(self, columns: int, rows: int) -> int:
        """The height of the numbers' letters; 0 for plain text."""
        if not self.calls or not all(drawable(call.number) for call in self.calls):
            return 0
        place = (rows - 2) // 5 - 1
        wide = columns - 14
        return min(best_height(call.number, wide, place) for call in self.calls)


class WaitingCounts(Static):
    """How many wait for each service."""

    DEFAULT_CSS = "WaitingCounts { color: $text; }"

    app = getters.app(WalkinApp)
    counts: reactive[tuple[tuple[str, int], ...]] = reactive((), layout=True)

    def render(self) -> Content:
        columns = max(8, self.content_size.width - 1)
        lines = [safe(self.app.words("display-waiting"), "bold")]
        for service, count in self.counts:
            lines.append(safe(f"{fit(shown(service), columns - 5)} {count:>4}"))
        return Content("\n").join(lines)
