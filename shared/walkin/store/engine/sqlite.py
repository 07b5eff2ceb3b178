"""An office in one SQLite file that several processes share.

Readers have a thread each, writes are committed in groups by one thread. The processes take turns at an OS file lock
beside the database, which is written to after each commit and watched by the others.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from types import ModuleType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, NullPool, create_engine, event
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.exc import DatabaseError, DBAPIError

from walkin.model.errors import Refused
from walkin.model.office_files import get_default_files_dir, get_key_path, get_lock_path
from walkin.model.time import now_ms
from walkin.private_files import make_private_folder, open_private_file, restrict_if_empty
from walkin.store import queues
from walkin.store.engine.base import (
    DAMAGED_MESSAGE,
    REPORT_THREAD_PREFIX,
    Engine,
    is_damage,
    prepare_tables,
    refuse_remains,
)
from walkin.store.engine.batch import write_deferred_before_statements
from walkin.store.engine.compiled import execute
from walkin.store.engine.file_watch import watch_file
from walkin.store.schema.migrate import check_version_of, is_current

T = TypeVar("T")

WAL_SAFE_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite 3.7.0-3.51.2 can corrupt a WAL file that has several writers; these versions and later ones cannot."""

MAX_BATCH_SIZE = 256

PAGE_BYTES = 512
CHECKPOINT_BYTES = 4 << 20
"""Size of the WAL from which it is copied into the file."""

READ_CACHE_KIB, WRITE_CACHE_KIB, REPORT_CACHE_KIB = 16_384, 4_096, 1_024
"""Sizes of the caches of connections.

At the end of a transaction that has split a page SQLite looks through the whole cache: through 16 MiB for 0.2 ms and
more, and the system has the pages in memory anyway.
"""

LOCK_WARNING_SECONDS = 3.0
"""Seconds that a start waits for the lock of another program before it says so; turns take milliseconds."""

MARK_BYTES = 8
"""Random bytes that a process writes into the lock file."""

MAX_QUICK_VACUUM_BYTES = 32 << 20
"""Size of a file that is rewritten within a moment, during which nobody is called."""

log = logging.getLogger("walkin.store")


def select_sqlite_module() -> ModuleType:
    """Return the newer of the SQLite bundled with the package pysqlite3 and the standard library's."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2 if dbapi2.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether several processes may share a file in WAL mode on this version of SQLite."""
    newest, *backports = WAL_SAFE_VERSIONS
    return version >= newest or any(version[:2] == fixed[:2] and version >= fixed for fixed in backports)


def build_engine(path: Path) -> DatabaseEngine:
    """Build an engine whose commits are durable (synchronous=FULL) and whose connections begin no transaction."""
    module = select_sqlite_module()
    journal_mode = "WAL" if is_wal_safe(module.sqlite_version_info) else "DELETE"
    engine = create_engine(
        # Not parsed as an address, where ?, # and % would have a meaning.
        URL.create("sqlite", database=str(path.absolute())),
        module=module,
        poolclass=NullPool,
        # Keeps personal data out of error messages and logs.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        # SQLite gives its other files the mode of this one.
        restrict_if_empty(path)
        cursor = connection.cursor()
        # For new files. A ticket changes some thirty pages, each written whole: smaller pages are fewer bytes.
        # Reading a row of 20 kB takes 30 µs, with pages of 1,024 bytes 20.
        cursor.execute(f"PRAGMA page_size={PAGE_BYTES}")
        cursor.execute(f"PRAGMA journal_mode={journal_mode}")
        cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_BYTES // PAGE_BYTES}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten, not only marked as free.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA cache_size=-{READ_CACHE_KIB}")
        cursor.close()

    write_deferred_before_statements(engine)
    return engine


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A write transaction, committed at the end of the block and rolled back by an exception."""
    execute(connection, "BEGIN IMMEDIATE")
    try:
        yield
        execute(connection, "COMMIT")
    except BaseException:
        rollback(connection)
        raise
    finally:
        # SQLAlchemy keeps a transaction object of its own; SQLite's was ended above.
        connection.rollback()


def in_transaction(connection: Connection) -> bool:
    """Whether SQLite is in a transaction: a full disk or an I/O error may have rolled it back."""
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", True))


def rollback(connection: Connection) -> None:
    """Roll back the transaction if there still is one."""
    if in_transaction(connection):
        with suppress(DBAPIError):
            execute(connection, "ROLLBACK")


class WriteLock:
    """A lock among threads and processes: an OS lock on a file beside the database.

    It is fair, unlike SQLite's polling for a busy database, and is released when a process is killed. The file is
    written to at the end of each turn, for `watch_file` of other processes: the database's own files change before a
    commit can be read. Each process writes its own mark, to recognise its own turns.
    """

    def __init__(self, database: Path) -> None:
        self._path = get_lock_path(database)
        self._file: FileIO | None = None
        self._thread_lock = threading.Lock()
        self._mark = secrets.token_bytes(MARK_BYTES)
        self._others_had_turns = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        with self._thread_lock:
            file = self._acquire()
            try:
                yield
                file.seek(0)
                self._others_had_turns |= file.read(MARK_BYTES) != self._mark
                file.seek(0)
                file.write(self._mark)
            finally:
                _unlock(file)

    def take_turns_of_others(self) -> bool:
        """Return whether other processes had turns since the last call."""
        others_had_turns, self._others_had_turns = self._others_had_turns, False
        return others_had_turns or self._read_mark() != self._mark

    def _read_mark(self) -> bytes:
        # Not with Path.read_bytes, which takes three times as long: this follows each of our own turns, too.
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except OSError:
            return b""
        try:
            return os.read(descriptor, MARK_BYTES)
        finally:
            os.close(descriptor)

    def _acquire(self) -> FileIO:
        while True:
            file = self._file = self._file or open_private_file(self._path)
            _lock(file)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), self._path.stat()):
                    return file
            # It was removed or replaced: other processes lock another file.
            file.close()
            self._file = None

    def close(self) -> None:
        with self._thread_lock:
            if self._file is not None:
                self._file.close()
                self._file = None


class OpenFiles:
    """The files that SQLite has open for a database, to be compared with those at their paths.

    SQLite goes on writing to a file that was moved, deleted or replaced, where nobody will find it again.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        # SQLite has them beside the file that a symbolic link leads to.
        file = database.resolve()
        paths = (database, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm")))
        self._stats = [(path, path.stat()) for path in paths if path.exists()]

    def check(self) -> None:
        """Refuse ``dataGone`` if one of them is not at its path any more, or the database is empty."""
        try:
            for path, opened in self._stats:
                found = path.stat()
                if not os.path.samestat(found, opened) or (path is self._database and not found.st_size):
                    raise Refused("dataGone")
        except OSError as error:
            raise Refused("dataGone") from error


class SqliteEngine(Engine):
    # Another process holds the file's lock.
    silence_reason = "busy"
    interrupts_late = False

    def __init__(
        self, path: Path, files_dir: Path | None, engine: DatabaseEngine, lock: WriteLock, on_commit: Callable[[], None]
    ) -> None:
        super().__init__(
            files_dir or get_default_files_dir(path),
            path,
            on_commit,
            writer_threads=1,
            max_batch_size=MAX_BATCH_SIZE,
        )
        self._engine = engine
        self._write_lock = lock
        self._write_connection = engine.connect()
        self._write_connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITE_CACHE_KIB}")
        self._write_connection.rollback()
        # SQLite opens its further files for the first transaction.
        is_current(self._write_connection)
        self._open_files = OpenFiles(path)
        self._local = threading.local()
        self._read_connections: list[Connection] = []

    @classmethod
    def open(cls, path: Path, files_dir: Path | None, on_commit: Callable[[], None]) -> Self:
        """Open the office in that file; create or upgrade it first. ``on_commit`` is called after each commit."""
        write_lock = WriteLock(path)
        try:
            database_engine, created = _open_engine(path, write_lock)
            engine = cls(path, files_dir, database_engine, write_lock, on_commit)
            engine.created = created
            return engine
        except BaseException:
            write_lock.close()
            raise

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        def handle_turn() -> None:
            if self._write_lock.take_turns_of_others():
                on_change()

        await watch_file(get_lock_path(self.base_path), handle_turn)

    def scrub(self, *, may_take_long: bool) -> None:
        """Overwrite what erased data has left in the file and in the WAL.

        SQLite overwrites rows where they are deleted, but not where they were before a page was split or joined: only a
        new file (VACUUM) is free of them. That of a large file waits for a moment in which it ``may_take_long``.
        """
        is_small = self.base_path.stat().st_size <= MAX_QUICK_VACUUM_BYTES
        try:
            with self._write_lock.hold(), self._engine.connect() as connection:
                # Others only read meanwhile; one that reads for long is not waited for.
                connection.exec_driver_sql("PRAGMA busy_timeout=500")
                is_due = connection.exec_driver_sql("PRAGMA user_version").scalar()
                connection.rollback()
                if not is_due:
                    return
                if is_small or may_take_long:
                    execute(connection, "VACUUM")
                    execute(connection, "PRAGMA user_version=0")
                execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (OSError, DBAPIError) as error:
            log.warning("erased data could not be overwritten, trying again in an hour: %s", error)

    def close(self) -> None:
        super().close()
        for connection in (self._write_connection, *self._read_connections):
            connection.close()
        self._engine.dispose()
        self._write_lock.close()

    def _connect_reader(self) -> Connection:
        """Return the connection of this reader thread; one that could not be opened is tried again by the next read."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = self._engine.connect()
            except DBAPIError as error:
                # The file was opened at the start: too many files are open, or another process has locked it.
                raise Refused("busy") from error
            connection.exec_driver_sql("PRAGMA query_only=ON")
            if threading.current_thread().name.startswith(REPORT_THREAD_PREFIX):
                # A small cache: reports read each page once.
                connection.exec_driver_sql(f"PRAGMA cache_size=-{REPORT_CACHE_KIB}")
            connection.rollback()
            self._local.connection = connection
            self._read_connections.append(connection)
        return connection

    def interrupt(self, connection: Connection) -> None:
        driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
        driver.interrupt()

    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T:
        # Before a connection is opened, which would make a new file.
        self._open_files.check()
        connection = self._connect_reader()
        execute(connection, "BEGIN")
        try:
            return work(connection)
        finally:
            execute(connection, "COMMIT")
            connection.rollback()

    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None:
        self._open_files.check()
        with self._write_lock.hold(), transaction(self._write_connection):
            check_version_of(self._write_connection)
            work(self._write_connection)
            self._open_files.check()

    def _get_batch_key(self, key: int | None) -> object:
        return None


def _open_engine(path: Path, write_lock: WriteLock) -> tuple[DatabaseEngine, bool]:
    """Open the file, and make or upgrade the tables in it; return also whether they were made."""
    try:
        make_private_folder(path.parent)
        refuse_remains(str(path), _find_remains(path))
        engine = build_engine(path)
        module = select_sqlite_module()
        if not is_wal_safe(module.sqlite_version_info):
            log.warning(
                "SQLite %s can damage a file that several programs write in its fast mode; using the slow, safe one. "
                "Install the package pysqlite3 for the fast one.",
                module.sqlite_version,
            )
        created = False
        with _hold_with_warning(write_lock, path), engine.connect() as connection:
            if not is_current(connection):
                with transaction(connection):
                    created = prepare_tables(connection)
            with transaction(connection):
                queues.recount(connection, now_ms())
    except OSError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.strerror or error}.") from error
    except DatabaseError as error:
        # At the start it may be any file, while it is open only an office whose first page was overwritten.
        if is_damage(error) and "not a database" not in str(error.orig):
            raise Refused("damaged", DAMAGED_MESSAGE.format(path)) from error
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.orig}.") from error
    return engine, created


@contextmanager
def _hold_with_warning(write_lock: WriteLock, path: Path) -> Iterator[None]:
    """Hold the lock; log a warning if it has to be waited for."""
    text = "waiting for another program that keeps %s locked"
    warning = threading.Timer(LOCK_WARNING_SECONDS, log.warning, (text, path))
    warning.start()
    try:
        with write_lock.hold():
            warning.cancel()
            yield
    finally:
        warning.cancel()


def _find_remains(path: Path) -> list[Path]:
    """What is left of an office whose file is gone or empty."""
    if path.exists() and path.stat().st_size:
        return []
    lock_path, files_dir = get_lock_path(path), get_default_files_dir(path)
    # A process that was killed while it made the office leaves an empty lock, and perhaps an empty file.
    is_unfinished = lock_path.exists() and not lock_path.stat().st_size
    remains = [path] if path.exists() and not is_unfinished else []
    if lock_path.exists() and not is_unfinished:
        remains.append(lock_path)
    remains.extend(other for other in (get_key_path(path), path.with_name(path.name + "-wal")) if other.exists())
    if files_dir.is_dir() and any(files_dir.iterdir()):
        remains.append(files_dir)
    # Unless another process has just made the office.
    return [] if path.exists() and path.stat().st_size else remains


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
