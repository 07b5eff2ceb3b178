"""LISTEN and NOTIFY: the processes on one database notify each other of commits.

A notification is sent after the commits since the last one, not within their transactions, because PostgreSQL
serialises the commits of transactions that notify: 16 clients at different rows made 700 commits a second instead of
3,200. If a process is killed between commit and notification, the other processes see the change at the next heartbeat
of their feeds.
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

from walkin.store.engine.base import format_in_one_line

if TYPE_CHECKING:
    import psycopg

    from walkin.store.engine.postgres import Connector

CHANNEL = "walkin"
MIN_RECONNECT_SECONDS = 0.1
MAX_RECONNECT_SECONDS = 5.0

log = logging.getLogger("walkin.store")


class Notifier:
    """Sends and receives notifications in a thread with a connection of its own, which reconnects when it is lost."""

    def __init__(self, connect: Connector) -> None:
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
        """Notify the other processes soon. From any thread."""
        if not self._notify_requested:
            self._notify_requested = True
            self._wake()

    async def listen(self, on_change: Callable[[], None]) -> None:
        """Call ``on_change`` when another process has notified, or may have; runs until cancelled."""
        loop = asyncio.get_running_loop()

        def call_in_loop() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(on_change)

        self._listeners.append(call_in_loop)
        try:
            await asyncio.Event().wait()
        finally:
            self._listeners.remove(call_in_loop)

    def close(self) -> None:
        """Send a requested notification, then end the thread. Blocking."""
        self._closed = True
        self._wake()
        self._thread.join()
        self._wake_receiver.close()
        self._wake_sender.close()

    def _wake(self) -> None:
        # A full socket wakes the thread as well.
        with contextlib.suppress(BlockingIOError):
            self._wake_sender.send(b"!")

    def _run(self) -> None:
        import psycopg

        delay = MIN_RECONNECT_SECONDS
        while not self._closed:
            try:
                with self._connect(autocommit=True) as connection:
                    # For notifications that arrive with the result of a command.
                    connection.add_notify_handler(lambda notify: self._handle_notification(connection, notify.pid))
                    connection.execute(f"LISTEN {CHANNEL}")
                    delay = MIN_RECONNECT_SECONDS
                    # A notification may have been missed meanwhile.
                    self._call_listeners()
                    self._exchange_notifications(connection)
            except psycopg.Error as error:
                if delay == MIN_RECONNECT_SECONDS:
                    reason = format_in_one_line(error)
                    log.warning("no notifications from other servers until the database is back: %s", reason)
                self._wait(delay)
                delay = min(delay * 2, MAX_RECONNECT_SECONDS)

    def _exchange_notifications(self, connection: psycopg.Connection[Any]) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            while True:
                if self._notify_requested:
                    self._notify_requested = False
                    connection.execute(f"NOTIFY {CHANNEL}")
                connection.pgconn.consume_input()
                while (notify := connection.pgconn.notifies()) is not None:
                    self._handle_notification(connection, notify.be_pid)
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
