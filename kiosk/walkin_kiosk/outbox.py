"""What a kiosk keeps on its disk for the time without a server: leased numbers, services, and registrations to send.

One SQLite file. What people answered is in it only encrypted, with a key that the server gives and that is nowhere on
the disk. A ticket is shown once its row is on the disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import time
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import orjson

from walkin.model.lease import LeasedNumbers
from walkin.model.printer import Printed, count_prints
from walkin.model.queue import format_ticket
from walkin.private_files import make_private_folder, open_private_file

_TABLES = """
CREATE TABLE IF NOT EXISTS kiosk (
    id TEXT NOT NULL, server_ms INTEGER NOT NULL, boot TEXT NOT NULL, steady_ms INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL, queues TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS numbers (
    queue TEXT NOT NULL, day TEXT NOT NULL, prefix TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    next INTEGER NOT NULL, PRIMARY KEY (queue, day, prefix, first)
);
CREATE TABLE IF NOT EXISTS taken (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, day TEXT NOT NULL, ticket TEXT NOT NULL,
    token TEXT NOT NULL, boot TEXT NOT NULL, steady_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL,
    server_ms INTEGER NOT NULL, is_exact INTEGER NOT NULL, members TEXT NOT NULL, sealed BLOB,
    was_sent INTEGER NOT NULL DEFAULT 0, visit TEXT NOT NULL DEFAULT '{}'
);
"""
DISK_ERRORS = (sqlite3.Error, OSError)
NONCE_BYTES = 12
TOKEN_BYTES = 8
"""Random bytes of a ticket's token, as those of the server."""


class Moment(NamedTuple):
    """A time by the wall clock, which may be set, and by the steady clock of one ``boot`` of the machine."""

    boot: str
    steady_ms: int
    wall_ms: int

    def since(self, earlier: Moment) -> int:
        """Milliseconds since an earlier moment: by the wall clock only if the machine was started in between."""
        if earlier.boot == self.boot:
            return max(0, self.steady_ms - earlier.steady_ms)
        return max(0, self.wall_ms - earlier.wall_ms)


class Clock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._steady_clock: int | None = getattr(time, "CLOCK_BOOTTIME", None)
        # Without an id of the boot, only this process can compare its steady clock with itself.
        self._boot = secrets.token_hex(8)
        with contextlib.suppress(OSError):
            self._boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()

    def now(self) -> Moment:
        clock = self._steady_clock
        steady = time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)
        return Moment(self._boot, steady // 1_000_000, time.time_ns() // 1_000_000)


class Visit(NamedTuple):
    """The call of a client, and its end, at a counter that is connected to this kiosk."""

    status: str = "registered"
    desk: str = ""
    called: Moment | None = None
    ended: Moment | None = None
    calls: int = 0

    @classmethod
    def parse(cls, content: str) -> Visit:
        members = orjson.loads(content)
        for name in ("called", "ended"):
            if members.get(name) is not None:
                members[name] = Moment(*members[name])
        return cls(**members)

    def dump(self) -> str:
        members = {
            name: list(value) if isinstance(value, Moment) else value
            for name, value in self._asdict().items()
            if value != self._field_defaults[name]
        }
        return orjson.dumps(members).decode()


class Taken(NamedTuple):
    """A registration that the server does not have yet. ``members`` hold nothing that tells who it is."""

    id: int
    queue_id: str
    day: str
    ticket: str
    token: str
    moment: Moment
    server_ms: int
    """The server's time at that moment, as far as it was known."""
    is_exact: bool
    """Whether it was known since the last start of the machine, and not only by the wall clock."""
    members: dict[str, object]
    sealed: bytes | None
    was_sent: bool = False
    """Whether the server may have it: then only the server says who is called."""
    visit: Visit = Visit()


class Contact(NamedTuple):
    """The time of the server's last response, by its clock and by this machine's."""

    server_ms: int
    moment: Moment


class Outbox:
    """The file. Its methods block; they may be called from several threads. Raise ``sqlite3.Error`` and OSError."""

    def __init__(self, path: Path) -> None:
        make_private_folder(path.parent)
        open_private_file(path).close()
        self._lock = Lock()
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        self._set_up()
        self._cipher_key: bytes | None = None

    def _set_up(self) -> None:
        database = self._database
        # EXTRA: the end of a transaction is on the disk, too, before a ticket is shown.
        database.execute("PRAGMA synchronous = EXTRA")
        database.execute("PRAGMA secure_delete = ON")
        with self._write():
            for statement in _TABLES.split(";"):
                database.execute(statement)
            if database.execute("SELECT id FROM kiosk").fetchone() is None:
                row = (secrets.token_hex(16), 0, "", 0, 0, "[]")
                database.execute("INSERT INTO kiosk VALUES (?, ?, ?, ?, ?, ?)", row)
        self.kiosk_id: str = database.execute("SELECT id FROM kiosk").fetchone()[0]

    def close(self) -> None:
        with self._lock, closing(self._database):
            pass

    def _write(self) -> AbstractContextManager[object]:
        return _Transaction(self._database, self._lock)

    # The key, which is in memory only

    @property
    def has_key(self) -> bool:
        return self._cipher_key is not None

    def set_key(self, sealing_key: str) -> None:
        self._cipher_key = b64decode(sealing_key)

    def _seal(self, document: Mapping[str, object], token: str) -> bytes | None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self._cipher_key is None:
            return None
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._cipher_key).encrypt(nonce, orjson.dumps(document), token.encode())

    def unseal(self, taken: Taken) -> dict[str, object] | None:
        """Decrypt the answers, empty if there are none; None if they were encrypted with another key."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if taken.sealed is None:
            return {}
        if self._cipher_key is None:
            return None
        nonce, content = taken.sealed[:NONCE_BYTES], taken.sealed[NONCE_BYTES:]
        try:
            document = orjson.loads(AESGCM(self._cipher_key).decrypt(nonce, content, taken.token.encode()))
        except InvalidTag:
            return None
        return document if isinstance(document, dict) else {}

    # What the server said

    def read_contact(self) -> Contact:
        with self._lock:
            row = self._database.execute("SELECT server_ms, boot, steady_ms, wall_ms FROM kiosk").fetchone()
        return Contact(row[0], Moment(*row[1:]))

    def write_contact(self, contact: Contact) -> None:
        with self._write():
            self._database.execute(
                "UPDATE kiosk SET server_ms = ?, boot = ?, steady_ms = ?, wall_ms = ?",
                (contact.server_ms, *contact.moment),
            )

    def read_queues(self) -> list[dict[str, object]]:
        with self._lock:
            documents = orjson.loads(self._database.execute("SELECT queues FROM kiosk").fetchone()[0])
        return documents if isinstance(documents, list) else []

    def write_queues(self, documents: Sequence[Mapping[str, object]]) -> None:
        with self._write():
            self._database.execute("UPDATE kiosk SET queues = ?", (orjson.dumps(documents).decode(),))

    def count_numbers(self, queue_id: str, day: str) -> tuple[int, int]:
        """How many numbers of a queue's day are free, and how many were leased in all."""
        with self._lock:
            free, count = self._database.execute(
                "SELECT total(last - next + 1), total(last - first + 1) FROM numbers WHERE queue = ? AND day = ?",
                (queue_id, day),
            ).fetchone()
        return int(free), int(count)

    def list_free(self) -> dict[tuple[str, str], int]:
        """How many numbers are free, by queue and day."""
        with self._lock:
            rows = self._database.execute("SELECT queue, day, total(last - next + 1) FROM numbers GROUP BY queue, day")
            return {(queue_id, day): int(free) for queue_id, day, free in rows}

    def add_numbers(self, leased: Iterable[LeasedNumbers], forget_before: str) -> None:
        """Keep numbers; those that are known stay as they are. Those of days before ``forget_before`` go."""
        with self._write():
            for numbers in leased:
                row = (numbers.queue.id, numbers.day, numbers.ticket_prefix, numbers.first, numbers.last, numbers.first)
                self._database.execute("INSERT OR IGNORE INTO numbers VALUES (?, ?, ?, ?, ?, ?)", row)
            self._database.execute("DELETE FROM numbers WHERE day < ?", (forget_before,))

    # What was taken

    def take(
        self,
        queue_id: str,
        day: str,
        *,
        moment: Moment,
        server_ms: int,
        is_exact: bool,
        members: Mapping[str, object],
        answers: Mapping[str, object] | None,
    ) -> Taken | None:
        """Take the next number of a queue's day; it is on the disk afterwards. None if all are used.

        ``answers`` are kept only if there is a key.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        sealed = self._seal(answers, token) if answers is not None else None
        with self._write():
            row = self._database.execute(
                "UPDATE numbers SET next = next + 1 WHERE rowid = (SELECT rowid FROM numbers "
                "WHERE queue = ? AND day = ? AND next <= last ORDER BY first LIMIT 1) RETURNING prefix, next - 1",
                (queue_id, day),
            ).fetchall()
            if not row:
                return None
            ticket = format_ticket(*row[0])
            cursor = self._database.execute(
                "INSERT INTO taken (queue, day, ticket, token, boot, steady_ms, wall_ms, server_ms, is_exact, members, "
                "sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (queue_id, day, ticket, token, *moment, server_ms, is_exact, orjson.dumps(members).decode(), sealed),
            )
            taken_id = cursor.lastrowid or 0
        return Taken(taken_id, queue_id, day, ticket, token, moment, server_ms, is_exact, dict(members), sealed)

    def list_taken(self) -> list[Taken]:
        """What the server does not have yet, in the order of taking."""
        with self._lock:
            return [_parse_taken(row) for row in self._database.execute(_SELECT_TAKEN + " ORDER BY id")]

    def begin_sending(self, taken: Taken) -> Taken:
        """Mark a registration as one that the server may have, and return it as it is now."""
        with self._write():
            self._database.execute("UPDATE taken SET was_sent = 1 WHERE id = ?", (taken.id,))
            return _parse_taken(self._database.execute(_SELECT_TAKEN + " WHERE id = ?", (taken.id,)).fetchone())

    def change_visit(self, taken: Taken, visit: Visit) -> Taken | None:
        """Change a visit; None if another desk was faster or the server may have the registration."""
        with self._write():
            changed = self._database.execute(
                "UPDATE taken SET visit = ? WHERE id = ? AND was_sent = 0 AND visit = ?",
                (visit.dump(), taken.id, taken.visit.dump()),
            )
            return taken._replace(visit=visit) if changed.rowcount == 1 else None

    def record_print(self, token: str, printed: Printed) -> bool:
        """Record how a print of a ticket ended. False if the ticket is not here any more."""
        with self._write():
            row = self._database.execute("SELECT members FROM taken WHERE token = ?", (token,)).fetchone()
            if row is None:
                return False
            members = orjson.loads(row[0])
            count = count_prints(members.get("printed"), members.get("printCount", 0), printed)
            content = orjson.dumps(members | {"printed": printed, "printCount": count}).decode()
            self._database.execute("UPDATE taken SET members = ? WHERE token = ?", (content, token))
            return True

    def remove(self, taken: Taken) -> Printed | None:
        """Delete a registration that the server has received. Returns how a print ended since it was sent."""
        with self._write():
            query = "DELETE FROM taken WHERE id = ? RETURNING members"
            row = self._database.execute(query, (taken.id,)).fetchone()
        printed: Printed | None = orjson.loads(row[0]).get("printed") if row is not None else None
        return printed if printed != taken.members.get("printed") else None


_SELECT_TAKEN = (
    "SELECT id, queue, day, ticket, token, boot, steady_ms, wall_ms, server_ms, is_exact, members, sealed, was_sent, "
    "visit FROM taken"
)


def _parse_taken(row: tuple[Any, ...]) -> Taken:
    taken_id, queue, day, ticket, token, boot, steady, wall, server_ms, is_exact, members, sealed, was_sent, visit = row
    return Taken(
        taken_id,
        queue,
        day,
        ticket,
        token,
        Moment(boot, steady, wall),
        server_ms,
        bool(is_exact),
        orjson.loads(members),
        sealed,
        bool(was_sent),
        Visit.parse(visit),
    )


class _Transaction:
    """A transaction of the file, which another process may use as well."""

    def __init__(self, database: sqlite3.Connection, lock: Lock) -> None:
        self._database, self._lock = database, lock

    def __enter__(self) -> None:
        self._lock.acquire()
        try:
            self._database.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                self._database.execute("COMMIT")
        finally:
            try:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            finally:
                self._lock.release()


def name_file(folder: Path, address: str) -> Path:
    """The file for the server at an address: numbers of one office are not for another."""
    return folder / f"kiosk-{hashlib.sha256(address.encode()).hexdigest()[:12]}.db"
