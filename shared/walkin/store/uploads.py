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
from walkin.store.engine.advisory_lock import advisory_lock
from walkin.store.schema.tables import file as table

TOKEN_BYTES = 16
UNCLAIMED_TTL_MS = 3_600_000
"""Milliseconds a file may wait for the registration it was sent for."""

PARTIAL_SUFFIX = ".part"
"""Ending of a content that is being written."""

_FILE_LINK = re.compile(r"(?:^|/)files/([\w-]{22})$", re.ASCII)


class StoredFile(NamedTuple):
    """A file as its row has it."""

    token: str
    registration_id: int | None
    digest: str
    media_type: str
    name: str
    size: int


def get_content_path(files_dir: Path, digest: str) -> Path:
    """The file in the office's folder with that content; its name is ours, never the visitor's."""
    return files_dir / digest[:2] / digest


def compute_digest(content: bytes) -> str:
    """The name of a content: its SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def write_content(files_dir: Path, digest: str, content: bytes) -> None:
    """Put a content on the disk, durably. Blocking. Its row is added before, so that no sweep takes it for unused."""
    path = get_content_path(files_dir, digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{digest}.{secrets.token_hex(4)}{PARTIAL_SUFFIX}")
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
    advisory_lock(connection, "files")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token": token, "digest": digest, "media_type": media_type, "name": name, "size": size, "created_at": at}
    connection.execute(insert(table), values)
    return token


def get(connection: Connection, token: str) -> StoredFile:
    """The file with that token. Refuses ``notFound``."""
    stored = _find(connection, token)
    if stored is None:
        raise Refused("notFound")
    return stored


def _find(connection: Connection, token: str) -> StoredFile | None:
    row = connection.execute(
        select(*(table.c[name] for name in StoredFile._fields)).where(table.c.token == token)
    ).first()
    return None if row is None else StoredFile(*row)


def parse_token(link: str) -> str | None:
    """The token in a link to a file of ours, whatever address it was reached at."""
    found = _FILE_LINK.search(link)
    return found[1] if found else None


def find_claimable(connection: Connection, token: str, registration_id: int | None) -> StoredFile | None:
    """The file, if it may be used by that registration (None: by one that is being made)."""
    stored = _find(connection, token)
    return stored if stored is not None and stored.registration_id in (None, registration_id) else None


def set_files(connection: Connection, registration_id: int, tokens: set[str]) -> int:
    """The registration has exactly those files; how many others of it were let go."""
    mine = table.c.registration_id == registration_id
    gone = connection.execute(delete(table).where(mine, table.c.token.not_in(tokens))).rowcount
    if tokens:
        connection.execute(update(table).where(table.c.token.in_(tokens)).values(registration_id=registration_id))
    return gone


def delete_unclaimed(connection: Connection, at: int) -> None:
    """Let go of files that no registration took."""
    connection.execute(
        delete(table).where(table.c.registration_id.is_(None), table.c.created_at < at - UNCLAIMED_TTL_MS)
    )


def find_unused(connection: Connection, files_dir: Path) -> list[str]:
    """Contents on the disk that no row names, as far as can be seen without holding up writers."""
    used = set(connection.execute(select(table.c.digest)).scalars())
    return [path.name for path in files_dir.glob("*/*") if path.suffix != PARTIAL_SUFFIX and path.name not in used]


def delete_unused(connection: Connection, files_dir: Path, candidates: Sequence[str]) -> None:
    """Delete those contents that no row names. Within a write: nobody can add a row meanwhile."""
    advisory_lock(connection, "files")
    used = set(connection.execute(select(table.c.digest).where(table.c.digest.in_(candidates))).scalars())
    for digest in set(candidates) - used:
        get_content_path(files_dir, digest).unlink(missing_ok=True)
