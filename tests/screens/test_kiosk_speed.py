"""Time of a key in large forms, and on a bare screen: ``pytest -m bench -s tests/screens/test_kiosk_speed.py``."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from tests.support.helpers import wait_for
from tests.support.kiosk import make_settings, wait_for_question
from walkin.model.queue import Queue
from walkin_kiosk.app import KioskApp
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

pytestmark = pytest.mark.bench


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Input()


async def measure_keys(pilot: Pilot[Any], *keys: str) -> float:
    """Press keys; return their median seconds."""
    durations = []
    for key in keys:
        started = time.perf_counter()
        await pilot.press(key)
        durations.append(time.perf_counter() - started)
    return median(durations)


async def test_a_key_costs_little(tmp_path: Path) -> None:
    async with Bare().run_test(size=(80, 24)) as pilot:
        bare = await measure_keys(pilot, *"anna lee anna".replace(" ", ""))
    values = [{"id": f"v{n}", "name": f"Value number {n}"} for n in range(2_000)]
    form = [{"id": f"q{n}", "title": f"Question {n}", "type": "input"} for n in range(59)]
    form.append({"id": "long", "title": "Long", "type": "select", "values": values})  # type: ignore[dict-item]
    costs: dict[str, float] = {}
    app = KioskApp(make_settings(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        session = app.session = KioskSession(Queue.model_validate({"id": "1", "name": "Big", "form": form}), "en")
        await app.show_session()
        await wait_for_question(pilot, "q0")
        costs["a letter, question 1 of 60"] = await measure_keys(pilot, *"annaleeanna")
        session.screen_index = 59
        started = time.perf_counter()
        await app.show_session()
        await wait_for_question(pilot, "long")
        costs["2,000 values, until they are shown"] = time.perf_counter() - started
        costs["2,000 values, a letter of the search"] = await measure_keys(pilot, *"number", *["backspace"] * 6)
        await pilot.press("down")
        costs["2,000 values, arrow"] = await measure_keys(pilot, *["down"] * 10)
        costs["2,000 values, page"] = await measure_keys(pilot, *["pagedown"] * 10)
        session.screen_index = 60
        started = time.perf_counter()
        await app.show_session()
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage) and app.screen.focused, "the check page")
        costs["60 answers, until they are shown"] = time.perf_counter() - started
        costs["60 answers, Tab"] = await measure_keys(pilot, *["tab"] * 10)
        costs["60 answers, page"] = await measure_keys(pilot, *["pagedown"] * 12)
    print(f"\na key on a bare screen: {bare * 1000:.0f} ms")
    for name, seconds in costs.items():
        print(f"{name}: {seconds * 1000:.0f} ms ({(seconds - bare) * 1000:+.0f})")
