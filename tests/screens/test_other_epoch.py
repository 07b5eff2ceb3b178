"""The screens when the server has another database: a restored copy, or another office."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.helpers import screen_text, wait_for
from tests.support.letters import find_letters
from tests.support.offices import WalkinServer
from walkin.client import connect
from walkin.settings import Settings
from walkin.store.transfer import transfer
from walkin_counter.app import CounterApp
from walkin_counter.display.app import DisplayApp
from walkin_kiosk.app import KioskApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.ui.app import WalkinApp


async def furnish(data: Path, service: str, *names: str) -> None:
    """Name the only service, call the first client to Desk 1 and let the others wait."""
    async with await connect(Settings(data=data)) as client:
        for queue in await client.list_queues():
            if queue.id != "1":
                await client.delete_queue(queue.id)
        await client.update_queue("1", {"name": service})
        for name in names:
            await client.register("1", {"client": {"lastName": name}}, f"visit of {name}")
        await client.call_next("1", "Desk 1")


BEFORE = {
    KioskApp: ["Permits", "3 waiting"],
    CounterApp: ["Permits", "Ada", "Bo", "Cy", "Di"],
    DisplayApp: ["Permits: 3", "Desk 1"],
}
AFTER = {
    "another office": {
        KioskApp: ["Parking", "1 waiting"],
        CounterApp: ["Parking", "Eve", "Flo"],
        DisplayApp: ["Parking: 1", "Desk 1"],
    },
    "a copy of before": {
        KioskApp: ["Permits", "1 waiting"],
        CounterApp: ["Permits", "Ada", "Bo"],
        DisplayApp: ["Permits: 1", "Desk 1"],
    },
}
AFTER["a file copied by hand"] = AFTER["a copy of before"]
GONE = {kind: ["Cy", "Di"] for kind in AFTER} | {"another office": ["Permits", "Ada", "Bo", "Cy", "Di"]}


@pytest.mark.long
@pytest.mark.parametrize("kind", AFTER)
async def test_every_screen_draws_the_database_that_the_server_has_now(
    kind: str, office_file: Path, new_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    shutil.copy(new_office, office_file)
    other_file = tmp_path / "other.db"
    await furnish(office_file, "Permits", "Ada", "Bo")
    if kind == "another office":
        # Not a copy of the file, which would have its epoch as well.
        await furnish(other_file, "Parking", "Eve", "Flo")
    elif kind == "a file copied by hand":
        # It keeps the epoch: screens find out by the times of its changes.
        shutil.copy(office_file, other_file)
    else:
        await asyncio.to_thread(transfer, (office_file, None), (other_file, None), lambda line: None)
    async with await connect(Settings(data=office_file)) as client:
        for name in ("Cy", "Di"):
            await client.register("1", {"client": {"lastName": name}}, f"visit of {name}")
    server = await asyncio.to_thread(WalkinServer(office_file).start)
    drawn, replaced = asyncio.Barrier(4), asyncio.Event()

    async def see(pilot: Pilot[int], texts: list[str], *, without: list[str]) -> None:
        def is_drawn() -> bool:
            screen = screen_text(pilot.app)
            # The display writes what it tells in large letters if it fits.
            there = {text for text in (*texts, *without) if text in screen or find_letters(text, screen)}
            return there == set(texts)

        await wait_for(pilot, is_drawn, f"{texts} without {without}")

    async def show(app_class: type[KioskApp | CounterApp | DisplayApp]) -> WalkinApp:
        app = app_class(Settings(api=server.url, desk="Desk 1", queue=("1",)))
        async with app.run_test(size=(120, 40)) as pilot:
            await see(pilot, BEFORE[app_class], without=[])
            await drawn.wait()
            await replaced.wait()
            await see(pilot, AFTER[kind][app_class], without=GONE[kind])
        return app

    try:
        async with asyncio.TaskGroup() as group:
            apps = [group.create_task(show(app_class)) for app_class in BEFORE]
            await drawn.wait()
            server.kill()
            server.data = other_file
            await asyncio.to_thread(server.start)
            replaced.set()
    finally:
        server.close()
    assert [task.result().mistake_count for task in apps] == [0, 0, 0]
