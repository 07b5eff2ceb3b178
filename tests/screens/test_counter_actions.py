"""The counter's actions beyond calling: their dialogs, and their effect in the store."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from tests.screens.test_counter import arrive, counter, current, desk_screen, office, see, shown, with_client
from tests.support.helpers import HOSTILE_TEXTS, wait_for
from walkin.languages import Words
from walkin.model.errors import Refused
from walkin.model.registration import Status
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.screens.command_menu import JUMP_LABELS, JumpScreen, MoreScreen
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.table import QueueTable
from walkin_counter.dialogs import ChoiceScreen, TextPromptScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.client import QueueClient

__all__ = ["office"]


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


async def asked(pilot: Pilot[int], screen: type) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, screen), screen.__name__)
    await pilot.pause()


async def choose(pilot: Pilot[int], text: str) -> None:
    """Choose the option with that text."""

    def place() -> int:
        if not isinstance(pilot.app.screen, ChoiceScreen) or not pilot.app.screen.query(OptionList):
            return 0
        prompts = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        return next((place for place, prompt in enumerate(prompts, 1) if text in prompt), 0)

    await wait_for(pilot, place, f"the choice {text}")
    await pilot.press(str(place()))


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
            await pilot.press("t")
            await choose(pilot, "Moving house")
            await choose(pilot, place)
            await see(pilot, "now waits for Moving house")
        order = [registration.client.first_name for registration in await office.list_registrations("2")]
        assert order == ["Cleo", "Bea", "There", "Anna"], order
        table.select(people[3].id)
        await pilot.press("c")
        await with_client(pilot, "A004")
        await pilot.press("f9")
        await choose(pilot, "Only Desk 9")
        await see(pilot, "A004 now waits for Desk 9.", "for Desk 9")
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
        await pilot.press("h")
        await see(pilot, "A002 is on hold.", "on hold")
        assert (await office.get_registration("1", second.id)).parked
        table.select(second.id)
        await pilot.press("h")
        await see(pilot, "A002 waits again.")
        table.select(third.id)
        await pilot.press("w")
        await choose(pilot, "first")
        await wait_for(pilot, lambda: table.rows[0].id == third.id, "Cleo to be the first")
        table.select(second.id)
        await pilot.press("i")
        await asked(pilot, ChoiceScreen)
        await see(pilot, "0  usual", "3  priority 3", "9  first of all")
        await pilot.press("3")
        await see(pilot, "A002 !3")
        assert (await office.get_registration("1", second.id)).priority == 3
        table.select(first.id)
        await pilot.press("n")
        await write(pilot, "in a wheelchair")
        await see(pilot, "The note of A001 is kept.")
        assert (await office.get_registration("1", first.id)).note == "in a wheelchair"


async def test_outcome_next_service_and_coming_back(data: Path, office: QueueClient) -> None:
    first, second = [await arrive(office, name) for name in ("Anna", "Bea")]
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("v")
        await choose(pilot, "Moving house")
        await see(pilot, "A001 goes on to Moving house")
        assert (await office.get_registration("1", first.id)).status == Status.FINISHED
        [after] = await office.list_registrations("2")
        assert (after.ticket, after.follows) == ("A001", first.id)
        await pilot.press("f5")
        await with_client(pilot, "A002")
        await pilot.press("f7")
        await with_client(pilot, "")
        await pilot.press("e")
        await choose(pilot, "A002")
        await see(pilot, "A002 is back")
        await pilot.press("f5")
        await with_client(pilot, "A002")
        await pilot.press("o")
        await write(pilot, "passport issued", "paid in cash")
        await see(pilot, "A002 is finished.")
        done = await office.get_registration("1", second.id)
        assert (done.status, done.outcome, done.note) == (Status.FINISHED, "passport issued", "paid in cash")


async def test_undo_pause_and_services(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("f8")
        await with_client(pilot, "")
        await pilot.press("u")
        await with_client(pilot, "A001")
        await see(pilot, "Undone: end of A001.")
        await pilot.press("u")
        await with_client(pilot, "")
        await see(pilot, "Undone: call of A001.", "1 person waiting" if shown(pilot, "1 person") else "Anna")
        await pilot.press("u")
        await see(pilot, "That was not possible")
        await pilot.press("p")
        await see(pilot, "Desk paused", "F5 ends it too")
        assert [(desk.name, desk.status) for desk in await office.list_desks()] == [("Desk 3", "paused")]
        await pilot.press("p")
        await see(pilot, "Nobody at your desk")
        await office.update_desk("Desk 3", "paused")
        screen = desk_screen(pilot)
        screen.handle_change(None)
        await see(pilot, "Desk paused")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        assert (await office.list_desks())[0].status == "open"
        await pilot.press("q")
        await choose(pilot, "close it")
        await see(pilot, "takes no new clients")
        assert (await office.get_queue("1")).status == "closed"
        await pilot.press("z")
        await see(pilot, "This desk is closed.")


async def test_a_ticket_is_given_at_the_desk_by_the_rules_of_the_form(data: Path, office: QueueClient) -> None:
    form = [{"id": "why", "title": "Why?", "mandatory": True}]
    queue = await office.add_queue({"name": "Permits", "ticketPrefix": "P", "form": form})
    async with counter(data, queues=(queue.id,), size=(80, 44)) as pilot:
        await pilot.press("a")
        await asked(pilot, RegisterScreen)
        await see(pilot, "New ticket · Permits", "First name", "Why?")
        await pilot.press(*"Ann", "ctrl+s")
        await see(pilot, "there is 1 answer to mend")
        assert await office.list_registrations(queue.id) == []
        pilot.app.screen.query(Input).last().focus()
        await pilot.press(*"noise", "ctrl+s")
        await see(pilot, "P001 now waits for Permits.")
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
        await pilot.press("enter", "escape")
        await see(pilot, "Cleo")
        await pilot.press("g", "g")
        await see(pilot, "1 of 4 shown · Moving house", "Other")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("g")
        await see(pilot, "Bea", "Cleo")


async def test_more_palette_jump_and_help(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f4")
        await asked(pilot, MoreScreen)
        assert pilot.app.screen.query_one("#outcome").disabled
        await pilot.click("#pause")
        await see(pilot, "Desk paused")
        await pilot.press("m")
        await asked(pilot, MoreScreen)
        await pilot.press("p")
        await see(pilot, "Nobody at your desk")
        await pilot.press("ctrl+p")
        await asked(pilot, CommandPalette)
        await pilot.press(*"call ne")
        await see(pilot, "Call next  F5")
        await pilot.press("enter", "enter")
        await with_client(pilot, "A001")
        await pilot.press("j")
        await asked(pilot, JumpScreen)
        await see(pilot, "4", "7")
        await pilot.press("4")
        await with_client(pilot, "")
        await pilot.press("f1")
        await see(pilot, "You are in the list.", "F9  T", "Transfer")


async def test_a_site_has_keys_of_its_own(data: Path, office: QueueClient, tmp_path: Path) -> None:
    await arrive(office, "Anna")
    file = tmp_path / "keys.toml"
    file.write_text('letters = false\n[keys]\nnext = ["f2", "ctrl+g"]\n')
    async with counter(data, keys=file) as pilot:
        await see(pilot, "Anna", "F2 Call next")
        await pilot.press("n", "p")
        await pilot.press("ctrl+g")
        await with_client(pilot, "A001")
        assert desk_screen(pilot).desk.status == "open"
    file.write_text('[keys]\nnext = ["f6"]\nrecal = ["f6"]\nfinish = "f6"\n')
    async with counter(data, keys=file, size=(160, 50)) as pilot:
        await see(pilot, "The keys are those Walkin comes with.", "F5 Call next")
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
            await pilot.press("o")
            await write(pilot, text, text)
            await with_client(pilot, "")
            await pilot.press("u")
            await with_client(pilot, "A001")
            await pilot.press("n")
            await write(pilot, text)
            await pilot.press("slash", "escape")
        assert pilot.app.is_running


async def test_a_long_visit_says_so_and_calm_clocks_count_minutes(
    data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrive(office, "Anna")
    await office.update_queue("1", {"serviceTime": 1})
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await see(pilot, "here for 00:")
        panel, client = pilot.app.screen.query_one(CurrentClientPanel), desk_screen(pilot).desk.current_client
        assert client is not None
        assert client.called is not None
        panel.tick(client.called.to_datetime() + timedelta(seconds=119))
        assert "Long" not in str(panel.query_one("#since").render())
        pilot.app.animation_level = "none"
        panel.tick(client.called.to_datetime() + timedelta(seconds=200))
        since = str(panel.query_one("#since").render())
        assert since == "Long: 3 min (usual: 2 min)"


async def test_dialogs_explain_themselves_and_jump_reaches_the_client(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("i", "f1")
        await see(pilot, "press the digit")
        await pilot.press("escape", "f4", "f1")
        await see(pilot, "Press a button or its key.")
        await pilot.press("escape", "f5")
        await with_client(pilot, "A001")
        await pilot.press("j")
        await asked(pilot, JumpScreen)
        # The client is the last target.
        await pilot.press(JUMP_LABELS[len(pilot.app.screen.query(".sign")) - 1])
        await asked(pilot, DetailsScreen)


@pytest.mark.long
async def test_a_new_ticket_has_a_class_and_the_form_hostile_names(data: Path, office: QueueClient) -> None:
    for text in [text for text in HOSTILE_TEXTS if text.isprintable() and len(text) < 100][:6]:
        form = [{"id": "why", "title": text}]
        queue = await office.add_queue({"name": text, "form": form})
        async with counter(data, queues=(queue.id,), size=(80, 44)) as pilot:
            await pilot.press("a")
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
