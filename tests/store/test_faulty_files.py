"""Faults of an office's files: moved, replaced, emptied, damaged, upgraded while they are open, or left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from walkin.model.errors import Refused
from walkin.model.registration import RegistrationInput
from walkin.model.time import now_ms
from walkin.store import Store, open_store, queues
from walkin.store.engine import sqlite
from walkin.store.engine.base import is_damage
from walkin.store.registrations import commands, queries
from walkin.store.schema import migrate


@contextlib.asynccontextmanager
async def opened(database: Path | str) -> AsyncIterator[Store]:
    store = await asyncio.to_thread(open_store, database)
    try:
        yield store
    finally:
        await asyncio.to_thread(store.close)


async def register(store: Store, **members: str) -> int:
    ranked = await store.write(commands.register, 1, RegistrationInput.model_validate(members), now_ms())
    return ranked.registration.id


async def get_reason(work: object) -> str:
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    return refused.value.reason


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replace(path: Path) -> None:
    shutil.copyfile(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def empty(path: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize(
    ("fault", "suffix"),
    [(empty, ""), *((fault, suffix) for fault in (Path.unlink, move, replace) for suffix in ("", "-wal", "-shm"))],
)
async def test_nothing_is_confirmed_while_a_file_is_not_the_one_that_was_opened(
    office_file: Path, fault: Callable[[Path], None], suffix: str
) -> None:
    async with opened(office_file) as store:
        await register(store)
        fault(office_file.with_name(office_file.name + suffix))
        assert await get_reason(register(store)) == "dataGone"
        assert await get_reason(store.read(queues.get, 1, 0)) == "dataGone"
        assert await get_reason(store.check()) == "dataGone"


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
async def test_the_files_behind_a_symbolic_link_are_compared_too(office_file: Path, suffix: str) -> None:
    link = office_file.with_name("link.db")
    link.symlink_to(office_file)
    async with opened(link) as store:
        await register(store)
        replace(office_file.with_name(office_file.name + suffix))
        assert await get_reason(register(store)) == "dataGone"


async def test_a_file_that_is_brought_back_is_written_to_again(office_file: Path) -> None:
    async with opened(office_file) as store:
        folder = office_file.parent
        # As a folder that is unmounted and mounted again.
        folder.rename(folder.with_name("unmounted"))
        folder.mkdir()
        assert await get_reason(register(store)) == "dataGone"
        assert list(folder.iterdir()) == []
        folder.rmdir()
        folder.with_name("unmounted").rename(folder)
        await register(store)
        await store.check()


@pytest.mark.parametrize("remains", [".lock", ".key", ".files", "-wal", ""])
def test_no_office_is_made_beside_what_is_left_of_one(tmp_path: Path, remains: str) -> None:
    office_file = tmp_path / "office.db"
    path = office_file.with_name(office_file.name + remains)
    if remains == ".files":
        path.mkdir()
        (path / "ab").mkdir()
    else:
        path.write_bytes(b"" if not remains else b"\n")
    with pytest.raises(Refused, match="There was an office in") as refused:
        open_store(office_file)
    assert str(path) in refused.value.message
    assert not office_file.exists() or not office_file.stat().st_size
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    store = open_store(office_file)
    assert store.created
    store.close()
    store = open_store(office_file)
    assert not store.created
    store.close()


def test_an_office_that_was_never_finished_is_made(tmp_path: Path) -> None:
    office_file = tmp_path / "office.db"
    # A process that was killed at its first start leaves these.
    office_file.touch()
    sqlite.get_lock_path(office_file).touch()
    open_store(office_file).close()
    assert office_file.stat().st_size


async def test_processes_whose_lock_file_was_removed_hear_of_each_other_and_exclude_each_other(
    office_file: Path,
) -> None:
    async with opened(office_file) as first, opened(office_file) as second:
        await register(first)
        heard = asyncio.Event()
        first.on_commit(lambda is_own: None if is_own else heard.set())
        watching = asyncio.create_task(first.watch_commits())
        await asyncio.sleep(0.1)
        sqlite.get_lock_path(office_file).unlink()
        await asyncio.gather(*(register(store) for store in (first, second) for _ in range(5)))
        assert sqlite.get_lock_path(office_file).exists()
        async with asyncio.timeout(10):
            while True:
                heard.clear()
                await register(second)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await heard.wait()
                        break
        watching.cancel()
        rows = await first.read(queries.list_ranked, 1, ["registered"])
        assert len({key for key, _ in rows}) == len(rows)


async def test_an_older_program_stops_writing_once_the_office_was_upgraded(data: Path | str) -> None:
    async with opened(data) as store:
        await register(store)

        def upgrade(connection: Connection) -> None:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        await store.write(upgrade)
        with pytest.raises(Refused, match="newer Walkin") as refused:
            await register(store)
        assert refused.value.reason == "upgraded"
        assert await get_reason(store.check()) == "upgraded"
        before = await store.read(lambda c: c.execute(text("SELECT count(*) FROM registration")).scalar())
        assert before == 1


async def test_counters_that_are_wrong_are_counted_again_at_the_start(data: Path | str) -> None:
    async with opened(data) as store:
        for _ in range(3):
            await register(store)
        await store.write(
            lambda c: c.execute(text("UPDATE queue SET waiting = 7, has_watches = 1 WHERE id = 1")) and None
        )
        revision = (await store.read(queues.get, 1, now_ms())).revision
    async with opened(data) as store:
        state = await store.read(queues.get, 1, now_ms())
        # With an event, so that screens that show the wrong number are told.
        assert (state.waiting, state.has_watches, state.revision) == (3, 0, revision + 1)
        assert await store.read(queues.find_wrong_counts) == []


def try_to_open(path: Path) -> Store | Refused:
    try:
        return open_store(path)
    except Refused as refused:
        return refused


def damage(path: Path, table: str) -> None:
    """Overwrite the root page of a table."""
    module = sqlite.select_sqlite_module()
    with contextlib.closing(module.connect(str(path))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("table", ["registration", "ix_registration_order", "event", "queue"])
async def test_a_damaged_page_ends_all_writing(office_file: Path, table: str) -> None:
    async with opened(office_file) as store:
        await register(store)
    damage(office_file, table)
    store = await asyncio.to_thread(try_to_open, office_file)
    if isinstance(store, Refused):
        assert store.reason == "damaged"
        assert store.message.startswith(f"The data file {office_file} is damaged")
        return
    try:
        reads = [store.read(queries.list_ranked, 1, ["registered"]), register(store)]
        results = await asyncio.gather(*reads, return_exceptions=True)
        assert {result.reason for result in results if isinstance(result, Refused)} == {"damaged"}
        assert all(isinstance(result, Refused) or not isinstance(result, Exception) for result in results)
        # Also what does not touch the page.
        assert await get_reason(store.write(lambda connection: None)) == "damaged"
        assert await get_reason(store.check()) == "damaged"
        assert await store.read(lambda c: c.execute(text(migrate.VERSION_SQL)).scalar()) == migrate.HEAD_VERSION
    finally:
        await asyncio.to_thread(store.close)


def test_a_first_page_that_is_overwritten_is_damage(office_file: Path) -> None:
    office_file.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(DatabaseError) as error:
        sqlite.build_engine(office_file).connect()
    assert is_damage(error.value)
    with pytest.raises(Refused, match="not a database"):
        open_store(office_file)
