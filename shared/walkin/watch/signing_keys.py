"""The keys that sign: how receivers know them, and how their secrets are kept."""

from __future__ import annotations

import base64

from walkin.store.watches.watches import Key
from walkin.watch import signing
from walkin.watch.encryption import Vault


def key_name(key: Key, *, previous: bool = False) -> str:
    """How receivers know a key: its id, and from its second secret on also which one."""
    version = key.version - 1 if previous else key.version
    return str(key.id) if version == 1 else f"{key.id}.{version}"


def signers(key: Key, vault: Vault) -> list[tuple[int | None, signing.Key]]:
    """What signs for a key: its secret, and the one before until that time."""
    found: list[tuple[int | None, signing.Key]] = [
        (None, signing.key_of(key.kind, key_name(key), opened(key.secret, vault)))
    ]
    if key.previous is not None and key.previous_until is not None:
        before = signing.key_of(key.kind, key_name(key, previous=True), opened(key.previous, vault))
        found.append((key.previous_until, before))
    return found


def opened(sealed: str, vault: Vault) -> bytes:
    """The secret bytes of a key."""
    return base64.b64decode(vault.open(sealed, "cryptoKey"))


def sealed_key(secret: bytes, vault: Vault) -> str:
    """The secret bytes of a key as they are kept."""
    return vault.seal(base64.b64encode(secret).decode(), "cryptoKey")
