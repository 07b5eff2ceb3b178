"""Failures at a kiosk: an unreachable server, idleness, hostile texts, attempts to leave the app."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from textual import events
from textual.widget import Widget

from tests.support.helpers import bundle_hostile_texts, screen_text, wait_for
from tests.support.kiosk import (
    FORM,
    free_port,
    make_settings,
    open_client,
    run_kiosk,
    served,
    type_text,
    wait_for_question,
    wait_for_start_page,
    wait_for_texts,
)
from walkin.client import connect
from walkin.model.errors import FieldProblem
from walkin.model.form.definition import Choice, FormItem
from walkin.model.queue import Queue
from walkin.model.registration import Ref, Registration
from walkin.model.time import ZonedTime
from walkin.ui.app import CRASH_EXIT_CODE
from walkin.ui.fields import Entry, MultilineEntry
from walkin.ui.fields.option import Option
from walkin.ui.qr import QrCode
from walkin_kiosk import app as kiosk_app
from walkin_kiosk import messages
from walkin_kiosk.exit_pin import ExitPin
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import LeaveDialog, StillThereDialog
from walkin_kiosk.screens.page import Page
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.session import KioskSession
from walkin_kiosk.submission import SubmissionFailed

if TYPE_CHECKING:
    from pathlib import Path

    from rich.style import Style
    from textual.pilot import Pilot

    from walkin_kiosk.app import KioskApp

SHORT = {"name": "Permits", "ticketPrefix": "P", "form": FORM[:1]}
PLAIN = {"name": "Lost and found", "ticketPrefix": "L"}


class Clock:
    """A clock that the test advances."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def to_check(pilot: Pilot[Any]) -> None:
    await pilot.press("1")
    await wait_for_question(pilot, "name")
    await type_text(pilot, "Anna\n")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, CheckPage), "the check page")
    await wait_for_texts(pilot, "Check your answers")


async def test_server_away_keeps_the_entry_and_takes_the_ticket_later(tmp_path: Path) -> None:
    port = free_port()
    async with open_client(tmp_path, SHORT) as (client, ids):
        conf = make_settings(tmp_path, api=f"http://127.0.0.1:{port}", queue=tuple(ids))
        stop = served(tmp_path, port)
        stop.__enter__()
        try:
            async with run_kiosk(conf) as (app, pilot):
                await to_check(pilot)
                stop.__exit__(None, None, None)
                await pilot.press("enter")
                await wait_for(pilot, lambda: isinstance(app.screen, ProblemPage), "the problem")
                await wait_for_texts(pilot, "Nothing you typed is lost")
                key = app.session.idempotency_key if app.session else None
                assert key
                await pilot.press("escape")
                await wait_for_texts(pilot, "Check your answers", "Anna")
                assert app.session is not None
                assert app.session.idempotency_key == key
                await wait_for(pilot, lambda: not app.catalog.connected, "the start page's notice")
                stop = served(tmp_path, port)
                stop.__enter__()
                await pilot.press("enter")
                await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
                assert len(await client.list_registrations(ids[0])) == 1
                await pilot.press("enter")
                await wait_for_start_page(pilot)
                await wait_for(pilot, lambda: app.catalog.connected, "the connection")
        finally:
            stop.__exit__(None, None, None)


async def test_start_page_without_a_server_heals_by_itself(tmp_path: Path) -> None:
    port = free_port()
    async with open_client(tmp_path, PLAIN) as (_, ids):
        conf = make_settings(tmp_path, api=f"http://127.0.0.1:{port}", queue=tuple(ids))
        async with run_kiosk(conf, services=0) as (app, pilot):
            await wait_for_texts(pilot, "Not connected")
            with served(tmp_path, port):
                await wait_for(pilot, lambda: "Lost and found" in screen_text(app), "the service")
                assert "Not connected" not in screen_text(app)


async def test_service_closed_meanwhile_is_a_page_of_its_own(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SHORT) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await to_check(pilot)
        await client.update_queue(ids[0], {"status": "closed"})
        await pilot.press("enter")
        await wait_for_texts(pilot, "This service has just closed")
        await pilot.press("enter")
        await wait_for_start_page(pilot)
        assert app.session is None


async def test_form_changed_meanwhile_leads_to_the_question(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SHORT) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (_, pilot),
    ):
        await to_check(pilot)
        more = [*FORM[:1], {"id": "town", "type": "input", "title": "Town", "mandatory": True}]
        await client.update_queue(ids[0], {"form": more})
        await pilot.press("enter")
        await wait_for_question(pilot, "town")
        await wait_for_texts(pilot, "There is a problem", ": enter an answer")
        await type_text(pilot, "Oslo\n")
        await wait_for_texts(pilot, "Check your answers", "Anna", "Oslo")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        assert len(await client.list_registrations(ids[0])) == 1


def remains(app: KioskApp, text: str) -> list[str]:
    """List the places of the app that still have a text."""
    places = [f"screen {screen!r}" for screen in app.screen_stack if isinstance(screen, ProblemPage | QuestionPage)]
    for screen in app.screen_stack:
        for widget in screen.query("*"):
            values = [getattr(widget, name, "") for name in ("value", "text", "content")]
            if any(text in str(value) for value in values):
                places.append(repr(widget))
    if text in app.clipboard or text in screen_text(app):
        places.append("clipboard or screen")
    return places


async def test_idle_asks_and_more_time_helps(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        open_client(tmp_path, SHORT) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), clock=clock) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "Secret")
        for _ in range(2):
            clock.now += 61
            await wait_for(pilot, lambda: isinstance(app.screen, StillThereDialog), "the question")
            await wait_for_texts(pilot, "Are you still there?", "In 29 seconds")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage), "the form")
        assert app.screen.query_one(Entry).value == "Secret"


async def test_idle_forgets_everything(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        open_client(tmp_path, SHORT) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), clock=clock) as (app, pilot),
    ):
        await pilot.click("#language-fr")
        await wait_for_texts(pilot, "Bienvenue")
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "Secret")
        app.copy_to_clipboard("Secret")
        app.notify("Secret")
        clock.now += 61
        await wait_for(pilot, lambda: isinstance(app.screen, StillThereDialog), "the question")
        clock.now += 31
        await wait_for_start_page(pilot)
        await wait_for_texts(pilot, "Welcome")
        assert app.session is None
        assert app.clipboard == ""
        assert remains(app, "Secret") == []
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await pilot.press("ctrl+v", "ctrl+z")
        assert app.screen.query_one(Entry).value == ""


async def test_untouched_start_page_is_left_alone_and_the_ticket_goes_away(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        open_client(tmp_path, PLAIN) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), clock=clock) as (app, pilot),
    ):
        clock.now += 1000
        await app.check_inactivity()
        await wait_for_start_page(pilot)
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        clock.now += 31
        await wait_for_start_page(pilot)


def hostile_queue(queue_id: str, kind: str, texts: list[str]) -> Queue:
    """A service as another server may send it, without validation."""
    name, title, help_text, *names = texts
    choices = [Choice.model_construct(id=f"{n}", name=name, value=None, values=None) for n, name in enumerate(names)]
    item = FormItem.model_construct(
        id="field", type=kind, title=title, help=help_text, placeholder=help_text, values=choices, mandatory=True
    )
    company = Ref.model_construct(id="1", name=name)
    return Queue.model_construct(
        id=queue_id, name=name, welcome_message=title, thank_message=help_text, form=[item], company=company
    )


@pytest.mark.parametrize(
    "kind",
    [
        "input",
        "radio",
        *(pytest.param(kind, marks=pytest.mark.long) for kind in ("textarea", "checkbox", "select", "strange")),
    ],
)
async def test_hostile_texts_pass_through_every_page(tmp_path: Path, kind: str) -> None:
    registration = Registration.model_construct(
        id="1",
        queue=Ref.model_construct(id="1"),
        registered=ZonedTime(dateTime="2026-11-22T10:42:00", timeZone="Europe/London"),
        number_of_people_ahead=3,
    )
    async with (
        open_client(tmp_path, PLAIN) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):

        async def drawn() -> None:
            await pilot.pause()
            assert not {"\x1b", "\x07", "\u202e"} & set(screen_text(app))

        several = bundle_hostile_texts(8)
        for texts in (several, several[4:] + several[:4]):
            queue = hostile_queue(ids[0], kind, texts)
            app.catalog.queues = [queue]
            await app.start_page.refresh_services()
            await drawn()
            app.session = visit = KioskSession(queue, "en")
            await app.show_session()
            await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage) and app.screen.focused, "the question")
            await drawn()
            assert isinstance(app.screen, QuestionPage)
            app.screen.show_problems([FieldProblem("field", "any", message=texts[0])])
            for entry in app.screen.query(Entry):
                entry.value = texts[1]
            for area in app.screen.query(MultilineEntry):
                area.text = texts[1]
            for option in app.screen.query(Option):
                option.action_pick()
            await drawn()
            app.screen.save_answers()
            visit.screen_index = 1
            await app.show_session()
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await drawn()
            await app.show_failure(visit, SubmissionFailed("refused", texts[0]))
            await drawn()
            registration.ticket = texts[2]
            await app.show_ticket(visit, registration)
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
            await drawn()
            await app.end_session()


@pytest.mark.parametrize("address", [None, "https://queue.example.org"])
async def test_ticket_code_is_read_by_a_scanner(tmp_path: Path, address: str | None) -> None:
    conf = make_settings(tmp_path, public_url=address)
    async with (
        open_client(tmp_path, PLAIN) as (_, ids),
        run_kiosk(conf.model_copy(update={"queue": tuple(ids)})) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        for theme in ("office", "night", "contrast"):
            app.theme = theme
            await pilot.pause()
            barcode = zxingcpp.read_barcode(photographed(app), formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
            if address is None:
                assert barcode.text.startswith("L001 · Lost and found · "), theme
            else:
                async with await connect(conf) as client:
                    (registration,) = await client.list_registrations(ids[0])
                assert barcode.text == f"{address}/t/{registration.token}", theme


async def test_no_words_for_a_code_that_does_not_fit(tmp_path: Path) -> None:
    conf = make_settings(tmp_path, public_url=f"https://{'x' * 380}.example")
    async with (
        open_client(tmp_path, PLAIN) as (_, ids),
        run_kiosk(conf.model_copy(update={"queue": tuple(ids)})) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number", "Take a seat", "Done")
        await wait_for(pilot, lambda: "Open on your phone" not in screen_text(app), "no words for a code")


def photographed(app: KioskApp) -> memoryview:
    """Return the QR code on the screen as a grey image, with 4 × 4 pixels for each half cell."""
    region = app.screen.query_one(QrCode).region
    assert app.screen.region.contains_region(region)
    rows = []
    # Textual has no public way to read what a screen shows.
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        cells = [(sign, s.style) for s in strip.crop(region.x, region.right) for sign in s.text]
        for half in "▀▄":
            row = [value for sign, style in cells for value in [brightness(style, ink=sign in ("█", half))] * 4]
            rows += [row] * 4
    return memoryview(bytes(value for row in rows for value in row)).cast("B", (len(rows), len(rows[0])))


def brightness(style: Style | None, *, ink: bool) -> int:
    assert style is not None
    colour = style.color if ink else style.bgcolor
    assert colour is not None
    return sum(colour.get_truecolor()) // 3


async def test_no_key_leaves_the_kiosk_but_the_pin(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        open_client(tmp_path, SHORT) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids), exit_pin="2468"), clock=clock) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "Secret")
        await pilot.press("shift+home", "ctrl+c", "ctrl+x", "ctrl+p", "ctrl+z", "ctrl+backslash", "ctrl+d", "f1")
        await pilot.pause()
        assert isinstance(app.screen, QuestionPage)
        assert app.clipboard == ""
        await pilot.press("ctrl+q")
        await wait_for_texts(pilot, "Leave the kiosk?")
        for _ in range(3):
            await type_text(pilot, "1\n")
        await wait_for_texts(pilot, "Try again in", "30 seconds")
        await type_text(pilot, "2468\n")
        await pilot.pause()
        assert isinstance(app.screen, LeaveDialog)
        clock.now += 31
        await type_text(pilot, "2468\n")
        await wait_for(pilot, lambda: not app.is_running or app._exit, "the end")
    assert app.return_code == 0


async def test_leaving_without_a_pin_is_one_question(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, PLAIN) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("ctrl+q")
        await wait_for_texts(pilot, "Leave the kiosk?")
        await pilot.press("enter")
        await wait_for_start_page(pilot)
        await pilot.press("ctrl+q")
        await wait_for_texts(pilot, "Leave the kiosk?")
        await pilot.click("#go")
        await wait_for(pilot, lambda: app._exit, "the end")
    assert app.return_code == 0


@pytest.mark.soak
async def test_200_visits_leave_no_widget_behind(tmp_path: Path) -> None:
    form = [FORM[0], FORM[-1]]
    async with (
        open_client(tmp_path, {**SHORT, "form": form}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        counts = []
        for number in range(200):
            await pilot.press("1")
            await wait_for_question(pilot, "name")
            await type_text(pilot, "Anna\n")
            await wait_for_question(pilot, "note")
            await type_text(pilot, "x")
            await pilot.click("#continue")
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
            await pilot.press("enter")
            await wait_for_start_page(pilot)
            await wait_for(pilot, lambda: app.session is None, "the end of the visit")
            if number in (20, 199):
                gc.collect()
                counts.append(sum(isinstance(thing, Widget) for thing in gc.get_objects()))
                pages = sum(isinstance(thing, Page) for thing in gc.get_objects())
        assert counts[1] <= counts[0] + 20, counts
        assert pages <= 6


async def test_an_answer_changed_after_a_lost_reply_gives_the_first_ticket(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, SHORT) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await to_check(pilot)
        visit = app.session
        assert visit is not None
        body, key = visit.build_request()
        first = await client.register(ids[0], body, key)
        await pilot.click("#change-0")
        await wait_for_question(pilot, "name")
        await type_text(pilot, "x\n")
        await wait_for_texts(pilot, "Check your answers", "Annax")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        assert isinstance(app.screen, TicketPage)
        assert app.screen.registration.ticket == first.ticket
        assert len(await client.list_registrations(ids[0])) == 1


async def provoke_mistakes(tmp_path: Path) -> None:
    """Three visits that meet a mistake of the program; the third ends the kiosk."""
    async with (
        open_client(tmp_path, SHORT) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), mistakes=3) as (app, pilot),
    ):
        for count in (1, 2, 3):
            await pilot.press("1")
            await wait_for_question(pilot, "name")
            app.screen.post_message(events.Key("x", "x"))
            # Not by the pilot, which waits for the widgets of a page that is just being left.
            async with asyncio.timeout(60):
                while app.mistake_count < count or (app.is_running and not isinstance(app.screen, StartPage)):
                    await asyncio.sleep(0.01)
            if count < 3:
                await wait_for_texts(pilot, "Permits", "Welcome")
                assert app.session is None
        assert app.return_code == CRASH_EXIT_CODE


async def test_a_mistake_of_a_handler_ends_the_visit_and_the_third_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_page: QuestionPage, _event: events.Key) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(QuestionPage, "on_key", fail, raising=False)
    # The pilot reports the one that ended the kiosk.
    with pytest.raises(RuntimeError, match="broken on purpose"):
        await provoke_mistakes(tmp_path)


GROUPS = {
    "name": "Groups",
    "form": [
        {
            "id": "kind",
            "type": "select",
            "title": "Kind",
            "category": True,
            "values": [{"id": g, "name": g, "values": [{"id": f"{g}1", "name": f"{g} one"}]} for g in "ab"],
        }
    ],
}


async def test_going_back_while_a_group_of_choices_opens(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, GROUPS) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        for _ in range(5):
            await pilot.press("1")
            await wait_for(pilot, lambda: len(app.screen.query(Option)) == 2, "the groups")
            option = app.screen.query(Option).first()
            option.post_message(events.Key("enter", "\r"))
            for _ in range(2):
                app.post_message(events.Key("escape", "\x1b"))
            await wait_for_start_page(pilot)
            await wait_for(pilot, lambda: app.session is None, "the end of the visit")


def test_the_pause_after_wrong_pins_grows_and_outlives_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKIN_LOG", str(tmp_path / "walkin.log"))
    file, clock, pauses = tmp_path / "state" / "exit-pin", Clock(), []
    pin = ExitPin("2468", clock, file=file)
    for _ in range(10):
        for _ in range(3):
            assert not pin.verify("1")
        pauses.append(pin.wait_seconds)
        assert not pin.verify("2468")
        pin = ExitPin("2468", clock, file=file)
        assert pauses[-1] - 2 <= pin.wait_seconds <= pauses[-1]
        clock.now += pauses[-1] + 1
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert file.stat().st_mode & 0o077 == 0
    assert pin.wrong_tries.count == 30
    assert "wrong exit PIN, 30" in (tmp_path / "walkin.log").read_text(encoding="utf-8")
    assert pin.verify("2468")
    assert ExitPin("2468", clock, file=file).wait_seconds == 0
    assert not file.exists()


def test_a_broken_file_of_wrong_pins_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_LOG", str(tmp_path / "walkin.log"))
    (tmp_path / "exit-pin").write_text("{broken", encoding="utf-8")
    assert not ExitPin("2468", Clock(), file=tmp_path / "exit-pin").verify("2468")


@pytest.mark.parametrize("steps", [2, pytest.param(0, marks=pytest.mark.long), pytest.param(8, marks=pytest.mark.long)])
async def test_back_while_the_ticket_opens_ends_only_the_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    replied = asyncio.Event()

    async def reply(*_arguments: object) -> SubmissionFailed:
        replied.set()
        return SubmissionFailed("away")

    monkeypatch.setattr(kiosk_app, "request_ticket", reply)
    async with (
        open_client(tmp_path, SHORT) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await to_check(pilot)
        assert app.session is not None
        await app.submit_session(app.session)
        await replied.wait()
        for _ in range(steps):
            await asyncio.sleep(0)
        app.workers.cancel_group(app, "ticket")
        await wait_for(pilot, lambda: isinstance(app.screen, ProblemPage) and app.screen.is_mounted, "the problem page")
        assert app.is_running
        app.screen.post_message(messages.SessionEnded())
        await wait_for_start_page(pilot)
        assert app.mistake_count == 0
