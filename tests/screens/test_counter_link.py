"""The connection to a real server that stops and starts again on the same port."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.support.helpers import screen_text, wait_for
from tests.support.offices import WalkinServer
from walkin.client import connect
from walkin.languages import Words
from walkin.settings import Settings
from walkin_counter import live_screen
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.status_line import StatusLine
from walkin_counter.dialogs import TextPromptScreen
from walkin_counter.display import app as display
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import WaitingCounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

if sys.platform == "win32":
    pytest.skip("stops its server by a signal", allow_module_level=True)


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
def server(data: Path) -> Iterator[WalkinServer]:
    """A server that is not started yet."""
    server = WalkinServer(data)
    yield server
    server.kill()


async def register(server: WalkinServer, name: str) -> None:
    client = await connect(Settings(api=server.url))
    await client.register("1", {"client": {"firstName": name}}, f"key-{name}")
    await client.aclose()


async def see(pilot: Pilot[int], *texts: str) -> None:
    await wait_for(pilot, lambda: all(text in screen_text(pilot.app) for text in texts), f"{texts} on the screen")


async def test_the_counter_without_a_server_and_after_its_return(server: WalkinServer) -> None:
    app = CounterApp(Settings(api=server.url, desk="Desk 3", queue=("1",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "Not connected. Trying again…")
        await asyncio.to_thread(server.start)
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "work")
        await register(server, "Anna")
        await see(pilot, "Anna", "Connected")
        await asyncio.to_thread(server.stop)
        await see(pilot, "Not connected — last update")
        status_line = app.screen.query_one(StatusLine)
        assert status_line.has_class("banner")
        assert isinstance(app.screen, DeskScreen)
        status_line.tick(app.screen.client.now() + timedelta(seconds=130), 1, None)
        assert "(2 min ago)" in str(status_line.query_one("#place").render())
        assert "Anna" in screen_text(app)
        await pilot.press("f5")
        await see(pilot, "Not connected: that could not be done.")
        await asyncio.to_thread(server.start)
        await wait_for(pilot, lambda: not status_line.has_class("-down"), "the link")
        await see(pilot, "Connected", "Nobody at your desk")
        await register(server, "Bea")
        await see(pilot, "Bea")
        await pilot.press("f5")
        await see(pilot, "here < 1 min")


async def test_the_display_says_so_and_heals(server: WalkinServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "LINK_DOWN_SECONDS", 1.5)
    monkeypatch.setattr(display, "STALE_SECONDS", 3.0)
    await asyncio.to_thread(server.start)
    app = DisplayApp(Settings(api=server.url, queue=("1",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DisplayScreen), "the display")
        await register(server, "Anna")
        counts = app.screen.query_one(WaitingCounts)
        await wait_for(pilot, lambda: [waiting.people for waiting in counts.counts] == [1], "one who waits")
        await asyncio.to_thread(server.kill)
        await see(pilot, "Reconnecting… last update")
        assert app.screen.has_class("-down")
        await wait_for(pilot, lambda: app.screen.has_class("-stale"), "the screen to dim")
        await asyncio.to_thread(server.start)
        client = await connect(Settings(api=server.url))
        await client.call_next("1", "Desk 3")
        await client.aclose()
        await wait_for(pilot, lambda: app.screen.announcements.large_call is not None, "the call made meanwhile")
        await wait_for(pilot, lambda: not app.screen.has_class("-down"), "the link")
        assert app.screen.announcements.large_call.number == "A001"


async def test_a_board_that_breaks_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_screen, "RESTART_SECONDS", 0.05)
    app = CounterApp(Settings(data=tmp_path / "office.db", desk="Desk 3", queue=("1",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "work")
        screen = app.screen
        runs = []

        async def run(changed: object) -> None:
            runs.append(changed)
            raise RuntimeError("broken")

        monkeypatch.setattr(screen.board, "run", run)
        screen.workers.cancel_group(screen, "feed")
        # Private: a board never raises by itself.
        screen._follow_board()
        await wait_for(pilot, lambda: len(runs) > 2, "the board to be started again")
        assert "the board stopped" in (tmp_path / "walkin.log").read_text()
        assert app.is_running


async def test_what_was_written_stays_while_the_link_is_lost(server: WalkinServer) -> None:
    await asyncio.to_thread(server.start)
    await register(server, "Anna")
    app = CounterApp(Settings(api=server.url, desk="Desk 3", queue=("1",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await see(pilot, "Anna", "Connected")
        desk = app.screen
        assert isinstance(desk, DeskScreen)
        await pilot.press("f5")
        await see(pilot, "here < 1 min")
        await pilot.press("f20")
        await wait_for(pilot, lambda: isinstance(app.screen, TextPromptScreen), "the question")
        before = app.screen
        await asyncio.to_thread(server.stop)
        await wait_for(pilot, lambda: not desk.board.is_connected, "the loss to be noticed")
        for line, text in zip(before.query(Input), ("solved", "paid [/x]"), strict=True):
            line.value = text
        before.query(Input).last().focus()
        await pilot.press("enter")
        await see(pilot, "Not connected: that could not be done.", "solved", "paid [/x]")
        assert app.screen is not before
        await asyncio.to_thread(server.start)
        await wait_for(pilot, lambda: desk.board.is_connected, "the link")
        app.screen.query(Input).last().focus()
        await pilot.press("enter")
        await see(pilot, "A001 Anna is finished.")
        client = await connect(Settings(api=server.url))
        [done] = await client.list_registrations("1", "finished")
        await client.aclose()
        assert (done.outcome, done.note) == ("solved", "paid [/x]")


class Wire:
    """A proxy that can lose a response although the request arrived."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.lose = b""
        """The beginning of the request whose response is lost, once."""
        self._lines: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (line := asyncio.current_task()) is not None:
            self._lines.add(line)
        there, onward = await asyncio.open_connection("127.0.0.1", self._port)
        lost = asyncio.Event()
        back = asyncio.create_task(self._back(there, writer, lost))
        try:
            while data := await reader.read(65_536):
                if self.lose and data.startswith(self.lose):
                    self.lose = b""
                    lost.set()
                # The body of the request goes through as well: the server has to carry it out.
                onward.write(data)
        except OSError:
            pass
        finally:
            back.cancel()
            onward.close()
            writer.close()

    async def _back(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        with contextlib.suppress(OSError):
            # The connection ends when the lost response arrives: the server has done the work, unknown to the client.
            while (data := await there.read(65_536)) and not lost.is_set():
                writer.write(data)
        writer.close()


async def test_an_answer_that_is_lost_in_mid_call_calls_nobody_twice(server: WalkinServer) -> None:
    await asyncio.to_thread(server.start)
    for name in ("Anna", "Bea"):
        await register(server, name)
    wire = Wire(server.port)
    async with wire as address:
        app = CounterApp(Settings(api=address, desk="Desk 3", queue=("1",)))
        async with app.run_test(size=(80, 24)) as pilot:
            await see(pilot, "Anna", "Bea", "Connected")
            wire.lose = b"POST /api/2.3/desks/"
            await pilot.press("f5")
            await see(pilot, "The connection was lost. You will see")
            await see(pilot, "here < 1 min", "Bea")
            assert not wire.lose
            client = await connect(Settings(api=server.url))
            called = await client.list_registrations("1", "inProgress", "finished")
            assert [(registration.client.first_name, registration.calls) for registration in called] == [("Anna", 1)]
            await client.aclose()
            await pilot.press("f5")
            await wait_for(pilot, lambda: "Bea" in screen_text(app).split("F5")[0], "the next one at the desk")
