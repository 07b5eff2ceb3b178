"""What staff do at a desk, as methods of the client of the API."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from walkin.model.desk import Action, Called, Desk, Undone
from walkin.model.errors import Refused
from walkin.model.registration import Place, Registration, Resource, Status
from walkin.model.text import READING, clean

R = TypeVar("R", bound=Resource)

CALL_TRIES = 20
"""How often a lost race for the next one is run again on a server without ``POST next``."""


class Unreachable(Exception):
    """The server did not answer: whether it carried the request out is not known."""


class DeskWork(ABC):
    """The operations of a desk, whose name is ``desk``: what it did last it can undo for 10 minutes.

    ``match`` is the entity tag of the state that is meant. Each raises Refused with the server's reason when it cannot
    be done: ``preconditionFailed`` in another state, ``transition`` and ``conflict`` when somebody else was faster,
    ``reserved`` for another desk's client; or Unreachable.
    """

    @abstractmethod
    async def next(self, queue_id: str) -> Registration | None:
        """Who is next, unchanged; None when nobody waits."""

    @abstractmethod
    async def update(
        self,
        queue_id: str,
        registration_id: str,
        members: Mapping[str, Any],
        match: str | None = None,
        *,
        desk: str = "",
    ) -> Registration:
        """Change the given members."""

    @abstractmethod
    async def _json(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON."""

    async def desk_next(
        self,
        desk: str,
        queue_ids: Sequence[str] = (),
        *,
        finish: bool = True,
        outcome: str | None = None,
        note: str | None = None,
    ) -> Called:
        """Finish who is at the desk (unless not to) and call the first of those queues, in one step.

        Without queues: of those the desk works. Somebody may have been finished and nobody called; Refused
        ``queueEmpty`` when there was nothing to do.
        """
        members = _given(finish=finish, outcome=outcome, note=note)
        if queue_ids:
            members["queues"] = [{"id": key} for key in queue_ids]
        return read(Called, await self._json("POST", f"{_desk(desk)}/next", members))

    async def call_next(self, queue_id: str, desk: str) -> Registration | None:
        """Call the next one of a queue to the desk; None when nobody waits.

        On a server without ``POST next`` the next one is looked up and changed, again when somebody else was faster.
        """
        try:
            called = await self._json("POST", f"queues/{queue_id}/registrations/next", {"counter": {"name": desk}})
            return read(Registration, called)
        except Refused as refusal:
            if refusal.reason == "queueEmpty":
                return None
            if refusal.status not in (404, 405, 501) or refusal.reason == "queueNotFound":
                raise
        for _ in range(CALL_TRIES):
            first = await self.next(queue_id)
            if first is None:
                return None
            with contextlib.suppress(_Lost):
                return await self._claim(queue_id, first, desk)
        raise Refused("busy")

    async def call(self, queue_id: str, registration_id: str, desk: str, *, match: str | None = None) -> Registration:
        """Call a chosen one to the desk, also one on hold, a no-show, or one who was finished."""
        return await self.update(queue_id, registration_id, _to_desk(desk), match, desk=desk)

    async def recall(self, queue_id: str, registration_id: str, *, desk: str = "") -> Registration:
        """Call the person in progress again."""
        path = f"{path_of(queue_id, registration_id)}/recall"
        return read(Registration, await self._json("POST", path, parameters=at(desk)))

    async def finish(
        self,
        queue_id: str,
        registration_id: str,
        *,
        outcome: str | None = None,
        note: str | None = None,
        desk: str = "",
        match: str | None = None,
    ) -> Registration:
        """The visit is over."""
        members = _given(status=Status.FINISHED, outcome=outcome, note=note)
        return await self.update(queue_id, registration_id, members, match, desk=desk)

    async def go_on(
        self,
        queue_id: str,
        registration_id: str,
        to_queue: str,
        *,
        place: Place | None = None,
        outcome: str | None = None,
        note: str | None = None,
        desk: str = "",
    ) -> Registration:
        """Finish this service; the new registration, with the same ticket, for the visit's next one."""
        members = _given(queue={"id": to_queue}, place=place, outcome=outcome, note=note)
        path = f"{path_of(queue_id, registration_id)}/next"
        return read(Registration, await self._json("POST", path, members, parameters=at(desk)))

    async def no_show(
        self, queue_id: str, registration_id: str, *, desk: str = "", match: str | None = None
    ) -> Registration:
        """The person did not come."""
        return await self.update(queue_id, registration_id, {"status": Status.NO_SHOW}, match, desk=desk)

    async def came_back(
        self, queue_id: str, registration_id: str, *, desk: str = "", match: str | None = None
    ) -> Registration:
        """A no-show is here after all: the second place within 30 minutes, later the last one."""
        return await self.put_back(queue_id, registration_id, "return", desk=desk, match=match)

    async def put_back(
        self,
        queue_id: str,
        registration_id: str,
        place: Place | None = None,
        *,
        desk: str = "",
        match: str | None = None,
    ) -> Registration:
        """Back among those who wait, also from hold or a reservation: at that place, or where they were before."""
        members = _given(status=Status.REGISTERED, parked=False, reserved={"name": ""}, place=place)
        return await self.update(queue_id, registration_id, members, match, desk=desk)

    async def transfer(
        self,
        queue_id: str,
        registration_id: str,
        to_queue: str | None = None,
        *,
        to_desk: str | None = None,
        place: Place | None = None,
        desk: str = "",
        match: str | None = None,
    ) -> Registration:
        """To another queue (``last``, ``first`` or ``original`` place), to a desk that alone may call them, or both."""
        members = _given(status=Status.REGISTERED, place=place)
        if to_queue is not None:
            members["queue"] = {"id": to_queue}
        if to_desk is not None:
            members["reserved"] = {"name": to_desk}
        return await self.update(queue_id, registration_id, members, match, desk=desk)

    async def park(
        self, queue_id: str, registration_id: str, *, desk: str = "", match: str | None = None
    ) -> Registration:
        """On hold: ``put_back`` or ``call`` ends it."""
        return await self.update(queue_id, registration_id, {"parked": True}, match, desk=desk)

    async def prioritise(
        self, queue_id: str, registration_id: str, priority: int, *, desk: str = "", match: str | None = None
    ) -> Registration:
        """Another class of priority, 0 (usual) to 9 (first)."""
        return await self.update(queue_id, registration_id, {"priority": priority}, match, desk=desk)

    async def annotate(
        self, queue_id: str, registration_id: str, note: str, *, desk: str = "", match: str | None = None
    ) -> Registration:
        """Another note; an empty one takes it away. Undoing leaves notes as they are."""
        return await self.update(queue_id, registration_id, {"note": note}, match, desk=desk)

    async def undo(self, desk: str) -> Undone:
        """Take the desk's last action back. Refused ``nothingToUndo``, or ``undoChanged`` by somebody since."""
        return read(Undone, await self._json("POST", f"{_desk(desk)}/undo"))

    async def actions(self, desk: str) -> list[Action]:
        """What the desk can undo, the last one first."""
        return [read(Action, item) for item in items_of(await self._json("GET", f"{_desk(desk)}/actions"))]

    async def desks(self) -> list[Desk]:
        """The desks of the account, by name."""
        return [read(Desk, item) for item in items_of(await self._json("GET", "desks"))]

    async def update_desk(self, desk: str, status: str | None = None, queue_ids: Sequence[str] | None = None) -> Desk:
        """Make a desk ``open``, ``paused`` or ``closed``, or say which queues it works (none: all)."""
        members = _given(status=status, queues=None if queue_ids is None else [{"id": key} for key in queue_ids])
        return read(Desk, await self._json("PUT", _desk(desk), members))

    async def _claim(self, queue_id: str, first: Registration, desk: str) -> Registration:
        """Take the next one to the desk. Raises _Lost when another desk has."""
        try:
            called = await self.update(queue_id, first.id, _to_desk(desk), match=first.etag if first.revision else None)
        except Refused as refusal:
            if refusal.status in (404, 409, 412):
                raise _Lost from None
            raise
        if called.counter is not None and called.counter.name != clean(desk):
            raise _Lost
        return called


class _Lost(Exception):
    """Another desk was faster."""


def path_of(queue_id: str, registration_id: str) -> str:
    """Where a registration is."""
    return f"queues/{queue_id}/registrations/{registration_id}"


def at(desk: str) -> dict[str, str]:
    """The parameter that names the desk."""
    return {"desk": desk} if desk else {}


def items_of(value: Any) -> list[Any]:
    """The items of a list's envelope."""
    items = value.get("items", []) if isinstance(value, dict) else []
    return items if isinstance(items, list) else []


def read(model: type[R], value: Any) -> R:
    """The resource. Raises Unreachable for what is none."""
    try:
        return model.model_validate(value, context=READING)
    except ValidationError as error:
        raise Unreachable(f"the server's answer cannot be read: {error.errors()[0]['msg']}") from error


def _to_desk(desk: str) -> dict[str, Any]:
    return {"status": Status.IN_PROGRESS, "counter": {"name": desk}}


def _desk(name: str) -> str:
    return f"desks/{quote(name, safe='')}"


def _given(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
