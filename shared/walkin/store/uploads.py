"""Files of filled forms: contents in a folder under the name of their hash, one row for each use of one."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from walkin.model.errors import Refused
from walkin.store.engine.advisory_lock import alone
from walkin.store.schema.tables import file as table

TOKEN_BYTES = 16
KEPT_UNUSED = 3_600_000
"""Milliseconds a file may wait for the registration it was sent for."""

PART = ".part"
"""Ending of a content that is being written."""

_LINK = re.compile(r"(?:^|/)files/([\w-]{22})$", re.ASCII)


class Stored(NamedTuple):
    """A file as its row has it."""

    token: str
    registration_id: int | None
    digest: str
    media_type: str
    name: str
    size: int


def content_path(folder: Path, digest: str) -> Path:
    """The file in the office's folder with that content; its name is ours, never the visitor's."""
    return folder / digest[:2] / digest


def digest_of(content: bytes) -> str:
    """The name of a content: its SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def write_content(folder: Path, digest: str, content: bytes) -> None:
    """Put a content on the disk, durably. Blocking. Its row is added before, so that no sweep takes it for unused."""
    path = content_path(folder, digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{digest}.{secrets.token_hex(4)}{PART}")
    try:
        with part.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused("storageFull") from error


def add(connection: Connection, digest: str, media_type: str, name: str, size: int, at: int) -> str:
    """A row for a content on the disk, not yet of a registration; its token."""
    alone(connection, "files")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token": token, "digest": digest, "media_type": media_type, "name": name, "size": size, "created_at": at}
    connection.execute(insert(table), values)
    return token


def get(connection: Connection, token: str) -> Stored:
    """The file with that token. Refuses ``notFound``."""
    stored = _find(connection, token)
    if stored is None:
        raise Refused("notFound")
    return stored


def _find(connection: Connection, token: str) -> Stored | None:
    row = connection.execute(select(*(table.c[name] for name in Stored._fields)).where(table.c.token == token)).first()
    return None if row is None else Stored(*row)


def token_of(link: str) -> str | None:
    """The token in a link to a file of ours, whatever address it was reached at."""
    found = _LINK.search(link)
    return found[1] if found else None


def claim(connection: Connection, token: str, registration_id: int | None) -> Stored | None:
    """The file, if it may be used by that registration (None: by one that is being made)."""
    stored = _find(connection, token)
    return stored if stored is not None and stored.registration_id in (None, registration_id) else None


def assign(connection: Connection, registration_id: int, tokens: set[str]) -> int:
    """The registration has exactly those files; how many others of it were let go."""
    mine = table.c.registration_id == registration_id
    gone = connection.execute(delete(table).where(mine, table.c.token.not_in(tokens))).rowcount
    if tokens:
        connection.execute(update(table).where(table.c.token.in_(tokens)).values(registration_id=registration_id))
    return gone


def forget_unused(connection: Connection, at: int) -> None:
    """Let go of files that no registration took."""
    connection.execute(delete(table).where(table.c.registration_id.is_(None), table.c.created_at < at - KEPT_UNUSED))


def unused(connection: Connection, folder: Path) -> list[str]:
    """Contents on the disk that no row names, as far as can be seen without holding up writers."""
    used = set(connection.execute(select(table.c.digest)).scalars())
    return [path.name for path in folder.glob("*/*") if path.suffix != PART and path.name not in used]


def sweep(connection: Connection, folder: Path, candidates: Sequence[str]) -> None:
    """Delete those contents that no row names. Within a write: nobody can add a row meanwhile."""
    alone(connection, "files")
    used = set(connection.execute(select(table.c.digest).where(table.c.digest.in_(candidates))).scalars())
    for digest in set(candidates) - used:
        content_path(folder, digest).unlink(missing_ok=True)
