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
        lost = dialect.is_disconnect(error, raw, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from error
