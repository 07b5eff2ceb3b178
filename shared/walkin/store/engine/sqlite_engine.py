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
from walkin.store.engine.file_watch import watch_commits
from walkin.store.engine.group_commit import GroupCommitWriter, translate_error
from walkin.store.engine.raw_execute import execute
from walkin.store.schema.migrate import is_current, migrate

T = TypeVar("T")

READER_THREADS = 4

log = logging.getLogger("walkin.store")


def get_default_files_dir(database: Path) -> Path:
    """Where the contents of files lie unless another folder is named."""
    return database.with_name(database.name + ".files")


def get_default_key_path(database: Path) -> Path:
    """Where the key of the office's secrets lies."""
    return database.with_name(database.name + ".key")


class SqliteEngine:
    """See walkin.store.engine.store.Office."""

    def __init__(
        self,
        path: Path,
        files_dir: Path | None,
        engine: Engine,
        write_lock: sqlite.WriteLock,
        on_commit: Callable[[], None],
    ) -> None:
        self.files_dir = files_dir or get_default_files_dir(path)
        self.base_path = path
        self._engine = engine
        self._write_lock = write_lock
        self._writer = GroupCommitWriter(engine, write_lock, on_commit)
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._readers = ThreadPoolExecutor(
            READER_THREADS, thread_name_prefix="walkin-reader", initializer=self._connect
        )

    @classmethod
    def open(cls, path: Path, files_dir: Path | None, on_commit: Callable[[], None]) -> Self:
        """The office in that file, made or brought up to date. ``committed`` is called after each commit."""
        turn = sqlite.WriteLock(path)
        try:
            engine = _open_engine(path, turn)
        except BaseException:
            turn.close()
            raise
        return cls(path, files_dir, engine, turn, on_commit)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Callable[[Connection], T], key: int | None) -> T:
        return cast("T", await self._writer.write(work))

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        await watch_commits(self.base_path, on_change)

    def close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()
        self._engine.dispose()
        self._write_lock.close()

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
            raise translate_error(error) from error


def _open_engine(path: Path, write_lock: sqlite.WriteLock) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite.build_engine(path)
        if not sqlite.is_wal_safe(sqlite.select_sqlite_module().sqlite_version_info):
            log.warning(
                "SQLite %s can damage a file that several programs write in its fast mode; using the slow, safe one. "
                "Install the package pysqlite3 for the fast one.",
                sqlite.select_sqlite_module().sqlite_version,
            )
        with write_lock.hold(), engine.connect() as connection:
            if not is_current(connection):
                with sqlite.transaction(connection):
                    migrate(connection)
    except OSError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.strerror or error}.") from error
    except DatabaseError as error:
        raise Refused("storageFull", f"The office's file {path} cannot be used: {error.orig}.") from error
    return engine
