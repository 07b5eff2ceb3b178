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
from walkin.store.engine.pending_write import PendingWrite, complete_batch
from walkin.store.engine.raw_execute import execute
from walkin.store.engine.sqlite import WriteLock, in_transaction, transaction

MAX_BATCH_SIZE = 256


class GroupCommitWriter:
    """A thread with the only writing connection of this process.

    ``committed`` is called in the thread after each commit, before the callers have their answers.
    """

    def __init__(self, engine: Engine, write_lock: WriteLock, on_commit: Callable[[], None]) -> None:
        self._engine = engine
        self._write_lock = write_lock
        self._on_commit = on_commit
        self._batches: queue.SimpleQueue[list[PendingWrite] | None] = queue.SimpleQueue()
        self._pending_by_loop: dict[asyncio.AbstractEventLoop, list[PendingWrite]] = {}
        self._thread = threading.Thread(target=self._run, name="walkin-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], Any]) -> Any:
        """Run ``work`` in a transaction; its result is returned once it is on the disk.

        Raises what ``work`` raised, its changes undone, or Refused ``storageFull``/``busy`` when nothing was kept.
        """
        job = PendingWrite.create(work)
        loop = job.loop
        gathered = self._pending_by_loop.setdefault(loop, [])
        gathered.append(job)
        if len(gathered) == 1:
            # All writes of one turn of the loop wake the thread once.
            loop.call_soon(self._submit_pending, loop)
        return await job.future

    def _submit_pending(self, loop: asyncio.AbstractEventLoop) -> None:
        self._batches.put(self._pending_by_loop.pop(loop))

    def close(self) -> None:
        """End after the writes that wait."""
        self._batches.put(None)
        self._thread.join()

    def _run(self) -> None:
        with contextlib.closing(self._engine.connect()) as connection:
            while (batch := self._batches.get()) is not None:
                last = False
                while len(batch) < MAX_BATCH_SIZE and not self._batches.empty():
                    following = self._batches.get()
                    if following is None:
                        last = True
                        break
                    batch += following
                self._commit_batch(connection, batch)
                complete_batch(batch)
                if last:
                    return

    def _commit_batch(self, connection: Connection, batch: list[PendingWrite]) -> None:
        try:
            with self._write_lock.hold(), transaction(connection):
                for job in batch:
                    self._run_write(connection, job)
                audit.record_writes(connection, batch)
        except BaseException as error:  # noqa: BLE001 - whatever it is, every caller hears of it
            for job in batch:
                job.error = job.error or translate_error(error)
            return
        if any(job.error is None for job in batch):
            self._on_commit()

    def _run_write(self, connection: Connection, write: PendingWrite) -> None:
        execute(connection, "SAVEPOINT job")
        try:
            write.result = write.work(connection)
        except Exception as error:
            write.error = translate_error(error)
            if not in_transaction(connection):
                # A full disk or an I/O error has undone the neighbours' work as well.
                raise
            execute(connection, "ROLLBACK TO job")
        execute(connection, "RELEASE job")


def translate_error(error: BaseException) -> BaseException:
    """The error as people can be told it: a database that is full, read-only or kept busy is not a bug of ours."""
    if isinstance(error, OperationalError):
        words = str(error.orig).lower()
        if "full" in words or "readonly" in words or "disk i/o" in words or "unable to open" in words:
            return Refused("storageFull")
        if "locked" in words or "busy" in words:
            return Refused("busy")
    return error
