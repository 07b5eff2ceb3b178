"""Moving an office from one database to another, of either engine, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, delete, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.store import uploads
from walkin.store.engine import postgres, postgres_engine, sqlite, sqlite_engine
from walkin.store.engine.advisory_lock import advisory_lock
from walkin.store.schema.migrate import is_current, migrate
from walkin.store.schema.tables import file, metadata

ROWS_PER_BATCH = 1_000
"""Rows that travel at once."""

DISABLE_IDLE_TIMEOUT_SQL = "SET LOCAL idle_in_transaction_session_timeout = 0"
"""One side waits while the other works."""


StoreLocation = tuple[Path | str, Path | None]
"""An office's SQLite file or address, and its folder of files unless that is the usual one."""


def transfer(source: StoreLocation, target: StoreLocation, on_progress: Callable[[str], None]) -> None:
    """Copy every row and every file; ``target`` has to be empty, and stays so unless everything arrived.

    Each table is read again from the target, counted and held against the source before anything is kept. ``say`` is
    told what was done, line by line. Blocking. Refuses, with a message for people, what cannot be opened, is not of
    this version, or is not empty.
    """
    with _open_source(source[0]) as old, _open_target(target[0]) as new:
        if inspect(new).get_table_names():
            raise Refused("conflict", f"{_format_name(target[0])} is not empty: nothing was copied.")
        migrate(new, with_sample=False)
        for table in reversed(metadata.sorted_tables):
            # What the migrations themselves put in is in the source as well.
            if new.execute(select(table).limit(1)).first() is not None:
                new.execute(delete(table))
        for table in metadata.sorted_tables:
            for rows in _iter_row_batches(old, table):
                new.execute(insert(table), [dict(row._mapping) for row in rows])
            left, arrived = _compute_checksum(old, table), _compute_checksum(new, table)
            if left != arrived:
                raise Refused("conflict", f"{table.name} did not arrive as it left: nothing was copied.")
            _continue_ids(old, new, table)
            on_progress(f"{table.name}: {arrived[0]} rows, check sum {arrived[1] % (1 << 64):016x}")
        folder = _resolve_files_dir(*target)
        copied, missing = _copy_files(old, _resolve_files_dir(*source), folder)
        on_progress(f"files: {copied} in {folder}" + (f"; {missing} were missing or damaged before" if missing else ""))
        _copy_key(_resolve_key_path(*source), _resolve_key_path(*target), on_progress)


def _format_name(database: Path | str) -> str:
    return redact_address(database) if isinstance(database, str) else str(database)


def _resolve_files_dir(database: Path | str, configured_dir: Path | None) -> Path:
    if isinstance(database, str):
        return postgres_engine.resolve_files_dir(database, configured_dir)
    return configured_dir or sqlite_engine.get_default_files_dir(database)


@contextlib.contextmanager
def _open_source(database: Path | str) -> Iterator[Connection]:
    """The office at one moment."""
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
    """A transaction that is kept at the end of the block."""
    with contextlib.ExitStack() as stack:
        if isinstance(database, Path):
            database.parent.mkdir(parents=True, exist_ok=True)
            turn = sqlite.WriteLock(database)
            stack.callback(turn.close)
            stack.enter_context(turn.hold())
        connection = stack.enter_context(stack.enter_context(_open_engine(database)).connect())
        if isinstance(database, Path):
            stack.enter_context(sqlite.transaction(connection))
            yield connection
        else:
            connection.exec_driver_sql(DISABLE_IDLE_TIMEOUT_SQL)
            advisory_lock(connection, "migration")
            yield connection
            connection.commit()


@contextlib.contextmanager
def _open_engine(database: Path | str, *, read_only: bool = False) -> Iterator[Engine]:
    if isinstance(database, Path):
        made = sqlite.build_engine(database)
    else:
        made = postgres.build_engine(
            postgres.build_connector(database), redact_address(database), 1, read_only=read_only
        )
    try:
        yield made
    except DBAPIError as error:
        words = " ".join(str(error.orig).split())
        raise Refused("databaseAway", f"{_format_name(database)} cannot be used: {words}") from error
    finally:
        made.dispose()


def _iter_row_batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows, a part at a time."""
    statement = select(table).order_by(*table.primary_key.columns)
    with connection.execute(statement, execution_options={"yield_per": ROWS_PER_BATCH}) as result:
        yield from result.partitions()


def _compute_checksum(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows there are, and a sum of their hashes: texts are not in the same order everywhere."""
    count = total = 0
    for rows in _iter_row_batches(connection, table):
        count += len(rows)
        total += sum(int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()) for row in rows)
    return count, total % (1 << 256)


def _continue_ids(source: Connection, target: Connection, table: Table) -> None:
    """Have the next id be the one it would have been: none is given twice, also when the last rows are gone."""
    column = table.autoincrement_column
    if column is None:
        return
    last = max(_last_id(source, table, column), target.execute(select(func.max(column))).scalar() or 0)
    if not last:
        return
    if sequence := _find_sequence(target, table, column):
        target.execute(select(func.setval(sequence, last)))
    elif _has_autoincrement(target, table):
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        target.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last})


def _last_id(connection: Connection, table: Table, column: Column[Any]) -> int:
    if sequence := _find_sequence(connection, table, column):
        last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
        return int(last) if called else 0
    if _has_autoincrement(connection, table):
        found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return found.scalar() or 0
    return 0


def _find_sequence(connection: Connection, table: Table, column: Column[Any]) -> str | None:
    """The name of PostgreSQL's sequence behind the column."""
    if connection.dialect.name != "postgresql":
        return None
    return connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()


def _has_autoincrement(connection: Connection, table: Table) -> bool:
    """Whether SQLite remembers the last id of the table."""
    return connection.dialect.name == "sqlite" and bool(table.dialect_options["sqlite"]["autoincrement"])


def _resolve_key_path(database: Path | str, configured_dir: Path | None) -> Path:
    """The file with the key of the office's secrets."""
    return (
        _resolve_files_dir(database, configured_dir) / "office.key"
        if isinstance(database, str)
        else sqlite_engine.get_default_key_path(database)
    )


def _copy_key(source: Path, target: Path, on_progress: Callable[[str], None]) -> None:
    if not source.is_file():
        return
    if target.exists() and target.read_bytes() != source.read_bytes():
        raise Refused("conflict", f"{target} is the key of another office: nothing was copied.")
    target.touch(0o600)
    target.write_bytes(source.read_bytes())
    on_progress(f"key of the secrets: {target}")


def _copy_files(connection: Connection, source: Path, target: Path) -> tuple[int, int]:
    """Copy the contents that rows name; how many there were, and how many were missing or damaged in the source."""
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
