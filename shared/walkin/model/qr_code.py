"""QR codes as dark and light modules, for the screens, the paper and the posters."""

from __future__ import annotations

QUIET_ZONE = 4
"""Light modules around the code; readers may fail with fewer."""

MAX_CODE_BYTES = 2331
"""The longest text of a code with error correction M, in UTF-8."""


class CodeTooLong(ValueError):
    """The text is too long for a QR code."""

    def __init__(self) -> None:
        super().__init__(f"the text is too long for a QR code, which holds {MAX_CODE_BYTES} bytes")


def build_code(text: str, quiet_zone: int = QUIET_ZONE, *, is_dense: bool = False) -> list[list[bool]]:
    """The rows of the code, with its quiet zone; True is dark. Error correction is M, or L if dense.

    Raises: CodeTooLong when the text has more than `MAX_CODE_BYTES`.
    """
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
    from qrcode.main import QRCode

    if not fits_code(text):
        raise CodeTooLong
    code = QRCode(error_correction=ERROR_CORRECT_L if is_dense else ERROR_CORRECT_M, border=quiet_zone)
    code.add_data(text.encode("utf-8", "replace"))
    code.make(fit=True)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix


def fits_code(text: str, max_bytes: int = MAX_CODE_BYTES) -> bool:
    """Whether the text is at most so many bytes long."""
    return len(text.encode("utf-8", "replace")) <= max_bytes
