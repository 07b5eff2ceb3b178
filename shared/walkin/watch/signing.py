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

SECRET_BYTES = 32
RFC9421_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest", "webhook-id", "webhook-timestamp")


class SigningKey(Protocol):
    """Signs bytes; ``name`` is how receivers know it, ``scheme`` the version of Standard Webhooks signatures."""

    @property
    def key_id(self) -> str: ...

    @property
    def scheme(self) -> str: ...

    def sign(self, content: bytes) -> bytes: ...


@dataclass(frozen=True)
class HmacKey:
    """HMAC-SHA256 with a shared secret."""

    key_id: str
    secret: bytes
    scheme = "v1"

    def sign(self, content: bytes) -> bytes:
        return hmac.new(self.secret, content, hashlib.sha256).digest()


class Ed25519Key:
    """Ed25519 with a private key of 32 bytes."""

    scheme = "v1a"

    def __init__(self, key_id: str, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.key_id = key_id
        self._private_key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, content: bytes) -> bytes:
        return self._private_key.sign(content)

    def get_public_bytes(self) -> bytes:
        """The 32 bytes anybody may know."""
        return self._private_key.public_key().public_bytes_raw()


def create_signing_key(kind: str, key_id: str, secret: bytes) -> SigningKey:
    """The key of that kind, ``hmac`` or ``ed25519``."""
    return HmacKey(key_id, secret) if kind == "hmac" else Ed25519Key(key_id, secret)


def generate_secret() -> bytes:
    """A secret for either kind of key."""
    return secrets.token_bytes(SECRET_BYTES)


def encode_key(kind: str, secret: bytes) -> str:
    """The secret of an HMAC key, or the public key of an Ed25519 key, as Standard Webhooks writes them."""
    if kind == "hmac":
        return "whsec_" + base64.b64encode(secret).decode()
    return "whpk_" + base64.b64encode(Ed25519Key("", secret).get_public_bytes()).decode()


def build_jwk(key_id: str, secret: bytes) -> dict[str, Any]:
    """The public half of an Ed25519 key as a JSON Web Key."""
    x = base64.urlsafe_b64encode(Ed25519Key("", secret).get_public_bytes()).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id, "x": x}


def build_signature_headers(
    keys: Sequence[SigningKey], message_id: str, timestamp_seconds: int, method: str, url: str, body: bytes
) -> dict[str, str]:
    """The headers that go with one attempt at ``seconds`` since 1970; without keys only id and time."""
    named = {"webhook-id": message_id, "webhook-timestamp": str(timestamp_seconds)}
    if not keys:
        return named
    content = f"{message_id}.{timestamp_seconds}.".encode() + body
    named["webhook-signature"] = " ".join(
        f"{key.scheme},{base64.b64encode(key.sign(content)).decode()}" for key in keys
    )
    macs = [key for key in keys if isinstance(key, HmacKey)]
    if macs:
        named["x-agendize-signature"] = " ".join(f"keyId={key.key_id},sha256={key.sign(body).hex()}" for key in macs)
    pairs = [key for key in keys if isinstance(key, Ed25519Key)]
    if pairs:
        named |= _build_rfc9421_headers(pairs, named, timestamp_seconds, method, url, body)
    return named


def _build_rfc9421_headers(
    keys: Sequence[Ed25519Key],
    webhook_headers: dict[str, str],
    timestamp_seconds: int,
    method: str,
    url: str,
    body: bytes,
) -> dict[str, str]:
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    values = {
        "@method": method,
        "@target-uri": url,
        "content-type": "application/json",
        "content-digest": digest,
        "webhook-id": webhook_headers["webhook-id"],
        "webhook-timestamp": webhook_headers["webhook-timestamp"],
    }
    components = [name for name in RFC9421_COMPONENTS if body or name != "content-type"]
    inputs, signatures = [], []
    for number, key in enumerate(keys, 1):
        covered = " ".join(f'"{name}"' for name in components)
        parameters = f'({covered});created={timestamp_seconds};keyid="{key.key_id}";alg="ed25519"'
        base = "\n".join([*(f'"{name}": {values[name]}' for name in components), f'"@signature-params": {parameters}'])
        inputs.append(f"sig{number}={parameters}")
        signatures.append(f"sig{number}=:{base64.b64encode(key.sign(base.encode())).decode()}:")
    return {"content-digest": digest, "signature-input": ", ".join(inputs), "signature": ", ".join(signatures)}
