"""Registrations as JSON: the stored parts spliced with what depends on the moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from shared.model.time import MINUTE
from shared.model.wait import NO_DESK, Forecast
from shared.store.entries import Entry
from shared.store.queues import QueueState


class Page:
    """Renders registrations of one queue at one moment."""

    def __init__(self, state: QueueState, at: int, address: str, *, personal: bool = True, token: bool = True) -> None:
        """Without ``personal`` nobody learns who the people are, without ``token`` not the address of their page."""
        self._personal = personal
        self._with_token = token
        self._at = at
        self._address = address
        self._forecast = state.forecast(at)
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
        if entry.outcome is not None:
            parts.append(f'"outcome":{orjson.dumps(entry.outcome).decode()}')
        return ",".join(parts) + "}"

    def many(self, entries: Iterable[Entry]) -> bytes:
        """The list envelope; entries come waiting first, in the order of their rank."""
        rank = 0
        texts = []
        for entry in entries:
            if entry.waits:
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
            text = orjson.dumps(outlook(self._forecast, ahead)).decode()[1:-1]
            self._told[ahead] = text
        return text


def outlook(made: Forecast | None, ahead: int) -> dict[str, Any]:
    """The member ``estimatedWaitingTime``: minutes ``from`` and ``to``, without ``to`` "over ``from``".

    Or ``waitUnknown``, why none is told.
    """
    if made is None:
        return {"waitUnknown": NO_DESK}
    low, high = made.told(ahead)
    return {"estimatedWaitingTime": {"from": low} if high is None else {"from": low, "to": high}}
