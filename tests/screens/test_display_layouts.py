"""The display's layouts, info pages, letter heights and waits, on a real embedded office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Markdown

from tests.screens.test_display import arrive, drawn_letters, large, ready
from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from walkin.client import connect
from walkin.languages import Words
from walkin.settings import Settings, SettingsError, load_settings
from walkin_counter.display import announcements, info_pages
from walkin_counter.display import app as display
from walkin_counter.display.announcements import Announcements, Call
from walkin_counter.display.app import DisplayApp
from walkin_counter.display.readability import ViewingDistance
from walkin_counter.display.widgets import JoinCode, LargeCall, ServingBoard, WaitingCount, WaitingCounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from walkin.client import QueueClient

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(announcements, "LARGE_CALL_SECONDS", 0.0)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[QueueClient]:
    client = await connect(Settings(data=tmp_path / "office.db"))
    yield client
    await client.aclose()


def showing(tmp_path: Path, **values: Any) -> DisplayApp:
    return DisplayApp(Settings(data=tmp_path / "office.db", **values))


@pytest.mark.parametrize("size", SIZES)
async def test_pages_take_two_fifths_at_most(tmp_path: Path, office: QueueClient, size: tuple[int, int]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "1.md").write_text("# Opening hours\n\nMonday to **Friday**", encoding="utf-8")
    app = showing(tmp_path, layout="calls+info", info=folder)
    for _ in range(3):
        await arrive(office)
    async with app.run_test(size=size) as pilot:
        screen = await ready(app, pilot)
        for number in range(1, 4):
            await office.call_next("1", "Desk 3")
            await large(pilot, f"A00{number}")
        await wait_for(
            pilot, lambda: "Monday to Friday" in screen_text(app) or drawn_letters(pilot, "Friday"), "the page"
        )
        assert size[0] < 120 or drawn_letters(pilot, "Friday")
        page = screen.query_one(info_pages.InfoPages).outer_size
        assert page.width * page.height <= size[0] * size[1] * 0.4
        assert max(drawn_letters(pilot, "A003"), default=0) >= 5
        for number in ("A001", "A002"):
            assert number in screen_text(app) or drawn_letters(pilot, number)
        assert screen.focus_chain == []


async def test_pages_turn_and_wait_for_calls(tmp_path: Path, office: QueueClient) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("one", "three", "two"):
        (folder / f"{name}.md").write_text(f"page {name}", encoding="utf-8")
    app = showing(tmp_path, layout="calls+info", info=folder, info_seconds=600)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        info = screen.query_one(info_pages.InfoPages)

        async def wait_for_text(text: str) -> None:
            await wait_for(pilot, lambda: text in screen_text(app), text)

        await wait_for_text("page one")
        # Private: pages turn by seconds of the clock, which this test counts itself.
        seconds = info._seconds_left
        for second in range(700):
            info.tick(second, paused=True)
        await pilot.pause()
        assert "page one" in screen_text(app)
        for name in ("three", "two"):
            for second in range(seconds + 1):
                info.tick(second, paused=False)
            await wait_for_text(f"page {name}")
        (folder / "one.md").write_text("mended", encoding="utf-8")
        for second in range(seconds + 1):
            info.tick(second, paused=False)
        await wait_for_text("mended")


def _turn_to(info: info_pages.InfoPages, name: str) -> bool:
    """Return whether the page is shown; if another is, turn to the next.

    Private members, since only seconds of the clock turn a page.
    """
    is_loading = any(worker.group == "pages" and worker.is_running for worker in info.workers)
    if info._shown_page[0] != name and not is_loading:
        info._seconds_left, info._part = 0, 1_000
        info.tick(info._last_second - 1, paused=False)
    return info._shown_page[0] == name and not is_loading


async def test_hostile_pages(tmp_path: Path, office: QueueClient) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    text = "\n\n".join(f"{line}\n\n# {line}\n\n* {line}\n\n| a | b |\n|-|-|\n| {line} | x |" for line in HOSTILE_TEXTS)
    (folder / "1.md").write_bytes(text.encode("utf-8", errors="surrogatepass"))
    (folder / "2.md").write_bytes(b"\xff\xfe\x00" * 30_000)
    (folder / "3.md").mkdir()
    (folder / "4.md").write_text("[press me](https://evil.example) ```\n" + "# deep\n" * 3_000, encoding="utf-8")
    app = showing(tmp_path, layout="calls+info", info=folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        info = screen.query_one(info_pages.InfoPages)
        for name in ("2.md", "4.md", "1.md", "2.md"):
            await wait_for(pilot, lambda name=name: _turn_to(info, name), name)
            await pilot.pause()
            await pilot.click(Markdown, offset=(3, 1))
        assert app.is_running
        assert screen.focus_chain == []
        assert "\x1b" not in screen_text(app)


async def test_a_folder_that_has_gone_shows_nothing(tmp_path: Path, office: QueueClient) -> None:
    app = showing(tmp_path, layout="calls+info", info=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        info = screen.query_one(info_pages.InfoPages)
        # Private: the folder is a setting, which a running display never changes.
        info._folder = tmp_path / "gone"
        info._seconds_left = 0
        info.tick(info._last_second - 1, paused=False)
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_above_a_desk(tmp_path: Path, office: QueueClient, size: tuple[int, int]) -> None:
    app = showing(tmp_path, layout="desk", desk="Desk 3")
    for _ in range(3):
        await arrive(office)
    async with app.run_test(size=size) as pilot:
        await ready(app, pilot)
        other_call = await office.call_next("1", "Desk 1")
        own_call = await office.call_next("1", "desk 3")
        assert other_call is not None
        assert own_call is not None
        await large(pilot, "A002")
        await wait_for(pilot, lambda: drawn_letters(pilot, "A002"), "the number, drawn")
        assert drawn_letters(pilot, "Desk 3") or "Desk 3" in screen_text(app)
        assert "A001" not in screen_text(app)
        await office.finish("1", own_call.id)
        await wait_for(pilot, lambda: app.screen.query_one(LargeCall).call is None, "the number to go")


async def test_the_wait_is_told_while_a_desk_serves(
    tmp_path: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "QUEUE_REFRESH_SECONDS", 0.1)
    for _ in range(6):
        await arrive(office)
    app = showing(tmp_path, queue=("1",))
    async with app.run_test(size=(160, 50)) as pilot:
        screen = await ready(app, pilot)
        await wait_for(pilot, lambda: drawn_letters(pilot, "Waiting: 6"), "the waiting")
        assert not drawn_letters(pilot, "min")
        for _ in range(5):
            called = await office.call_next("1", "Desk 1")
            assert called is not None
            await office.finish("1", called.id)
        await wait_for(pilot, lambda: drawn_letters(pilot, "min"), "the wait")
        await wait_for(pilot, lambda: screen.query_one(WaitingCounts).counts[0].people == 1, "the waiting client")
        monkeypatch.setattr(display, "LINK_DOWN_SECONDS", -2.0)
        monkeypatch.setattr(display, "STALE_SECONDS", -1.0)
        await wait_for(pilot, lambda: not drawn_letters(pilot, "min"), "the wait to disappear")
        assert screen.has_class("-stale")


async def test_old_numbers_dim(tmp_path: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await arrive(office)
    app = showing(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        await office.call_next("1", "Desk 1")
        await large(pilot, "A001")
        number = screen.query_one(LargeCall)
        assert number.styles.text_opacity == 1.0
        monkeypatch.setattr(display, "STALE_SECONDS", -1.0)
        await wait_for(pilot, lambda: number.styles.text_opacity < 1.0, "the number to dim")


@pytest.mark.parametrize(
    ("size", "services", "texts"),
    [
        ((80, 24), 3, ["Waiting: 33"]),
        ((160, 50), 1, ["Waiting: 10 · 10–20 min"]),
        pytest.param((240, 67), 1, ["Service 1: 10 · 10–20 min"], marks=pytest.mark.long),
        pytest.param((160, 50), 11, ["Waiting: 165"], marks=pytest.mark.long),
        ((240, 67), 4, ["Service 1: 10     Service 2: 11", "Service 3: 12     Service 4: 13"]),
        pytest.param((240, 67), 11, ["Waiting: 165"], marks=pytest.mark.long),
    ],
)
async def test_waiting_is_told_for_each_service_that_fits(
    tmp_path: Path, office: QueueClient, size: tuple[int, int], services: int, texts: list[str]
) -> None:
    app = showing(tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await ready(app, pilot)
        screen.sync = lambda: None  # type: ignore[method-assign]
        wait = "10–20 min" if services == 1 else ""
        screen.query_one(WaitingCounts).counts = tuple(
            WaitingCount(f"Service {number + 1}", number + 10, wait) for number in range(services)
        )
        for text in texts:
            await wait_for(pilot, lambda text=text: drawn_letters(pilot, text), text)


async def test_a_wait_without_room_for_large_letters_stands_beside_them(tmp_path: Path, office: QueueClient) -> None:
    app = showing(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        screen.sync = lambda: None  # type: ignore[method-assign]
        counts = [WaitingCount(f"Service {number}", number + 10, f"{number}0–90 min") for number in range(1, 3)]
        for shown, texts in ((counts[:1], ["10–90 min"]), (counts, ["Service 1 10–90 min", "Service 2 20–90 min"])):
            screen.query_one(WaitingCounts).counts = tuple(shown)
            people = sum(count.people or 0 for count in shown)
            await wait_for(pilot, lambda people=people: drawn_letters(pilot, str(people)), "the count")
            for text in texts:
                assert text in screen_text(app)


async def test_a_single_call_has_the_room_of_the_board(tmp_path: Path, office: QueueClient) -> None:
    for _ in range(2):
        await arrive(office)
    folder = tmp_path / "pages"
    folder.mkdir()
    app = showing(tmp_path, layout="calls+info", info=folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        rows = 24 - screen.query_one("#top").size.height - screen.query_one("#bottom").size.height
        await office.call_next("1", "Desk 1")
        await large(pilot, "A001")
        await wait_for(pilot, lambda: screen.query_one(LargeCall).outer_size.height == rows, "the room")
        await office.call_next("1", "Desk 2")
        await large(pilot, "A002")
        # Without pages the board has the whole width.
        await wait_for(pilot, lambda: screen.query_one(ServingBoard).outer_size.width == 80, "the board")
        assert drawn_letters(pilot, "A001") or "A001" in screen_text(app)


async def test_a_closed_office_says_so(tmp_path: Path, office: QueueClient) -> None:
    app = showing(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(app, pilot)
        await wait_for(pilot, lambda: drawn_letters(pilot, "appear"), "the sentence of a quiet office")
        for queue in await office.list_queues():
            await office.update_queue(queue.id, {"status": "closed"})
        app.screen.queues = await office.list_queues()
        app.screen.sync()
        await wait_for(pilot, lambda: drawn_letters(pilot, "closed"), "that all is closed")


@pytest.mark.parametrize(
    ("size", "desks", "least"),
    [
        ((160, 50), 40, 12),
        *(
            pytest.param(*case, marks=pytest.mark.long)
            for case in (((80, 24), 2, 2), ((160, 50), 8, 8), ((240, 67), 40, 16))
        ),
    ],
)
async def test_the_newest_at_the_desks_are_in_large_letters(
    tmp_path: Path, office: QueueClient, size: tuple[int, int], desks: int, least: int
) -> None:
    app = showing(tmp_path, language="fr")
    async with app.run_test(size=size) as pilot:
        screen = await ready(app, pilot)
        now = screen.get_server_seconds()
        for number in range(desks + 1):
            screen.announcements.restore(Call(str(number), f"A{number:03d}", f"Desk {number}", 1, now - 60 + number))
        screen.tick(app.client.now())
        await wait_for(pilot, lambda: drawn_letters(pilot, f"Guichet {desks}"), "the desk in the screen's language")
        # The board appears with its first entry.
        await wait_for(pilot, lambda: drawn_letters(pilot, f"A{desks - 1:03d}"), "the board")
        for number in range(desks - 1, desks - 1 - least, -1):
            assert drawn_letters(pilot, f"A{number:03d}"), number
            assert drawn_letters(pilot, str(number)), number
        heading = "En cours · Guichet → Numéro"
        assert heading in screen_text(app) or drawn_letters(pilot, heading) or drawn_letters(pilot, "Guichet → Numéro")


async def test_a_rush_is_on_the_board_in_smaller_letters(
    tmp_path: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "NEW_CALL_SECONDS", 600.0)
    app = showing(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        now = screen.get_server_seconds()
        for number in range(25):
            screen.announcements.announce(Call(str(number), f"A{number:03d}", f"Desk {number}", 1, now))
        screen.tick(app.client.now())

        def are_all_shown() -> bool:
            text = screen_text(app)
            return sum(f" {number} → A{number:03d}" in text for number in range(25)) == 24

        await wait_for(pilot, are_all_shown, "all of them but the one in large letters")


async def test_too_small_for_the_last_row(tmp_path: Path, office: QueueClient) -> None:
    app = showing(tmp_path, screen="24 in", seat=15.0)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(app, pilot)
        # Textual has no public list of notifications.
        await wait_for(pilot, lambda: bool(app._notifications), "the warning")
        assert "from 15 m they should be 183 mm" in next(iter(app._notifications)).message
    large_screen = showing(tmp_path, screen="55 in", seat=8.0)
    async with large_screen.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(large_screen, pilot)
        # Private: that a size was measured without a warning shows nowhere.
        await wait_for(pilot, lambda: screen._warned_size == (80, 24), "the measure")
        assert not large_screen._notifications


async def test_fewer_calls_when_the_letters_have_to_be_larger(tmp_path: Path, office: QueueClient) -> None:
    app = showing(tmp_path)
    async with app.run_test(size=(160, 50)) as pilot:
        screen = await ready(app, pilot)
        screen.sync = screen.tick = lambda *_: None  # type: ignore[method-assign, assignment]
        screen.remove_class("-one-call")
        board = screen.query_one(ServingBoard)
        board.calls = tuple(Call(str(n), f"A00{n}", f"Desk {n}", 1, 0.0) for n in range(1, 9))
        await wait_for(pilot, lambda: drawn_letters(pilot, "A008") == [3], "all of them")
        board.min_letter_lines = 6
        await wait_for(pilot, lambda: not drawn_letters(pilot, "A008"), "fewer")
        assert min(drawn_letters(pilot, "A001")) == 7


def test_a_capital_spans_seven_tenths_of_a_degree() -> None:
    sight = ViewingDistance(685.0, 5.0)
    assert sight.min_letter_mm == pytest.approx(61.0)
    assert sight.compute_min_lines(24) == 3
    assert not sight.is_readable(2, 24)
    assert ViewingDistance(0.0, 5.0).compute_min_lines(24) == 0


@pytest.mark.parametrize("text", ["55", "big", "0x0", "55 cm", "-3 in"])
def test_a_size_nobody_understands(text: str) -> None:
    with pytest.raises(SettingsError, match="must be a diagonal"):
        load_settings({"screen": text}, environ={})


def test_without_motion_a_call_stands_still() -> None:
    board = Announcements()
    board.announce(Call("1", "A001", "Desk 1", 1, 0.0))
    board.advance(100.0)
    assert [board.is_inverted(100.0 + age, flashing=False) for age in range(8)] == [True] * 5 + [False] * 3


async def test_textuals_own_switch_stops_the_flashing(
    tmp_path: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrive(office)
    app = showing(tmp_path)
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        await office.call_next("1", "Desk 1")
        await large(pilot, "A001")
        # Private: the display's own time of the call, from which flashing is counted.
        since = screen.announcements._announced_at
        assert since > 0
        for age in range(5):
            screen.tick(app.client.now().fromtimestamp(since + age).astimezone())
            assert screen.query_one(LargeCall).inverted


def test_a_new_day_begins_empty_and_those_who_wait_again_are_not_called() -> None:
    board = Announcements()
    for number in (1, 2, 3):
        board.announce(Call(str(number), f"A00{number}", "Desk 1", 1, 100.0 * number))
        board.advance(1000.0 * number)
    board.forget_before(250.0)
    assert board.large_call is not None
    assert (board.large_call.number, board.other_calls) == ("A003", [])
    board.load([], 1000.0)
    assert board.large_call is None


def test_a_call_waits_for_the_voice_but_not_for_ever() -> None:
    board = Announcements()
    for number in (1, 2):
        board.announce(Call(str(number), f"A00{number}", "Desk 1", 1, 0.0))
    assert board.advance(100.0)
    assert not board.advance(120.0, busy=True)
    assert board.advance(146.0, busy=True)


@pytest.mark.parametrize("layout", ["calls", "calls+info"])
async def test_the_code_for_phones_is_drawn_and_goes_when_it_may_be_old(
    tmp_path: Path, office: QueueClient, layout: str
) -> None:
    await office.update_queue("1", {"joinCodeMinutes": 1440})
    code = (await office.get_queue("1")).join_code
    assert code
    app = showing(tmp_path, layout=layout)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ready(app, pilot)
        [widget] = screen.query(JoinCode)
        await wait_for(pilot, lambda: widget.code in (code, ""), "the code")
        await wait_for(pilot, lambda: "Code for phones" in screen_text(app), "the code on the screen")
        assert drawn_letters(pilot, (await office.get_queue("1")).join_code or "")
        screen.queues = [queue.model_copy(update={"join_code": None}) for queue in screen.queues]
        screen.request_sync()
        await wait_for(pilot, lambda: "Code for phones" not in screen_text(app), "no code")
