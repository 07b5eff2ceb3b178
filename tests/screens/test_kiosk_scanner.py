"""Prefilled answers: scanned codes, told from typing by their speed, and answers of the command line."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Button

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, type_text, wait_for_question, wait_for_texts
from walkin.ui.fields import Entry
from walkin.ui.fields.option import Option
from walkin_kiosk.app import LATE_ENTER_SECONDS
from walkin_kiosk.scanner import (
    MAX_CODE_CHARACTERS,
    MAX_KEY_GAP_SECONDS,
    Scanner,
    ScanResult,
    parse_code,
)
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from walkin_kiosk.app import KioskApp

SERVICE = {
    "name": "Permits",
    "form": [
        {"id": "name", "title": "Full name", "externalId": "name", "mandatory": True},
        {
            "id": "kind",
            "type": "radio",
            "title": "Kind",
            "externalId": "kind",
            "values": [{"id": "a", "name": "New"}, {"id": "b", "name": "Renewal"}],
        },
        {"id": "hidden", "title": "Hidden", "externalId": "hidden", "visible": False, "value": "kept"},
    ],
}


def type_fast(scanner: Scanner[str], text: str, gap: float = 0.01, *, is_typing: bool) -> list[ScanResult[str]]:
    """Press a key for each character and pause afterwards."""
    results = [
        scanner.feed(sign, sign, 100 + number * gap, is_typing=is_typing) for number, sign in enumerate(text, start=1)
    ]
    return [*results, scanner.end_burst()]


def typed(scanner: Scanner[str], text: str, gap: float = 0.01) -> tuple[str, str | None]:
    """Return the keys that a text entry gets, and the code."""
    results = type_fast(scanner, text, gap, is_typing=True)
    codes = [result.code for result in results if result.code is not None]
    return "".join(key for result in results for key in result.keys), codes[0] if codes else None


def test_a_fast_code_is_taken_whole() -> None:
    assert typed(Scanner(), "WQ:name=Ann&kind=b\r") == ("", "name=Ann&kind=b")


def test_a_person_who_types_the_same_is_left_alone() -> None:
    assert typed(Scanner(), "WQ:name\r", gap=MAX_KEY_GAP_SECONDS * 2) == ("WQ:name\r", None)


@pytest.mark.parametrize("text", ["Warm", "WWQ", "hello", "WQ", "W", "W\r"])
def test_other_fast_typing_gets_through(text: str) -> None:
    assert typed(Scanner(), text) == (text, None)


def test_a_code_behind_a_broken_beginning() -> None:
    assert typed(Scanner(), "WWQ:a=b\r") == ("W", "a=b")


@pytest.mark.parametrize("is_typing", [True, False])
@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n", "\n\r", "\r\r", ""])
def test_a_code_may_end_in_any_way(end: str, is_typing: bool) -> None:
    results = type_fast(Scanner(), f"WQ:name=Ann{end}", is_typing=is_typing)
    assert [result.code for result in results if result.code is not None] == ["name=Ann"]
    assert not any(result.keys or result.is_foreign for result in results)


FOREIGN = ["4006381333931", "12", "]E04006381333931", "*A-7*", "WQ;name=Ann", "a\tbc", "12\r34"]
ENDS = ["\r", "\n", "\t", "\r\n", "\n\r", "\r\r\r", "\t\t"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("code", FOREIGN)
def test_another_code_in_a_text_is_left_there_but_does_not_go_on(code: str, end: str) -> None:
    results = type_fast(Scanner(), f"{code}9{end}", is_typing=True)
    keys = "".join(key for result in results for key in result.keys)
    assert keys.replace("\t", "") == f"{code}9".replace("\r", "").replace("\t", "")
    assert any(result.is_typed for result in results)
    assert not keys.endswith(("\r", "\n", "\t"))


@pytest.mark.parametrize(
    ("code", "end"),
    [(code, end) for code in FOREIGN for end in (*ENDS, "") if code + end != "12"],
)
def test_a_code_without_the_prefix_chooses_nothing(code: str, end: str) -> None:
    results = type_fast(Scanner(), code + end, is_typing=False)
    assert not any(result.keys or result.code for result in results)
    assert sum(result.is_foreign for result in results) == 1


@given(text=st.text(st.sampled_from("123456789WQ: a\r\n\t"), max_size=30), gap=st.floats(0.06, 3))
def test_slow_keys_all_get_through(text: str, gap: float) -> None:
    results = type_fast(Scanner(), text, gap, is_typing=False)
    assert "".join(key for result in results for key in result.keys) == text
    assert not any(result.code is not None or result.is_foreign for result in results)


def test_the_kind_of_a_code_may_stand_in_front_of_it() -> None:
    results = type_fast(Scanner(), "]Q1WQ:name=Ann\r", is_typing=False)
    assert [result.code for result in results if result.code is not None] == ["name=Ann"]


def test_a_key_after_a_code_is_typed() -> None:
    scanner: Scanner[str] = Scanner()
    typed(scanner, "WQ:name=Ann")
    assert scanner.feed("x", "x", 200.0, is_typing=True).keys == ["x"]


def test_keys_that_scanners_do_not_send_pass_at_once() -> None:
    scanner: Scanner[str] = Scanner()
    assert scanner.feed("1", "1", 100.0).keys == []
    assert scanner.feed("escape", None, 100.01).keys == ["1", "escape"]
    assert [scanner.feed("down", None, 100.02 + n / 100).keys for n in range(9)] == [["down"]] * 9


def test_a_book_is_no_code() -> None:
    assert typed(Scanner(), f"WQ:{'x' * (MAX_CODE_CHARACTERS + 50)}\r") == ("", "")


def test_no_prefix_reads_nothing() -> None:
    assert typed(Scanner(""), "WQ:a=b\r") == ("WQ:a=b\r", None)


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("name=Ann%20Lee&kind=b", {"name": "Ann Lee", "kind": "b"}),
        ('{"name": "Ann", "n": 2, "b": true, "x": [1], "y": {}, "z": null}', {"name": "Ann", "n": "2", "b": "true"}),
        ("", {}),
        ("{", {}),
        ("{" + '"a":{' * 5000, {}),
        ('{"a": ' + "9" * 5000 + "}", {}),
        ("&".join(["a=b"] * 300), {}),
    ],
)
def test_codes_are_json_or_a_query(code: str, parameters: dict[str, str]) -> None:
    assert parse_code(code) == parameters


def scan(app: KioskApp, code: str) -> None:
    """Type as a scanner does: all at once, with Enter."""
    for sign in f"WQ:{code}\r":
        app.post_message(events.Key("enter" if sign == "\r" else sign, sign))


async def test_a_scan_at_the_start_fills_the_form_that_is_chosen_next(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        scan(app, json.dumps({"name": "Ann Lee", "kind": "Renewal", "hidden": "no"}))
        await wait_for_texts(pilot, "The code was read")
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        assert app.screen.query_one(Entry).value == "Ann Lee"
        await pilot.press("enter")
        await wait_for_question(pilot, "kind")
        assert [option.chosen for option in app.screen.query(Option)] == [False, True]
        assert app.session is not None
        assert "hidden" not in app.session.answers
        await app.end_session()
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        assert app.screen.query_one(Entry).value == ""


async def test_a_scan_in_the_middle_fills_the_question_and_types_nothing(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        scan(app, "name=Zo%C3%AB&other=x")
        await wait_for_texts(pilot, "1 answer was filled in", "Zoë")
        assert app.screen.query_one(Entry).value == "Zoë"
        scan(app, "nothing=x")
        await wait_for_texts(pilot, "has no answers for this form")
        assert app.screen.query_one(Entry).value == "Zoë"
        # Characters that nobody sees are dropped.
        scan(app, "name=%E2%80%AEAnn%E2%80%8B Lee%E2%81%A9")
        await wait_for_texts(pilot, "Ann Lee")
        assert app.screen.query_one(Entry).value == "Ann Lee"
        assert "\u202e" not in screen_text(app)


async def test_hostile_scans_do_nothing(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        for code in ("", "{", "name=%00%1b]0;x%07", "[@click=app.quit]x[/]=1"):
            # Not at a scanner's speed behind the code before.
            app.scanner.last_key_at = 0.0
            scan(app, code)
            await pilot.pause(3 * MAX_KEY_GAP_SECONDS)
            await wait_for(pilot, lambda: not app.scanner.is_holding_keys, "the end of the code")
            await pilot.pause()
            assert isinstance(app.screen, QuestionPage)
            assert app.screen.query_one(Entry).value == ""
            assert not {"\x1b", "\x07", "\u202e"} & set(screen_text(app))
        await type_text(pilot, "Wanda")
        await wait_for(pilot, lambda: app.screen.query_one(Entry).value == "Wanda", "what was typed")


async def test_a_held_letter_is_typed_after_a_moment_and_a_pasted_text_at_once(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await pilot.press("W")
        await asyncio.sleep(0)
        await wait_for(pilot, lambda: app.screen.query_one(Entry).value == "W", "the letter")
        for character in (text := "WW" * 50):
            app.post_message(events.Key(character, character))
        await pilot.pause()
        await wait_for(pilot, lambda: not app.scanner.is_holding_keys, "the last letter")
        await pilot.pause()
        assert app.screen.query_one(Entry).value == "W" + text


async def test_prefill_of_the_command_line_fills_every_visit(tmp_path: Path) -> None:
    brought: dict[str, Any] = {"name": "Desk 4", "kind": "a", "hidden": "no", "unknown": "x"}
    async with (
        open_client(tmp_path, SERVICE) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), prefill=brought) as (app, pilot),
    ):
        for _ in range(2):
            await pilot.press("1")
            await wait_for_question(pilot, "name")
            await pilot.press("enter")
            await wait_for_question(pilot, "kind")
            await pilot.press("enter")
            await wait_for_texts(pilot, "Check your answers", "Desk 4", "New")
            await pilot.press("enter")
            await wait_for_texts(pilot, "Your number")
            await pilot.press("enter")
            await wait_for(pilot, lambda: app.session is None, "the end")
        listed = await client.list_registrations(ids[0])
        assert len(listed) == 2
        items = {item.id: item.value for item in (await client.get_registration(ids[0], listed[0].id)).form}
        assert items["name"] == "Desk 4"
        assert items["hidden"] == "kept"


FOREIGN_ENDS = {"enter": "\r", "ctrl+j": "\n", "tab": "\t"}


def scan_foreign(app: KioskApp, code: str, *ends: str) -> None:
    for sign in code:
        app.post_message(events.Key(sign, sign))
    for end in ends:
        app.post_message(events.Key(end, FOREIGN_ENDS[end]))


@pytest.mark.parametrize(
    "ends", [("enter", "ctrl+j"), (), *(pytest.param((end,), marks=pytest.mark.long) for end in ("enter", "tab"))]
)
async def test_another_code_chooses_nothing_on_any_page(tmp_path: Path, ends: tuple[str, ...]) -> None:
    service = {"name": "Permits", "form": [SERVICE["form"][1]]}
    async with (
        open_client(tmp_path, service) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):

        async def scan_and_look(page: type[Screen[Any]]) -> None:
            scan_foreign(app, "1231231231231", *ends)
            await wait_for_texts(pilot, "This code is not for this kiosk")
            assert isinstance(app.screen, page)
            # The message covers nothing.
            buttons = [button for button in app.screen.query(Button) if button.size.area and button.visible]
            assert all(str(button.label) in screen_text(app) for button in buttons)
            app.clear_notifications()
            # Keys that follow at a scanner's speed belong to its code.
            await pilot.pause(3 * MAX_KEY_GAP_SECONDS)

        await scan_and_look(StartPage)
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage), "the question")
        await scan_and_look(QuestionPage)
        assert not any(option.chosen for option in app.screen.query(Option))
        await pilot.press("2")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await scan_and_look(CheckPage)
        # Sooner it would belong to the choice that went on.
        await pilot.pause(LATE_ENTER_SECONDS)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        await scan_and_look(TicketPage)
        assert len(await client.list_registrations(ids[0])) == 1


async def test_another_code_in_a_text_stays_on_the_page(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SERVICE) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        scan_foreign(app, "4006381333931", "enter", "ctrl+j")
        await wait_for_texts(pilot, "A scanner filled this in", "4006381333931")
        await pilot.pause(3 * MAX_KEY_GAP_SECONDS)
        await wait_for_question(pilot, "name")
        await pilot.press("enter")
        await wait_for_question(pilot, "kind")


async def test_an_enter_behind_a_digit_that_went_on_is_not_for_the_next_page(tmp_path: Path) -> None:
    service = {"name": "Permits", "form": [SERVICE["form"][1]]}
    async with (
        open_client(tmp_path, service) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage), "the question")
        await pilot.press("2", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await pilot.pause(MAX_KEY_GAP_SECONDS)
        assert isinstance(app.screen, CheckPage)
        assert not await client.list_registrations(ids[0])
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
