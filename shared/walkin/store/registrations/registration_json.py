"""Serialize registrations: the stored JSON texts spliced with the members that depend on time and rank."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import orjson

from walkin.model.time import MINUTE_MS
from walkin.model.wait_estimate import NO_DESK_OPEN, WaitEstimate
from walkin.store.queues import QueueState, render_owner
from walkin.store.registrations.queries import ListRow, RegistrationRow

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
        self._wait_estimate = state.estimate_wait(at)
        self._estimate_texts = _get_estimate_texts(self._wait_estimate)
        queue_members = _render_queue_members(state.id, state.name, state.account_id, state.owner)
        self._queue_members = f'{queue_members},"epoch":"{state.epoch}","averageWaitingTime":{state.average_wait}'
        self._client_prefix = f'{{"selfLink":{_render_clients_url(base_url)}'

    def render(self, registration: RegistrationRow, rank: int | None) -> str:
        return self.volatile(registration, rank) + self.stable(registration)

    def volatile(self, registration: RegistrationRow | ListRow, rank: int | None) -> str:
        """Render the opening brace and the volatile members: waiting time, rank and estimate."""
        minutes = ((registration.started_at or self._at) - registration.registered_at) // MINUTE_MS
        text = f'{{"id":"{registration.id}",{self._queue_members},"waitingTime":{minutes if minutes > 0 else 0}'
        if self._include_token:
            text += f',"token":"{registration.token}"'
        if rank is not None:
            text += f',"rank":{rank},"numberOfPeopleAhead":{rank - 1},{self._render_estimate(rank - 1)}'
        return f"{text},"

    def stable(self, registration: RegistrationRow) -> str:
        """Render the members that depend on the registration's revision alone, and the closing brace."""
        text = registration.document[1:-1]
        if not self._include_personal:
            return text + "}"
        if registration.client is not None:
            text += f',"client":{self._client_prefix}{registration.client_id}",{registration.client[1:]}'
        if (possible_id := registration.possible_client_id) is not None:
            text += f',"possibleClient":{self._client_prefix}{possible_id}","id":"{possible_id}"}}'
        if registration.form is not None:
            text += f',"form":{self._render_form(registration.form)}'
        if registration.note is not None:
            text += f',"note":{orjson.dumps(registration.note).decode()}'
        if registration.outcome is not None:
            text += f',"outcome":{orjson.dumps(registration.outcome).decode()}'
        return text + "}"

    def render_list(self, ranked_registrations: Iterable[tuple[RegistrationRow, int | None]]) -> bytes:
        items = ",".join(self.render(registration, rank) for registration, rank in ranked_registrations)
        return f'{{"items":[{items}]}}'.encode()

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

    def _render_estimate(self, ahead: int) -> str:
        text = self._estimate_texts.get(ahead)
        if text is None:
            text = orjson.dumps(build_wait_members(self._wait_estimate, ahead)).decode()[1:-1]
            self._estimate_texts[ahead] = text
        return text


@lru_cache(maxsize=16)
def _get_estimate_texts(wait_estimate: WaitEstimate | None) -> dict[int, str]:
    """Cache of one estimate's rendered members by the number of people ahead, filled by ``_render_estimate``."""
    return {}


@lru_cache(maxsize=256)
def _render_queue_members(queue_id: int, name: str, account_id: int, owner: str) -> str:
    queue = orjson.dumps({"id": str(queue_id), "name": name}).decode()
    return f'"queue":{queue},"owner":{orjson.dumps(render_owner(account_id, owner)).decode()}'


@lru_cache(maxsize=64)
def _render_clients_url(base_url: str) -> str:
    return orjson.dumps(f"{base_url}/clients/").decode()[:-1]


def build_wait_members(wait_estimate: WaitEstimate | None, ahead: int) -> dict[str, Any]:
    """Build ``estimatedWaitingTime`` (minutes; without ``to`` it means "over ``from``"), or ``waitUnknown``."""
    if wait_estimate is None:
        return {"waitUnknown": NO_DESK_OPEN}
    low, high = wait_estimate.range_minutes(ahead)
    return {"estimatedWaitingTime": {"from": low} if high is None else {"from": low, "to": high}}
