"""The display on a real embedded office: calls, counts, and no personal data."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from walkin.client import connect
from walkin.languages import Words
from walkin.model.registration import Registration
from walkin.settings import Settings
from walkin.ui.letters import render_letters
from walkin_counter.display import announcements
from walkin_counter.display.announcements import Announcements, Call
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import LargeCall, RecentCalls, WaitingCount, WaitingCounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.client import QueueClient

KEYS = itertools.count()
PERSON = {"firstName": "Anneliese", "lastName": "Quastenflosser", "phoneNumber": "+442079460018"}


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show each call at once."""
    monkeypatch.setattr(announcements, "LARGE_CALL_SECONDS", 0.0)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[QueueClient]:
    client = await connect(Settings(data=tmp_path / "office.db"))
    yield client
    await client.aclose()


@pytest.fixture
def app(tmp_path: Path) -> DisplayApp:
    return DisplayApp(Settings(data=tmp_path / "office.db"))


async def ready(app: DisplayApp, pilot: Pilot[int]) -> DisplayScreen:
    await wait_for(
        pilot, lambda: isinstance(app.screen, DisplayScreen) and app.screen.board.is_connected, "the link", 15
    )
    assert isinstance(app.screen, DisplayScreen)
    return app.screen


async def arrive(office: QueueClient, queue: str = "1", **members: Any) -> Registration:
    members = {"client": PERSON, "note": "Quastenflosser", **members}
    return await office.register(queue, members, f"key-{next(KEYS)}")


async def large(pilot: Pilot[int], number: str) -> None:
    def shown() -> bool:
        call = pilot.app.screen.query_one(LargeCall).call
        return call is not None and call.number == number

    await wait_for(pilot, shown, f"{number} in the large place")


def people(screen: DisplayScreen) -> list[int]:
    """The number of waiting clients of each service on the screen."""
    return [waiting.people for waiting in screen.query_one(WaitingCounts).counts]


def drawn_letters(pilot: Pilot[int], text: str) -> list[int]:
    """The heights of the large letters in which the text is on the screen."""
    lines = screen_text(pilot.app).splitlines()
    heights = []
    for height in (3, *(h for h in range(5, 60) if h % 5 == 0 or h % 7 == 0)):
        letter_rows = [row.strip() for row in render_letters(text, height)]
        for top in range(len(lines) - height + 1):
            if all(row in line for row, line in zip(letter_rows, lines[top : top + height], strict=True)):
                heights.append(height)
                break
    return heights


@pytest.mark.parametrize(("size", "least"), [((80, 24), 7), ((160, 50), 14), ((200, 60), 20)])
async def test_the_number_uses_the_space(
    app: DisplayApp, office: QueueClient, size: tuple[int, int], least: int
) -> None:
    await arrive(office)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        await office.call_next("1", "Desk 3")
        await large(pilot, "A001")
        await wait_for(pilot, lambda: max(drawn_letters(pilot, "A001"), default=0) >= least, "large letters")
        assert drawn_letters(pilot, "→ Desk 3")


@pytest.mark.usefixtures("at_once")
async def test_a_day_at_the_office(app: DisplayApp, office: QueueClient) -> None:
    for _ in range(8):
        await arrive(office)
    await arrive(office, "2")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        await wait_for(
            pilot,
            lambda: [waiting.people for waiting in screen.query_one(WaitingCounts).counts] == [8, 1, 0],
            "the counts",
        )
        called = []
        for number in range(1, 8):
            called.append(await office.call_next("1", f"Desk {number}"))
            await large(pilot, f"A00{number}")
        recent = screen.query_one(RecentCalls)
        assert [call.number for call in recent.calls] == ["A006", "A005", "A004", "A003", "A002"]
        first = called[2]
        assert first is not None
        await office.recall("1", first.id)
        await large(pilot, "A003")
        assert [call.number for call in recent.calls] == ["A007", "A006", "A005", "A004", "A002"]
        last = called[6]
        assert last is not None
        await office.put_back("1", last.id)
        await wait_for(pilot, lambda: "A007" not in [call.number for call in recent.calls], "A007 to leave")
        assert people(screen) == [2, 1, 0]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_no_personal_data_ever(app: DisplayApp, office: QueueClient, size: tuple[int, int]) -> None:
    for _ in range(4):
        await arrive(office)
    screens = []
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        for number in range(1, 4):
            await office.call_next("1", "Desk 1")
            await large(pilot, f"A00{number}")
            screens.append(screen_text(app))
        screens.append(app.export_screenshot())
    for text in screens:
        for private in (*PERSON.values(), "7946"):
            assert private not in text


async def test_nothing_can_have_the_focus(app: DisplayApp, office: QueueClient) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        await pilot.press("tab", "enter", "q", "escape", "ctrl+c")
        assert screen.focus_chain == []
        assert app.is_running
        before = app.theme
        await pilot.press("t")
        assert app.theme != before
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: app.return_value == 0, "the end")


@pytest.mark.usefixtures("at_once")
async def test_one_bell_for_each_call(app: DisplayApp, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    bells: list[int] = []
    monkeypatch.setattr(DisplayApp, "bell", lambda _app: bells.append(1))
    await arrive(office)
    second = await arrive(office)
    await office.call_next("1", "Desk 1")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await large(pilot, "A001")
        assert bells == [], "what was called before the start is shown quietly"
        await office.call_next("1", "Desk 2")
        await large(pilot, "A002")
        assert len(bells) == 1
        await office.recall("1", second.id)
        await wait_for(pilot, lambda: len(bells) == 2, "the second bell")


@pytest.mark.usefixtures("at_once")
async def test_hostile_desks_and_services(app: DisplayApp, office: QueueClient) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        for number, hostile in enumerate(HOSTILE_TEXTS):
            screen.announcements.announce(Call(str(number), f"A{number:03d}", hostile, 1, screen.get_server_seconds()))
            screen.query_one(WaitingCounts).counts = (WaitingCount(hostile, number, hostile),)
            screen.tick(app.client.now())
            await pilot.pause()
        screen.announcements.announce(Call("x", "[/x]", "[/x]", 1, screen.get_server_seconds()))
        screen.tick(app.client.now())
        await wait_for(pilot, lambda: "[/x]" in screen_text(app), "a number without large letters")
        assert len(screen.query_one(RecentCalls).calls) == announcements.RECENT_CALLS


def call(number: int, calls: int = 1) -> Call:
    return Call(str(number), f"A{number:03d}", "Desk 1", calls, float(number))


def test_calls_wait_for_their_turn() -> None:
    board = Announcements()
    for number in (1, 2, 3):
        board.announce(call(number))
    large_numbers = []
    for second in range(30):
        board.advance(float(second))
        large_numbers.append(board.large_call.number if board.large_call else "")
    assert large_numbers[:8] == ["A001"] * 8
    assert large_numbers[8:16] == ["A002"] * 8
    assert large_numbers[16:] == ["A003"] * 14
    assert [call.number for call in board.recent_calls] == ["A002", "A001"]


async def test_what_a_desk_undoes_is_on_the_wall_again(data: Path, office: QueueClient) -> None:
    app = DisplayApp(Settings(data=data))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        first, second = await arrive(office), await arrive(office)
        await office.call("1", first.id, "Desk 1")
        await office.call("1", second.id, "Desk 2")
        await large(pilot, second.ticket)
        await office.park("1", first.id, desk="Desk 1")
        await wait_for(pilot, lambda: screen.announcements.recent_calls == [], "the first to leave the wall")
        await office.undo("Desk 1")
        await wait_for(
            pilot, lambda: [call.number for call in screen.announcements.recent_calls] == [first.ticket], "it again"
        )
        assert screen.announcements.large_call is not None
        assert screen.announcements.large_call.number == second.ticket
        await office.mark_no_show("1", second.id, desk="Desk 2")
        await large(pilot, first.ticket)
        await office.undo("Desk 2")
        # Calls of the same second have no order.
        await wait_for(pilot, lambda: len(screen.announcements.recent_calls) == 1, "both to be on the wall")


def test_where_many_wait_for_the_large_place_each_keeps_it_for_less() -> None:
    board = Announcements()
    for number in range(1, 13):
        board.announce(call(number))
    large_numbers = []
    for second in range(60):
        board.advance(float(second))
        large_numbers.append(board.large_call.number if board.large_call else "")
    assert [large_numbers.count(f"A{number:03d}") for number in range(1, 12)] == [2, 2, 2, 2, 2, 2, 2, 3, 4, 8, 8]
    assert large_numbers[-1] == "A012"


def test_who_was_served_before_their_turn_on_the_wall_is_not_called() -> None:
    board = Announcements()
    for number in (1, 2, 3):
        board.announce(call(number))
    board.advance(0.0)
    board.cancel_pending("1")
    board.cancel_pending("2")
    board.advance(10.0)
    assert board.large_call is not None
    assert (board.large_call.number, [call.number for call in board.recent_calls]) == ("A003", ["A001"])


def test_a_call_flashes_for_five_seconds() -> None:
    board = Announcements()
    board.announce(call(1))
    board.advance(100.0)
    assert [board.is_inverted(100.0 + age) for age in range(8)] == [True, False, True, False, True, False, False, False]


def test_the_same_call_twice_is_one_and_a_recall_is_new() -> None:
    board = Announcements()
    board.announce(call(1))
    assert board.advance(0.0)
    board.announce(call(1))
    assert not board.advance(20.0)
    board.announce(call(1, calls=2))
    assert board.advance(21.0)
    assert board.recent_calls == []


def test_a_withdrawn_call_is_not_announced() -> None:
    board = Announcements()
    board.announce(call(1))
    board.advance(0.0)
    board.announce(call(2))
    board.withdraw("2")
    board.withdraw("1")
    assert not board.advance(20.0)
    assert board.large_call is None
