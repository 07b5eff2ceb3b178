"""A limit for commits on PostgreSQL, which wait without end for a standby that is gone."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from walkin.model.errors import Refused

if TYPE_CHECKING:
    import psycopg

LIMIT_SECONDS = 5.0
CHECK_SECONDS = 0.25


class CommitLimit:
    """Ends the wait of a commit for a standby: the server has committed then, but may lose it in a failover."""

    def __init__(self) -> None:
        self._deadlines: dict[psycopg.Connection[Any], float] = {}
        self._tried: set[psycopg.Connection[Any]] = set()
        self._cancelled: set[psycopg.Connection[Any]] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="walkin-commit-limit", daemon=True)
        self._thread.start()

    def commit(self, connection: Connection) -> None:
        """Commit. Refuses ``notConfirmed`` if the limit has ended it."""
        driver: Any = connection.connection.dbapi_connection
        with self._lock:
            self._deadlines[driver] = time.monotonic() + LIMIT_SECONDS
        try:
            connection.commit()
        finally:
            with self._lock:
                del self._deadlines[driver]
                is_tried, is_cancelled = driver in self._tried, driver in self._cancelled
                self._tried.discard(driver)
                self._cancelled.discard(driver)
            if is_tried:
                # A server that did not answer may read the cancellation later, and would end another statement.
                connection.invalidate()
        if is_cancelled:
            raise Refused("notConfirmed")

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        import psycopg

        while not self._closed.wait(CHECK_SECONDS):
            # Locked, so that what is cancelled is this commit and not the next statement.
            with self._lock:
                for driver, deadline in self._deadlines.items():
                    if deadline < time.monotonic() and driver not in self._cancelled:
                        self._tried.add(driver)
                        # Tried again at the next check if the server cannot be reached.
                        with contextlib.suppress(psycopg.Error, OSError):
                            driver.cancel_safe(timeout=LIMIT_SECONDS)
                            self._cancelled.add(driver)
