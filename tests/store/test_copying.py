"""Moving an office between the engines."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.contract.test_files import PNG, uri
from tests.support.offices import make_settings
from tests.support.postgres import PostgresServer
from tests.unit.test_cli import run
from walkin.client import QueueClient, connect
from walkin.model.errors import Refused
from walkin.store import open_store
from walkin.store.schema.tables import metadata
from walkin.store.transfer import transfer

Place = tuple[Path | str, Path | None]


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "postgres to postgres", "sqlite to sqlite"])
def ends(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """An office-to-be and an empty place, each with a folder of its own."""
    server = request.getfixturevalue("postgres_server") if "postgres" in request.param else None
    folders = [tmp_path / "from", tmp_path / "to"]
    for folder in folders:
        folder.mkdir()
    one, other = request.param.split(" to ")
    with (
        open_end(server, one, True, tmp_path / "old.db") as source,
        open_end(server, other, False, tmp_path / "new.db") as target,
    ):
        yield (source, folders[0]), (target, folders[1])


def open_end(server: PostgresServer | None, engine: str, office: bool, path: Path) -> Any:
    if server is None or engine == "sqlite":
        return contextlib.nullcontext(path)
    return server.create_office() if office else server.create_empty_database()


async def a_day(client: QueueClient) -> list[str]:
    """People, forms and a file; the newest client and registration are gone again, as far as rows go."""
    added = await client.add_queue({"name": "Preuves d’été", "form": [{"id": "proof", "type": "file", "title": "P"}]})
    made = [
        await client.register("1", {"client": {"lastName": "O’Brien \U0001f469", "emailAddress": "a@b.example"}}, "k1"),
        await client.register(added.id, {"form": [{"id": "proof", "value": uri(PNG)}]}, "k2"),
        await client.register("2", {"note": "zwei\nZeilen"}, "k3"),
    ]
    await client.call_next("1", "Desk 1")
    return [found.ticket for found in made]


def everything(place: Place) -> dict[str, set[Any]]:
    def read(connection: Connection) -> dict[str, set[Any]]:
        rows = {table.name: connection.execute(select(table)) for table in metadata.sorted_tables}
        return {name: {tuple(row) for row in found} for name, found in rows.items()}

    store = open_store(*place)
    try:
        return asyncio.run(store.read(read))
    finally:
        store.close()


async def fill(place: Place) -> None:
    async with await connect(make_settings(place[0], files=place[1])) as client:
        await a_day(client)
        await client.request("POST", "cryptoKeys", {"type": "ed25519"})


async def goes_on(place: Place) -> None:
    """The copy is an office to work with: the same answers to the same keys, new ids and numbers after the old."""
    async with await connect(make_settings(place[0], files=place[1])) as client:
        # Its secret can still be opened.
        assert (await client.request("GET", "cryptoKeys/1"))["publicKey"]
        again = await client.register("2", {"note": "zwei\nZeilen"}, "k3")
        new = await client.register("2", {}, "k4")
        assert int(new.id) == int(again.id) + 1
        assert new.rank == 2
        assert (await client.add_queue({"name": "Another"})).id == "5"
        filed = next(found for found in await client.list_registrations("4"))
        assert filed.form
        assert (await client.download_file(filed.form[0].value or ""))[0] == PNG


def test_an_office_moves_without_loss_and_goes_on(ends: tuple[Place, Place]) -> None:
    source, target = ends
    asyncio.run(fill(source))
    before = everything(source)
    said: list[str] = []
    transfer(source, target, said.append)
    assert everything(target) == before == everything(source)
    assert f"registration: {len(before['registration'])} rows" in "\n".join(said)
    assert said[-2].startswith("files: 1 in")
    assert said[-1].startswith("key of the secrets: ")
    asyncio.run(goes_on(target))
    with pytest.raises(Refused, match="not empty"):
        transfer(source, target, said.append)


def test_a_copy_that_is_interrupted_leaves_nothing(ends: tuple[Place, Place]) -> None:
    source, target = ends
    asyncio.run(fill(source))
    said: list[str] = []

    def interrupted(*_: object) -> None:
        if len(said) == 3:
            raise KeyboardInterrupt
        said.append("")

    with pytest.raises(KeyboardInterrupt):
        transfer(source, target, interrupted)
    # An office that was copied half would not be empty.
    transfer(source, target, said.append)
    assert everything(target) == everything(source)


def test_what_cannot_be_copied_is_refused_in_a_line(tmp_path: Path, postgres_server: PostgresServer) -> None:
    def said(*ends: str) -> subprocess.CompletedProcess[str]:
        done = run(tmp_path, "copy", *ends)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        return done

    assert "no office in" in said(str(tmp_path / "none.db"), str(tmp_path / "new.db")).stderr
    assert not (tmp_path / "none.db").exists()
    office = tmp_path / "office.db"
    open_store(office).close()
    away = said(str(office), "postgresql://walkin:sesame@127.0.0.1:9/walkin").stderr
    assert "127.0.0.1" in away
    assert "sesame" not in away
    with postgres_server.create_empty_database() as empty:
        assert "no office of this version" in said(empty, str(tmp_path / "new.db")).stderr
    assert "not empty" in said(str(office), str(office)).stderr
