"""The keys that sign: how receivers know them, and how their secrets are kept."""

from __future__ import annotations

import base64

from walkin.store.watches.watches import CryptoKeyRow
from walkin.watch import signing
from walkin.watch.encryption import SecretBox


def format_key_id(key: CryptoKeyRow, *, previous: bool = False) -> str:
    """How receivers know a key: its id, and from its second secret on also which one."""
    version = key.version - 1 if previous else key.version
    return str(key.id) if version == 1 else f"{key.id}.{version}"


def load_signing_keys(key: CryptoKeyRow, secret_box: SecretBox) -> list[tuple[int | None, signing.SigningKey]]:
    """What signs for a key: its secret, and the one before until that time."""
    found: list[tuple[int | None, signing.SigningKey]] = [
        (None, signing.create_signing_key(key.kind, format_key_id(key), decrypt_secret(key.secret, secret_box)))
    ]
    if key.previous_secret is not None and key.previous_secret_until is not None:
        before = signing.create_signing_key(
            key.kind, format_key_id(key, previous=True), decrypt_secret(key.previous_secret, secret_box)
        )
        found.append((key.previous_secret_until, before))
    return found


def decrypt_secret(ciphertext: str, secret_box: SecretBox) -> bytes:
    """The secret bytes of a key."""
    return base64.b64decode(secret_box.decrypt(ciphertext, "cryptoKey"))


def encrypt_secret(secret: bytes, secret_box: SecretBox) -> str:
    """The secret bytes of a key as they are kept."""
    return secret_box.encrypt(base64.b64encode(secret).decode(), "cryptoKey")
