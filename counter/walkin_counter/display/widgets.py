"""The parts of the display. They know numbers, desks, services and counts, and nothing about people."""

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
"""Calls before the large one that are listed at least, however large their letters should be."""


class LargeCall(Vertical):
    """The number called last and its desk, as large as the place allows, and the call in words."""

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
    """The call in words, a line for each language."""
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
        """The height in lines that the number has, or would have, in the large place."""
        columns, rows = self.content_size
        return find_best_height(number, columns, (rows - 1) * 3 // 5)


class RecentCalls(Static):
    """The calls before the large one, newest on top; in large letters where they all fit."""

    DEFAULT_CSS = "RecentCalls { color: $text; }"

    app = getters.app(WalkinApp)
    calls: reactive[tuple[Call, ...]] = reactive(())
    min_letter_lines: reactive[int] = reactive(0)
    """Lines that letters need for the farthest seat: for that, fewer calls are listed."""

    def render(self) -> Content:
        columns, rows = self.content_size
        title = to_content(self.app.words("display-recent"), "bold")
        lines = [title, Content("")]
        count, height = self._choose_layout(columns, rows)
        for call in self.calls[:count]:
            desk = fit_text(
                sanitize(f"{ARROW} {call.desk}" if call.desk else ""), columns - self._measure_number_width(height) - 2
            ).rstrip()
            if not height:
                lines.append(to_content(f"{fit_text(sanitize(call.number), 6)} {desk}", "bold"))
                continue
            drawn = render_letters(call.number, height)
            for place, line in enumerate(drawn):
                beside = f"  {desk}" if place == height // 2 else ""
                lines.append(
                    Content.assemble(fit_text(line, self._measure_number_width(height)), to_content(beside, "bold"))
                )
            lines.append(Content(""))
        return Content("\n").join(lines[:rows])

    def _measure_number_width(self, letter_height: int) -> int:
        """Cells that the widest number takes."""
        numbers = [call.number for call in self.calls]
        return max(
            (
                measure_width(number, letter_height) if letter_height else cell_len(sanitize(number))
                for number in numbers
            ),
            default=0,
        )

    def _choose_layout(self, columns: int, rows: int) -> tuple[int, int]:
        """How many calls are listed, and the height of their letters; 0 for plain text."""
        if not self.calls or not all(is_drawable(call.number) for call in self.calls):
            return RECENT_CALLS, 0
        for count in range(RECENT_CALLS, MIN_RECENT_CALLS - 1, -1):
            height = self._measure_letter_height(columns, rows, count)
            if height >= max(1, self.min_letter_lines):
                return count, height
        return RECENT_CALLS, self._measure_letter_height(columns, rows, RECENT_CALLS)

    def _measure_letter_height(self, columns: int, rows: int, count: int) -> int:
        place = (rows - 2) // count - 1
        return min(find_best_height(call.number, columns - 14, place) for call in self.calls)


class WaitingCount(NamedTuple):
    """A service, how many wait for it, and the wait that is told, "" when none is."""

    service: str
    people: int
    wait_text: str = ""


class WaitingCounts(Static):
    """How many wait for each service, and how long; in turns where there are more services than lines."""

    DEFAULT_CSS = "WaitingCounts { color: $text; }"

    app = getters.app(WalkinApp)
    counts: reactive[tuple[WaitingCount, ...]] = reactive((), layout=True)
    rotation: reactive[int] = reactive(0)

    def render(self) -> Content:
        columns = max(8, self.content_size.width - 1)
        room = max(2, self.screen.size.height // 2 - 3)
        each = 2 if any(waiting.wait_text for waiting in self.counts) else 1
        if len(self.counts) * each > room:
            each = 1
        turns = max(1, math.ceil(len(self.counts) * each / room))
        first = self.rotation % turns * (room // each)
        lines = [to_content(self.app.words("display-waiting"), "bold")]
        for service, count, told in self.counts[first : first + room // each]:
            lines.append(to_content(f"{fit_text(sanitize(service), columns - 5)} {count:>4}"))
            if told and each == 2:
                lines.append(to_content(told.rjust(columns)))
        return Content("\n").join(lines)
