"""Statements of every ticket and call: compiled once, then given to the driver as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Insert, Select, Update

from walkin.store.engine.raw_execute import execute, execute_many

T = TypeVar("T")

Row = Sequence[Any]
Values = Mapping[str, Any]


MAX_BATCH_VALUES = 512
"""Values that one statement takes at the most: SQLite has no condition with more than 1,000 parts."""


def iter_padded_batches(values: Sequence[T]) -> Iterator[list[T]]:
    """The values as statements for several take them, in sizes so few that each statement is compiled once.

    The last value is repeated until the size, a power of two, is reached.
    """
    for start in range(0, len(values), MAX_BATCH_VALUES):
        part = list(values[start : start + MAX_BATCH_VALUES])
        size = 1 << (len(part) - 1).bit_length()
        yield part + part[-1:] * (size - len(part))


class CompiledStatement:
    """One statement. ``columns`` are those that an insert is given values for.

    It may be given more values than it names.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, tuple[str, Callable[[Values], Any]]] = {}

    def execute(self, connection: Connection, values: Values) -> None:
        """Execute it for what it changes. Raises what ``Connection.execute`` raises."""
        self._execute(connection, values)

    def execute_many(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Execute it once for each of the rows, for what it changes."""
        sql, chosen = self._compiled.get(connection.dialect.name) or self._compile(connection)
        execute_many(connection, sql, list(map(chosen, rows)))

    def fetch_all(self, connection: Connection, values: Values) -> Sequence[Row]:
        """All rows."""
        found: list[Row] = self._execute(connection, values).fetchall()
        return found

    def fetch_first(self, connection: Connection, values: Values) -> Row | None:
        """The only row, or the first of those that ``LIMIT`` leaves; None when there is none."""
        rows = self.fetch_all(connection, values)
        return rows[0] if rows else None

    def fetch_value(self, connection: Connection, values: Values) -> Any:
        """The first column of that row; None when there is none."""
        row = self.fetch_first(connection, values)
        return None if row is None else row[0]

    def _execute(self, connection: Connection, values: Values) -> Any:
        sql, chosen = self._compiled.get(connection.dialect.name) or self._compile(connection)
        return execute(connection, sql, chosen(values))

    def _compile(self, connection: Connection) -> tuple[str, Callable[[Values], Any]]:
        made: Any = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        if made.positional:
            compiled = _compile_positional(made)
        else:
            said = {name: made.binds[name].value for name in made.bind_names.values() if not made.binds[name].required}
            names = [name for name in made.bind_names.values() if name not in said]
            compiled = made.string, lambda values: {**said, **{name: values[name] for name in names}}
        self._compiled[connection.dialect.name] = compiled
        return compiled


def _compile_positional(compiled: Any) -> tuple[str, Callable[[Values], Any]]:
    """A statement with question marks, and what takes their values.

    What the statement itself says, a limit or a status, is written into it: as a parameter it might be what an index is
    chosen by, and SQLite would compile the statement each time anew.
    """
    binds = [compiled.binds[name] for name in compiled.positiontup]
    sql, *parts = compiled.string.split("?")
    for bind, part in zip(binds, parts, strict=True):
        sql += ("?" if bind.required else compiled.render_literal_value(bind.value, bind.type)) + part
    names = [bind.key for bind in binds if bind.required]
    return sql, itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)
