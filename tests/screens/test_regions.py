"""The clock of the office's region on every screen, as drawn, and no duration that looks like a clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.screens.test_counter import arrive, counter, see
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, type_text, wait_for_texts
from walkin.client import connect
from walkin.languages import Words
from walkin.settings import Settings
from walkin_counter.display.app import DisplayApp
from walkin_kiosk.screens.start import ServiceButton
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

CLOCKS = {
    "en-US": r"(?:1[0-2]|[1-9]):\d\d [AP]M",
    "fr-CA": r"\d\d h \d\d",
    "en-GB": r"\d\d:\d\d",
}
"""Region → what every clock on a screen has to look like."""


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


def find_clocks(text: str) -> list[str]:
    return re.findall(r"\d+(?::| h )\d+(?:[:.]\d+)?(?: [AaPp]\.?[Mm]\.?)?(?! min)", text.replace("\u00a0", " "))


async def check_clocks(pilot: Pilot[int], least: int = 1) -> None:
    """Change to each region, and wait until the screen has its clocks."""
    for region, pattern in CLOCKS.items():
        pilot.app.set_language(region)  # type: ignore[attr-defined]

        def is_right(pattern: str = pattern) -> bool:
            clocks = find_clocks(screen_text(pilot.app))
            return len(clocks) >= least and all(re.fullmatch(pattern, clock) for clock in clocks)

        await wait_for(pilot, is_right, f"{region}: {pattern}")


async def test_a_kiosk_and_its_ticket(tmp_path: Path) -> None:
    async with open_client(tmp_path, {"name": "Lost and found"}):
        pass
    async with run_kiosk(make_settings(tmp_path), size=(120, 40)) as (app, pilot):
        await check_clocks(pilot)
        button = next(button for button in app.screen.query(ServiceButton) if not button.queue.form)
        button.focus()
        await pilot.press("enter")
        await wait_for_texts(pilot, "Take my ticket")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        await wait_for_texts(pilot, "Your number")
        await check_clocks(pilot)


async def test_the_boxes_of_a_date_stand_in_the_order_of_the_region(tmp_path: Path) -> None:
    form = [{"id": "born", "type": "date", "title": "Born"}]
    async with open_client(tmp_path, {"name": "Lost and found", "form": form}) as (_, ids):
        settings = make_settings(tmp_path, queue=tuple(ids), language="en-US")
        async with run_kiosk(settings) as (app, pilot):
            await pilot.press("1")
            await wait_for_texts(pilot, "Like 3 27 1985")
            assert re.search(r"Month +Day +Year", screen_text(app))
            await type_text(pilot, "3")
            await pilot.press("tab")
            await type_text(pilot, "27")
            await pilot.press("tab")
            await type_text(pilot, "1985")
            await pilot.press("enter")
            await wait_for_texts(pilot, "Check your answers", "March 27, 1985")
            app.set_language("en-GB")
            await wait_for_texts(pilot, "27 March 1985")


async def test_a_counter_with_its_details_and_statistics(office_file: Path) -> None:
    async with await connect(Settings(data=office_file)) as client:
        await arrive(client)
        await client.call_next("1", "Desk 3")
    async with counter(office_file) as pilot:
        await see(pilot, "A001", "here")
        await check_clocks(pilot)
        await pilot.press("f2")
        await check_clocks(pilot, 2)
        await pilot.press("escape", "space", "s")
        await see(pilot, "Statistics")
        await check_clocks(pilot)
        await pilot.press("t")
        await check_clocks(pilot)


async def test_a_display(office_file: Path) -> None:
    async with DisplayApp(Settings(data=office_file)).run_test(size=(100, 30)) as pilot:
        await see(pilot, "Town Hall")
        await check_clocks(pilot)
