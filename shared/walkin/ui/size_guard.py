"""The notice on a window that is too small to be worked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from walkin.languages import Words

__all__ = ["TooSmallNotice"]


class TooSmallNotice(Static):
    """Covers a screen that is smaller than Walkin needs. It lies on the layer where Textual puts loading indicators, so
    it takes no room from anything; the app puts it up and takes it away."""

    DEFAULT_CSS = """
    TooSmallNotice {
        layer: _loading;
        dock: top;
        width: 100%;
        height: 100%;
        background: $background;
        color: $text;
        content-align: center middle;
        text-align: center;
        text-style: bold;
    }
    """
    DEFAULT_CLASSES = "-textual-system"

    def show_size(self, words: Words, required_size: tuple[int, int], actual_size: tuple[int, int]) -> None:
        """Say in `words` how many columns and rows Walkin needs and the window has."""
        text = words(
            "app-too-small", columns=required_size[0], rows=required_size[1], wide=actual_size[0], high=actual_size[1]
        )
        self.update(to_content(f"{text}\n{words('app-too-small-hint')}", multiline=True))
