"""A visit at the kiosk from the first page to the ticket, on a real embedded office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button
from textual.widgets._toast import Toast

from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import (
    FORM,
    make_settings,
    open_client,
    run_kiosk,
    tap_key,
    type_text,
    wait_for_question,
    wait_for_start_page,
    wait_for_texts,
)
from walkin.ui.fields import Entry, MultilineEntry
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin_kiosk.app import KioskApp

BIG = {
    "name": "Residence permit",
    "ticketPrefix": "R",
    "timeZone": "Europe/London",
    "form": FORM,
    "i18n": {"fr": {"name": "Titre de séjour"}},
}
PLAIN = {"name": "Lost and found", "ticketPrefix": "L"}


async def answer_all(pilot: Pilot[Any]) -> None:
    """Fill the whole form by keys."""
    await wait_for_question(pilot, "name")
    await type_text(pilot, "Anna Lee\n")
    await wait_for_question(pilot, "mail")
    await pilot.press("enter")
    await wait_for_question(pilot, "phone")
    await type_text(pilot, "020 7946 0018\n")
    await wait_for_question(pilot, "born")
    await type_text(pilot, "27")
    await pilot.press("tab")
    await type_text(pilot, "march")
    await pilot.press("tab")
    await type_text(pilot, "1985\n")
    await wait_for_question(pilot, "people")
    await type_text(pilot, "2\n")
    await wait_for_question(pilot, "about")
    await pilot.press("2")
    await wait_for_question(pilot, "bring")
    await pilot.press("1", "2", "enter")
    await wait_for_question(pilot, "tongue")
    await pilot.press("2")
    await wait_for_texts(pilot, "Vietnamese")
    await pilot.press("1")
    await wait_for_question(pilot, "note")
    await type_text(pilot, "one\ntwo")
    page = pilot.app.screen
    await pilot.press("tab", "tab", "tab")
    await wait_for(pilot, lambda: page.focused is not None and page.focused.id == "continue", "Continue")
    await pilot.press("enter")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, CheckPage), "the check page")
    await wait_for_texts(pilot, "Check your answers")


async def click(pilot: Pilot[Any], selector: str) -> None:
    """Click once it is there."""
    await wait_for(pilot, lambda: pilot.app.screen.query(selector), selector)
    await pilot.pause()
    assert await pilot.click(selector)


async def test_notices_for_staff_are_logged_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    async with run_kiosk(make_settings(tmp_path, theme="none-such")) as (app, _):
        [notice] = app.start_notices
        assert not app.screen.query(Toast)
        assert notice in (tmp_path / "walkin.log").read_text(encoding="utf-8")


async def go_back_and_change(app: KioskApp, pilot: Pilot[Any]) -> None:
    """Go back from the check page, where the answers are kept, and change the first, which leads to the check page."""
    await wait_for_texts(pilot, "Not provided")
    await pilot.press("escape")
    await wait_for_question(pilot, "note")
    assert app.screen.query_one(MultilineEntry).text == "one\ntwo"
    await pilot.press("escape")
    await wait_for_question(pilot, "tongue")
    await pilot.press("enter")
    await wait_for_question(pilot, "note")
    await click(pilot, "#continue")
    await click(pilot, "#change-0")
    await wait_for_question(pilot, "name")
    assert app.screen.query_one(Entry).value == "Anna Lee"
    await type_text(pilot, "x\n")
    await wait_for_texts(pilot, "Check your answers", "Anna Leex")


async def test_journey_by_keyboard_with_a_change_registers_the_normalised_form(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, BIG) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await answer_all(pilot)
        await go_back_and_change(app, pilot)
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number", "Nobody before you")
        (listed,) = await client.list_registrations(ids[0])
        registration = await client.get_registration(ids[0], listed.id)
        form = {item.id: item for item in registration.form}
        assert form["name"].value == "Anna Leex"
        assert form["phone"].value == "+442079460018"
        assert form["born"].value == "1985-03-27"
        assert form["note"].value == "one\ntwo"
        assert [choice.id for choice in form["about"].values or ()] == ["renew"]
        assert [choice.id for choice in form["bring"].values or ()] == ["a", "b"]
        assert [choice.id for choice in form["tongue"].iter_chosen()] == ["vi"]
        assert form["mail"].value is None
        assert registration.language == "en"
        await pilot.press("enter")
        await wait_for_start_page(pilot)


async def test_journey_by_mouse_alone(tmp_path: Path) -> None:
    form = [item for item in FORM if item["id"] in ("name", "about", "bring")]
    async with (
        open_client(tmp_path, {**BIG, "form": form}) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await click(pilot, ".service-text")
        await wait_for_question(pilot, "name")
        await click(pilot, "Entry")
        await wait_for(pilot, lambda: app.screen.query_one("#keyboard").display, "the keyboard")
        for letter in "anna":
            await tap_key(pilot, letter)
        assert app.screen.query_one(Entry).value == "anna"
        await click(pilot, "#continue")
        await wait_for_question(pilot, "about")
        # A single choice goes on by itself.
        await click(pilot, "Option")
        await wait_for_question(pilot, "bring")
        await click(pilot, "Option")
        await click(pilot, "#continue")
        await click(pilot, "#take")
        await wait_for_texts(pilot, "Your number")
        assert len(await client.list_registrations(ids[0])) == 1
        await click(pilot, "#done")
        await wait_for_start_page(pilot)


async def test_service_without_questions_takes_two_taps(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, PLAIN) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (_, pilot),
    ):
        await click(pilot, ".service-text")
        await click(pilot, "#take")
        await wait_for_texts(pilot, "Your number", "Lost and found")
        assert len(await client.list_registrations(ids[0])) == 1


async def test_a_closed_service_says_so_and_cannot_be_chosen(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, {**PLAIN, "status": "closed"}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await wait_for_texts(pilot, "Closed", "All services are closed at the moment.")
        await pilot.press("1")
        await pilot.click("ServiceButton")
        await pilot.pause()
        await wait_for_start_page(pilot)
        assert app.session is None


FAILURES = [
    ("name", "", ": enter an answer"),
    ("name", "x" * 41, ": use 40 characters or fewer"),
    ("mail", "nonsense", "Enter an e-mail address, like name@example.com"),
    ("phone", "", "Enter a phone number"),
    ("phone", "12", "Enter a phone number, like"),
    ("born", "", "Enter a date"),
    ("born", "31", "Enter a real date"),
    ("people", "many", "Enter a number in figures"),
    ("about", "", ": select one option"),
    ("about", "4", ": write what you mean by “Other”"),
    ("bring", "", ": select one or more options"),
    ("note", "", ": enter some text"),
]


async def test_each_failure_is_said_on_top_and_beside_the_field(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, BIG) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        (queue,) = app.catalog.queues
        for field, typed, message in FAILURES:
            form = [item for item in queue.form if item.id == field]
            app.session = KioskSession(queue.model_copy(update={"form": form}), "en")
            await app.show_session()
            await wait_for_question(pilot, field)
            await type_text(pilot, typed)
            await pilot.click("#continue")
            await wait_for_texts(pilot, "There is a problem")
            assert screen_text(app).count(message) == 2
            page = app.screen
            assert isinstance(page, QuestionPage)
            assert page.session is app.session
            assert page.session.screen_index == 0
            await app.end_session()
            await wait_for_start_page(pilot)


async def test_a_double_press_takes_one_ticket(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, PLAIN) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage) and app.screen.query("#take"), "the check page")
        page = app.screen
        assert isinstance(page, CheckPage)
        for _ in range(2):
            page.query_one("#take", Button).press()
            page.action_take()
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        assert len(await client.list_registrations(ids[0])) == 1


async def test_language_changes_in_the_middle_and_keeps_all(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, BIG) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "Anna\n")
        await wait_for_question(pilot, "mail")
        await type_text(pilot, "half@")
        await pilot.click("#language-fr")
        await wait_for_texts(pilot, "Titre de séjour", "Question 2 sur 9", "(facultatif)")
        assert app.screen.query_one(Entry).value == "half@"
        await pilot.click("#continue")
        await wait_for_texts(pilot, "Il y a un problème")
        await pilot.click("#language-en")
        await wait_for_texts(pilot, "There is a problem")
        assert client is not None


async def test_back_from_the_first_question_keeps_the_language(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, BIG) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.click("#language-fr")
        await wait_for_texts(pilot, "Bienvenue")
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await pilot.press("escape")
        await wait_for_start_page(pilot)
        assert app.language == "fr"
        assert app.session is None


async def test_the_clock_may_tick_while_the_first_page_is_being_built_anew(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, BIG) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        page = app.start_page
        async with page.batch():
            await page.query("#column").remove()
            page.update_clock()
            await page.refresh_services()
            await page.recompose()
        await page.refresh_services()
        await wait_for_texts(pilot, "Welcome", "Residence permit")
