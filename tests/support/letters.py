"""Find large letters on a screen."""

from __future__ import annotations

from walkin.ui.letters import list_heights, render_letters


def find_letters(text: str, screen: str) -> list[int]:
    """The heights of the large letters in which the text is on a screen."""
    lines = screen.splitlines()
    heights = []
    for height in list_heights(len(lines)):
        letter_rows = [row.strip() for row in render_letters(text, height)]
        tops = range(len(lines) - height + 1)
        if any(all(map(str.__contains__, lines[top : top + height], letter_rows)) for top in tops):
            heights.append(height)
    return heights
