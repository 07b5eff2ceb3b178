"""Group commit: writes with the same key that are pending at one time share a transaction."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Self, TypeVar

from sqlalchemy import Connection

from walkin.model.caller import AuditContext, audit_context

T_co = TypeVar("T_co", covariant=True)


@dataclass(eq=False)
class PendingWrite(Generic[T_co]):
    """A write whose caller awaits ``future``. The writer's thread sets ``result``, or ``error`` if it failed."""

    work: Callable[[Connection], T_co]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[T_co]
    audit_context: AuditContext | None
    result: T_co = field(init=False)
    error: BaseException | None = None
    _has_begun: bool = False
    _is_withdrawn: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def create(cls, work: Callable[[Connection], T_co]) -> Self:
        """A write of the running event loop, with the current audit context."""
        loop = asyncio.get_running_loop()
        return cls(work, loop, loop.create_future(), audit_context.get())

    def begin(self) -> bool:
        """Mark the work as begun; return False if it was withdrawn. Called in the writer's thread."""
        with self._lock:
            self._has_begun = not self._is_withdrawn
            return self._has_begun

    def withdraw(self) -> bool:
        """Cancel the work; return False if it has begun."""
        with self._lock:
            self._is_withdrawn = not self._has_begun
            return self._is_withdrawn

    def refuse(self, refusal: Exception) -> None:
        """Give the caller a refusal, unless it has the outcome; called in its event loop."""
        if not self.future.done():
            self.future.set_exception(refusal)

    def complete(self) -> None:
        """Resolve the future; called in its event loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class WriteBatch(list[PendingWrite[object]]):
    """Writes that share a transaction. ``take`` returns pending writes for which a batch of that size has room."""

    def __init__(
        self,
        writes: Iterable[PendingWrite[object]] = (),
        take: Callable[[int], list[PendingWrite[object]]] | None = None,
    ) -> None:
        super().__init__(writes)
        self._take = take

    def add_pending(self) -> None:
        """Add the writes that have become pending meanwhile, for example during the wait for a lock."""
        if self._take is not None:
            self += self._take(len(self))


class GroupCommitExecutor:
    """Passes batches of writes to ``commit`` in a pool of threads, one batch of a key at a time.

    ``commit`` sets the outcome of every write of its batch. Keys take turns: one with many writes leaves threads to
    the others.
    """

    def __init__(self, threads: int, max_batch_size: int, commit: Callable[[WriteBatch], None]) -> None:
        self._max_batch_size = max_batch_size
        self._commit = commit
        self._pool = ThreadPoolExecutor(threads, "walkin-writer")
        self._pending: dict[object, list[PendingWrite[object]]] = {}
        self._condition = threading.Condition()

    def add(self, key: object, write: PendingWrite[object]) -> None:
        """Have ``write`` committed after those of its key that were added before. Called in its event loop."""
        with self._condition:
            if key in self._pending:
                self._pending[key].append(write)
                return
            self._pending[key] = [write]
        # At the end of this turn of the loop, so that all writes of the turn share a transaction.
        write.loop.call_soon(self._pool.submit, self._commit_next_batch, key)

    def close(self) -> None:
        """Commit the pending writes, then end the threads. Blocking."""
        with self._condition:
            self._condition.wait_for(lambda: not self._pending)
        self._pool.shutdown()

    def _commit_next_batch(self, key: object) -> None:
        batch = WriteBatch(take=partial(self._take, key))
        batch.add_pending()
        try:
            self._commit(batch)
        except BaseException as error:  # noqa: BLE001 - a write without an outcome would be waited for without end
            for write in batch:
                write.error = write.error or error
        _complete(batch)
        with self._condition:
            if not self._pending[key]:
                del self._pending[key]
                self._condition.notify_all()
                return
        self._pool.submit(self._commit_next_batch, key)

    def _take(self, key: object, batch_size: int) -> list[PendingWrite[object]]:
        """Remove and return pending writes of a key, as many as fit into a batch that has ``batch_size`` already."""
        with self._condition:
            pending, room = self._pending[key], self._max_batch_size - batch_size
            self._pending[key] = pending[room:]
            return pending[:room]


def _complete(batch: Iterable[PendingWrite[object]]) -> None:
    """Resolve the futures of a batch from a writer's thread, waking each event loop once."""
    writes_by_loop: dict[asyncio.AbstractEventLoop, list[PendingWrite[object]]] = {}
    for write in batch:
        writes_by_loop.setdefault(write.loop, []).append(write)
    for loop, writes in writes_by_loop.items():
        # Raised if the loop is closed, when no caller waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_complete_in_loop, writes)


def _complete_in_loop(writes: list[PendingWrite[object]]) -> None:
    for write in writes:
        write.complete()
