"""What the pages tell the app."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ServiceChosen(Message):
    """Somebody wants this service: a visit begins."""

    queue_id: str


class WentOn(Message):
    """The question at hand is answered."""


class WentBack(Message):
    """One page back, or out of the visit from its first page."""


@dataclass
class ChangeWanted(Message):
    """An answer shall be changed: the id of its question."""

    question_id: str


class TicketWanted(Message):
    """Take the ticket, or try again to."""


class VisitEnded(Message):
    """Done, or given up: forget everything."""


class MoreTimeWanted(Message):
    """Somebody is still there."""


@dataclass
class LanguageChosen(Message):
    """The kiosk shall speak this language."""

    code: str
