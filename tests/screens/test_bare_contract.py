"""Kiosk, counter and display at a server with the reference's operations and members only."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn

from tests.support.bare_server import BareServer
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import run_kiosk, type_text, wait_for_question, wait_for_texts
from walkin.client import NotSupported, connect, feed
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.called_clients import resolve_file
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import WaitingCounts
from walkin_kiosk.app import LATE_ENTER_SECONDS
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.ticket import TicketPage

CONTACT = [
    {"id": "1", "type": "input", "title": "Last name", "bind": "crm-last-name", "mandatory": True, "visible": True},
    {"id": "2", "type": "input", "title": "First name", "bind": "crm-first-name", "mandatory": True, "visible": True},
    {"id": "3", "type": "email", "title": "E-mail", "bind": "crm-email", "mandatory": True, "visible": True},
]

HOUSEHOLD = [
    {"id": "work", "type": "radio", "title": "Do you work?", "mandatory": True, "visible": True,
     "values": [{"id": "yes", "name": "Yes"}, {"id": "no", "name": "No"}]},
    {"id": "where", "type": "input", "title": "Where?", "visible": True, "section": "Your work",
     "visibleIf": {"id": "work", "in": ["yes"]}},
    {"id": "persons", "type": "input", "title": "Who moves in?", "visible": True,
     "repeat": {"min": 1, "max": 3, "title": "Person"}, "subItem": [
        {"id": "first", "type": "input", "title": "Name", "mandatory": True, "visible": True}]},
    {"id": "ok", "type": "consent", "title": "Your data", "help": "May we keep it?", "visible": True},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@contextmanager
def serve(server: BareServer) -> Iterator[str]:
    """Serve until the block ends; yields the address."""
    listener = socket.create_server(("127.0.0.1", 0))  # takes connections before the thread has started
    uvicorn_server = uvicorn.Server(uvicorn.Config(server, log_level="error", lifespan="off"))
    thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        uvicorn_server.should_exit = True
        thread.join()


async def register_three(address: str) -> None:
    async with await connect(Settings(api=address)) as client:
        for name in ("Anna", "Bea", "Cem"):
            await client.register(
                "7", {"client": {"firstName": name, "lastName": "Lee", "emailAddress": "a@b.org"}}, name
            )


async def test_the_kiosk_registers_and_claims_nothing() -> None:
    server = BareServer()
    with serve(server) as address:
        await register_three(address)
        async with run_kiosk(Settings(api=address, queue=("7",))) as (app, pilot):
            await wait_for_texts(pilot, "Permits", "Welcome")
            assert "aiting" not in screen_text(app)
            await pilot.press("1")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            assert "aiting" not in screen_text(app)
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
            assert isinstance(app.screen, TicketPage)
            assert app.screen.registration.number == "4004"
            assert app.screen.get_qr_text(app.words).startswith("4004 · Permits")
            await wait_for_texts(pilot, "3 people before you")
    assert len(server.registrations) == 4


async def test_the_kiosk_sends_the_client_that_the_reference_requires() -> None:
    server = BareServer(requires_names=True, form=CONTACT)
    with serve(server) as address:
        async with run_kiosk(Settings(api=address, queue=("7",))) as (app, pilot):
            await pilot.press("1")
            for item_id, text in (("1", "Lee\n"), ("2", "Anna\n"), ("3", "anna@example.org\n")):
                await wait_for_question(pilot, item_id)
                await type_text(pilot, text)
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
    client = {"id": "90", "firstName": "Anna", "lastName": "Lee", "emailAddress": "anna@example.org"}
    assert [entry["client"] for entry in server.registrations.values()] == [client]


@pytest.mark.parametrize("drops_extras", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_a_form_with_conditions_and_repeats_is_asked_as_far_as_the_server_keeps_it(drops_extras: bool) -> None:
    server = BareServer(form=HOUSEHOLD, drops_extras=drops_extras)

    def list_answers() -> dict[str, Any]:
        (entry,) = server.registrations.values()
        return {item["id"]: item for item in cast("list[dict[str, Any]]", entry["form"])}

    with serve(server) as address:
        async with run_kiosk(Settings(api=address, queue=("7",))) as (app, pilot):
            await pilot.press("1")
            await wait_for_question(pilot, "work")
            await pilot.press("2")
            if drops_extras:
                await wait_for_question(pilot, "where")
                # An Enter right behind the digit belongs to it.
                await pilot.pause(LATE_ENTER_SECONDS)
                await pilot.press("enter")
            await wait_for_question(pilot, "persons")
            await type_text(pilot, "Ana\n")
            if not drops_extras:
                await wait_for_texts(pilot, "Add another: Person")
                await pilot.press("enter")
            await wait_for_question(pilot, "ok")
            await wait_for_texts(pilot, "May we keep it?")
            await pilot.press("1", "enter")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        first = {"id": "first", "type": "input", "title": "Name", "mandatory": True, "visible": True, "value": "Ana"}
        entries = [first] if drops_extras else [{"id": "1", "subItem": [first]}]
        assert list_answers()["persons"]["subItem"] == entries
        assert list_answers()["ok"]["value"] == "true"
        async with CounterApp(Settings(api=address, desk="Desk 3", queue=("7",))).run_test(size=(100, 60)) as pilot:
            await wait_for_texts(pilot, "Connected", "4001")
            await pilot.press("enter", "d")
            await wait_for_texts(pilot, "Do you work?", "Who moves in?", "Ana", "Agreed")
            await pilot.press("e")
            await wait_for_texts(pilot, "Do you work?", "I agree")
            pilot.app.screen.query("Option").first().focus()
            await pilot.press("1")
            await wait_for_texts(pilot, "● Yes", "Where?")
            await pilot.press("ctrl+s")
            await wait_for_texts(pilot, "is saved.")
        assert [choice["id"] for choice in list_answers()["work"]["values"]] == ["yes"]
        assert list_answers()["persons"]["subItem"] == entries


async def test_the_counter_calls_remembers_and_finishes(tmp_path: Path) -> None:
    server = BareServer()
    with serve(server) as address:
        settings = Settings(api=address, desk="Desk 3", queue=("7",))
        file = resolve_file(settings, "Desk 3")
        assert file is not None
        assert tmp_path in file.parents
        await register_three(address)
        async with CounterApp(settings).run_test(size=(100, 30)) as pilot:
            await wait_for_texts(pilot, "Connected", "Anna", "Bea", "Cem", "3 waiting")
            await pilot.press("f5")
            await wait_for_texts(pilot, "here <", "2 waiting")
            await pilot.press("f6")
            await wait_for_texts(pilot, "This server cannot do that.")
        assert file.stat().st_mode & 0o077 == 0
        # Another client is called at another desk, and the counter starts again.
        server.registrations["4002"]["status"] = "inProgress"
        async with CounterApp(settings).run_test(size=(100, 30)) as pilot:
            await wait_for_texts(pilot, "Connected", "Anna Lee", "here ", "1 waiting")
            await pilot.press("f8")
            await wait_for_texts(pilot, "4001 Anna Lee is finished.", "Nobody at your desk", "F5 calls 4003")
            assert not file.exists()
            await pilot.press("enter", "h")
            await wait_for_texts(pilot, "This server cannot do that.")
            await pilot.press("f5")
            await wait_for_texts(pilot, "Cem Lee", "here ", "0 waiting")
        # One that ended elsewhere meanwhile is nobody's; a file that is broken ends nothing.
        server.registrations["4003"]["status"] = "finished"
        file.write_text("{broken", encoding="utf-8")
        async with CounterApp(settings).run_test(size=(100, 30)) as pilot:
            await wait_for_texts(pilot, "Connected", "Nobody at your desk")
    assert server.registrations["4001"]["status"] == "finished"


async def test_the_display_shows_calls_and_who_waits() -> None:
    server = BareServer()
    with serve(server) as address:
        await register_three(address)
        app = DisplayApp(Settings(api=address, queue=("7",)))
        async with app.run_test(size=(100, 30)) as pilot:
            await wait_for(pilot, lambda: isinstance(app.screen, DisplayScreen), "the display")
            counts = app.screen.query_one(WaitingCounts)
            await wait_for(pilot, lambda: [count.people for count in counts.counts] == [3], "three who wait")
            server.registrations["4002"]["status"] = "inProgress"
            await wait_for(pilot, lambda: app.screen.announcements.large_call is not None, "the call")
            assert app.screen.announcements.large_call.number == "4002"
            await wait_for(pilot, lambda: [count.people for count in counts.counts] == [2], "two who wait")


async def test_what_the_server_ignores_is_not_called_done() -> None:
    with serve(BareServer()) as address:
        client = await connect(Settings(api=address))
        entry = await client.register("7", {}, "k")
        requests = [
            client.park("7", entry.id),
            client.prioritise("7", entry.id, 5),
            client.annotate("7", entry.id, "a note"),
            client.transfer("7", entry.id, to_desk="Desk 1"),
            client.recall("7", entry.id),
            client.start_next_service("7", entry.id, "7"),
            client.undo("Desk 1"),
            client.update_desk("Desk 1", "paused"),
        ]
        for request in requests:
            with pytest.raises(NotSupported):
                await request
        assert (await client.put_back("7", entry.id)).status == "registered"
        assert (await client.mark_no_show("7", entry.id)).status == "noShow"
        assert await client.call_next("7", "Desk 1") is None
        await client.aclose()
