"""An office in a PostgreSQL database that several server processes share."""

from __future__ import annotations

import contextlib
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import platformdirs
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.exc import DBAPIError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.model.time import now_ms
from walkin.private_files import make_private_folder
from walkin.store import queues
from walkin.store.engine.base import (
    READER_THREADS,
    REPORT_THREADS,
    Engine,
    format_in_one_line,
    get_sqlstate,
    prepare_tables,
    refuse_remains,
)
from walkin.store.engine.batch import write_deferred_before_statements
from walkin.store.engine.commit_limit import CommitLimit
from walkin.store.engine.compiled import execute
from walkin.store.engine.pg_notify import NO_NOTIFICATIONS_WARNING, Notifier
from walkin.store.schema.migrate import VERSION_SQL, check_version, is_current, is_empty

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")

WRITER_THREADS = 8
MAX_BATCH_SIZE = 16
"""Most writes in one transaction, which is how long another server may have to wait for the queue's lock."""

INTERRUPT_SECONDS = 5.0

MAX_ATTEMPTS = 10
MAX_RETRY_SECONDS = 2.0

MISSING_DRIVER_MESSAGE = (
    "An office on PostgreSQL needs the package psycopg, which is not installed: pip install 'walkin[postgres]' adds it."
)
READ_ONLY_MESSAGE = (
    "The database {} is read-only, as a standby is. Name the primary in the setting database, or all servers as in "
    "postgresql://walkin@one,two/walkin: the one that can be written to is found."
)
CONNECTION_DEFAULTS = {
    "application_name": "walkin",
    "connect_timeout": "5",
    # A server that vanishes is noticed within a minute, also one that has not acknowledged what was sent to it.
    "tcp_user_timeout": "30000",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
BEGIN_SQL = (
    # In each transaction, not once for a session: a pooler gives each transaction another session, and most poolers
    # refuse settings at the connection's start. One string for the driver, so one round trip. A process that hangs or
    # vanishes within a transaction must not keep a queue locked. The settings stand before BEGIN, which continues the
    # transaction that a string begins: pgpool-II sends the reads of a transaction to a replica if BEGIN is its first
    # word, and now the whole of it to the primary.
    "SET LOCAL idle_in_transaction_session_timeout = '15s'; SET LOCAL lock_timeout = '10s'; BEGIN ISOLATION LEVEL {}"
)
READ_ONLY_SQLSTATE = "25006"
RETRYABLE_SQLSTATES = ("40001", "40P01", READ_ONLY_SQLSTATE)
"""Serialisation failure, deadlock, and a server that was demoted: the transaction was rolled back."""

ALREADY_EXISTS_SQLSTATES = ("23505", "42P06", "42P07")
"""What the slower of two processes gets that create the same table at once."""

REPLICA_SQL = "SELECT current_setting('in_hot_standby', true)"
"""Not pg_is_in_recovery(), which pgpool-II takes for a function that writes and sends to the primary."""

STANDBY_MISSING_SQL = (
    "SELECT current_setting('synchronous_standby_names') <> ''"
    " AND current_setting('synchronous_commit') NOT IN ('off', 'local')"
    " AND NOT EXISTS (SELECT FROM pg_stat_replication)"
)

REPLICA_WARNING = (
    "The database's address sends reads to a replica, which may not have the last changes yet: a ticket just taken may "
    "not be found. Name the primary in the setting database, or have the pooler send everything to it "
    "(pgpool-II: load_balance_mode = off), and start Walkin again."
)

log = logging.getLogger("walkin.store")


class Connector(Protocol):
    """Opens connections to one database, which begin no transaction by themselves."""

    def __call__(self) -> psycopg.Connection[Any]: ...


class PostgresEngine(Engine):
    """An office in a PostgreSQL database. A queue's row is its lock; writes that wait for it share a transaction."""

    silence_reason = "databaseAway"
    interrupts_late = True

    def __init__(
        self,
        files_dir: Path,
        connect: Connector,
        connect_directly: Connector,
        name: str,
        on_commit: Callable[[], None],
        *,
        notify: bool,
    ) -> None:
        super().__init__(
            files_dir, files_dir / "office", on_commit, writer_threads=WRITER_THREADS, max_batch_size=MAX_BATCH_SIZE
        )
        self._connect = connect
        self._write_engine = build_engine(connect, name, WRITER_THREADS, checks_version=True)
        self._read_engine = build_engine(connect, name, READER_THREADS + REPORT_THREADS, read_only=True)
        event.listen(self._read_engine, "begin", self._look_for_replica_once)
        self._reads_replica = False
        self._commit_limit = CommitLimit()
        self._notifier = Notifier(connect, connect_directly if notify else None)

    @classmethod
    def open(
        cls,
        address: str,
        direct_address: str,
        files_dir: Path | None,
        on_commit: Callable[[], None],
        *,
        notify: bool = True,
    ) -> Self:
        """Open the office at that address; create or upgrade it first. ``on_commit`` is called after each commit.

        ``direct_address`` reaches the server itself if ``address`` is a pooler's, else it is empty. Without ``notify``
        changes of other processes are looked for every second.
        """
        connect = build_connector(address)
        connect_directly = build_connector(direct_address) if direct_address else connect
        resolved_dir = resolve_files_dir(address, files_dir)
        name = redact_address(address)
        with _name_database(redact_address(direct_address) if direct_address else name):
            created = _prepare_database(build_engine(connect_directly, name, 1), name, resolved_dir)
        with _name_database(name):
            engine = cls(resolved_dir, connect, connect_directly, name, on_commit, notify=notify)
            engine.created = created
            return engine

    @property
    def warnings(self) -> dict[str, str]:
        return ({"replicaReads": REPLICA_WARNING} if self._reads_replica else {}) | (
            {"noNotifications": NO_NOTIFICATIONS_WARNING} if self._notifier.must_poll else {}
        )

    async def watch_commits(self, on_change: Callable[[], None]) -> None:
        await self._notifier.listen(on_change)

    def scrub(self, *, may_take_long: bool) -> None:
        """Vacuum the tables with personal data. The guide (privacy) says what remains."""
        import psycopg

        from walkin.store.privacy import inventory

        tables = ", ".join(sorted(name for name, entry in inventory.ENTRIES.items() if entry.personal))
        try:
            with contextlib.closing(self._connect()) as connection:
                # Takes no lock that anybody waits for.
                connection.execute(f"VACUUM (SKIP_LOCKED, TRUNCATE FALSE) {tables}".encode())
        except psycopg.Error as error:
            log.warning("erased rows could not be vacuumed, which the server does later: %s", format_in_one_line(error))

    def close(self) -> None:
        super().close()
        self._notifier.close()
        self._commit_limit.close()
        self._write_engine.dispose()
        self._read_engine.dispose()

    def interrupt(self, connection: Connection) -> None:
        driver: psycopg.Connection[Any] = connection.connection.dbapi_connection  # type: ignore[assignment]
        driver.cancel_safe(timeout=INTERRUPT_SECONDS)

    def _read_in_transaction(self, work: Callable[[Connection], T]) -> T:
        return _run_transaction(self._read_engine, work, self.retries)

    def _write_in_transaction(self, work: Callable[[Connection], None]) -> None:
        _run_transaction(self._write_engine, work, self.retries, self._commit_limit)

    def _get_batch_key(self, key: int | None) -> object:
        return object() if key is None else key

    def _announce_commit(self) -> None:
        super()._announce_commit()
        self._notifier.notify()

    def _check(self, connection: Connection) -> None:
        super()._check(connection)
        if connection.exec_driver_sql(STANDBY_MISSING_SQL).scalar():
            raise Refused("notConfirmed")
        self._look_for_replica(connection)

    def _look_for_replica_once(self, connection: Connection) -> None:
        """Look for a replica in a connection's first transaction: a pooler may send lone statements elsewhere."""
        if "has_looked_for_replica" not in connection.info:
            connection.info["has_looked_for_replica"] = True
            self._look_for_replica(connection)

    def _look_for_replica(self, connection: Connection) -> None:
        """Find out whether reads are sent to a replica, which may not have the last commits yet."""
        row = execute(connection, REPLICA_SQL).fetchone()
        if row is not None and row[0] == "on" and not self._reads_replica:
            # It stays: the next read may go elsewhere by chance.
            self._reads_replica = True
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

    write_deferred_before_statements(engine)
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
                    if get_sqlstate(error) == READ_ONLY_SQLSTATE:
                        raise Refused("readOnly", READ_ONLY_MESSAGE.format(name)) from error
                    if get_sqlstate(error) not in (*ALREADY_EXISTS_SQLSTATES, *RETRYABLE_SQLSTATES):
                        raise
        raise Refused("busy")
    finally:
        engine.dispose()


def _run_transaction(
    engine: DatabaseEngine,
    work: Callable[[Connection], T],
    retries: Counter[str],
    commit_limit: CommitLimit | None = None,
) -> T:
    """Run ``work`` in a transaction; retry after conflicts and lost connections, which ``retries`` counts."""
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
            retries["connections" if error.connection_invalidated else "conflicts"] += 1
        # Full jitter: those that failed together do not meet again.
        time.sleep(random.uniform(0, min(MAX_RETRY_SECONDS, 0.01 * 2**attempt)))
    raise AssertionError("unreachable")
