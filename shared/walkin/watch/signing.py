"""Signatures of what is delivered: Standard Webhooks headers, one signature for each key, and RFC 9421 for Ed25519.

Signed is the text ``id.timestamp.body`` over the exact bytes sent; without a body it ends with the dot.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

HMAC_BYTES = 32
RFC9421_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest", "webhook-id", "webhook-timestamp")


class Key(Protocol):
    """Signs bytes; ``name`` is how receivers know it, ``scheme`` the version of Standard Webhooks signatures."""

    @property
    def name(self) -> str: ...

    @property
    def scheme(self) -> str: ...

    def sign(self, content: bytes) -> bytes: ...


@dataclass(frozen=True)
class HmacKey:
    """HMAC-SHA256 with a shared secret."""

    name: str
    secret: bytes
    scheme = "v1"

    def sign(self, content: bytes) -> bytes:
        return hmac.new(self.secret, content, hashlib.sha256).digest()


class Ed25519Key:
    """Ed25519 with a private key of 32 bytes."""

    scheme = "v1a"

    def __init__(self, name: str, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.name = name
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, content: bytes) -> bytes:
        return self._private.sign(content)

    def public(self) -> bytes:
        """The 32 bytes anybody may know."""
        return self._private.public_key().public_bytes_raw()


def key_of(kind: str, name: str, secret: bytes) -> Key:
    """The key of that kind, ``hmac`` or ``ed25519``."""
    return HmacKey(name, secret) if kind == "hmac" else Ed25519Key(name, secret)


def new_secret() -> bytes:
    """A secret for either kind of key."""
    return secrets.token_bytes(HMAC_BYTES)


def shown(kind: str, secret: bytes) -> str:
    """The secret of an HMAC key, or the public key of an Ed25519 key, as Standard Webhooks writes them."""
    if kind == "hmac":
        return "whsec_" + base64.b64encode(secret).decode()
    return "whpk_" + base64.b64encode(Ed25519Key("", secret).public()).decode()


def jwk(name: str, secret: bytes) -> dict[str, Any]:
    """The public half of an Ed25519 key as a JSON Web Key."""
    x = base64.urlsafe_b64encode(Ed25519Key("", secret).public()).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": name, "x": x}


def headers(keys: Sequence[Key], message: str, seconds: int, method: str, target: str, body: bytes) -> dict[str, str]:
    """The headers that go with one attempt at ``seconds`` since 1970; without keys only id and time."""
    named = {"webhook-id": message, "webhook-timestamp": str(seconds)}
    if not keys:
        return named
    content = f"{message}.{seconds}.".encode() + body
    named["webhook-signature"] = " ".join(
        f"{key.scheme},{base64.b64encode(key.sign(content)).decode()}" for key in keys
    )
    macs = [key for key in keys if isinstance(key, HmacKey)]
    if macs:
        named["x-agendize-signature"] = " ".join(f"keyId={key.name},sha256={key.sign(body).hex()}" for key in macs)
    pairs = [key for key in keys if isinstance(key, Ed25519Key)]
    if pairs:
        named |= _rfc9421(pairs, named, seconds, method, target, body)
    return named


def _rfc9421(
    keys: Sequence[Ed25519Key], named: dict[str, str], seconds: int, method: str, target: str, body: bytes
) -> dict[str, str]:
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    values = {
        "@method": method,
        "@target-uri": target,
        "content-type": "application/json",
        "content-digest": digest,
        "webhook-id": named["webhook-id"],
        "webhook-timestamp": named["webhook-timestamp"],
    }
    components = [name for name in RFC9421_COMPONENTS if body or name != "content-type"]
    inputs, signatures = [], []
    for number, key in enumerate(keys, 1):
        covered = " ".join(f'"{name}"' for name in components)
        parameters = f'({covered});created={seconds};keyid="{key.name}";alg="ed25519"'
        base = "\n".join([*(f'"{name}": {values[name]}' for name in components), f'"@signature-params": {parameters}'])
        inputs.append(f"sig{number}={parameters}")
        signatures.append(f"sig{number}=:{base64.b64encode(key.sign(base.encode())).decode()}:")
    return {"content-digest": digest, "signature-input": ", ".join(inputs), "signature": ", ".join(signatures)}
