"""An office in a PostgreSQL database that several server processes share."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import platformdirs
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.exc import DBAPIError, OperationalError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.model.time import now_ms
from walkin.private_files import make_private_folder
from walkin.store import queues
from walkin.store.engine.base import (
    READER_THREADS,
    Engine,
    format_in_one_line,
    get_sqlstate,
    prepare_tables,
    refuse_remains,
)
from walkin.store.engine.commit_limit import CommitLimit
from walkin.store.engine.compiled import execute
from walkin.store.engine.pg_notify import Notifier
from walkin.store.schema.migrate import VERSION_SQL, check_version, is_current, is_empty

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")

WRITER_THREADS = 8
MAX_BATCH_SIZE = 16
"""Most writes in one transaction, which is how long another server may have to wait for the queue's lock."""

MAX_ATTEMPTS = 10
MAX_RETRY_SECONDS = 2.0

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
BEGIN_SQL = (
    # In each transaction, not once for a session: a pooler gives each transaction another session, and most poolers
    # refuse settings at the connection's start. One string for the driver, so one round trip. A process that hangs or
    # vanishes within a transaction must not keep a queue locked.
    "BEGIN ISOLATION LEVEL {}; SET LOCAL idle_in_transaction_session_timeout = '15s'; SET LOCAL lock_timeout = '10s'"
)
READ_ONLY_SQLSTATE = "25006"
RETRYABLE_SQLSTATES = ("40001", "40P01", READ_ONLY_SQLSTATE)
"""Serialisation failure, deadlock, and a server that was demoted: the transaction was rolled back."""

ALREADY_EXISTS_SQLSTATES = ("23505", "42P06", "42P07")
"""What the slower of two processes gets that create the same table at once."""

REPLICA_SQL = "SELECT current_setting('in_hot_standby', true)"
STANDBY_MISSING_SQL = (
    "SELECT current_setting('synchronous_standby_names') <> ''"
    " AND current_setting('synchronous_commit') NOT IN ('off', 'local')"
    " AND NOT EXISTS (SELECT FROM pg_stat_replication)"
)

REPLICA_WARNING = (
    "the database's address sends reads to a replica, which may not have the last changes yet: a ticket just taken may "
    "not be found. Have the pooler send everything to the primary, or name the primary."
)

log = logging.getLogger("walkin.store")


class Connector(Protocol):
    """Opens connections to one database, which begin no transaction by themselves."""

    def __call__(self) -> psycopg.Connection[Any]: ...


class PostgresEngine(Engine):
    """An office in a PostgreSQL database. A queue's row is its lock; writes that wait for it share a transaction."""

    # One statement for the driver, so one round trip.
    next_savepoint_sql = ("RELEASE SAVEPOINT job; SAVEPOINT job",)

    def __init__(
        self,
        files_dir: Path,
        connect: Connector,
        connect_directly: Connector,
        name: str,
        on_commit: Callable[[], None],
    ) -> None:
        super().__init__(
            files_dir, files_dir / "office", on_commit, writer_threads=WRITER_THREADS, max_batch_size=MAX_BATCH_SIZE
        )
        self._write_engine = build_engine(connect, name, WRITER_THREADS, checks_version=True)
        self._read_engine = build_engine(connect, name, READER_THREADS, read_only=True)
        event.listen(self._read_engine, "connect", self._look_for_replica)
        self._commit_limit = CommitLimit()
        self._notifier = Notifier(connect, connect_directly)

    @classmethod
    def open(cls, address: str, direct_address: str, files_dir: Path | None, on_commit: Callable[[], None]) -> Self:
        """Open the office at that address; create or upgrade it first. ``on_commit`` is called after each commit.

        ``direct_address`` reaches the server itself if ``address`` is a pooler's, else it is empty.
        """
        connect = build_connector(address)
        connect_directly = build_connector(direct_address) if direct_address else connect
        resolved_dir = resolve_files_dir(address, files_dir)
        name = redact_address(address)
        with _name_database(redact_address(direct_address) if direct_address else name):
            created = _prepare_database(build_engine(connect_directly, name, 1), name, resolved_dir)
        with _name_database(name):
            engine = cls(resolved_dir, connect, connect_directly, name, on_commit)
            engine.created = created
            return engine

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        await self._notifier.listen(on_change)

    def scrub(self, *, may_take_long: bool) -> None:
        """Leave it to the server's autovacuum."""

    def close(self) -> None:
        super().close()
        self._notifier.close()
        self._commit_limit.close()
        self._write_engine.dispose()
        self._read_engine.dispose()

    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T:
        return _run_transaction(self._read_engine, work)

    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None:
        _run_transaction(self._write_engine, work, self._commit_limit)

    def _get_batch_key(self, key: int | None) -> object:
        return object() if key is None else key

    def _is_transaction_lost(self, connection: Connection, error: Exception) -> bool:
        # A deadlock, a demoted server or a lost connection is not the fault of the write that notices it.
        return isinstance(error, OperationalError) or get_sqlstate(error) in RETRYABLE_SQLSTATES

    def _restart_transaction(self, connection: Connection) -> None:
        connection.rollback()
        connection.begin()

    def _announce_commit(self) -> None:
        super()._announce_commit()
        self._notifier.notify()

    def _check(self, connection: Connection) -> None:
        super()._check(connection)
        if connection.exec_driver_sql(STANDBY_MISSING_SQL).scalar():
            raise Refused("notConfirmed")
        self._look_for_replica(connection.connection.dbapi_connection, None)

    def _look_for_replica(self, connection: Any, record: object) -> None:
        """Find out whether reads are sent to a replica, which may not have the last commits yet."""
        row = connection.execute(REPLICA_SQL).fetchone()
        if row is not None and row[0] == "on" and "replicaReads" not in self.warnings:
            self.warnings.append("replicaReads")
            log.warning(REPLICA_WARNING)


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
    # Of several servers only the primary will do.
    defaults = CONNECTION_DEFAULTS | ({"target_session_attrs": "read-write"} if "," in str(options.get("host")) else {})
    conninfo = psycopg.conninfo.make_conninfo("", **(defaults | options))

    def connect() -> psycopg.Connection[Any]:
        # No prepared statements: a pooler gives each transaction another session, which does not have them.
        return psycopg.connect(conninfo, autocommit=True, prepare_threshold=None)

    return connect


def build_engine(
    connect: Connector, name: str, pool_size: int, *, read_only: bool = False, checks_version: bool = False
) -> DatabaseEngine:
    """Build an engine, called ``name`` in messages, with at most ``pool_size`` connections.

    A read-only one sees one consistent state in each transaction. One that checks the version refuses ``upgraded`` to
    begin a transaction after another process has upgraded the tables, and keeps others from it until it ends.
    """
    engine = create_engine(
        URL.create("postgresql+psycopg", database=name),
        creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        # Keeps personal data out of error messages and logs.
        hide_parameters=True,
    )
    begin_sql = BEGIN_SQL.format("REPEATABLE READ READ ONLY" if read_only else "READ COMMITTED")
    if checks_version:
        begin_sql += f"; {VERSION_SQL}"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        cursor: Any = execute(connection, begin_sql)
        if checks_version:
            while cursor.nextset():
                pass
            check_version(cursor.fetchone())

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


def find_remains(files_dir: Path) -> list[Path]:
    """What is left, in its folder of files, of an office whose database is empty."""
    return [files_dir] if any(files_dir.iterdir()) else []


@contextmanager
def _name_database(name: str) -> Iterator[None]:
    """Refuse ``databaseAway``, naming the database, for what its server or SQLAlchemy says about it."""
    try:
        yield
    except DBAPIError as error:
        reason = format_in_one_line(error.orig)
        raise Refused("databaseAway", f"The database {name} cannot be used: {reason}") from error
    except AssertionError as error:
        # SQLAlchemy's answer to the version of a server that only resembles PostgreSQL.
        reason = format_in_one_line(error)
        raise Refused("databaseAway", f"The database {name} is not PostgreSQL: {reason}") from error


def _prepare_database(engine: DatabaseEngine, name: str, files_dir: Path) -> bool:
    """Create or upgrade the tables and correct derived counters; return whether the tables were created.

    Of several processes that start at once one does it.
    """
    try:
        for _ in range(MAX_ATTEMPTS):
            with engine.connect() as connection:
                try:
                    created = False
                    if not is_current(connection):
                        if is_empty(connection):
                            refuse_remains(name, find_remains(files_dir))
                        created = prepare_tables(connection)
                    queues.recount(connection, now_ms())
                    connection.commit()
                    return created
                except DBAPIError as error:
                    if get_sqlstate(error) not in (*ALREADY_EXISTS_SQLSTATES, *RETRYABLE_SQLSTATES):
                        raise
        raise Refused("busy")
    finally:
        engine.dispose()


def _run_transaction(
    engine: DatabaseEngine, work: Callable[[Connection], T], commit_limit: CommitLimit | None = None
) -> T:
    for attempt in range(MAX_ATTEMPTS):
        is_committing = False
        try:
            with engine.connect() as connection:
                try:
                    connection.begin()
                    result = work(connection)
                    is_committing = True
                    if commit_limit is None:
                        connection.commit()
                    else:
                        commit_limit.commit(connection)
                    return result
                except DBAPIError as error:
                    if get_sqlstate(error) == READ_ONLY_SQLSTATE:
                        # The address may lead to another server now, which can be written to.
                        connection.invalidate()
                    raise
        except DBAPIError as error:
            if error.connection_invalidated and is_committing:
                # Whether a commit whose answer was lost took effect is unknown: the caller has to look.
                raise Refused("notConfirmed") from error
            is_retryable = error.connection_invalidated or get_sqlstate(error) in RETRYABLE_SQLSTATES
            if attempt == MAX_ATTEMPTS - 1 or not is_retryable:
                raise
        # Full jitter: those that failed together do not meet again.
        time.sleep(random.uniform(0, min(MAX_RETRY_SECONDS, 0.01 * 2**attempt)))
    raise AssertionError("unreachable")
