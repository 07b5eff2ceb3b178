"""Back up an office while it is open, restore it, and check one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from walkin.model.errors import Refused
from walkin.model.form.value_lists import ValueLists
from walkin.model.office_files import get_lock_path
from walkin.model.queue import format_ticket
from walkin.private_files import make_private_folder
from walkin.store import office, queues, tickets, uploads
from walkin.store.engine.store import resolve_paths
from walkin.store.registrations.forms import parse_items
from walkin.store.schema.tables import client, file, metadata, queue, registration, ticket_day
from walkin.store.transfer import StoreLocation, iter_row_batches, open_source, skip_ids, transfer
from walkin.store.watches import watches

FILE_NAME = "office.db"
"""The data file in the folder of a backup; files, key and lists are beside it under their usual names."""

NUMBER_MARGIN = 100
"""Numbers that are left out after a restore unless the last one given is known."""

SKIPPED_IDS = 10_000
"""Ids that are left out after a restore: other systems may know those that were given after the backup."""


class LastNumber(NamedTuple):
    """A queue of a backup, and the highest number that it can have given on a day."""

    queue_id: int
    name: str
    ticket_prefix: str
    number: int


def back_up(source: StoreLocation, folder: Path, on_progress: Callable[[str], None]) -> None:
    """Write database, files, key and lists into a new or empty folder, entirely or not at all, and check them.

    Rows and files are of one moment. A list that a form names and that cannot be used is reported.
    Refuses ``conflict`` if there is something in the folder, or the office is damaged.
    """
    is_new = not folder.exists()
    if not is_new and any(folder.iterdir()):
        raise Refused("conflict", f"{folder} is not empty: each backup needs a new folder.")
    # Within the folder, which may be another disk.
    unfinished = folder / "unfinished"
    make_private_folder(unfinished)
    target = StoreLocation(unfinished / FILE_NAME)
    try:
        transfer(source, target, lambda line: on_progress(line.replace(str(unfinished), str(folder))))
        if problems := check(target, with_lists=False):
            raise Refused("conflict", f"The backup was not kept: {problems[0]}")
        _report_unusable_lists(source, on_progress)
        get_lock_path(unfinished / FILE_NAME).unlink(missing_ok=True)
        # The data file comes last: without it the folder is no backup.
        for path in sorted(unfinished.iterdir(), key=lambda path: path.name == FILE_NAME):
            path.rename(folder / path.name)
        unfinished.rmdir()
    except BaseException:
        shutil.rmtree(folder if is_new else unfinished, ignore_errors=True)
        raise


def locate_backup(path: Path) -> StoreLocation:
    """The data file of a backup, given its folder or that file itself."""
    return StoreLocation(path / FILE_NAME if path.is_dir() else path)


def list_last_numbers(backup: StoreLocation) -> list[LastNumber]:
    """List the queues of a backup."""
    with open_source(backup[0]) as connection:
        return _read_last_numbers(connection)


def restore(
    backup: StoreLocation,
    target: StoreLocation,
    last_numbers: Mapping[str, int],
    at: int,
    on_progress: Callable[[str], None],
) -> None:
    """Restore a backup where there is no office, to go on above the numbers and ids that may have been given since.

    ``last_numbers`` are the last numbers given, by ticket prefix; the other queues leave ``NUMBER_MARGIN`` numbers out.
    Refuses ``conflict`` where there is an office, and ``badRequest`` for a prefix that no queue has.
    """
    complete = partial(_go_on, last_numbers=last_numbers, at=at, on_progress=on_progress)
    transfer(backup, target, on_progress, complete=complete)
    _report_unusable_lists(target, on_progress)


def check(location: StoreLocation, *, with_lists: bool = True) -> list[str]:
    """Look for damage, missing files and lists, and wrong counters; return a line for people about each problem."""
    paths = resolve_paths(*location)
    try:
        with open_source(location[0]) as connection:
            if damage := list(_find_damage(connection)):
                return damage
            problems = [*_find_wrong_counters(connection), *_find_missing_files(connection, paths.files, paths.key)]
            return [*problems, *(_find_unusable_lists(connection, paths.lists) if with_lists else ())]
    except Refused as refused:
        return [refused.message or refused.reason]


def _read_last_numbers(connection: Connection) -> list[LastNumber]:
    remembered = select(func.max(ticket_day.c.last_number)).where(ticket_day.c.queue_id == queue.c.id)
    rows = connection.execute(
        select(queue.c.id, queue.c.name, queue.c.ticket_prefix, queue.c.last_number, remembered.scalar_subquery())
        .where(queue.c.deleted_at.is_(None))
        .order_by(queue.c.id)
    )
    return [LastNumber(key, name, prefix, max(last, before or 0)) for key, name, prefix, last, before in rows]


def _go_on(
    connection: Connection, *, last_numbers: Mapping[str, int], at: int, on_progress: Callable[[str], None]
) -> None:
    office.begin_epoch(connection)
    for table in (registration, client):
        skip_ids(connection, table, SKIPPED_IDS)
    known = _read_last_numbers(connection)
    if unknown := set(last_numbers) - {queue_numbers.ticket_prefix for queue_numbers in known}:
        raise Refused("badRequest", f"No queue of the backup has the ticket prefix {', '.join(sorted(unknown))}.")
    for queue_id, name, prefix, number in known:
        state = queues.lock_queue(connection, queue_id, at)
        state.last_number = max(state.last_number, last_numbers.get(prefix, number + NUMBER_MARGIN))
        queues.save_change(connection, state, at)
        on_progress(f"{name}: goes on after {format_ticket(prefix, state.last_number)}")


def _find_damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield f"The data file is damaged: {' '.join(str(line).split())}. Restore the newest backup."
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        for table_name in sorted({str(row[0]) for row in rows}):
            yield f"Rows of {table_name} belong to rows that are not there. Restore the newest backup."
        return
    for table in metadata.sorted_tables:
        for _ in iter_row_batches(connection, table):
            pass


def _find_wrong_counters(connection: Connection) -> Iterator[str]:
    for name, waiting, counted in queues.find_wrong_counts(connection):
        yield f"{name}: {waiting} are said to wait, {counted} do. The next start of a program corrects it."
    highest = (
        select(func.max(registration.c.number))
        .where(
            registration.c.ticket_queue_id == queue.c.id,
            registration.c.day == queue.c.day,
            registration.c.number < tickets.NUMBER_STEP,
        )
        .scalar_subquery()
    )
    for name, last in connection.execute(select(queue.c.name, highest).where(highest > queue.c.last_number)):
        yield f"{name}: number {last} was given, which is not counted."


def _find_missing_files(connection: Connection, files_dir: Path, key_path: Path) -> Iterator[str]:
    for digest, name in connection.execute(select(file.c.digest, func.min(file.c.name)).group_by(file.c.digest)):
        path = uploads.get_content_path(files_dir, digest)
        try:
            problem = "" if uploads.compute_digest(path.read_bytes()) == digest else "is damaged"
        except OSError as error:
            problem = f"cannot be read ({error.strerror})"
        if problem:
            yield f"The file {name} that a client sent {problem}: {path}"
    if not key_path.is_file() and watches.has_secrets(connection):
        yield f"The key of the watches' secrets is not there: {key_path}"


def _report_unusable_lists(location: StoreLocation, on_progress: Callable[[str], None]) -> None:
    with open_source(location[0]) as connection:
        for problem in _find_unusable_lists(connection, resolve_paths(*location).lists):
            on_progress(problem)


def _find_unusable_lists(connection: Connection, folder: Path) -> Iterator[str]:
    lists = ValueLists(folder)
    for name, form in connection.execute(select(queue.c.name, queue.c.form).where(queue.c.deleted_at.is_(None))):
        yield from (f"{name}: {problem}" for problem in lists.find_problems(parse_items(form)))
