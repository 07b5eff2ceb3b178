"""Encryption of secrets at rest: AES-GCM for each field, with a key that is kept beside the database, not in it."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from walkin.model.errors import Refused
from walkin.model.office_files import get_key_path

KEY_BYTES = 32
NONCE_BYTES = 12


class SecretBox:
    """Encrypts and decrypts texts. The first key encrypts, all of them decrypt, so that keys can be rotated."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys

    def encrypt(self, text: str, field: str) -> str:
        """Encrypt a text; ``field`` binds it to the member it belongs to. Refuses ``secretsLost`` without a key."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not self._keys:
            raise Refused("secretsLost")
        key_id, key = next(iter(self._keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        content = nonce + AESGCM(key).encrypt(nonce, text.encode(), field.encode())
        return f"{key_id}:{base64.b64encode(content).decode()}"

    def decrypt(self, ciphertext: str, field: str) -> str:
        """Decrypt a text. Refuses ``secretsLost`` when its key is missing or it was encrypted for another field."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key_id, _, encoded = ciphertext.partition(":")
        content = base64.b64decode(encoded)
        nonce, encrypted = content[:NONCE_BYTES], content[NONCE_BYTES:]
        try:
            return AESGCM(self._keys[key_id]).decrypt(nonce, encrypted, field.encode()).decode()
        except (KeyError, InvalidTag):
            raise Refused("secretsLost") from None


def open_secret_box(database: Path) -> SecretBox:
    """Open the key file ``<database>.key``; it is created, readable by its owner only, when it does not exist."""
    file = get_key_path(database)
    try:
        return parse_secret_box(file.read_text(encoding="ascii"))
    except FileNotFoundError:
        # Written to a draft and linked: of two processes that create it at once, both use the first one's.
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        draft.touch(0o600)
        try:
            draft.write_text(generate_key_line(), encoding="ascii")
            with draft.open("rb+") as draft_file:
                os.fsync(draft_file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
        return parse_secret_box(file.read_text(encoding="ascii"))


def generate_key_line() -> str:
    """Generate a key as a line of the key file or of the setting ``secret_key``: ``id:base64``."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"


def parse_secret_box(text: str) -> SecretBox:
    """Parse the lines of a key file. Refuses ``secretsLost`` for invalid ones."""
    keys = {}
    for line in text.split():
        key_id, separator, encoded = line.partition(":")
        try:
            keys[key_id] = base64.b64decode(encoded, validate=True)
        except ValueError:
            keys[key_id] = b""
        if not key_id or not separator or len(keys[key_id]) != KEY_BYTES:
            raise Refused("secretsLost")
    if not keys:
        raise Refused("secretsLost")
    return SecretBox(keys)
