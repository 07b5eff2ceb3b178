"""A screen in a language that is written from right to left, and names in such letters on other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, wait_for_question, wait_for_texts
from walkin import languages
from walkin_counter.app import CounterApp

if TYPE_CHECKING:
    from pathlib import Path

HEBREW = """\
language-name = עברית
kiosk-welcome = ברוכים הבאים
kiosk-continue = המשך
"""
FORM = {"name": "Permits", "form": [{"id": "name", "type": "input", "title": "שם פרטי?"}]}


async def test_a_kiosk_in_hebrew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    (folder / "he.ftl").write_text(HEBREW, encoding="utf-8")
    (folder / "en.ftl").write_text((languages.FOLDER / "en.ftl").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", folder)
    languages.clear_caches()
    try:
        async with open_client(tmp_path, FORM) as (_, ids):
            settings = make_settings(tmp_path, queue=tuple(ids), language="he", languages=("he", "en"))
            async with run_kiosk(settings) as (app, pilot):
                await wait_for_texts(pilot, "םיאבה םיכורב")
                lines = screen_text(app).split("\n")
                welcome = next(line for line in lines if "םיאבה םיכורב" in line)
                assert len(welcome.rstrip()) > app.size.width - 8
                await pilot.press("1")
                await wait_for_question(pilot, "name")
                await wait_for_texts(pilot, "?יטרפ םש", "ךשמה")
                await pilot.press("ר", "ו", "ת")
                await wait_for_texts(pilot, "תור")
                typed = next(line for line in screen_text(app).split("\n") if "תור" in line)
                assert typed.split("█")[1].endswith("תור ") or typed.split("█")[1].endswith("תור")
    finally:
        languages.clear_caches()


@pytest.mark.parametrize(("bidi", "drawn"), [("app", "תור A1 Lee"), ("off", "רות A1 Lee")])
async def test_a_name_at_a_counter(tmp_path: Path, bidi: Literal["app", "off"], drawn: str) -> None:
    async with open_client(tmp_path) as (client, _):
        await client.register("1", {"client": {"firstName": "רות A1", "lastName": "Lee"}}, "k1")
        app = CounterApp(make_settings(tmp_path, desk="Desk 1", queue=("1",), bidi=bidi))
        async with app.run_test(size=(100, 30)) as pilot:
            await wait_for(pilot, lambda: drawn in screen_text(app), drawn)
