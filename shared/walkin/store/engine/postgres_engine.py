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

from walkin.model.address import shown
from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine import postgres
from walkin.store.engine.advisory_lock import alone
from walkin.store.engine.keyed_batches import Lanes
from walkin.store.engine.pending_write import Job
from walkin.store.engine.pg_notify import Bell
from walkin.store.engine.raw_execute import execute
from walkin.store.schema.migrate import bring_up_to_date, is_current

T = TypeVar("T")

READERS = 4
WRITERS = 8
TRIES = 6

log = logging.getLogger("walkin.store")


class PostgresOffice:
    """See engine.store.Office. A queue's row is its lock: writes that wait for it go in one transaction."""

    def __init__(
        self, files: Path, connect: Callable[..., object], writing: Engine, committed: Callable[[], None]
    ) -> None:
        self.files = files
        self.path = files / "office"
        self._writing = writing
        self._reading = postgres.engine(connect, writing.url.database or "", READERS, reading=True)
        self._committed = committed
        self._bell = Bell(connect)
        self._readers = ThreadPoolExecutor(READERS, "walkin-reader")
        self._lanes = Lanes(WRITERS, self._commit)

    @classmethod
    def opened(cls, address: str, files: Path | None, committed: Callable[[], None]) -> Self:
        """The office at that address, made or brought up to date. ``committed`` is called after each commit."""
        connect = postgres.connector(address)
        folder = files_folder(address, files)
        writing = postgres.engine(connect, shown(address), WRITERS)
        try:
            prepare(writing)
        except BaseException as error:
            writing.dispose()
            if isinstance(error, DBAPIError):
                raise unusable(address, error) from error
            raise
        return cls(folder, connect, writing, committed)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, _carried_out, self._reading, work)

    async def write(self, work: Callable[[Connection], T], lane: int | None) -> T:
        job = Job.of(work)
        self._lanes.add(object() if lane is None else lane, job)
        return cast("T", await job.future)

    async def notices(self, changed: Callable[[], None]) -> None:
        await self._bell.heard(changed)

    def close(self) -> None:
        self._lanes.close()
        self._readers.shutdown()
        self._bell.close()
        self._writing.dispose()
        self._reading.dispose()

    def _commit(self, batch: list[Job]) -> None:
        try:
            _carried_out(self._writing, partial(_attempted, batch))
        except Exception as error:  # noqa: BLE001 - whatever it is, every caller hears of it
            for job in batch:
                job.error = job.error or error
            return
        if any(job.error is None for job in batch):
            self._committed()
            self._bell.ring()


def _attempted(batch: list[Job], connection: Connection) -> None:
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
            job.error = postgres.storage_problem(error) if isinstance(error, DBAPIError) else error
            if not number:
                connection.rollback()
                connection.begin()
            else:
                execute(connection, "ROLLBACK TO SAVEPOINT job")
    audit.written(connection, batch)


def prepare(engine: Engine, *, furnished: bool = True) -> None:
    """Make or upgrade the tables; of several processes that start at once one does it."""
    with engine.connect() as connection:
        if is_current(connection):
            return
        alone(connection, "migration")
        bring_up_to_date(connection, furnished=furnished)
        connection.commit()


def unusable(address: str, error: DBAPIError) -> Refused:
    """Why the office at that address cannot be opened, in one line."""
    words = " ".join(str(error.orig).split())
    return Refused("databaseAway", f"The database {shown(address)} cannot be used: {words}")


def files_folder(address: str, given: Path | None) -> Path:
    """The folder for contents of files. One that was named has to be there: it may be one to be mounted."""
    if given is None:
        name = "".join(sign if sign.isalnum() else "-" for sign in shown(address).partition("//")[2])
        folder = platformdirs.user_data_path("walkin", appauthor=False) / "files" / name.strip("-")
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    if not given.is_dir():
        raise Refused("storageFull", f"The folder for files, {given} (setting files), is not there: make or mount it.")
    return given


def _carried_out(engine: Engine, work: Callable[[Connection], T]) -> T:
    for attempt in range(TRIES):
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
            if attempt == TRIES - 1 or not (lost or postgres.state_of(error.orig) in postgres.AGAIN):
                raise postgres.storage_problem(error) from error
        time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise AssertionError("unreachable")
