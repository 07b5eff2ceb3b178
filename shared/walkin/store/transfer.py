"""Moving an office from one database to another, of either engine, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, delete, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from walkin.model.address import shown
from walkin.model.errors import Refused
from walkin.store import uploads as cabinet
from walkin.store.engine import postgres, sqlite
from walkin.store.engine import postgres_engine as postgres_office
from walkin.store.engine import sqlite_engine as sqlite_office
from walkin.store.engine.advisory_lock import alone
from walkin.store.schema.migrate import bring_up_to_date, is_current
from walkin.store.schema.tables import file, metadata

TOGETHER = 1_000
"""Rows that travel at once."""

PATIENT = "SET LOCAL idle_in_transaction_session_timeout = 0"
"""One side waits while the other works."""


Place = tuple[Path | str, Path | None]
"""An office's SQLite file or address, and its folder of files unless that is the usual one."""


def copy(source: Place, target: Place, say: Callable[[str], None]) -> None:
    """Copy every row and every file; ``target`` has to be empty, and stays so unless everything arrived.

    Each table is read again from the target, counted and held against the source before anything is kept. ``say`` is
    told what was done, line by line. Blocking. Refuses, with a message for people, what cannot be opened, is not of
    this version, or is not empty.
    """
    with _reading(source[0]) as old, _writing(target[0]) as new:
        if inspect(new).get_table_names():
            raise Refused("conflict", f"{_name(target[0])} is not empty: nothing was copied.")
        bring_up_to_date(new, furnished=False)
        for table in reversed(metadata.sorted_tables):
            # What the migrations themselves put in is in the source as well.
            if new.execute(select(table).limit(1)).first() is not None:
                new.execute(delete(table))
        for table in metadata.sorted_tables:
            for rows in _rows(old, table):
                new.execute(insert(table), [dict(row._mapping) for row in rows])
            left, arrived = _summary(old, table), _summary(new, table)
            if left != arrived:
                raise Refused("conflict", f"{table.name} did not arrive as it left: nothing was copied.")
            _continue_ids(old, new, table)
            say(f"{table.name}: {arrived[0]} rows, check sum {arrived[1] % (1 << 64):016x}")
        folder = _folder(*target)
        copied, missing = _copy_files(old, _folder(*source), folder)
        say(f"files: {copied} in {folder}" + (f"; {missing} were missing or damaged before" if missing else ""))
        _copy_key(_key(*source), _key(*target), say)


def _name(database: Path | str) -> str:
    return shown(database) if isinstance(database, str) else str(database)


def _folder(database: Path | str, given: Path | None) -> Path:
    if isinstance(database, str):
        return postgres_office.files_folder(database, given)
    return given or sqlite_office.files_beside(database)


@contextlib.contextmanager
def _reading(database: Path | str) -> Iterator[Connection]:
    """The office at one moment."""
    if isinstance(database, Path) and not database.is_file():
        raise Refused("notFound", f"There is no office in {database}.")
    with _engine(database, reading=True) as engine, engine.connect() as connection:
        if not is_current(connection):
            raise Refused("conflict", f"{_name(database)} is no office of this version. Start Walkin on it once.")
        connection.exec_driver_sql("BEGIN" if isinstance(database, Path) else PATIENT)
        try:
            yield connection
        finally:
            if isinstance(database, Path):
                connection.exec_driver_sql("ROLLBACK")


@contextlib.contextmanager
def _writing(database: Path | str) -> Iterator[Connection]:
    """A transaction that is kept at the end of the block."""
    with contextlib.ExitStack() as stack:
        if isinstance(database, Path):
            database.parent.mkdir(parents=True, exist_ok=True)
            turn = sqlite.WriteTurn(database)
            stack.callback(turn.close)
            stack.enter_context(turn.taken())
        connection = stack.enter_context(stack.enter_context(_engine(database)).connect())
        if isinstance(database, Path):
            stack.enter_context(sqlite.transaction(connection))
            yield connection
        else:
            connection.exec_driver_sql(PATIENT)
            alone(connection, "migration")
            yield connection
            connection.commit()


@contextlib.contextmanager
def _engine(database: Path | str, *, reading: bool = False) -> Iterator[Engine]:
    if isinstance(database, Path):
        made = sqlite.engine(database)
    else:
        made = postgres.engine(postgres.connector(database), shown(database), 1, reading=reading)
    try:
        yield made
    except DBAPIError as error:
        words = " ".join(str(error.orig).split())
        raise Refused("databaseAway", f"{_name(database)} cannot be used: {words}") from error
    finally:
        made.dispose()


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows, a part at a time."""
    statement = select(table).order_by(*table.primary_key.columns)
    with connection.execute(statement, execution_options={"yield_per": TOGETHER}) as result:
        yield from result.partitions()


def _summary(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows there are, and a sum of their hashes: texts are not in the same order everywhere."""
    count = total = 0
    for rows in _rows(connection, table):
        count += len(rows)
        total += sum(int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()) for row in rows)
    return count, total % (1 << 256)


def _continue_ids(old: Connection, new: Connection, table: Table) -> None:
    """Have the next id be the one it would have been: none is given twice, also when the last rows are gone."""
    column = table.autoincrement_column
    if column is None:
        return
    last = max(_last_id(old, table, column), new.execute(select(func.max(column))).scalar() or 0)
    if not last:
        return
    if sequence := _sequence(new, table, column):
        new.execute(select(func.setval(sequence, last)))
    elif _counted(new, table):
        new.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        new.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last})


def _last_id(connection: Connection, table: Table, column: Column[Any]) -> int:
    if sequence := _sequence(connection, table, column):
        last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
        return int(last) if called else 0
    if _counted(connection, table):
        found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return found.scalar() or 0
    return 0


def _sequence(connection: Connection, table: Table, column: Column[Any]) -> str | None:
    """The name of PostgreSQL's sequence behind the column."""
    if connection.dialect.name != "postgresql":
        return None
    return connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()


def _counted(connection: Connection, table: Table) -> bool:
    """Whether SQLite remembers the last id of the table."""
    return connection.dialect.name == "sqlite" and bool(table.dialect_options["sqlite"]["autoincrement"])


def _key(database: Path | str, given: Path | None) -> Path:
    """The file with the key of the office's secrets."""
    return _folder(database, given) / "office.key" if isinstance(database, str) else sqlite_office.key_beside(database)


def _copy_key(source: Path, target: Path, say: Callable[[str], None]) -> None:
    if not source.is_file():
        return
    if target.exists() and target.read_bytes() != source.read_bytes():
        raise Refused("conflict", f"{target} is the key of another office: nothing was copied.")
    target.touch(0o600)
    target.write_bytes(source.read_bytes())
    say(f"key of the secrets: {target}")


def _copy_files(old: Connection, source: Path, target: Path) -> tuple[int, int]:
    """Copy the contents that rows name; how many there were, and how many were missing or damaged in the source."""
    copied = missing = 0
    for digest in old.execute(select(file.c.digest).distinct()).scalars():
        try:
            content = cabinet.content_path(source, digest).read_bytes()
        except OSError:
            content = b""
        if cabinet.digest_of(content) == digest:
            cabinet.write_content(target, digest, content)
            copied += 1
        else:
            missing += 1
    return copied, missing
