"""LISTEN and NOTIFY: the processes on one database notify each other of commits.

A notification is sent after the commits since the last one, not within their transactions, because PostgreSQL
serialises the commits of transactions that notify: 16 clients at different rows made 700 commits a second instead of
3,200. If a process is killed between commit and notification, the other processes see the change at the next heartbeat
of their feeds.

Behind a pooler that gives each transaction another session, no notifications arrive. A test at the start finds that
out; the database is then polled every second, as it is from the start if notifications are switched off.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from walkin.store.engine.base import format_in_one_line

if TYPE_CHECKING:
    import psycopg

    from walkin.store.engine.postgres import Connector

CHANNEL = "walkin"
MIN_RECONNECT_SECONDS = 0.1
MAX_RECONNECT_SECONDS = 5.0
STABLE_SECONDS = 30.0
"""A connection that lasted so long was a good one: the loss of the next is logged again."""

TEST_SECONDS = 2.0
POLL_SECONDS = 1.0

NO_NOTIFICATIONS_WARNING = (
    "No notifications arrive at the database's address, which may be a pooler's: changes at other servers are looked "
    "for every second. The setting database_direct takes the address of the server itself; if there is none, set "
    'notify = "off".'
)

log = logging.getLogger("walkin.store")


class Notifier:
    """Sends and receives notifications in a thread with a connection of its own, which reconnects when it is lost."""

    def __init__(self, connect: Connector, connect_directly: Connector | None) -> None:
        """``connect_directly`` bypasses a pooler that ``connect`` may reach; None: poll without notifications."""
        self._connect = connect
        self._connect_directly = connect_directly
        self.must_poll = False
        """Whether notifications are on but do not arrive."""
        self._test_word = ""
        self._listeners: list[Callable[[], None]] = []
        self._notify_requested = False
        self._closed = False
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.setblocking(False)
        self._wake_sender.setblocking(False)
        self._wake_selector = selectors.DefaultSelector()
        self._wake_selector.register(self._wake_receiver, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="walkin-notify", daemon=True)
        self._thread.start()

    def notify(self) -> None:
        """Notify the other processes soon. From any thread."""
        if self._connect_directly is not None and not self._notify_requested:
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
        self._wake_selector.close()
        self._wake_receiver.close()
        self._wake_sender.close()

    def _wake(self) -> None:
        # A full socket wakes the thread as well.
        with contextlib.suppress(BlockingIOError):
            self._wake_sender.send(b"!")

    def _run(self) -> None:
        if self._connect_directly is None:
            self._poll()
        else:
            self._exchange_until_closed(self._connect_directly)

    def _poll(self) -> None:
        while not self._closed:
            self._wait(POLL_SECONDS)
            self._call_listeners()

    def _exchange_until_closed(self, connect_directly: Connector) -> None:
        import psycopg

        delay = MIN_RECONNECT_SECONDS
        while not self._closed:
            started_at = time.monotonic()
            try:
                with connect_directly() as connection:
                    # For notifications that arrive with the result of a command.
                    connection.add_notify_handler(
                        lambda notify: self._handle_notification(connection, notify.pid, notify.payload)
                    )
                    connection.execute(f"LISTEN {CHANNEL}")
                    # A notification may have been missed meanwhile.
                    self._call_listeners()
                    self._test_notifications(connection)
                    self._exchange_notifications(connection)
            except (psycopg.Error, OSError) as error:
                # OSError: too many files are open.
                if time.monotonic() - started_at > STABLE_SECONDS:
                    delay = MIN_RECONNECT_SECONDS
                if delay == MIN_RECONNECT_SECONDS:
                    reason = format_in_one_line(error)
                    log.warning("no notifications from other servers until the database is back: %s", reason)
                self._wait(delay)
                delay = min(delay * 2, MAX_RECONNECT_SECONDS)

    def _test_notifications(self, connection: psycopg.Connection[Any]) -> None:
        """Send a notification on another connection, and see whether it arrives."""
        self._test_word = secrets.token_hex(8)
        with self._connect() as sender:
            sender.execute(f"NOTIFY {CHANNEL}, '{self._test_word}'")
        deadline = time.monotonic() + TEST_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            while self._test_word and not self._closed and (remaining := deadline - time.monotonic()) > 0:
                selector.select(min(remaining, MIN_RECONNECT_SECONDS))
                self._receive(connection)
        had_to_poll, self.must_poll = self.must_poll, bool(self._test_word)
        if self.must_poll and not had_to_poll and not self._closed:
            log.warning(NO_NOTIFICATIONS_WARNING)

    def _exchange_notifications(self, connection: psycopg.Connection[Any]) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            while True:
                if self._notify_requested:
                    self._notify_requested = False
                    connection.execute(f"NOTIFY {CHANNEL}")
                self._receive(connection)
                if self._closed and not self._notify_requested:
                    return
                if not selector.select(POLL_SECONDS if self.must_poll else None):
                    self._call_listeners()
                self._drain_wakeups()

    def _receive(self, connection: psycopg.Connection[Any]) -> None:
        connection.pgconn.consume_input()
        while (notify := connection.pgconn.notifies()) is not None:
            self._handle_notification(connection, notify.be_pid, notify.extra.decode())

    def _handle_notification(self, connection: psycopg.Connection[Any], sender_pid: int, payload: str) -> None:
        if payload and payload == self._test_word:
            self._test_word = ""
        elif sender_pid != connection.info.backend_pid:
            self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _wait(self, seconds: float) -> None:
        if self._wake_selector.select(seconds) and not self._closed:
            self._drain_wakeups()

    def _drain_wakeups(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake_receiver.recv(4096):
                pass
