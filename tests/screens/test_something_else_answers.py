"""The three screens while a page, an error or nothing answers in the server's place, and afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.screens.test_display import drawn_letters
from tests.support.faulty_link import ANSWERS, FaultyLink
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import run_kiosk, wait_for_texts
from tests.support.offices import WalkinServer
from walkin.client import board, connect, feed
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.display import app as display
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import WaitingCounts
from walkin_kiosk import service_catalog
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.start import ServiceButton
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from walkin.client import QueueClient

KINDS = ["a page, 200", "a page, 404", "an empty JSON document"]


@pytest.fixture(autouse=True)
def _short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_RETRY_SECONDS", 0.2)
    monkeypatch.setattr(feed, "SILENCE_TIMEOUT_SECONDS", 2.0)
    monkeypatch.setattr(board, "FIRST_RETRY_SECONDS", 0.1)
    monkeypatch.setattr(service_catalog, "RETRY_SECONDS", 0.2)
    monkeypatch.setattr(service_catalog, "MIN_RELOAD_SECONDS", 0.1)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setattr(display, "LINK_DOWN_SECONDS", 1.0)


@asynccontextmanager
async def open_office(server: WalkinServer, name: str) -> AsyncIterator[tuple[FaultyLink, QueueClient, str]]:
    """A link to the server, a client that reaches it directly, and the id of a queue without questions."""
    async with FaultyLink(server.port) as link, await connect(Settings(api=server.url)) as direct:
        queue = await direct.add_queue({"name": name, "timeZone": "Europe/London"})
        yield link, direct, queue.id


async def test_the_counter(beating_server: WalkinServer) -> None:
    async with open_office(beating_server, "Permits") as (link, direct, queue_id):
        app = CounterApp(Settings(api=link.url, desk="Desk 1", queue=(queue_id,)))
        await link.replace_server(ANSWERS["a page, 404"])
        async with app.run_test(size=(100, 30)) as pilot:
            await wait_for_texts(pilot, "Not connected. Trying again… (404)")
            await link.restore()
            for count, kind in enumerate(KINDS, start=1):
                await direct.register(queue_id, {"client": {"lastName": f"Person {count}"}}, f"k{count}")
                await wait_for_texts(pilot, "Connected", f"Person {count}")
                await link.replace_server(ANSWERS[kind])
                await wait_for_texts(pilot, "Not connected — last update", f"Person {count}")
                await pilot.press("f5")
                await wait_for_texts(pilot, "that could not be done")
                await link.restore()
            link.go_silent()
            await wait_for_texts(pilot, "Not connected — last update")
            await link.restore()
            await wait_for(
                pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the server"
            )
            await pilot.press("f5")
            await wait_for_texts(pilot, "here < 1 min")


async def test_the_counter_before_the_first_list(beating_server: WalkinServer) -> None:
    async with open_office(beating_server, "Passports") as (link, direct, queue_id):
        await direct.register(queue_id, {"client": {"lastName": "Anna"}}, "anna")
        app = CounterApp(Settings(api=link.url, desk="Desk 2", queue=(queue_id,)))
        link.loses = b"/registrations"
        async with app.run_test(size=(100, 30)) as pilot:
            await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "the desk")
            await wait_for_texts(pilot, "Not connected. Trying again…")
            assert "obody" not in screen_text(app)
            assert "0 waiting" not in screen_text(app)
            link.loses = b""
            await wait_for_texts(pilot, "Connected", "Anna")


async def test_the_display(beating_server: WalkinServer) -> None:
    async with open_office(beating_server, "Taxes") as (link, direct, queue_id):
        app = DisplayApp(Settings(api=link.url, queue=(queue_id,)))
        link.loses = b"/registrations"
        await direct.register(queue_id, {}, "first")
        async with app.run_test(size=(100, 30)) as pilot:
            await wait_for(pilot, lambda: isinstance(app.screen, DisplayScreen), "the display")
            await wait_for(
                pilot, lambda: any(counts.counts for counts in app.screen.query(WaitingCounts)), "the services"
            )
            await wait_for_texts(pilot, "Connecting…")
            assert [count.people for count in app.screen.query_one(WaitingCounts).counts] == [None]
            link.loses = b""
            for count, kind in enumerate(KINDS, start=2):
                await direct.register(queue_id, {}, f"display-{count}")
                await wait_for(
                    pilot,
                    lambda count=count: app.screen.query_one(WaitingCounts).counts[0].people == count,  # type: ignore[misc]
                    f"{count} who wait",
                )
                await link.replace_server(ANSWERS[kind])
                await wait_for_texts(pilot, "Reconnecting… last update")
                await link.restore()
                await wait_for(pilot, lambda: not app.screen.has_class("-down"), "the server")
            link.go_silent()
            await wait_for_texts(pilot, "Reconnecting… last update")
            await link.restore()
            await direct.call_next(queue_id, "Desk 3")
            await wait_for(pilot, lambda: drawn_letters(pilot, "Desk 3"), "the call")


async def test_the_kiosk(beating_server: WalkinServer) -> None:
    async with open_office(beating_server, "Dogs") as (link, direct, queue_id):
        settings = Settings(api=link.url, languages=("en", "fr"), queue=(queue_id,))
        async with run_kiosk(settings) as (app, pilot):
            for count, kind in enumerate(KINDS, start=1):
                await direct.register(queue_id, {}, f"kiosk-{count}")
                await wait_for_texts(pilot, f"{count} waiting")
                await link.replace_server(ANSWERS[kind])
                await wait_for_texts(pilot, "Not connected")
                assert "waiting" not in app.screen.query_one(ServiceButton).label
                await link.restore()
            await wait_for(pilot, lambda: app.catalog.connected, "the server")
            await pilot.press("1")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await link.replace_server(ANSWERS["a page, 404"])
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, ProblemPage), "the problem")
            await wait_for_texts(pilot, "Nothing you typed is lost")
            await link.restore()
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
            assert len(await direct.list_registrations(queue_id)) == len(KINDS) + 1
