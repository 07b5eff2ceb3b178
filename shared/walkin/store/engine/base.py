"""What both engines share: reader threads, a savepoint per write, and the meaning of a driver's errors."""

from __future__ import annotations

import asyncio
import errno
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine.compiled import execute
from walkin.store.engine.group_commit import GroupCommitExecutor, PendingWrite
from walkin.store.schema.migrate import migrate
from walkin.store.schema.seed import seed_sample

T = TypeVar("T")

READER_THREADS = 4

_ERROR_REASONS = (
    # Reason of the refusal, SQLSTATEs of PostgreSQL or their beginnings, words in messages of SQLite.
    ("busy", ("40001", "40P01", "55P03", "57014"), ("locked", "busy")),
    ("storageFull", ("25006", "53100"), ("full", "readonly", "disk i/o", "unable to open")),
    ("databaseAway", ("08", "53", "57P", "25P03"), ()),
)


class Engine(ABC):
    """Runs store functions, which are plain functions of a Connection, on one database.

    Other files of the office are named after ``base_path``: the SQLite file, or a name in the folder of uploads.
    """

    next_savepoint_sql: ClassVar[Sequence[str]]
    """Releases the savepoint of the write before, and sets one for the next."""

    def __init__(
        self,
        files_dir: Path,
        base_path: Path,
        on_commit: Callable[[], None],
        *,
        writer_threads: int,
        max_batch_size: int,
    ) -> None:
        self.files_dir = files_dir
        self.base_path = base_path
        self._on_commit = on_commit
        self._readers = ThreadPoolExecutor(READER_THREADS, "walkin-reader")
        self._writers = GroupCommitExecutor(writer_threads, max_batch_size, self._commit_batch)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Return the result of ``work`` on one consistent state of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Callable[[Connection], T], key: int | None) -> T:
        """Return the result of ``work`` after its changes are durable.

        ``work`` may run again after a deadlock or a lost connection, never after its commit. ``key`` is the queue
        that is locked: writes of one key run one after the other.
        """
        write = PendingWrite.create(work)
        self._writers.add(self._get_batch_key(key), write)
        return await write.future

    @abstractmethod
    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        """Call ``on_change`` after commits of other processes; runs until cancelled. A call is only a hint."""

    def close(self) -> None:
        """Finish the pending writes, then close every connection. Blocking."""
        self._writers.close()
        self._readers.shutdown()

    @abstractmethod
    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None: ...

    @abstractmethod
    def _get_batch_key(self, key: int | None) -> object:
        """The key of the writes that may share a transaction with a write of ``key``."""

    @abstractmethod
    def _is_transaction_lost(self, connection: Connection, error: Exception) -> bool:
        """Whether ``error`` concerns the whole transaction, not only the write that raised it."""

    @abstractmethod
    def _restart_transaction(self, connection: Connection) -> None: ...

    def _announce_commit(self) -> None:
        self._on_commit()

    def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            return self._read_in_transaction(work)
        except (DBAPIError, OSError) as error:
            raise translate_error(error) from error

    def _commit_batch(self, batch: list[PendingWrite[object]]) -> None:
        try:
            self._write_in_transaction(partial(self._run_batch, batch))
        except BaseException as error:  # noqa: BLE001 - every caller gets it
            for write in batch:
                write.error = write.error or translate_error(error)
            return
        if any(write.error is None for write in batch):
            self._announce_commit()

    def _run_batch(self, batch: list[PendingWrite[object]], connection: Connection) -> None:
        """Run the writes of a transaction; one that fails is undone without the others."""
        for number, write in enumerate(batch):
            # The first needs none, which saves a lone write two round trips: before it there is nothing to keep.
            if number == 1:
                execute(connection, "SAVEPOINT job")
            elif number:
                for sql in self.next_savepoint_sql:
                    execute(connection, sql)
            self._run_write(write, connection, is_first=number == 0)
            if isinstance(write.error, IntegrityError):
                # Another server has inserted the same key at the same time: the second run sees what it committed.
                self._run_write(write, connection, is_first=number == 0)
            write.error = write.error and translate_error(write.error)
        audit.record_writes(connection, batch)

    def _run_write(self, write: PendingWrite[object], connection: Connection, *, is_first: bool) -> None:
        write.error = None
        try:
            write.result = write.work(connection)
        except Exception as error:
            if self._is_transaction_lost(connection, error):
                raise
            write.error = error
            if is_first:
                self._restart_transaction(connection)
            else:
                execute(connection, "ROLLBACK TO SAVEPOINT job")


def translate_error(error: BaseException) -> BaseException:
    """Return Refused for an error that has a meaning for the caller, else ``error`` itself."""
    if isinstance(error, OSError):
        # A file beside the database, or no more files may be open.
        return Refused("busy" if error.errno in (errno.EMFILE, errno.ENFILE) else "storageFull")
    if not isinstance(error, DBAPIError):
        return error
    if isinstance(error, IntegrityError):
        return Refused("conflict")
    if isinstance(error.orig, Exception) and hasattr(error.orig, "sqlstate"):
        state = error.orig.sqlstate or ""
        reasons = [reason for reason, states, _ in _ERROR_REASONS if state.startswith(states)]
        if isinstance(error, DataError):
            # A NUL in a text or a number beyond its column: nothing in the database can have such a value.
            reasons.append("badRequest")
        if error.connection_invalidated or (not state and isinstance(error, OperationalError | InterfaceError)):
            reasons.append("databaseAway")
    else:
        message = str(error.orig).lower() if isinstance(error, OperationalError) else ""
        reasons = [reason for reason, _, words in _ERROR_REASONS if any(word in message for word in words)]
    return Refused(reasons[0]) if reasons else error


def format_in_one_line(error: BaseException | None) -> str:
    """The message of a driver's error, which may have several lines, in one."""
    return " ".join(str(error).split())


def prepare_tables(connection: Connection) -> None:
    """Create or upgrade the tables; a new office gets the sample queues. Within the caller's transaction."""
    if migrate(connection):
        seed_sample(connection)
