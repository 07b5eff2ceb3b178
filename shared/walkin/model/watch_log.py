"""Resources of the delivery log and of signing keys. None of them contains a secret."""

from __future__ import annotations

from walkin.model.registration import Owner, ReadOnlyId, Resource
from walkin.model.time import ZonedTime
from walkin.model.watch import KeyKind


class Watcher(Resource):
    """The watch a delivery was sent to."""

    id: ReadOnlyId
    address: str
    object_type: str
    self_link: str
    name: str | None = None


class Sent(Resource):
    """The request of a delivery; secrets in headers are masked."""

    address: str | None = None
    method: str | None = None
    headers: dict[str, str] | None = None
    body: str | None = None


class Answered(Resource):
    """The response to a delivery, with at most the first 4 KiB of its body."""

    status_code: int | None = None
    error_message: str | None = None
    body: str | None = None


class Delivery(Resource):
    """One message to one watch, with its latest attempt; times in UTC, ``duration`` in milliseconds."""

    id: ReadOnlyId
    owner: Owner
    message: str
    object_event: str
    object_id: ReadOnlyId
    status: str
    attempts: int
    created: ZonedTime
    sent: ZonedTime | None = None
    next_attempt: ZonedTime | None = None
    duration: int | None = None
    erased: ZonedTime | None = None
    """When the person's data was taken out of it: it has no body, and cannot be sent again."""
    request: Sent
    response: Answered | None = None
    watcher: Watcher


class DeliveryError(Resource):
    """A failed attempt."""

    id: ReadOnlyId
    owner: Owner
    request_id: ReadOnlyId
    message: str
    object_event: str
    attempt: int
    date: ZonedTime
    duration: int | None = None
    request: Sent
    response: Answered
    watcher: Watcher


class Trial(Resource):
    """The result of a test delivery."""

    status: str
    status_code: int | None = None
    error_message: str | None = None
    duration: int | None = None
    body: str | None = None


class Replayed(Resource):
    """The number of deliveries that are sent again."""

    replayed: int


class CryptoKey(Resource):
    """A signing key. ``secret`` is present only in the response that created or rotated it."""

    id: ReadOnlyId
    type: KeyKind
    version: int
    created: ZonedTime
    name: str | None = None
    secret: str | None = None
    public_key: str | None = None
    previous_until: ZonedTime | None = None


class KeySet(Resource):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[dict[str, str]]
