"""What the writes of one transaction share: the queues that they have saved, and rows that are written together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event

if TYPE_CHECKING:
    from walkin.store.queues import QueueState

_KEY = "batch"
"""Key of the batch in ``Connection.info``."""

WriteRows = Callable[[Connection, list[Any]], None]

DEFERRED_TABLES = ("queue", "client", "registration", "event", "action", "idempotency")
"""The tables whose rows may be deferred, in the order in which they are written: rows refer to earlier ones."""


@dataclass
class Batch:
    size: int = 1
    """Number of writes."""
    queues: dict[int, QueueState] = field(default_factory=dict)
    """Locked queues that are not deleted, by id."""
    saves: int = 0
    """Number of changes of queues."""
    deferred_count: int = 0
    """Number of rows that were deferred."""
    written_count: int = 0
    """Number of rows that SQLite has changed for deferred ones."""
    ids: dict[str, Iterator[int]] = field(default_factory=dict)
    """Next ids of tables: see `allocate_id`."""
    free_numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    """By day and ticket prefix, the last of the next numbers that nobody has."""
    read: defaultdict[str, dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))
    """What was read of tables, by table and key; forgotten when statements that are not deferred change the table."""
    _deferred_keys: set[object] = field(default_factory=set)
    _deferred: dict[str, tuple[WriteRows, list[Any]]] = field(default_factory=dict)

    @classmethod
    def begin(cls, connection: Connection, size: int) -> Batch:
        batch = connection.info[_KEY] = cls(size)
        return batch

    @classmethod
    def of(cls, connection: Connection) -> Batch | None:
        """Return the batch of the connection's transaction; None outside of ``Engine.write``."""
        batch: Batch | None = connection.info.get(_KEY)
        return batch

    def forget_queues(self) -> None:
        """Discard the cached queues, after a refused write or a change of their rows by other statements."""
        self.queues.clear()
        self.saves += 1

    def prepare(self, connection: Connection, tables: Collection[str], key: object, *, is_change: bool) -> None:
        """Prepare for a statement that uses these tables; with a ``key`` it reads only rows that have it."""
        if is_change:
            for table in tables:
                self.read.pop(table, None)
        if (key is None or key in self._deferred_keys) and not self._deferred.keys().isdisjoint(tables):
            self.write_deferred(connection)

    def write_deferred(self, connection: Connection) -> None:
        deferred, self._deferred = self._deferred, {}
        self._deferred_keys.clear()
        count_before = count_changes(connection) or 0
        for table in DEFERRED_TABLES:
            if table in deferred:
                write_rows, rows = deferred[table]
                write_rows(connection, rows)
        self.written_count += (count_changes(connection) or 0) - count_before

    def discard_deferred(self) -> None:
        self._deferred.clear()


def defer(connection: Connection, table: str, write_rows: WriteRows, row: object, keys: Iterable[object] = ()) -> None:
    """Defer a row of ``table``: ``write_rows`` writes it before a statement uses the table, or before the commit.

    Rows of a transaction are written together. A statement that reads by key does not wait for rows of other ``keys``.
    """
    batch = Batch.of(connection)
    if batch is None:
        write_rows(connection, [row])
        return
    batch.deferred_count += 1
    batch._deferred_keys.update(keys)
    known = batch._deferred.get(table)
    if known is not None and known[0] == write_rows:
        known[1].append(row)
        return
    if known is not None:
        batch.write_deferred(connection)
    batch._deferred[table] = (write_rows, [row])


def count_changes(connection: Connection) -> int | None:
    """Count the rows that the connection has changed; None if the driver does not count them."""
    count: int | None = getattr(connection.connection.dbapi_connection, "total_changes", None)
    return count


def write_deferred_before_statements(engine: Engine) -> None:
    """Have deferred rows written before any statement that SQLAlchemy executes itself."""

    @event.listens_for(engine, "before_cursor_execute")
    def write_deferred(connection: Connection, *_: object) -> None:
        if batch := Batch.of(connection):
            batch.write_deferred(connection)
            # The statement may insert rows with ids of its own, or change any row.
            batch.ids.clear()
            batch.read.clear()


def forget_queues(connection: Connection) -> None:
    if batch := Batch.of(connection):
        batch.forget_queues()
