"""The database of an office, in a SQLite file or on a PostgreSQL server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Connection

from walkin.model.caller import match_phone, queue_limit
from walkin.model.form.value_lists import ValueLists
from walkin.model.office_files import get_default_files_dir, get_default_lists_dir, get_key_path
from walkin.store.engine.base import Engine
from walkin.store.engine.sqlite import SqliteEngine
from walkin.store.queues import LISTS

P = ParamSpec("P")
T = TypeVar("T")


CommitListener = Callable[[bool], None]
"""Called in any thread after a commit; the argument says whether this process has committed."""


class Store:
    def __init__(self, engine: Engine, listeners: list[CommitListener], lists_dir: Path) -> None:
        self._engine = engine
        self._listeners = listeners
        self._lists = ValueLists(lists_dir)

    @property
    def files_dir(self) -> Path:
        return self._engine.files_dir

    @property
    def created(self) -> bool:
        """Whether opening it has made a new office."""
        return self._engine.created

    @property
    def warnings(self) -> Mapping[str, str]:
        """Problems of a database that still answers: messages for people by reason."""
        return self._engine.warnings

    @property
    def retries(self) -> Mapping[str, int]:
        """Number of retried transactions, by cause: ``conflicts``, ``connections``."""
        return self._engine.retries

    async def check(self) -> None:
        """Find out whether changes can be kept. Refuses with the reason if not."""
        await self._engine.check()

    @property
    def base_path(self) -> Path:
        """What other files of the office are named after: the SQLite file, or a name in the folder of uploads."""
        return self._engine.base_path

    def on_commit(self, listener: CommitListener) -> None:
        """Call ``listener`` after each commit; those of other processes are noticed while `watch_commits` runs."""
        self._listeners.append(listener)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of ``work(connection, …)`` on one consistent state of the database."""
        return await self._engine.read(self._prepare(work, *args, **kwargs))

    async def read_long(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a long read: other reads do not wait for it, and cancelling the caller interrupts it.

        ``work`` calls ``check_abandoned`` between its steps.
        """
        return await self._engine.read_long(self._prepare(work, *args, **kwargs))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result of ``work(connection, …)`` after its changes are durable.

        A number as the first argument has to be, as in all store functions, the id of the queue that is locked.

        Raises what ``work`` raised, after its changes were rolled back, or Refused: ``notConfirmed`` if it is not known
        whether they were kept, otherwise (``busy``, ``databaseAway``, ``storageFull`` …) nothing was committed.
        """
        key = args[0] if args and isinstance(args[0], int) else None
        return await self._engine.write(self._prepare(work, *args, **kwargs), key)

    def _prepare(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Callable[[Connection], T]:
        """Carry the caller's context variables and the lists of forms into the thread that runs the work."""
        limit, matches_phone = queue_limit.get(), match_phone.get()

        def run(connection: Connection) -> T:
            queue_limit.set(limit)
            match_phone.set(matches_phone)
            connection.info[LISTS] = self._lists
            return work(connection, *args, **kwargs)

        return run

    async def scrub(self, *, may_take_long: bool) -> None:
        """Remove remains of erased data: overwrite them in SQLite's files, vacuum PostgreSQL's tables."""
        await asyncio.to_thread(self._engine.scrub, may_take_long=may_take_long)

    async def watch_commits(self) -> None:
        """Notice the commits of other processes; runs until cancelled. A call of a listener is only a hint."""
        await self._engine.watch_commits(partial(_call_all, self._listeners, False))

    def close(self) -> None:
        """Finish the pending writes, then close every connection. Blocking."""
        self._engine.close()


def open_store(
    database: Path | str,
    files_dir: Path | None = None,
    direct_address: str = "",
    *,
    lists_dir: Path | None = None,
    notify: bool = True,
) -> Store:
    """Open the office in that SQLite file or at that PostgreSQL address; create or upgrade it first.

    ``files_dir`` is the folder with the contents of uploads; see `resolve_paths` for its default. ``lists_dir`` is that
    of the lists of forms, by default ``lists`` beside the file. ``direct_address`` reaches the PostgreSQL server itself
    if ``database`` is a pooler's address. Without ``notify`` changes of other processes are looked for every second.
    Blocking: call it in a thread.

    Raises Refused, with a message for people, if it cannot be opened or is not the database of an office.
    """
    listeners: list[CommitListener] = []
    handle_commit = partial(_call_all, listeners, True)
    lists_dir = resolve_paths(database, files_dir, lists_dir).lists
    if isinstance(database, Path):
        return Store(SqliteEngine.open(database, files_dir, handle_commit), listeners, lists_dir)
    # Loads SQLAlchemy's dialect for PostgreSQL, which other offices do not need.
    from walkin.store.engine.postgres import PostgresEngine

    engine = PostgresEngine.open(database, direct_address, files_dir, handle_commit, notify=notify)
    return Store(engine, listeners, lists_dir)


def _call_all(listeners: list[CommitListener], is_own: bool) -> None:
    for listener in listeners:
        listener(is_own)


class OfficePaths(NamedTuple):
    """Files and folders of an office beside its database."""

    files: Path
    """The folder of uploads."""
    key: Path
    """The file with the key of its secrets."""
    lists: Path
    """The folder of value lists (``valuesFrom``)."""


def resolve_paths(database: Path | str, files_dir: Path | None = None, lists_dir: Path | None = None) -> OfficePaths:
    """Find the folders and the key of an office.

    The folders are beside the SQLite file unless ``files_dir`` and ``lists_dir`` name them; for PostgreSQL they are in
    the platform's folder for data, and the key is in that of the uploads.
    """
    if isinstance(database, Path):
        files, lists = files_dir or get_default_files_dir(database), lists_dir or get_default_lists_dir(database)
        return OfficePaths(files, get_key_path(database), lists)
    from walkin.store.engine.postgres import resolve_files_dir

    resolved_dir = resolve_files_dir(database, files_dir)
    lists = lists_dir or resolved_dir.with_name(f"{resolved_dir.name}.lists")
    return OfficePaths(resolved_dir, get_key_path(resolved_dir / "office"), lists)
