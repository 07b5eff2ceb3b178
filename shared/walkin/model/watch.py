"""The Watch resource (reference: watch, request table) and the key that signs: what people may ask for.

Secrets come in and never go out: the resource that is shown has no password, client secret, refresh token or header
value.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field

from walkin.model.registration import Id, Resource
from walkin.model.text import Name, SingleLine

METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")
METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
EVENTS = ("created", "updated", "deleted", "merged", "called", "recalled", "finished", "noShow", "putBack")
"""What may be asked for. ``updated`` is every change but the first and the last; ``merged`` never happens here."""

MAX_HEADERS = 20
SECRET_LENGTH = 4_000

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}")
_RESERVED_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "content-type", "content-digest", "accept-encoding",
     "te", "trailer", "upgrade", "keep-alive", "expect"}
)  # fmt: skip


class WatchStatus(StrEnum):
    """Whether a watch is told of changes."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class KeyKind(StrEnum):
    """How a key signs."""

    HMAC = "hmac"
    ED25519 = "ed25519"


def _one_of(*values: str) -> Any:
    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"has to be one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def _check_printable(text: str) -> str:
    """What goes into a header or a form of another server: kept exactly, but nothing that could end a line."""
    if len(text) > SECRET_LENGTH:
        raise ValueError(f"has at most {SECRET_LENGTH:,} characters")
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("must not have control characters or line ends")
    return text


Secret = Annotated[str, AfterValidator(_check_printable)]


class BasicAuth(Resource):
    """Name and password for HTTP Basic (reference: ``basicAuth``)."""

    username: Secret = ""
    password: Secret | None = None


class OAuth2(Resource):
    """How a token for the address is got (reference: ``oauth2Auth``). ``authUrl`` is kept and never asked."""

    grant_type: Annotated[str, _one_of("refresh_token", "client_credentials")] = "refresh_token"
    client_id: Secret = ""
    client_secret: Secret | None = None
    refresh_token: Secret | None = None
    auth_url: Secret | None = None
    access_token_url: Secret = ""
    redirect_uri: Secret | None = None
    scope: Secret | None = None


class Signature(Resource):
    """Whether and with which keys the content is signed (reference: ``signature``)."""

    enabled: bool = False
    crypto_key_ids: Annotated[
        list[Id], Field(max_length=10, validation_alias=AliasChoices("cryptoKeyIds", "crypto_key_ids", "keys"))
    ] = Field(default_factory=list)


def _parse_flag(value: Any) -> Any:
    """The maker's own example sends the word."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def _to_upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _check_headers(value: dict[str, str]) -> dict[str, str]:
    if len(value) > MAX_HEADERS:
        raise ValueError(f"has at most {MAX_HEADERS} headers")
    for name, text in value.items():
        small = name.lower()
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if small in _RESERVED_HEADERS or small.startswith(("webhook-", "signature", "x-agendize-", "proxy-")):
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
    """What create and update read (reference: watch, request table). Absent members stay, on update."""

    address: Annotated[str, AfterValidator(_check_printable)] | None = None
    name: SingleLine | None = None
    basic_auth: BasicAuth | None = None
    http_request_header: Annotated[dict[str, str], AfterValidator(_check_headers)] | None = None
    # Pydantic's own member of that name is what the alias avoids.
    template: str | dict[str, Any] | None = Field(
        default=None, validation_alias=AliasChoices("schema", "template"), serialization_alias="schema"
    )
    add_previous_data: Annotated[bool, BeforeValidator(_parse_flag)] | None = None
    level_details: Annotated[str, _one_of("full", "extraFull")] | None = None
    events: Annotated[list[str], AfterValidator(_check_events)] | None = None
    method: Annotated[str, BeforeValidator(_to_upper), _one_of(*METHODS)] | None = None
    status: WatchStatus | None = None
    oauth2_auth: OAuth2 | None = Field(default=None, alias="oauth2Auth")
    signature: Signature | None = None


class KeyInput(Resource):
    """What making a key reads."""

    type: KeyKind = KeyKind.HMAC
    name: Name | None = None
