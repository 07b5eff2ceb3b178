"""Uploaded files of forms: the contents in a folder, named after their SHA-256, and a row for each upload."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from walkin.model.errors import Refused
from walkin.model.form.file_types import DEFAULT_FILE_TYPES
from walkin.model.time import SECOND_MS
from walkin.private_files import make_private_folder, open_private_file
from walkin.store.engine.lock_rows import lock_names
from walkin.store.schema.tables import client, registration
from walkin.store.schema.tables import file as table

TOKEN_BYTES = 16
NO_ROOM_MESSAGE = "There is no room for more files: tickets go on, and files can be brought to the desk."

UNCLAIMED_TTL_MS = 3_600_000
"""How long a file without a registration is kept."""

PARTIAL_SUFFIX = ".part"
"""Suffix of a content that is being written."""

_FILE_LINK = re.compile(r"(?:^|/)files/([\w-]{22})$", re.ASCII)


@dataclass(frozen=True)
class FileLimits:
    """How many bytes the files of an office and of one registration may have, what stays free for its tickets, and the
    types of files (names of ``FILE_TYPES``)."""

    office: int = 10 << 30
    registration: int = 25 << 20
    keep_free: int = 200 << 20
    types: tuple[str, ...] = DEFAULT_FILE_TYPES


class StoredFile(NamedTuple):
    """An uploaded file as its row has it; ``registration_id`` is None until the registration is made."""

    token: str
    registration_id: int | None
    digest: str
    media_type: str
    name: str
    size: int


def get_content_path(files_dir: Path, digest: str) -> Path:
    """The path of a content. It does not depend on the name the client gave the file."""
    return files_dir / digest[:2] / digest


def compute_digest(content: bytes) -> str:
    """The SHA-256 of a content, in hex."""
    return hashlib.sha256(content).hexdigest()


def write_content(files_dir: Path, digest: str, content: bytes, keep_free: int = 0) -> None:
    """Write a content to the disk, durably, if ``keep_free`` bytes stay free. Blocking. Refuses ``storageFull``.

    Add its row before, so that `delete_unused` keeps it.
    """
    path = get_content_path(files_dir, digest)
    if path.exists():
        return
    if (
        keep_free
        and shutil.disk_usage(files_dir if files_dir.exists() else files_dir.parent).free - len(content) < keep_free
    ):
        raise Refused("storageFull", NO_ROOM_MESSAGE)
    make_private_folder(path.parent)
    partial = path.with_name(f"{digest}.{secrets.token_hex(4)}{PARTIAL_SUFFIX}")
    try:
        with open_private_file(partial, os.O_EXCL) as output:
            output.write(content)
            os.fsync(output.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Refused("storageFull") from error


def add(connection: Connection, digest: str, media_type: str, name: str, size: int, at: int, limits: FileLimits) -> str:
    """Add the row of an upload that has no registration yet, and return its token. ``at`` is in milliseconds.

    Refuses ``storageFull`` if the office may not keep as many bytes.
    """
    lock_names(connection, "files")
    if (connection.execute(select(func.sum(table.c.size))).scalar() or 0) + size > limits.office:
        raise Refused("storageFull", NO_ROOM_MESSAGE)
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
    columns = (table.c[name] for name in StoredFile._fields)
    row = connection.execute(select(*columns).where(table.c.token == token)).first()
    return None if row is None else StoredFile(*row)


def parse_token(link: str) -> str | None:
    """The token in a URL or path of an uploaded file, None if it is neither."""
    match = _FILE_LINK.search(link)
    return match[1] if match else None


def find_claimable(connection: Connection, token: str, registration_id: int | None) -> StoredFile | None:
    """The file, None if it belongs to another registration. ``registration_id`` is None for a new registration."""
    stored = _find(connection, token)
    return stored if stored is not None and stored.registration_id in (None, registration_id) else None


def discard(connection: Connection, tokens: Sequence[str]) -> list[str]:
    """Delete the rows of uploads that got no registration, and return the digests of their contents."""
    unclaimed = table.c.token.in_(tokens) & table.c.registration_id.is_(None)
    return list(connection.execute(delete(table).where(unclaimed).returning(table.c.digest)).scalars())


def list_digests(connection: Connection, registration_id: int) -> list[str]:
    """The contents of a registration's files."""
    return list(connection.execute(select(table.c.digest).where(table.c.registration_id == registration_id)).scalars())


def set_files(connection: Connection, registration_id: int, tokens: set[str]) -> int:
    """Make those files the files of the registration, and return how many others were removed from it."""
    is_removed = (table.c.registration_id == registration_id) & table.c.token.not_in(tokens)
    removed_count = connection.execute(delete(table).where(is_removed)).rowcount
    if tokens:
        connection.execute(update(table).where(table.c.token.in_(tokens)).values(registration_id=registration_id))
    return removed_count


def delete_unclaimed(connection: Connection, at: int) -> None:
    """Delete rows older than `UNCLAIMED_TTL_MS` that have no registration."""
    connection.execute(
        delete(table).where(table.c.registration_id.is_(None), table.c.created_at < at - UNCLAIMED_TTL_MS)
    )


def delete_old(connection: Connection, before: int, limit: int) -> int:
    """Delete at most ``limit`` rows of files sent before that time (ms), but for held clients. Returns how many."""
    held = select(registration.c.id).join(client, client.c.id == registration.c.client_id)
    is_held = held.where(client.c.held_at.is_not(None), registration.c.id == table.c.registration_id).exists()
    old = select(table.c.token).where(table.c.created_at < before, ~is_held).order_by(table.c.created_at).limit(limit)
    return connection.execute(delete(table).where(table.c.token.in_(old))).rowcount


def find_unused(connection: Connection, files_dir: Path) -> list[str]:
    """Digests of contents without a row. Takes no lock: pass them to `delete_unused`, which checks them again."""
    used = set(connection.execute(select(table.c.digest)).scalars())
    return [path.name for path in files_dir.glob("*/*") if path.name not in used and not _is_being_written(path)]


def _is_being_written(path: Path) -> bool:
    """Whether it is a part of a content, and not one that a killed process has left."""
    if path.suffix != PARTIAL_SUFFIX:
        return False
    try:
        return time.time() - path.stat().st_mtime < UNCLAIMED_TTL_MS / SECOND_MS
    except FileNotFoundError:
        return True


def delete_unused(connection: Connection, files_dir: Path, candidates: Sequence[str]) -> None:
    """Delete the contents among ``candidates`` that have no row. Within a write; locks out `add`."""
    lock_names(connection, "files")
    used = set(connection.execute(select(table.c.digest).where(table.c.digest.in_(candidates))).scalars())
    for digest in set(candidates) - used:
        get_content_path(files_dir, digest).unlink(missing_ok=True)
