"""The Desk resource, and the input and results of desk operations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from walkin.model.form.definition import Flag
from walkin.model.registration import ReadOnlyId, Ref, Registration, Resource
from walkin.model.text import MultiLine, Name
from walkin.model.time import ZonedTime

DeskStatus = Literal["open", "paused", "closed"]


class Desk(Resource):
    """A desk; ``since`` is when its status changed last. Without ``queues`` it works all queues of its account."""

    name: str
    status: DeskStatus | str
    since: ZonedTime
    queues: list[Ref] = Field(default_factory=list)


class DeskInput(Resource):
    """The members that updating a desk accepts."""

    status: DeskStatus | None = None
    queues: Annotated[list[Ref], Field(max_length=1000)] | None = None


class NextInput(Resource):
    """The input of a desk's ``next``: the queues to call from (default: those it works) and the visits to finish."""

    queues: Annotated[list[Ref], Field(max_length=1000)] | None = None
    finish: Flag = True
    outcome: Name | None = None
    note: MultiLine | None = None


class Called(Resource):
    """The result of ``next``: the finished registrations, and the called one; absent when nobody waits."""

    finished: list[Registration] = Field(default_factory=list)
    called: Registration | None = None


class Action(Resource):
    """An action that a desk can undo; ``kind`` is as in events."""

    id: ReadOnlyId
    kind: str
    at: ZonedTime
    tickets: list[str]


class Undone(Resource):
    """The result of an undo: the kind of action, and the restored registrations."""

    kind: str
    items: list[Registration]
