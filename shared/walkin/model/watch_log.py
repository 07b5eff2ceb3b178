"""What the API gives of watches, of what was sent to them, and of the keys that sign it: never a secret."""

from __future__ import annotations

from pydantic import Field

from walkin.model.registration import Id, Resource
from walkin.model.time import ZonedTime
from walkin.model.watch import KeyKind, OAuth2, Signature, WatchStatus


class ShownBasicAuth(Resource):
    """The name without its password."""

    username: str = ""


class ObjectOwner(Resource):
    """What is watched: a queue, ``0`` for every queue of the account."""

    type: str
    id: Id


class Watch(Resource):
    """A watch as it may be seen; ``statusReason`` says why the office itself has disabled it."""

    id: Id
    address: str
    status: WatchStatus
    object_owner: ObjectOwner
    created: ZonedTime
    self_link: str
    name: str | None = None
    basic_auth: ShownBasicAuth | None = None
    http_request_header: dict[str, str] | None = None
    schema_: dict[str, object] | str | None = Field(default=None, alias="schema")
    add_previous_data: bool | None = None
    level_details: str | None = None
    events: list[str] | None = None
    method: str | None = None
    oauth2_auth: OAuth2 | None = Field(default=None, alias="oauth2Auth")
    signature: Signature | None = None
    status_reason: str | None = None
    failing_since: ZonedTime | None = None


class Watcher(Resource):
    """The watch that something was sent to."""

    id: Id
    address: str
    object_type: str
    self_link: str
    name: str | None = None


class Sent(Resource):
    """What was sent; secrets in headers are masked."""

    address: str | None = None
    method: str | None = None
    headers: dict[str, str] | None = None
    body: str | None = None


class Answered(Resource):
    """What came back, of the body at most the first 4 KiB."""

    status_code: int | None = None
    error_message: str | None = None
    body: str | None = None


class Delivery(Resource):
    """One message to one watch with its last attempt; times in UTC, ``duration`` in milliseconds."""

    id: Id
    message: str
    object_event: str
    object_id: Id
    status: str
    attempts: int
    created: ZonedTime
    sent: ZonedTime | None = None
    next_attempt: ZonedTime | None = None
    duration: int | None = None
    request: Sent
    response: Answered | None = None
    watcher: Watcher


class DeliveryError(Resource):
    """An attempt that failed."""

    id: Id
    request_id: Id
    message: str
    object_event: str
    attempt: int
    date: ZonedTime
    duration: int | None = None
    request: Sent
    response: Answered
    watcher: Watcher


class Trial(Resource):
    """What came of an invented message."""

    status: str
    status_code: int | None = None
    error_message: str | None = None
    duration: int | None = None
    body: str | None = None


class Replayed(Resource):
    """How many deliveries are sent again."""

    replayed: int


class CryptoKey(Resource):
    """A key that signs. ``secret`` is there only in the answer that made or rotated it."""

    id: Id
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
