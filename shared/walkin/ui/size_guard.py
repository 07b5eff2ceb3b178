"""The notice that covers a window which is too small."""

from __future__ import annotations

from textual.widgets import Static

from walkin.languages import Words
from walkin.ui.safe import to_content


class TooSmallNotice(Static):
    """Covers the whole screen, on the layer of Textual's loading indicators: it takes no room from other widgets."""

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
    # Textual's mark of widgets that stay when a screen is recomposed.
    DEFAULT_CLASSES = "-textual-system"

    def show_size(self, words: Words, required: tuple[int, int], actual: tuple[int, int]) -> None:
        text = words("app-too-small", columns=required[0], rows=required[1], wide=actual[0], high=actual[1])
        self.update(to_content(f"{text}\n{words('app-too-small-hint')}", multiline=True))
