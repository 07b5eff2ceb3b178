"""Opening an office: in a file of its own, or in a database of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from walkin.store.engine.sqlite_engine import SqliteEngine

P = ParamSpec("P")
T = TypeVar("T")


class Engine(Protocol):
    """How an engine runs store functions: plain functions of a Connection, the same for both."""

    @property
    def files_dir(self) -> Path:
        """The folder with the contents of files."""

    @property
    def base_path(self) -> Path:
        """The SQLite file, or a name in the folder of files that stands for the database."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """The result of ``work`` on one consistent state."""

    async def write(self, work: Callable[[Connection], T], key: int | None) -> T:
        """The result of ``work`` after its changes are durable. It may be run again after an accident of the
        engine's (two that waited for each other), never after it was kept.

        Writes of the same ``lane`` want the same row anyway; those without one are on their own.
        """

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        """Call ``changed`` after commits of other processes; runs until cancelled. A hint only."""

    def close(self) -> None:
        """Finish the writes that wait, then close every connection. Blocking."""


class Store:
    """The database of one office in this process."""

    def __init__(self, engine: Engine, listeners: list[Callable[[], None]]) -> None:
        self._engine = engine
        self._listeners = listeners

    @property
    def files_dir(self) -> Path:
        """The folder with the contents of files."""
        return self._engine.files_dir

    @property
    def base_path(self) -> Path:
        """What else belongs to the office lies beside this: the SQLite file, or a name in the folder of files."""
        return self._engine.base_path

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called, in a writer's thread, after each commit of this process."""
        self._listeners.append(listener)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``work(connection, …)`` on one consistent state."""
        return await self._engine.read(partial(_call, work, args, kwargs))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``work(connection, …)`` after its changes are durable.

        A number as the first argument is, as with all store functions, the id of what is locked: the queue's.

        Raises what ``work`` raised, its changes undone, or Refused ``storageFull``, ``busy`` or ``databaseAway`` when
        nothing was kept.
        """
        lane = args[0] if args and isinstance(args[0], int) else None
        return await self._engine.write(partial(_call, work, args, kwargs), lane)

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        """Call ``changed`` after commits of other processes; runs until cancelled. A hint only."""
        await self._engine.watch_commits(on_change)

    def close(self) -> None:
        """Finish the writes that wait, then close every connection. Blocking."""
        self._engine.close()


def _call(work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], connection: Connection) -> T:
    return work(connection, *args, **kwargs)


def open_store(database: Path | str, files_dir: Path | None = None) -> Store:
    """Open the office in that SQLite file, or at that address of PostgreSQL; made when it is not there.

    ``files`` is the folder for the contents of files: by default beside the SQLite file, or one of the database's own
    in the platform's folder for data. Blocking: call it in a thread.

    Raises Refused ``storageFull`` or ``databaseAway`` with a message for people when it cannot be opened or is no
    office.
    """
    listeners: list[Callable[[], None]] = []

    def committed() -> None:
        for listener in listeners:
            listener()

    if isinstance(database, Path):
        return Store(SqliteEngine.open(database, files_dir, committed), listeners)
    # SQLAlchemy's part for PostgreSQL is not loaded where there is none.
    from walkin.store.engine.postgres_engine import PostgresEngine

    return Store(PostgresEngine.open(database, files_dir, committed), listeners)
