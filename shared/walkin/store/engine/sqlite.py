"""One SQLite file shared by several processes: which library, which settings, and a fair turn at writing."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from walkin.store.engine.raw_execute import execute

WAL_SAFE_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite 3.7.0-3.51.2 can corrupt a WAL file with several writers; 3.51.3 mends it, 3.50.7 and 3.44.6 too."""


def select_sqlite_module() -> ModuleType:
    """The newer of the bundled SQLite (package pysqlite3) and the standard library's."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2 if dbapi2.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether several processes may share a file in WAL mode on this version of SQLite."""
    newest, *backports = WAL_SAFE_VERSIONS
    return version >= newest or any(version[:2] == fixed[:2] and version >= fixed for fixed in backports)


def build_engine(path: Path, *, wal: bool | None = None) -> Engine:
    """An engine whose connections are durable (synchronous=FULL) and begin no transaction by themselves."""
    module = select_sqlite_module()
    use_wal = is_wal_safe(module.sqlite_version_info) if wal is None else wal
    made = create_engine(
        f"sqlite:///{path}",
        module=module,
        poolclass=NullPool,
        # What people wrote does not go into error messages, and so not into logs.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @event.listens_for(made, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={'WAL' if use_wal else 'DELETE'}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16384")
        cursor.close()

    return made


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A writing transaction, kept at the end of the block and undone by an exception."""
    execute(connection, "BEGIN IMMEDIATE")
    try:
        yield
        execute(connection, "COMMIT")
    except BaseException:
        rollback(connection)
        raise
    finally:
        # SQLAlchemy believes in a transaction of its own; the real one is ours.
        connection.rollback()


def in_transaction(connection: Connection) -> bool:
    """Whether SQLite itself is within a transaction: a full disk or an I/O error has ended it already."""
    raw = connection.connection.dbapi_connection
    return bool(getattr(raw, "in_transaction", True))


def rollback(connection: Connection) -> None:
    """Undo the transaction if there still is one."""
    if in_transaction(connection):
        with suppress(DBAPIError):
            execute(connection, "ROLLBACK")


def get_lock_path(database: Path) -> Path:
    """The file beside a database that is written after each commit."""
    return database.with_name(database.name + ".lock")


class WriteLock:
    """An OS file lock beside the database: whoever waits for it gets its turn, which SQLite's busy waiting does not
    promise. It is the operating system's, so a killed process leaves nothing behind.

    The file is written at the end of each turn. Other processes watch it: a notice of the database's own files would
    come before what was committed can be read.
    """

    def __init__(self, database: Path) -> None:
        self._path = get_lock_path(database)
        self._file: FileIO | None = None
        self._thread_lock = threading.Lock()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the turn."""
        with self._thread_lock:
            if self._file is None:
                self._file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
            _lock(self._file)
            try:
                yield
                self._file.seek(0)
                self._file.write(b"\n")
            finally:
                _unlock(self._file)

    def close(self) -> None:
        """Give the lock's file back."""
        with self._thread_lock:
            if self._file is not None:
                self._file.close()
                self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> None:
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:
                continue
            return

    def _unlock(file: FileIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
