"""Copy an office from one database to another, of either engine, entirely or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, Connection, Engine, Row, Table, delete, event, func, insert, inspect, select, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.model.form.value_lists import list_files
from walkin.private_files import make_private_folder, open_private_file
from walkin.store import office, uploads
from walkin.store.engine import postgres, sqlite
from walkin.store.engine.base import DAMAGED_MESSAGE, format_in_one_line, is_damage
from walkin.store.engine.store import resolve_paths
from walkin.store.schema.migrate import is_current, migrate
from walkin.store.schema.tables import file, metadata

ROWS_PER_BATCH = 1_000

DISABLE_IDLE_TIMEOUT_SQL = "SET LOCAL idle_in_transaction_session_timeout = 0"
"""One connection is idle in its transaction while the other works."""


class StoreLocation(NamedTuple):
    """An office's SQLite file or PostgreSQL address, and its folders if they are not the default ones."""

    database: Path | str
    files: Path | None = None
    """The folder of uploads."""
    lists: Path | None = None
    """The folder of value lists."""


def transfer(
    source: StoreLocation,
    target: StoreLocation,
    on_progress: Callable[[str], None],
    *,
    complete: Callable[[Connection], None] = office.begin_epoch,
) -> None:
    """Copy every row and every file. ``target`` has to be empty, and stays so unless everything was copied.

    Each table is read again from the target and compared with the source before the commit. ``on_progress`` is called
    with a line of text for each table, the files and the key; ``complete`` may change the copied rows. Blocking.
    Refuses, with a message for people, a database that cannot be opened, is not of this version, or is not empty.
    """
    with open_source(source[0]) as source_connection, _open_target(target[0]) as target_connection:
        if inspect(target_connection).get_table_names():
            raise Refused(
                "conflict",
                f"{_format_name(target[0])} is not empty: nothing was copied. Move what is there away first.",
            )
        migrate(target_connection)
        for table in reversed(metadata.sorted_tables):
            # Rows that the migrations insert are in the source as well.
            if target_connection.execute(select(table).limit(1)).first() is not None:
                target_connection.execute(delete(table))
        for table in metadata.sorted_tables:
            for rows in iter_row_batches(source_connection, table):
                target_connection.execute(insert(table), [dict(row._mapping) for row in rows])
            expected, actual = _compute_checksum(source_connection, table), _compute_checksum(target_connection, table)
            if expected != actual:
                raise Refused("conflict", f"{table.name} did not arrive as it left: nothing was copied.")
            _continue_ids(source_connection, target_connection, table)
            on_progress(f"{table.name}: {actual[0]} rows, check sum {actual[1] % (1 << 64):016x}")
        complete(target_connection)
        source_paths, target_paths = resolve_paths(*source), resolve_paths(*target)
        copied, missing = _copy_files(source_connection, source_paths.files, target_paths.files)
        warning = f"; {missing} were missing or damaged before" if missing else ""
        on_progress(f"files: {copied} in {target_paths.files}{warning}")
        _copy_lists(source_paths.lists, target_paths.lists, on_progress)
        _copy_key(source_paths.key, target_paths.key, on_progress)


def _format_name(database: Path | str) -> str:
    return redact_address(database) if isinstance(database, str) else str(database)


@contextlib.contextmanager
def open_source(database: Path | str) -> Iterator[Connection]:
    """A transaction that reads one consistent state."""
    if isinstance(database, Path) and not database.is_file():
        raise Refused("notFound", f"There is no office in {database}.")
    with _open_engine(database, read_only=True) as engine, engine.connect() as connection:
        if not is_current(connection):
            raise Refused(
                "conflict", f"{_format_name(database)} is no office of this version. Start Walkin on it once."
            )
        connection.exec_driver_sql("BEGIN" if isinstance(database, Path) else DISABLE_IDLE_TIMEOUT_SQL)
        try:
            yield connection
        finally:
            if isinstance(database, Path):
                connection.exec_driver_sql("ROLLBACK")


@contextlib.contextmanager
def _open_target(database: Path | str) -> Iterator[Connection]:
    with contextlib.ExitStack() as stack:
        if isinstance(database, Path):
            make_private_folder(database.parent)
            write_lock = sqlite.WriteLock(database)
            stack.callback(write_lock.close)
            stack.enter_context(write_lock.hold())
        connection = stack.enter_context(stack.enter_context(_open_engine(database)).connect())
        if isinstance(database, Path):
            stack.enter_context(sqlite.transaction(connection))
            yield connection
        else:
            connection.exec_driver_sql(DISABLE_IDLE_TIMEOUT_SQL)
            yield connection
            connection.commit()


@contextlib.contextmanager
def _open_engine(database: Path | str, *, read_only: bool = False) -> Iterator[Engine]:
    if isinstance(database, Path):
        engine = sqlite.build_engine(database)
    else:
        connect = postgres.build_connector(database)
        engine = postgres.build_engine(connect, redact_address(database), 1, read_only=read_only)

    @event.listens_for(engine, "handle_error")
    def name_database(context: ExceptionContext) -> BaseException | None:
        # Of two databases, the one that the error comes from.
        error = context.sqlalchemy_exception
        return _build_refusal(database, error) if isinstance(error, DBAPIError) else None

    try:
        yield engine
    except DBAPIError as error:
        raise _build_refusal(database, error) from error
    finally:
        engine.dispose()


def _build_refusal(database: Path | str, error: DBAPIError) -> Refused:
    if is_damage(error):
        return Refused("damaged", DAMAGED_MESSAGE.format(_format_name(database)))
    return Refused("databaseAway", f"{_format_name(database)} cannot be used: {format_in_one_line(error.orig)}")


def iter_row_batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[*tuple[object, ...]]]]:
    statement = select(table).order_by(*table.primary_key.columns)
    with connection.execute(statement, execution_options={"yield_per": ROWS_PER_BATCH}) as result:
        yield from result.partitions()


def _compute_checksum(connection: Connection, table: Table) -> tuple[int, int]:
    """The number of rows, and the sum of their hashes: a sum, since databases sort texts differently."""
    count = total = 0
    for rows in iter_row_batches(connection, table):
        count += len(rows)
        total += sum(int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()) for row in rows)
    return count, total % (1 << 256)


def _continue_ids(source: Connection, target: Connection, table: Table) -> None:
    """Have the target give the same next id as the source, so that ids of deleted rows are not given again."""
    column = table.autoincrement_column
    if column is None:
        return
    last = max(_last_id(source, table, column), target.execute(select(func.max(column))).scalar() or 0)
    if not last:
        return
    _set_last_id(target, table, column, last)


def skip_ids(connection: Connection, table: Table, count: int) -> None:
    """Leave out the next ``count`` ids of a table."""
    column = table.autoincrement_column
    if column is not None:
        _set_last_id(connection, table, column, _last_id(connection, table, column) + count)


def _set_last_id(connection: Connection, table: Table, column: Column[int], last: int) -> None:
    if sequence := _find_sequence(connection, table, column):
        connection.execute(select(func.setval(sequence, last)))
    elif _has_autoincrement(connection, table):
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        connection.execute(
            text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last}
        )


def _last_id(connection: Connection, table: Table, column: Column[int]) -> int:
    if sequence := _find_sequence(connection, table, column):
        last, is_called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
        return int(last) if is_called else 0
    if _has_autoincrement(connection, table):
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(query, {"name": table.name}).scalar() or 0
    return 0


def _find_sequence(connection: Connection, table: Table, column: Column[int]) -> str | None:
    """The name of the column's sequence on PostgreSQL, None on SQLite."""
    if connection.dialect.name != "postgresql":
        return None
    return connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()


def _has_autoincrement(connection: Connection, table: Table) -> bool:
    """Whether the table is on SQLite and AUTOINCREMENT."""
    return connection.dialect.name == "sqlite" and bool(table.dialect_options["sqlite"]["autoincrement"])


def _copy_key(source: Path, target: Path, on_progress: Callable[[str], None]) -> None:
    if not source.is_file():
        return
    if target.exists() and target.read_bytes() != source.read_bytes():
        raise Refused("conflict", f"{target} is the key of another office: nothing was copied.")
    target.touch(0o600)
    target.write_bytes(source.read_bytes())
    on_progress(f"key of the secrets: {target}")


def _copy_lists(source: Path, target: Path, on_progress: Callable[[str], None]) -> None:
    """Copy the value lists; those that are in the target already stay as they are."""
    paths = list_files(source)
    for path in paths:
        copy = target / path.name
        if not copy.exists():
            make_private_folder(target)
            with open_private_file(copy) as stream:
                stream.write(path.read_bytes())
        elif copy.read_bytes() != path.read_bytes():
            on_progress(f"lists: {copy} was there before with another content, and stays")
    if paths:
        on_progress(f"lists: {len(paths)} in {target}")


def _copy_files(connection: Connection, source: Path, target: Path) -> tuple[int, int]:
    """Copy the uploads that have rows; return how many, and how many were missing or damaged in the source."""
    copied = missing = 0
    for digest in connection.execute(select(file.c.digest).distinct()).scalars():
        try:
            content = uploads.get_content_path(source, digest).read_bytes()
        except OSError:
            content = b""
        if uploads.compute_digest(content) == digest:
            uploads.write_content(target, digest, content)
            copied += 1
        else:
            missing += 1
    return copied, missing
