"""An office in a database of PostgreSQL, which several server processes share."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Self, TypeVar, cast

import platformdirs
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine import postgres
from walkin.store.engine.advisory_lock import advisory_lock
from walkin.store.engine.keyed_batches import KeyedBatchExecutor
from walkin.store.engine.pending_write import PendingWrite
from walkin.store.engine.pg_notify import Notifier
from walkin.store.engine.raw_execute import execute
from walkin.store.schema.migrate import is_current, migrate

T = TypeVar("T")

READER_THREADS = 4
WRITER_THREADS = 8
MAX_ATTEMPTS = 6

log = logging.getLogger("walkin.store")


class PostgresEngine:
    """See engine.store.Office. A queue's row is its lock: writes that wait for it go in one transaction."""

    def __init__(
        self, files_dir: Path, connect: Callable[..., object], write_engine: Engine, on_commit: Callable[[], None]
    ) -> None:
        self.files_dir = files_dir
        self.base_path = files_dir / "office"
        self._write_engine = write_engine
        self._read_engine = postgres.build_engine(
            connect, write_engine.url.database or "", READER_THREADS, read_only=True
        )
        self._on_commit = on_commit
        self._notifier = Notifier(connect)
        self._readers = ThreadPoolExecutor(READER_THREADS, "walkin-reader")
        self._batch_executor = KeyedBatchExecutor(WRITER_THREADS, self._commit_batch)

    @classmethod
    def open(cls, address: str, files_dir: Path | None, on_commit: Callable[[], None]) -> Self:
        """The office at that address, made or brought up to date. ``committed`` is called after each commit."""
        connect = postgres.build_connector(address)
        folder = resolve_files_dir(address, files_dir)
        writing = postgres.build_engine(connect, redact_address(address), WRITER_THREADS)
        try:
            prepare_database(writing)
        except BaseException as error:
            writing.dispose()
            if isinstance(error, DBAPIError):
                raise build_unusable_error(address, error) from error
            raise
        return cls(folder, connect, writing, on_commit)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, _run_transaction, self._read_engine, work
        )

    async def write(self, work: Callable[[Connection], T], key: int | None) -> T:
        job = PendingWrite.create(work)
        self._batch_executor.add(object() if key is None else key, job)
        return cast("T", await job.future)

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        await self._notifier.listen(on_change)

    def close(self) -> None:
        self._batch_executor.close()
        self._readers.shutdown()
        self._notifier.close()
        self._write_engine.dispose()
        self._read_engine.dispose()

    def _commit_batch(self, batch: list[PendingWrite]) -> None:
        try:
            _run_transaction(self._write_engine, partial(_run_batch, batch))
        except Exception as error:  # noqa: BLE001 - whatever it is, every caller hears of it
            for job in batch:
                job.error = job.error or error
            return
        if any(job.error is None for job in batch):
            self._on_commit()
            self._notifier.notify()


def _run_batch(batch: list[PendingWrite], connection: Connection) -> None:
    """Do the jobs, one's failure undone without the others'."""
    for number, job in enumerate(batch):
        if number:
            execute(connection, "RELEASE SAVEPOINT job; SAVEPOINT job" if number > 1 else "SAVEPOINT job")
        job.error = None
        try:
            job.result = job.work(connection)
        except OperationalError:
            # Nothing is wrong with this one more than with the others.
            raise
        except Exception as error:  # noqa: BLE001
            job.error = postgres.translate_error(error) if isinstance(error, DBAPIError) else error
            if not number:
                connection.rollback()
                connection.begin()
            else:
                execute(connection, "ROLLBACK TO SAVEPOINT job")
    audit.record_writes(connection, batch)


def prepare_database(engine: Engine, *, with_sample: bool = True) -> None:
    """Make or upgrade the tables; of several processes that start at once one does it."""
    with engine.connect() as connection:
        if is_current(connection):
            return
        advisory_lock(connection, "migration")
        migrate(connection, with_sample=with_sample)
        connection.commit()


def build_unusable_error(address: str, error: DBAPIError) -> Refused:
    """Why the office at that address cannot be opened, in one line."""
    words = " ".join(str(error.orig).split())
    return Refused("databaseAway", f"The database {redact_address(address)} cannot be used: {words}")


def resolve_files_dir(address: str, configured_dir: Path | None) -> Path:
    """The folder for contents of files. One that was named has to be there: it may be one to be mounted."""
    if configured_dir is None:
        name = "".join(sign if sign.isalnum() else "-" for sign in redact_address(address).partition("//")[2])
        folder = platformdirs.user_data_path("walkin", appauthor=False) / "files" / name.strip("-")
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    if not configured_dir.is_dir():
        raise Refused(
            "storageFull", f"The folder for files, {configured_dir} (setting files), is not there: make or mount it."
        )
    return configured_dir


def _run_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    for attempt in range(MAX_ATTEMPTS):
        committing = False
        try:
            with engine.connect() as connection:
                connection.begin()
                result = work(connection)
                committing = True
                connection.commit()
                return result
        except DBAPIError as error:
            # Nobody knows what became of a commit whose answer was lost; the caller has to look.
            lost = error.connection_invalidated and not committing
            if attempt == MAX_ATTEMPTS - 1 or not (
                lost or postgres.get_sqlstate(error.orig) in postgres.RETRYABLE_SQLSTATES
            ):
                raise postgres.translate_error(error) from error
        time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise AssertionError("unreachable")
