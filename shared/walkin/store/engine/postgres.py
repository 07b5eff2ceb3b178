"""An office in a PostgreSQL database that several server processes share."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import platformdirs
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.exc import DBAPIError, OperationalError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.private_files import make_private_folder
from walkin.store.engine.advisory_lock import advisory_lock
from walkin.store.engine.base import READER_THREADS, Engine, format_in_one_line, prepare_tables
from walkin.store.engine.pg_notify import Notifier
from walkin.store.schema.migrate import is_current

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")

WRITER_THREADS = 8
MAX_BATCH_SIZE = 16
"""Most writes in one transaction, which is how long another server may have to wait for the queue's lock."""

MAX_ATTEMPTS = 6

MISSING_DRIVER_MESSAGE = (
    "An office on PostgreSQL needs the package psycopg, which is not installed: pip install 'walkin[postgres]' adds it."
)
CONNECTION_DEFAULTS = {
    "application_name": "walkin",
    "connect_timeout": "5",
    # A server that vanishes is noticed within a minute.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
SESSION_SETUP_SQL = (
    # A process that hangs or vanishes within a transaction must not keep a queue locked.
    "SET idle_in_transaction_session_timeout = '15s'; SET lock_timeout = '10s'"
)
RETRYABLE_SQLSTATES = ("40001", "40P01")
"""Serialisation failure and deadlock: the transaction was rolled back and can be run again."""


class Connector(Protocol):
    """Opens connections to one database, with options of ``psycopg.connect``."""

    def __call__(self, *, autocommit: bool = False) -> psycopg.Connection[Any]: ...


class PostgresEngine(Engine):
    """An office in a PostgreSQL database. A queue's row is its lock; writes that wait for it share a transaction."""

    # One statement for the driver, so one round trip.
    next_savepoint_sql = ("RELEASE SAVEPOINT job; SAVEPOINT job",)

    def __init__(
        self, files_dir: Path, connect: Connector, write_engine: DatabaseEngine, on_commit: Callable[[], None]
    ) -> None:
        super().__init__(
            files_dir, files_dir / "office", on_commit, writer_threads=WRITER_THREADS, max_batch_size=MAX_BATCH_SIZE
        )
        self._write_engine = write_engine
        self._read_engine = build_engine(connect, write_engine.url.database or "", READER_THREADS, read_only=True)
        self._notifier = Notifier(connect)

    @classmethod
    def open(cls, address: str, files_dir: Path | None, on_commit: Callable[[], None]) -> Self:
        """Open the office at that address; create or upgrade it first. ``on_commit`` is called after each commit."""
        connect = build_connector(address)
        resolved_dir = resolve_files_dir(address, files_dir)
        write_engine = build_engine(connect, redact_address(address), WRITER_THREADS)
        try:
            _prepare_database(write_engine)
        except BaseException as error:
            write_engine.dispose()
            if isinstance(error, DBAPIError):
                reason = format_in_one_line(error.orig)
                message = f"The database {redact_address(address)} cannot be used: {reason}"
                raise Refused("databaseAway", message) from error
            raise
        return cls(resolved_dir, connect, write_engine, on_commit)

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        await self._notifier.listen(on_change)

    def close(self) -> None:
        super().close()
        self._notifier.close()
        self._write_engine.dispose()
        self._read_engine.dispose()

    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T:
        return _run_transaction(self._read_engine, work)

    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None:
        _run_transaction(self._write_engine, work)

    def _get_batch_key(self, key: int | None) -> object:
        return object() if key is None else key

    def _is_transaction_lost(self, connection: Connection, error: Exception) -> bool:
        # A deadlock or a lost connection is not the fault of the write that notices it.
        return isinstance(error, OperationalError)

    def _restart_transaction(self, connection: Connection) -> None:
        connection.rollback()
        connection.begin()

    def _announce_commit(self) -> None:
        super()._announce_commit()
        self._notifier.notify()


def build_connector(address: str) -> Connector:
    """Return a function that connects to ``address``, in any form libpq accepts.

    Refuses ``databaseAway`` if it is no address, or the driver is missing.
    """
    try:
        import psycopg
    except ImportError as error:
        raise Refused("databaseAway", MISSING_DRIVER_MESSAGE) from error
    try:
        options = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        # The message of libpq may quote the password.
        raise Refused("databaseAway", "The address of the database is not one that PostgreSQL knows.") from error
    conninfo = psycopg.conninfo.make_conninfo("", **(CONNECTION_DEFAULTS | options))

    def connect(*, autocommit: bool = False) -> psycopg.Connection[Any]:
        return psycopg.connect(conninfo, autocommit=autocommit)

    return connect


def build_engine(connect: Connector, name: str, pool_size: int, *, read_only: bool = False) -> DatabaseEngine:
    """Build an engine, called ``name`` in messages, with at most ``pool_size`` connections.

    A read-only one sees one consistent state in each transaction.
    """
    engine = create_engine(
        URL.create("postgresql+psycopg", database=name),
        creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        # Keeps personal data out of error messages and logs.
        hide_parameters=True,
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
    )

    @event.listens_for(engine, "connect")
    def set_up_session(connection: psycopg.Connection[Any], record: object) -> None:
        connection.execute(SESSION_SETUP_SQL)
        connection.commit()
        connection.read_only = read_only

    return engine


def resolve_files_dir(address: str, configured_dir: Path | None) -> Path:
    """The folder of uploads: the configured one, which has to exist since it may be a mount, else one of our own."""
    if configured_dir is None:
        name = "".join(sign if sign.isalnum() else "-" for sign in redact_address(address).partition("//")[2])
        files_dir = platformdirs.user_data_path("walkin", appauthor=False) / "files" / name.strip("-")
        make_private_folder(files_dir)
        return files_dir
    if not configured_dir.is_dir():
        raise Refused(
            "storageFull", f"The folder for files, {configured_dir} (setting files), is not there: make or mount it."
        )
    return configured_dir


def _prepare_database(engine: DatabaseEngine) -> None:
    """Create or upgrade the tables; of several processes that start at once one does it."""
    with engine.connect() as connection:
        if is_current(connection):
            return
        advisory_lock(connection, "migration")
        prepare_tables(connection)
        connection.commit()


def _run_transaction(engine: DatabaseEngine, work: Callable[[Connection], T]) -> T:
    for attempt in range(MAX_ATTEMPTS):
        is_committing = False
        try:
            with engine.connect() as connection:
                connection.begin()
                result = work(connection)
                is_committing = True
                connection.commit()
                return result
        except DBAPIError as error:
            # Whether a commit whose answer was lost took effect is unknown: the caller has to look.
            is_retryable = getattr(error.orig, "sqlstate", None) in RETRYABLE_SQLSTATES or (
                error.connection_invalidated and not is_committing
            )
            if attempt == MAX_ATTEMPTS - 1 or not is_retryable:
                raise
        time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise AssertionError("unreachable")
