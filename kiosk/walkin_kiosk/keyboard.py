"""The on-screen keyboard, for kiosks without another. It types into the focused entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events, getters
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from walkin.languages import FALLBACK
from walkin.languages.keyboards import LATIN_LABEL, Layout, Rows, load_layout
from walkin.model.form.presentation import KeyboardPage, asks_for_name
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Entry, Field, MultilineEntry, Question
from walkin.ui.fields.date import ShortEntry

Page = Literal["letters", "latin", "accents", "more-accents", "signs", "pad"]

SHIFT, DELETE, CLEAR, SPACE, LINE, NEXT = "shift", "delete", "clear", "space", "line", "next"
ACTIONS = {SHIFT, DELETE, CLEAR, SPACE, LINE, NEXT}
LETTER_PAGES: tuple[Page, ...] = ("letters", "latin")
ACCENT_PAGES: tuple[Page, ...] = ("accents", "more-accents")
SIGNS = "123"
"""The key that shows the page of figures and signs."""

SIGN_ROWS = ("1234567890", "@._:/+-()&", '#*=%$€!?",')

PAD_SIGNS: dict[KeyboardPage, str] = {"number": "-.", "phone": "+ ", "date": "  ", "time": ": ", "month": "/ "}
"""The two signs beside the 0 of the number pad, by the kind of entry; a space stands for no key."""

MIN_UNITS = 20
"""Width of a page of up to ten letter keys in a row, each of which has two units."""

PAD_UNITS = 13
MAX_WIDTH, MAX_PAD_WIDTH = 140, 72
"""Columns of the widest page and the widest number pad."""


class Key(NamedTuple):
    sign: str
    """The character that it types, or what it does."""
    left: int
    units: int


class Keyboard(Widget):
    """The on-screen keyboard: letters in the layout of the language, accents, signs, and a number pad."""

    DEFAULT_CSS = """
    Keyboard {
        width: 100%;
        height: auto;
        background: $background;
        pointer: pointer;

        & > .keyboard--key { background: $panel; color: $text; text-style: bold; }
        & > .keyboard--action { background: $surface; color: $text; }
        & > .keyboard--cursor { background: $foreground; color: $background; text-style: bold; }
        & > .keyboard--on { background: $primary; color: $button-color-foreground; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyboard--key", "keyboard--action", "keyboard--cursor", "keyboard--on"}

    app = getters.app(WalkinApp)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page: Page = "letters"
        self._letter_page: Page = "letters"
        self.is_shifted = False
        self._pressed: Key | None = None
        self.cursor: tuple[int, int] | None = None
        """Row and index of the key that Enter presses; None without a cursor."""
        self._drawn_rows: list[list[Key]] = []
        self.display = False

    # The keys

    @property
    def entry(self) -> Entry | MultilineEntry | None:
        """The entry that the keys type into."""
        focused = self.screen.focused
        return focused if isinstance(focused, Entry | MultilineEntry) else None

    @property
    def letter_layout(self) -> Layout:
        """The letters of the client's language."""
        return load_layout(self.app.words.language)

    @property
    def page_keys(self) -> dict[str, Page]:
        """The keys that show another page."""
        layout = self.letter_layout
        pages: dict[str, Page] = {layout.label: "letters"}
        if not layout.is_latin:
            pages[LATIN_LABEL] = "latin"
        pages.update(zip(layout.accent_labels, ACCENT_PAGES, strict=False))
        return {**pages, SIGNS: "signs"}

    @property
    def rows(self) -> list[list[Key]]:
        rows = self._build_pad() if self.page == "pad" else self._build_letters()
        return [list(_place(row, self.units)) for row in rows]

    @property
    def _letter_rows(self) -> Rows:
        if self.page == "signs":
            return SIGN_ROWS
        if self.page in ACCENT_PAGES:
            return self.letter_layout.accents[ACCENT_PAGES.index(self.page)]
        return load_layout(FALLBACK).letters if self.page == "latin" else self.letter_layout.letters

    @property
    def units(self) -> int:
        """The width of the page in units."""
        return PAD_UNITS if self.page == "pad" else max(MIN_UNITS, *(2 * len(row) for row in self._letter_rows))

    def _build_pad(self) -> list[list[tuple[str, int]]]:
        signs = PAD_SIGNS.get(self.entry.keyboard_page if self.entry else "number", "  ")
        if "." in signs and self.app.words.format_number(1.5)[1] == ",":
            signs = signs.replace(".", ",")
        texts = ("123", "456", "789", f"{signs[0]}0{signs[1]}")
        actions = (DELETE, CLEAR, NEXT if self._has_next else " ", self.letter_layout.label)
        return [[*((sign, 3) for sign in text), (action, 4)] for text, action in zip(texts, actions, strict=True)]

    def _build_letters(self) -> list[list[tuple[str, int]]]:
        rows, units = self._letter_rows, self.units
        wide = 3 if units == MIN_UNITS else 4
        capitals = tuple("".join(map(self.letter_layout.capitalize, row)) for row in rows)
        last = [(SHIFT, wide)] if self.page != "signs" and capitals != rows else []
        last += [(key, 2) for key in self._list_page_keys()]
        if self.page in LETTER_PAGES and self.entry is not None and self.entry.keyboard_page == "email":
            last += [("@", 2)]
        after = [(LINE, 4) if isinstance(self.entry, MultilineEntry) else (".", 2), (DELETE, wide)]
        if self._has_next:
            after.append((NEXT, wide))
        space = (SPACE, units - sum(width for _, width in (*last, *after)))
        cased = capitals if self.is_shifted else rows
        return [*([(sign, 2) for sign in row] for row in cased), [*last, space, *after]]

    def _list_page_keys(self) -> list[str]:
        """The keys of the pages that can be reached from this one: of those with accents the next one."""
        accents: Page = "more-accents" if self.page == "accents" else "accents"
        hidden: set[Page] = {self.page, *ACCENT_PAGES} - {accents}
        if self.page == "letters" and not self.letter_layout.is_latin:
            hidden.add(accents)
        return [key for key, page in self.page_keys.items() if page not in hidden]

    @property
    def _has_next(self) -> bool:
        """Whether another entry of the page follows."""
        entries = [widget for widget in self.screen.focus_chain if isinstance(widget, Entry | MultilineEntry)]
        return self.entry in entries[:-1]

    def _get_label(self, sign: str) -> str:
        return self.app.words(f"kiosk-board-{sign}") if sign in ACTIONS else sign

    # Keys pressed by arrows and Enter

    @property
    def key_at_cursor(self) -> Key | None:
        """The key at the cursor; on a page with fewer keys the last one of the row."""
        if self.cursor is None or not self.display:
            return None
        rows = self.rows
        row = rows[min(self.cursor[0], len(rows) - 1)]
        return row[min(self.cursor[1], len(row) - 1)]

    def describe_cursor(self) -> str:
        """The name of the key at the cursor, empty if there is none."""
        return self._get_label(key.sign) if (key := self.key_at_cursor) is not None else ""

    def show_cursor(self, shown: bool) -> None:
        """Put the cursor on the first key, or hide it."""
        self.cursor = (0, 0) if shown else None
        self.refresh()

    def move_cursor(self, columns: int, lines: int) -> None:
        """Move to the next key in a direction, around the ends of rows; up and down to the one nearest to it."""
        if (key := self.key_at_cursor) is None:
            return
        rows = self.rows
        at = min(self.cursor[0] if self.cursor is not None else 0, len(rows) - 1)
        row = (at + lines) % len(rows)
        keys = [place for place, other in enumerate(rows[row]) if other.sign != " "]
        if lines:
            middle = 2 * key.left + key.units
            place = min(keys, key=lambda place: abs(2 * rows[row][place].left + rows[row][place].units - middle))
        else:
            place = keys[(keys.index(rows[at].index(key)) + columns) % len(keys)]
        self.cursor = row, place
        self.refresh()

    def press_at_cursor(self) -> None:
        if (key := self.key_at_cursor) is not None:
            self.press(key.sign)

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 4 * max(3, min(5, viewport.height // 10))

    def _measure(self) -> tuple[int, int, int]:
        """The left edge, the width, and the units of the page."""
        width = min(self.size.width, MAX_PAD_WIDTH if self.page == "pad" else MAX_WIDTH)
        return (self.size.width - width) // 2, width, self.units

    def get_key_region(self, key: Key, row: int) -> Region:
        """The region of a key, in cells of the widget."""
        left, width, units = self._measure()
        start, end = (left + at * width // units for at in (key.left, key.left + key.units))
        height = max(1, self.size.height // 4)
        return Region(start, row * height, end - start, height)

    def render_lines(self, crop: Region) -> list[Strip]:
        # Once for all lines: the keys depend on the entry and on the others of the page. One that has been removed may
        # still be drawn, below a dialog.
        if self.is_attached:
            self._drawn_rows = self.rows
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        height = max(1, self.size.height // 4)
        row, line = divmod(y, height)
        rows, base = self._drawn_rows, self.rich_style
        if row >= len(rows):
            return Strip.blank(self.size.width, base)
        segments: list[Segment] = []
        at = 0
        for key in rows[row]:
            region = self.get_key_region(key, row)
            segments.append(Segment(" " * (region.x - at), base))
            segments += self._draw_key(key, region, line, height, base)
            at = region.right
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _draw_key(self, key: Key, region: Region, line: int, height: int, base: Style) -> list[Segment]:
        """Draw one line of a key, with a gap of half a row above and below and of a cell at the right."""
        if key.sign == " ":
            return [Segment(" " * region.width, base)]
        name = "on" if key == self._pressed or (key.sign == SHIFT and self.is_shifted) else "key"
        if name == "key" and len(key.sign) > 1:
            name = "action"
        if self._is_at_cursor(key, region):
            name = "cursor"
        face, width = self.get_component_rich_style(f"keyboard--{name}"), max(1, region.width - 1)
        if line in (0, height - 1) and height > 2:
            edge = Style(color=face.bgcolor, bgcolor=base.bgcolor)
            return [Segment(("▄" if line == 0 else "▀") * width, edge), Segment(" ", base)]
        text = self._get_label(key.sign)[:width] if line == height // 2 else ""
        before = (width - len(text)) // 2
        after = width - len(text) - before
        return [Segment(" " * before, face), Segment(text, face), Segment(" " * after, face), Segment(" ", base)]

    def _is_at_cursor(self, key: Key, region: Region) -> bool:
        row = region.y // max(1, self.size.height // 4)
        is_in_row = self.cursor is not None and row == min(self.cursor[0], len(self._drawn_rows) - 1)
        return is_in_row and key == self.key_at_cursor

    # Pressing

    def _find_pressed(self, event: events.MouseEvent) -> Key | None:
        offset = event.get_content_offset(self)
        for row, keys in enumerate(self.rows):
            for key in keys:
                if offset is not None and key.sign != " " and self.get_key_region(key, row).contains_point(offset):
                    return key
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pressed = self._find_pressed(event)
        self.refresh()

    def on_mouse_up(self) -> None:
        self._pressed = None
        self.refresh()

    def on_leave(self) -> None:
        self.on_mouse_up()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if (key := self._find_pressed(event)) is not None:
            self.press(key.sign)

    def show_for(self, entry: Entry | MultilineEntry) -> None:
        """Show the page that suits an entry that has just got the focus."""
        is_latin_only = entry.keyboard_page == "email" and not self.letter_layout.is_latin
        self.show_page("pad" if entry.keyboard_page in PAD_SIGNS else "latin" if is_latin_only else "letters")

    def show_page(self, page: Page) -> None:
        if page in LETTER_PAGES:
            self._letter_page = page
        self.page = page
        self._shift_for_name()
        self.refresh()

    def _shift_for_name(self) -> None:
        """Press Shift at the start of a name, which begins with a capital letter."""
        entry = self.entry
        self.is_shifted = (
            self.page in LETTER_PAGES
            and isinstance(entry, Entry)
            and not entry.value
            and any(isinstance(node, Question) and asks_for_name(node.definition) for node in entry.ancestors)
        )

    def press(self, sign: str) -> None:
        """Act as if the key with that sign were pressed."""
        if sign in self.page_keys:
            is_pad = sign == SIGNS and self.entry is not None and self.entry.keyboard_page in PAD_SIGNS
            self.show_page("pad" if is_pad else self.page_keys[sign])
        elif sign == SHIFT:
            self.is_shifted = not self.is_shifted
        elif sign == NEXT:
            self._focus_next()
        elif sign == CLEAR:
            self._clear()
        else:
            self._type({SPACE: " ", LINE: "\n"}.get(sign, sign))
        self.refresh()

    def _focus_next(self) -> None:
        if isinstance(following := self.screen.focus_next("Entry, MultilineEntry"), ShortEntry):
            following.select_all()

    def _clear(self) -> None:
        """Clear all boxes of the focused field, such as those of a date."""
        field = next((node for node in self.entry.ancestors if isinstance(node, Field)), None) if self.entry else None
        if field is not None:
            entries = list(field.query(Entry))
            for entry in entries:
                entry.value = ""
            entries[0].focus()

    def _type(self, text: str) -> None:
        entry = self.entry
        if isinstance(entry, ShortEntry) and text == DELETE and not entry.value:
            self._delete_before(entry)
        elif isinstance(entry, Input):
            entry.action_delete_left() if text == DELETE else entry.replace(text, *sorted(entry.selection))
        elif isinstance(entry, TextArea):
            entry.action_delete_left() if text == DELETE else entry.insert(text)
        if text == DELETE:
            self._shift_for_name()
            return
        self.is_shifted = False
        if self.page in ACCENT_PAGES:
            self.show_page(self._letter_page)
        if isinstance(entry, ShortEntry) and entry.is_complete:
            if self._has_next:
                self._focus_next()
            elif all(box.is_complete for box in entry.field.query(ShortEntry)):
                entry.field.post_message(Field.Settled())

    def _delete_before(self, entry: ShortEntry) -> None:
        """Delete at the end of the previous box of a date, for Delete in an empty one."""
        boxes = list(entry.field.query(ShortEntry))
        if (place := boxes.index(entry)) > 0:
            boxes[place - 1].focus()
            boxes[place - 1].action_delete_left()


def _place(row: list[tuple[str, int]], units: int) -> Iterator[Key]:
    """Place the keys of a row, in the middle of the page if they are fewer than those of others."""
    left = (units - sum(width for _, width in row)) // 2
    for sign, width in row:
        yield Key(sign, left, width)
        left += width
