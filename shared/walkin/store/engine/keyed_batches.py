"""Writes to the same queue go one after the other, those that wait together; those to different queues side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from walkin.store.engine.pending_write import PendingWrite, complete_batch

MAX_BATCH_SIZE = 16
"""Writes in one transaction at the most: whoever waits for the queue at another server waits that long."""


class KeyedBatchExecutor:
    """Hands jobs to ``commit``, in a pool of ``threads``: of each lane one batch at a time.

    ``commit`` sets the outcome of every job of its batch. Lanes take turns: a busy one leaves threads to the others.
    """

    def __init__(self, threads: int, commit: Callable[[list[PendingWrite]], None]) -> None:
        self._commit = commit
        self._pool = ThreadPoolExecutor(threads, "walkin-writer")
        self._pending: dict[object, list[PendingWrite]] = {}
        self._condition = threading.Condition()

    def add(self, key: object, write: PendingWrite) -> None:
        """Have the job done after those of its lane that came before."""
        with self._condition:
            if key in self._pending:
                self._pending[key].append(write)
                return
            self._pending[key] = [write]
        self._pool.submit(self._run_next_batch, key)

    def close(self) -> None:
        """Finish what waits."""
        with self._condition:
            self._condition.wait_for(lambda: not self._pending)
        self._pool.shutdown()

    def _run_next_batch(self, key: object) -> None:
        with self._condition:
            waiting = self._pending[key]
            batch, self._pending[key] = waiting[:MAX_BATCH_SIZE], waiting[MAX_BATCH_SIZE:]
        self._commit(batch)
        complete_batch(batch)
        with self._condition:
            if not self._pending[key]:
                del self._pending[key]
                self._condition.notify_all()
                return
        self._pool.submit(self._run_next_batch, key)
