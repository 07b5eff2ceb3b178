"""One writer with group commit: every write that waits goes into one transaction, each within its own savepoint."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from shared.model.caller import Acting, acting
from shared.model.errors import Refused
from shared.store import audit
from shared.store.sqlite import WriteTurn

BATCH = 256


@dataclass
class _Job:
    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    acting: Acting | None
    result: Any = None
    error: BaseException | None = field(default=None)

    def settle(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """A thread with the only writing connection of this process.

    ``committed`` is called in the thread after each commit, before the callers have their answers.
    """

    def __init__(self, engine: Engine, turn: WriteTurn, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._turn = turn
        self._committed = committed
        self._jobs: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._gathered: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        self._thread = threading.Thread(target=self._run, name="walkin-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """Run ``work`` in a transaction; its result is returned once it is on the disk.

        Raises what ``work`` raised, its changes undone, or Refused ``storageFull``/``busy`` when nothing was kept.
        """
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future(), acting.get())
        gathered = self._gathered.setdefault(loop, [])
        gathered.append(job)
        if len(gathered) == 1:
            # All writes of one turn of the loop wake the thread once.
            loop.call_soon(self._hand_over, loop)
        return await job.future

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        self._jobs.put(self._gathered.pop(loop))

    def close(self) -> None:
        """End after the writes that wait."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        with contextlib.closing(self._engine.connect()) as connection:
            while (batch := self._jobs.get()) is not None:
                last = False
                while len(batch) < BATCH and not self._jobs.empty():
                    following = self._jobs.get()
                    if following is None:
                        last = True
                        break
                    batch += following
                self._commit(connection, batch)
                _answer(batch)
                if last:
                    return

    def _commit(self, connection: Connection, batch: list[_Job]) -> None:
        try:
            with self._turn.taken():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    for job in batch:
                        self._attempt(connection, job)
                    audit.written(connection, batch)
                    connection.exec_driver_sql("COMMIT")
                except BaseException:
                    _rollback(connection)
                    raise
                finally:
                    # SQLAlchemy believes in a transaction of its own; the real one is ours.
                    connection.rollback()
        except BaseException as error:  # noqa: BLE001 - whatever it is, every caller hears of it
            for job in batch:
                job.error = job.error or storage_problem(error)
            return
        if any(job.error is None for job in batch):
            self._committed()

    def _attempt(self, connection: Connection, job: _Job) -> None:
        connection.exec_driver_sql("SAVEPOINT job")
        try:
            job.result = job.work(connection)
        except Exception as error:
            job.error = storage_problem(error)
            if not _in_transaction(connection):
                # A full disk or an I/O error has undone the neighbours' work as well.
                raise
            connection.exec_driver_sql("ROLLBACK TO job")
        connection.exec_driver_sql("RELEASE job")


def _answer(batch: list[_Job]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        loops.setdefault(job.loop, []).append(job)
    for loop, jobs in loops.items():
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()


def _in_transaction(connection: Connection) -> bool:
    raw = connection.connection.dbapi_connection
    return bool(getattr(raw, "in_transaction", True))


def _rollback(connection: Connection) -> None:
    if _in_transaction(connection):
        with contextlib.suppress(DBAPIError):
            connection.exec_driver_sql("ROLLBACK")


def storage_problem(error: BaseException) -> BaseException:
    """The error as people can be told it: a database that is full, read-only or kept busy is not a bug of ours."""
    if isinstance(error, OperationalError):
        words = str(error.orig).lower()
        if "full" in words or "readonly" in words or "disk i/o" in words or "unable to open" in words:
            return Refused("storageFull")
        if "locked" in words or "busy" in words:
            return Refused("busy")
    return error
