"""Serialize registrations: the stored JSON texts spliced with the members that depend on time and rank."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import orjson

from walkin.model.time import MINUTE_MS
from walkin.model.wait_estimate import ToldWait, WaitEstimate
from walkin.store.queues import QueueState, render_owner
from walkin.store.registrations.queries import ListedRow, RegistrationRow

PERSONAL_MEMBERS = frozenset({"client", "form", "note", "outcome", "possibleClient"})
"""The members of a registration that hold personal data."""


class Serializer:
    """Serializer of one queue's registrations at one moment."""

    def __init__(
        self, state: QueueState, at: int, base_url: str, *, include_personal: bool = True, include_token: bool = True
    ) -> None:
        """``include_personal`` has client, form, note and outcome, ``include_token`` the token of the ticket page."""
        self._include_personal = include_personal
        self._include_token = include_token
        self._at = at
        self._base_url = base_url
        self._state = state
        queue_members = _render_queue_members(state.id, state.name, state.account_id, state.owner)
        self._queue_members = f'{queue_members},"epoch":"{state.epoch}","averageWaitingTime":{state.average_wait}'
        self._client_prefix = f'{{"selfLink":{_render_clients_url(base_url)}'

    def render(self, registration: RegistrationRow, rank: int | None) -> str:
        return b"".join(self._render_items([(self.render_stable(registration), rank)]))[1:].decode()

    def render_list(self, items: Iterable[tuple[ListItem, int | None]]) -> bytes:
        """Render the list of those items, each with its rank."""
        pieces = self._render_items(items)
        # Joined once: each copy of a long list takes milliseconds.
        return b"".join((b'{"items":[', *(pieces and [pieces[0][1:]]), *pieces[1:], b"]}"))

    def render_stable(self, registration: RegistrationRow | ListedRow) -> ListItem:
        """Render the members that depend on the registration's row alone."""
        return ListItem(
            registration.registered_at,
            registration.started_at,
            registration.told_wait,
            b',{"id":"%d",' % registration.id,
            self._render_stable(registration).encode(),
        )

    def _render_items(self, items: Iterable[tuple[ListItem, int | None]]) -> list[bytes]:
        """Render items in pieces, each with a comma before it."""
        pieces: list[bytes] = []
        heads: dict[int, bytes] = {}
        at, waits = self._at, self._waits
        for item, rank in items:
            registered_at, started_at, told, opening, content = item
            minutes = ((started_at or at) - registered_at) // MINUTE_MS
            head = heads.get(minutes)
            if head is None:
                head = heads[minutes] = f'{self._queue_members},"waitingTime":{max(minutes, 0)},'.encode()
            if rank is None:
                pieces += (opening, head, content)
                continue
            wait, low = waits.get(rank) or self._render_wait(rank)
            if told is not None and low >= told.compute_delayed_low(at):
                wait = self._render_told_wait(told, rank)
            pieces += (opening, head, _render_rank(rank), wait, content)
        return pieces

    def _render_stable(self, registration: RegistrationRow | ListedRow) -> str:
        """Render those members but the id, and the closing brace."""
        token = f'"token":"{registration.token}",' if self._include_token else ""
        # Joined once: each copy of thousands of texts takes milliseconds.
        pieces = [token, registration.document[1:-1]]
        if not self._include_personal:
            return "".join((*pieces, "}"))
        if registration.client is not None:
            pieces.append(f',"client":{self._client_prefix}{registration.client_id}",{registration.client[1:]}')
        if (possible_id := registration.possible_client_id) is not None:
            pieces.append(f',"possibleClient":{self._client_prefix}{possible_id}","id":"{possible_id}"}}')
        if registration.form is not None:
            pieces += (',"form":', self._render_form(registration.form))
        if registration.note is not None:
            pieces.append(f',"note":{orjson.dumps(registration.note).decode()}')
        if registration.outcome is not None:
            pieces.append(f',"outcome":{orjson.dumps(registration.outcome).decode()}')
        pieces.append("}")
        return "".join(pieces)

    def _render_form(self, form_json: str) -> str:
        if '"type":"file"' not in form_json:
            return form_json
        items = orjson.loads(form_json)
        self._absolutize_file_links(items)
        return orjson.dumps(items).decode()

    def _absolutize_file_links(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            if item.get("type") == "file" and item.get("value"):
                item["value"] = self._base_url + item["value"]
            self._absolutize_file_links(item.get("subItem") or [])

    @cached_property
    def _waits(self) -> dict[int, tuple[bytes, int]]:
        return _get_rendered_waits(self._state._wait_estimate)

    def _render_wait(self, rank: int) -> tuple[bytes, int]:
        estimate = self._state.wait_estimate
        wait = estimate.range_minutes(rank - 1)
        rendered = _render_range(estimate.unknown_reason, wait), wait[0] if wait else 0
        self._waits[rank] = rendered
        return rendered

    def _render_told_wait(self, told: ToldWait, rank: int) -> bytes:
        estimate = self._state.wait_estimate
        return _render_range(estimate.unknown_reason, estimate.retell_minutes(rank - 1, told, self._at)[0])


class ListItem(NamedTuple):
    """A registration in a list: what does not depend on time, rank and forecast."""

    registered_at: int
    started_at: int | None
    told_wait: ToldWait | None
    opening: bytes
    """The comma before it, the opening brace and the id, which stands first for readers."""
    content: bytes
    """The other members, and the closing brace."""


@lru_cache(maxsize=16)
def _get_rendered_waits(wait_estimate: WaitEstimate | None) -> dict[int, tuple[bytes, int]]:
    """Cache of one estimate: the rendered members by rank, each with its low end in minutes."""
    return {}


@lru_cache(maxsize=1024)
def _render_range(unknown_reason: str | None, wait: tuple[int, int | None] | None) -> bytes:
    return orjson.dumps(_build_members(unknown_reason, wait))[1:-1] + b","


@lru_cache(maxsize=16_384)
def _render_rank(rank: int) -> bytes:
    return b'"rank":%d,"numberOfPeopleAhead":%d,' % (rank, rank - 1)


@lru_cache(maxsize=256)
def _render_queue_members(queue_id: int, name: str, account_id: int, owner: str) -> str:
    queue = orjson.dumps({"id": str(queue_id), "name": name}).decode()
    return f'"queue":{queue},"owner":{orjson.dumps(render_owner(account_id, owner)).decode()}'


@lru_cache(maxsize=64)
def _render_clients_url(base_url: str) -> str:
    return orjson.dumps(f"{base_url}/clients/").decode()[:-1]


def build_wait_members(wait_estimate: WaitEstimate, ahead: int) -> dict[str, Any]:
    """Build ``estimatedWaitingTime`` (minutes; without ``to`` it means "over ``from``"), or ``waitUnknown``."""
    return _build_members(wait_estimate.unknown_reason, wait_estimate.range_minutes(ahead))


def _build_members(unknown_reason: str | None, wait: tuple[int, int | None] | None) -> dict[str, Any]:
    if wait is None:
        return {"waitUnknown": unknown_reason}
    low, high = wait
    return {"estimatedWaitingTime": {"from": low} if high is None else {"from": low, "to": high}}
