"""The counter on a real embedded office: every action by key and by button, races, changes made elsewhere."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button, Checkbox, Input

from tests.support.helpers import HOSTILE_TEXTS, bundle_hostile_texts, screen_text, wait_for
from walkin.client import QueueClient, board, connect
from walkin.languages import Words
from walkin.languages.wait import describe_wait
from walkin.model.registration import Registration, Status
from walkin.settings import Settings
from walkin.ui.safe import sanitize as shown_text
from walkin_counter.app import CounterApp
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.facts import format_visit
from walkin_counter.desk.action_bar import ActionButton
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.screens.setup import SetupScreen
from walkin_counter.desk.search import SearchLine
from walkin_counter.desk.table import QueueTable
from walkin_counter.dialogs import QuitScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot


KEYS = itertools.count()


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
async def office(data: Path) -> AsyncIterator[QueueClient]:
    """A second client of the same office, as another desk or a kiosk would be."""
    client = await connect(Settings(data=data))
    yield client
    await client.aclose()


async def arrive(office: QueueClient, name: str = "Anna", queue: str = "1", **members: Any) -> Registration:
    members = {"client": {"firstName": name}, **members}
    return await office.register(queue, members, f"key-{next(KEYS)}")


@contextlib.asynccontextmanager
async def counter(
    data: Path, desk: str = "Desk 3", queues: tuple[str, ...] = ("1",), size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[Pilot[int]]:
    app = CounterApp(Settings(data=data, desk=desk, queue=queues, **more))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await wait_for(
            pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the link", 15
        )
        yield pilot


def shown(pilot: Pilot[int], text: str) -> bool:
    return text in screen_text(pilot.app)


async def see(pilot: Pilot[int], *texts: str) -> None:
    await wait_for(pilot, lambda: all(shown(pilot, text) for text in texts), f"{texts} on the screen")


def desk_screen(pilot: Pilot[int]) -> DeskScreen:
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, DeskScreen))


def current(pilot: Pilot[int]) -> str:
    client = desk_screen(pilot).desk.current_client
    return client.ticket if client else ""


async def with_client(pilot: Pilot[int], ticket: str) -> None:
    await wait_for(pilot, lambda: current(pilot) == ticket, f"{ticket or 'nobody'} at the desk")


BY_FUNCTION_KEY = {"next": "f5", "recall": "f6", "no_show": "f7", "finish": "f8", "park": "f10"}
BY_LETTER = {"next": "f5", "recall": "r", "no_show": "x", "finish": "f", "park": "f10"}


@pytest.mark.parametrize("way", ["function keys", "letters", "buttons"])
async def test_every_action_in_every_way(data: Path, office: QueueClient, way: str) -> None:
    first, second, third = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data) as pilot:
        await see(pilot, "Anna", "Bea", "Cleo", "Nobody at your desk")

        async def do(action: str) -> None:
            if way == "buttons":
                button = pilot.app.screen.query_one(f"#{action}")
                await wait_for(pilot, lambda: not button.disabled, f"{action} to work")
                await pilot.click(f"#{action}")
            else:
                await pilot.press((BY_LETTER if way == "letters" else BY_FUNCTION_KEY)[action])

        async def status(registration: Registration) -> str:
            return (await office.get_registration("1", registration.id)).status

        await do("next")
        await with_client(pilot, "A001")
        called = await office.get_registration("1", first.id)
        assert called.status == Status.IN_PROGRESS
        assert called.counter is not None
        assert called.counter.name == "Desk 3"
        await do("recall")
        await see(pilot, "called 2 times")
        await do("finish")
        await with_client(pilot, "")
        assert await status(first) == Status.FINISHED
        await do("next")
        await with_client(pilot, "A002")
        await do("no_show")
        await with_client(pilot, "")
        assert await status(second) == Status.NO_SHOW
        await do("next")
        await with_client(pilot, "A003")
        await do("park")
        await with_client(pilot, "")
        assert (await office.get_registration("1", third.id)).parked
        await see(pilot, "A003 is on hold.", "on hold")


async def test_next_finishes_the_client_first(data: Path, office: QueueClient) -> None:
    first = await arrive(office, "Anna")
    await arrive(office, "Bea")
    async with counter(data) as pilot:
        await see(pilot, "Anna", "Bea")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("f5")
        await with_client(pilot, "A002")
        assert (await office.get_registration("1", first.id)).status == Status.FINISHED
        assert pilot.app.screen.query_one("#next", ActionButton).disabled


async def test_next_follows_priority_then_time_over_several_queues(data: Path, office: QueueClient) -> None:
    await arrive(office, "Late", "2")
    await arrive(office, "Later", "1")
    await arrive(office, "Urgent", "3", priority=3)
    async with counter(data, queues=("1", "2", "3")) as pilot:
        await see(pilot, "Late", "Later", "Urgent", "C001 !")
        for ticket in ("C001", "B001", "A001"):
            await pilot.press("f5")
            await with_client(pilot, ticket)


async def test_a_chosen_one_is_called_when_nobody_is_at_the_desk(data: Path, office: QueueClient) -> None:
    for name in ("Anna", "Bea", "Cleo"):
        await arrive(office, name)
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        await pilot.press("end", "c")
        await with_client(pilot, "A003")
        assert pilot.app.screen.query_one("#call", ActionButton).disabled
        await pilot.press("home", "c")
        await see(pilot, "A003 is still at your desk")
        assert current(pilot) == "A003"


async def test_held_down_keys_count_once(data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 60.0)
    for name in ("Anna", "Bea", "Cleo"):
        await arrive(office, name)
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        await pilot.press("f5", "f5", "f5")
        await with_client(pilot, "A001")
        await pilot.press("f5")
        await pilot.pause()
        assert current(pilot) == "A001"


async def test_changes_made_elsewhere_appear_by_themselves(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        second = await arrive(office, "Bea", note="In a hurry")
        await see(pilot, "Bea", "2 people waiting")
        await office.call_next("1", "Desk 1")
        await see(pilot, "at Desk 1", "1 person waiting")
        await office.delete_registration("1", second.id)
        await wait_for(pilot, lambda: not shown(pilot, "Bea"), "Bea to leave the list")


async def test_own_changes_are_not_looked_up(data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "MAX_LOOKUP_HOLD_SECONDS", 60.0)
    lookups: list[str] = []
    get_registration = QueueClient.get_registration

    async def record_lookup(client: QueueClient, queue_id: str, registration_id: str) -> Registration:
        if client is not office:
            lookups.append(registration_id)
        return await get_registration(client, queue_id, registration_id)

    monkeypatch.setattr(QueueClient, "get_registration", record_lookup)
    for name in ("Anna", "Bea", "Cleo"):
        await arrive(office, name)
    async with counter(data) as pilot:
        await see(pilot, "Anna", "Bea", "Cleo")
        lookups.clear()
        for key, expected in (
            ("f5", "A001 called to"),
            ("f6", "A001 called again"),
            ("f8", "A001 is finished"),
            ("u", "Undone"),
            ("f10", "A001 is on hold."),
            ("f5", "A002 called to"),
            ("f7", "A002 did not come"),
            ("f5", "A003 called to"),
            ("f8", "A003 is finished"),
            ("c", "A001 called to"),
            ("f8", "A001 is finished"),
        ):
            await pilot.press(key)
            await see(pilot, expected)
        assert lookups == []
        last = await arrive(office, "Dora")
        # Events come in order, so those of the counter's own changes have been processed by now.
        await see(pilot, "Dora")
        assert lookups == [last.id]


async def test_two_counters_and_the_last_client(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data, "Desk 1") as first, counter(data, "Desk 2") as second:
        await see(first, "Anna")
        await see(second, "Anna")
        desk_screen(first).action_do("next", False)
        desk_screen(second).action_do("next", False)
        await wait_for(first, lambda: current(first) or current(second), "a counter to get the client")
        winner, loser = (first, second) if current(first) else (second, first)
        await see(loser, "nobody is waiting any more", "Nobody at your desk", "at Desk")
        assert current(winner) == "A001"
        assert current(loser) == ""


async def test_two_counters_choose_the_same_person(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data, "Desk 1") as first, counter(data, "Desk 2") as second:
        await see(first, "Anna")
        await see(second, "Anna")
        desk_screen(first).action_do("call", True)
        desk_screen(second).action_do("call", True)
        await wait_for(first, lambda: current(first) or current(second), "a counter to get the client")
        winner, loser = (first, second) if current(first) else (second, first)
        await see(loser, "A001 has just been called to Desk", "Nobody at your desk")
        assert (current(winner), current(loser)) == ("A001", "")
        serving = await office.list_registrations("1", Status.IN_PROGRESS)
        assert [registration.counter.name for registration in serving if registration.counter] == [
            desk_screen(winner).desk.name
        ]


async def test_two_windows_of_one_desk_show_the_same_client(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    await arrive(office, "Bea")
    async with counter(data) as first, counter(data) as second:
        await see(first, "A002")
        await see(second, "A002")
        await first.press("f5")
        await with_client(first, "A001")
        await with_client(second, "A001")
        await second.press("f8")
        await see(first, "Nobody at your desk")
        await see(second, "Nobody at your desk")
    assert [called.ticket for called in await office.list_registrations("1", "inProgress")] == []


async def test_finishing_somebody_who_is_gone(data: Path, office: QueueClient) -> None:
    anna = await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        screen = desk_screen(pilot)
        screen.workers.cancel_group(screen, "feed")
        await office.put_back("1", anna.id)
        await office.call("1", anna.id, "Desk 9")
        await pilot.press("f8")
        await see(pilot, "A001 is no longer at this desk.")
        assert (await office.get_registration("1", anna.id)).status == Status.IN_PROGRESS


async def test_the_selection_stays_with_the_person(data: Path, office: QueueClient) -> None:
    for name in ("Anna", "Bea", "Cleo"):
        await arrive(office, name)
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        table = pilot.app.screen.query_one(QueueTable)
        await pilot.press("down")
        chosen = table.selected_id
        await arrive(office, "Urgent", priority=5)
        await see(pilot, "Urgent")
        assert (table.selected_id, table.selected_index) == (chosen, 2)
        await office.call_next("1", "Desk 1")
        await office.call_next("1", "Desk 2")
        await wait_for(pilot, lambda: table.selected_index == 0, "the selected person to be the first")
        assert table.selected_id == chosen


async def test_a_selection_that_just_jumped_calls_nobody(
    data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 60.0)
    await arrive(office, "Anna")
    await arrive(office, "Bea")
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await office.call_next("1", "Desk 1")
        await see(pilot, "at Desk 1")
        await pilot.press("c")
        await see(pilot, "A001 has just left the list")
        assert current(pilot) == ""


async def test_the_current_client_survives_a_restart(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna", client={"firstName": "Anna", "phoneNumber": "+442079460018"}, note="In a hurry")
    await office.call_next("1", "Desk 3")
    async with counter(data) as pilot:
        await with_client(pilot, "A001")
        await see(pilot, "Anna", "+442079460018", "In a hurry", "here for")


async def test_no_client_keys_say_so(data: Path, office: QueueClient) -> None:
    async with counter(data) as pilot:
        for key, text in (("f5", "Nobody is waiting."), ("f6", "Nobody at your desk"), ("c", "Nobody is selected.")):
            await pilot.press(key)
            await see(pilot, text)
        works = {button.id for button in pilot.app.screen.query(ActionButton) if not button.disabled}
        assert works == {"more"}


async def test_details_show_members_and_form(data: Path, office: QueueClient) -> None:
    queue = await office.add_queue(
        {
            "name": "Everything",
            "ticketPrefix": "X",
            "form": [
                {"id": "why", "type": "textarea", "title": "Why?"},
                {"id": "doc", "type": "radio", "title": "Which?", "values": [{"id": "p", "name": "Passport"}]},
                {"id": "more", "type": "checkbox", "title": "More?", "otherValue": True, "values": [
                    {"id": "a", "name": "Copy"}, {"id": "b", "name": "Stamp"}]},
                {"id": "day", "type": "date", "title": "When?"},
                {"id": "left", "type": "input", "title": "Left out?"},
            ],
        }
    )  # fmt: skip
    answers = [
        {"id": "why", "value": "first line\nsecond line"},
        {"id": "doc", "values": [{"id": "p"}]},
        {"id": "more", "values": [{"id": "a"}, {"id": "other", "value": "a [/x] thing"}]},
        {"id": "day", "value": "2026-03-04"},
    ]
    await arrive(office, "Anna", queue.id, form=answers, note="one\ntwo", language="fr")
    async with counter(data, queues=(queue.id,), size=(80, 44)) as pilot:
        await see(pilot, "Anna", "Everything")
        await pilot.press("enter")
        await see(pilot, "Why?", "first line", "second line", "Passport", "Copy", "a [/x] thing", "March 4, 2026")
        await see(pilot, "French", "no answer", "two", "Place in the queue")
        assert not shown(pilot, "Stamp")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, DeskScreen)
        await pilot.press("f5")
        await with_client(pilot, "X001")
        await pilot.click(CurrentClientPanel)
        await see(pilot, "being served", "Desk 3", "second line")
        assert isinstance(pilot.app.screen, DetailsScreen)


async def test_details_list_the_other_visits_of_today(data: Path, office: QueueClient) -> None:
    first = await arrive(office, "Anna")
    second = await office.register("2", {"client": {"id": first.client.id}}, f"key-{next(KEYS)}")
    await arrive(office, "Bea", "2")
    assert second.client.id == first.client.id
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("enter")
        await see(pilot, "Other visits today", f"{second.ticket} · ", f"{second.queue.name} · waiting")
        assert screen_text(pilot.app).count(" · waiting") == 1


async def test_a_visit_in_a_line_shows_hostile_texts_as_they_are(office: QueueClient) -> None:
    plain = await arrive(office)
    for hostile in HOSTILE_TEXTS:
        named = plain.queue.model_construct(id="1", name=hostile)
        nasty = plain.model_copy(update={"queue": named, "counter": named, "ticket": hostile})
        label, text = format_visit(nasty, Words("en"))
        assert not any(character < " " or character == "\x7f" for character in label + text)
        assert shown_text(hostile) in label
        assert shown_text(hostile) in text


async def test_details_compare_the_wait_that_was_told_with_the_real_one(data: Path, office: QueueClient) -> None:
    await office.update_desk("Desk 3", "open", ["1"])
    held = await arrive(office, "Held")
    reserved = await arrive(office, "Kept")
    assert held.told_waiting_time is not None
    told_wait = held.told_waiting_time
    await office.park("1", held.id)
    await office.update_registration("1", reserved.id, {"reserved": {"name": "Room 9"}, "outcome": "to be seen"})
    async with counter(data, size=(80, 44)) as pilot:
        await see(pilot, "Held", "Kept")
        table = desk_screen(pilot).query_one(QueueTable)
        table.select(held.id)
        await pilot.press("enter")
        await see(pilot, "State", "on hold", "Wait that was told", "Real wait", "0 minutes")
        await see(pilot, describe_wait(Words("en"), told_wait))
        await pilot.press("escape")
        table.select(reserved.id)
        await pilot.press("enter")
        await see(pilot, "for Room 9", "Outcome", "to be seen")


@pytest.mark.long
async def test_hostile_people_in_table_panel_and_details(data: Path, office: QueueClient) -> None:
    async with counter(data, desk="Desk [/x]", size=(80, 60)) as pilot:
        screen = desk_screen(pilot)
        await wait_for(pilot, lambda: screen.board.updated_at is not None, "the first list")
        plain = await arrive(office, "plain")
        for hostile in bundle_hostile_texts(12):
            person = plain.client.model_construct(
                first_name=hostile, last_name=hostile, phone_number=hostile, email_address=hostile
            )
            # Private, since the server refuses such texts; it does not know this id, so it does not replace them.
            members = {"id": "999", "client": person, "note": hostile, "language": hostile, "ticket": "A001"}
            nasty = plain.model_copy(update=members)
            screen.board._queue_states["1"].update_registration(nasty)
            screen.request_sync()
            await pilot.pause()
            served = nasty.model_copy(update={
                "status": Status.IN_PROGRESS, "called": plain.registered, "calls": 2, "counter":
                plain.queue.model_construct(id="1", name="Desk [/x]"),
            })  # fmt: skip
            screen.board._queue_states["1"].update_registration(served)
            screen.request_sync()
            await with_client(pilot, "A001")
            await pilot.press("f2")
            await see(pilot, "Times called")
            await pilot.press("escape")
        assert pilot.app.is_running


async def test_set_up_asks_for_what_is_missing(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    app = CounterApp(Settings(data=data, queue=("1", "no such")))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, SetupScreen), "the set-up")
        await see(pilot, "There is no service called no such.")
        ticks = list(app.screen.query(Checkbox))
        assert [tick.value for tick in ticks] == [True, False, False]
        await pilot.press("f5")
        await see(pilot, "Write the name of this desk first.")
        app.screen.query_one("#desk", Input).focus()
        await pilot.press(*"Desk", "space", "7")
        ticks[0].value = False
        await pilot.click("#start")
        await see(pilot, "Tick at least one service.")
        ticks[0].value = True
        await pilot.press("f5")
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "work")
        await see(pilot, "Desk 7", "Anna")


async def test_leaving_asks_while_somebody_is_at_the_desk(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("ctrl+q")
        await see(pilot, "A001 is still at your desk.")
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, QuitScreen)
        await pilot.press("ctrl+q")
        await pilot.click("#stay")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "staying")
        await pilot.press("ctrl+q", "enter")
        await wait_for(pilot, lambda: pilot.app.return_value == 0, "the end")


async def test_help_theme_and_letters(data: Path, office: QueueClient) -> None:
    async with counter(data, language="fr", size=(80, 24)) as pilot:
        await see(pilot, "Personne à votre guichet", "F5 Suivant", "C Appeler")
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await see(pilot, "Les touches du guichet")
        await pilot.press("escape")
        before = pilot.app.theme
        await pilot.press("k")
        assert pilot.app.theme != before
        desk_screen(pilot).query_one("#next", Button).disabled = False
        await pilot.press("tab")
        assert not isinstance(pilot.app.focused, QueueTable)
        themed = pilot.app.theme
        await pilot.press("k")
        assert pilot.app.theme == themed, "letters act in the list only"


@pytest.mark.parametrize("size", [(80, 24), (100, 32), (160, 50)])
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_all_buttons_are_on_the_screen(data: Path, size: tuple[int, int], language: str) -> None:
    async with counter(data, size=size, language=language) as pilot:
        for button in pilot.app.screen.query(ActionButton):
            assert pilot.app.screen.region.contains_region(button.region), button.label


async def test_thousands_wait(data: Path, office: QueueClient) -> None:
    anna = await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        screen = desk_screen(pilot)
        for number in range(2, 10_001):
            person = anna.model_copy(update={"id": str(number + 100), "ticket": f"A{number:03d}"})
            # Private: registering 10,000 clients would take minutes.
            screen.board._queue_states["1"].update_registration(person)
        screen.request_sync()
        await see(pilot, "10,000 people waiting")
        await pilot.press("end")
        await see(pilot, "A10000")


async def test_the_language_changes_live(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    await arrive(office, "Bea")
    async with counter(data) as pilot:
        await see(pilot, "Anna", "F5 Call next", "Nobody at your desk", "waiting", "Identity cards and passports")
        await pilot.press("l")
        await see(pilot, "F5 Suivant", "Personne à votre guichet", "attend", "Numéro", "Cartes d’identité", "N Note")
        assert not any(english in screen_text(pilot.app) for english in ("Call next", "Identity", "waiting", "Name"))
        await pilot.press("f5")
        await see(pilot, "est appelé à", "avec vous depuis")
        await pilot.press("l")
        await see(pilot, "F5 Call next", "here for", "Identity cards")


async def test_a_broad_screen_shows_the_first_answers_beside_the_name(data: Path, office: QueueClient) -> None:
    answers = [
        {"id": "name", "subItem": [{"id": "last", "value": "Bee [/x]"}]},
        {"id": "moved-on", "value": "2026-03-04"},
        {"id": "people", "value": "2"},
        {"id": "also", "values": [{"id": "car"}, {"id": "other", "value": "a [/x] boat"}]},
    ]
    await arrive(office, "Anna", "2", form=answers)
    await office.call_next("2", "Desk 3")
    async with counter(data, queues=("2",), size=(160, 50)) as pilot:
        await see(pilot, "When did you move? March 4, 2026", "How many people moved with you? 2", "Car registrat")
        await pilot.press("f8")
        await see(pilot, "Nobody at your desk")
        await wait_for(pilot, lambda: not shown(pilot, "When did you move?"), "the answers to go")
    await arrive(office, "Anna", "2", form=answers)
    async with counter(data, queues=("2",), size=(120, 40)) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "B002")
        assert not shown(pilot, "When did you move?")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_what_is_typed_into_the_search_is_drawn(data: Path, office: QueueClient, size: tuple[int, int]) -> None:
    await arrive(office, "Anna")
    async with counter(data, size=size) as pilot:
        await see(pilot, "Anna")
        await pilot.press("slash")
        line = pilot.app.screen.query_one(SearchLine)
        await wait_for(pilot, lambda: line.has_focus, "the search")
        await pilot.press(*"ann")
        await wait_for(pilot, lambda: line.value == "ann", "the text")
        assert line.content_size.height == 1
        rows = screen_text(pilot.app).splitlines()
        assert "ann" in rows[line.region.y]
