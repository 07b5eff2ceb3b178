"""A watch prepared for delivery: address, template, secrets and signing keys; and the storage of its secrets."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from walkin.model.address import API_PREFIX
from walkin.model.v20 import V20_PREFIX, dump_ascii, to_v20
from walkin.model.watch import METHODS_WITH_BODY, WatchInput
from walkin.store import Store
from walkin.store.watches import watches
from walkin.store.watches.outbox import BASE_URL_PLACEHOLDER, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow, WatchRow
from walkin.watch import signing
from walkin.watch.config import OutboundPolicy
from walkin.watch.encryption import SecretBox
from walkin.watch.ssrf import Destination
from walkin.watch.template import Template

PASSWORD_PATH = "basicAuth.password"  # noqa: S105
CLIENT_SECRET_PATH = "oauth2Auth.clientSecret"  # noqa: S105
REFRESH_TOKEN_PATH = "oauth2Auth.refreshToken"  # noqa: S105
"""Secret members, encrypted one by one."""
HEADERS_MEMBER = "httpRequestHeader"
"""The member whose values are encrypted together."""
MASK = "********"
"""Shown in place of a header's value; sent back, it keeps the value."""

_BASE_URL_PLACEHOLDER_JSON = orjson.dumps(BASE_URL_PLACEHOLDER).decode()[:-1] + "/"


@dataclass(frozen=True)
class SplitMembers:
    """A watch's members as they are stored: the document without secrets, and the encrypted secrets by path."""

    document: WatchInput
    encrypted_secrets: dict[str, str]


def split_secrets(members: WatchInput, previous_secrets: Mapping[str, str], secret_box: SecretBox) -> SplitMembers:
    """Separate and encrypt the secrets of a watch; secrets that are not given are kept from ``previous_secrets``."""
    secrets: dict[str, str] = {}

    def keep_secret(path: str, secret: str | None) -> None:
        previous = previous_secrets.get(path)
        # The same secret keeps its ciphertext, so that it is no change.
        if secret is not None and (previous is None or secret_box.decrypt(previous, path) != secret):
            secrets[path] = secret_box.encrypt(secret, path)
        elif previous is not None:
            secrets[path] = previous

    if basic_auth := members.basic_auth:
        keep_secret(PASSWORD_PATH, basic_auth.password)
        basic_auth = basic_auth.model_copy(update={"password": None})
    if oauth2 := members.oauth2_auth:
        keep_secret(CLIENT_SECRET_PATH, oauth2.client_secret)
        keep_secret(REFRESH_TOKEN_PATH, oauth2.refresh_token)
        oauth2 = oauth2.model_copy(update={"client_secret": None, "refresh_token": None})
    if headers := members.http_request_header:
        previous: dict[str, str] = {}
        if HEADERS_MEMBER in previous_secrets:
            previous = orjson.loads(secret_box.decrypt(previous_secrets[HEADERS_MEMBER], HEADERS_MEMBER))
        values = {name: previous.get(name, value) if value == MASK else value for name, value in headers.items()}
        keep_secret(HEADERS_MEMBER, orjson.dumps(values).decode())
        headers = dict.fromkeys(headers, MASK)
    document = members.model_copy(
        update={
            "basic_auth": basic_auth,
            "oauth2_auth": oauth2,
            "http_request_header": headers,
            "status": None,
            "id": None,
        }
    )
    return SplitMembers(document, secrets)


class Subscription:
    """A watch as the worker uses it. Refuses ``secretsLost`` when its secrets cannot be decrypted."""

    def __init__(self, watch: WatchRow, keys: Sequence[CryptoKeyRow], secret_box: SecretBox) -> None:
        members = WatchInput.from_document(watch.document)
        self.id = watch.id
        self.version = watch.version
        self.encrypted_secrets: dict[str, str] = orjson.loads(watch.secrets)
        self._secrets = {path: secret_box.decrypt(text, path) for path, text in self.encrypted_secrets.items()}
        self.destination = Destination(members.address or "")
        self.method = members.method or "POST"
        self._template = Template(members.template) if members.template else None
        self._with_previous = bool(members.add_previous_data)
        self._with_extra = members.level_details == "extraFull"
        self._is_v20 = members.api_version == "2.0"
        self.custom_headers: dict[str, str] = orjson.loads(self._secrets.get(HEADERS_MEMBER, "{}"))
        self._basic_auth = members.basic_auth
        self.oauth2 = members.oauth2_auth
        self.is_signed = members.signature is not None and members.signature.enabled
        self._signing_keys: list[tuple[int | None, signing.SigningKey]] = []
        if members.signature is not None and members.signature.enabled:
            keys_by_id = {str(key.id): key for key in keys}
            for key_id in members.signature.crypto_key_ids:
                if key_id in keys_by_id:
                    self._signing_keys += signing.load_signing_keys(keys_by_id[key_id], secret_box)

    def get_secret(self, path: str) -> str | None:
        return self._secrets.get(path)

    def replace_secret(self, path: str, ciphertext: str, plaintext: str) -> None:
        self.encrypted_secrets[path] = ciphertext
        self._secrets[path] = plaintext

    def build_body(self, delivery: DueDelivery, api_base_url: str) -> str:
        """Build the request body of a delivery. Raises TemplateError."""
        if self.method not in METHODS_WITH_BODY:
            return ""
        if self._is_v20:
            api_base_url = api_base_url.removesuffix(API_PREFIX) + V20_PREFIX
        base_url = orjson.dumps(api_base_url).decode()[:-1] + "/"
        text = delivery.resource.replace(_BASE_URL_PLACEHOLDER_JSON, base_url)
        if not (self._template or self._with_previous or self._with_extra or self._is_v20):
            return text
        resource: dict[str, object] = orjson.loads(text)
        if self._with_extra and delivery.extra:
            resource |= orjson.loads(delivery.extra.replace(_BASE_URL_PLACEHOLDER_JSON, base_url))
        if self._with_previous and delivery.previous:
            resource["previousData"] = orjson.loads(delivery.previous.replace(_BASE_URL_PLACEHOLDER_JSON, base_url))
        if self._is_v20:
            previous = resource.get("previousData")
            for item in (resource, previous) if isinstance(previous, dict) else (resource,):
                to_v20(item)
        body = (self._template.render(resource) if self._template else orjson.dumps(resource)).decode()
        return dump_ascii(orjson.loads(body)).decode() if self._is_v20 else body

    def build_authorization(self) -> dict[str, str]:
        """Return the header of HTTP Basic authentication, if the watch uses it."""
        if self._basic_auth is None:
            return {}
        credentials = f"{self._basic_auth.username}:{self.get_secret(PASSWORD_PATH) or ''}"
        return {"authorization": "Basic " + base64.b64encode(credentials.encode()).decode()}

    def build_signature_headers(self, message_id: str, sent_at: int, body: bytes) -> dict[str, str]:
        """Build the headers that identify and sign a message; ``sent_at`` is the attempt's time in milliseconds."""
        keys = [key for until, key in self._signing_keys if until is None or sent_at < until]
        return signing.build_signature_headers(
            keys, message_id, sent_at // 1000, self.method, self.destination.url, body
        )

    def mask_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return request headers as they may be logged, without secret values."""
        secret_names = {name.lower() for name in self.custom_headers} | {"authorization"}
        return {name: MASK if name.lower() in secret_names else value for name, value in headers.items()}


async def save_refresh_token(
    store: Store, outbound_policy: OutboundPolicy, subscription: Subscription, token: str
) -> None:
    ciphertext = (await outbound_policy.open_secret_box(store)).encrypt(token, REFRESH_TOKEN_PATH)
    encrypted_secrets = subscription.encrypted_secrets | {REFRESH_TOKEN_PATH: ciphertext}
    await store.write(watches.set_secrets, subscription.id, orjson.dumps(encrypted_secrets).decode())
    subscription.replace_secret(REFRESH_TOKEN_PATH, ciphertext, token)
