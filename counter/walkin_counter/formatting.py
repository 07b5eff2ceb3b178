"""Times, durations and texts in a width, as the screens of the counter and the display show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from walkin.model.time import load_zone
from walkin.ui.safe import sanitize

if TYPE_CHECKING:
    from datetime import datetime

    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import ClientPart, Registration

MAX_NAME_WIDTH = 40
"""Cells of a client's name within a sentence."""


def fit_text(text: str, width: int) -> str:
    """Pad or cut ``text`` to ``width`` cells, with "…" at a cut. A wide character is never halved."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return f"{set_cell_size(text, width - 1)}…"


def format_person(number: str, client: ClientPart) -> str:
    """ "A002 Ann Bee": how dialogs and feedback name somebody. A long name is cut, so that the sentence stays."""
    name = sanitize(client.full_name).strip()
    return f"{number} {fit_text(name, MAX_NAME_WIDTH).rstrip()}".rstrip()


def get_service_name(registration: Registration, queue: Queue | None) -> str:
    """The name of the registration's queue, in the language of ``queue`` if that is known."""
    return queue.name if queue else registration.queue.name or ""


def format_local_time(words: Words, moment: datetime, queue: Queue | None) -> str:
    """The time of day at the queue's place, in the language of ``words``."""
    return words.format_time(moment.astimezone(load_zone(queue.time_zone) if queue else None))
