"""An office of an earlier schema version is upgraded when it is opened, and its data is unchanged."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import walkin.store.schema.migrate as migrate
from walkin.api.state import open_app_state
from walkin.model.errors import Refused
from walkin.model.registration import Counter, Status
from walkin.store import Store, clients, desks, open_store, statistics
from walkin.store.access import credentials
from walkin.store.engine import postgres
from walkin.store.registrations import commands, desk_commands, queries
from walkin.store.registrations.list_cache import ListCache
from walkin.store.watches import delivery_log, outbox, watches

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = orjson.loads((FIXTURES / "office_0006.json").read_bytes())
AT: int = EXPECTED["at"]
OLD_CLIENTS = [("Ørsted", "O’Brien", "ørsted o’brien"), ("Þóra", "Großmann", "þora grossmann")]
"""Clients whose names are folded in another way today, with their search texts of version 0006."""


def load_dump(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.executescript((FIXTURES / "office_0006.sql").read_text())
    values = "(first_name, last_name, created_at, search)"
    connection.executemany(f"INSERT INTO client {values} VALUES (?, ?, 1, ?)", OLD_CLIENTS)
    connection.commit()
    return connection


@pytest.fixture(params=["sqlite", "postgres"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Store]:
    """The opened office of version 0006. On PostgreSQL the same rows are inserted into tables of that version."""
    with contextlib.ExitStack() as stack:
        location: Path | str = tmp_path / "office.db"
        if request.param == "sqlite":
            load_dump(location).close()
        else:
            monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
            location = stack.enter_context(request.getfixturevalue("postgres_server").create_empty_database())
            rows = stack.enter_context(contextlib.closing(load_dump(":memory:")))
            await asyncio.to_thread(load_into_postgres, location, rows)
        opened = await asyncio.to_thread(open_store, location)
        yield opened
        await asyncio.to_thread(opened.close)


def load_into_postgres(address: str, rows: sqlite3.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = postgres.build_engine(postgres.build_connector(address), address, 1)
    with contextlib.ExitStack() as stack:
        stack.callback(engine.dispose)
        connection = stack.enter_context(engine.begin())
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        tables = sa.MetaData()
        tables.reflect(connection)
        connection.execute(sa.text("DELETE FROM account"))
        for table in tables.sorted_tables:
            cursor = rows.execute(f"SELECT * FROM {table.name}")
            names = [name for name, *_ in cursor.description]
            values = [dict(zip(names, row, strict=True)) for row in cursor]
            if values and table.name != "alembic_version":
                connection.execute(sa.insert(table), values)
                if "id" in names:
                    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
                    connection.execute(sa.select(sa.func.setval(sequence, max(row["id"] for row in values))))


async def list_registrations(store: Store, queue_id: int) -> list[dict[str, Any]]:
    content, _ = await store.read(ListCache().render, queue_id, list(Status), AT, "", include_personal=True)
    items: list[dict[str, Any]] = orjson.loads(content)["items"]
    return items


def drop_waits(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the forecast: it is made anew, by the rules of this version."""
    return [
        {name: value for name, value in item.items() if name not in ("estimatedWaitingTime", "waitUnknown")}
        for item in items
    ]


async def test_its_registrations_and_figures_are_as_they_were(store: Store) -> None:
    for queue_id, expected in EXPECTED["lists"].items():
        items = await list_registrations(store, int(queue_id))
        for item in items:
            for name in ("owner", "queue", "averageWaitingTime", "epoch"):
                del item[name]
        assert drop_waits(items) == drop_waits(expected)
    assert str((await store.read(queries.peek_next, 1, AT)).registration.id) == EXPECTED["next"]
    figures = await store.read(statistics.compute_statistics, 1, lambda _: True, None, None, None, AT)
    statistics_before = dict(EXPECTED["statistics"])
    del statistics_before["told"]
    assert {name: value for name, value in figures.to_wire().items() if name != "told"} == statistics_before
    waits = await store.read(statistics.summarize_told_waits, 1, None, None, AT)
    told = {name: waits.to_wire()[name] for name in ("count", "inside", "above", "below")}
    assert told == {name: EXPECTED["toldWaits"][name] for name in told}
    assert [[*desk] for desk in await store.read(desks.list_desks, 1)] == [
        [name, status, since, tuple(queue_ids)] for name, status, since, queue_ids in EXPECTED["desks"]
    ]


async def test_what_its_desk_did_can_be_undone(store: Store) -> None:
    for expected in EXPECTED["undone"]:
        undone = await store.write(desk_commands.undo, "Desk 1", 1, lambda _: True, AT)
        assert undone.kind == expected["kind"]
        for queue_id, positions in expected["lists"].items():
            items = await list_registrations(store, int(queue_id))
            assert [[item.get(name) for name in ("id", "status", "rank", "position")] for item in items] == positions
    with pytest.raises(Refused, match="nothingToUndo"):
        await store.write(desk_commands.undo, "Desk 1", 1, lambda _: True, AT)


async def test_its_clients_on_hold_and_reserved_are_called_as_before(store: Store) -> None:
    on_hold, reserved = [
        next(item["id"] for item in EXPECTED["lists"]["1"] if name in item) for name in ("parked", "reserved")
    ]
    call = commands.RegistrationInput(status=Status.IN_PROGRESS, counter=Counter(name="Desk 1"))
    with pytest.raises(Refused, match="reserved"):
        await store.write(commands.change, 1, int(reserved), call, AT)
    called = [(await store.write(commands.call_next, 1, Counter(name="Desk 2"), AT)).registration.id for _ in range(2)]
    assert sorted(called) == sorted([int(EXPECTED["next"]), int(reserved)])
    with pytest.raises(Refused, match="queueEmpty"):
        await store.write(commands.call_next, 1, Counter(name="Desk 2"), AT)
    release = commands.RegistrationInput(parked=False)
    released = await store.write(commands.change, 1, int(on_hold), release, AT)
    assert released.rank == 1


async def find_clients(store: Store, *searches: str) -> list[list[str | None]]:
    found = [await store.read(clients.list_clients, search, 0, 10, 1) for search in searches]
    return [[client.first_name for client in listed] for listed in found]


async def test_its_clients_are_found_by_the_spellings_of_today(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "SEARCH_TEXT_BATCH", 3)
    assert await find_clients(store, "orsted", "thora", "zoe") == [[], [], ["Zoë"]]
    # One of a damaged record stays as it is.
    await store.write(lambda connection: connection.execute(sa.text("UPDATE client SET document = '{' WHERE id = 3")))
    batches = 0
    while await store.write(clients.update_search_texts):
        batches += 1
        if batches == 1:
            await store.write(clients.change, 1, clients.ClientInput(last_name="Bjørn"), 1, AT)
    assert batches == 3
    searches = ("orsted", "Ørsted O'Brien", "thora", "Þóra", "grossmann", "bjorn")
    assert await find_clients(store, *searches) == [["Ørsted"]] * 2 + [["Þóra"]] * 3 + [["Zoë"]]
    assert not await store.write(clients.update_search_texts)


async def test_its_clients_are_found_soon_after_it_is_opened(tmp_path: Path) -> None:
    load_dump(tmp_path / "office.db").close()
    async with open_app_state(tmp_path / "office.db", lambda: AT) as app_state:
        async with asyncio.timeout(30):
            while await find_clients(app_state.store, "orsted") != [["Ørsted"]]:
                await asyncio.sleep(0.01)


async def test_its_client_watches_and_credential_are_found(store: Store) -> None:
    (client,) = await store.read(clients.list_clients, "zoe@EXAMPLE", 0, 10, 1)
    assert (client.first_name, client.email_address) == ("Zoë", "Zoe@Example.org")
    hook, old = await store.read(watches.list_watches, 1)
    assert (hook.status, old.status, old.disabled_reason) == ("enabled", "disabled", "gone")
    (key,) = await store.read(watches.list_keys, 1)
    assert (key.secret, key.previous_secret) == ("sealed-two", "sealed-one")
    deliveries = await store.read(delivery_log.list_deliveries, 1, None, None, 100)
    assert {delivery["state"] for delivery in deliveries} == {"delivered", "pending", "queued"}
    (error,) = await store.read(delivery_log.list_errors, 1, None, None, 100)
    assert (error["error"], error["duration_ms"], error["response_body"]) == ("status 500", 34, "no")
    due, _ = await store.read(outbox.find_due, AT, {}, 100, 100)
    assert due
    credential = await store.read(credentials.find_by_prefix, "wq_admin_fixture0")
    assert credential is not None
    assert (credential.name, credential.role) == ("Admin", "admin")
