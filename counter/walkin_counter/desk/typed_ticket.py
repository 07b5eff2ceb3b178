"""Ticket numbers and QR codes that a scanner or an agent types into the queue table."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.client import Board
    from walkin.model.registration import Registration

TICKET_PATH = "/t/"
"""The address of a ticket's page, which is in its QR code, ends in this and the ticket's token."""

TYPING_GAP_SECONDS = 1.0
"""Seconds after which a character begins a new text."""


class TypedText:
    """Buffer of typed characters; a pause clears it."""

    def __init__(self) -> None:
        self.text = ""
        self._last_time = float("-inf")

    def add(self, character: str, begins_text: bool) -> bool:
        """Add a character; returns False if it is no part of a text, which only some characters may begin."""
        now = time.monotonic()
        if now - self._last_time > TYPING_GAP_SECONDS:
            self.text = ""
        if not self.text and not begins_text:
            return False
        self.text, self._last_time = self.text + character, now
        return True

    def take(self, count: int | None = None) -> str:
        """Return the text, or its first ``count`` characters, and drop them from the buffer; "" after a pause."""
        text, self.text = self.text[:count], "" if count is None else self.text[count:]
        return text if time.monotonic() - self._last_time <= TYPING_GAP_SECONDS else ""


def find_ticket(text: str, board: Board) -> Registration | None:
    """The registration with the ticket of that number or of that page's address; for digits alone, if it is one."""
    registrations = [*board.list_in_progress(), *board.list_waiting(), *board.list_held_or_reserved()]
    if TICKET_PATH in text:
        token = text.strip().rpartition(TICKET_PATH)[2].partition("?")[0]
        return next((registration for registration in registrations if registration.token == token), None)
    number = text.strip().casefold()
    found = [registration for registration in registrations if registration.number.casefold() == number]
    if not found and number.isdecimal():
        ending = re.compile(rf"\D+0*{int(number)}")
        found = [registration for registration in registrations if ending.fullmatch(registration.number)]
    return found[0] if len(found) == 1 else None
