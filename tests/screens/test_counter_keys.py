"""The counter's keys: each does what the help says, to whom it says; an agent's shift needs few of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from tests.screens.test_counter import arrive, counter, current, desk_screen, office, see, shown, strict, with_client
from tests.support.helpers import screen_text, wait_for
from tests.support.pseudo import STAFF_LANGUAGES
from walkin.languages import Words
from walkin.model.registration import Status
from walkin_counter.desk.commands import ACTIONS, ACTIONS_BY_NAME, ROW_ACTIONS, SIGNS, Subject, list_shortcuts
from walkin_counter.desk.keymap import DEFAULT_KEYMAP
from walkin_counter.desk.screens.action_menu import ActionMenu
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.search import SearchLine
from walkin_counter.desk.table import QueueTable
from walkin_counter.feedback import name_client

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.client import QueueClient

__all__ = ["office", "strict"]


EFFECTS = {
    "next": "counter-did-next",
    "recall": "counter-did-recall",
    "no_show": "counter-did-no-show",
    "finish": "counter-did-finish",
    "transfer": "counter-ask-transfer-title",
    "park": "counter-did-park",
    "more": "counter-more-title",
    "call": "counter-did-next",
    "outcome": "counter-ask-outcome-title",
    "next_service": "counter-ask-service-title",
    "put_back": "counter-did-put-back",
    "place": "counter-ask-place-title",
    "priority": "counter-ask-priority-title",
    "note": "counter-ask-note-title",
    "details": "counter-details-registered",
    "edit": " · Edit",
    "undo": "Undone:",
    "undo_list": "counter-ask-undo-title",
    "pause": "counter-desk-paused",
    "close_desk": "counter-desk-closed",
    "returned": "counter-ask-returned-title",
    "register": "counter-ask-register-title",
    "queues": "counter-ask-queues-title",
    "search": "counter-search",
    "filter": "shown · Identity cards",
    "statistics": "Statistics",
    "colours": "",
    "language": "F5 Suivant",
    "help": "counter-help-title",
}
"""What is seen after an action, or the key of that text; identifying a known client has a test of its own."""


@pytest.mark.parametrize(
    ("name", "keys", "leader", "expected"),
    [
        ("finish", ("f",), ("space",), ["Space F"]),
        ("finish", ("f", "f8"), ("space",), ["F8", "Space F"]),
        ("transfer", ("t",), ("x", "f4"), ["F4 T", "Enter T"]),
        ("finish", ("f",), (), ["More F"]),
        ("call", ("c",), ("space",), ["Enter C"]),
        ("finish", (), ("space",), []),
    ],
)
def test_shortcuts_say_which_key_comes_before_a_letter(
    name: str, keys: tuple[str, ...], leader: tuple[str, ...], expected: list[str]
) -> None:
    keymap = DEFAULT_KEYMAP | {"more": leader, name: keys}
    assert list_shortcuts(ACTIONS_BY_NAME[name], keymap, Words("en")) == expected


def parse_way(way: str) -> list[str]:
    """The keys of a way in the help, like "Space T"."""
    return [SIGNS.get(key, key.lower()) for key in way.split(" ")]


@pytest.mark.long
async def test_each_key_does_what_the_help_says_to_whom_it_says(data: Path, office: QueueClient) -> None:
    for number in range(30):
        await arrive(office, f"P{number}")
    for _ in range(3):
        missed = await office.call_next("1", "Desk 9")
        assert missed is not None
        await office.mark_no_show("1", missed.id)
    async with counter(data, queues=("1", "2"), size=(100, 40)) as pilot:
        await see(pilot, "P7")
        for action in ACTIONS:
            for way in list_shortcuts(action, DEFAULT_KEYMAP, Words("en")):
                if action.name in EFFECTS:
                    await try_way(pilot, action.name, parse_way(way))


async def try_way(pilot: Pilot[int], name: str, keys: list[str]) -> None:
    """Press the keys with somebody at the desk, for a call with nobody, and see the effect on the right client."""
    desk, table = desk_screen(pilot).desk, desk_screen(pilot).query_one(QueueTable)
    if (name == "call") == bool(desk.current_client):
        await pilot.press("f8" if desk.current_client else "f5")
        await wait_for(pilot, lambda: (name == "call") != bool(desk.current_client), "the desk to be ready")
    is_row = keys[0] == "enter"
    await pilot.press("home", *["down"] * is_row)
    row, client, theme = table.selected_row, desk.current_client, pilot.app.theme
    assert row is not None
    whom = f"{row.number} {row.name}" if is_row or client is None else name_client(client)
    words, number = Words("en"), name_client(desk.waiting[0]) if name == "next" else whom
    has_text = words.has_text(EFFECTS[name])
    effect = words(EFFECTS[name], number=number, desk="Desk 3") if has_text else EFFECTS[name]
    await pilot.press(*keys)
    await see(pilot, effect, whom.partition(" ")[2] if name in ("details", "edit") else "")
    assert (pilot.app.theme != theme) == (name == "colours")
    if name in ("pause", "close_desk", "language"):
        times = len(STAFF_LANGUAGES) - 1 if name == "language" else 1
        await pilot.press(*(keys * times))
        await wait_for(pilot, lambda: desk.status == "open" and shown(pilot, "F5 Call next"), "the state before")
    while not isinstance(pilot.app.screen, DeskScreen):
        await pilot.press("escape")
        await pilot.pause()
    await pilot.press("escape")


async def test_the_help_names_every_action_and_its_menus(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data, size=(120, 60)) as pilot:
        await see(pilot, "Anna")
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HelpScreen), "the help")
        for action in ACTIONS:
            ways = list_shortcuts(action, DEFAULT_KEYMAP, Words("en"))
            assert any(way.startswith("Enter ") for way in ways) == (action in ROW_ACTIONS)
            assert (action.subject is Subject.ROW) == all(way.startswith("Enter ") for way in ways)
            await see(pilot, "  ".join(ways))
        await pilot.press("escape", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ActionMenu), "the menu of the row")
        await see(pilot, "A001 Anna · Identity cards and passports", "C Call this", "X No-show")
        await pilot.press("f8", "f5")
        assert isinstance(pilot.app.screen, ActionMenu), "F keys mean the client at the desk, not the row"


async def test_a_scanned_ticket_is_selected(data: Path, office: QueueClient) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data, queues=("1", "2")) as pilot:
        await see(pilot, "Cleo")
        table = pilot.app.screen.query_one(QueueTable)

        async def type_fast(text: str) -> None:
            await pilot.press(*(SIGNS.get(character, character) for character in text), "enter")

        await type_fast(f"https://office.example/t/{people[2].token}?lang=en")
        await see(pilot, "A003 Cleo is selected.")
        assert table.selected_id == people[2].id
        await type_fast("A002")
        await see(pilot, "A002 Bea is selected.")
        await type_fast("3")
        await see(pilot, "A003 Cleo is selected.")
        await type_fast("frank")
        await see(pilot, "This ticket is not in the list.")
        assert table.selected_id == people[2].id
        # Also into the search, and while it hides the ticket.
        await pilot.press("slash", *"bea")
        await see(pilot, "1 of 3 shown")
        pilot.app.screen.query_one(SearchLine).value = f"https://office.example/t/{people[0].token}"
        await pilot.press("enter")
        await see(pilot, "A001 Anna is selected.", "Cleo")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await type_fast("a001")
        await see(pilot, "A001 Anna is at your desk.")


async def test_the_top_is_seen_again_after_a_call_and_after_a_search(data: Path, office: QueueClient) -> None:
    for number in range(40):
        await arrive(office, f"P{number}")
    async with counter(data) as pilot:
        await see(pilot, "P5")
        table = pilot.app.screen.query_one(QueueTable)
        await pilot.press("end", "slash", *"P3")
        await see(pilot, "of 40 shown")
        await pilot.press("escape")
        await wait_for(pilot, lambda: len(table.rows) == 40, "everybody")
        assert (table.scroll_offset.y, table.selected_index) == (0, 0)
        await pilot.press("end", "f5")
        await with_client(pilot, "A001")
        await wait_for(pilot, lambda: (table.scroll_offset.y, table.selected_index) == (0, 0), "the top")
        assert table.size.height >= 10


@pytest.mark.parametrize(
    ("keys", "expected", "statuses"),
    [
        # Finish, and at once the next one.
        (("f8", "f5"), "A002 Bea called to Desk 3.", ["finished", "inProgress"]),
        # Pressed again while it is on its way.
        pytest.param(
            ("f5", "f5", "f5"), "A002 Bea called to Desk 3.", ["finished", "inProgress"], marks=pytest.mark.long
        ),
        # Both mean A001, who has left the desk by the call.
        (("f5", "f8"), "A001 Anna is no longer at this desk.", ["finished", "inProgress"]),
        pytest.param(
            ("f5", "f6"), "A001 Anna is no longer at this desk.", ["finished", "inProgress"], marks=pytest.mark.long
        ),
        # The menu names whom its letters mean.
        pytest.param(("f5", "f4"), "   A002 Bea   ", ["finished", "inProgress"], marks=pytest.mark.long),
        pytest.param(("f5", "space", "x"), "A002 Bea did not come.", ["finished", "noShow"], marks=pytest.mark.long),
        # Typed before the lists of services and of places are there.
        (("f9", "1", "1"), "A001 Anna now waits for Moving house.", ["registered", "registered"]),
    ],
)
async def test_a_key_waits_for_the_action_before_it_and_means_whom_it_meant(
    data: Path,
    office: QueueClient,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    expected: str,
    statuses: list[str],
) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data) as pilot:
        await see(pilot, "Cleo")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await wait_for(pilot, lambda: shown(pilot, "A001 Anna called"), "the end of the call")
        answer = asyncio.Event()
        client, request = desk_screen(pilot).client, desk_screen(pilot).client.request

        async def answer_late(*arguments: Any, **named: Any) -> Any:
            document = await request(*arguments, **named)
            await answer.wait()
            return document

        monkeypatch.setattr(client, "request", answer_late)
        for key in keys:
            await pilot.press(key)
        answer.set()
        await wait_for(pilot, lambda: expected in screen_text(pilot.app), expected)
        found = [
            registration
            for person in people[:2]
            for queue in await office.list_queues()
            for registration in await office.list_registrations(queue.id, *Status)
            if registration.id == person.id and registration.status != Status.DELETED
        ]
        assert [registration.status for registration in found] == statuses
        assert (await office.get_registration("1", people[2].id)).status == Status.REGISTERED


async def test_a_key_that_waits_for_an_action_is_dropped_if_that_fails(
    data: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrive(office, "Anna")
    await arrive(office, "Bea")
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await pilot.press("f5")
        await see(pilot, "A001 Anna called")
        failure = asyncio.Event()

        async def fail(*_: Any, **__: Any) -> None:
            await failure.wait()
            raise RuntimeError("broken")

        with monkeypatch.context() as broken:
            broken.setattr(desk_screen(pilot).client, "request", fail)
            await pilot.press("f8", "f5")
            failure.set()
            await see(pilot, Words("en")("counter-broken"))
        await pilot.press("f6")
        await see(pilot, "A001 Anna called again.")
        await pilot.pause(0.2)
        assert current(pilot) == "A001"


class Shift:
    """An agent who serves clients and counts the keys of each action."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.counts: Counter[str] = Counter()

    async def press(self, action: str, *keys: str) -> None:
        self.counts[action] += len(keys)
        await self.pilot.press(*keys)

    async def type_text(self, text: str) -> None:
        """Type a text, whose letters do not count."""
        await wait_for(self.pilot, lambda: isinstance(self.pilot.app.focused, Input), "a line to type in")
        await self.pilot.press(*text)

    async def call(self) -> None:
        before = current(self.pilot)
        await self.press("call", "f5")
        await wait_for(self.pilot, lambda: current(self.pilot) not in ("", before), "the next client")

    async def recall(self) -> None:
        await self.press("recall", "f6")
        await see(self.pilot, f"{current(self.pilot)} Person4 called again.")

    async def mark_no_show(self) -> None:
        await self.press("no-show", "f7")
        await see(self.pilot, "did not come.")

    async def transfer(self) -> None:
        await self.press("transfer", "f9")
        for title in ("Where does", "wait?"):
            await see(self.pilot, title)
            await self.press("transfer", "1")
        await see(self.pilot, "now waits for Moving house.")

    async def hold(self) -> None:
        await self.press("hold", "f10")
        await see(self.pilot, "is on hold.")

    async def write_note(self) -> None:
        await self.press("note", "space", "n")
        await self.type_text("wheelchair")
        await self.press("note", "enter")
        await see(self.pilot, f"The note on {current(self.pilot)}")

    async def finish_by_mistake(self) -> None:
        number = current(self.pilot)
        await self.press("finish", "f8")
        await with_client(self.pilot, "")
        await self.press("undo", "ctrl+z")
        await with_client(self.pilot, number)

    async def call_a_name(self) -> None:
        """Finish, and call somebody who waits behind many others."""
        await self.press("finish", "f8")
        await with_client(self.pilot, "")
        await self.press("search", "slash")
        await self.type_text("person250")
        await see(self.pilot, "1 of ")
        await self.press("search", "enter")
        await wait_for(self.pilot, lambda: isinstance(self.pilot.app.screen, ActionMenu), "the menu")
        await self.press("search", "enter")
        await with_client(self.pilot, "A251")


@pytest.mark.long
async def test_a_shift_of_forty_clients_needs_few_keys(
    data: Path, office: QueueClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(300):
        await arrive(office, f"Person{number}")
    async with counter(data, queues=("1", "2"), size=(80, 24)) as pilot:
        await see(pilot, "300 waiting")
        shift = Shift(pilot)
        others = {
            5: shift.recall, 9: shift.mark_no_show, 13: shift.transfer, 17: shift.hold, 21: shift.write_note,
            25: shift.finish_by_mistake, 29: shift.transfer, 36: shift.call_a_name,
        }  # fmt: skip
        for served in range(1, 41):
            if served != 36:
                await shift.call()
            if served in others:
                await others[served]()
        await shift.press("finish", "f8")
        await with_client(pilot, "")
    finished = await office.list_registrations("1", Status.FINISHED)
    assert len(finished) == 40 - 4, "without the no-show, two transfers and one on hold"
    total = sum(shift.counts.values())
    with capsys.disabled():
        print(f"\n40 clients, {total} keys, {total / 40:.2f} each: {dict(shift.counts)}")
    assert total / 40 <= 1.5
