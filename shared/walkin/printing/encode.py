"""Paper as ESC/POS: text by code page where the printer has the letters, everything else as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escpos.printer import Dummy

from walkin.printing.picture import draw_block

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.printing.ticket import Block, Paper

CODE_PAGES = {"CP437": "cp437", "CP850": "cp850", "CP1252": "cp1252", "CP852": "cp852", "CP866": "cp866"}
"""The code pages that all makers number alike, by python-escpos' names for them."""

CANCEL_CHINESE = b"\x1c."
"""Otherwise printers for China take two bytes above 127 as one letter."""


def encode_paper(paper: Paper, logo: Path | None = None, *, text_by_code_page: bool = True) -> bytes:
    """Encode paper for an ESC/POS printer, up to the cut."""
    printer = Dummy()
    # python-escpos prints a complaint to standard output where its profile does not know the paper.
    printer.profile.profile_data = printer.profile.profile_data | {"media": {"width": {"pixels": paper.dots}}}
    printer.hw("INIT")
    printer._raw(CANCEL_CHINESE)
    for block in paper.blocks:
        code_page = find_code_page(block.text) if block.kind == "line" and text_by_code_page else None
        if code_page is not None:
            _write_line(printer, block, code_page)
        elif block.kind == "rule" and text_by_code_page:
            _write_line(printer, block, "CP437", "-" * paper.columns)
        elif block.kind == "space" and text_by_code_page:
            printer.ln()
        elif block.kind != "logo" or logo is not None:
            printer.set_with_default(align="left")
            printer.image(draw_block(block, paper, logo), impl="bitImageRaster", fragment_height=256)
    printer.set_with_default()
    printer.cut(mode="PART")
    return bytes(printer.output)


def find_code_page(text: str) -> str | None:
    """The first code page that has every letter, None if none has."""
    for name, codec in CODE_PAGES.items():
        try:
            text.encode(codec)
        except UnicodeEncodeError:
            continue
        return name
    return None


def _write_line(printer: Dummy, block: Block, code_page: str, text: str = "") -> None:
    printer.set_with_default(
        align="center" if block.centred else "left",
        bold=block.bold,
        custom_size=block.size > 1,
        width=block.size,
        height=block.size,
    )
    # The page is given: python-escpos would choose one for each letter.
    printer.magic.write_with_encoding(code_page, (text or block.text) + "\n")
