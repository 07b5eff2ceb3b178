"""Signing keys and signatures of deliveries: Standard Webhooks headers for every key, RFC 9421 for Ed25519 keys too.

The signed content is ``id.timestamp.body`` with the exact bytes sent; without a body it ends with the dot.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkin.store.watches.watches import CryptoKeyRow
    from walkin.watch.encryption import SecretBox

SECRET_BYTES = 32
RFC9421_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest", "webhook-id", "webhook-timestamp")


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
        """Return the 32 bytes of the public key."""
        return self._private_key.public_key().public_bytes_raw()


SigningKey = HmacKey | Ed25519Key
"""Signs bytes. ``key_id`` is the id receivers know, ``scheme`` the version of Standard Webhooks signatures."""


def create_signing_key(kind: str, key_id: str, secret: bytes) -> SigningKey:
    """Create a key of kind ``hmac`` or ``ed25519``."""
    return HmacKey(key_id, secret) if kind == "hmac" else Ed25519Key(key_id, secret)


def generate_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def encode_key(kind: str, secret: bytes) -> str:
    """Encode an HMAC secret or an Ed25519 public key as Standard Webhooks does: ``whsec_…``, ``whpk_…``."""
    if kind == "hmac":
        return "whsec_" + base64.b64encode(secret).decode()
    return "whpk_" + base64.b64encode(Ed25519Key("", secret).get_public_bytes()).decode()


def build_jwk(key_id: str, secret: bytes) -> dict[str, str]:
    """Build the JSON Web Key of an Ed25519 public key."""
    x = base64.urlsafe_b64encode(Ed25519Key("", secret).get_public_bytes()).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id, "x": x}


def format_key_id(key: CryptoKeyRow, *, previous: bool = False) -> str:
    """Return the id receivers know a key by: from its second secret on, with the secret's version."""
    version = key.version - 1 if previous else key.version
    return str(key.id) if version == 1 else f"{key.id}.{version}"


def load_signing_keys(key: CryptoKeyRow, secret_box: SecretBox) -> list[tuple[int | None, SigningKey]]:
    """Return the keys that sign, each with the time in milliseconds until which: current (None) and previous secret."""
    signing_keys: list[tuple[int | None, SigningKey]] = [
        (None, create_signing_key(key.kind, format_key_id(key), decrypt_secret(key.secret, secret_box)))
    ]
    if key.previous_secret is not None and key.previous_secret_until is not None:
        key_id, secret = format_key_id(key, previous=True), decrypt_secret(key.previous_secret, secret_box)
        signing_keys.append((key.previous_secret_until, create_signing_key(key.kind, key_id, secret)))
    return signing_keys


def encrypt_secret(secret: bytes, secret_box: SecretBox) -> str:
    return secret_box.encrypt(base64.b64encode(secret).decode(), "cryptoKey")


def decrypt_secret(ciphertext: str, secret_box: SecretBox) -> bytes:
    return base64.b64decode(secret_box.decrypt(ciphertext, "cryptoKey"))


def build_signature_headers(
    keys: Sequence[SigningKey], message_id: str, timestamp_seconds: int, method: str, url: str, body: bytes
) -> dict[str, str]:
    """Build the headers of one attempt, signed by each of the keys; without keys only id and timestamp."""
    headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp_seconds)}
    if not keys:
        return headers
    data = f"{message_id}.{timestamp_seconds}.".encode() + body
    headers["webhook-signature"] = " ".join(f"{key.scheme},{base64.b64encode(key.sign(data)).decode()}" for key in keys)
    if hmac_keys := [key for key in keys if isinstance(key, HmacKey)]:
        headers["x-agendize-signature"] = " ".join(
            f"keyId={key.key_id},sha256={key.sign(body).hex()}" for key in hmac_keys
        )
    if ed25519_keys := [key for key in keys if isinstance(key, Ed25519Key)]:
        headers |= _build_rfc9421_headers(ed25519_keys, headers, timestamp_seconds, method, url, body)
    return headers


def _build_rfc9421_headers(
    keys: Sequence[Ed25519Key], webhook_headers: dict[str, str], timestamp: int, method: str, url: str, body: bytes
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
    quoted = " ".join(f'"{name}"' for name in components)
    inputs, signatures = [], []
    for number, key in enumerate(keys, 1):
        parameters = f'({quoted});created={timestamp};keyid="{key.key_id}";alg="ed25519"'
        base = "\n".join([*(f'"{name}": {values[name]}' for name in components), f'"@signature-params": {parameters}'])
        inputs.append(f"sig{number}={parameters}")
        signatures.append(f"sig{number}=:{base64.b64encode(key.sign(base.encode())).decode()}:")
    return {"content-digest": digest, "signature-input": ", ".join(inputs), "signature": ", ".join(signatures)}
