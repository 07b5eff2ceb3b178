"""The display for weeks: thousands of calls, pages and lost connections leak no memory."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from tests.screens.test_display import ready
from tests.support.helpers import wait_for
from tests.support.offices import read_memory_mb
from walkin.settings import Settings
from walkin_counter.display import announcements
from walkin_counter.display.announcements import Call
from walkin_counter.display.app import DisplayApp
from walkin_counter.display.info_pages import InfoPages

CALLS = 2_000


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's figures of memory")
async def test_two_thousand_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "LARGE_CALL_SECONDS", 0.0)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# Page {name}\n\n* one\n* two\n\n| a | b |\n|-|-|\n| 1 | 2 |\n")
    conf = Settings(data=tmp_path / "office.db", layout="calls+info", info=tmp_path)
    app = DisplayApp(conf)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(app, pilot)
        info = screen.query_one(InfoPages)
        figures = []
        for number in range(CALLS):
            screen.announcements.announce(
                Call(str(number), f"A{number % 1000:03d}", "Desk 1", 1, screen.get_server_seconds(), "fr")
            )
            screen.announcements.withdraw(str(number - 40))
            screen.tick(app.client.now())
            if number % 10 == 0:
                # Private: only seconds of the clock turn a page, and this test has none to wait.
                before, info._seconds_left, info._part = info._shown_page, 0, 1_000
                info.tick(-number - 1, paused=False)
                await wait_for(pilot, lambda before=before: info._shown_page != before, "the next page")
            await pilot.pause()
            if number % 250 == 249:
                gc.collect()
                figures.append((number + 1, round(read_memory_mb(os.getpid()), 1), len(gc.get_objects())))
        print(*figures, sep="\n")
    half = figures[len(figures) // 2]
    assert figures[-1][1] - half[1] < 5, figures
    assert figures[-1][2] < half[2] * 1.05, figures
