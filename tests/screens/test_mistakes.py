"""Errors that nobody foresaw, and screens that are closed while they are still being used: the apps go on."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.binding import BindingType
from textual.command import CommandList
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Static

from tests.screens.test_counter import arrive, counter, office, see, with_client
from tests.screens.test_display import drawn_letters
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, wait_for_start_page, wait_for_texts
from walkin.settings import Settings
from walkin.ui.app import CRASH_EXIT_CODE, WalkinApp
from walkin.ui.screens import WalkinModalScreen, WalkinScreen
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.command_menu import ActionPalette
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.setup import DeskSetup, SetupScreen
from walkin_counter.dialogs import QuitScreen
from walkin_counter.display.app import DisplayApp, DisplayScreen
from walkin_kiosk.app import MAX_WAITING_KEYS
from walkin_kiosk.keyboard import Keyboard
from walkin_kiosk.scanner import ScanResult
from walkin_kiosk.screens.dialogs import LeaveDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from walkin.client import QueueClient

__all__ = ["office"]


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "walkin.log"
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(file))
    return file


def fail(*_arguments: object) -> None:
    raise RuntimeError("broken on purpose")


async def fail_later(*_arguments: object) -> None:
    fail()


WAYS_TO_FAIL: dict[str, Callable[[DeskScreen | DisplayScreen], object]] = {
    "a callback": lambda screen: screen.call_later(fail),
    "the next callback": lambda screen: screen.call_next(fail_later),
    "after a refresh": lambda screen: screen.call_after_refresh(fail),
    "a timer": lambda screen: screen.set_timer(0.001, fail),
    "of the app": lambda screen: screen.app.call_later(fail_later),
    "a widget's": lambda screen: next(iter(screen.query(Static))).call_later(fail),
}


SHORT = ("a callback", "of the app")
WAYS = [way if way in SHORT else pytest.param(way, marks=pytest.mark.long) for way in WAYS_TO_FAIL]


@pytest.mark.parametrize("way", WAYS)
async def test_the_counter_says_so_in_a_line_and_goes_on(data: Path, office: QueueClient, log: Path, way: str) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        WAYS_TO_FAIL[way](screen)
        await see(pilot, "That did not work because of an error in the program", "Anna")
        assert "broken on purpose" not in screen_text(pilot.app)
        assert "broken on purpose" in log.read_text()
        await pilot.press("f5")
        await with_client(pilot, "A001")


@pytest.mark.parametrize("way", WAYS)
async def test_the_display_says_so_in_a_line_and_is_built_anew(
    data: Path, office: QueueClient, log: Path, way: str
) -> None:
    # The sound works: no notice covers the call.
    app = DisplayApp(Settings(data=data, queue=("1",), speech_command="true", sound_command="true"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await wait_for(
            pilot, lambda: isinstance(app.screen, DisplayScreen) and app.screen.board.is_connected, "the display"
        )
        screen = app.screen
        assert isinstance(screen, DisplayScreen)
        WAYS_TO_FAIL[way](screen)
        await wait_for(pilot, lambda: "restarted after an error" in screen_text(app), "the line")
        await wait_for(pilot, lambda: isinstance(app.screen, DisplayScreen) and app.screen is not screen, "another")
        assert "broken on purpose" not in screen_text(app)
        assert "broken on purpose" in log.read_text()
        await arrive(office, "Anna")
        await office.call_next("1", "Desk 1")
        await wait_for(pilot, lambda: drawn_letters(pilot, "Desk 1"), "the call")


class Door(WalkinModalScreen[str]):
    """A dialog with a button that closes it."""

    def compose(self) -> ComposeResult:
        yield Button("close")

    @on(Button.Pressed)
    async def _close(self) -> None:
        self.dismiss("closed")


class House(WalkinApp):
    """Opens dialogs above one another, and remembers their results."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[str | None] = []

    def recover(self) -> bool:
        return True

    async def open(self, count: int) -> list[Door]:
        doors = [Door() for _ in range(count)]
        for door in doors:
            await self.push_screen(door, self.results.append)
        return doors


async def test_a_screen_is_closed_once_and_closes_no_other() -> None:
    app = House()
    async with app.run_test() as pilot:
        below, above = await app.open(2)
        for _ in range(3):
            above.query_one(Button).press()
        await wait_for(pilot, lambda: app.results, "a result")
        await pilot.pause()
        assert app.screen is below
        assert app.results == ["closed"]
        (covering,) = await app.open(1)
        # Its own request ends while something covers it.
        below.dismiss("saved")
        await pilot.pause()
        assert not {below, covering} & set(app.screen_stack)
        assert app.results == ["closed", "saved"]
        # A key that was on its way to a dialog meets the screen that has none below it.
        await app.run_action("screen.dismiss")
        await pilot.pause()
        assert app.is_running
        assert app.mistake_count == 0


async def test_a_screen_that_is_closed_in_the_middle_of_its_work_is_no_mistake(log: Path) -> None:
    app = House()
    async with app.run_test() as pilot:
        (door,) = await app.open(1)
        closed = asyncio.Event()

        async def look_again() -> None:
            await closed.wait()
            door.query_one("#gone")

        door.query_one(Button).call_later(look_again)
        door.call_next(look_again)
        worker = door.run_worker(look_again())
        await asyncio.sleep(0)
        door.dismiss(None)
        closed.set()
        await wait_for(pilot, lambda: worker.is_finished, "the worker")
        await pilot.pause()
        assert app.mistake_count == 0
        # The same on a screen that is open is one.
        app.screen.call_later(lambda: app.screen.query_one("#never"))
        await wait_for(pilot, lambda: app.mistake_count == 1, "the mistake")
        assert "No nodes match '#never'" in log.read_text()
        assert "#gone" not in log.read_text()


async def test_a_failed_worker_of_a_library_ends_no_app(log: Path) -> None:
    app = House()
    async with app.run_test() as pilot:
        # As Textual's own widgets start theirs.
        worker = app.screen.run_worker(fail_later(), exit_on_error=True)
        await wait_for(pilot, lambda: worker.is_finished, "the worker")
        await pilot.pause()
        assert app.is_running
    assert app.return_code != CRASH_EXIT_CODE
    assert "broken on purpose" in log.read_text()


async def test_an_error_while_an_app_ends_changes_nothing(log: Path) -> None:
    app = House()
    async with app.run_test() as pilot:
        app.screen.call_later(fail)
        app.exit(0)
        await pilot.pause()
    assert app.return_code != CRASH_EXIT_CODE
    assert "while it ended" in log.read_text()


class Line(Widget):
    """A widget whose text depends on its screen, as the kiosk's keyboard."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return [Strip([Segment(f"{self.screen.size.width} columns wide".ljust(self.size.width))])] * crop.height


async def test_a_press_on_a_widget_that_is_gone_is_survived(data: Path) -> None:
    async with counter(data) as pilot:
        screen = pilot.app.screen
        # A private part: the map of what was drawn last, in which a widget is still found that has just been removed.
        gone = Line()
        await screen.mount(Vertical(gone))
        await see(pilot, "columns wide")
        place = gone.region
        assert gone.parent is not None
        await gone.parent.remove()
        # Not drawn again yet: what is looked for at this place is still the widget.
        assert screen.get_widget_at(*place.offset)[0] is gone
        assert screen.get_style_at(*place.offset) == Style.null()
        assert screen.get_widget_and_offset_at(*place.offset) == (None, None)
        await pilot.click(offset=place.offset)
        await pilot.press("f1")
        await see(pilot, "Esc")
        assert isinstance(pilot.app, WalkinApp)
        assert pilot.app.mistake_count == 0


async def test_two_taps_on_a_button_of_a_dialog_leave_the_desk_open(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, QuitScreen) and pilot.app.focused, "the question")
        await press_twice(pilot, "#stay")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "the desk")
        await see(pilot, "Anna")


async def press_twice(pilot: Pilot[Any], selector: str) -> None:
    """Press a button again before the app has worked off the first time."""
    button = pilot.app.screen.query_one(selector, Button)
    button.press()
    button.press()
    await pilot.pause()


async def test_staff_who_tap_twice_stay_at_the_kiosk(tmp_path: Path) -> None:
    async with run_kiosk(make_settings(tmp_path)) as (app, pilot):
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: isinstance(app.screen, LeaveDialog) and app.focused, "the question")
        await press_twice(pilot, "#stay")
        await wait_for_start_page(pilot)
        await wait_for_texts(pilot, "Welcome")


async def test_keys_of_a_stuck_key_do_not_pile_up(tmp_path: Path) -> None:
    async with run_kiosk(make_settings(tmp_path)) as (app, pilot):
        # Private: nothing shows how many wait. 500 of them would go on for half a minute.
        await app._apply_scan_result(ScanResult([events.Key("down", None) for _ in range(500)]))
        assert 0 < len(app._released_keys) <= MAX_WAITING_KEYS
        await wait_for(pilot, lambda: not app._released_keys, "an end of the keys")
        await pilot.press("1")
        await wait_for_texts(pilot, "Question 1 of")


async def test_the_palette_is_opened_and_closed_at_once(data: Path) -> None:
    async with counter(data) as pilot:
        app = pilot.app
        for _ in range(3):
            await app.run_action("command_palette")
            app.screen.dismiss()
        await app.run_action("command_palette")
        await wait_for(pilot, lambda: isinstance(app.screen, ActionPalette) and app.focused, "the palette")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "the desk")
        assert isinstance(app, WalkinApp)
        assert app.mistake_count == 0


async def test_the_palette_goes_with_the_form_below_it(data: Path, office: QueueClient) -> None:
    app = CounterApp(Settings(data=data))
    async with app.run_test() as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, SetupScreen), "the form of the desk")
        setup = app.screen
        # Not awaited: the form's answer was on its way when the palette was opened.
        palette = ActionPalette()
        app.push_screen(palette)
        setup.dismiss(DeskSetup("Desk 1", await office.list_queues()))
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "the desk")
        assert app.screen_stack[1:] == [app.screen]
        assert app.mistake_count == 0


async def test_sizes_that_follow_each_other_quickly_are_drawn_once(tmp_path: Path) -> None:
    async with run_kiosk(make_settings(tmp_path)) as (app, pilot):
        screen, drawn = app.screen, []

        def note_layout(_screen: object) -> None:
            drawn.append(screen.size)
            if len(drawn) > 50:
                # No exception that the app recovers from.
                pytest.fail(f"the sizes follow each other for ever: {drawn[-4:]}")

        screen.screen_layout_refresh_signal.subscribe(screen, note_layout, immediate=True)
        await pilot.resize_terminal(160, 50)
        await pilot.resize_terminal(100, 30)
        for size in (Size(160, 50), Size(100, 30)):
            screen.post_message(events.Resize(size, size))
            screen.call_later(lambda: None)
        await pilot.press("1")
        await wait_for_texts(pilot, "Question 1 of")
        assert app.mistake_count == 0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_question_for_the_pin_goes_when_nobody_answers(tmp_path: Path) -> None:
    clock = Clock()
    async with run_kiosk(make_settings(tmp_path, exit_pin="2468"), clock=clock) as (app, pilot):
        await pilot.press("ctrl+q")
        await wait_for_texts(pilot, "Staff PIN")
        clock.now += 91
        await wait_for_start_page(pilot)
        assert app.session is None


async def test_a_click_on_a_command_that_is_gone_does_nothing(data: Path) -> None:
    async with counter(data) as pilot:
        app = pilot.app
        assert isinstance(app, WalkinApp)
        await app.run_action("command_palette")
        await wait_for(pilot, lambda: list(app.screen.query(CommandList)), "the palette")
        commands = app.screen.query_one(CommandList)
        await wait_for(pilot, lambda: commands.option_count > 5, "the commands")
        for option in (commands.option_count, commands.option_count + 40):
            drawn = Style.from_meta({"option": option})
            place = commands.region.offset
            commands.post_message(events.Click(commands, 0, 0, 0, 0, 1, False, False, False, *place, style=drawn))
        await pilot.pause()
        assert isinstance(app.screen, ActionPalette)
        assert app.mistake_count == 0


class Facts(WalkinScreen[None]):
    """A screen with a key that acts on one of its widgets."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "show", "")]
    shown = 0

    def compose(self) -> ComposeResult:
        yield Static(id="facts")

    def action_show(self) -> None:
        self.query_one("#facts")
        self.shown += 1


async def test_keys_before_a_screen_is_built_and_after_it_is_closed_do_nothing() -> None:
    app = WalkinApp()
    async with app.run_test() as pilot:
        screen = Facts()
        pushed = app.push_screen(screen)
        assert await app.run_action("show", screen)
        assert screen.shown == 0
        await pushed
        await pilot.press("s")
        assert screen.shown == 1
        await app.pop_screen()
        await app.run_action("show", screen)
        assert screen.shown == 1
        broken = Facts()
        await app.push_screen(broken)
        await broken.query_one("#facts").remove()
        with pytest.raises(NoMatches):
            await app.run_action("show", broken)


async def test_a_keyboard_that_has_been_removed_is_drawn_below_a_dialog(tmp_path: Path) -> None:
    service = {"name": "Permits", "form": [{"id": "name", "type": "input", "title": "Name"}]}
    async with (
        open_client(tmp_path, service) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.click("ServiceButton")
        await wait_for_texts(pilot, "Shift")
        keyboard = app.screen.query_one(Keyboard)
        await keyboard.remove()
        assert keyboard.render_lines(Region(0, 0, 20, 2))
        assert app.mistake_count == 0


async def test_drawings_of_removed_pages_are_released(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.ui.app.RELEASE_SECONDS", 0.05)
    async with counter(data) as pilot:
        app = pilot.app
        assert isinstance(app, WalkinApp)
        for _ in range(2):
            mark = Style.from_color()
            held = Strip.blank(7, mark)
            await wait_for(pilot, lambda drawn=held, style=mark: Strip.blank(7, style) is not drawn, "a release")  # type: ignore[misc]
        await app.push_screen(WalkinScreen())
        drawings = weakref.ref(app.screen._styles_cache)
        app.pop_screen()
        await wait_for(pilot, lambda: gc.collect() >= 0 and drawings() is None, "the page's drawings to be released")
        assert app.mistake_count == 0
