"""One writer with group commit: every write that waits goes into one transaction, each within its own savepoint."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from walkin.model.errors import Refused
from walkin.store.access import audit
from walkin.store.engine.pending_write import Job, answer
from walkin.store.engine.raw_execute import execute
from walkin.store.engine.sqlite import WriteTurn, in_transaction, transaction

BATCH = 256


class Writer:
    """A thread with the only writing connection of this process.

    ``committed`` is called in the thread after each commit, before the callers have their answers.
    """

    def __init__(self, engine: Engine, turn: WriteTurn, committed: Callable[[], None]) -> None:
        self._engine = engine
        self._turn = turn
        self._committed = committed
        self._jobs: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()
        self._gathered: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        self._thread = threading.Thread(target=self._run, name="walkin-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """Run ``work`` in a transaction; its result is returned once it is on the disk.

        Raises what ``work`` raised, its changes undone, or Refused ``storageFull``/``busy`` when nothing was kept.
        """
        job = Job.of(work)
        loop = job.loop
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
                answer(batch)
                if last:
                    return

    def _commit(self, connection: Connection, batch: list[Job]) -> None:
        try:
            with self._turn.taken(), transaction(connection):
                for job in batch:
                    self._attempt(connection, job)
                audit.written(connection, batch)
        except BaseException as error:  # noqa: BLE001 - whatever it is, every caller hears of it
            for job in batch:
                job.error = job.error or storage_problem(error)
            return
        if any(job.error is None for job in batch):
            self._committed()

    def _attempt(self, connection: Connection, job: Job) -> None:
        execute(connection, "SAVEPOINT job")
        try:
            job.result = job.work(connection)
        except Exception as error:
            job.error = storage_problem(error)
            if not in_transaction(connection):
                # A full disk or an I/O error has undone the neighbours' work as well.
                raise
            execute(connection, "ROLLBACK TO job")
        execute(connection, "RELEASE job")


def storage_problem(error: BaseException) -> BaseException:
    """The error as people can be told it: a database that is full, read-only or kept busy is not a bug of ours."""
    if isinstance(error, OperationalError):
        words = str(error.orig).lower()
        if "full" in words or "readonly" in words or "disk i/o" in words or "unable to open" in words:
            return Refused("storageFull")
        if "locked" in words or "busy" in words:
            return Refused("busy")
    return error
