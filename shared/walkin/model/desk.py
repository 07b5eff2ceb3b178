"""The Desk resource, and the input and results of desk operations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from walkin.model.form.definition import Flag
from walkin.model.registration import ClientPart, Id, ReadOnlyId, Ref, Registration, Resource
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


class ActedOn(Resource):
    """A registration that an action changed, with its client as known now."""

    id: ReadOnlyId
    ticket: str
    client: ClientPart = Field(default_factory=ClientPart)


class Action(Resource):
    """An action of a desk. ``kind`` is as in events; a change of the priority or place alone has a kind of its own."""

    id: ReadOnlyId
    kind: str
    at: ZonedTime
    tickets: list[str]
    registrations: list[ActedOn] = Field(default_factory=list)
    undoable: bool = True
    """Whether it can be undone: none of its registrations has been changed since."""


class UndoInput(Resource):
    """The input of an undo: the id of the action, by default the desk's last one."""

    id: Id | None = None


class Undone(Resource):
    """The result of an undo: the kind of action, and the restored registrations."""

    kind: str
    items: list[Registration]
