"""Queues that are deleted or added while the screens are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.helpers import screen_text, wait_for
from walkin.client import connect
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.setup import SetupScreen
from walkin_counter.display import app as display
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import WaitingCounts
from walkin_kiosk.app import KioskApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin_counter.display.announcements import Call


@pytest.fixture(autouse=True)
def _log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
async def office(data: Path) -> AsyncIterator[QueueClient]:
    client = await connect(Settings(data=data))
    yield client
    await client.aclose()


async def test_it_leaves_the_display(data: Path, office: QueueClient) -> None:
    names = {queue.id: queue.name for queue in await office.list_queues()}
    app = DisplayApp(Settings(data=data))
    async with app.run_test(size=(160, 40)) as pilot:
        await wait_for(pilot, lambda: names["2"] in services(app), "the service")
        await office.delete_queue("2")
        await wait_for(pilot, lambda: services(app) == [names["1"], names["3"]], "that service alone to leave")
        called = await office.register("1", {}, "k1")
        await office.call_next("1", "Desk 1")
        await wait_for(pilot, lambda: app.screen.query_one("LargeCall").call is not None, "a call")
        await office.finish("1", called.id)
        for queue in ("1", "3"):
            await office.delete_queue(queue)
        await wait_for(pilot, lambda: not isinstance(app.screen, DisplayScreen), "an end of the display")


async def test_a_new_one_joins_the_display(data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "QUEUE_REFRESH_SECONDS", 0.5)
    app = DisplayApp(Settings(data=data))
    async with app.run_test(size=(160, 40)) as pilot:
        await wait_for(
            pilot, lambda: isinstance(app.screen, DisplayScreen) and app.screen.board.is_connected, "the link"
        )
        registration = await office.register("1", {}, "k1")
        await office.call_next("1", "Desk 1")
        await wait_for(pilot, lambda: app.screen.query_one("LargeCall").call is not None, "a call")
        added = await office.add_queue({"name": "Lost things"})
        await wait_for(pilot, lambda: "Lost things" in services(app), "the new service")
        assert [screen for screen in app.screen_stack if isinstance(screen, DisplayScreen)] == [app.screen]
        await wait_for(
            pilot, lambda: registration.ticket in {call.number for call in calls(app)}, "the call from before"
        )
        new = await office.register(added.id, {}, "k2")
        await office.call_next(added.id, "Desk 2")
        await wait_for(pilot, lambda: new.ticket in {call.number for call in calls(app)}, "a call of the new service")


def services(app: DisplayApp) -> list[str]:
    """The services that the display counts."""
    return (
        [count.service for count in app.screen.query_one(WaitingCounts).counts]
        if app.screen.query(WaitingCounts)
        else []
    )


def calls(app: DisplayApp) -> list[Call]:
    """The calls on the display, the large one first."""
    assert isinstance(app.screen, DisplayScreen)
    announcements = app.screen.announcements
    return [call for call in (announcements.large_call, *announcements.other_calls) if call is not None]


async def test_the_counter_works_on_without_it(data: Path, office: QueueClient) -> None:
    names = {queue.id: queue.name for queue in await office.list_queues()}
    app = CounterApp(Settings(data=data, desk="Desk 1", queue=("1", "2")))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the desk")
        await office.delete_queue("2")
        await wait_for(pilot, lambda: names["2"] not in screen_text(app), "the service to leave")
        registration = await office.register("1", {}, "k1")
        await wait_for(pilot, lambda: registration.ticket in screen_text(app), "the client")
        await pilot.press("f5")
        await wait_for(pilot, lambda: app.screen.desk.current_client is not None, "the client at the desk")
        await pilot.press("f8")
        await wait_for(pilot, lambda: app.screen.desk.current_client is None, "nobody at the desk")
        await office.delete_queue("1")
        await wait_for(pilot, lambda: isinstance(app.screen, SetupScreen), "the choice of services")
        assert names["3"] in screen_text(app)
        assert names["1"] not in screen_text(app)


async def test_it_leaves_the_kiosk(data: Path, office: QueueClient) -> None:
    names = {queue.id: queue.name for queue in await office.list_queues()}
    app = KioskApp(Settings(data=data))
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: names["2"] in screen_text(app), "the service")
        await office.delete_queue("2")
        await wait_for(
            pilot,
            lambda: names["2"] not in screen_text(app) and names["1"] in screen_text(app),
            "that service alone to leave",
        )


async def test_a_new_one_appears_at_a_desk_that_calls_from_all(data: Path, office: QueueClient) -> None:
    apps = [
        CounterApp(Settings(data=data, desk="Desk 1")),
        CounterApp(Settings(data=data, desk="Desk 2", queue=("1",))),
    ]
    async with apps[0].run_test(size=(80, 24)) as first, apps[1].run_test(size=(80, 24)) as second:
        for app, pilot in zip(apps, (first, second), strict=True):
            await wait_for(
                pilot, lambda app=app: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "desk"
            )
        screens = [app.screen for app in apps]
        assert isinstance(screens[0], DeskScreen)
        assert isinstance(screens[1], DeskScreen)
        await wait_for(first, lambda: screens[0]._office_ids, "the services of the office")
        new = await office.add_queue({"name": "Permits", "ticketPrefix": "P"})
        for screen in screens:
            screen.refresh_services()
        await wait_for(first, lambda: "New service: Permits" in screen_text(apps[0]), "the new service")
        await office.register(new.id, {"client": {"firstName": "Zoe"}}, "k-new")
        await wait_for(first, lambda: "P001" in screen_text(apps[0]), "its client")
        await first.press("f5")
        await wait_for(first, lambda: screens[0].desk.current_client, "the call")
        await office.register("1", {}, "k-known")
        assert screens[1].board.queue_ids == ["1"]
        await office.update_queue("1", {"name": "Passports"})
        for app, pilot in zip(apps, (first, second), strict=True):
            await wait_for(pilot, lambda app=app: "Passports" in screen_text(app), "the new name, by itself")
