"""Widgets of the display. They get ticket numbers, desks, services and counts, but no personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from walkin.languages.desks import split_desk, translate_desk
from walkin.ui.app import WalkinApp
from walkin.ui.letters import (
    find_best_height,
    is_drawable,
    list_heights,
    measure_stroke,
    measure_width,
    render_letters,
    wrap_texts,
)
from walkin.ui.safe import sanitize, to_content
from walkin_counter.formatting import fit_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from walkin_counter.display.announcements import Call

ARROW = " → "
COUNT_SEPARATOR = " " * 5
GAP_COLUMNS = 3
"""Columns between letters and the plain text beside them."""
MIN_NAME_COLUMNS = 10
"""Minimum columns of a service's name; longer names are cut."""
MAX_WORDS_HEIGHT = 7
"""The largest letters of sentences: more would outdo the number."""


def draw_letters(text: str, height: int, columns: int) -> list[str]:
    """The rows of a text in the middle of so many columns: in letters of a height, or one row of plain text for 0."""
    if not height:
        plain = fit_text(sanitize(text), min(columns, cell_len(sanitize(text))))
        return [" " * ((columns - cell_len(plain)) // 2) + plain]
    return [row.center(columns) for row in render_letters(text, height)]


def draw_sentence(text: str, columns: int, rows: int) -> list[str]:
    """The rows of a sentence in the largest letters that fit, in several lines; plain text where none fit."""
    height, lines = _fit_lines(text.split(), " ", columns, rows)
    return _stack([draw_letters(line, height, columns) for line in lines]) or draw_letters(text, 0, columns)


def _fit_lines(texts: Sequence[str], separator: str, columns: int, rows: int) -> tuple[int, list[str]]:
    """The largest letters in which all texts fit, and their lines; no lines if none fit."""
    for height in list_heights(min(rows, MAX_WORDS_HEIGHT)) if all(map(is_drawable, texts)) else ():
        lines = wrap_texts(texts, separator, columns, height)
        if lines and len(lines) * (height + 1) - 1 <= rows:
            return height, lines
    return 0, []


def choose_call_heights(number: str, desk: str, columns: int, rows: int) -> tuple[int, int]:
    """The heights of the letters of a number and of its desk below, 0 for plain text.

    The desk is about 60 % of the number, 5 : 7 where both have the same stroke.
    """
    if not desk or not is_drawable(desk):
        rows -= bool(desk) * 2
        return (find_best_height(number, columns, rows) if is_drawable(number) else 0), 0
    heights = list_heights(rows)
    desks = [height for height in heights if measure_width(desk, height) <= columns]
    numbers = [height for height in heights if measure_width(number, height) <= columns] if is_drawable(number) else [1]
    pairs = [(n, d) for n in numbers for d in (*desks, 0) if n + 1 + max(d, 1) <= rows and d <= n * 0.75]

    def score(pair: tuple[int, int]) -> tuple[bool, bool, float]:
        n, d = pair
        strokes = measure_stroke(max(n, 3)), measure_stroke(d or 3)
        return d > 0, d >= n * 0.4, (n + d) * (min(strokes) / max(strokes)) ** 0.25

    number_height, desk_height = max(pairs, key=score, default=(0, 0))
    return number_height if is_drawable(number) else 0, desk_height


def _stack(drawn: Sequence[Sequence[str]]) -> list[str]:
    """Texts below each other, with an empty row between."""
    rows: list[str] = []
    for text in filter(None, drawn):
        rows += ["", *text] if rows else text
    return rows


class LargeCall(Static):
    """The last call: number and desk as large as possible, and the client's sentence where there is room."""

    DEFAULT_CSS = """
    LargeCall {
        width: 1fr;
        height: 1fr;
        padding: 1 2 0 2;
        background: $background;
        color: $text;
        text-style: bold;
        text-wrap: nowrap;
        content-align: left middle;
        &.-inverted { background: $called; color: $called-text; }
        &.-nobody { color: $text-muted; }
    }
    """

    app = getters.app(WalkinApp)
    call: reactive[Call | None] = reactive(None)
    sentence: reactive[str] = reactive("")
    """The call in the client's language, or ""."""
    idle_text: reactive[str] = reactive("")
    """What is shown while nobody is called."""
    inverted: reactive[bool] = reactive(False, toggle_class="-inverted")

    def __init__(self, *, shows_desk: bool = True) -> None:
        super().__init__(classes="-nobody")
        self._shows_desk = shows_desk

    def watch_call(self, call: Call | None) -> None:
        self.set_class(call is None, "-nobody")

    def render(self) -> Content:
        columns, rows = self.content_size
        if self.call is None:
            return to_content("\n".join(draw_sentence(self.idle_text, columns, rows)), multiline=True)
        desk = self._get_desk()
        number_height, desk_height = choose_call_heights(self.call.number, desk, columns, rows)
        drawn = [draw_letters(self.call.number, number_height, columns)]
        if desk:
            drawn.append(draw_letters(desk, desk_height, columns))
        if self.sentence and (rows_left := rows - len(_stack(drawn)) - 1) > 0:
            drawn.append(draw_sentence(self.sentence, columns, min(3, rows_left)))
        return to_content("\n".join(_stack(drawn)), multiline=True)

    def measure_lines(self, number: str) -> int:
        """The height in lines of the letters of ``number``."""
        return choose_call_heights(number, self._get_desk(), *self.content_size)[0]

    def _get_desk(self) -> str:
        return translate_desk(self.app.words, self.call.desk) if self.call and self._shows_desk else ""


class _BoardLayout(NamedTuple):
    """Letters of a height, 0 for plain text, in so many columns of entries with so many entries each."""

    height: int
    columns: int
    lines: int

    @property
    def capacity(self) -> int:
        return self.columns * self.lines


class ServingBoard(Static):
    """Who is being served: desk → number, newest first.

    The letters are as large as the entries allow. Where not all fit in letters of three rows, or of those that the
    farthest seat needs, the newest have them. Only new calls that would not fit make the letters smaller than that.
    """

    DEFAULT_CSS = """
    ServingBoard { width: 1fr; padding: 0 2; background: $surface; color: $text; text-wrap: nowrap; }
    """

    app = getters.app(WalkinApp)
    calls: reactive[tuple[Call, ...]] = reactive(())
    new_calls: reactive[int] = reactive(0)
    """Number of new calls, the first of `calls`, which must all be shown."""
    min_letter_lines: reactive[int] = reactive(0)
    """Lines that letters need for the farthest seat."""

    def render(self) -> Content:
        if not self.calls:
            return Content("")
        columns, rows = self.content_size
        words = self.app.words
        named = [split_desk(words, call.desk) for call in self.calls]
        common_words = {word for word, _ in named}
        word = common_words.pop() if len(common_words) == 1 else ""
        desks = [number if word else f"{own} {number}".strip() for own, number in named]
        kind = word[:1].upper() + word[1:] or words("display-desk")
        pair = f"{kind}{ARROW}{words('display-number')}"
        layout = self._choose_layout(desks, columns, rows - 1)
        entries = list(zip(desks, (call.number for call in self.calls), strict=True))[: layout.capacity]
        used_rows = min(layout.lines, len(entries)) * (layout.height + 1) - 1
        heading, height = self._choose_heading(pair, columns, min(layout.height, rows - used_rows - 1))
        return Content("\n").join(
            [
                *(to_content(row, "bold $text-muted") for row in draw_letters(heading, height, columns)),
                *([Content("")] if height else []),
                *self._draw_entries(entries, layout, columns, is_numeric=bool(word)),
            ]
        )

    def _choose_heading(self, pair: str, columns: int, rows: int) -> tuple[str, int]:
        """The heading and the height of its letters, 0 for plain text: small beside the entries, and what fits."""
        whole = f"{self.app.words('display-serving')} · {pair}"
        for text in (whole, pair):
            if rows >= 3 and is_drawable(text) and measure_width(text, 3) <= columns:
                return text, 3
        return whole, 0

    def _choose_layout(self, desks: Sequence[str], columns: int, rows: int) -> _BoardLayout:
        numbers = [call.number for call in self.calls]
        layouts = [self._fit(desks, numbers, 0, columns, rows)]
        if all(map(is_drawable, numbers)):
            # Three entries have room below each other.
            least = _round_up(max(3, self.min_letter_lines))
            heights = list_heights(max(least, rows // 3))
            layouts = [self._fit(desks, numbers, height, columns, rows) for height in heights] + layouts
            for layout in layouts:
                if layout.height >= least and layout.capacity >= len(numbers):
                    return layout
            layouts = [layout for layout in layouts if layout.height <= least]
        needed = min(self.new_calls, len(numbers))
        return next((layout for layout in layouts if layout.capacity >= max(1, needed)), layouts[-1])

    @staticmethod
    def _fit(desks: Sequence[str], numbers: Sequence[str], height: int, columns: int, rows: int) -> _BoardLayout:
        desk_width, number_width = _measure_entries(desks, numbers, height, columns)
        width, gap = desk_width + _measure(ARROW, height) + number_width, height + 2
        fitting_columns = (columns + gap) // (width + gap)
        if not height:
            return _BoardLayout(0, max(1, fitting_columns), max(1, rows))
        return _BoardLayout(height, fitting_columns, (rows + 1) // (height + 1))

    def _draw_entries(
        self, entries: Sequence[tuple[str, str]], layout: _BoardLayout, columns: int, *, is_numeric: bool
    ) -> Iterator[Content]:
        height = layout.height
        desk_width, number_width = _measure_entries(
            [desk for desk, _ in entries], [number for _, number in entries], height, columns
        )
        arrow = _draw(ARROW, height)
        # Each column of entries is in the middle of its share of the width.
        used_columns = -(-len(entries) // layout.lines)
        room = columns // used_columns - desk_width - len(arrow[0]) - number_width
        before, after = Content(" " * (room // 2)), Content(" " * (room - room // 2))
        for line in range(min(layout.lines, len(entries))):
            if line and height:
                yield Content("")
            drawn = [
                (_draw_desk(desk, height, desk_width, is_numeric=is_numeric), _draw(number, height))
                for desk, number in entries[line :: layout.lines]
            ]
            for row in range(max(1, height)):
                yield Content("").join(
                    Content.assemble(
                        before,
                        to_content(desk[row], "bold"),
                        to_content(arrow[row], "$text-muted"),
                        to_content(fit_text(number[row], number_width), "bold $primary"),
                        after,
                    )
                    for desk, number in drawn
                )


def _round_up(lines: int) -> int:
    """The least height of letters of at least so many lines."""
    return min(height for height in list_heights(lines + 5) if height >= lines)


def _measure(text: str, height: int) -> int:
    return measure_width(text, height) if height else cell_len(sanitize(text))


def _draw(text: str, height: int) -> list[str]:
    return render_letters(text, height) if height else [sanitize(text)]


def _measure_entries(desks: Sequence[str], numbers: Sequence[str], height: int, columns: int) -> tuple[int, int]:
    """The widths of the widest desk and number. Desks that are too long for a height of three are plain text."""
    number_width = max(_measure(number, height) for number in numbers)
    room = columns - number_width - _measure(ARROW, height)
    widths = []
    for desk in desks:
        width = _measure(desk, height)
        if not is_drawable(desk) or (width > room and height <= 3):
            width = max(1, min(room, cell_len(sanitize(desk))))
        widths.append(width)
    return max(widths), number_width


def _draw_desk(desk: str, height: int, width: int, *, is_numeric: bool) -> list[str]:
    if not height and is_numeric:
        return [desk.rjust(width)]
    if not height or not is_drawable(desk) or measure_width(desk, height) > width:
        return [fit_text(sanitize(desk) if row == height // 2 else "", width) for row in range(max(1, height))]
    return [row.rjust(width) if is_numeric else row.ljust(width) for row in render_letters(desk, height)]


class JoinCode(Static):
    """The code to enter on a phone for a ticket; hidden without one."""

    DEFAULT_CSS = """
    JoinCode { width: auto; height: 1fr; display: none; content-align: left middle; &.-shown { display: block; } }
    """

    app = getters.app(WalkinApp)
    code: reactive[str] = reactive("", layout=True)

    def watch_code(self, code: str) -> None:
        self.set_class(bool(code), "-shown")

    def render(self) -> Content:
        return self._draw(min(5, self.content_size.height))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._draw(min(5, container.height)).get_optimal_width({}, container.width)

    def _draw(self, rows: int) -> Content:
        return _draw_labelled(self.app.words("display-join-code"), self.code, rows)


def _draw_labelled(label: str, value: str, max_rows: int) -> Content:
    """A value in large letters after a plain label."""
    heights = list_heights(min(max_rows, MAX_WORDS_HEIGHT)) if is_drawable(value) else []
    rows = _draw(value, heights[0] if heights else 0)
    lines = [
        Content.assemble(
            to_content(fit_text(label if row == len(rows) // 2 else "", cell_len(label))), "  ", (text, "bold")
        )
        for row, text in enumerate(rows)
    ]
    return Content("\n").join(lines)


class WaitingCount(NamedTuple):
    """A service, the number of clients who wait for it, and the expected wait or ""."""

    service: str
    people: int | None
    """None until the list has been loaded."""
    wait_text: str = ""


class WaitingCounts(Static):
    """The waiting clients of each service if they fit in large letters, else of all."""

    DEFAULT_CSS = """
    WaitingCounts { width: 1fr; height: 1fr; color: $text; content-align: left middle; text-wrap: nowrap; }
    """

    app = getters.app(WalkinApp)
    counts: reactive[tuple[WaitingCount, ...]] = reactive(())

    def render(self) -> Content:
        columns, rows = self.content_size
        total = self._format_people([count.people for count in self.counts])
        without_waits: Content | None = None
        for texts, has_waits in self._list_texts(total):
            height, lines = _fit_lines(texts, COUNT_SEPARATOR, columns, rows)
            if not lines:
                continue
            drawn = _stack([render_letters(line, height) for line in lines])
            letters = [Content.styled(row.rstrip(), "bold") for row in drawn]
            content = Content("\n").join(letters) if has_waits else self._add_waits(letters, columns)
            if content is not None:
                return content
            without_waits = without_waits or Content("\n").join(letters)
        labelled = _draw_labelled(self.app.words("display-waiting", count="").strip(), total, 3)
        return self._add_waits(labelled.split("\n"), columns) or without_waits or labelled

    def _add_waits(self, drawn: Sequence[Content], columns: int) -> Content | None:
        """The rows with the waits in plain text beside them; None where these have no room."""
        known = [count for count in self.counts if count.wait_text]
        if known and len({count.wait_text for count in self.counts}) == 1:
            known = [known[0]._replace(service="")]
        left = max(row.cell_length for row in drawn) + GAP_COLUMNS
        names = [sanitize(count.service) for count in known]
        longest = max(map(cell_len, names), default=0)
        room = columns - left - max((cell_len(count.wait_text) for count in known), default=0) - bool(longest)
        if len(known) > len(drawn) or room < min(longest, MIN_NAME_COLUMNS):
            return None
        rows = list(drawn)
        for row, (name, count) in enumerate(zip(names, known, strict=True), (len(drawn) - len(known) + 1) // 2):
            service = fit_text(name, min(longest, room)) + " " if longest else ""
            rows[row] = rows[row].pad_right(left - rows[row].cell_length) + to_content(f"{service}{count.wait_text}")
        return Content("\n").join(rows)

    def _list_texts(self, total: str) -> Iterator[tuple[list[str], bool]]:
        """What may be told, the most first, and whether the waits are among it."""
        words = self.app.words
        services = [
            (words("display-waiting-service", service=count.service, count=self._format_people([count.people])), count)
            for count in self.counts
        ]
        all_waiting = words("display-waiting", count=total)
        waits = {count.wait_text for count in self.counts}
        if len(self.counts) > 1 and len(waits) == 1 and (wait := waits.pop()):
            yield [*(text for text, _ in services), wait], True
        yield [f"{text} · {count.wait_text}" if count.wait_text else text for text, count in services], True
        if len(self.counts) == 1 and self.counts[0].wait_text:
            yield [f"{all_waiting} · {self.counts[0].wait_text}"], True
        yield [text for text, _ in services], False
        yield [all_waiting], False

    @staticmethod
    def _format_people(counts: Sequence[int | None]) -> str:
        return "–" if None in counts else str(sum(filter(None, counts)))
