"""An office in one SQLite file: reader threads, one writer with group commit, a file that tells of commits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from walkin.model.errors import Refused
from walkin.store.engine import sqlite
from walkin.store.engine.file_watch import watch
from walkin.store.engine.group_commit import Writer, storage_problem
from walkin.store.engine.raw_execute import execute
from walkin.store.schema.migrate import bring_up_to_date, is_current

T = TypeVar("T")

READERS = 4

log = logging.getLogger("walkin.store")


def files_beside(database: Path) -> Path:
    """Where the contents of files lie unless another folder is named."""
    return database.with_name(database.name + ".files")


def key_beside(database: Path) -> Path:
    """Where the key of the office's secrets lies."""
    return database.with_name(database.name + ".key")


class SqliteOffice:
    """See walkin.store.engine.store.Office."""

    def __init__(
        self, path: Path, files: Path | None, engine: Engine, turn: sqlite.WriteTurn, committed: Callable[[], None]
    ) -> None:
        self.files = files or files_beside(path)
        self.path = path
        self._engine = engine
        self._turn = turn
        self._writer = Writer(engine, turn, committed)
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="walkin-reader", initializer=self._connect)

    @classmethod
    def opened(cls, path: Path, files: Path | None, committed: Callable[[], None]) -> Self:
        """The office in that file, made or brought up to date. ``committed`` is called after each commit."""
        turn = sqlite.WriteTurn(path)
        try:
            engine = _prepared(path, turn)
        except BaseException:
            turn.close()
            raise
        return cls(path, files, engine, turn, committed)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Callable[[Connection], T], lane: int | None) -> T:
        return cast("T", await self._writer.write(work))

    async def notices(self, changed: Callable[[], None]) -> None:
        await watch(self.path, changed)

    def close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()
        self._engine.dispose()
        self._turn.close()

    def _connect(self) -> None:
        connection = self._engine.connect()
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.rollback()
        self._local.connection = connection
        self._connections.append(connection)

    def _read(self, work: Callable[[Connection], T]) -> T:
        connection: Connection = self._local.connection
        try:
            execute(connection, "BEGIN")
            try:
                return work(connection)
            finally:
                execute(connection, "COMMIT")
                connection.rollback()
        except OperationalError as error:
            raise storage_problem(error) from error


def _prepared(path: Path, turn: sqlite.WriteTurn) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite.engine(path)
        if not sqlite.wal_is_safe(sqlite.library().sqlite_version_info):
            log.warning(
                "SQLite %s can damage a file that several programs write in its fast mode; using the slow, safe one. "
                "Install the package pysqlite3 for the fast one.",
                sqlite.library().sqlite_version,
            )
        with turn.taken(), engine.connect() as connection:
            if not is_current(connection):
                with sqlite.transaction(connection):
                    bring_up_to_date(connection)
    except OSError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.orig}.") from error
    return engine
