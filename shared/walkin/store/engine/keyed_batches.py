"""Writes to the same queue go one after the other, those that wait together; those to different queues side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from walkin.store.engine.pending_write import Job, answer

BATCH = 16
"""Writes in one transaction at the most: whoever waits for the queue at another server waits that long."""


class Lanes:
    """Hands jobs to ``commit``, in a pool of ``threads``: of each lane one batch at a time.

    ``commit`` sets the outcome of every job of its batch. Lanes take turns: a busy one leaves threads to the others.
    """

    def __init__(self, threads: int, commit: Callable[[list[Job]], None]) -> None:
        self._commit = commit
        self._pool = ThreadPoolExecutor(threads, "walkin-writer")
        self._waiting: dict[object, list[Job]] = {}
        self._lock = threading.Condition()

    def add(self, lane: object, job: Job) -> None:
        """Have the job done after those of its lane that came before."""
        with self._lock:
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = [job]
        self._pool.submit(self._take, lane)

    def close(self) -> None:
        """Finish what waits."""
        with self._lock:
            self._lock.wait_for(lambda: not self._waiting)
        self._pool.shutdown()

    def _take(self, lane: object) -> None:
        with self._lock:
            waiting = self._waiting[lane]
            batch, self._waiting[lane] = waiting[:BATCH], waiting[BATCH:]
        self._commit(batch)
        answer(batch)
        with self._lock:
            if not self._waiting[lane]:
                del self._waiting[lane]
                self._lock.notify_all()
                return
        self._pool.submit(self._take, lane)
