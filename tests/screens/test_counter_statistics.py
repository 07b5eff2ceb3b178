"""The statistics of the counter: every page as chart and table, live, without a server, saved, with hostile names."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.screens.test_counter import arrive, counter, see
from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from tests.support.pseudo import CLOSING_MARK, LANGUAGE_CODE, OPENING_MARK, install_pseudo_language
from walkin.client import QueueClient, ServerUnreachable, connect
from walkin.languages import Words
from walkin.model.registration import Ref
from walkin.model.statistics import DeskFigures, HourFigures, Present, QueueFigures, Statistics, WeekHour
from walkin.model.time import ZonedTime
from walkin.model.wait_estimate import ToldWaits
from walkin.settings import Settings
from walkin.ui.themes import load_themes
from walkin_counter.client import downloads
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.statistics.help import StatisticsHelpScreen
from walkin_counter.statistics.pages import PAGES, PageRenderer
from walkin_counter.statistics.screen import RANGE_DAYS, StatisticsScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(downloads, "user_downloads_path", lambda: tmp_path / "downloads")
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
async def office(office_file: Path) -> AsyncIterator[QueueClient]:
    """A second client of the office, in which two people were served, one did not come, and one waits."""
    async with await connect(Settings(data=office_file)) as client:
        for number in range(4):
            await arrive(client)
            if number < 3:
                called = await client.call_next("1", f"Desk {number % 2 + 1}")
                assert called is not None
                await (client.mark_no_show if number == 2 else client.finish)("1", called.id)
        yield client


async def away(*_: object) -> Statistics:
    """Fail as a client whose server is unreachable."""
    raise ServerUnreachable("gone")


async def opened(pilot: Pilot[int]) -> StatisticsScreen:
    await pilot.press("space", "s")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, StatisticsScreen), "the statistics")
    screen = pilot.app.screen
    assert isinstance(screen, StatisticsScreen)
    return screen


async def test_every_page_and_its_table(office_file: Path, office: QueueClient) -> None:
    async with counter(office_file, queues=("1",)) as pilot:
        await opened(pilot)
        await see(pilot, "Statistics · Today", "Wait of the last 2 hours", "All services", "As of")
        await see(pilot, "waiting", "longest wait", "served", "no-shows")
        row = next(line for line in screen_text(pilot.app).split("\n") if "All services" in line)
        assert row.split()[2:4] == ["4", "2"]
        await pilot.press("t")
        await see(pilot, "Waits over the day", "Called")
        await pilot.press("2")
        await see(pilot, "Hours of the day", "9 of", "min")
        await pilot.press("t")
        await see(pilot, "█", "4 · wait 0.0", "least 4, mean 4.0, most 4")
        await pilot.press("3")
        await see(pilot, "Visits by day and hour", "Sun")
        await pilot.press("w")
        await see(pilot, "Mean wait by day and hour")
        await pilot.press("4")
        await see(pilot, "Within the quoted range", "off")
        await pilot.press("t")
        await see(pilot, "Share", "People")
        await pilot.click("PageTabs", offset=(4, 0))
        await see(pilot, "All services")
        await pilot.press("f1")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, StatisticsHelpScreen), "the help")
        await see(pilot, "What the figures mean", "Half waited no longer")
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, DeskScreen)


async def test_today_is_live_and_other_days_can_be_chosen(
    office_file: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkin_counter.statistics.screen.REFRESH_SECONDS", 0.05)
    async with counter(office_file, size=(80, 40)) as pilot:
        await opened(pilot)

        def visits() -> str:
            rows = [line.split() for line in screen_text(pilot.app).split("\n") if "All services" in line]
            return rows[0][2] if rows else ""

        await wait_for(pilot, lambda: visits() == "4", "four visits")
        await arrive(office)
        await wait_for(pilot, lambda: visits() == "5", "the fifth")
        await office.add_queue({"name": "Brand new"})
        await see(pilot, "Brand new")
        await pilot.press("r")
        await see(pilot, "Yesterday")
        await wait_for(pilot, lambda: visits() == "0", "an empty day")
        await see(pilot, "There were no visits on these days.")
        for name in ("7 days", "30 days", "One year"):
            await pilot.press("r")
            await see(pilot, name)
            await wait_for(pilot, lambda: visits() == "5", f"all visits of {name}")
        await pilot.press("R")
        await see(pilot, "30 days")


async def test_the_last_figures_stay_while_the_server_is_away(
    office_file: Path, office: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkin_counter.statistics.screen.REFRESH_SECONDS", 0.05)

    async with counter(office_file) as pilot:
        screen = await opened(pilot)
        await see(pilot, "All services", "As of")
        with monkeypatch.context() as broken:
            broken.setattr(QueueClient, "get_statistics", away)
            await see(pilot, "Not connected. These are the figures of", "All services")
            await pilot.press("r")
            await see(pilot, "The figures appear as soon as the connection is back.")
        await see(pilot, "As of", "Yesterday")
        assert screen is pilot.app.screen


async def test_saving(office_file: Path, office: QueueClient, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    async with counter(office_file) as pilot:
        await opened(pilot)
        await see(pilot, "All services")
        await pilot.press("p")
        await see(pilot, "Saved as")
        page = next(folder.glob("*.html")).read_text(encoding="utf-8")
        assert "All services" in page
        assert "<script" not in page
        await pilot.press("e")
        await see(pilot, "Save the file")
        await pilot.press("enter")
        await wait_for(
            pilot,
            lambda: any(
                file.read_bytes().startswith(b"\xef\xbb\xbfoffice,part,name,") for file in folder.glob("*.csv")
            ),
            "the written file",
        )
        await pilot.press("e")
        await see(pilot, "Save the file")
        await pilot.press("end", *["backspace"] * 3, *"exe", "enter")
        await see(pilot, "The name has to end in .html, .txt, .csv or .json.")
        assert not list(folder.glob("*.exe"))


async def test_hostile_names(office_file: Path) -> None:
    async with await connect(Settings(data=office_file)) as client:
        for number, name in enumerate(HOSTILE_TEXTS):
            await arrive(client)
            desk = "".join(sign for sign in name if sign.isprintable())[:100].strip() or f"Desk {number}"
            called = await client.call_next("1", desk)
            assert called is not None
            await client.finish("1", called.id)
        await client.update_queue("1", {"name": "[@click=app.quit]Anna [/x]"})
        async with counter(office_file, size=(160, 60)) as pilot:
            await opened(pilot)
            await see(pilot, "[@click=app.quit]Anna [/x]", "Anna [/x]", "[b]bold")
            await pilot.click("#figures", offset=(3, 9))
            for key in ("t", "2", "3", "4", "1"):
                await pilot.press(key)
                await pilot.pause()
            assert "[@click=app.quit]Anna [/x]" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.long
async def test_in_a_longer_language(
    office_file: Path, office: QueueClient, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    with install_pseudo_language(folder):
        async with counter(office_file, size=size) as pilot:
            await opened(pilot)
            pilot.app.set_language(LANGUAGE_CODE)
            for key in ("1", "t", "2", "t", "3", "w", "t", "4", "t"):
                await pilot.press(key)
                await wait_for(pilot, lambda: "~⟧" in screen_text(pilot.app), "the page")
                await pilot.pause()
                text = screen_text(pilot.app)
                assert text.count(OPENING_MARK) == text.count(CLOSING_MARK) > 0, text
            for _ in RANGE_DAYS:
                await pilot.press("r")
                await pilot.pause()
                assert OPENING_MARK in screen_text(pilot.app)
                assert screen_text(pilot.app).count(OPENING_MARK) == screen_text(pilot.app).count(CLOSING_MARK), (
                    screen_text(pilot.app)
                )
            await pilot.press("f1")
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, StatisticsHelpScreen), "the help")
            await pilot.pause()
            assert OPENING_MARK in screen_text(pilot.app)
            await pilot.press("escape")
            monkeypatch.setattr(QueueClient, "get_statistics", away)
            await pilot.press("r", "R")
            await wait_for(pilot, lambda: "Ñót çóññéçtéd" in screen_text(pilot.app), "no connection")
            await pilot.pause()
            assert screen_text(pilot.app).count(OPENING_MARK) == screen_text(pilot.app).count(CLOSING_MARK), (
                screen_text(pilot.app)
            )


def year(rng: Random) -> Statistics:
    """The statistics of a whole year in an office with many services and desks."""

    def figures() -> dict[str, float]:
        return {"visits": rng.randrange(20_000), "called": 9, "within": rng.random(), "mean_wait": rng.random() * 90}

    return Statistics(
        since="2025-11-25",
        until="2026-11-24",
        at=ZonedTime(date_time="2026-11-24T12:00:00", time_zone="UTC"),
        total=Present(**figures()),
        queues=[QueueFigures(queue=Ref(id=str(n), name=f"Service {n}"), target=15, **figures()) for n in range(30)],
        desks=[DeskFigures(desk=f"Desk {n}", **figures()) for n in range(60)],
        hours=[HourFigures(hour=n, **figures()) for n in range(24)],
        week=[
            WeekHour(weekday=day, hour=at, visits=rng.randrange(3_000), mean_wait=rng.random() * 200)
            for day in range(1, 8)
            for at in range(24)
        ],
        told=ToldWaits(since="", until="", count=9, inside=0.8, above=0.1, below=0.1, mean_absolute_error=4.0),
    )


@pytest.mark.parametrize("width", [78, 158])
def test_every_hour_of_a_year_fits(width: int) -> None:
    statistics, variables = year(Random(1)), load_themes()[0]["office"]
    colours = {"surface": variables.surface or "", "primary": variables.primary}
    drawing = PageRenderer(statistics, Words("fr"), width, colours)
    for page in PAGES:
        for as_table in (False, True):
            content = drawing.render_page(page, as_table=as_table, show_waits=False)
            assert max(line.cell_length for line in content.split("\n", allow_blank=True)) <= width
