"""Desks: what they are, and what one step of a desk answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from walkin.model.registration import Place, ReadOnlyId, Ref, Registration, Resource
from walkin.model.text import MultiLine, Name
from walkin.model.time import ZonedTime

DeskStatus = Literal["open", "paused", "closed"]


class Desk(Resource):
    """A desk; ``since`` is when it became so. Without ``queues`` it works all of its account."""

    name: str
    status: DeskStatus | str
    since: ZonedTime
    queues: list[Ref] = Field(default_factory=list)


class DeskInput(Resource):
    """What changing a desk reads; absent members stay."""

    status: DeskStatus | None = None
    queues: Annotated[list[Ref], Field(max_length=1000)] | None = None


class NextInput(Resource):
    """What a desk's ``next`` reads: out of which queues (all it works), and whether who is at the desk is finished."""

    queues: Annotated[list[Ref], Field(max_length=1000)] | None = None
    finish: Annotated[bool, Field(strict=True)] = True
    outcome: Name | None = None
    note: MultiLine | None = None


class Called(Resource):
    """What ``next`` did: who was finished, and who was called, absent when nobody waits."""

    finished: list[Registration] = Field(default_factory=list)
    called: Registration | None = None


class FollowInput(Resource):
    """The next service of a visit: the queue, the place there, and what is said of the finished one."""

    queue: Ref
    place: Place | None = None
    outcome: Name | None = None
    note: MultiLine | None = None


class Action(Resource):
    """Something a desk did and can undo; ``kind`` is as in events."""

    id: ReadOnlyId
    kind: str
    at: ZonedTime
    tickets: list[str]


class Undone(Resource):
    """What was undone, and the registrations as they are again."""

    kind: str
    items: list[Registration]
