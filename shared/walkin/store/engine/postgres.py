"""PostgreSQL: its connections, and its errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError

from walkin.model.errors import Refused

if TYPE_CHECKING:
    import psycopg

MISSING_DRIVER_MESSAGE = (
    "An office on PostgreSQL needs the package psycopg, which is not installed: pip install 'walkin[postgres]' adds it."
)
CONNECTION_DEFAULTS = {
    "application_name": "walkin",
    "connect_timeout": "5",
    # A server that vanished without a word is noticed within a minute.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
SESSION_SETUP_SQL = (
    # A process that hangs or vanishes within a transaction must not keep a queue locked.
    "SET idle_in_transaction_session_timeout = '15s'; SET lock_timeout = '10s'"
)
RETRYABLE_SQLSTATES = frozenset({"40001", "40P01"})
"""SQLSTATEs of transactions that were undone through no fault of their own: serialisation failure and deadlock."""

_BUSY_SQLSTATES = frozenset({"40001", "40P01", "55P03", "57014"})
_STORAGE_FULL_SQLSTATES = frozenset({"25006", "53100"})
_UNAVAILABLE_SQLSTATE_PREFIXES = ("08", "53", "57P", "25P03")


def build_connector(address: str) -> Callable[..., psycopg.Connection[Any]]:
    """What connects to that address, in every form libpq knows. Refuses ``databaseAway`` what is no address."""
    try:
        import psycopg
    except ImportError as error:
        raise Refused("databaseAway", MISSING_DRIVER_MESSAGE) from error
    try:
        given = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        # The words of libpq may quote the password.
        raise Refused("databaseAway", "The address of the database is not one that PostgreSQL knows.") from error
    words = psycopg.conninfo.make_conninfo("", **(CONNECTION_DEFAULTS | given))

    def connect(**options: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(words, **options)

    return connect


def build_engine(connect: Callable[..., Any], name: str, pool_size: int, *, read_only: bool = False) -> Engine:
    """An engine, called ``name`` in messages, with at the most ``size`` connections.

    One for ``reading`` sees one state in each transaction.
    """
    made = create_engine(
        URL.create("postgresql+psycopg", database=name),
        creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        # What people wrote does not go into error messages, and so not into logs.
        hide_parameters=True,
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
    )

    @event.listens_for(made, "connect")
    def prepare(connection: psycopg.Connection[Any], record: object) -> None:
        connection.execute(SESSION_SETUP_SQL)
        connection.commit()
        connection.read_only = read_only

    return made


def get_sqlstate(error: BaseException | None) -> str:
    """The SQLSTATE of an error, empty when it has none."""
    return getattr(error, "sqlstate", None) or ""


def translate_error(error: DBAPIError) -> Exception:
    """The error as people can be told it."""
    state = get_sqlstate(error.orig)
    if state in _BUSY_SQLSTATES:
        return Refused("busy")
    if state in _STORAGE_FULL_SQLSTATES:
        return Refused("storageFull")
    if isinstance(error, DataError):
        # A NUL in a text, a number beyond its column: no such thing can be in the office.
        return Refused("badRequest")
    if (
        error.connection_invalidated
        or state.startswith(_UNAVAILABLE_SQLSTATE_PREFIXES)
        or (not state and isinstance(error, _CONNECTION_ERRORS))
    ):
        return Refused("databaseAway")
    return error


_CONNECTION_ERRORS = (OperationalError, InterfaceError)
