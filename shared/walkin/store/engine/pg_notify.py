"""LISTEN and NOTIFY: the processes on one database tell each other that something was committed.

A notice is sent after the commit and not within it, one for all commits since the last. Within, PostgreSQL has all
transactions that notify commit one after the other: 16 clients at different rows made 3,200 commits a second without,
700 with. Whoever is killed between commit and notice is made up for by the heartbeat of the others' feeds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import selectors
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

CHANNEL = "walkin"
MIN_RECONNECT_SECONDS = 0.1
MAX_RECONNECT_SECONDS = 5.0

log = logging.getLogger("walkin.store")


class Notifier:
    """One connection in a thread that sends and receives notices, and is made again when it is lost."""

    def __init__(self, connect: Callable[..., Any]) -> None:
        self._connect = connect
        self._listeners: list[Callable[[], None]] = []
        self._notify_requested = False
        self._closed = False
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="walkin-bell", daemon=True)
        self._thread.start()

    def notify(self) -> None:
        """Tell the other processes, soon."""
        if not self._notify_requested:
            self._notify_requested = True
            self._wake()

    async def listen(self, on_change: Callable[[], None]) -> None:
        """Call ``changed`` when another process has rung, or may have; runs until cancelled."""
        loop = asyncio.get_running_loop()

        def told() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(on_change)

        self._listeners.append(told)
        try:
            await asyncio.Event().wait()
        finally:
            self._listeners.remove(told)

    def close(self) -> None:
        """Send what is to be sent and end."""
        self._closed = True
        self._wake()
        self._thread.join()
        self._wake_receiver.close()
        self._wake_sender.close()

    def _wake(self) -> None:
        # A full pipe wakes as well.
        with contextlib.suppress(BlockingIOError):
            self._wake_sender.send(b"!")

    def _run(self) -> None:
        import psycopg

        pause = MIN_RECONNECT_SECONDS
        while not self._closed:
            try:
                with self._connect(autocommit=True) as connection:
                    # Notices that arrive beside the answer to a command.
                    connection.add_notify_handler(lambda notice: self._handle_notification(connection, notice.pid))
                    connection.execute(f"LISTEN {CHANNEL}")
                    pause = MIN_RECONNECT_SECONDS
                    # Somebody may have rung meanwhile.
                    self._call_listeners()
                    self._exchange_notifications(connection)
            except psycopg.Error as error:
                if pause == MIN_RECONNECT_SECONDS:
                    words = " ".join(str(error).split())
                    log.warning("no notices of changes at other servers until the database is back: %s", words)
                self._wait(pause)
                pause = min(pause * 2, MAX_RECONNECT_SECONDS)

    def _exchange_notifications(self, connection: psycopg.Connection[Any]) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            while True:
                if self._notify_requested:
                    self._notify_requested = False
                    connection.execute(f"NOTIFY {CHANNEL}")
                connection.pgconn.consume_input()
                while (notice := connection.pgconn.notifies()) is not None:
                    self._handle_notification(connection, notice.be_pid)
                if self._closed and not self._notify_requested:
                    return
                selector.select()
                self._drain_wakeups()

    def _handle_notification(self, connection: psycopg.Connection[Any], sender_pid: int) -> None:
        if sender_pid != connection.info.backend_pid:
            self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _wait(self, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            if selector.select(seconds) and not self._closed:
                self._drain_wakeups()

    def _drain_wakeups(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake_receiver.recv(4096):
                pass
