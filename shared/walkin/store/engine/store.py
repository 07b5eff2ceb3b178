"""The database of an office, in a SQLite file or on a PostgreSQL server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from walkin.model.caller import queue_limit
from walkin.model.office_files import get_default_files_dir, get_key_path
from walkin.store.engine.base import Engine
from walkin.store.engine.sqlite import SqliteEngine

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    def __init__(self, engine: Engine, listeners: list[Callable[[], None]]) -> None:
        self._engine = engine
        self._listeners = listeners

    @property
    def files_dir(self) -> Path:
        return self._engine.files_dir

    @property
    def created(self) -> bool:
        """Whether opening it has made a new office."""
        return self._engine.created

    @property
    def warnings(self) -> Sequence[str]:
        """What is wrong with the database although it answers: keys of the texts ``warning-<key>``."""
        return self._engine.warnings

    async def check(self) -> None:
        """Find out whether changes can be kept. Refuses with the reason if not."""
        await self._engine.check()

    @property
    def base_path(self) -> Path:
        """What other files of the office are named after: the SQLite file, or a name in the folder of uploads."""
        return self._engine.base_path

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called, in a writer's thread, after each commit of this process."""
        self._listeners.append(listener)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of ``work(connection, …)`` on one consistent state of the database."""
        return await self._engine.read(_carry_queue_limit(lambda connection: work(connection, *args, **kwargs)))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of ``work(connection, …)`` after its changes are durable.

        A number as the first argument has to be, as in all store functions, the id of the queue that is locked.

        Raises what ``work`` raised, after its changes were rolled back, or Refused: ``notConfirmed`` if it is not known
        whether they were kept, otherwise (``busy``, ``databaseAway``, ``storageFull`` …) nothing was committed.
        """
        key = args[0] if args and isinstance(args[0], int) else None
        return await self._engine.write(_carry_queue_limit(lambda connection: work(connection, *args, **kwargs)), key)

    async def scrub(self, *, may_take_long: bool) -> None:
        """Overwrite what erased data has left in the files of a SQLite database; PostgreSQL vacuums by itself."""
        await asyncio.to_thread(self._engine.scrub, may_take_long=may_take_long)

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        """Call ``on_change`` after commits of other processes; runs until cancelled. A call is only a hint."""
        await self._engine.watch_commits(on_change)

    def close(self) -> None:
        """Finish the pending writes, then close every connection. Blocking."""
        self._engine.close()


def _carry_queue_limit(work: Callable[[Connection], T]) -> Callable[[Connection], T]:
    limit = queue_limit.get()

    def run(connection: Connection) -> T:
        queue_limit.set(limit)
        return work(connection)

    return run


def open_store(database: Path | str, files_dir: Path | None = None, direct_address: str = "") -> Store:
    """Open the office in that SQLite file or at that PostgreSQL address; create or upgrade it first.

    ``files_dir`` is the folder with the contents of uploads; see `resolve_paths` for its default. ``direct_address``
    reaches the PostgreSQL server itself if ``database`` is a pooler's address. Blocking: call it in a thread.

    Raises Refused, with a message for people, if it cannot be opened or is not the database of an office.
    """
    listeners: list[Callable[[], None]] = []

    def call_listeners() -> None:
        for listener in listeners:
            listener()

    if isinstance(database, Path):
        return Store(SqliteEngine.open(database, files_dir, call_listeners), listeners)
    # Loads SQLAlchemy's dialect for PostgreSQL, which other offices do not need.
    from walkin.store.engine.postgres import PostgresEngine

    return Store(PostgresEngine.open(database, direct_address, files_dir, call_listeners), listeners)


def resolve_paths(database: Path | str, files_dir: Path | None = None) -> tuple[Path, Path]:
    """The folder of uploads and the file with the key of an office's secrets.

    The folder is beside the SQLite file unless ``files_dir`` names it; for PostgreSQL it is in the platform's folder
    for data, and the key is in it.
    """
    if isinstance(database, Path):
        return files_dir or get_default_files_dir(database), get_key_path(database)
    from walkin.store.engine.postgres import resolve_files_dir

    resolved_dir = resolve_files_dir(database, files_dir)
    return resolved_dir, get_key_path(resolved_dir / "office")
