"""Copying an office from one database to another, on either engine."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.contract.test_files import PNG, uri
from tests.store.test_faulty_files import damage
from tests.support.offices import make_settings
from tests.support.postgres import PostgresServer
from tests.unit.test_cli import run
from walkin.client import QueueClient, connect
from walkin.model.errors import Refused
from walkin.store import office, open_store
from walkin.store.schema.tables import metadata
from walkin.store.transfer import StoreLocation, transfer


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "postgres to postgres", "sqlite to sqlite"])
def locations(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """The locations of an office and of an empty database, each with a folder of uploads of its own."""
    server = request.getfixturevalue("postgres_server") if "postgres" in request.param else None
    folders = [tmp_path / "from", tmp_path / "to"]
    for folder in folders:
        folder.mkdir()
    source_engine, target_engine = request.param.split(" to ")
    with (
        open_location(server, source_engine, True, tmp_path / "old.db") as source,
        open_location(server, target_engine, False, tmp_path / "new.db") as target,
    ):
        yield (source, folders[0]), (target, folders[1])


def open_location(server: PostgresServer | None, engine: str, has_office: bool, path: Path) -> Any:
    if server is None or engine == "sqlite":
        return contextlib.nullcontext(path)
    return server.create_office() if has_office else server.create_empty_database()


async def make_changes(client: QueueClient) -> None:
    """Add a queue, clients, a form with a file and a call."""
    added = await client.add_queue({"name": "Preuves d’été", "form": [{"id": "proof", "type": "file", "title": "P"}]})
    await client.register("1", {"client": {"lastName": "O’Brien \U0001f469", "emailAddress": "a@b.example"}}, "k1")
    await client.register(added.id, {"form": [{"id": "proof", "value": uri(PNG)}]}, "k2")
    await client.register("2", {"note": "zwei\nZeilen"}, "k3")
    await client.call_next("1", "Desk 1")


def read_all_rows(location: StoreLocation) -> dict[str, set[Any]]:
    """Return the rows of each table by its name, but for the epoch."""

    def read(connection: Connection) -> dict[str, set[Any]]:
        return {
            table.name: {tuple(row) for row in connection.execute(select(table))}
            for table in metadata.sorted_tables
            if table.name != "office"
        }

    store = open_store(*location)
    try:
        return asyncio.run(store.read(read))
    finally:
        store.close()


def read_office(location: StoreLocation) -> office.Office:
    store = open_store(*location)
    try:
        return asyncio.run(store.read(office.get))
    finally:
        store.close()


async def fill_office(location: StoreLocation) -> None:
    async with await connect(make_settings(location[0], files=location[1])) as client:
        await make_changes(client)
        await client.request("POST", "cryptoKeys", {"type": "ed25519"})


async def check_copy_works(location: StoreLocation) -> None:
    """Assert that the copy can be used: idempotency keys, ids and ranks continue."""
    async with await connect(make_settings(location[0], files=location[1])) as client:
        # Its secret can still be decrypted.
        assert (await client.request("GET", "cryptoKeys/1"))["publicKey"]
        again = await client.register("2", {"note": "zwei\nZeilen"}, "k3")
        new = await client.register("2", {}, "k4")
        assert int(new.id) == int(again.id) + 1
        assert new.rank == 2
        assert (await client.add_queue({"name": "Another"})).id == "5"
        with_file = (await client.list_registrations("4"))[0]
        assert with_file.form
        assert (await client.download_file(with_file.form[0].value or ""))[0] == PNG


def test_an_office_moves_without_loss_and_goes_on(locations: tuple[StoreLocation, StoreLocation]) -> None:
    source, target = locations
    asyncio.run(fill_office(source))
    before = read_all_rows(source)
    lines: list[str] = []
    transfer(source, target, lines.append)
    assert read_all_rows(target) == before == read_all_rows(source)
    offices = [read_office(location) for location in locations]
    assert offices[0].id == offices[1].id
    assert offices[0].epoch != offices[1].epoch
    assert f"registration: {len(before['registration'])} rows" in "\n".join(lines)
    assert lines[-2].startswith("files: 1 in")
    assert lines[-1].startswith("key of the secrets: ")
    asyncio.run(check_copy_works(target))
    with pytest.raises(Refused, match="not empty"):
        transfer(source, target, lines.append)


def test_a_copy_that_is_interrupted_leaves_nothing(locations: tuple[StoreLocation, StoreLocation]) -> None:
    source, target = locations
    asyncio.run(fill_office(source))
    lines: list[str] = []

    def interrupted(*_: object) -> None:
        if len(lines) == 3:
            raise KeyboardInterrupt
        lines.append("")

    with pytest.raises(KeyboardInterrupt):
        transfer(source, target, interrupted)
    # The target is still empty, or this would be refused.
    transfer(source, target, lines.append)
    assert read_all_rows(target) == read_all_rows(source)


def test_what_cannot_be_copied_is_refused_in_a_line(tmp_path: Path, postgres_server: PostgresServer) -> None:
    def refuse(*ends: str) -> str:
        process = run(tmp_path, "copy", *ends)
        assert process.returncode == 1
        assert process.stderr.count("\n") == 1
        return process.stderr

    assert "no office in" in refuse(str(tmp_path / "none.db"), str(tmp_path / "new.db"))
    assert not (tmp_path / "none.db").exists()
    office = tmp_path / "office.db"
    open_store(office).close()
    message = refuse(str(office), "postgresql://walkin:sesame@127.0.0.1:9/walkin")
    assert "127.0.0.1" in message
    assert "sesame" not in message
    with postgres_server.create_empty_database() as empty:
        assert "no office of this version" in refuse(empty, str(tmp_path / "new.db"))
    assert "not empty" in refuse(str(office), str(office))


def test_of_two_databases_the_damaged_one_is_named(tmp_path: Path) -> None:
    office, new = tmp_path / "office.db", tmp_path / "new.db"
    open_store(office).close()
    damage(office, "queue")
    process = run(tmp_path, "copy", str(office), str(new))
    assert process.returncode == 1
    assert f"{office} is damaged" in process.stderr
    assert "SELECT" not in process.stderr
    assert process.stderr.count("\n") == 1
