"""Opening an office: its file is found, checked, brought up to date, and read and written by several threads."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from shared.model.errors import Refused
from shared.store import sqlite
from shared.store.schema import bring_up_to_date
from shared.store.writer import Writer, storage_problem

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4

log = logging.getLogger("walkin.store")


class Store:
    """The database of one office in this process.

    Store functions are plain functions of a Connection and their arguments; ``read`` runs one on a snapshot in a
    reader thread, ``write`` in the writer's transaction.
    """

    def __init__(self, path: Path, engine: Engine, turn: sqlite.WriteTurn) -> None:
        self.path = path
        self._engine = engine
        self._turn = turn
        self._listeners: list[Callable[[], None]] = []
        self._writer = Writer(engine, turn, self._committed)
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="walkin-reader", initializer=self._connect)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called, in the writer's thread, after each commit of this process."""
        self._listeners.append(listener)

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The result of ``work(connection, …)`` on one consistent state."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(self._read, work, *args, **kwargs))

    async def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The result of ``work(connection, …)`` after its changes are on the disk. Errors: see Writer.write."""
        return cast("T", await self._writer.write(partial(_call, work, args, kwargs)))

    def close(self) -> None:
        """Finish the writes that wait, then close every connection."""
        self._writer.close()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()
        self._engine.dispose()
        self._turn.close()

    def _committed(self) -> None:
        for listener in self._listeners:
            listener()

    def _connect(self) -> None:
        connection = self._engine.connect()
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.rollback()
        self._local.connection = connection
        self._connections.append(connection)

    def _read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        connection: Connection = self._local.connection
        try:
            connection.exec_driver_sql("BEGIN")
            try:
                return work(connection, *args, **kwargs)
            finally:
                connection.exec_driver_sql("COMMIT")
                connection.rollback()
        except OperationalError as error:
            raise storage_problem(error) from error


def _call(work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], connection: Connection) -> T:
    return work(connection, *args, **kwargs)


def open_store(path: Path) -> Store:
    """Open the office in that file, made when it is not there. Blocking: call it in a thread.

    Raises Refused ``storageFull`` with a message for people when the file cannot be opened or is no office.
    """
    turn = sqlite.WriteTurn(path)
    try:
        return _opened(path, turn)
    except BaseException:
        turn.close()
        raise


def _opened(path: Path, turn: sqlite.WriteTurn) -> Store:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite.engine(path)
        version = sqlite.library().sqlite_version_info
        if not sqlite.wal_is_safe(version):
            log.warning(
                "SQLite %s can damage a file that several programs write in its fast mode; using the slow, safe one. "
                "Install the package pysqlite3 for the fast one.",
                sqlite.library().sqlite_version,
            )
        with turn.taken():
            bring_up_to_date(engine)
    except OSError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.orig}.") from error
    return Store(path, engine, turn)
