"""A frozen server with open connections: screens report it, and do nothing twice when it resumes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.screens.test_counter_link import register, see
from tests.support.helpers import wait_for
from tests.support.kiosk import make_settings, run_kiosk
from tests.support.offices import WalkinServer, run_server
from walkin.client import connect
from walkin.client import queue_client as client_module
from walkin.languages import Words
from walkin.model.registration import Registration
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.ticket import TicketPage

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="stops its server by a signal"),
]


@pytest.fixture(autouse=True)
def _strict_and_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setattr(client_module, "TIMEOUT", httpx.Timeout(1.0))
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
def server(data: Path) -> Iterator[WalkinServer]:
    with run_server(data) as running:
        yield running


@asynccontextmanager
async def frozen(server: WalkinServer) -> AsyncIterator[None]:
    assert server.process is not None
    assert server.process.pid is not None
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


async def list_all(server: WalkinServer) -> list[Registration]:
    async with await connect(Settings(api=server.url)) as client:
        return await client.list_registrations("1", "registered", "inProgress", "finished")


async def test_a_kiosk_gives_one_ticket(server: WalkinServer, tmp_path: Path) -> None:
    async with await connect(Settings(api=server.url)) as client:
        await client.update_queue("1", {"form": []})
    settings = make_settings(tmp_path, api=server.url, queue=("1",))
    async with run_kiosk(settings) as (app, pilot):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        async with frozen(server):
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, ProblemPage), "the problem")
            problem = app.screen
            assert isinstance(problem, ProblemPage)
            # Each try reaches the server, once it goes on.
            for _ in range(2):
                await pilot.press("enter")
                await wait_for(pilot, lambda: problem.sending, "a try")
                await wait_for(pilot, lambda: not problem.sending, "its end")
        # It goes on trying by itself.
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
    assert [registration.number for registration in await list_all(server)] == ["A001"]


async def test_a_counter_calls_nobody_twice(server: WalkinServer) -> None:
    for name in ("Anna", "Bea", "Cy"):
        await register(server, name)
    app = CounterApp(Settings(api=server.url, desk="Desk 3", queue=("1",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "Anna", "Bea", "Connected")
        async with frozen(server):
            await pilot.press("f5")
            await see(pilot, "The connection was lost. You will see")
            # Before the silence of its feed is noticed.
            for _ in range(3):
                await pilot.press("f5")
                await see(pilot, "Not connected: that could not be done.")
        await see(pilot, "Connected")
        desk = app.screen
        assert isinstance(desk, DeskScreen)
        await wait_for(pilot, lambda: desk.board.is_connected, "the link")
        # The server may have read the request whose sender had gone, or not.
        called = [r for r in await list_all(server) if r.status != "registered"]
        assert [(r.client.first_name, r.status, r.calls) for r in called] in ([], [("Anna", "inProgress", 1)])
        await wait_for(pilot, lambda: [r.id for r in desk.desk.clients] == [r.id for r in called], "the desk's client")
        await pilot.press("f5")
        await see(pilot, "here < 1 min")
        again = [r for r in await list_all(server) if r.status != "registered"]
        assert len(again) == len(called) + 1
        assert {r.calls for r in again} == {1}
