"""A watch ready for use: its address, template, secrets and keys; and how its secrets are kept."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from walkin.model.watch import METHODS_WITH_BODY
from walkin.store.watches.outbox import BASE_URL_PLACEHOLDER, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow, WatchRow
from walkin.watch import signing
from walkin.watch.encryption import SecretBox
from walkin.watch.signing_keys import load_signing_keys
from walkin.watch.ssrf import Destination
from walkin.watch.template import Template

SECRET_MEMBERS = (
    ("basicAuth", "password"),
    ("oauth2Auth", "clientSecret"),
    ("oauth2Auth", "refreshToken"),
)
"""Members that are sealed one by one; the values of ``httpRequestHeader`` are sealed together."""
HEADERS_MEMBER = "httpRequestHeader"
MASK = "********"
"""What is shown of a header's value; sent back, it keeps the value."""

_BASE_URL_PLACEHOLDER_JSON = orjson.dumps(BASE_URL_PLACEHOLDER).decode()[:-1] + "/"


@dataclass(frozen=True)
class SplitMembers:
    """A watch's members as they are kept: those that may be shown, and the sealed ones by their path."""

    document: dict[str, Any]
    encrypted_secrets: dict[str, str]


def split_secrets(
    members: Mapping[str, Any], previous_secrets: Mapping[str, str], secret_box: SecretBox
) -> SplitMembers:
    """Take the secrets out of a watch's members; of those not given the ones ``before`` stay."""
    document = dict(members)
    secrets: dict[str, str] = {}
    for member, name in SECRET_MEMBERS:
        holder = document.get(member)
        if holder is None:
            continue
        path = f"{member}.{name}"
        document[member] = {key: value for key, value in holder.items() if key != name}
        if holder.get(name) is not None:
            secrets[path] = secret_box.encrypt(holder[name], path)
        elif path in previous_secrets:
            secrets[path] = previous_secrets[path]
    if headers := document.get(HEADERS_MEMBER):
        kept = (
            orjson.loads(secret_box.decrypt(previous_secrets[HEADERS_MEMBER], HEADERS_MEMBER))
            if HEADERS_MEMBER in previous_secrets
            else {}
        )
        values = {name: kept.get(name, value) if value == MASK else value for name, value in headers.items()}
        secrets[HEADERS_MEMBER] = secret_box.encrypt(orjson.dumps(values).decode(), HEADERS_MEMBER)
        document[HEADERS_MEMBER] = dict.fromkeys(headers, MASK)
    return SplitMembers(document, secrets)


class Subscription:
    """A watch as the worker needs it. Raises Refused ``secretsLost`` when its secrets cannot be opened."""

    def __init__(self, watch: WatchRow, keys: Sequence[CryptoKeyRow], secret_box: SecretBox) -> None:
        given: dict[str, Any] = orjson.loads(watch.document)
        self.id = watch.id
        self.version = watch.version
        self.encrypted_secrets: dict[str, str] = orjson.loads(watch.secrets)
        self._secrets = {path: secret_box.decrypt(sealed, path) for path, sealed in self.encrypted_secrets.items()}
        self.destination = Destination(given["address"])
        self.method: str = given.get("method", "POST")
        self._template = Template(given["schema"]) if given.get("schema") else None
        self._with_previous = given.get("addPreviousData", False)
        self._with_extra = given.get("levelDetails") == "extraFull"
        self.custom_headers: dict[str, str] = orjson.loads(self._secrets.get(HEADERS_MEMBER, "{}"))
        self._basic_auth: dict[str, str] | None = given.get("basicAuth")
        self.oauth2: dict[str, str] | None = given.get("oauth2Auth")
        self._signing_keys: list[tuple[int | None, signing.SigningKey]] = []
        signature = given.get("signature") or {}
        self.is_signed: bool = signature.get("enabled", False)
        known = {str(key.id): key for key in keys}
        for name in signature.get("cryptoKeyIds", []) if self.is_signed else []:
            if name in known:
                self._signing_keys += load_signing_keys(known[name], secret_box)

    def get_secret(self, path: str) -> str | None:
        """The secret member with that path."""
        return self._secrets.get(path)

    def replace_secret(self, path: str, ciphertext: str, plaintext: str) -> None:
        """Take another secret in place of that one."""
        self.encrypted_secrets[path] = ciphertext
        self._secrets[path] = plaintext

    def build_body(self, delivery: DueDelivery, api_base_url: str) -> str:
        """What is sent for a delivery. Raises TemplateError."""
        if self.method not in METHODS_WITH_BODY:
            return ""
        base = orjson.dumps(api_base_url).decode()[:-1] + "/"
        text = delivery.resource.replace(_BASE_URL_PLACEHOLDER_JSON, base)
        if not (self._template or self._with_previous or self._with_extra):
            return text
        resource = orjson.loads(text)
        if self._with_extra and delivery.extra:
            resource |= orjson.loads(delivery.extra.replace(_BASE_URL_PLACEHOLDER_JSON, base))
        if self._with_previous and delivery.previous:
            resource["previousData"] = orjson.loads(delivery.previous.replace(_BASE_URL_PLACEHOLDER_JSON, base))
        return (self._template.render(resource) if self._template else orjson.dumps(resource)).decode()

    def build_authorization(self) -> dict[str, str]:
        """The header of HTTP Basic, when that is used."""
        if self._basic_auth is None:
            return {}
        pair = f"{self._basic_auth.get('username', '')}:{self.get_secret('basicAuth.password') or ''}"
        return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def build_signature_headers(self, message_id: str, sent_at: int, body: bytes) -> dict[str, str]:
        """The headers with which the receiver knows message and sender; ``at`` is the time of this attempt."""
        keys = [key for until, key in self._signing_keys if until is None or sent_at < until]
        return signing.build_signature_headers(
            keys, message_id, sent_at // 1000, self.method, self.destination.url, body
        )

    def mask_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers as the log may keep them."""
        hidden = {name.lower() for name in self.custom_headers} | {"authorization"}
        return {name: MASK if name.lower() in hidden else value for name, value in headers.items()}
