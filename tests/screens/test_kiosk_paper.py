"""The kiosk's paper: clients see how the print goes, staff hear of trouble, registrations say what is known."""

from __future__ import annotations

import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button

from tests.screens.test_counter import counter, see
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, wait_for_texts
from tests.support.printer import FakePrinter
from walkin.languages import Words
from walkin_kiosk import paper
from walkin_kiosk.messages import ServiceChosen, TicketRequested

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.client import QueueClient
    from walkin.model.registration import Registration
    from walkin_kiosk.app import KioskApp


@pytest.fixture(autouse=True)
def _strict_and_logged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@asynccontextmanager
async def kiosk_with_printer(
    office_file: Path, printer: FakePrinter, **values: Any
) -> AsyncIterator[tuple[KioskApp, Pilot[int], QueueClient]]:
    settings = make_settings(office_file.parent, printer=printer.address, location="Entrance", **values)
    async with (
        open_client(office_file.parent, {"name": "Passes"}) as (client, (queue_id,)),
        run_kiosk(settings) as (app, pilot),
    ):
        await wait_for(pilot, lambda: app.catalog.find_queue(queue_id) is not None, "the service")
        await take_ticket(app, pilot, queue_id)
        await wait_for(pilot, lambda: len(app.screen.query("#number")) > 0, "the ticket")
        yield app, pilot, client


async def take_ticket(app: KioskApp, pilot: Pilot[int], queue_id: str) -> None:
    app.start_page.post_message(ServiceChosen(queue_id))
    await wait_for(pilot, lambda: app.session is not None and len(app.screen_stack) > 1, "the check page")
    app.screen.post_message(TicketRequested())


async def find_ticket(client: QueueClient) -> Registration:
    queue = (await client.list_queues())[-1]
    (registration,) = await client.list_registrations(queue.id)
    return registration


async def wait_for_print(pilot: Pilot[int], client: QueueClient, printed: str, count: int) -> None:
    async def is_recorded() -> bool:
        registration = await find_ticket(client)
        return (registration.printed, registration.print_count) == (printed, count)

    for _ in range(600):
        if await is_recorded():
            return
        await pilot.pause(0.02)
    raise AssertionError(await find_ticket(client))


async def test_the_ticket_comes_out_and_one_copy_can_be_had(office_file: Path) -> None:
    with FakePrinter() as printer:
        async with kiosk_with_printer(office_file, printer) as (app, pilot, client):
            await wait_for_texts(pilot, "Take your paper.")
            await wait_for_print(pilot, client, "yes", 1)
            number = (await find_ticket(client)).ticket
            assert number in printer.sheets[0].lines
            assert "COPY" not in printer.sheets[0].lines
            assert app.screen.query_one("#keep").display is False
            app.screen.query_one("#copy", Button).press()
            await wait_for_print(pilot, client, "yes", 2)
            assert {"COPY", number} <= set(printer.sheets[1].lines)
            await wait_for(pilot, lambda: app.screen.query_one("#keep").display, "no second copy")
            assert app.screen.query_one("#copy").display is False


async def test_without_paper_the_client_keeps_the_number_and_staff_hear_of_it(office_file: Path) -> None:
    with FakePrinter("noPaper") as printer:
        async with counter(office_file) as staff, kiosk_with_printer(office_file, printer) as (app, pilot, client):
            await wait_for_texts(pilot, "No paper today: keep this number.")
            await see(staff, "Ticket printer, Entrance", "no paper. F3: I am coming.")
            await wait_for_print(pilot, client, "no", 0)
            assert app.screen.query_one("#keep").display
            assert (await find_ticket(client)).ticket in screen_text(app) or app.screen.query("#number")
            # The next one is the same call.
            printer.state = "coverOpen"
            await app.end_session()
            await take_ticket(app, pilot, (await client.list_queues())[-1].id)
            await see(staff, "Ticket printer, Entrance", "the lid is open. F3: I am coming.")
            assert [alert.kind for alert in await client.list_alerts()] == ["printer"]


@pytest.mark.long
async def test_a_print_that_fails_by_a_fault_of_ours_is_said_and_logged(
    office_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paper, "layout_ticket", lambda *_, **__: 1 / 0)
    with FakePrinter() as printer:
        async with kiosk_with_printer(office_file, printer) as (_, pilot, _):
            await wait_for_texts(pilot, "Take your paper, or keep this number.")
    assert "a ticket was not printed" in (tmp_path / "walkin.log").read_text()


@pytest.mark.long
async def test_a_printer_that_hangs_holds_nobody(office_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "LATE_SECONDS", 0.2)
    with FakePrinter(fault="hang") as printer:
        async with counter(office_file) as staff, kiosk_with_printer(office_file, printer) as (_, pilot, client):
            await wait_for_texts(pilot, "No paper today: keep this number.")
            await see(staff, "no answer: off, or not connected")
            await pilot.press("enter")
            await wait_for_texts(pilot, "Welcome. What can we do for you?")
            assert (await find_ticket(client)).printed == "unknown"


@pytest.mark.long
async def test_a_print_that_is_killed_is_unknown_and_the_next_one_works(office_file: Path) -> None:
    with FakePrinter(seconds=30) as printer:
        async with kiosk_with_printer(office_file, printer) as (app, pilot, client):
            await wait_for(pilot, lambda: len(printer.sheets) == 1, "the cut")
            assert app.printer is not None
            process = app.printer._spooler._process
            assert process is not None
            os.kill(process.pid, signal.SIGKILL)
            await wait_for_texts(pilot, "Take your paper, or keep this number.")
            await wait_for_print(pilot, client, "unknown", 1)
            printer.seconds = 0
            app.screen.query_one("#copy", Button).press()
            await wait_for(pilot, lambda: app.screen.query_one("#keep").display, "the copy")
