"""Messages from the pages to the kiosk app."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ServiceChosen(Message):
    """Begin a session for this service."""

    queue_id: str


class PageCompleted(Message):
    """Show the session's next page."""


class BackRequested(Message):
    """Go one page back; from the first page, end the session."""


@dataclass
class AnswerChangeRequested(Message):
    question_id: str


class TicketRequested(Message):
    """Request the ticket, or retry."""


class SessionEnded(Message):
    """End the session and forget its answers."""


class MoreTimeRequested(Message):
    """Restart the idle timer."""


@dataclass
class LanguageChosen(Message):
    code: str
