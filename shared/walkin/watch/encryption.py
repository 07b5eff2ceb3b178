"""Secrets at rest: AES-GCM for each field, with a key that lies beside the database and not in it."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from walkin.model.errors import Refused
from walkin.store.engine.sqlite_engine import get_default_key_path

KEY_BYTES = 32
NONCE_BYTES = 12


class SecretBox:
    """Seals and opens texts. The first key seals, all of them open, so that a key can be replaced."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys

    def encrypt(self, text: str, field: str) -> str:
        """The text, unreadable; ``field`` binds it to the member it belongs to."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        name, key = next(iter(self._keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), field.encode())
        return f"{name}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, ciphertext: str, field: str) -> str:
        """The text. Refuses ``secretsLost`` when its key is not there or it was sealed for another field."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        name, _, encoded = ciphertext.partition(":")
        content = base64.b64decode(encoded)
        try:
            return (
                AESGCM(self._keys[name]).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], field.encode()).decode()
            )
        except (KeyError, InvalidTag):
            raise Refused("secretsLost") from None


def open_secret_box(database: Path) -> SecretBox:
    """The vault whose keys are in the file ``<database>.key``, made when it is not there, for its owner only."""
    file = get_default_key_path(database)
    try:
        return parse_secret_box(file.read_text(encoding="ascii"))
    except FileNotFoundError:
        # Written aside and linked: of two programs that make it at once, both use the one that was first.
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.touch(0o600)
        try:
            draft.write_text(generate_key_line(), encoding="ascii")
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
        return parse_secret_box(file.read_text(encoding="ascii"))


def generate_key_line() -> str:
    """A new key as a line of the file, or as the setting ``secret_key``: ``id:base64``."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"


def parse_secret_box(text: str) -> SecretBox:
    """The vault of these lines. Refuses ``secretsLost`` for what are no keys."""
    keys = {}
    for line in text.split():
        name, sign, encoded = line.partition(":")
        try:
            keys[name] = base64.b64decode(encoded, validate=True)
        except ValueError:
            keys[name] = b""
        if not name or not sign or len(keys[name]) != KEY_BYTES:
            raise Refused("secretsLost")
    if not keys:
        raise Refused("secretsLost")
    return SecretBox(keys)
