"""Posters for the door: a QR code that opens a queue's form on a phone, on paper or in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from walkin.languages import Words, find_language
from walkin.model.printable import strip_unprintable
from walkin.model.qr_code import build_code
from walkin.model.queue import find_office_name
from walkin.report.html import render_template

if TYPE_CHECKING:
    from walkin.model.queue import Queue

MAX_LANGUAGES = 4
"""The languages that there is room for on a page, large enough to be read from afar."""


def build_join_url(public_url: str, queue: Queue) -> str:
    """The address at which clients join the queue by phone."""
    return f"{public_url}/q/{queue.id}"


def render_html_poster(queues: Sequence[Queue], public_url: str, languages: Sequence[str]) -> str:
    """An HTML document with one A4 page per queue, in the first of those languages; it loads nothing."""
    codes = [code for code in dict.fromkeys(languages) if find_language(code)][:MAX_LANGUAGES]
    words = [Words(code) for code in codes or ["en"]]
    posters = [
        {
            "office": find_office_name([queue]),
            "names": list(dict.fromkeys(queue.translate(language.language).name for language in words)),
            "qr_code": render_qr_svg(build_join_url(public_url, queue)),
            "texts": words,
            "join_url": build_join_url(public_url, queue),
        }
        for queue in queues
    ]
    return render_template("poster.html", posters=posters, queue_names=[queue.name for queue in queues])


def render_qr_svg(text: str) -> Markup:
    """The QR code (error correction M, with its quiet zone) as an SVG image."""
    rows = build_code(text)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{text}" '
        'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    ).format(size=len(rows), text=text, path=path)


def print_poster(queue: Queue, join_url: str) -> None:
    """Print the queue's name, the QR code and its address on the terminal."""
    from walkin.ui.qr import render_qr

    # A reader needs dark on light, whatever the colours of the terminal.
    before, after = ("\x1b[38;2;0;0;0;48;2;255;255;255m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    lines = [f"{before}{line}{after}" for line in render_qr(join_url)]
    print(strip_unprintable(queue.name), *lines, join_url, "", sep="\n")
