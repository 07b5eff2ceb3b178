"""Posters for the door: a QR code that opens a queue's form on a phone, on paper or in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from walkin.cli.support import UsageError, strip_unprintable
from walkin.languages import Words, list_languages

if TYPE_CHECKING:
    from walkin.model.queue import Queue

QUIET_ZONE_MODULES = 4
STYLESHEET = """
@page { size: A4 portrait; margin: 15mm; }
* { box-sizing: border-box; }
body { margin: 0; font-family: system-ui, sans-serif; color: #000; background: #fff; text-align: center; }
section { height: 265mm; display: flex; flex-direction: column; align-items: center; justify-content: space-between;
  break-after: page; overflow: hidden; overflow-wrap: anywhere; }
h1 { font-size: 36pt; line-height: 1.15; margin: 0; }
svg { width: 110mm; height: 110mm; flex: none; }
h2 { font-size: 22pt; margin: 0 0 2mm; }
p { font-size: 14pt; margin: 0 auto; max-width: 160mm; }
.address { font-family: ui-monospace, monospace; font-size: 13pt; }
"""


def build_join_url(public_url: str, queue: Queue) -> str:
    """Where the queue is joined by phone."""
    return f"{public_url}/q/{queue.id}"


def render_html_poster(queues: Sequence[Queue], public_url: str, languages: Sequence[str]) -> str:
    """One A4 page for each queue, in those languages; it needs nothing beside itself."""
    known = [code for code in dict.fromkeys(languages) if code in list_languages()] or ["en"]
    pages = "".join(_render_page(queue, build_join_url(public_url, queue), known) for queue in queues)
    return (
        f'<!doctype html>\n<html lang="{known[0]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(' · '.join(queue.name for queue in queues))}</title>\n<style>{STYLESHEET}</style>\n</head>\n"
        f"<body>\n{pages}</body>\n</html>\n"
    )


def render_qr_svg(text: str) -> str:
    """The QR code (error correction M, with its quiet zone) as an SVG image."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE_MODULES, box_size=1)
    code.add_data(text.encode())
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(text)}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )


def _render_page(queue: Queue, join_url: str, languages: Sequence[str]) -> str:
    words = [Words(code) for code in languages]
    names = dict.fromkeys(queue.translate(each.language).name for each in words)
    said = "".join(
        f'<div lang="{each.language}" dir="{each.direction}"><h2>{escape(each("join-poster"))}</h2>'
        f"<p>{escape(each('join-poster-scan'))}</p></div>"
        for each in words
    )
    return (
        f"<section><h1>{'<br>'.join(map(escape, names))}</h1>{render_qr_svg(join_url)}{said}"
        f'<p class="address">{escape(join_url)}</p></section>\n'
    )


def write_posters(queues: Sequence[Queue], public_url: str, languages: Sequence[str], output: Path | None) -> None:
    """The posters into a file (``.html``, or ``.svg`` for one queue's code alone), or onto the terminal."""
    if output is None:
        for queue in queues:
            _print_poster(queue, build_join_url(public_url, queue))
        return
    if output.suffix.lower() == ".svg":
        if len(queues) != 1:
            raise UsageError("walkin poster: an .svg file holds the code of one queue: name the queue.")
        text = render_qr_svg(build_join_url(public_url, queues[0])) + "\n"
    elif output.suffix.lower() in (".html", ".htm"):
        text = render_html_poster(queues, public_url, languages)
    else:
        raise UsageError(f"walkin poster: {output} has to end in .html (to print) or .svg (the code alone).")
    output.write_text(text, encoding="utf-8")


def _print_poster(queue: Queue, join_url: str) -> None:
    from walkin.ui.qr import render_qr

    # A reader needs dark on light, whatever the colours of the terminal.
    before, after = ("\x1b[38;2;0;0;0;48;2;255;255;255m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    lines = [f"{before}{line}{after}" for line in render_qr(join_url)]
    print(strip_unprintable(queue.name), *lines, join_url, "", sep="\n")
