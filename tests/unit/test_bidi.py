"""Right-to-left text is arranged as UAX #9 says, and stays within its cells."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from walkin.languages import RIGHT_TO_LEFT
from walkin.languages.bidi import Direction, arrange, arrange_text
from walkin.ui.bidi import ENTRY_FILTER, RightToLeftFilter

BLACK = Color(0, 0, 0)
BOLD = Style(bold=True)


@pytest.mark.parametrize(
    ("text", "base", "drawn"),
    [
        ("Anna Lee (A001)", "R", "Anna Lee (A001)"),
        ("שלום", None, "םולש"),
        ("שלום עולם", "R", "םלוע םולש"),
        ("Mr שלום, Desk 3", "L", "Mr םולש, Desk 3"),
        ("שאלה 3 מתוך 7?", "R", "?7 ךותמ 3 הלאש"),
        ("שלום (A001)", "R", "(A001) םולש"),
        ("5–10 דקות", "R", "תוקד 10–5"),
        ("טלפון +33 1 99 00, מחר", "R", "רחמ ,+33 1 99 00 ןופלט"),
        # Letters are joined: beh initial, alef final, beh isolated.
        ("باب", None, "\ufe8f\ufe8e\ufe91"),
        # Lam and alef stay two cells.
        ("لا", None, "\ufe8e\ufedf"),
        # A mark stays with its letter, also one of Thaana, and the parts of an emoji with each other.
        ("שָׁלוֹם", None, "םוֹלשָׁ"),
        ("ދިވެހި", None, "ހިވެދި"),
        ("\u05b8\u05b9", None, "\u05b8\u05b9"),
        ("👩🏽\u200d⚕\ufe0f שלום 👩\u200d👧", "R", "👩\u200d👧 םולש 👩🏽\u200d⚕\ufe0f"),
        # A character that Python does not know.
        ("שלום \U0003fffd", "R", "\U0003fffd םולש"),
        # Control characters are dropped, isolates too.
        ("\u2067שלום\u2069 \u202eabc\u202c", "R", "cba םולש"),
    ],
)
def test_a_line_is_arranged_for_drawing_from_left_to_right(text: str, base: Direction | None, drawn: str) -> None:
    assert arrange_text(text, base) == drawn


LETTERS = st.text(st.sampled_from("abc 12.,:()–/אבגדשלם\u05b8سلاممرحبا٣٤\u064e漢😀👩🏽-"), max_size=30)


@given(LETTERS, st.sampled_from(["L", "R", None]))
@settings(max_examples=100)
def test_every_character_is_drawn_once_in_as_many_cells(text: str, base: Direction | None) -> None:
    arranged = arrange(text, base)
    assert cell_len("".join(drawn for _, drawn in arranged)) == cell_len(text)
    assert len("".join(drawn for _, drawn in arranged)) == len(text)
    assert len({place for place, _ in arranged}) == len(arranged)


def draw(line_filter: RightToLeftFilter, *segments: Segment) -> list[tuple[str, Style | None]]:
    return [(segment.text, segment.style) for segment in line_filter.apply(list(segments), BLACK)]


def test_columns_and_frames_stay_and_each_letter_keeps_its_style() -> None:
    line = Segment("  A001  "), Segment("שלום ", BOLD), Segment("עולם"), Segment("   █ Desk 3 ")
    assert draw(RightToLeftFilter(), *line) == [("  A001  םלוע", None), (" םולש", BOLD), ("   █ Desk 3 ", None)]
    assert draw(RightToLeftFilter("R"), Segment("█ שלום 2 █ 3")) == [("█ 2 םולש █ 3", None)]


def test_typed_text_begins_at_the_right_edge_with_the_cursor_at_its_left() -> None:
    assert draw(ENTRY_FILTER, Segment("של"), Segment(" ", BOLD), Segment("   ")) == [
        ("   ", None),
        (" ", BOLD),
        ("לש", None),
    ]
    assert draw(ENTRY_FILTER, Segment("An"), Segment(" ", BOLD), Segment("   "))[0] == ("An", None)


def test_languages_written_from_right_to_left_are_those_of_unicode() -> None:
    assert all(Locale.parse(code).text_direction == "rtl" for code in RIGHT_TO_LEFT)
