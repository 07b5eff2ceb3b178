"""Statements given to the database's driver as they are.

Building a result around each execution, as SQLAlchemy does, takes as long as the statement itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def execute(connection: Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
    """The driver's cursor of that statement. Raises what ``Connection.execute`` raises.

    SQLAlchemy begins no transaction for it: on PostgreSQL the caller has, or nothing is committed.
    """
    raw: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    try:
        return raw.execute(sql, parameters)
    except dialect.loaded_dbapi.Error as error:
        raise _translate_error(connection, sql, error) from error


def execute_many(connection: Connection, sql: str, rows: Sequence[Sequence[Any] | Mapping[str, Any]]) -> None:
    """That statement with the parameters of each row. Otherwise as `execute`."""
    raw: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    try:
        raw.cursor().executemany(sql, rows)
    except dialect.loaded_dbapi.Error as error:
        raise _translate_error(connection, sql, error) from error


def _translate_error(connection: Connection, sql: str, error: Exception) -> BaseException:
    """The driver's error as SQLAlchemy tells it."""
    dialect: Any = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
