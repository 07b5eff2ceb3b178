"""What both engines share: reader threads, a savepoint per write, and the meaning of a driver's errors."""

from __future__ import annotations

import asyncio
import errno
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine import lock_rows
from walkin.store.engine.compiled import execute
from walkin.store.engine.group_commit import GroupCommitExecutor, PendingWrite
from walkin.store.schema.migrate import check_version_of, mark_for_scrubbing, migrate
from walkin.store.schema.seed import seed_sample

log = logging.getLogger("walkin.store")

T = TypeVar("T")

READER_THREADS = 4

_ERROR_REASONS = (
    # Reason of the refusal, SQLSTATEs of PostgreSQL or their beginnings, words in messages of SQLite.
    # A key that another server has inserted, or a row that it has deleted; the refusal of a trigger is none of these.
    ("conflict", ("23503", "23505"), ("unique constraint failed", "foreign key constraint failed")),
    ("damaged", ("XX001", "XX002"), ("malformed", "not a database", "database corruption")),
    ("readOnly", ("25006",), ("readonly",)),
    ("busy", ("40001", "40P01", "55P03", "57014"), ("locked", "busy")),
    ("storageFull", ("53100",), ("full", "disk i/o", "unable to open")),
    ("databaseAway", ("08", "53", "57P", "25P03"), ()),
)


LASTING_REASONS = frozenset({"damaged", "dataGone", "upgraded", "readOnly", "storageFull", "notConfirmed"})
"""Reasons that hold for later writes too. After ``damaged`` nothing is written any more."""


DAMAGED_MESSAGE = "The data file {} is damaged. Stop every program that uses it, and restore the last copy of it."


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
        self.created = False
        """Whether this process has made the office."""
        self.warnings: list[str] = []
        """What is wrong with the database although it answers: keys of the texts ``warning-<key>``."""
        self._trouble: Refused | None = None
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
        if self._trouble is not None and self._trouble.reason == "damaged":
            raise self._trouble
        write = PendingWrite.create(work)
        self._writers.add(self._get_batch_key(key), write)
        return await write.future

    async def check(self) -> None:
        """Find out whether changes can be kept. Refuses with the reason if not."""
        if self._trouble is None:
            await self.read(self._check)
        else:
            # Heals, or fails again, with a commit.
            await self.write(lock_rows.touch, None)

    @abstractmethod
    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        """Call ``on_change`` after commits of other processes; runs until cancelled. A call is only a hint."""

    @abstractmethod
    def scrub(self, *, may_take_long: bool) -> None:
        """Overwrite what erased data has left in the files of the database. Blocking."""

    def close(self) -> None:
        """Finish the pending writes, then close every connection. Blocking."""
        self._writers.close()
        self._readers.shutdown()

    def _check(self, connection: Connection) -> None:
        check_version_of(connection)

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
        except (DBAPIError, OSError, Refused) as error:
            explained = self._explain(error)
            if explained is error:
                raise
            raise explained from error

    def _explain(self, error: BaseException) -> BaseException:
        """Translate an error of a transaction, and remember what will go on being wrong."""
        translated = translate_error(error)
        if isinstance(translated, DBAPIError):
            # Columns may be named otherwise since another process has upgraded the tables.
            try:
                self._read_in_transaction(check_version_of)
            except Refused as refused:
                translated = refused
            except DBAPIError:
                pass
        if isinstance(translated, Refused) and translated.reason in LASTING_REASONS:
            if self._trouble is None or self._trouble.reason != translated.reason:
                log.error("changes cannot be kept (%s): %s", translated.reason, format_in_one_line(error))
            self._trouble = translated
        return translated

    def _commit_batch(self, batch: list[PendingWrite[object]]) -> None:
        try:
            self._write_in_transaction(partial(self._run_batch, batch))
        except BaseException as error:  # noqa: BLE001 - every caller gets it
            explained = self._explain(error)
            for write in batch:
                write.error = write.error or explained
            return
        self._trouble = None
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
    if hasattr(error.orig, "sqlstate"):
        state = get_sqlstate(error) or ""
        reasons = [reason for reason, states, _ in _ERROR_REASONS if state.startswith(states)]
        if isinstance(error, DataError):
            # A NUL in a text or a number beyond its column: nothing in the database can have such a value.
            reasons.append("badRequest")
        if error.connection_invalidated or (not state and isinstance(error, OperationalError | InterfaceError)):
            reasons.append("databaseAway")
    else:
        # Only the message tells SQLite's errors of these classes apart.
        message = str(error.orig).lower() if type(error) in (DatabaseError, IntegrityError, OperationalError) else ""
        reasons = [reason for reason, _, words in _ERROR_REASONS if any(word in message for word in words)]
    return Refused(reasons[0]) if reasons else error


def is_damage(error: BaseException) -> bool:
    """Whether the database says that its file is damaged."""
    translated = translate_error(error)
    return isinstance(translated, Refused) and translated.reason == "damaged"


def get_sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE of an error of PostgreSQL that SQLAlchemy has wrapped."""
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None


def format_in_one_line(error: BaseException | None) -> str:
    """The message of a driver's error, which may have several lines, in one."""
    return " ".join(str(error).split())


def prepare_tables(connection: Connection) -> bool:
    """Create or upgrade the tables; a new office gets the sample queues. Within the caller's transaction.

    Returns whether they were created.
    """
    created = migrate(connection)
    if created:
        seed_sample(connection)
    else:
        # Earlier versions left what they deleted in unused parts of the file.
        mark_for_scrubbing(connection)
    return created


def refuse_remains(place: str, remains: Iterable[Path]) -> None:
    """Refuse ``dataGone`` to make a new office in ``place`` beside what is left of one that was there."""
    if names := ", ".join(map(str, remains)):
        raise Refused(
            "dataGone",
            f"There was an office in {place}, and it is gone; {names} belonged to it. Bring back the data, or restore "
            f"a copy. To begin a new office in its place, move away {names} first.",
        )
