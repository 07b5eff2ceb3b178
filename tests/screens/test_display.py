"""The display on a real embedded office: calls, counts, and no personal data."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from tests.support.letters import find_letters
from walkin.client import connect
from walkin.languages import Words
from walkin.model.registration import Registration
from walkin.settings import Settings
from walkin.ui.letters import render_letters
from walkin_counter.display import announcements
from walkin_counter.display.announcements import Announcements, Call
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_counter.display.widgets import LargeCall, ServingBoard, WaitingCount, WaitingCounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.widget import Widget

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
    await wait_for(pilot, lambda: isinstance(app.screen, DisplayScreen) and app.screen.board.is_connected, "the link")
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
    return find_letters(text, screen_text(pilot.app))


def assert_centred(pilot: Pilot[int], widget: type[Widget], text: str, height: int) -> None:
    """Assert that the letters are in the middle of a widget, and touch neither its sides nor its top."""
    region = pilot.app.screen.query_one(widget).region
    rows = [line[region.x : region.right] for line in screen_text(pilot.app).split("\n")[region.y : region.bottom]]
    drawn = render_letters(text, height)[0]
    left = next(row.index(drawn.strip()) for row in rows if row.strip() == drawn.strip())
    left -= len(drawn) - len(drawn.lstrip())
    assert left >= 2
    assert abs(left - (region.width - len(drawn) - left)) <= 1
    assert not rows[0].strip()


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
        number, desk = max(drawn_letters(pilot, "A001")), max(drawn_letters(pilot, "Desk 3"))
        assert 0.4 <= desk / number <= 0.75
        assert_centred(pilot, LargeCall, "A001", number)
        assert_centred(pilot, LargeCall, "Desk 3", desk)


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
        board = screen.query_one(ServingBoard)
        assert [call.number for call in board.calls] == ["A006", "A005", "A004", "A003", "A002", "A001"]
        first = called[2]
        assert first is not None
        await office.recall("1", first.id)
        await large(pilot, "A003")
        assert [call.number for call in board.calls] == ["A007", "A006", "A005", "A004", "A002", "A001"]
        last = called[6]
        assert last is not None
        await office.put_back("1", last.id)
        await wait_for(pilot, lambda: "A007" not in [call.number for call in board.calls], "A007 to leave")
        assert people(screen) == [2, 1, 0]
        second = called[1]
        assert second is not None
        await office.finish("1", second.id)
        await wait_for(pilot, lambda: "A002" not in [call.number for call in board.calls], "who was served to leave")


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
        assert len(screen.query_one(ServingBoard).calls) == len(HOSTILE_TEXTS)


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
    assert [call.number for call in board.other_calls] == ["A002", "A001"]


async def test_what_a_desk_undoes_is_on_the_wall_again(data: Path, office: QueueClient) -> None:
    app = DisplayApp(Settings(data=data))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        first, second = await arrive(office), await arrive(office)
        await office.call("1", first.id, "Desk 1")
        await office.call("1", second.id, "Desk 2")
        await large(pilot, second.ticket)
        await office.park("1", first.id, desk="Desk 1")
        await wait_for(pilot, lambda: screen.announcements.other_calls == [], "the first to leave the wall")
        await office.undo("Desk 1")
        await wait_for(
            pilot, lambda: [call.number for call in screen.announcements.other_calls] == [first.ticket], "it again"
        )
        assert screen.announcements.large_call is not None
        assert screen.announcements.large_call.number == second.ticket
        await office.mark_no_show("1", second.id, desk="Desk 2")
        await large(pilot, first.ticket)
        await office.undo("Desk 2")
        # Calls of the same second have no order.
        await wait_for(pilot, lambda: len(screen.announcements.other_calls) == 1, "both to be on the wall")


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
    board.withdraw("1")
    board.withdraw("2")
    assert (board.large_call, [call.number for call in board.other_calls]) == (None, ["A003"])
    assert board.advance(0.1)
    assert board.large_call is not None
    assert (board.large_call.number, board.other_calls) == ("A003", [])


def test_a_client_sent_to_another_desk_is_not_shown_at_the_first() -> None:
    board = Announcements()
    board.announce(call(1))
    board.advance(0.0)
    elsewhere = replace(call(1), desk="Desk 2")
    board.announce(elsewhere)
    assert (board.large_call, board.other_calls) == (None, [elsewhere])
    board.announce(call(2))
    assert board.advance(0.1)
    assert board.large_call == elsewhere


@pytest.mark.parametrize(
    "seconds", [20, pytest.param(600, marks=pytest.mark.soak)], ids=["twenty seconds", "ten minutes"]
)
def test_five_calls_a_second_are_all_shown_and_nobody_who_was_served(seconds: int) -> None:
    """A fast clock: forty desks, each finishes its client to call the next; the screen is drawn every second."""
    board = Announcements()
    serving: dict[int, Call] = {}
    unseen: dict[str, float] = {}
    large_numbers = set()
    for tick in range(seconds * 5):
        now, desk = tick / 5, tick % 40
        if desk in serving:
            board.withdraw(serving[desk].id)
        serving[desk] = Call(str(tick), f"A{tick}", f"Desk {desk}", 1, now)
        board.announce(serving[desk])
        unseen[serving[desk].id] = now
        if tick % 5 == 4:
            board.forget_before(now - 3_600)
            board.advance(now)
            shown = [call for call in (board.large_call, *board.other_calls) if call]
            assert sorted(shown, key=lambda call: call.called_at) == sorted(
                serving.values(), key=lambda call: call.called_at
            )
            newest_first = [call.called_at for call in board.other_calls]
            assert newest_first == sorted(newest_first, reverse=True)
            large_numbers.add(board.large_call and board.large_call.number)
            for call in shown:
                unseen.pop(call.id, None)
            assert not unseen
    assert len(large_numbers) >= seconds / 4


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
    assert board.other_calls == []


def test_a_withdrawn_call_is_not_announced() -> None:
    board = Announcements()
    board.announce(call(1))
    board.advance(0.0)
    board.announce(call(2))
    board.withdraw("2")
    board.withdraw("1")
    assert not board.advance(20.0)
    assert board.large_call is None
