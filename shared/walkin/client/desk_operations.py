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
from walkin.model.text import FROM_SERVER, clean

ResourceT = TypeVar("ResourceT", bound=Resource)

MAX_CALL_ATTEMPTS = 20
"""How often a lost race for the next one is run again on a server without ``POST next``."""


class ServerUnreachable(Exception):
    """The server did not answer: whether it carried the request out is not known."""


class DeskClient(ABC):
    """The operations of a desk, whose name is ``desk``: what it did last it can undo for 10 minutes.

    ``match`` is the entity tag of the state that is meant. Each raises Refused with the server's reason when it cannot
    be done: ``preconditionFailed`` in another state, ``transition`` and ``conflict`` when somebody else was faster,
    ``reserved`` for another desk's client; or Unreachable.
    """

    @abstractmethod
    async def get_next(self, queue_id: str) -> Registration | None:
        """Who is next, unchanged; None when nobody waits."""

    @abstractmethod
    async def update_registration(
        self,
        queue_id: str,
        registration_id: str,
        members: Mapping[str, Any],
        etag: str | None = None,
        *,
        desk: str = "",
    ) -> Registration:
        """Change the given members."""

    @abstractmethod
    async def _request_json(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON."""

    async def finish_and_call_next(
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
        members = _omit_none(finish=finish, outcome=outcome, note=note)
        if queue_ids:
            members["queues"] = [{"id": key} for key in queue_ids]
        return parse_resource(Called, await self._request_json("POST", f"{_build_desk_path(desk)}/next", members))

    async def call_next(self, queue_id: str, desk: str) -> Registration | None:
        """Call the next one of a queue to the desk; None when nobody waits.

        On a server without ``POST next`` the next one is looked up and changed, again when somebody else was faster.
        """
        try:
            called = await self._request_json(
                "POST", f"queues/{queue_id}/registrations/next", {"counter": {"name": desk}}
            )
            return parse_resource(Registration, called)
        except Refused as refusal:
            if refusal.reason == "queueEmpty":
                return None
            if refusal.status not in (404, 405, 501) or refusal.reason == "queueNotFound":
                raise
        for _ in range(MAX_CALL_ATTEMPTS):
            first = await self.get_next(queue_id)
            if first is None:
                return None
            with contextlib.suppress(_LostRace):
                return await self._try_call(queue_id, first, desk)
        raise Refused("busy")

    async def call(self, queue_id: str, registration_id: str, desk: str, *, etag: str | None = None) -> Registration:
        """Call a chosen one to the desk, also one on hold, a no-show, or one who was finished."""
        return await self.update_registration(queue_id, registration_id, _build_call_members(desk), etag, desk=desk)

    async def recall(self, queue_id: str, registration_id: str, *, desk: str = "") -> Registration:
        """Call the person in progress again."""
        path = f"{build_registration_path(queue_id, registration_id)}/recall"
        return parse_resource(
            Registration, await self._request_json("POST", path, parameters=build_desk_parameters(desk))
        )

    async def finish(
        self,
        queue_id: str,
        registration_id: str,
        *,
        outcome: str | None = None,
        note: str | None = None,
        desk: str = "",
        etag: str | None = None,
    ) -> Registration:
        """The visit is over."""
        members = _omit_none(status=Status.FINISHED, outcome=outcome, note=note)
        return await self.update_registration(queue_id, registration_id, members, etag, desk=desk)

    async def start_next_service(
        self,
        queue_id: str,
        registration_id: str,
        to_queue_id: str,
        *,
        place: Place | None = None,
        outcome: str | None = None,
        note: str | None = None,
        desk: str = "",
    ) -> Registration:
        """Finish this service; the new registration, with the same ticket, for the visit's next one."""
        members = _omit_none(queue={"id": to_queue_id}, place=place, outcome=outcome, note=note)
        path = f"{build_registration_path(queue_id, registration_id)}/next"
        return parse_resource(
            Registration, await self._request_json("POST", path, members, parameters=build_desk_parameters(desk))
        )

    async def mark_no_show(
        self, queue_id: str, registration_id: str, *, desk: str = "", etag: str | None = None
    ) -> Registration:
        """The person did not come."""
        return await self.update_registration(queue_id, registration_id, {"status": Status.NO_SHOW}, etag, desk=desk)

    async def mark_returned(
        self, queue_id: str, registration_id: str, *, desk: str = "", etag: str | None = None
    ) -> Registration:
        """A no-show is here after all: the second place within 30 minutes, later the last one."""
        return await self.put_back(queue_id, registration_id, "return", desk=desk, etag=etag)

    async def put_back(
        self,
        queue_id: str,
        registration_id: str,
        place: Place | None = None,
        *,
        desk: str = "",
        etag: str | None = None,
    ) -> Registration:
        """Back among those who wait, also from hold or a reservation: at that place, or where they were before."""
        members = _omit_none(status=Status.REGISTERED, parked=False, reserved={"name": ""}, place=place)
        return await self.update_registration(queue_id, registration_id, members, etag, desk=desk)

    async def transfer(
        self,
        queue_id: str,
        registration_id: str,
        to_queue_id: str | None = None,
        *,
        to_desk: str | None = None,
        place: Place | None = None,
        desk: str = "",
        etag: str | None = None,
    ) -> Registration:
        """To another queue (``last``, ``first`` or ``original`` place), to a desk that alone may call them, or both."""
        members = _omit_none(status=Status.REGISTERED, place=place)
        if to_queue_id is not None:
            members["queue"] = {"id": to_queue_id}
        if to_desk is not None:
            members["reserved"] = {"name": to_desk}
        return await self.update_registration(queue_id, registration_id, members, etag, desk=desk)

    async def park(
        self, queue_id: str, registration_id: str, *, desk: str = "", etag: str | None = None
    ) -> Registration:
        """On hold: ``put_back`` or ``call`` ends it."""
        return await self.update_registration(queue_id, registration_id, {"parked": True}, etag, desk=desk)

    async def prioritise(
        self, queue_id: str, registration_id: str, priority: int, *, desk: str = "", etag: str | None = None
    ) -> Registration:
        """Another class of priority, 0 (usual) to 9 (first)."""
        return await self.update_registration(queue_id, registration_id, {"priority": priority}, etag, desk=desk)

    async def annotate(
        self, queue_id: str, registration_id: str, note: str, *, desk: str = "", etag: str | None = None
    ) -> Registration:
        """Another note; an empty one takes it away. Undoing leaves notes as they are."""
        return await self.update_registration(queue_id, registration_id, {"note": note}, etag, desk=desk)

    async def undo(self, desk: str) -> Undone:
        """Take the desk's last action back. Refused ``nothingToUndo``, or ``undoChanged`` by somebody since."""
        return parse_resource(Undone, await self._request_json("POST", f"{_build_desk_path(desk)}/undo"))

    async def list_actions(self, desk: str) -> list[Action]:
        """What the desk can undo, the last one first."""
        return [
            parse_resource(Action, item)
            for item in extract_items(await self._request_json("GET", f"{_build_desk_path(desk)}/actions"))
        ]

    async def list_desks(self) -> list[Desk]:
        """The desks of the account, by name."""
        return [parse_resource(Desk, item) for item in extract_items(await self._request_json("GET", "desks"))]

    async def update_desk(self, desk: str, status: str | None = None, queue_ids: Sequence[str] | None = None) -> Desk:
        """Make a desk ``open``, ``paused`` or ``closed``, or say which queues it works (none: all)."""
        members = _omit_none(status=status, queues=None if queue_ids is None else [{"id": key} for key in queue_ids])
        return parse_resource(Desk, await self._request_json("PUT", _build_desk_path(desk), members))

    async def _try_call(self, queue_id: str, registration: Registration, desk: str) -> Registration:
        """Take the next one to the desk. Raises _Lost when another desk has."""
        try:
            called = await self.update_registration(
                queue_id,
                registration.id,
                _build_call_members(desk),
                etag=registration.etag if registration.revision else None,
            )
        except Refused as refusal:
            if refusal.status in (404, 409, 412):
                raise _LostRace from None
            raise
        if called.counter is not None and called.counter.name != clean(desk):
            raise _LostRace
        return called


class _LostRace(Exception):
    """Another desk was faster."""


def build_registration_path(queue_id: str, registration_id: str) -> str:
    """Where a registration is."""
    return f"queues/{queue_id}/registrations/{registration_id}"


def build_desk_parameters(desk: str) -> dict[str, str]:
    """The parameter that names the desk."""
    return {"desk": desk} if desk else {}


def extract_items(value: Any) -> list[Any]:
    """The items of a list's envelope."""
    items = value.get("items", []) if isinstance(value, dict) else []
    return items if isinstance(items, list) else []


def parse_resource(model: type[ResourceT], value: Any) -> ResourceT:
    """The resource. Raises Unreachable for what is none."""
    try:
        return model.model_validate(value, context=FROM_SERVER)
    except ValidationError as error:
        raise ServerUnreachable(f"the server's answer cannot be read: {error.errors()[0]['msg']}") from error


def _build_call_members(desk: str) -> dict[str, Any]:
    return {"status": Status.IN_PROGRESS, "counter": {"name": desk}}


def _build_desk_path(name: str) -> str:
    return f"desks/{quote(name, safe='')}"


def _omit_none(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
