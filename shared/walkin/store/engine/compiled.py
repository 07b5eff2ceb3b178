"""Statements compiled once and executed on the driver's own connection.

Compiling a statement, caching it and building a result object takes SQLAlchemy longer than SQLite takes to execute it:
with the statements of every ticket and call compiled here, a GET after a change went from 1.23 to 0.65 ms. This reads
parts of SQLAlchemy's compiler that it does not document as stable; pyproject.toml bounds its version, and
tests/store/test_private_parts.py names the part that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, SelectBase, Table, UpdateBase
from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler

from walkin.store.engine.batch import Batch
from walkin.store.schema.tables import queue

T = TypeVar("T")

Row = Sequence[Any]
Values = Mapping[str, object]
Parameters = Sequence[object] | Mapping[str, object]
"""Values as the driver takes them: by position on SQLite, by name on PostgreSQL."""

MAX_BATCH_VALUES = 512
"""Most values in one statement: SQLite allows no expression with more than 1,000 terms."""


def iter_padded_batches(values: Sequence[T]) -> Iterator[list[T]]:
    """Split ``values`` into batches whose size is a power of two, so that few statements have to be compiled.

    A batch is filled up by repeating its last value.
    """
    for start in range(0, len(values), MAX_BATCH_VALUES):
        batch = list(values[start : start + MAX_BATCH_VALUES])
        size = 1 << (len(batch) - 1).bit_length()
        yield batch + batch[-1:] * (size - len(batch))


def execute(connection: Connection, sql: str, parameters: Parameters = ()) -> DBAPICursor:
    """Execute ``sql`` on the driver's connection. Raises what ``Connection.execute`` raises.

    SQLAlchemy begins no transaction for it: on PostgreSQL the caller must have begun one, or nothing is committed.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        cursor: DBAPICursor = driver.execute(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _wrap_driver_error(connection, sql, error) from error
    return cursor


def execute_many(connection: Connection, sql: str, rows: Sequence[Parameters]) -> None:
    """Execute ``sql`` once for the parameters of each row; see `execute`."""
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.cursor().executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _wrap_driver_error(connection, sql, error) from error


def _wrap_driver_error(connection: Connection, sql: str, error: DBAPIModule.Error) -> BaseException:
    """Wrap a driver's error as SQLAlchemy does, and invalidate a connection that is lost."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )


class CompiledStatement:
    """A statement that is compiled at its first use, once for each dialect.

    ``columns`` are the columns of an insert. Values that the statement does not use are ignored.
    """

    def __init__(self, statement: SelectBase | UpdateBase, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._is_change = isinstance(statement, UpdateBase)
        self._compiled: dict[str, tuple[str, Callable[[Values], Parameters]]] = {}

    def execute(self, connection: Connection, values: Values) -> None:
        """Execute the statement. Raises what ``Connection.execute`` raises."""
        self._execute(connection, values)

    def execute_many(self, connection: Connection, rows: Iterable[Values]) -> None:
        sql, bind = self._compiled.get(connection.dialect.name) or self._compile(connection)
        execute_many(connection, sql, list(map(bind, rows)))

    def fetch_all(self, connection: Connection, values: Values, key: object = None) -> Sequence[Row]:
        """Return all rows. With a ``key`` as in `defer` these are rows that have it."""
        return self._execute(connection, values, key).fetchall()

    def fetch_first(self, connection: Connection, values: Values, key: object = None) -> Row | None:
        """Return the first row, None if there is none. For statements that return few rows: all are fetched."""
        rows = self.fetch_all(connection, values, key)
        return rows[0] if rows else None

    def fetch_value(self, connection: Connection, values: Values) -> Any:
        """Return the first column of the first row, None if there is no row."""
        row = self.fetch_first(connection, values)
        return None if row is None else row[0]

    def _execute(self, connection: Connection, values: Values, key: object = None) -> DBAPICursor:
        if batch := Batch.of(connection):
            batch.prepare(connection, self.tables, key, is_change=self._is_change)
        sql, bind = self._compiled.get(connection.dialect.name) or self._compile(connection)
        return execute(connection, sql, bind(values))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of the tables that the statement uses, or that rows of it refer to."""
        tables = {part for part in visitors.iterate(self._statement) if isinstance(part, Table)}
        if self._is_change:
            # Queues are only changed by deferred rows: they are there.
            tables |= {key.column.table for table in tables for key in table.foreign_keys} - {queue}
        return frozenset(table.name for table in tables)

    def _compile(self, connection: Connection) -> tuple[str, Callable[[Values], Parameters]]:
        compiler = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        assert isinstance(compiler, SQLCompiler)  # noqa: S101 - narrows the declared type
        compiled = _bind_by_position(compiler) if compiler.positional else _bind_by_name(compiler)
        self._compiled[connection.dialect.name] = compiled
        return compiled


def _bind_by_name(compiler: SQLCompiler) -> tuple[str, Callable[[Values], Parameters]]:
    """Return the SQL, and the function that picks its parameters from the values."""
    binds = {name: compiler.binds[name] for name in compiler.bind_names.values()}
    constants = {name: bind.value for name, bind in binds.items() if not bind.required}
    names = binds.keys() - constants.keys()
    return compiler.string, lambda values: {**constants, **{name: values[name] for name in names}}


def _bind_by_position(compiler: SQLCompiler) -> tuple[str, Callable[[Values], Parameters]]:
    """As `_bind_by_name`, with question marks.

    The statement's own constants (a limit, a status) are written into the SQL: as parameters they could decide which
    index is used, and SQLite would prepare the statement again at each execution.
    """
    binds = [compiler.binds[name] for name in compiler.positiontup or ()]
    sql, *parts = compiler.string.split("?")
    for bind, part in zip(binds, parts, strict=True):
        sql += ("?" if bind.required else compiler.render_literal_value(bind.value, bind.type)) + part
    names = [bind.key for bind in binds if bind.required]
    return sql, itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)
