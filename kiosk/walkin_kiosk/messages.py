"""What the pages tell the app."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ServiceChosen(Message):
    """Somebody wants this service: a visit begins."""

    queue_id: str


class PageCompleted(Message):
    """The question at hand is answered."""


class BackRequested(Message):
    """One page back, or out of the visit from its first page."""


@dataclass
class AnswerChangeRequested(Message):
    """An answer shall be changed: the id of its question."""

    question_id: str


class TicketRequested(Message):
    """Take the ticket, or try again to."""


class SessionEnded(Message):
    """Done, or given up: forget everything."""


class MoreTimeRequested(Message):
    """Somebody is still there."""


@dataclass
class LanguageChosen(Message):
    """The kiosk shall speak this language."""

    code: str
