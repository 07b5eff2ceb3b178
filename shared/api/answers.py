"""Writing answers: the stored parts of a registration spliced with what depends on the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

from shared.api.office import caller
from shared.model import tag
from shared.model.caller import Role
from shared.model.time import MINUTE
from shared.model.wait import Forecast
from shared.store.entries import Entry, Found
from shared.store.queues import QueueState

JSON = "application/json"


def base(request: Request) -> str:
    """The address of the version of the API the caller speaks, as it sees it: ``http://host/api/2.3``."""
    return f"{str(request.base_url).rstrip('/')}/api/{request.scope.get('walkin.version', '2.3')}"


def answer(content: bytes, status: int = 200, **headers: str) -> Response:
    """A JSON answer nobody keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(content, status, {"cache-control": "no-store", **named}, JSON)


class Page:
    """Renders registrations of one queue at one moment."""

    def __init__(self, state: QueueState, at: int, address: str, *, personal: bool = True, token: bool = True) -> None:
        """Without ``personal`` nobody learns who the people are, without ``token`` not the address of their page."""
        self._personal = personal
        self._with_token = token
        self._at = at
        self._address = address
        self._forecast = forecast(state, at)
        self._told: dict[int, str] = {}
        reference = orjson.dumps({"id": str(state.id), "name": state.name}).decode()
        owner = orjson.dumps(state.owner_wire()).decode()
        self._queue = f'"queue":{reference},"owner":{owner},"averageWaitingTime":{state.average_wait}'
        self._clients = orjson.dumps(f"{address}/clients/").decode()[:-1]

    def one(self, entry: Entry, rank: int | None) -> str:
        """The registration as JSON text."""
        waited = ((entry.started_at or self._at) - entry.registered_at) // MINUTE
        parts = [f'{{"id":"{entry.id}",{self._queue},"waitingTime":{waited if waited > 0 else 0}']
        if self._with_token:
            parts.append(f'"token":"{entry.token}"')
        if rank is not None:
            parts.append(f'"rank":{rank},"numberOfPeopleAhead":{rank - 1},{self._estimate(rank - 1)}')
        parts.append(entry.document[1:-1])
        if not self._personal:
            return ",".join(parts) + "}"
        if entry.client is not None:
            parts.append(f'"client":{{"selfLink":{self._clients}{entry.client_id}",{entry.client[1:]}')
        if entry.form is not None:
            parts.append(f'"form":{self._with_links(entry.form)}')
        if entry.note is not None:
            parts.append(f'"note":{orjson.dumps(entry.note).decode()}')
        return ",".join(parts) + "}"

    def many(self, entries: Iterable[Entry]) -> bytes:
        """The list envelope; entries come waiting first, in the order of their rank."""
        rank = 0
        texts = []
        for entry in entries:
            if entry.status == "registered":
                rank += 1
                texts.append(self.one(entry, rank))
            else:
                texts.append(self.one(entry, None))
        return f'{{"items":[{",".join(texts)}]}}'.encode()

    def _with_links(self, form: str) -> str:
        """The form, files as links at this address."""
        if '"type":"file"' not in form:
            return form
        items = orjson.loads(form)
        self._link(items)
        return orjson.dumps(items).decode()

    def _link(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            if item.get("type") == "file" and item.get("value"):
                item["value"] = self._address + item["value"]
            self._link(item.get("subItem") or [])

    def _estimate(self, ahead: int) -> str:
        text = self._told.get(ahead)
        if text is None:
            text = f'"estimatedWaitingTime":{orjson.dumps(told(self._forecast, ahead)).decode()}'
            self._told[ahead] = text
        return text


def forecast(state: QueueState, at: int) -> Forecast:
    """What the queue tells at that moment."""
    return Forecast.of(state.pace, state.service_time, at // 1000)


def told(made: Forecast, ahead: int) -> dict[str, int]:
    """The member ``estimatedWaitingTime``: minutes ``from`` and ``to``, without ``to`` "over ``from``"."""
    low, high = made.told(ahead)
    return {"from": low} if high is None else {"from": low, "to": high}


def one(
    request: Request,
    found: Found,
    at: int,
    status: int = 200,
    *,
    reduce: Callable[[bytes], bytes] | None = None,
    known: str | None = None,
    **headers: str,
) -> Response:
    """The answer with one registration, or 304 when ``known``, an ``If-None-Match``, names exactly this content."""
    asks = caller(request)
    page = Page(found.queue, at, base(request), personal=asks.personal, token=asks.role is not Role.DISPLAY)
    content = page.one(found.entry, found.rank).encode()
    if reduce is not None:
        content = reduce(content)
    state = tag.of(found.queue.id, found.entry.revision)[:-1]
    etag = f'{state}.{blake2b(content, digest_size=8).hexdigest()}"'
    if known is not None and tag.holds(known, etag):
        return unchanged(etag)
    return answer(content, status, etag=etag, **headers)


def unchanged(etag: str) -> Response:
    """What the caller has is what it would get."""
    return Response(status_code=304, headers={"etag": etag, "cache-control": "no-store"})


def queue_resource(state: QueueState, at: int) -> dict[str, Any]:
    """The Queue resource; its ``estimatedWaitingTime`` is for somebody who comes now."""
    return state.wire() | {"estimatedWaitingTime": told(forecast(state, at), state.waiting)}
