"""What every page of the kiosk has: the visitor's row, help from staff, contrast and size, the way out for staff."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button

from tests.screens.test_counter import counter, see, shown
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, type_text, wait_for_start_page, wait_for_texts
from walkin.client import ServerUnreachable
from walkin.languages import Words, use_texts_folder
from walkin.model.errors import Refused
from walkin.ui.qr import QrCode
from walkin_kiosk import app as kiosk_app
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StartOverDialog, StillThereDialog
from walkin_kiosk.screens.languages import LanguageScreen, LanguageTile
from walkin_kiosk.screens.page import Page
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import ServiceButton, StartPage
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin_kiosk.app import KioskApp

SERVICE = {
    "name": "Permits",
    "ticketPrefix": "P",
    "form": [
        {
            "id": "about",
            "type": "radio",
            "title": "What is it about?",
            "mandatory": True,
            "values": [{"id": "new", "name": "New"}, {"id": "lost", "name": "Lost"}],
        },
        {"id": "name", "type": "input", "title": "Full name"},
    ],
}
SIZES = [(80, 24), (120, 40), (160, 50), (60, 80)]
OFTEN = [((80, 24), True), ((60, 80), False)]
ADDRESS = "https://queue.example.org"


@pytest.fixture(autouse=True)
def no_late_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of these tests come sooner after a choice than anybody can read the next question."""
    monkeypatch.setattr("walkin_kiosk.app.LATE_ENTER_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


class Clock:
    """A clock that the test advances."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def find_cells(app: KioskApp, text: str) -> tuple[int, int]:
    """The place of a text among the drawn cells of the visitor's row."""
    bar = app.screen.query_one("#visitor-bar").region
    lines = list(enumerate(screen_text(app).split("\n")))[bar.y : bar.bottom]
    return next((line.index(text), row) for row, line in lines if text in line)


async def see_frame(pilot: Pilot[Any], page_type: type[Page], places: dict[str, tuple[int, int]]) -> None:
    """Wait for a page, and check its buttons and the place of the visitor's row as they are drawn."""
    app: Any = pilot.app
    await wait_for(
        pilot, lambda: isinstance(app.screen, page_type) and app.screen.query("#visitor-bar"), str(page_type)
    )
    await pilot.pause()
    texts = ["Help from staff", "Aa", "Français", *(["Start over"] if page_type is not StartPage else [])]
    columns, rows = app.size
    # In a low window the keyboard needs the row of the key bar below.
    moved = app.screen.has_class("-typing") and rows == 24
    for text in texts:
        column, row = find_cells(app, text)
        assert places.setdefault(text, (column, row)) == (column, row - moved), screen_text(app)
    for widget in app.screen.query("Button, ServiceButton, Option"):
        if widget.region.area and widget.visible and widget.display:
            assert app.screen.region.contains_region(widget.region) or widget.parent.id == "options", widget
            assert widget.region.height >= 3, widget
            assert widget.region.width >= 7 if widget.has_class("scroll") else widget.region.width >= 8, widget
            if rows > columns:
                assert widget.region.y >= 0.37 * rows, widget


async def tap(pilot: Pilot[Any], selector: str) -> None:
    # A button takes no tap while it looks pressed.
    await wait_for(
        pilot, lambda: pilot.app.screen.query(selector) and not pilot.app.screen.query("Button.-active"), selector
    )
    await pilot.pause()
    assert await pilot.click(selector)


@pytest.mark.parametrize(
    ("size", "by_touch"),
    [
        pytest.param(size, by_touch, marks=[] if (size, by_touch) in OFTEN else pytest.mark.long)
        for size in SIZES
        for by_touch in (True, False)
    ],
)
async def test_from_the_start_to_the_ticket(tmp_path: Path, size: tuple[int, int], by_touch: bool) -> None:
    places: dict[str, tuple[int, int]] = {}
    async with (
        open_client(tmp_path, SERVICE) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids), public_url=ADDRESS), size=size) as (
            app,
            pilot,
        ),
    ):

        async def go_on(selector: str, *keys: str) -> None:
            if by_touch:
                await tap(pilot, selector)
            else:
                await pilot.press(*keys)

        await see_frame(pilot, StartPage, places)
        await go_on(".service-text", "1")
        await see_frame(pilot, QuestionPage, places)
        # A single choice goes on by itself.
        await go_on("Option", "1")
        await wait_for_texts(pilot, "Full name")
        await see_frame(pilot, QuestionPage, places)
        await go_on("#continue", "enter")
        await see_frame(pilot, CheckPage, places)
        # The keys are gone after a tap, and nothing has moved.
        assert ("F1" in screen_text(app).split("\n")[-1]) != by_touch
        await go_on("#take", "enter")
        await wait_for_texts(pilot, "Your number")
        await see_frame(pilot, TicketPage, places)
        assert app.screen.region.contains_region(app.screen.query_one(QrCode).region)
        await go_on("#done", "enter")
        await see_frame(pilot, StartPage, places)
        assert len(await client.list_registrations(ids[0])) == 1


async def test_the_visitors_row_is_at_its_place_from_the_first_frame(tmp_path: Path) -> None:
    async with run_kiosk(make_settings(tmp_path), services=3) as (app, pilot):
        rows = set()
        press = asyncio.create_task(pilot.press("1"))
        async with asyncio.timeout(30):
            while not (press.done() and "Which document do you need?" in screen_text(app)):
                rows |= {line for line in screen_text(app).split("\n") if "Start over" in line}
                await asyncio.sleep(0)
        await pilot.pause()
        assert {line for line in screen_text(app).split("\n") if "Start over" in line} >= rows


async def test_help_rings_at_the_counter_once_and_is_answered(
    office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(office_file.parent, location="Entrance")
    async with counter(office_file) as staff, run_kiosk(settings) as (app, pilot):
        bells: list[str] = []
        monkeypatch.setattr(staff.app, "bell", lambda: bells.append("ring"))
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage | CheckPage), "the first page")
        await tap(pilot, "#help")
        await wait_for_texts(pilot, "Staff have been called.")
        await see(staff, "Somebody asks for help: Entrance", "F3: I am coming.")
        await tap(pilot, "#help")
        await staff.press("f3")
        await wait_for(staff, lambda: not shown(staff, "asks for help"), "the answer")
        await wait_for_texts(pilot, "Somebody is coming to you.")
        assert bells == ["ring"]
        await app.end_session()
        await wait_for_start_page(pilot)
        assert "coming" not in screen_text(app)


async def test_a_call_that_did_not_arrive_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):

        async def lose(*_: object, **__: object) -> None:
            raise ServerUnreachable

        with monkeypatch.context() as away:
            away.setattr(type(app.catalog), "report_alert", lose)
            await pilot.press("f1")
            await wait_for_texts(pilot, "staff were not called")
        await pilot.press("f1")
        await wait_for_texts(pilot, "Staff have been called.")
        monkeypatch.setattr(type(app.catalog), "get_alert", lose)
        await wait_for_texts(pilot, "The connection was lost.")
        assert [worker for worker in app.workers if worker.group == "help"]

        async def refuse(*_: object) -> None:
            raise Refused("forbidden")

        # A key that was withdrawn stays so: it is not asked again and again.
        monkeypatch.setattr(type(app.catalog), "get_alert", refuse)
        await wait_for(pilot, lambda: not [w for w in app.workers if w.group == "help"], "the end of the requests")
        await wait_for_texts(pilot, "The connection was lost.")


async def test_contrast_and_size_end_with_the_visit(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), size=(120, 40), clock=clock) as (app, pilot),
    ):
        looks = []
        for _ in range(3):
            await tap(pilot, "#appearance")
            looks.append((app.theme, app.has_class("-larger")))
        assert looks == [("contrast", False), ("contrast", True), ("office", False)]
        await tap(pilot, "#appearance")
        clock.now += 61
        await wait_for(pilot, lambda: app.theme == "office", "the office's own look")


async def test_staff_hold_a_corner_and_tap_the_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk_app, "CORNER_SECONDS", 60)
    settings = make_settings(tmp_path, exit_pin="2468")
    async with open_client(tmp_path, SERVICE), run_kiosk(settings) as (app, pilot):
        await pilot.mouse_down(offset=(79, 0))
        assert app._corner_timer is not None
        await pilot.mouse_up(offset=(79, 0))
        assert app._corner_timer is None
        monkeypatch.setattr(kiosk_app, "CORNER_SECONDS", 0.05)
        await pilot.mouse_down(offset=(79, 0))
        await wait_for(pilot, lambda: isinstance(app.screen, LeaveDialog), "the PIN pad")
        await pilot.mouse_up(offset=(79, 0))
        keys = {button.name: button for button in app.screen.query(".pin-key").results(Button)}
        for key in "9C1←2468":
            assert await pilot.click(keys[key])
        await tap(pilot, "#go")
        await wait_for(pilot, lambda: app._exit, "the end")
    assert app.return_code == 0


async def test_a_forgotten_page_shows_nothing_of_the_visit(tmp_path: Path) -> None:
    clock = Clock()
    form = [SERVICE["form"][1]]
    async with (
        open_client(tmp_path, {**SERVICE, "form": form}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), clock=clock) as (app, pilot),
    ):
        for cover in ("nothing", "start over", "leave", "help"):
            await pilot.press("1")
            await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage) and app.screen.focused, "the form")
            await type_text(pilot, "Secret")
            await wait_for_texts(pilot, "Secret")
            if cover == "start over":
                await tap(pilot, "#start-over")
                await wait_for(pilot, lambda: isinstance(app.screen, StartOverDialog), "the dialog")
            elif cover == "leave":
                await pilot.press("ctrl+q")
                await wait_for(pilot, lambda: isinstance(app.screen, LeaveDialog), "the dialog")
            elif cover == "help":
                await tap(pilot, "#help")
                await wait_for_texts(pilot, "Staff have been called.")
            clock.now += 61
            await app.check_inactivity()
            if cover != "leave":
                await wait_for(pilot, lambda: isinstance(app.screen, StillThereDialog), "the question")
            clock.now += 31
            await app.check_inactivity()
            await wait_for_start_page(pilot)
            await wait_for_texts(pilot, "Permits")
            assert app.session is None
            assert "Secret" not in screen_text(app)
            assert app.help_call.state == "none"


@pytest.fixture
def many_languages(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """Languages of the office's own, of whose texts only the name is there."""
    folder = tmp_path / "texts"
    folder.mkdir()
    names = dict(zip(("qa", "qb", "qc", "qd", "qe", "qf", "qg", "qh", "qi", "qj", "qk", "ql"), NAMES, strict=True))
    for code, name in names.items():
        (folder / f"{code}.ftl").write_text(f"language-name = {name}\n", encoding="utf-8")
    use_texts_folder(folder)
    yield ("en", "fr", *names)
    use_texts_folder(None)


NAMES = (
    "Українська",
    "Tiếng Việt",
    "日本語",
    "한국어",
    "العربية",
    "简体中文",
    *(f"Language {n}" for n in range(5)),
    "[/b]",
)


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.long) for size in [(60, 80), (160, 50)])]
)
async def test_one_of_many_languages_is_chosen_on_a_page_of_twelve(
    tmp_path: Path, many_languages: tuple[str, ...], size: tuple[int, int]
) -> None:
    clock = Clock()
    settings = make_settings(tmp_path, languages=many_languages)
    async with open_client(tmp_path, SERVICE) as (_, ids):
        settings = settings.model_copy(update={"queue": tuple(ids)})
        async with run_kiosk(settings, clock=clock, size=size) as (app, pilot):
            row = app.screen.query("#languages Button")
            assert all(button.region.right <= size[0] for button in row)
            assert "Language" in str(row.last().label)  # type: ignore[attr-defined]
            assert len(row) == (1 if size[0] < 80 else 2 if size[0] < 100 else 3)
            await tap(pilot, "#more-languages")
            await wait_for_texts(pilot, "English", "Français", "French", "日本語", "Back", "1 / 2")
            tiles = list(app.screen.query(LanguageTile))
            assert len(tiles) == 12
            assert all(tile.region.bottom <= size[1] - 4 and tile.region.height >= 3 for tile in tiles)
            assert app.focused is tiles[0]
            # By keys, across the pages, and with a name that is markup.
            for key in ["down"] * (6 if size[0] < 80 else 4):
                await pilot.press(key)
            await wait_for_texts(pilot, "[/b]", "2 / 2")
            await pilot.press("right", "enter")
            await wait_for_start_page(pilot)
            await wait_for(pilot, lambda: app.language == "ql", "the language")
            # By touch; the page begins with the one that is shown now.
            await tap(pilot, "#more-languages")
            await wait_for_texts(pilot, "[/b]", "2 / 2")
            await tap(pilot, "LanguageScreen ScrollButton")
            await wait_for_texts(pilot, "日本語", "1 / 2")
            await tap(pilot, "#language-fr")
            await wait_for(pilot, lambda: app.language == "fr", "the language")
            # An open one closes by itself, and by Esc.
            await tap(pilot, "#more-languages")
            await wait_for_texts(pilot, "Langue · Language", "Retour")
            # A key and a tap at once, and one that was on its way when the page was left.
            page = app.screen
            assert isinstance(page, LanguageScreen)
            await asyncio.gather(*(page.action_turn(1) for _ in range(3)))
            assert len(page.query(LanguageTile)) in (12, len(many_languages) - 12)
            assert isinstance(app.focused, LanguageTile)
            turning = asyncio.create_task(page.action_turn(1))
            await pilot.press("escape")
            await turning
            await page.action_turn(1)
            await wait_for_start_page(pilot)
            assert app.mistake_count == 0
            await tap(pilot, "#more-languages")
            await wait_for_texts(pilot, "Langue · Language")
            clock.now += 61
            await app.check_inactivity()
            await wait_for_start_page(pilot)


@pytest.mark.parametrize("count", [4, 6])
async def test_several_services_fit_a_low_window(tmp_path: Path, count: int) -> None:
    services = [{"name": f"Cards and permits {number}"} for number in range(count)]
    async with (
        open_client(tmp_path, *services) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), services=count) as (app, pilot),
    ):
        await wait_for_texts(pilot, *(f"permits {number}" for number in range(count)), "Nobody waiting")
        assert "More services" not in screen_text(app)


async def test_eleven_services_use_the_width_and_more_are_one_tap_away(tmp_path: Path) -> None:
    services = [{"name": f"Service {letter}"} for letter in "ABCDEFGHIJK"]
    async with (
        open_client(tmp_path, *services) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), services=11) as (app, pilot),
    ):
        await client.update_queue(ids[1], {"status": "closed"})
        await wait_for_texts(pilot, "What can we do for you?", "Service A", "Closed", "More services")
        assert "Service K" not in screen_text(app)
        tiles = list(app.screen.query(ServiceButton))
        assert tiles[0].region.y == tiles[1].region.y
        assert app.screen.query_one("#more-services").region.width >= 74
        for _ in range(4):
            await tap(pilot, "#more-services")
            await pilot.pause()
            if "First services" in screen_text(app):
                break
        await wait_for_texts(pilot, "Service K", "First services")
        await tap(pilot, "#more-services")
        await wait_for_texts(pilot, "Service A", "More services")


async def test_services_that_fit_a_window_also_fit_it_after_a_larger_one(tmp_path: Path) -> None:
    async with run_kiosk(make_settings(tmp_path), services=3) as (app, pilot):

        def read_page() -> list[str]:
            return [line for line in screen_text(app).splitlines() if "Open ·" not in line]

        def measure_tiles() -> set[int]:
            return {tile.region.height for tile in app.screen.query(ServiceButton)}

        await wait_for(pilot, lambda: measure_tiles() == {4}, "the tiles")
        page = read_page()
        await pilot.resize_terminal(97, 31)
        await wait_for(pilot, lambda: min(measure_tiles()) > 4, "larger tiles")
        await pilot.resize_terminal(80, 24)
        await wait_for(pilot, lambda: read_page() == page, "the same page again")
        assert "More services" not in screen_text(app)
