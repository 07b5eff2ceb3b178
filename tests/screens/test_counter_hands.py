"""The counter with the mouse alone, its lines to type in, and what is beside and below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.screens.test_counter import arrive, counter, current, desk_screen, office, see, shown, strict, with_client
from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from walkin.model.registration import Status
from walkin.settings import Settings
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import sanitize
from walkin_counter.app import CounterApp
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.edit import EditScreen
from walkin_counter.desk.detail_pane import DetailPane
from walkin_counter.desk.screens.action_menu import ActionMenu
from walkin_counter.desk.screens.command_menu import ActionPalette
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.screens.help import HelpScreen
from walkin_counter.desk.screens.setup import SetupScreen
from walkin_counter.desk.table import QueueTable
from walkin_counter.dialogs import TextPromptScreen
from walkin_counter.statistics.screen import StatisticsScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.screen import Screen

    from walkin.client import QueueClient

__all__ = ["office", "strict"]


def drawn(pilot: Pilot[int], region: Region) -> str:
    """The text that is drawn in a region."""
    lines = screen_text(pilot.app).splitlines()[region.y : region.bottom]
    return "\n".join(line[region.x : region.right] for line in lines)


async def open_screen(pilot: Pilot[int], kind: type[Screen[object]]) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)


async def test_the_pane_beside_the_list_shows_the_selected_client(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna", note="wheelchair")
    hostile = HOSTILE_TEXTS[3]
    await arrive(office, hostile, client={"firstName": hostile, "phoneNumber": "+33 1 23 45 67 89"})
    async with counter(data, size=(120, 40)) as pilot:
        pane = pilot.app.screen.query_one(DetailPane)
        await wait_for(pilot, lambda: "A001  Anna" in drawn(pilot, pane.region), "the first client")
        assert "wheelchair" in drawn(pilot, pane.region)
        await pilot.press("down")
        await wait_for(pilot, lambda: f"A002  {sanitize(hostile)}" in drawn(pilot, pane.region), "the second client")
        assert "+33123456789" in drawn(pilot, pane.region).replace(" ", "")
        assert "wheelchair" not in drawn(pilot, pane.region)
        await pilot.click(DetailPane)
        await open_screen(pilot, ActionMenu)
        await see(pilot, "A002 [@click")
        await pilot.press("escape")
        await pilot.resize_terminal(119, 40)
        await wait_for(pilot, lambda: not pane.region, "the list to have all the width")


async def test_a_bar_says_who_asks_for_help_and_comes_back(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna")
    async with counter(data, size=(80, 3), bar=True) as pilot:
        await see(pilot, "F5 calls A001 Anna")
        await office.report_alert("help", place="Hall [/x]", page="start")
        desk_screen(pilot)._refresh_alert()
        await see(pilot, "Somebody asks for help: Hall [/x]", "F3", "F5 calls A001 Anna", "F5 Call next")
        assert not shown(pilot, "Connected")
        await pilot.press("f3")
        await see(pilot, "The kiosk has your answer: Hall [/x].", "F5 calls A001 Anna")
        assert not shown(pilot, "Somebody asks")


@pytest.mark.long
async def test_a_day_with_the_mouse_alone(data: Path, office: QueueClient) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo", "Dora")]
    async with counter(data, queues=("1", "2"), size=(100, 40)) as pilot:
        await see(pilot, "Dora")

        async def click_text(text: str) -> None:
            """Click where the text is drawn."""
            await see(pilot, text)
            lines = screen_text(pilot.app).splitlines()
            y = next(y for y, line in enumerate(lines) if text in line)
            await pilot.click(offset=(lines[y].index(text), y))

        await click_text("Call next")
        await with_client(pilot, "A001")
        await click_text("Recall")
        await see(pilot, "A001 Anna called again.")
        await click_text("More")
        await open_screen(pilot, ActionMenu)
        await click_text("Next service")
        await click_text("Moving house")
        await see(pilot, "A001 Anna goes on to Moving house with the same ticket.")
        await pilot.click(QueueTable, offset=(12, 1), times=2)
        await open_screen(pilot, ActionMenu)
        await click_text("Call this")
        await wait_for(pilot, lambda: current(pilot) != "", "the client of the row")
        called = desk_screen(pilot).desk.current_client
        assert called is not None
        assert called.client.first_name in ("Cleo", "Dora")
        await pilot.click("#person")
        await open_screen(pilot, DetailsScreen)
        await click_text("Back")
        await click_text("Hold")
        await see(pilot, "is on hold.")
        await click_text("Undo")
        await see(pilot, "Undone: hold of")
        await click_text("Finish")
        await with_client(pilot, "")
        await click_text("Search")
        await wait_for(pilot, lambda: isinstance(pilot.app.focused, Input), "the search")
        await pilot.click(QueueTable, offset=(12, 0))
        for name, kind in (("Statistics", StatisticsScreen), ("Help", HelpScreen)):
            if kind is StatisticsScreen:
                await click_text("More")
            await click_text(name)
            await open_screen(pilot, kind)
            await wait_for(pilot, lambda: bool(pilot.app.screen.query(KeyBar)), "its keys")
            await click_text("Back")
            await open_screen(pilot, DeskScreen)
        await click_text("Call next")
        await wait_for(pilot, lambda: current(pilot) != "", "the next client")
        await click_text("No-show")
        await see(pilot, "did not come.")
    statuses = [(await office.get_registration("1", person.id)).status for person in people]
    assert statuses.count(Status.FINISHED) == 2
    assert statuses.count(Status.NO_SHOW) == 1


async def type_and_see(pilot: Pilot[int]) -> None:
    """Type into the line that has the focus, and see it there."""
    line = pilot.app.focused
    assert isinstance(line, Input)
    await pilot.press("Z", "q", "7")
    await wait_for(pilot, lambda: "Zq7" in drawn(pilot, line.region), f"what is typed into {line}")


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_every_line_shows_what_is_typed(data: Path, office: QueueClient, size: tuple[int, int]) -> None:
    for number in range(9):
        await office.add_queue({"name": f"Service {number}"})
    await arrive(office, "Anna")
    app = CounterApp(Settings(data=data))
    async with app.run_test(size=size) as pilot:
        await open_screen(pilot, SetupScreen)
        for line in ("person", "search", "desk"):
            app.screen.query_one(f"#{line}", Input).focus()
            await pilot.pause()
            await type_and_see(pilot)
        app.screen.query_one("#search", Input).value = ""
        await pilot.press("f5")
        await open_screen(pilot, DeskScreen)
        await see(pilot, "Anna")
        await pilot.press("slash")
        await type_and_see(pilot)
        await pilot.press("escape", "f5")
        await with_client(pilot, "A001")
        for keys, kind in (
            (("space", "n"), TextPromptScreen),
            (("space", "o"), TextPromptScreen),
            (("ctrl+p",), ActionPalette),
            (("space", "e"), EditScreen),
        ):
            await pilot.press(*keys)
            await open_screen(pilot, kind)
            await wait_for(pilot, lambda: isinstance(app.focused, Input), "a line to type in")
            for line in app.screen.query(Input):
                line.focus()
                await pilot.pause()
                await type_and_see(pilot)
            if kind is EditScreen:
                await pilot.press("escape")
                await see(pilot, "Leave without saving?")
                await pilot.press("enter")
            else:
                await pilot.press("escape")
            await open_screen(pilot, DeskScreen)


@pytest.mark.long
@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ((), DeskScreen),
        (("f2",), DetailsScreen),
        (("space", "s"), StatisticsScreen),
        (("question_mark",), HelpScreen),
        (("slash",), DeskScreen),
    ],
)
async def test_a_name_that_is_typed_anywhere_changes_nobody(
    data: Path, office: QueueClient, keys: tuple[str, ...], kind: type[Screen[object]]
) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea")]
    async with counter(data) as pilot:
        await see(pilot, "Bea")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press(*keys)
        await open_screen(pilot, kind)
        await pilot.press(*"frank")
        await pilot.pause()
        assert isinstance(pilot.app.screen, kind)
        statuses = [(await office.get_registration("1", person.id)).status for person in people]
        assert statuses == [Status.IN_PROGRESS, Status.REGISTERED]


@pytest.mark.long
async def test_what_was_changed_is_marked_and_the_focus_stays_in_sight(data: Path, office: QueueClient) -> None:
    await arrive(office, "Anna", client={"firstName": "Anna", "lastName": "Bee", "emailAddress": "a@example.org"})
    async with counter(data) as pilot:
        await see(pilot, "Anna")
        await pilot.press("f5")
        await with_client(pilot, "A001")
        await pilot.press("space", "e")
        await open_screen(pilot, EditScreen)
        await wait_for(pilot, lambda: isinstance(pilot.app.focused, Input), "the first line")
        line = pilot.app.focused
        assert line is not None

        def get_edge() -> str:
            """What is drawn at the left of the line."""
            return screen_text(pilot.app).splitlines()[line.region.y][0]

        assert get_edge() == " "
        await pilot.press("x")
        await wait_for(pilot, lambda: get_edge() != " ", "the mark of the change")
        await pilot.press("backspace")
        await wait_for(pilot, lambda: get_edge() == " ", "the mark to go with the change")
        await see(pilot, "Answers")
        for _ in range(12):
            await pilot.press("tab")
            await pilot.pause()
            focused = pilot.app.focused
            assert focused is not None
            assert pilot.app.screen.region.contains_region(focused.region), f"{focused} is out of sight"
