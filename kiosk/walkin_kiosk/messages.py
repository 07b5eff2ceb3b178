"""Messages from the pages to the kiosk app."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ServiceChosen(Message):
    """Begin a session for this service."""

    queue_id: str


class WrongPinEntered(Message):
    """Somebody tried to leave the kiosk with a wrong PIN."""


@dataclass
class PageCompleted(Message):
    """Show the session's next page."""

    is_chosen: bool = False
    """Whether a choice completed the page; an Enter right after it is ignored."""


class BackRequested(Message):
    """Go one page back; from the first page, end the session."""


@dataclass
class AnswerChangeRequested(Message):
    question_id: str
    entry: str = ""
    """The id of an entry of a repeated question, or empty."""


class TicketRequested(Message):
    """Request the ticket, or retry."""


class SessionEnded(Message):
    """End the session and forget its answers."""


class StartOverRequested(Message):
    """End the session, after a confirmation if there are answers."""


class CopyRequested(Message):
    """Print the ticket of the page once more."""


class HelpRequested(Message):
    """Ring at the counters: a client asks for a member of staff."""


class ReadAloudRequested(Message):
    """Begin to read the screens aloud, or end it."""


class AppearanceRequested(Message):
    """Switch to the next appearance: the office's theme, high contrast, larger parts."""


class MoreTimeRequested(Message):
    """Restart the idle timer."""


@dataclass
class LanguageChosen(Message):
    code: str
