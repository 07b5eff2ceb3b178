"""The kiosk by touch alone: the on-screen keyboard, its pad of figures, and how many taps a form takes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import (
    make_settings,
    open_client,
    run_kiosk,
    tap_key,
    type_text,
    wait_for_question,
    wait_for_texts,
)
from tests.unit.test_keyboards import ALPHABETS
from walkin.languages import Words, use_texts_folder
from walkin.ui.fields import Entry
from walkin.ui.fields.date import ShortEntry
from walkin_kiosk.keyboard import CLEAR, DELETE, NEXT, SHIFT, Keyboard
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.question import QuestionPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

QUESTIONS: list[dict[str, Any]] = [
    {"id": "last", "title": "Last name", "bind": "crm-last-name", "mandatory": True},
    {"id": "born", "type": "date", "title": "Your date of birth", "help": "For example 27 3 1985"},
    {"id": "moved", "type": "date", "title": "When did you move?"},
    {"id": "count", "type": "number", "title": "How many?"},
    {"id": "mail", "type": "email", "title": "E-mail"},
]


async def tap_keys(pilot: Pilot[Any], *signs: str) -> None:
    for sign in signs:
        await tap_key(pilot, sign)
        await pilot.pause()


@pytest.mark.long
async def test_the_identity_form_of_the_sample_takes_few_taps(tmp_path: Path) -> None:
    taps: list[str] = []
    async with run_kiosk(make_settings(tmp_path), services=3) as (app, pilot):

        async def tap(target: str, question: str = "") -> None:
            taps.append(target)
            if len(target) == 1:
                await tap_key(pilot, target)
            else:
                assert await pilot.click(target)
            if question:
                await wait_for_question(pilot, question)

        app.is_touch = True
        await tap("ServiceButton", "document")
        await tap("Option", "last-name")
        for text, question in (("ng", "first-name"), ("bo", "birth-date")):
            for sign in text:
                await tap(sign)
            await tap("#continue", question)
        # The last figure of the year goes on by itself.
        for sign in "551990":
            await tap(sign)
        await wait_for_question(pilot, "phone")
        # Nothing to add: the ticket without the page that checks the answers.
        await wait_for_texts(pilot, "Take my ticket")
        await tap("#take-now")
        await wait_for_texts(pilot, "Your number")
    controls = [target for target in taps if len(target) > 1]
    assert len(controls) == 5
    assert len(taps) == 15


async def test_the_keyboard_comes_after_a_touch_and_stays_until_a_key(tmp_path: Path) -> None:
    service = {"name": "Permits", "timeZone": "Europe/London", "form": QUESTIONS}
    async with (
        open_client(tmp_path, service) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.click("ServiceButton")
        await wait_for_question(pilot, "last")
        assert app.screen.query_one(Keyboard).display
        # A name begins with a capital, and an accent is followed by letters.
        await tap_keys(pilot, "l", "éñø", "é")
        assert app.screen.query_one(Keyboard).page == "letters"
        await tap_keys(pilot, "e", SHIFT, "x", "éñø", "čłő", "ř")
        assert app.screen.query_one(Keyboard).page == "letters"
        assert app.screen.query_one(Entry).value == "LéeXř"
        await wait_for_texts(pilot, "LéeXř", "Shift", "Space", "Delete", "Hide keyboard")
        await pilot.click("#continue")
        await wait_for_question(pilot, "born")
        assert app.screen.query_one(Keyboard).display
        await wait_for_texts(pilot, "For example 27 3 1985", "Clear")
        assert "Today" not in screen_text(app)
        await pilot.press("escape")
        await wait_for_question(pilot, "last")
        await type_text(pilot, "y")
        await pilot.press("enter")
        await wait_for_question(pilot, "born")
        assert not app.screen.query_one(Keyboard).display


@pytest.mark.long
async def test_a_date_is_typed_on_the_pad(tmp_path: Path) -> None:
    service = {"name": "Permits", "timeZone": "Europe/London", "form": QUESTIONS[1:]}
    async with (
        open_client(tmp_path, service) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.click("ServiceButton")
        await wait_for_question(pilot, "born")
        boxes = [app.screen.query_one(f"#{name}", ShortEntry) for name in ("day", "month", "year")]
        day, month, year = boxes
        await tap_keys(pilot, *"31")
        await wait_for(pilot, lambda: month.has_focus, "the month")
        # A tap selects what is there, and the next keys replace it.
        await pilot.click(day)
        await tap_keys(pilot, DELETE, *"15")
        assert (day.value, app.screen.focused) == ("15", month)
        await tap_keys(pilot, "3", *"198")
        assert [box.value for box in boxes] == ["15", "3", "198"]
        assert year.has_focus
        rows = screen_text(app).split("\n")
        assert all(box.value in rows[box.region.y + 1] for box in boxes)
        await tap_keys(pilot, *[DELETE] * 4)
        assert ([box.value for box in boxes], month.has_focus) == (["15", "", ""], True)
        # The last figure of the year goes on; one that is no date is asked for again.
        await tap_keys(pilot, CLEAR, *"3122024")
        await wait_for_texts(pilot, "Enter a real date")
        await pilot.click(day)
        await tap_keys(pilot, DELETE, *"15", CLEAR, *"1522024")
        await wait_for_question(pilot, "moved")
        await pilot.click("#back")
        await wait_for_question(pilot, "born")
        day, month, year = boxes = [app.screen.query_one(f"#{name}", ShortEntry) for name in ("day", "month", "year")]
        assert [box.value for box in boxes] == ["15", "2", "2024"]
        await tap_keys(pilot, CLEAR)
        assert (day.has_focus, day.value) == (True, "")
        await tap_keys(pilot, "2", NEXT)
        assert month.has_focus
        await tap_keys(pilot, CLEAR)
        await pilot.click("#continue")
        await wait_for_question(pilot, "moved")
        await wait_for_texts(pilot, "Today")
        await pilot.click("#continue")
        await wait_for_question(pilot, "count")
        await tap_keys(pilot, "-", "1", ".", "5")
        assert app.screen.query_one(Entry).value == "-1.5"


@pytest.fixture
def languages_with_layouts(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """Languages with a keyboard of their own, whether their texts are shipped or not."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for code in ALPHABETS:
        (folder / f"{code}.ftl").write_text(f"language-name = {code}\n", encoding="utf-8")
    use_texts_folder(folder)
    yield tuple(ALPHABETS)
    use_texts_folder(None)


async def test_the_keyboard_of_each_language_fits_and_types_its_letters(
    tmp_path: Path, languages_with_layouts: tuple[str, ...]
) -> None:
    form = [QUESTIONS[0], QUESTIONS[4]]
    async with (
        open_client(tmp_path, {"name": "Permits", "timeZone": "Europe/London", "form": form}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids), languages=languages_with_layouts)) as (app, pilot),
    ):
        await pilot.click("ServiceButton")
        await wait_for_question(pilot, "last")
        keyboard = app.screen.query_one(Keyboard)
        await wait_for(pilot, lambda: keyboard.size.area > 0, "the keyboard")
        for size in ((60, 80), (80, 24)):
            await pilot.resize_terminal(*size)
            await wait_for(pilot, lambda size=size: keyboard.size.width == size[0], "the keyboard's size")
            for code in languages_with_layouts:
                app.words = Words(code)
                for page in (*keyboard.page_keys.values(), "pad"):
                    keyboard.page = page
                    for row, keys in enumerate(keyboard.rows):
                        regions = [keyboard.get_key_region(key, row) for key in keys]
                        assert regions[0].x >= 0
                        assert regions[-1].right <= size[0]
                        assert all(after.x >= before.right for before, after in pairwise(regions))
                        for key, region in zip(keys, regions, strict=True):
                            assert region.width >= 5
                            assert region.height >= 3
                            if len(key.sign) <= 3:
                                assert len(key.sign) < region.width, (code, page, key)
        # As drawn, by touch: a language with letters of its own, and one that is written from the right.
        for code, name, taps in (("uk", "Її", "її"), ("ar", "علي", "علي")):
            app.set_language(code)
            await pilot.pause()
            await wait_for_question(pilot, "last")
            app.screen.query(Entry).first().value = ""
            await pilot.click("Entry")
            await wait_for(pilot, lambda: app.screen.query_one(Keyboard).size.area > 0, "the keyboard")
            await tap_keys(pilot, *taps)
            assert app.screen.query(Entry).first().value == name
        app.set_language("uk")
        await wait_for_question(pilot, "last")
        await pilot.click("#continue")
        await wait_for_question(pilot, "mail")
        await pilot.click("Entry")
        await wait_for(pilot, lambda: app.screen.query_one(Keyboard).size.area > 0, "the keyboard")
        # An address is in Latin letters; the other ones are one key away.
        assert app.screen.query_one(Keyboard).page == "latin"
        await tap_keys(pilot, "q", "@", "абв", "є", "abc", "a")
        assert app.screen.query(Entry).first().value == "q@єa"


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)], ids=str)
async def test_keys_are_large_enough_to_touch(tmp_path: Path, size: tuple[int, int]) -> None:
    service = {"name": "Permits", "timeZone": "Europe/London", "form": [QUESTIONS[0], QUESTIONS[3]]}
    async with (
        open_client(tmp_path, service) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), size=size) as (app, pilot),
    ):
        await pilot.click("ServiceButton")
        for question in ("last", "count"):
            await wait_for_question(pilot, question)
            keyboard = app.screen.query_one(Keyboard)
            await wait_for(pilot, lambda keyboard=keyboard: keyboard.size.area > 0, "the keyboard")
            for row, keys in enumerate(keyboard.rows):
                for key in keys:
                    region = keyboard.get_key_region(key, row)
                    assert region.height >= (4 if size[1] >= 40 else 3)
                    assert region.width >= 8
                    if key.sign != " ":
                        assert keyboard._get_label(key.sign) in screen_text(app)
            await tap_keys(pilot, keyboard.rows[0][0].sign)
            await pilot.click("#continue")


async def test_the_second_of_two_quick_taps_is_not_for_the_next_page(tmp_path: Path) -> None:
    values = [{"id": name, "name": name} for name in "abc"]
    form = [{"id": name, "type": "radio", "title": "Which?", "values": values} for name in ("first", "second")]
    async with (
        open_client(tmp_path, {"name": "Permits", "form": form}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "first")
        await pilot.pause()
        x, y = app.screen.query("Option").first().region.center

        def tap(moment: float) -> None:
            for kind in (events.MouseDown, events.MouseUp):
                event = kind(None, int(x), int(y), 0, 0, 1, False, False, False, int(x), int(y))
                event.time = moment
                app.post_message(event)

        tap(100.0)
        await wait_for_question(pilot, "second")
        await pilot.pause()
        # The page has changed below the finger.
        tap(100.3)
        await pilot.pause()
        await wait_for_question(pilot, "second")
        assert not app.screen.query("Option.-chosen")
        tap(101.0)
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")


@pytest.mark.parametrize("between", [(), ("space",)])
async def test_one_late_enter_after_a_choice_is_not_for_the_next_page(
    tmp_path: Path, between: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkin_kiosk.app.LATE_ENTER_SECONDS", 60.0)
    choices = [{"id": name, "name": name} for name in ("yes", "no")]
    form = [
        {"id": "one", "type": "radio", "title": "One?", "values": choices},
        {"id": "many", "type": "checkbox", "title": "Many?", "values": choices},
    ]
    async with (
        open_client(tmp_path, {"name": "Permits", "form": form}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "one")
        await pilot.press("1")
        await wait_for_question(pilot, "many")
        await pilot.press(*between, "enter")
        if not between:
            assert isinstance(app.screen, QuestionPage)
            await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await wait_for_texts(pilot, "One?", "yes")
