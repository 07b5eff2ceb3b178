"""The notice on a window that is too small to be worked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from walkin.ui.safe import safe

if TYPE_CHECKING:
    from walkin.languages import Words

__all__ = ["TooSmall"]


class TooSmall(Static):
    """Covers a screen that is smaller than Walkin needs. It lies on the layer where Textual puts loading indicators, so
    it takes no room from anything; the app puts it up and takes it away."""

    DEFAULT_CSS = """
    TooSmall {
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

    def tell(self, words: Words, needed: tuple[int, int], has: tuple[int, int]) -> None:
        """Say in `words` how many columns and rows Walkin needs and the window has."""
        text = words("app-too-small", columns=needed[0], rows=needed[1], wide=has[0], high=has[1])
        self.update(safe(f"{text}\n{words('app-too-small-hint')}", multiline=True))
