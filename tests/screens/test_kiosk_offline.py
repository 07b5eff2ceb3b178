"""A kiosk whose server goes away, with numbers of its own; and after a restart."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import (
    FORM,
    free_port,
    make_settings,
    open_client,
    run_kiosk,
    served,
    type_text,
    wait_for_question,
    wait_for_start_page,
    wait_for_texts,
)
from tests.support.offline_kiosk import SimulatedSession
from walkin.client import QueueClient
from walkin.model.errors import Refused
from walkin.ui.state_file import resolve_state_folder
from walkin_kiosk.offline import OfflineTickets
from walkin_kiosk.outbox import Outbox
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import Settings

SHORT = {"name": "Permits", "ticketPrefix": "P", "form": FORM[:1]}
SECRET = "Zebulon Quartermaine"
NUMBERS = 3


class Office:
    """A server that can go away, and a client of its own to look at what it has."""

    def __init__(self, folder: Path, client: QueueClient, queue_id: str) -> None:
        self.folder, self.client, self.queue_id, self.port = folder, client, queue_id, free_port()
        self._running: AbstractContextManager[None] | None = None

    @property
    def settings(self) -> Settings:
        address = f"http://127.0.0.1:{self.port}"
        return make_settings(self.folder, api=address, queue=(self.queue_id,), offline_numbers=NUMBERS)

    def start(self) -> None:
        self._running = served(self.folder, self.port)
        self._running.__enter__()

    def stop(self) -> None:
        if self._running is not None:
            self._running.__exit__(None, None, None)
        self._running = None


@asynccontextmanager
async def open_office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_client(tmp_path, SHORT) as (client, ids):
        office = Office(tmp_path, client, ids[0])
        office.start()
        try:
            yield office
        finally:
            office.stop()


async def wait_for_lease(pilot: Pilot[Any]) -> None:
    catalog = pilot.app.catalog  # type: ignore[attr-defined]
    await wait_for(pilot, lambda: catalog.offline is not None and catalog.offline.takes_answers, "the lease")


async def take_ticket(pilot: Pilot[Any], name: str) -> str:
    await pilot.press("1")
    await wait_for_question(pilot, "name")
    await type_text(pilot, f"{name}\n")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, CheckPage), "the check page")
    await pilot.press("enter")
    return await wait_for_ticket(pilot)


async def wait_for_ticket(pilot: Pilot[Any]) -> str:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, TicketPage), "the ticket")
    assert isinstance(pilot.app.screen, TicketPage)
    return pilot.app.screen.registration.ticket


async def to_start(pilot: Pilot[Any]) -> None:
    await pilot.press("enter")
    await wait_for_start_page(pilot)


async def test_it_goes_on_without_the_server(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office, run_kiosk(office.settings) as (app, pilot):
        await wait_for_lease(pilot)
        office.stop()
        # The request of the first client finds out.
        tickets = [await take_ticket(pilot, SECRET)]
        await wait_for_texts(pilot, "No connection: nobody can say how")
        await to_start(pilot)
        await wait_for_texts(pilot, "You can take a ticket all the same")
        tickets.append(await take_ticket(pilot, "Ben"))
        await to_start(pilot)
        tickets.append(await take_ticket(pilot, "Cy"))
        await to_start(pilot)
        await wait_for_texts(pilot, "No tickets until the", "Staff can help you until then")
        for file in resolve_state_folder().iterdir():
            content = file.read_bytes()
            assert SECRET.encode() not in content
            assert file.stat().st_mode & 0o077 == 0
        office.start()
        await wait_for(pilot, lambda: app.catalog.connected, "the server")
        arrived: list[tuple[str, str | None]] = []

        async def has_arrived() -> bool:
            listed = await office.client.list_registrations(office.queue_id)
            arrived[:] = [(item.ticket, item.form[0].value) for item in listed if item.offline]
            return len(arrived) == NUMBERS

        while not await has_arrived():
            await pilot.pause(0.05)
        assert arrived == list(zip(tickets, (SECRET, "Ben", "Cy"), strict=True))
        assert await take_ticket(pilot, "Dot") not in tickets


@pytest.mark.long
async def test_after_a_restart_it_gives_tickets_only(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        async with run_kiosk(office.settings) as (_, pilot):
            await wait_for_lease(pilot)
            office.stop()
            await take_ticket(pilot, SECRET)
        async with run_kiosk(office.settings) as (app, pilot):
            await wait_for_texts(pilot, "Permits", "You can take a ticket all the same")
            await pilot.press("1")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the page without questions")
            assert "Full name" not in screen_text(app)
            await pilot.press("enter")
            second = await wait_for_ticket(pilot)
            office.start()
            await to_start(pilot)
            await wait_for_lease(pilot)
            while len(listed := await office.client.list_registrations(office.queue_id)) < 2:
                await pilot.pause(0.05)
            assert [[item.value for item in registration.form] for registration in listed] == [[SECRET], []]
            assert listed[1].ticket == second


@pytest.mark.long
async def test_answers_that_cannot_be_sealed_stay_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_office(tmp_path) as office:
        async with run_kiosk(office.settings) as (_, pilot):
            await wait_for_lease(pilot)
        # After the restart the server is there, but its key does not arrive before it goes away.
        monkeypatch.setattr(Outbox, "set_key", lambda *_: None)
        async with run_kiosk(office.settings) as (app, pilot):
            await wait_for(pilot, lambda: app.catalog.connected, "the server")
            await pilot.press("1")
            await wait_for_question(pilot, "name")
            await type_text(pilot, f"{SECRET}\n")
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, CheckPage), "the check page")
            office.stop()
            await pilot.press("enter")
            await wait_for_texts(pilot, "Nothing you typed is lost")
            office.start()
            await wait_for_ticket(pilot)
            (registration,) = await office.client.list_registrations(office.queue_id)
            assert registration.form[0].value == SECRET


@pytest.mark.long
async def test_a_counter_goes_on_from_the_kiosk(tmp_path: Path) -> None:
    port, key = free_port(), "4n2w-kq8d-v0xt-71cm"
    async with open_office(tmp_path) as office:
        values = {"offline_desks": f"127.0.0.1:{port}", "offline_desks_key": key}
        async with run_kiosk(office.settings.model_copy(update=values)) as (app, pilot):
            await wait_for_lease(pilot)
            address = f"http://127.0.0.1:{port}"
            async with (
                QueueClient.create_remote(address, key=(key, "")) as desk,
                QueueClient.create_remote(address, key=("a guess", "")) as stranger,
            ):
                with pytest.raises(Refused, match="The server is back"):
                    await desk.list_queues()
                office.stop()
                tickets = []
                for name in (SECRET, "Ben", "Cy"):
                    tickets.append(await take_ticket(pilot, name))
                    await to_start(pilot)
                with pytest.raises(Refused, match="unauthorized"):
                    await stranger.list_queues()
                (queue,) = await desk.list_queues()
                waiting = await desk.list_registrations(queue.id)
                assert ([item.ticket for item in waiting], queue.waiting) == (tickets, 3)
                assert SECRET not in repr(waiting)
                first = await desk.call_next(queue.id, "Desk 1")
                second = await desk.call_next(queue.id, "Desk 2")
                assert first is not None
                assert second is not None
                assert [first.ticket, second.ticket] == tickets[:2]
                with pytest.raises(Refused, match="conflict"):
                    await desk.call(queue.id, first.id, "Desk 2")
                await desk.finish(queue.id, first.id)
                office.start()
                await wait_for(pilot, lambda: app.catalog.connected, "the server")
                statuses = "registered", "inProgress", "finished"
                while len(listed := await office.client.list_registrations(office.queue_id, *statuses)) < NUMBERS:
                    await pilot.pause(0.05)
                assert {item.ticket: (item.status, item.counter and item.counter.name) for item in listed} == {
                    tickets[0]: ("finished", "Desk 1"),
                    tickets[1]: ("inProgress", "Desk 2"),
                    tickets[2]: ("registered", None),
                }


@pytest.mark.long
async def test_a_full_disk_gives_no_ticket(tmp_path: Path, monkeypatch: Any) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with open_office(tmp_path) as office, run_kiosk(office.settings) as (app, pilot):
        await wait_for_lease(pilot)
        office.stop()
        with monkeypatch.context() as patch:
            patch.setattr(Outbox, "take", fail)
            await pilot.press("1")
            await wait_for_question(pilot, "name")
            await type_text(pilot, "Ann\n")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await pilot.press("enter")
            await wait_for_texts(pilot, "The ticket could not be taken yet", "Nothing you typed is lost")
        await pilot.press("enter")
        assert await wait_for_ticket(pilot)


async def test_the_server_hears_how_the_paper_came_out_of_a_ticket_taken_without_it(tmp_path: Path) -> None:
    """Before the ticket is sent, while it is sent, and afterwards."""
    async with open_office(tmp_path) as office:
        tickets = OfflineTickets(tmp_path / "kept.db", NUMBERS)
        client = office.client
        tickets.note_contact(await client.list_queues(), client.now())
        await tickets.synchronize(client)
        queue = next(queue for queue in tickets.queues if queue.id == office.queue_id)
        before, during, after = [await _take(tickets, queue, name) for name in ("Ann", "Ben", "Cy")]
        await tickets.record_print(client, before.token, "unknown")
        await tickets.record_print(client, before.token, "yes")
        await tickets.record_print(client, during.token, "unknown")
        register_offline = client.register_offline

        async def register_while_paper_comes_out(queue_id: str, members: Mapping[str, object]) -> Registration:
            registered = await register_offline(queue_id, members)
            if members["token"] == during.token:
                await tickets.record_print(client, during.token, "no")
            return registered

        client.register_offline = register_while_paper_comes_out  # type: ignore[method-assign]
        await tickets.synchronize(client)
        await tickets.record_print(client, after.token, "unknown")
        await tickets.record_print(client, after.token, "yes")
        listed = {item.ticket: item for item in await client.list_registrations(office.queue_id)}
        found = [(listed[item.ticket].printed, listed[item.ticket].print_count) for item in (before, during, after)]
        assert found == [("yes", 1), ("no", 0), ("yes", 1)]
        tickets.close()


async def _take(tickets: OfflineTickets, queue: Queue, name: str) -> Registration:
    session: Any = SimulatedSession(queue, name, None)
    registration = await tickets.take(session)
    assert registration is not None
    return registration
