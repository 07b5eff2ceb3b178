"""The Watch resource (reference: watch, request table) and the input for signing keys.

Secrets are written and never read: `Watch` has no password, client secret, refresh token or header value.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field

from walkin.model.form.definition import Flag
from walkin.model.registration import Id, ReadOnlyId, Resource
from walkin.model.text import FROM_SERVER, Name, SingleLine
from walkin.model.time import ZonedTime

METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")
METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
EVENTS = ("created", "updated", "deleted", "merged", "called", "recalled", "finished", "noShow", "putBack")
"""Events to subscribe to. ``updated`` is every change except creation and deletion; ``merged`` never occurs."""

MAX_HEADERS = 20
SECRET_LENGTH = 4_000

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}")
_RESERVED_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "content-type", "content-digest", "accept-encoding",
     "te", "trailer", "upgrade", "keep-alive", "expect"}
)  # fmt: skip


class WatchStatus(StrEnum):
    """Whether a watch receives deliveries."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class KeyKind(StrEnum):
    """The signature algorithm of a key."""

    HMAC = "hmac"
    ED25519 = "ed25519"


def _one_of(*values: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"has to be one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def _check_printable(text: str) -> str:
    """Accept what can be sent in a header or form: the text is not changed, control characters are refused."""
    if len(text) > SECRET_LENGTH:
        raise ValueError(f"has at most {SECRET_LENGTH:,} characters")
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("must not have control characters or line ends")
    return text


Secret = Annotated[str, AfterValidator(_check_printable)]


class BasicAuth(Resource):
    """Credentials of HTTP Basic authentication (reference: ``basicAuth``)."""

    username: Secret = ""
    password: Secret | None = None


class OAuth2(Resource):
    """How an access token is requested (reference: ``oauth2Auth``). ``authUrl`` is stored and never used."""

    grant_type: Annotated[str, _one_of("refresh_token", "client_credentials")] = "refresh_token"
    client_id: Secret = ""
    client_secret: Secret | None = None
    refresh_token: Secret | None = None
    auth_url: Secret | None = None
    access_token_url: Secret = ""
    redirect_uri: Secret | None = None
    scope: Secret | None = None


class Signature(Resource):
    """Whether and with which keys deliveries are signed (reference: ``signature``)."""

    enabled: Flag = False
    crypto_key_ids: Annotated[
        list[Id], Field(max_length=10, validation_alias=AliasChoices("cryptoKeyIds", "crypto_key_ids", "keys"))
    ] = Field(default_factory=list)


def _to_upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _check_headers(value: dict[str, str]) -> dict[str, str]:
    if len(value) > MAX_HEADERS:
        raise ValueError(f"has at most {MAX_HEADERS} headers")
    for name, text in value.items():
        lower_name = name.lower()
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if lower_name in _RESERVED_HEADERS or lower_name.startswith(("webhook-", "signature", "x-agendize-", "proxy-")):
            raise ValueError(f"{name} is set by the sender itself")
        try:
            _check_printable(text).encode("latin-1")
        except UnicodeEncodeError:
            raise ValueError(f"the value of {name} has characters that a header cannot carry") from None
    return value


def _check_events(value: list[str]) -> list[str]:
    for name in value:
        if name not in EVENTS:
            raise ValueError(f"{name!r} is no event; there are {', '.join(EVENTS)}")
    return list(dict.fromkeys(value))


class WatchInput(Resource):
    """The members that create and update accept (reference: watch, request table)."""

    id: Id | None = None
    address: Annotated[str, AfterValidator(_check_printable)] | None = None
    name: SingleLine | None = None
    basic_auth: BasicAuth | None = None
    http_request_header: Annotated[dict[str, str], AfterValidator(_check_headers)] | None = None
    # Not named `schema`, which is a method of pydantic's models.
    template: str | dict[str, object] | None = Field(
        default=None, validation_alias=AliasChoices("schema", "template"), serialization_alias="schema"
    )
    add_previous_data: Flag | None = None
    level_details: Annotated[str, _one_of("full", "extraFull")] | None = None
    events: Annotated[list[str], AfterValidator(_check_events)] | None = None
    method: Annotated[str, BeforeValidator(_to_upper), _one_of(*METHODS)] | None = None
    status: WatchStatus | None = None
    oauth2_auth: OAuth2 | None = Field(default=None, alias="oauth2Auth")
    signature: Signature | None = None
    api_version: Annotated[str, _one_of("2.3", "2.0")] | None = None
    """The version that deliveries speak: by default the one in which the watch was made."""

    @classmethod
    def from_document(cls, document: str) -> Self:
        return cls.model_validate_json(document, context=FROM_SERVER)

    def merge(self, changes: Self) -> Self:
        """Return these members with the given members of ``changes``; null removes a member."""
        return self.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})


class ShownBasicAuth(Resource):
    """The user name, without the password."""

    username: str = ""


class ObjectOwner(Resource):
    """The watched object: a queue, or ``0`` for all queues of the account."""

    type: str
    id: ReadOnlyId


class Watch(Resource):
    """A watch without its secrets; ``statusReason`` says why the office itself has disabled it."""

    id: ReadOnlyId
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
    api_version: str | None = None
    warnings: list[str] | None = None


class KeyInput(Resource):
    """The members that creating a key accepts."""

    type: KeyKind = KeyKind.HMAC
    name: Name | None = None
