"""What both engines share: reader threads, batches of writes, and the meaning of a driver's errors."""

from __future__ import annotations

import asyncio
import errno
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from walkin.model.caller import answer_seconds
from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine import lock_rows
from walkin.store.engine.batch import Batch, count_changes
from walkin.store.engine.group_commit import GroupCommitExecutor, PendingWrite, WriteBatch
from walkin.store.schema.migrate import check_version_of, mark_for_scrubbing, migrate
from walkin.store.schema.seed import seed_sample

log = logging.getLogger("walkin.store")

T = TypeVar("T")

READER_THREADS = 4
REPORT_THREADS, REPORT_THREAD_PREFIX = 1, "walkin-report"
"""Number and name prefix of the threads for long reads. Each busy one slows down all other threads."""

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

CHECK_ABANDONED = "check_abandoned"
"""Key of the check of a long read in ``Connection.info``."""

LASTING_REASONS = frozenset({"damaged", "dataGone", "upgraded", "readOnly", "storageFull", "notConfirmed"})
"""Reasons that hold for later writes too. After ``damaged`` nothing is written any more."""

DAMAGED_MESSAGE = "The data file {} is damaged. Stop every program that uses it, and restore the last copy of it."

INTERRUPTIONS, INTERRUPTION_SECONDS = 40, 0.1
"""How often a long read whose caller has left is interrupted, and the seconds between."""


class AbandonedError(Exception):
    """A long read was cancelled by its caller."""


def check_abandoned(connection: Connection) -> None:
    """Yield to other threads between two steps of a long read. Raises AbandonedError if it was cancelled."""
    check: Callable[[], None] | None = connection.info.get(CHECK_ABANDONED)
    if check is not None:
        check()


class _LongRead(Generic[T]):
    """A read that can be cancelled from another thread, between two steps and within a statement."""

    def __init__(self, engine: Engine, work: Callable[[Connection], T]) -> None:
        self._engine = engine
        self._work = work
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._is_abandoned = False
        self._has_ended = threading.Event()

    def run(self, connection: Connection) -> T:
        # A lost connection gets a new ``info``.
        info = connection.info
        info[CHECK_ABANDONED] = self._check
        with self._lock:
            self._connection = connection
        try:
            self._check()
            return self._work(connection)
        except DBAPIError:
            self._check()
            raise
        finally:
            del info[CHECK_ABANDONED]
            # An interruption under way would end the connection's next statement.
            with self._lock:
                self._connection = None
                if self._is_abandoned and self._engine.interrupts_late:
                    connection.invalidate()
            self._has_ended.set()

    def abandon(self) -> None:
        self._is_abandoned = True
        # An interruption that comes between two statements has no effect on the second.
        for _ in range(INTERRUPTIONS):
            with self._lock:
                if self._connection is None:
                    return
                self._engine.interrupt(self._connection)
            if self._has_ended.wait(INTERRUPTION_SECONDS):
                return

    def _check(self) -> None:
        # Without a pause a thread that only computes keeps the interpreter from others for 5 ms at a time.
        time.sleep(0)
        if self._is_abandoned:
            raise AbandonedError


class Engine(ABC):
    """Runs store functions, which are plain functions of a Connection, on one database.

    Other files of the office are named after ``base_path``: the SQLite file, or a name in the folder of uploads.
    """

    silence_reason: ClassVar[str]
    """Reason of the refusal after a timeout."""

    interrupts_late: ClassVar[bool]
    """Whether an interruption may arrive late, during the connection's next statement."""

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
        self.retries: Counter[str] = Counter()
        """Number of retried transactions, by cause: ``conflicts``, ``connections``."""
        self._trouble: Refused | None = None
        self._on_commit = on_commit
        self._readers = ThreadPoolExecutor(READER_THREADS, "walkin-reader")
        self._report_readers = ThreadPoolExecutor(REPORT_THREADS, REPORT_THREAD_PREFIX)
        self._writers = GroupCommitExecutor(writer_threads, max_batch_size, self._commit_batch)

    @property
    def warnings(self) -> dict[str, str]:
        """Problems of a database that still answers: messages for people by reason."""
        return {}

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Return the result of ``work`` on one consistent state of the database."""
        return await self._read_in(self._readers, work)

    async def read_long(self, work: Callable[[Connection], T]) -> T:
        """Run a long read in a thread for such reads; cancelling the caller interrupts it."""
        long_read = _LongRead(self, work)
        try:
            return await self._read_in(self._report_readers, long_read.run)
        except (asyncio.CancelledError, Refused):
            # In a thread: PostgreSQL's server has to be told.
            self._readers.submit(long_read.abandon)
            raise

    async def _read_in(self, threads: ThreadPoolExecutor, work: Callable[[Connection], T]) -> T:
        future = asyncio.get_running_loop().run_in_executor(threads, self._read, work)
        try:
            async with asyncio.timeout(answer_seconds.get()) as limit:
                return await future
        except TimeoutError:
            if not limit.expired():
                raise
            raise Refused(self.silence_reason) from None

    async def write(self, work: Callable[[Connection], T], key: int | None) -> T:
        """Return the result of ``work`` after its changes are durable.

        Refuses after ``answer_seconds``: with ``notConfirmed`` if the work has begun, which may still be committed
        once the database answers again. ``work`` may run again after a deadlock or a lost connection, never after its
        commit. ``key`` is the queue that is locked: writes of one key run one after the other.
        """
        if self._trouble is not None and self._trouble.reason == "damaged":
            raise self._trouble
        write = PendingWrite.create(work)
        self._writers.add(self._get_batch_key(key), write)
        if (seconds := answer_seconds.get()) is None:
            return await write.future
        # Half of what asyncio.timeout takes, for each ticket.
        timer = write.loop.call_later(seconds, self._refuse_late, write)
        try:
            return await write.future
        finally:
            timer.cancel()

    def _refuse_late(self, write: PendingWrite[T]) -> None:
        write.refuse(Refused(self.silence_reason if write.withdraw() else "notConfirmed"))

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
        self._report_readers.shutdown()
        self._readers.shutdown()

    def _check(self, connection: Connection) -> None:
        check_version_of(connection)

    @abstractmethod
    def interrupt(self, connection: Connection) -> None:
        """Stop the statement that another thread executes on that connection, if there is one."""

    @abstractmethod
    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None: ...

    @abstractmethod
    def _get_batch_key(self, key: int | None) -> object:
        """The key of the writes that may share a transaction with a write of ``key``."""

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
        """Translate an error of a transaction, and remember one with a lasting reason."""
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

    def _commit_batch(self, batch: WriteBatch, *, is_second_run: bool = False) -> None:
        """Commit a batch of writes in one transaction; after a failed write, retry each in a transaction of its own."""
        try:
            self._write_in_transaction(partial(self._run_batch, batch))
        except BaseException as error:  # noqa: BLE001 - every caller gets it
            is_of_write = any(write.error is error for write in batch)
            # After a key that another server has inserted too, the second run sees what that server has committed.
            if is_of_write and not is_second_run and (len(batch) > 1 or isinstance(error, IntegrityError)):
                for write in batch:
                    self._commit_batch(WriteBatch([write]), is_second_run=write.error is error)
                return
            # What the work refuses is no fault of the database.
            explained = error if is_of_write and isinstance(error, Refused) else self._explain(error)
            for write in batch:
                # The database's errors in earlier tries have not ended this one.
                if write.error is None or write.error is error or isinstance(write.error, DBAPIError):
                    write.error = explained
            return
        self._trouble = None
        if any(write.error is None for write in batch):
            self._announce_commit()

    def _run_batch(self, batch: WriteBatch, connection: Connection) -> None:
        """Run the writes of a transaction. Raises the error of a failed write, except of a refusal without changes."""
        # Again after the first write: SQLite waits for a lock before it, PostgreSQL in it.
        batch.add_pending()
        shared = Batch.begin(connection, len(batch))
        try:
            self._run_writes(batch, shared, connection)
            audit.record_writes(connection, batch)
        except BaseException:
            shared.discard_deferred()
            raise

    def _run_writes(self, batch: WriteBatch, shared: Batch, connection: Connection) -> None:
        for write in batch:
            if not write.begin():
                write.error = asyncio.CancelledError()
                continue
            write.error = None
            counts_before = _count_changes(connection, shared)
            try:
                write.result = write.work(connection)
            except Exception as error:
                write.error = error
                # After a refusal without changes the others go on.
                is_unchanged = counts_before is not None and counts_before == _count_changes(connection, shared)
                if not (isinstance(error, Refused) and is_unchanged):
                    raise
                shared.forget_queues()
            if write is batch[0]:
                batch.add_pending()
                shared.size = len(batch)
        try:
            shared.write_deferred(connection)
        except Exception as error:
            # Which write it was is found when each runs in its own transaction.
            batch[-1].error = error
            raise


def _count_changes(connection: Connection, batch: Batch) -> tuple[int, int] | None:
    """Count the rows that the writes of a batch have changed and deferred; None if the driver does not count them."""
    count = count_changes(connection)
    return None if count is None else (count - batch.written_count, batch.deferred_count)


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
