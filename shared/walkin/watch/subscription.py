"""A watch ready for use: its address, template, secrets and keys; and how its secrets are kept."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from walkin.model.watch import WITH_BODY
from walkin.store.watches.outbox import HOME, Due
from walkin.store.watches.watches import Key, Watch
from walkin.watch import signing
from walkin.watch.encryption import Vault
from walkin.watch.signing_keys import signers
from walkin.watch.ssrf import Target
from walkin.watch.template import Template

SECRETS = (
    ("basicAuth", "password"),
    ("oauth2Auth", "clientSecret"),
    ("oauth2Auth", "refreshToken"),
)
"""Members that are sealed one by one; the values of ``httpRequestHeader`` are sealed together."""
HEADERS = "httpRequestHeader"
MASK = "********"
"""What is shown of a header's value; sent back, it keeps the value."""

_HOME = orjson.dumps(HOME).decode()[:-1] + "/"


@dataclass(frozen=True)
class Parted:
    """A watch's members as they are kept: those that may be shown, and the sealed ones by their path."""

    document: dict[str, Any]
    secrets: dict[str, str]


def part(wire: Mapping[str, Any], before: Mapping[str, str], vault: Vault) -> Parted:
    """Take the secrets out of a watch's members; of those not given the ones ``before`` stay."""
    document = dict(wire)
    secrets: dict[str, str] = {}
    for member, name in SECRETS:
        holder = document.get(member)
        if holder is None:
            continue
        path = f"{member}.{name}"
        document[member] = {key: value for key, value in holder.items() if key != name}
        if holder.get(name) is not None:
            secrets[path] = vault.seal(holder[name], path)
        elif path in before:
            secrets[path] = before[path]
    if headers := document.get(HEADERS):
        kept = orjson.loads(vault.open(before[HEADERS], HEADERS)) if HEADERS in before else {}
        values = {name: kept.get(name, value) if value == MASK else value for name, value in headers.items()}
        secrets[HEADERS] = vault.seal(orjson.dumps(values).decode(), HEADERS)
        document[HEADERS] = dict.fromkeys(headers, MASK)
    return Parted(document, secrets)


class Subscription:
    """A watch as the worker needs it. Raises Refused ``secretsLost`` when its secrets cannot be opened."""

    def __init__(self, watch: Watch, keys: Sequence[Key], vault: Vault) -> None:
        given: dict[str, Any] = orjson.loads(watch.document)
        self.id = watch.id
        self.version = watch.version
        self.sealed: dict[str, str] = orjson.loads(watch.secrets)
        self._secrets = {path: vault.open(sealed, path) for path, sealed in self.sealed.items()}
        self.target = Target(given["address"])
        self.method: str = given.get("method", "POST")
        self._template = Template(given["schema"]) if given.get("schema") else None
        self._previous = given.get("addPreviousData", False)
        self._extra = given.get("levelDetails") == "extraFull"
        self.own: dict[str, str] = orjson.loads(self._secrets.get(HEADERS, "{}"))
        self._basic: dict[str, str] | None = given.get("basicAuth")
        self.oauth2: dict[str, str] | None = given.get("oauth2Auth")
        self._keys: list[tuple[int | None, signing.Key]] = []
        signature = given.get("signature") or {}
        self.signs: bool = signature.get("enabled", False)
        known = {str(key.id): key for key in keys}
        for name in signature.get("cryptoKeyIds", []) if self.signs else []:
            if name in known:
                self._keys += signers(known[name], vault)

    def secret(self, path: str) -> str | None:
        """The secret member with that path."""
        return self._secrets.get(path)

    def renew(self, path: str, sealed: str, opened: str) -> None:
        """Take another secret in place of that one."""
        self.sealed[path] = sealed
        self._secrets[path] = opened

    def body(self, due: Due, home: str) -> str:
        """What is sent for a delivery. Raises TemplateError."""
        if self.method not in WITH_BODY:
            return ""
        base = orjson.dumps(home).decode()[:-1] + "/"
        text = due.resource.replace(_HOME, base)
        if not (self._template or self._previous or self._extra):
            return text
        resource = orjson.loads(text)
        if self._extra and due.extra:
            resource |= orjson.loads(due.extra.replace(_HOME, base))
        if self._previous and due.previous:
            resource["previousData"] = orjson.loads(due.previous.replace(_HOME, base))
        return (self._template.fill(resource) if self._template else orjson.dumps(resource)).decode()

    def authorization(self) -> dict[str, str]:
        """The header of HTTP Basic, when that is used."""
        if self._basic is None:
            return {}
        pair = f"{self._basic.get('username', '')}:{self.secret('basicAuth.password') or ''}"
        return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def signature(self, message: str, at: int, body: bytes) -> dict[str, str]:
        """The headers with which the receiver knows message and sender; ``at`` is the time of this attempt."""
        keys = [key for until, key in self._keys if until is None or at < until]
        return signing.headers(keys, message, at // 1000, self.method, self.target.text, body)

    def shown(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers as the log may keep them."""
        hidden = {name.lower() for name in self.own} | {"authorization"}
        return {name: MASK if name.lower() in hidden else value for name, value in headers.items()}
