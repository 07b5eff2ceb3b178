"""The store: opening and upgrading, days, failing writes, batch reads."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import Counter, RegistrationInput
from walkin.store import Store, clients, open_store, queues
from walkin.store.engine import sqlite
from walkin.store.registrations import commands, events, queries
from walkin.store.registrations.list_cache import ListCache
from walkin.store.schema import migrate
from walkin.store.schema.tables import metadata

MONDAY = int(datetime(2026, 11, 23, 9, 0, tzinfo=UTC).timestamp() * 1000)
HOUR = 3_600_000


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    store = await asyncio.to_thread(open_store, data)
    await store.write(queues.change, 1, QueueInput.model_validate({"timeZone": "Europe/Paris"}), MONDAY)
    yield store
    await asyncio.to_thread(store.close)


async def register(store: Store, at: int, queue: int = 1, **members: Any) -> queries.RankedRegistration:
    return await store.write(commands.register, queue, RegistrationInput.model_validate(members), at)


def get_ticket(ranked: queries.RankedRegistration) -> str:
    return orjson.loads(ranked.registration.document)["ticket"]


async def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    def compare(connection: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await store.read(compare) == []
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD_VERSION


async def test_an_office_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    with sqlite.build_engine(tmp_path / "office.db").connect() as connection:
        config.attributes["connection"] = connection
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO client (first_name, last_name, email, email_key, phone, created_at) "
            "VALUES ('Zoë', 'Bee', 'Zoe@example.org', 'zoe@example.org', '+44 20', 1)"
        )
        connection.exec_driver_sql("COMMIT")
        connection.rollback()
    store = await asyncio.to_thread(open_store, tmp_path / "office.db")
    try:
        for search in ("zoe bee", "ZOE@example", "4420"):
            (client,) = await store.read(clients.list_clients, search, 0, 10, 1)
            assert (client.first_name, client.email_address, client.phone_number) == (
                "Zoë",
                "Zoe@example.org",
                "+44 20",
            )
    finally:
        await asyncio.to_thread(store.close)


async def test_a_second_start_leaves_the_office_alone(data: Path | str) -> None:
    for _ in range(2):
        store = await asyncio.to_thread(open_store, data)
        await store.write(queues.change, 1, QueueInput(name="Ours"), MONDAY)
        names = [state.name for state in await store.read(queues.list_queues, MONDAY, 1)]
        await asyncio.to_thread(store.close)
        assert len(names) == 3
        assert names[0] == "Ours"


def test_files_that_are_no_office_are_refused_in_plain_words(tmp_path: Path) -> None:
    text_file = tmp_path / "letter.db"
    text_file.write_text("Dear Sir or Madam, " * 100)
    other_database = tmp_path / "other.db"
    with closing(sqlite3.connect(other_database)) as connection:
        connection.execute("CREATE TABLE cats (name)")
    newer_office = tmp_path / "newer.db"
    open_store(newer_office).close()
    with closing(sqlite.select_sqlite_module().connect(str(newer_office))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    folder = tmp_path / "folder.db"
    folder.mkdir()
    for path, message in (
        (text_file, "letter.db"),
        (other_database, "not of a Walkin office"),
        (newer_office, "newer Walkin"),
        (folder, "used"),
    ):
        with pytest.raises(Refused) as refused:
            open_store(path)
        assert message in refused.value.message
    assert text_file.read_text().startswith("Dear Sir")


async def test_numbers_start_again_each_local_day(store: Store) -> None:
    evening = int(datetime(2026, 11, 23, 22, 59, tzinfo=UTC).timestamp() * 1000)
    tickets = [get_ticket(await register(store, at)) for at in (MONDAY, evening, evening + 120_000)]
    # The first two still wait.
    assert tickets == ["A001", "A002", "A003"]


@pytest.mark.parametrize(
    ("change_of_time", "hours"), [(datetime(2026, 3, 29, tzinfo=UTC), 23), (datetime(2026, 10, 25, tzinfo=UTC), 25)]
)
async def test_a_day_of_summer_time_has_one_set_of_numbers(store: Store, change_of_time: datetime, hours: int) -> None:
    midnight = int(change_of_time.replace(tzinfo=UTC).timestamp() * 1000) - (1 if hours == 23 else 2) * HOUR
    # Nobody keeps a number beyond the day.
    visits = [await register(store, midnight + hour * HOUR, status="noShow") for hour in range(hours + 1)]
    tickets = list(map(get_ticket, visits))
    assert tickets == [f"A{number:03d}" for number in range(1, hours + 1)] + ["A001"]


async def test_order_and_waits_survive_a_clock_that_is_put_back(store: Store) -> None:
    first = await register(store, MONDAY)
    second = await register(store, MONDAY - HOUR)
    assert (first.rank, second.rank) == (1, 2)
    called = await store.write(commands.call_next, 1, None, MONDAY - 2 * HOUR)
    assert called.registration.id == first.registration.id
    assert called.queue.average_wait == 0


async def test_what_was_left_open_is_closed_the_next_day_but_not_at_midnight(store: Store) -> None:
    late = MONDAY + 13 * HOUR + HOUR // 2
    waiting = await register(store, late)
    at_desk = await register(store, late)
    await store.write(
        commands.change,
        1,
        at_desk.registration.id,
        RegistrationInput.model_validate({"status": "inProgress"}),
        late,
    )
    assert await store.write(commands.tidy, late + 2 * HOUR) == 0
    assert await store.write(commands.tidy, late + 13 * HOUR) == 2
    statuses = [
        (await store.read(queries.get, 1, ranked.registration.id, late)).registration.status
        for ranked in (waiting, at_desk)
    ]
    assert statuses == ["noShow", "finished"]
    assert (await store.read(queues.get, 1, late)).waiting == 0


async def test_average_and_waits_are_of_today(store: Store) -> None:
    await register(store, MONDAY)
    await register(store, MONDAY)
    for minutes in (10, 20):
        called = await store.write(commands.call_next, 1, Counter(name="Desk 1"), MONDAY + minutes * 60_000)
    assert called.queue.average_wait == 15
    assert (await store.read(queues.get, 1, MONDAY + 24 * HOUR)).average_wait == 0


async def test_a_failing_write_does_not_touch_its_neighbours(store: Store) -> None:
    def fail_after_registering(connection: Connection, queue: int) -> None:
        commands.register(connection, queue, RegistrationInput(), MONDAY)
        raise RuntimeError("in the middle")

    works = [
        store.write(fail_after_registering, 1) if number % 3 == 1 else register(store, MONDAY) for number in range(30)
    ]
    results = await asyncio.gather(*works, return_exceptions=True)
    registered = [result for result in results if not isinstance(result, BaseException)]
    assert len(registered) == 20
    assert sorted(map(get_ticket, registered)) == [f"A{number:03d}" for number in range(1, 21)]
    rows = await store.read(queries.list_ranked, 1, ["registered"])
    assert sorted(key for key, _ in rows) == sorted(ranked.registration.id for ranked in registered)


async def test_a_refused_visit_is_not_among_those_that_waits_are_told_by(store: Store) -> None:
    key = (await register(store, MONDAY)).registration.id
    await store.write(commands.call_next, 1, Counter(name="Desk 1"), MONDAY)

    def finish(minutes: int, **members: Any) -> Any:
        changes = RegistrationInput.model_validate({"status": "finished", **members})
        return store.write(commands.change, 1, key, changes, MONDAY + minutes * 60_000)

    # The visit is counted before its answers are looked at. In a transaction with others, and alone.
    unknown = [{"id": "document", "type": "radio", "values": [{"id": "unknown", "name": "Unknown"}]}]
    outcomes = await asyncio.gather(
        register(store, MONDAY), finish(5, form=unknown), register(store, MONDAY), return_exceptions=True
    )
    assert [isinstance(outcome, Refused) for outcome in outcomes] == [False, True, False]
    with pytest.raises(Refused):
        await finish(6, form=unknown)
    await finish(7)
    shown = await store.read(queues.show, 1, MONDAY)
    assert shown.service_rate.services == [7 * 60]


async def test_a_list_is_made_once_for_all_who_ask_for_it_in_the_same_second(store: Store) -> None:
    cache = ListCache()

    async def render(at: int) -> bytes:
        return (await store.read(cache.render, 1, ["registered"], at, "http://here", include_personal=True))[0]

    await register(store, MONDAY)
    first = await render(MONDAY)
    assert await render(MONDAY + 999) is first
    later = orjson.loads(await render(MONDAY + 60_000))
    assert [item["waitingTime"] for item in later["items"]] == [1]
    await register(store, MONDAY + 60_000)
    changed = orjson.loads(await render(MONDAY + 60_000))
    assert [item["waitingTime"] for item in changed["items"]] == [1, 0]
    cache.clear()
    assert orjson.loads(await render(MONDAY + 60_000)) == changed


async def test_a_full_disk_is_told_and_heals(office_file: Path) -> None:
    store = await asyncio.to_thread(open_store, office_file)

    def limit_pages(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await register(store, MONDAY)
    await store.write(limit_pages, 1)
    results = [register(store, MONDAY, note="x" * 5000) for _ in range(200)]
    reasons = {getattr(result, "reason", None) for result in await asyncio.gather(*results, return_exceptions=True)}
    assert "storageFull" in reasons
    assert reasons <= {"storageFull", None}
    await store.write(limit_pages, 1_000_000)
    rows = await store.read(queries.list_ranked, 1, ["registered"])
    state = await store.read(queues.get, 1, MONDAY)
    ranked = await register(store, MONDAY)
    assert ranked.rank == len(rows) + 1 == state.waiting + 1
    await asyncio.to_thread(store.close)


async def test_a_version_of_sqlite_with_the_wal_bug_uses_the_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda version: False)
    stores = [await asyncio.to_thread(open_store, tmp_path / "office.db") for _ in range(2)]
    assert "pysqlite3" in caplog.text
    await asyncio.gather(*(register(store, MONDAY) for store in stores for _ in range(10)))
    mode = await stores[0].read(lambda connection: connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    assert mode == "delete"
    assert (await stores[1].read(queues.get, 1, MONDAY)).waiting == 20
    for store in stores:
        await asyncio.to_thread(store.close)


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 7), True), ((3, 50, 6), False),
     ((3, 44, 6), True), ((3, 45, 0), False), ((3, 53, 4), True)],
)  # fmt: skip
def test_which_versions_may_share_a_wal(version: tuple[int, int, int], safe: bool) -> None:
    assert sqlite.is_wal_safe(version) is safe


async def test_a_client_is_found_by_mail_or_phone_and_only_completed(store: Store) -> None:
    members = (
        {"lastName": "Bee", "emailAddress": "a@b.example"},
        {"firstName": "Ann", "emailAddress": "A@B.example", "phoneNumber": "+1"},
        {"lastName": "Bee", "phoneNumber": "+1"},
    )
    (client_id,) = {(await register(store, MONDAY, client=client)).registration.client_id for client in members}
    client = await store.read(clients.get, client_id, 1)
    assert (client.first_name, client.last_name) == ("Ann", "Bee")
    other = await register(store, MONDAY, client={"lastName": "Other", "phoneNumber": "+1"})
    assert other.registration.client_id != client_id, "a family may have one telephone"
    anonymous = await register(store, MONDAY)
    assert anonymous.registration.client_id is None


@pytest.mark.parametrize("count", [0, 1, 2, 3, 600])
async def test_several_are_read_at_once_whatever_their_number(store: Store, count: int) -> None:
    registered_ids = [(await register(store, MONDAY, queue)).registration.id for queue in (1, 2, 3)]
    # Filled up with ids that do not exist; 600 are more than one statement takes.
    ids = (registered_ids + list(range(10_000, 10_600)))[:count]
    rows = await store.read(lambda connection: list(queries.list_by_ids(connection, ids)))
    assert sorted(row.id for row in rows) == registered_ids[:count]
    queue_ids = [1, 2, 3, *range(10_000, 10_600)][:count]
    log = await store.read(events.list_after, dict.fromkeys(queue_ids, 0), 1_000)
    assert [(event.queue_id, event.kind) for event in log if event.kind == "created"] == [
        (queue, "created") for queue in (1, 2, 3)[:count]
    ]
    assert len({(event.queue_id, event.revision) for event in log}) == len(log)


@pytest.mark.skipif(sys.platform == "win32", reason="limits the open files")
async def test_readers_connect_again_when_files_can_be_opened_again(data: Path | str) -> None:
    import resource

    store = await asyncio.to_thread(open_store, data)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.ExitStack() as taken_files:
        highest = max(int(path.name) for path in Path("/dev/fd").iterdir())
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, limits[1]))
        try:
            with contextlib.suppress(OSError):
                while True:
                    taken_files.enter_context(Path(os.devnull).open("rb"))
            results = await asyncio.gather(
                *(store.read(queues.list_queues, MONDAY, 1) for _ in range(20)), return_exceptions=True
            )
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    # The connection that listens may be lost too, and leave its file to a reader.
    refusals = [result for result in results if isinstance(result, BaseException)]
    assert refusals
    assert {getattr(refusal, "reason", refusal) for refusal in refusals} <= {"busy", "databaseAway"}
    # Every reader's thread, not only one.
    states = await asyncio.gather(*(store.read(queues.list_queues, MONDAY, 1) for _ in range(20)))
    assert all(states)
    await asyncio.to_thread(store.close)
