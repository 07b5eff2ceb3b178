"""PostgreSQL: its connections, and its errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError

from walkin.model.errors import Refused

if TYPE_CHECKING:
    import psycopg

MISSING = (
    "An office on PostgreSQL needs the package psycopg, which is not installed: pip install 'walkin[postgres]' adds it."
)
DEFAULTS = {
    "application_name": "walkin",
    "connect_timeout": "5",
    # A server that vanished without a word is noticed within a minute.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
SESSION = (
    # A process that hangs or vanishes within a transaction must not keep a queue locked.
    "SET idle_in_transaction_session_timeout = '15s'; SET lock_timeout = '10s'"
)
AGAIN = frozenset({"40001", "40P01"})
"""SQLSTATEs of transactions that were undone through no fault of their own: serialisation failure and deadlock."""

_BUSY = frozenset({"40001", "40P01", "55P03", "57014"})
_FULL = frozenset({"25006", "53100"})
_AWAY = ("08", "53", "57P", "25P03")


def connector(address: str) -> Callable[..., psycopg.Connection[Any]]:
    """What connects to that address, in every form libpq knows. Refuses ``databaseAway`` what is no address."""
    try:
        import psycopg
    except ImportError as error:
        raise Refused("databaseAway", MISSING) from error
    try:
        given = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        # The words of libpq may quote the password.
        raise Refused("databaseAway", "The address of the database is not one that PostgreSQL knows.") from error
    words = psycopg.conninfo.make_conninfo("", **(DEFAULTS | given))

    def connect(**options: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(words, **options)

    return connect


def engine(connect: Callable[..., Any], name: str, size: int, *, reading: bool = False) -> Engine:
    """An engine, called ``name`` in messages, with at the most ``size`` connections.

    One for ``reading`` sees one state in each transaction.
    """
    made = create_engine(
        URL.create("postgresql+psycopg", database=name),
        creator=connect,
        pool_size=size,
        max_overflow=0,
        # What people wrote does not go into error messages, and so not into logs.
        hide_parameters=True,
        isolation_level="REPEATABLE READ" if reading else "READ COMMITTED",
    )

    @event.listens_for(made, "connect")
    def prepare(connection: psycopg.Connection[Any], record: object) -> None:
        connection.execute(SESSION)
        connection.commit()
        connection.read_only = reading

    return made


def state_of(error: BaseException | None) -> str:
    """The SQLSTATE of an error, empty when it has none."""
    return getattr(error, "sqlstate", None) or ""


def storage_problem(error: DBAPIError) -> Exception:
    """The error as people can be told it."""
    state = state_of(error.orig)
    if state in _BUSY:
        return Refused("busy")
    if state in _FULL:
        return Refused("storageFull")
    if isinstance(error, DataError):
        # A NUL in a text, a number beyond its column: no such thing can be in the office.
        return Refused("badRequest")
    if error.connection_invalidated or state.startswith(_AWAY) or (not state and isinstance(error, _LOST)):
        return Refused("databaseAway")
    return error


_LOST = (OperationalError, InterfaceError)
