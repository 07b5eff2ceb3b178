"""The counter as a bar of three rows, beside another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.test_counter import arrive, counter, current, office, see, shown, strict, with_client
from tests.support.helpers import screen_text, wait_for
from walkin.model.registration import Status
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.client import QueueClient

__all__ = ["office", "strict"]


@pytest.mark.parametrize("rows", [3, 6])
async def test_three_rows_call_and_serve(data: Path, office: QueueClient, rows: int) -> None:
    people = [await arrive(office, name) for name in ("Anna", "Bea", "Cleo")]
    async with counter(data, size=(80, rows), bar=True) as pilot:
        await see(pilot, "Nobody at your desk", "F5 calls A001 Anna", "Desk 3", "3 waiting", "F5 Call next", "F10 Hold")
        await pilot.press("f5")
        await see(pilot, "A001  Anna", "here < 1 min", "A001 Anna called to Desk 3.", "F8 Finish")
        await pilot.press("f6")
        await see(pilot, "A001 Anna called again.")
        await pilot.press("f7")
        await with_client(pilot, "")
        await pilot.press("f5")
        await with_client(pilot, "A002")
        await pilot.press("f10")
        await see(pilot, "A002 Bea is on hold.")
        await pilot.press("f5", "f8")
        await see(pilot, "A003 Cleo is finished.")
        await pilot.press("ctrl+z")
        await with_client(pilot, "A003")
        # What needs room for a question does nothing.
        for key in ("f9", "space", "f4", "f2", "slash", "question_mark", "ctrl+p", "enter", *"frank"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, DeskScreen)
        assert current(pilot) == "A003"
        assert len(screen_text(pilot.app).splitlines()) == rows
        await pilot.press("ctrl+q")
        await wait_for(pilot, lambda: pilot.app.return_value == 0, "the end, without a question")
    statuses = [(await office.get_registration("1", person.id)).status for person in people]
    assert statuses == [Status.NO_SHOW, Status.REGISTERED, Status.IN_PROGRESS]


async def test_a_bar_that_knows_no_desk_says_what_to_do(data: Path) -> None:
    app = CounterApp(Settings(data=data, bar=True))
    async with app.run_test(size=(80, 3)) as pilot:
        await see(pilot, "walkin counter --bar --desk NAME")
        assert not shown(pilot, "80")
