"""Statements of every create and call: compiled once, then given to SQLite's driver as they are.

Building a result around each execution, as SQLAlchemy does, takes longer than SQLite needs for the statement itself. On
PostgreSQL the way to the server outweighs that, and SQLAlchemy executes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update

from shared.store.sqlite import execute

Row = Sequence[Any]
Values = Mapping[str, Any]


class Prepared:
    """One statement. ``columns`` are those that an insert is given values for; others may be among them."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._sqlite: tuple[str, Callable[[Values], Row]] | None = None

    def run(self, connection: Connection, values: Values) -> None:
        """Execute it for what it changes. Raises what ``Connection.execute`` raises."""
        if connection.dialect.name == "sqlite":
            self._cursor(connection, values)
        else:
            connection.execute(self._statement, values)

    def rows(self, connection: Connection, values: Values) -> Sequence[Row]:
        """All rows."""
        if connection.dialect.name == "sqlite":
            found: list[Row] = self._cursor(connection, values).fetchall()
            return found
        return connection.execute(self._statement, values).all()

    def first(self, connection: Connection, values: Values) -> Row | None:
        """The only row, or the first of those that ``LIMIT`` leaves; None when there is none."""
        if connection.dialect.name == "sqlite":
            rows = self.rows(connection, values)
            return rows[0] if rows else None
        return connection.execute(self._statement, values).first()

    def value(self, connection: Connection, values: Values) -> Any:
        """The first column of that row; None when there is none."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def _cursor(self, connection: Connection, values: Values) -> Any:
        sql, chosen = self._sqlite or self._compiled(connection)
        return execute(connection, sql, chosen(values))

    def _compiled(self, connection: Connection) -> tuple[str, Callable[[Values], Row]]:
        made: Any = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        binds = [made.binds[name] for name in made.positiontup or ()]
        # What the statement itself says, a limit or a status, is written into it: as a parameter it might be what an
        # index is chosen by, and SQLite would compile the statement each time anew.
        begin, *parts = made.string.split("?")
        for bind, part in zip(binds, parts, strict=True):
            begin += ("?" if bind.required else made.render_literal_value(bind.value, bind.type)) + part
        names = [bind.key for bind in binds if bind.required]
        self._sqlite = begin, itemgetter(*names) if len(names) > 1 else lambda values: (values[names[0]],)
        return self._sqlite
