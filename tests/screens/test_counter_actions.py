"""The counter's actions beyond calling: their dialogs, and their effect in the store."""

from __future__ import annotations

import contextlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from tests.screens.test_counter import arrive, counter, current, desk_screen, office, see, shown, strict, with_client
from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from tests.support.printer import FakePrinter
from walkin.api.app import create_app
from walkin.client import QueueClient
from walkin.model.caller import LOCAL_KIOSK
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.screens.action_menu import ActionMenu
from walkin_counter.desk.table import QueueTable
from walkin_counter.dialogs import ChoiceScreen, MenuChoice, TextPromptScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

__all__ = ["office", "strict"]


async def asked(pilot: Pilot[int], screen: type) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, screen), screen.__name__)
    await pilot.pause()


async def choose(pilot: Pilot[int], text: str) -> None:
    """Choose the option with that text."""

    def find_key() -> str:
        if not isinstance(pilot.app.screen, ChoiceScreen) or not pilot.app.screen.query(OptionList):
            return ""
        prompts = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        return next((prompt[0] for prompt in prompts if text in prompt), "")

    await wait_for(pilot, lambda: find_key() != "", f"the choice {text}")
    await pilot.press(find_key())


async def write(pilot: Pilot[int], *texts: str) -> None:
    await asked(pilot, TextPromptScreen)
    for line, text in zip(pilot.app.screen.query(Input), texts, strict=True):
        line.value = text
    pilot.app.screen.query(Input).last().focus()
    await pilot.press("enter")


async def test_transfer_to_a_queue_at_each_place_and_to_a_desk(data: Path, office: QueueClient) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo", "Dora")]
    waiting = await arrive(office, "There", "2")
    await office.update_desk("Desk 9", "open")
    async with counter(data, queues=("1", "2")) as pilot:
        await see(pilot, "Anna", "Dora")
        table = pilot.app.screen.query_one(QueueTable)
        for client, place in zip(people, ("last", "by the time of arrival", "first"), strict=False):
            table.select(client.id)
            await pilot.press("enter", "t")
            await choose(pilot, "Moving house")
            await choose(pilot, place)
            await see(pilot, f"{client.ticket} {client.client.first_name} now waits for Moving house")
        order = [registration.client.first_name for registration in await office.list_registrations("2")]
        assert order == ["Cleo", "Bea", "There", "Anna"], order
        table.select(people[3].id)
        await pilot.press("enter", "c")
        await with_client(pilot, "A004")
        await pilot.press("f9")
        await choose(pilot, "Only Desk 9")
        await see(pilot, "A004 Dora now waits for Desk 9.", "for Desk 9")
        reserved = await office.get_registration("1", people[3].id)
        assert reserved.reserved is not None
        assert (reserved.status, reserved.reserved.name) == (Status.REGISTERED, "Desk 9")
    assert waiting.ticket == "B001"


async def test_hold_place_priority_and_note_of_the_selected_row(data: Path, office: QueueClient) -> None:
    first, second, third = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        table = pilot.app.screen.query_one(QueueTable)
        table.select(second.id)
        await pilot.press("enter", "h")
        await see(pilot, "A002 Bea is on hold.", "on hold")
        assert (await office.get_registration("1", second.id)).parked
        table.select(second.id)
        await pilot.press("enter", "h")
        await see(pilot, "A002 Bea is waiting again.")
        table.select(third.id)
        await pilot.press("enter", "w")
        await choose(pilot, "first")
        await wait_for(pilot, lambda: table.rows[0].id == third.id, "Cleo to be the first")
        table.select(second.id)
        await pilot.press("enter", "i")
        await asked(pilot, ChoiceScreen)
        await see(pilot, "0  normal", "3  priority 3", "9  first of all")
        await pilot.press("3")
        await see(pilot, "A002 !3")
        assert (await office.get_registration("1", second.id)).priority == 3
        table.select(first.id)
        await pilot.press("enter", "n")
        await write(pilot, "in a wheelchair")
        await see(pilot, "The note on A001 Anna is saved.")
        assert (await office.get_registration("1", first.id)).note == "in a wheelchair"


@contextlib.asynccontextmanager
async def kiosk(data: Path) -> AsyncIterator[QueueClient]:
    client = await QueueClient.start_embedded(create_app(data, local_caller=LOCAL_KIOSK))
    yield client
    await client.aclose()


async def test_staff_say_whether_a_visitor_is_the_known_client(data: Path, office: QueueClient) -> None:
    address = {"emailAddress": "vic@example.org"}
    known = (await arrive(office, "[b]Vic[/b]", client={"firstName": "[b]Vic[/b]", **address})).client.id
    async with kiosk(data) as stranger:
        for number in range(4):
            await stranger.register("1", {"client": {"lastName": f"Visitor{number}", **address}}, f"kiosk {number}")
    people = await office.list_registrations("1")
    async with counter(data, size=(100, 30)) as pilot:
        await see(pilot, "Visitor3")
        table = pilot.app.screen.query_one(QueueTable)

        async def is_linked(place: int) -> bool:
            registration = await office.get_registration("1", people[place].id)
            assert registration.possible_client is None
            return registration.client.id == known

        # The row, by its letter: the same person.
        table.select(people[1].id)
        await pilot.press("enter")
        await see(pilot, "Y Known client?")
        await pilot.press("y")
        await see(pilot, "A002 Visitor0: is this a client you know?")
        await choose(pilot, "The same person: [b]Vic[/b] · vic@example.org")
        await see(pilot, "A002 Visitor0 is linked to the known client.")
        assert await is_linked(1)
        # The details: somebody else.
        table.select(people[2].id)
        await pilot.press("enter", "d")
        await asked(pilot, DetailsScreen)
        await see(pilot, "Possible known client", "[b]Vic[/b] · vic@example.org")
        await pilot.press("y")
        await choose(pilot, "Somebody else")
        await see(pilot, "A003 Visitor1 is somebody else")
        await wait_for(pilot, lambda: not shown(pilot, "Possible known client"), "the suggestion to go")
        assert not await is_linked(2)
        await pilot.press("escape")
        # The client at the desk, from the list of all actions; going back changes nothing.
        table.select(people[3].id)
        await pilot.press("enter", "c")
        await with_client(pilot, "A004")
        await see(pilot, "may be a known client")
        for way in ("escape", "1"):
            await pilot.press("space")
            await asked(pilot, ActionMenu)
            await pilot.press("y")
            await asked(pilot, ChoiceScreen)
            await pilot.press(way)
        await see(pilot, "A004 Visitor2 is linked to the known client.")
        assert await is_linked(3)
        # One whose record is gone can only be somebody else.
        await office.erase_client(str(known))
        table.select(people[4].id)
        await pilot.press("enter", "y")
        await choose(pilot, "Somebody else")
        await see(pilot, "A005 Visitor3 is somebody else")
        await pilot.press("enter")
        await asked(pilot, ActionMenu)
        assert pilot.app.screen.query_one("#identify").disabled, "there is nothing to say"
        assert not await is_linked(4)


async def test_a_desk_prints_tickets_again(data: Path, office: QueueClient) -> None:
    anna, _ = [await arrive(office, name) for name in ("Anna", "Bea")]
    with FakePrinter() as printer:
        async with counter(data, printer=printer.address) as pilot:
            await see(pilot, "Bea")
            await pilot.press("home", "enter", "0")
            await see(pilot, "The ticket of A001 Anna is printed.")
            assert "A001" in printer.sheets[0].lines
            await pilot.press("f5")
            await with_client(pilot, "A001")
            printer.state = "noPaper"
            await pilot.press("space", "0")
            await see(pilot, "The ticket of A001 Anna is not printed: no paper.")
            printer.state = "ok"
            await pilot.press("space", "0")
            await see(pilot, "The ticket of A001 Anna is printed.")
            assert {"COPY", "A001"} <= set(printer.sheets[1].lines)
            assert "Anna" not in " ".join(printer.sheets[1].lines)
            assert (await office.get_registration("1", anna.id)).print_count == 2
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await pilot.press("home", "enter")
        await asked(pilot, ActionMenu)
        assert pilot.app.screen.query_one("#print").disabled, "this desk has no printer"


async def test_outcome_next_service_and_coming_back(data: Path, office: QueueClient) -> None:
    first, second = [await arrive(office, name) for name in ("Anna", "Bea")]
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("space", "v")
        await choose(pilot, "Moving house")
        await see(pilot, "A001 Anna goes on to Moving house")
        assert (await office.get_registration("1", first.id)).status == Status.FINISHED
        [after] = await office.list_registrations("2")
        assert (after.ticket, after.follows) == ("A001", first.id)
        await pilot.press("f5")
        await with_client(pilot, "A002")
        await pilot.press("f7")
        await with_client(pilot, "")
        await pilot.press("space", "m")
        await choose(pilot, "A002")
        await see(pilot, "A002 Bea is back")
        await pilot.press("f5")
        await with_client(pilot, "A002")
        await pilot.press("space", "o")
        await write(pilot, "passport issued", "paid in cash")
        await see(pilot, "A002 Bea is finished.")
        done = await office.get_registration("1", second.id)
        assert (done.status, done.outcome, done.note) == (Status.FINISHED, "passport issued", "paid in cash")


@pytest.mark.parametrize(
    ("choices", "keys"),
    [
        ([MenuChoice(level, f"priority {level}", key=str(level)) for level in range(10)], "0123456789"),
        ([MenuChoice(place, place) for place in ("first", "last")], "12"),
        ([MenuChoice(name, name) for name in ("Permits", "Only Desk 1 may call", "Only Desk 2 may call")], "1ab"),
        ([MenuChoice(number, "Service") for number in range(12)], "123456789abc"),
        ([MenuChoice("", "gone", disabled=True), MenuChoice("", "A００１"), MenuChoice("", "x", key="a")], " ba"),
    ],
)
def test_the_key_of_a_choice_never_contradicts_its_name(choices: list[MenuChoice[Any]], keys: str) -> None:
    assert [key or " " for key in ChoiceScreen("", choices)._keys] == list(keys)


async def test_a_visit_is_finished_with_an_outcome_of_the_list(data: Path, office: QueueClient) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        # The list is read when it is asked for: a counter that is open offers what the office has just added.
        await office.update_queue("1", {"outcomes": ["issued", "[b]papers[/b] missing", "see room 9"]})

        async def finish(*keys: str) -> None:
            await pilot.press("f5")
            await wait_for(pilot, lambda: current(pilot) != "" and not desk_screen(pilot)._running_action, "the call")
            await pilot.press("shift+f8")
            await asked(pilot, ChoiceScreen)
            await see(pilot, "1  issued", "2  [b]papers[/b] missing", "a  see room 9", "0  Another outcome")
            await pilot.press(*keys)

        await finish("2")
        await see(pilot, "A001 Anna is finished.")
        await finish("a")
        await see(pilot, "A002 Bea is finished.")
        await finish("0")
        await write(pilot, "deferred", "till May")
        await see(pilot, "A003 Cleo is finished.")
        done = [await office.get_registration("1", registration.id) for registration in people]
        outcomes = [(registration.outcome, registration.note) for registration in done]
        assert outcomes == [("[b]papers[/b] missing", None), ("see room 9", None), ("deferred", "till May")]


UNDONE = [
    ("call of", ["next"]),
    ("recall of", ["next", "recall"]),
    ("end of", ["next", "finish"]),
    ("no-show of", ["next", "no_show"]),
    ("hold of", ["park"]),
    ("return to the queue of", ["next", "put_back"]),
    ("return to the queue of", ["next", "no_show", "returned", "a"]),
    ("priority of", ["priority", "4"]),
    ("place of", ["place", "2"]),
    ("transfer of", ["transfer", "1", "1"]),
    ("transfer of", ["transfer", "a"]),
    ("next service of", ["next", "next_service", "2"]),
]
"""What an undo says, and the actions and keys before it."""


async def test_undo_names_action_and_person(data: Path, office: QueueClient) -> None:
    await arrive(office, client={"firstName": "Ann", "lastName": "Bee"})
    await arrive(office, "Cleo")
    await office.update_desk("Desk 9", "open")
    async with counter(data) as pilot:
        await see(pilot, "Ann Bee", "Cleo")
        screen, table = desk_screen(pilot), pilot.app.screen.query_one(QueueTable)
        for sentence, steps in UNDONE:
            table.select(table.rows[0].id)
            for step in steps:
                if len(step) == 1:
                    await asked(pilot, ChoiceScreen)
                    await pilot.press(step)
                elif step in screen._flows.client_actions:
                    # The client at the desk, otherwise the first in turn, as the menu of a row does.
                    target = screen.desk.current_client or screen.board.get(table.rows[0].id)
                    assert target is not None
                    screen._act_on(step, target)
                else:
                    screen.action_do(step)
                await wait_for(
                    pilot, lambda: not screen._running_action or pilot.app.screen is not screen, f"{step} to end"
                )
            screen.action_do("undo")
            await see(pilot, f"Undone: {sentence} A001 Ann Bee.")
            while await office.list_actions("Desk 3"):
                await office.undo("Desk 3")
            await wait_for(pilot, lambda: [row.number for row in table.rows] == ["A001", "A002"], "both to wait")


async def test_an_action_is_chosen_from_the_last_ones(data: Path, office: QueueClient) -> None:
    for name in ("Anna", "[b]Bea[/b]", "Cleo"):
        await arrive(office, name)
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        await pilot.press("ctrl+u")
        await see(pilot, "This desk has done nothing in the last 10 minutes")
        for action in ("next", "park", "next", "recall"):
            desk_screen(pilot).action_do(action)
            await wait_for(pilot, lambda: not desk_screen(pilot)._running_action, action)
        await pilot.press("ctrl+u")
        await asked(pilot, ChoiceScreen)
        assert re.findall(r"  (\w+ of A00.+?)(?:  +[│║█]| *\n)", screen_text(pilot.app)) == [
            "recall of A002 [b]Bea[/b]",
            "call of A002 [b]Bea[/b]  changed since",
            "hold of A001 Anna",
            "call of A001 Anna  changed since",
        ]
        await choose(pilot, "hold of A001")
        await see(pilot, "Undone: hold of A001 Anna.")
        assert {client.number for client in desk_screen(pilot).desk.clients} == {"A001", "A002"}


async def test_undo_pause_and_services(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("f8")
        await with_client(pilot, "")
        await pilot.press("ctrl+z")
        await with_client(pilot, "A001")
        await see(pilot, "Undone: end of A001 Anna.")
        await pilot.press("ctrl+z")
        await with_client(pilot, "")
        await see(pilot, "Undone: call of A001 Anna.", "1 waiting")
        await pilot.press("ctrl+z")
        await see(pilot, "That was not possible")
        await pilot.press("space", "p")
        await see(pilot, "Desk paused", "F5 ends the break.")
        assert [(desk.name, desk.status) for desk in await office.list_desks()] == [("Desk 3", "paused")]
        await pilot.press("space", "p")
        await see(pilot, "Nobody at your desk")
        await office.update_desk("Desk 3", "paused")
        screen = desk_screen(pilot)
        screen.handle_change(None)
        await see(pilot, "Desk paused")
        await pilot.press("f5")
        await see(pilot, "This desk is open.", "Nobody at your desk")
        assert (await office.list_desks())[0].status == "open"
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("space", "q")
        await choose(pilot, "close it")
        await see(pilot, "is closed to new clients")
        assert (await office.get_queue("1")).status == "closed"
        await pilot.press("space", "z")
        await see(pilot, "This desk is closed.")


async def test_a_ticket_is_given_at_the_desk_by_the_rules_of_the_form(data: Path, office: QueueClient) -> None:
    form = [{"id": "why", "title": "Why?", "mandatory": True}]
    queue = await office.add_queue({"name": "Permits", "ticketPrefix": "P", "form": form})
    async with counter(data, queues=(queue.id,), size=(80, 44)) as pilot:
        await pilot.press("space", "a")
        await asked(pilot, RegisterScreen)
        await see(pilot, "New ticket · Permits", "First name", "Why?")
        await pilot.press(*"Ann", "ctrl+s")
        await see(pilot, "1 answer needs correcting")
        assert await office.list_registrations(queue.id) == []
        pilot.app.screen.query(Input).last().focus()
        await pilot.press(*"noise", "ctrl+s")
        await see(pilot, "P001 Ann now waits for Permits.")
        [registration] = await office.list_registrations(queue.id)
        registration = await office.get_registration(queue.id, registration.id)
        assert (registration.client.first_name, [item.value for item in registration.form]) == ("Ann", ["noise"])


async def test_search_and_filter_say_what_they_leave_out(data: Path, office: QueueClient) -> None:
    for name in ("Łucja", "Bea", "Cleo"):
        await arrive(office, name)
    await arrive(office, "Other", "2")
    async with counter(data, queues=("1", "2")) as pilot:
        await see(pilot, "Łucja", "Other")
        await pilot.press("slash", *"luc")
        await see(pilot, "1 of 4 shown", "Łucja")
        assert not shown(pilot, "Cleo")
        await pilot.press("enter")
        await asked(pilot, ActionMenu)
        await see(pilot, "A001 Łucja · Identity cards")
        await pilot.press("escape", "escape")
        await see(pilot, "Cleo")
        await pilot.press("space", "g", "space", "g")
        await see(pilot, "1 of 4 shown · Moving house", "Other")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("space", "g")
        await see(pilot, "Bea", "Cleo")


async def test_leader_palette_and_help(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f4")
        await asked(pilot, ActionMenu)
        assert pilot.app.screen.query_one("#outcome").disabled
        await pilot.press("f", "f8")
        assert isinstance(pilot.app.screen, ActionMenu), "nobody is at the desk"
        await pilot.click("#pause")
        await see(pilot, "Desk paused")
        await pilot.press("space", "p")
        await wait_for(pilot, lambda: not shown(pilot, "Desk paused"), "the end of the break")
        await pilot.press("ctrl+p")
        await asked(pilot, CommandPalette)
        commands = pilot.app.screen.query_one(OptionList)
        await wait_for(pilot, lambda: commands.option_count > 5, "all commands")
        await pilot.press(*"call ne")
        await wait_for(pilot, lambda: 0 < commands.option_count < 5, "the commands with these letters")
        await see(pilot, "Call next  F5")
        await pilot.press("enter")
        await with_client(pilot, "A001")
        await pilot.press("space")
        await asked(pilot, ActionMenu)
        await see(pilot, "A001 Anna", "R Recall", "Desk 3", "U Undo", "Screen", "K Colours")
        await pilot.press("escape", "f1")
        await see(pilot, "You are in the list.", "F9  Space T  Enter T", "Transfer")


async def test_a_site_has_keys_of_its_own(data: Path, office: QueueClient, tmp_path: Path) -> None:
    await arrive(office, "Anna")
    file = tmp_path / "keys.toml"
    file.write_text('letters = false\n[keys]\nnext = ["f2", "ctrl+g"]\n')
    async with counter(data, keys=file) as pilot:
        await see(pilot, "Anna", "F2 Call next")
        await pilot.press("space", "n", "p", "escape")
        await pilot.press("ctrl+g")
        await with_client(pilot, "A001")
        assert desk_screen(pilot).desk.status == "open"
    file.write_text('[keys]\nnext = ["f6"]\nrecal = ["f6"]\nfinish = "f6"\n')
    async with counter(data, keys=file, size=(160, 50)) as pilot:
        await see(pilot, "The standard keys are used.", "F5 Call next")
        [message] = [notice.message for notice in pilot.app._notifications]
        assert f'{file}: there is no action "recal". Did you mean "recall"?' in message
        assert f'{file}: the key "f6" is given to next and to finish.' in message
        await wait_for(pilot, lambda: current(pilot) == "A001", "the client")


async def test_who_does_not_come_is_called_again_and_then_a_no_show_is_suggested(
    data: Path, office: QueueClient
) -> None:
    await arrive(office, "Anna")
    async with counter(data, recall_after=1, recall_most=1) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await see(pilot, "called 2 times", "No-show? F7")
        assert (await office.list_registrations("1", Status.IN_PROGRESS))[0].calls == 2


async def test_an_arrival_rings_while_nobody_is_here(
    data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with counter(data, arrival_bell=True) as pilot:
        rung: list[Any] = []
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append(None))
        await arrive(office, "Anna")
        await wait_for(pilot, lambda: rung, "the bell")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await arrive(office, "Bea")
        await see(pilot, "Bea")
        assert len(rung) == 1


@pytest.mark.long
async def test_hostile_texts_in_every_question(data: Path, office: QueueClient) -> None:
    fitting = [text for text in HOSTILE_TEXTS if text.isprintable() and len(text) < 60]
    # A name has at most 127 characters.
    texts = [" ".join(fitting[start : start + 3])[:127] for start in range(0, len(fitting), 3)]
    await arrive(office, "Anna")
    async with counter(data, queues=("1", "2")) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        for text in texts:
            with contextlib.suppress(Refused):
                await office.update_queue("2", {"name": text})
                await office.update_desk(text, "open")
            await pilot.press("f9")
            await asked(pilot, ChoiceScreen)
            await pilot.press("escape")
            await pilot.press("space", "o")
            await write(pilot, text, text)
            await with_client(pilot, "")
            await pilot.press("ctrl+z")
            await with_client(pilot, "A001")
            await pilot.press("space", "n")
            await write(pilot, text)
            await pilot.press("slash", "escape")
        assert pilot.app.is_running


async def test_a_long_visit_says_so(data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await arrive(office, "Anna")
    await office.update_queue("1", {"serviceTime": 1})
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await see(pilot, "here < 1 min of 2")
        panel, client = pilot.app.screen.query_one(CurrentClientPanel), desk_screen(pilot).desk.current_client
        assert client is not None
        assert client.called is not None
        panel.tick(client.called.to_datetime() + timedelta(seconds=119))
        assert "Long" not in str(panel.query_one("#visit").render())
        panel.tick(client.called.to_datetime() + timedelta(seconds=200))
        assert "Long: here 3 min of 2" in str(panel.query_one("#visit").render())


async def test_dialogs_explain_themselves(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("enter", "i", "f1")
        await see(pilot, "press the digit")
        await pilot.press("escape", "f4", "f1")
        await see(pilot, "Press a letter")


@pytest.mark.long
async def test_a_new_ticket_has_a_class_and_the_form_hostile_names(data: Path, office: QueueClient) -> None:
    for text in [text for text in HOSTILE_TEXTS if text.isprintable() and len(text) < 100][:6]:
        form = [{"id": "why", "title": text}]
        queue = await office.add_queue({"name": text, "form": form})
        async with counter(data, queues=(queue.id,), size=(80, 44)) as pilot:
            await pilot.press("space", "a")
            await asked(pilot, RegisterScreen)
            await see(pilot, "Priority")
            [row] = [row for row in pilot.app.screen.rows if row.question.member == "priority"]
            assert row.focus_field()
            await pilot.press("3")
            pilot.app.screen.query(Input).first().focus()
            await pilot.press(*"Ann", "ctrl+s")
            await wait_for(pilot, lambda: pilot.app.screen is desk_screen(pilot), "the desk")
            [registration] = await office.list_registrations(queue.id)
            assert (registration.client.first_name, registration.priority) == ("Ann", 3)
