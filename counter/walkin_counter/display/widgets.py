"""Widgets of the display. They get ticket numbers, desks, services and counts, but no personal data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from walkin.ui.app import WalkinApp
from walkin.ui.letters import BigText, find_best_height, is_drawable, measure_width, render_letters
from walkin.ui.safe import sanitize, to_content
from walkin_counter.display.announcements import RECENT_CALLS
from walkin_counter.formatting import fit_text

if TYPE_CHECKING:
    from walkin_counter.display.announcements import Call

ARROW = "→"
MIN_RECENT_CALLS = 3
"""Recent calls that are listed at least, even if their letters should be larger."""


class LargeCall(Vertical):
    """The last call: number and desk as large as possible, and the call as a sentence."""

    DEFAULT_CSS = """
    LargeCall {
        width: 1fr;
        padding: 1 2;
        background: $background;
        color: $text;
        & > #nobody { height: 1fr; content-align: center middle; text-align: center; color: $text-muted; }
        & > #number { height: 3fr; }
        & > #desk { height: 2fr; content-align: center top; }
        & > #said { height: auto; max-height: 6; text-align: center; }
        & > BigText { text-style: bold; }
        &.-inverted { background: $called; color: $called-text; }
        &.-nobody > BigText, &.-nobody > #said { display: none; }
        &.-somebody > #nobody { display: none; }
    }
    """

    app = getters.app(WalkinApp)
    call: reactive[Call | None] = reactive(None)
    sentences: reactive[str] = reactive("")
    """The call as a sentence, one line for each language."""
    inverted: reactive[bool] = reactive(False, toggle_class="-inverted")

    def compose(self) -> ComposeResult:
        yield Static(to_content(self.app.words("display-nobody")), id="nobody")
        yield BigText(id="number")
        yield BigText(id="desk")
        yield Static(id="said")

    def watch_call(self, call: Call | None) -> None:
        self.set_class(call is None, "-nobody").set_class(call is not None, "-somebody")
        if call is not None:
            self.query_one("#number", BigText).text = call.number
            self.query_one("#desk", BigText).text = f"{ARROW} {call.desk}" if call.desk else ""

    def watch_sentences(self, sentences: str) -> None:
        self.query_one("#said", Static).update(to_content(sentences, multiline=True))

    def measure_lines(self, number: str) -> int:
        """The height in lines of the letters of ``number``."""
        columns, rows = self.content_size
        return find_best_height(number, columns, (rows - 1) * 3 // 5)


class RecentCalls(Static):
    """The calls before the large one, newest on top; in large letters if they fit."""

    DEFAULT_CSS = "RecentCalls { color: $text; }"

    app = getters.app(WalkinApp)
    calls: reactive[tuple[Call, ...]] = reactive(())
    min_letter_lines: reactive[int] = reactive(0)
    """Lines that letters need for the farthest seat; fewer calls are listed for larger letters."""

    def render(self) -> Content:
        columns, rows = self.content_size
        title = to_content(self.app.words("display-recent"), "bold")
        lines = [title, Content("")]
        count, height = self._choose_layout(columns, rows)
        number_width = self._measure_number_width(height)
        for call in self.calls[:count]:
            desk = fit_text(sanitize(f"{ARROW} {call.desk}" if call.desk else ""), columns - number_width - 2).rstrip()
            if not height:
                lines.append(to_content(f"{fit_text(sanitize(call.number), 6)} {desk}", "bold"))
                continue
            for index, line in enumerate(render_letters(call.number, height)):
                desk_part = to_content(f"  {desk}" if index == height // 2 else "", "bold")
                lines.append(Content.assemble(fit_text(line, number_width), desk_part))
            lines.append(Content(""))
        return Content("\n").join(lines[:rows])

    def _measure_number_width(self, letter_height: int) -> int:
        """The width of the widest number in cells."""
        numbers = [call.number for call in self.calls]
        if not letter_height:
            return max((cell_len(sanitize(number)) for number in numbers), default=0)
        return max((measure_width(number, letter_height) for number in numbers), default=0)

    def _choose_layout(self, columns: int, rows: int) -> tuple[int, int]:
        """The number of listed calls and the height of their letters in lines; 0 for plain text."""
        if not self.calls or not all(is_drawable(call.number) for call in self.calls):
            return RECENT_CALLS, 0
        for count in range(RECENT_CALLS, MIN_RECENT_CALLS - 1, -1):
            height = self._measure_letter_height(columns, rows, count)
            if height >= max(1, self.min_letter_lines):
                return count, height
        return RECENT_CALLS, self._measure_letter_height(columns, rows, RECENT_CALLS)

    def _measure_letter_height(self, columns: int, rows: int, count: int) -> int:
        max_height = (rows - 2) // count - 1
        return min(find_best_height(call.number, columns - 14, max_height) for call in self.calls)


class WaitingCount(NamedTuple):
    """A service, the number of clients who wait for it, and the expected wait or ""."""

    service: str
    people: int
    wait_text: str = ""


class WaitingCounts(Static):
    """The waiting clients and the expected wait of each service; in turns if there are more than lines."""

    DEFAULT_CSS = "WaitingCounts { color: $text; }"

    app = getters.app(WalkinApp)
    counts: reactive[tuple[WaitingCount, ...]] = reactive((), layout=True)
    rotation: reactive[int] = reactive(0)

    def render(self) -> Content:
        columns = max(8, self.content_size.width - 1)
        max_lines = max(2, self.screen.size.height // 2 - 3)
        show_waits = any(count.wait_text for count in self.counts) and len(self.counts) * 2 <= max_lines
        page_count = max(1, math.ceil(len(self.counts) / max_lines))
        first = self.rotation % page_count * max_lines
        lines = [to_content(self.app.words("display-waiting"), "bold")]
        for service, people, wait_text in self.counts[first : first + max_lines]:
            lines.append(to_content(f"{fit_text(sanitize(service), columns - 5)} {people:>4}"))
            if wait_text and show_waits:
                lines.append(to_content(wait_text.rjust(columns)))
        return Content("\n").join(lines)
