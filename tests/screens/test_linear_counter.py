"""The counter one line at a time: a whole shift, what is announced, a lost server, hostile names."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import bundle_hostile_texts
from tests.support.kiosk import make_settings, open_client
from tests.support.lines import LineReader, running
from walkin.languages import Words
from walkin.model.registration import Status
from walkin_counter.linear import LineCounter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from walkin.client import QueueClient

FORM: list[dict[str, Any]] = [
    {"id": "name", "title": "Full name", "bind": "crm-name", "mandatory": True},
    {"id": "born", "type": "date", "title": "Date of birth"},
]


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@asynccontextmanager
async def at_desk(folder: Path, **values: Any) -> AsyncIterator[tuple[LineReader, QueueClient, list[str]]]:
    """A desk of two services, Permits with a form and Cash without."""
    queues = (
        {"name": "Permits", "ticketPrefix": "X", "form": FORM, "outcomes": ["granted", "refused"]},
        {"name": "Cash", "ticketPrefix": "Y"},
    )
    async with open_client(folder, *queues) as (client, ids):
        reader = LineReader()
        settings = make_settings(folder, **{"desk": "Desk 7", "queue": tuple(ids), **values})
        async with running(reader, LineCounter(settings, reader.terminal).run()):
            yield reader, client, ids


async def take(client: QueueClient, queue_id: str, name: str, key: str) -> str:
    body = {"form": [{"id": "name", "value": name}], "language": "en"} if name else {}
    return (await client.register(queue_id, body, key)).number


async def test_a_whole_shift(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (reader, client, ids):
        await reader.see("Desk 7", "Nobody at your desk", "0 waiting", "?: Help")
        (desk,) = await client.list_desks()
        assert (desk.name, desk.status, [queue.id for queue in desk.queues]) == ("Desk 7", "open", ids)
        first, second, third = [await take(client, ids[0], f"Person {n} Lee", str(n)) for n in range(3)]
        cash = await take(client, ids[1], "", "cash")
        for ticket in (first, second, third, cash):
            await reader.wait(lambda ticket=ticket: f"{ticket} " in reader.output, f"does not announce {ticket}")
        reader.type("=")
        await reader.see("4 waiting", f"{first} Person 0 Lee · Permits", f"{cash} · Cash")
        reader.type("?")
        await reader.see("> Call next", "t Transfer", "! Coming", "# Quit")
        reader.type(">")
        await reader.see(f"{first} Person 0 Lee called to Desk 7.", "Permits")
        reader.type("r")
        await reader.see("called again")
        await reader.answer("n", "speaks softly")
        await reader.see(f"The note on {first} Person 0 Lee is saved.")
        reader.type("d")
        await reader.see("Full name: Person 0 Lee", "Note: speaks softly", "Date of birth: no answer")
        await reader.answer("e")
        await reader.see("5 Full name", "6 Date of birth", "Enter: Save")
        await reader.answer("6", "27 mar 1985")
        await reader.see("27 March 1985")
        reader.type("")
        await reader.see(f"{first} Person 0 Lee is saved.")
        await reader.answer("o")
        await reader.see("1 granted", "2 refused", "0 Another outcome")
        reader.type("2")
        await reader.see(f"{first} Person 0 Lee is finished.")
        assert (await find(client, ids[0], first)).outcome == "refused"
        reader.type("u")
        await reader.see("Undone: end of")
        reader.type(f"c {second}")
        await reader.see("is still at your desk. Finish or put back first")
        await reader.answer("x", f"c {second}")
        await reader.see(f"{second} Person 1 Lee called to Desk 7.")
        reader.type("h")
        await reader.see("on hold")
        reader.type(second)
        await reader.see(f"{second} Person 1 Lee · Permits", "1 Call this", "3 Take off hold")
        reader.type("3")
        await reader.see("waiting again")
        await reader.answer(f"t {third}")
        await reader.see("Where does", "Cash")
        number = next(
            line.split()[0] for line in reader.output.split("\n") if line.endswith(" Cash") and line[0].isdigit()
        )
        await reader.answer(number, "1")
        await reader.see(f"{third} Person 2 Lee now waits for Cash.")
        assert (await find(client, ids[1], third)).status == Status.REGISTERED
        await reader.answer("m")
        await reader.see("Who came back?", first)
        reader.type("1")
        await reader.see("is back and waiting again")
        reader.type("p")
        await reader.see("This desk is on a break.")
        reader.type("p")
        await reader.see("This desk is open.")
        reader.type("s")
        await reader.see("Permits", "Visits: 2", "Desks")
        reader.type("nothing like that")
        await reader.see("This ticket is not in the list.")


async def find(client: QueueClient, queue_id: str, number: str) -> Any:
    statuses = (Status.REGISTERED, Status.IN_PROGRESS, Status.FINISHED, Status.NO_SHOW)
    return next(r for r in await client.list_registrations(queue_id, *statuses) if r.number == number)


async def test_a_ticket_is_given_at_the_desk(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (reader, client, ids):
        await reader.answer("a")
        await reader.see("New ticket: which service?", "1 Permits", "2 Cash")
        reader.type("1")
        await reader.see("New ticket · Permits")
        while "Enter: Save" not in reader.output:
            text = await reader.see()
            await reader.answer("Zoë Lee" if "Full name" in text else "1" if "Priority" in text else "")
            await reader.wait(lambda: reader.is_awaited, "goes no further")
        reader.type("")
        await reader.see("Zoë Lee now waits for Permits.")
        registration = (await client.list_registrations(ids[0]))[0]
        assert (registration.client.full_name, registration.priority) == ("Zoë Lee", 1)


async def test_the_desk_and_its_services_are_asked(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk="", queue=()) as (reader, _client, _):
        await reader.see("Set up this desk", "Name of this desk")
        reader.type("")
        await reader.see("! Enter the name of this desk first.")
        await reader.answer("Window 3", "Kim")
        await reader.see("Services you call from", "4 * Permits")
        reader.type("9")
        await reader.see("! Tick at least one service.")
        await reader.answer("4 5")
        await reader.see("Window 3 · Kim", "0 waiting")
        await reader.answer(">")
        await reader.see("Nobody is waiting.")


async def test_a_call_for_help_is_announced_and_answered(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (reader, client, _):
        await reader.see("?: Help")
        alert = await client.report_alert("help", page="question", place="Entrance")
        await reader.wait(lambda: "Somebody asks for help" in reader.output.replace("\n", " "), "does not announce")
        reader.type("!")
        await reader.see("The kiosk has your answer: Entrance.")
        assert (await client.get_alert(alert.id)).acknowledged is not None


async def test_leaving_asks_while_a_client_is_at_the_desk(tmp_path: Path) -> None:
    async with open_client(tmp_path, {"name": "Cash"}) as (client, ids):
        await take(client, ids[0], "", "1")
        reader = LineReader()
        settings = make_settings(tmp_path, desk="Desk 7", queue=tuple(ids))
        async with running(reader, LineCounter(settings, reader.terminal).run()) as task:
            await reader.answer(">", "#")
            await reader.see("is still at your desk.", "1 Quit", "2 Stay")
            await reader.answer("2", "#", "1")
            async with asyncio.timeout(20):
                assert await task == 0


async def test_hostile_names_are_plain_lines(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as (reader, client, ids):
        await reader.see("?: Help")
        for place, text in enumerate(bundle_hostile_texts(6)):
            name = "".join(c for c in text if c.isprintable())[:120]
            await client.register(ids[1], {"client": {"firstName": name, "lastName": "李"}, "note": name}, str(place))
        await reader.answer("=", ">", "d", "o", "<")
        await reader.answer("s")
        await reader.see("Visits: 6")
