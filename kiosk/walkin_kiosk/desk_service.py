"""The part of the API that a counter needs, for the tickets that this kiosk has given without the server.

Numbers only: neither names nor answers leave the kiosk. A client whom the server may know is not among them, so that
nobody is called by two.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from hmac import compare_digest
from typing import TYPE_CHECKING

import uvicorn
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from walkin.languages import Words, choose_language
from walkin.model.address import API_PREFIX
from walkin.model.errors import Refused
from walkin.model.queue import Queue
from walkin.model.registration import ACTIVE_STATUSES, RegistrationInput, Status
from walkin.model.time import MINUTE_MS, render_time
from walkin.ui.error_log import log_error
from walkin_kiosk.outbox import Taken

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from walkin_kiosk.offline import OfflineTickets

MAX_BODY_BYTES = 65_536
MAX_CONNECTIONS = 50


class DeskService:
    """An ASGI application; it answers while ``is_offline()``."""

    def __init__(self, offline: OfflineTickets, is_offline: Callable[[], bool], key: str) -> None:
        """Counters show ``key`` as their apiKey."""
        self._offline, self._is_offline, self._key = offline, is_offline, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Refused as refused:
            error = {"code": refused.status, "reason": refused.reason, "message": refused.message or refused.reason}
            response = JSONResponse({"error": error}, refused.status)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not compare_digest(request.headers.get("apiKey", "").encode(), self._key.encode()):
            raise Refused("unauthorized")
        if not self._is_offline():
            raise Refused("databaseAway", _get_words(request)("counter-kiosk-online"))
        match request.url.path.removeprefix(f"{API_PREFIX}/").split("/"):
            case ["queues"]:
                line = await self._offline.list_callable()
                return JSONResponse({"items": [_render_queue(queue, line) for queue in self._offline.queues]})
            case ["queues", queue_id]:
                return JSONResponse(_render_queue(self._find_queue(queue_id), await self._offline.list_callable()))
            case ["queues", queue_id, "registrations", *rest]:
                return await self._answer_registrations(request, self._find_queue(queue_id), rest)
        raise Refused("notFound")

    async def _answer_registrations(self, request: Request, queue: Queue, rest: list[str]) -> Response:
        line = await self._offline.list_callable(queue.id)
        match request.method, rest:
            case "GET", []:
                statuses = request.query_params.get("status", ",".join(ACTIVE_STATUSES)).split(",")
                found = [taken for taken in line if taken.visit.status in statuses]
                ticket = request.query_params.get("ticket", "").upper()
                listed = [taken for taken in found if ticket in ("", taken.ticket)]
                waiting = _list_waiting(line)
                return JSONResponse({"items": [self._render(queue, taken, waiting) for taken in listed]})
            case "GET", ["next"]:
                waiting = _list_waiting(line)
                if not waiting:
                    raise Refused("queueEmpty")
                return JSONResponse(self._render(queue, waiting[0], waiting))
            case "POST", ["next"]:
                return await self._call_next(queue, line, request)
            case "GET", [taken_id]:
                return JSONResponse(self._render(queue, _find(line, taken_id), _list_waiting(line)))
            case "PUT", [taken_id]:
                return await self._change(queue, line, _find(line, taken_id), request)
        raise Refused("methodNotAllowed" if len(rest) < 2 else "notFound")

    def _find_queue(self, queue_id: str) -> Queue:
        for queue in self._offline.queues:
            if queue.id == queue_id:
                return queue
        raise Refused("queueNotFound")

    async def _call_next(self, queue: Queue, line: Sequence[Taken], request: Request) -> Response:
        desk = (await _read_input(request)).counter
        for taken in _list_waiting(line):
            called = await self._offline.change_visit(taken, Status.IN_PROGRESS, desk.name if desk else "")
            if called is not None:
                return JSONResponse(self._render(queue, called))
        raise Refused("queueEmpty")

    async def _change(self, queue: Queue, line: Sequence[Taken], taken: Taken, request: Request) -> Response:
        registration_input = await _read_input(request)
        status = registration_input.status
        if status is None:
            # All else needs the server.
            raise Refused("badRequest", _get_words(request)("counter-away"))
        desk = registration_input.counter.name if registration_input.counter else ""
        is_called = taken.visit.status == Status.IN_PROGRESS
        if status is Status.IN_PROGRESS and is_called and desk != taken.visit.desk:
            raise Refused("conflict")
        changed = await self._offline.change_visit(taken, status, desk)
        if changed is None:
            raise Refused("conflict")
        return JSONResponse(self._render(queue, changed, _list_waiting(line)))

    def _render(self, queue: Queue, taken: Taken, waiting: Sequence[Taken] = ()) -> dict[str, object]:
        visit, at = taken.visit, self._offline.to_server_ms(taken.moment)
        document: dict[str, object] = {
            "id": str(taken.id),
            "queue": {"id": queue.id, "name": queue.name},
            "ticket": taken.ticket,
            "status": visit.status,
            "registered": render_time(at, queue.time_zone),
            "waitingTime": max(0, self._offline.now_ms() - at) // MINUTE_MS,
            "calls": visit.calls,
            "position": at,
            "client": {},
            "form": [],
            "language": taken.members.get("language"),
        }
        if visit.status == Status.REGISTERED:
            ahead = bisect_left(waiting, taken.id, key=lambda other: other.id)
            document |= {"rank": ahead + 1, "numberOfPeopleAhead": ahead}
        if visit.desk:
            document["counter"] = {"name": visit.desk}
        if visit.called is not None:
            called = render_time(self._offline.to_server_ms(visit.called), queue.time_zone)
            document |= {"called": called, "started": called}
        if visit.ended is not None and visit.status == Status.FINISHED:
            document["finished"] = render_time(self._offline.to_server_ms(visit.ended), queue.time_zone)
        return document


def _list_waiting(line: Iterable[Taken]) -> list[Taken]:
    return [taken for taken in line if taken.visit.status == Status.REGISTERED]


def _find(line: Iterable[Taken], taken_id: str) -> Taken:
    for taken in line:
        if str(taken.id) == taken_id:
            return taken
    raise Refused("registrationNotFound")


def _render_queue(queue: Queue, line: Iterable[Taken]) -> dict[str, object]:
    waiting = [taken for taken in _list_waiting(line) if taken.queue_id == queue.id]
    return queue.to_wire() | {"form": [], "waiting": len(waiting)}


def _get_words(request: Request) -> Words:
    return Words(choose_language(request.headers.get("accept-language")))


async def _read_input(request: Request) -> RegistrationInput:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > MAX_BODY_BYTES:
            raise Refused("tooLarge")
    try:
        return RegistrationInput.model_validate_json(content or b"{}")
    except ValidationError:
        raise Refused("badRequest") from None


class _Server(uvicorn.Server):
    """A server within an app, which handles the signals itself."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(service: DeskService, address: tuple[str, int]) -> None:
    """Serve until cancelled. An address that cannot be listened on is logged."""
    try:
        listener = socket.create_server(address)
    except OSError as error:
        log_error(f"kiosk: counters cannot go on from {address[0]}:{address[1]}", error)
        return
    config = uvicorn.Config(
        service,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    try:
        await server.serve(sockets=[listener])
    except asyncio.CancelledError:
        server.should_exit = True
        await server.shutdown(sockets=[listener])
        raise
    finally:
        listener.close()
