"""Registrations as JSON: the stored parts spliced with what depends on the moment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson

from walkin.model.time import MINUTE
from walkin.model.wait_estimate import NO_DESK, Forecast
from walkin.store.queues import QueueState, owner_wire
from walkin.store.registrations.queries import Entry, Line


class Page:
    """Renders registrations of one queue at one moment."""

    def __init__(self, state: QueueState, at: int, address: str, *, personal: bool = True, token: bool = True) -> None:
        """Without ``personal`` nobody learns who the people are, without ``token`` not the address of their page."""
        self._personal = personal
        self._with_token = token
        self._at = at
        self._address = address
        self._forecast = state.forecast(at)
        self._told = _told(self._forecast)
        whose = _queue(state.id, state.name, state.account_id, state.owner)
        self._queue = f'{whose},"averageWaitingTime":{state.average_wait}'
        self._clients = f'{{"selfLink":{_clients(address)}'

    def one(self, entry: Entry, rank: int | None) -> str:
        """The registration as JSON text."""
        return self.begin(entry, rank) + self.rest(entry)

    def begin(self, entry: Entry | Line, rank: int | None) -> str:
        """What depends on the moment and on the others."""
        waited = ((entry.started_at or self._at) - entry.registered_at) // MINUTE
        text = f'{{"id":"{entry.id}",{self._queue},"waitingTime":{waited if waited > 0 else 0}'
        if self._with_token:
            text += f',"token":"{entry.token}"'
        if rank is not None:
            text += f',"rank":{rank},"numberOfPeopleAhead":{rank - 1},{self._estimate(rank - 1)}'
        return f"{text},"

    def rest(self, entry: Entry) -> str:
        """What depends on the registration's revision alone."""
        text = entry.document[1:-1]
        if not self._personal:
            return text + "}"
        if entry.client is not None:
            text += f',"client":{self._clients}{entry.client_id}",{entry.client[1:]}'
        if entry.form is not None:
            text += f',"form":{self._with_links(entry.form)}'
        if entry.note is not None:
            text += f',"note":{orjson.dumps(entry.note).decode()}'
        if entry.outcome is not None:
            text += f',"outcome":{orjson.dumps(entry.outcome).decode()}'
        return text + "}"

    def many(self, entries: Iterable[tuple[Entry, int | None]]) -> bytes:
        """The list envelope of registrations with their ranks."""
        return f'{{"items":[{",".join(self.one(entry, rank) for entry, rank in entries)}]}}'.encode()

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


@lru_cache(maxsize=16)
def _told(forecast: Forecast | None) -> dict[int, str]:
    """What a forecast tells so many ahead, as JSON, filled in as it is asked for: it holds until the next call."""
    return {}


@lru_cache(maxsize=256)
def _queue(key: int, name: str, account: int, owner: str) -> str:
    queue = orjson.dumps({"id": str(key), "name": name}).decode()
    return f'"queue":{queue},"owner":{orjson.dumps(owner_wire(account, owner)).decode()}'


@lru_cache(maxsize=64)
def _clients(address: str) -> str:
    return orjson.dumps(f"{address}/clients/").decode()[:-1]


def outlook(made: Forecast | None, ahead: int) -> dict[str, Any]:
    """The member ``estimatedWaitingTime``: minutes ``from`` and ``to``, without ``to`` "over ``from``".

    Or ``waitUnknown``, why none is told.
    """
    if made is None:
        return {"waitUnknown": NO_DESK}
    low, high = made.told(ahead)
    return {"estimatedWaitingTime": {"from": low} if high is None else {"from": low, "to": high}}
