"""Screens at 80 × 24 in a pseudo-language 40 % longer than English: no text is cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.screens.test_kiosk_types import TYPES
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk
from tests.support.pseudo import CLOSING_MARK, LANGUAGE_CODE, OPENING_MARK, install_pseudo_language
from walkin.launcher.app import LauncherApp
from walkin_counter.app import CounterApp
from walkin_counter.desk.action_bar import ActionBar, ActionButton
from walkin_counter.desk.screens.action_menu import ActionMenu
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.desk.table import QueueTable
from walkin_counter.dialogs import ChoiceScreen, TextPromptScreen
from walkin_counter.display.app import DisplayApp
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StillThereDialog
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.submission import SubmissionFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot

FORM = [{**members, "id": kind, "title": kind, "mandatory": True} for kind, members in TYPES.items()]


@pytest.fixture(autouse=True)
def _spoken(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "languages"
    folder.mkdir()
    with install_pseudo_language(folder):
        yield


def whole(app: App[Any]) -> None:
    """Assert that no text on the screen or its dialog is cut."""
    text = screen_text(app)
    if (table := app.screen.query_one_optional(QueueTable)) is not None:
        # A column is as wide as its content; its heading may be cut.
        lines = text.split("\n")
        text = "\n".join([*lines[: table.region.y], *lines[table.region.bottom :]])
    if (dialog := app.screen.query_one_optional(".dialog")) is not None:
        left, right = dialog.region.x, dialog.region.right
        text = "\n".join(line[left:right] for line in text.split("\n")[dialog.region.y : dialog.region.bottom])
    assert text.count(OPENING_MARK) == text.count(CLOSING_MARK) > 0, screen_text(app)
    assert not re.search(rf"{OPENING_MARK}[^{CLOSING_MARK}]*…", text), screen_text(app)


async def on(pilot: Pilot[Any], screen: type) -> None:
    await wait_for(
        pilot, lambda: isinstance(pilot.app.screen, screen) and OPENING_MARK in screen_text(pilot.app), str(screen)
    )
    await pilot.pause()


async def test_launcher(tmp_path: Path) -> None:
    app = LauncherApp(make_settings(tmp_path, language=LANGUAGE_CODE))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: OPENING_MARK in screen_text(app), "the launcher")
        await pilot.pause()
        whole(app)


@pytest.mark.long
async def test_kiosk(tmp_path: Path) -> None:
    queue = {"name": "All types", "form": FORM, "company": {"id": "1", "name": "Town Hall"}}
    async with open_client(tmp_path, queue) as (_, ids):
        conf = make_settings(tmp_path, queue=tuple(ids), language=LANGUAGE_CODE, languages=("en", "fr", LANGUAGE_CODE))
        async with run_kiosk(conf) as (app, pilot):
            whole(app)
            await pilot.press("1")
            await on(pilot, QuestionPage)
            visit = app.session
            assert visit is not None
            for place, definition in enumerate(visit.queue.form):
                visit.screen_index = place
                await app.show_session()
                await wait_for(pilot, lambda title=definition.title: title in screen_text(app), definition.title)
                await pilot.pause()
                whole(app)
                await pilot.click("#continue")
                await wait_for(pilot, lambda: "✗" in screen_text(app), "what is wrong")
                await pilot.pause()
                whole(app)
            await app.show_page(ProblemPage(visit, SubmissionFailed("away"), conf.languages, "Town Hall"))
            await on(pilot, ProblemPage)
            whole(app)
            await app.push_screen(StillThereDialog(20))
            await on(pilot, StillThereDialog)
            whole(app)
            await app.pop_screen()
            app.action_leave()
            await on(pilot, LeaveDialog)
            whole(app)


async def test_kiosks_last_pages(tmp_path: Path) -> None:
    short = {"name": "Short", "form": [{"id": "q", "type": "input", "title": "Name"}]}
    async with open_client(tmp_path, short) as (_, ids):
        conf = make_settings(tmp_path, queue=tuple(ids), language=LANGUAGE_CODE, languages=("en", "fr", LANGUAGE_CODE))
        async with run_kiosk(conf) as (app, pilot):
            await pilot.press("1")
            await wait_for(pilot, lambda: "Name" in screen_text(app), "the question")
            await pilot.click("#continue")
            await on(pilot, CheckPage)
            whole(app)
            await pilot.press("enter")
            await on(pilot, TicketPage)
            whole(app)


async def test_counter(tmp_path: Path) -> None:
    async with open_client(tmp_path) as (client, _):
        for number in range(4):
            await client.register("1", {}, f"k{number}")
        app = CounterApp(make_settings(tmp_path, language=LANGUAGE_CODE, desk="Desk 1", queue=("1",)))
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(
                pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the desk"
            )
            await pilot.press("f5")
            await wait_for(pilot, lambda: "héré" in screen_text(app), "the client")
            bars = app.screen.query(ActionBar).first()
            for button in bars.query(ActionButton):
                assert screen_text(app).count(str(button.label)) == 1, f"{button.label}:\n{screen_text(app)}"
            for keys, screen in (
                ("f4", ActionMenu),
                ("enter", ActionMenu),
                ("space o", TextPromptScreen),
                ("f9", ChoiceScreen),
                ("space w", ChoiceScreen),
            ):
                await pilot.press(*keys.split())
                await on(pilot, screen)
                whole(app)
                await pilot.press("escape")
                await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen), "the desk")
            await pilot.press("f8", "space", "p")
            await wait_for(pilot, lambda: "Désk páúséd" in screen_text(app), "the break")


async def test_display(tmp_path: Path) -> None:
    async with open_client(tmp_path) as (client, _):
        for number in range(3):
            await client.register("1", {}, f"k{number}")
        app = DisplayApp(make_settings(tmp_path, language=LANGUAGE_CODE))
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(pilot, lambda: OPENING_MARK in screen_text(app), "the display")
            await client.call_next("1", "Desk 1")
            await wait_for(pilot, lambda: "██████████" in screen_text(app), "the A of A001")
            await pilot.pause()
            whole(app)


async def test_counter_with_a_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskScreen, "REPEAT_SECONDS", 0.0)
    async with open_client(tmp_path) as (client, _):
        for number in range(3):
            await client.register("1", {"client": {"firstName": "Anna"}}, f"k{number}")
        app = CounterApp(make_settings(tmp_path, language=LANGUAGE_CODE, desk="Desk 1", queue=("1",)))
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(pilot, lambda: "Anna" in screen_text(app), "the list")
            await on(pilot, DeskScreen)
            whole(app)
            await pilot.press("f5")
            await wait_for(pilot, lambda: "héré" in screen_text(app), "the client")
            await pilot.pause()
            whole(app)
            assert app.screen.query_one(QueueTable).size.height >= 10
            for key, screen in (("i", ChoiceScreen), ("n", TextPromptScreen)):
                await pilot.press("space", key)
                await on(pilot, screen)
                whole(app)
                await pilot.press("escape")
                await on(pilot, DeskScreen)
