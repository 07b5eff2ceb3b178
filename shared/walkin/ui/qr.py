"""QR codes in half blocks, readable in every theme."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from walkin.model.qr_code import QUIET_ZONE, CodeTooLong, build_code
from walkin.ui.letters import join_half_blocks

# Fixed colours, because readers need dark on light in every theme. The full block is black on black, because in some
# fonts blocks leave a seam.
_CODE_STYLE = Style(color="#000000", bgcolor="#ffffff", bold=False, dim=False, reverse=False)
_FULL_BLOCK_STYLE = Style(color="#000000", bgcolor="#000000", bold=False, dim=False, reverse=False)


@lru_cache(64)
def _draw_code(text: str, quiet_zone: int = QUIET_ZONE, *, is_dense: bool = False) -> tuple[str, ...]:
    code = build_code(text, quiet_zone, is_dense=is_dense)
    rows = ["".join("#" if is_dark else " " for is_dark in row) for row in code]
    rows += [" " * len(rows[0])] * (len(rows) % 2)
    return tuple(map(join_half_blocks, rows[::2], rows[1::2]))


def render_qr(text: str) -> list[str]:
    """The rows of the code for `text`: half blocks, dark on light, with error correction M and the quiet zone.

    Raises: CodeTooLong
    """
    return list(_draw_code(text))


def fit_qr(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """The rows of the code in so many cells, if need be with a narrower quiet zone and less error correction.

    Empty if it does not fit, or if the text is too long for a code.
    """
    ways = [(QUIET_ZONE, False), (QUIET_ZONE - 1, False), (QUIET_ZONE, True), (QUIET_ZONE - 1, True), (2, True)]
    codes = (_draw_code(text, quiet_zone, is_dense=is_dense) for quiet_zone, is_dense in ways)
    try:
        return next((lines for lines in codes if len(lines) <= rows and len(lines[0]) <= columns), ())
    except CodeTooLong:
        return ()


class QrCode(Static):
    """The QR code of `text`, black on white, in at most ``max_columns`` × ``max_rows``; nothing for an empty text.

    A code that is cut off cannot be read: one that does not fit even with less room around it is left out.
    """

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; padding: 0; border: none; }
    """

    text: reactive[str] = reactive("", layout=True)

    max_columns: reactive[int] = reactive(1000, layout=True)
    max_rows: reactive[int] = reactive(1000, layout=True)

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(QrCode.text, text)

    def render(self) -> RenderResult:
        return ""

    def render_line(self, y: int) -> Strip:
        lines = self.lines
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip([Segment(c, _FULL_BLOCK_STYLE if c == "█" else _CODE_STYLE) for c in lines[y]], len(lines[y]))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self.lines[0]) if self.lines else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows of the code, none if it does not fit."""
        return fit_qr(self.text, self.max_columns, self.max_rows) if self.text else ()
