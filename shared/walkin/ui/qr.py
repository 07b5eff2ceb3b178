"""QR codes that a phone reads off the screen, whatever the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import RenderResult

__all__ = ["QUIET_ZONE", "QrCode", "measure_qr", "render_qr"]

QUIET_ZONE = 4
"""Light modules around the code; readers may fail with fewer."""

_HALF_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

# Said in true colours, never by the theme or as "reverse": a reader needs dark on light. The full block is black on
# black, for fonts whose blocks leave a seam.
_CODE_STYLE = Style(color="#000000", bgcolor="#ffffff", bold=False, dim=False, reverse=False)
_FULL_BLOCK_STYLE = Style(color="#000000", bgcolor="#000000", bold=False, dim=False, reverse=False)


@lru_cache(64)
def _draw_code(text: str) -> tuple[str, ...]:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=1)
    code.add_data(text.encode("utf-8", "replace"))
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        msg = "the text is too long for a QR code"
        raise ValueError(msg) from error
    rows = [[bool(module) for module in row] for row in code.get_matrix()]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return tuple(
        "".join(_HALF_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def render_qr(text: str) -> list[str]:
    """The code for `text` (error correction M, quiet zone included) in half blocks, to be shown dark on light.

    Raises: ValueError when the text is too long (about 2,300 bytes).
    """
    return list(_draw_code(text))


def measure_qr(text: str) -> tuple[int, int]:
    """Columns and rows of the code: 37 × 19 up to 42 bytes, 41 × 21 up to 62."""
    lines = _draw_code(text)
    return len(lines[0]), len(lines)


class QrCode(Static):
    """The QR code of `text`, always black on white and always as large as `qr_size(text)`; nothing for an empty text.

    A code that is cut off can not be read, so look at `qr_size` before giving it a place.
    """

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; padding: 0; border: none; }
    """

    text: reactive[str] = reactive("", layout=True)

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(QrCode.text, text)

    def render(self) -> RenderResult:
        return ""

    def render_line(self, y: int) -> Strip:
        lines = _draw_code(self.text) if self.text else ()
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip([Segment(c, _FULL_BLOCK_STYLE if c == "█" else _CODE_STYLE) for c in lines[y]], len(lines[y]))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return measure_qr(self.text)[0] if self.text else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return measure_qr(self.text)[1] if self.text else 0
