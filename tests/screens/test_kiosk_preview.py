"""The preview of a form: shown as at the kiosk, reloaded when the file is saved, with the request body at the end."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import type_text, wait_for_question, wait_for_texts
from walkin.settings import Settings
from walkin_kiosk.preview import PreviewApp, ResultPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import ServiceButton, StartPage

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[form]]
id = "name"
title = "Full name"
mandatory = true
[[form]]
id = "age"
type = "number"
title = "Age"
"""


def save(path: Path, text: str, at: int) -> None:
    """Save the file with a given modification time, so that each save differs."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))


async def test_a_form_is_asked_and_reloaded_and_its_wire_shown(tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    save(file, GOOD, 1000)
    app = PreviewApp(file, Settings(data=tmp_path / "none.db", languages=("en", "fr")))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: app.queue.form and list(app.screen.query(ServiceButton)), "the form")
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "Ann")

        save(file, GOOD.replace("Full name", "Your name"), 2000)
        await wait_for_texts(pilot, "Your name", "Ann")

        save(file, "[[form]]\nid = ", 3000)
        await wait_for_texts(pilot, "this is not TOML", "Your name", "Ann")
        save(file, GOOD.replace('id = "age"', 'id = "name"'), 4000)
        await wait_for_texts(pilot, "two fields have the id", "Your name", "Ann")
        assert isinstance(app.screen, QuestionPage)

        save(file, GOOD, 5000)
        await wait_for_texts(pilot, "Full name", "Ann")
        assert "two fields" not in screen_text(app)
        await pilot.press("enter")
        await wait_for_question(pilot, "age")
        await type_text(pilot, "007\n")
        await wait_for_texts(pilot, "Check your answers")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, ResultPage), "the result")
        await wait_for_texts(pilot, '"value": "Ann"', '"value": "7"')
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StartPage), "the start")
        assert app.session is None
    assert not (tmp_path / "none.db").exists()


async def test_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    app = PreviewApp(file, Settings(data=tmp_path / "none.db"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for_texts(pilot, "No such file")
        save(file, json.dumps([{"id": "a", "title": "Hello"}]), 1000)
        await wait_for(pilot, lambda: "No such file" not in screen_text(app), "the file")
        await pilot.press("1")
        await wait_for_texts(pilot, "Hello")
