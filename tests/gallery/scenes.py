"""The screens of the gallery: each is an app, and what is done in it before the picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.widgets import Button, Input

from tests.gallery.office import QUESTIONS
from tests.support.helpers import screen_text, wait_for
from tests.support.listening import WrittenSpeaker
from walkin.languages import list_languages
from walkin.launcher.app import AppChoice, LauncherApp
from walkin.settings import Settings
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.display.app import DisplayApp
from walkin_counter.display.info_pages import InfoPages
from walkin_kiosk.app import KioskApp
from walkin_kiosk.messages import PageCompleted, ServiceChosen, TicketRequested
from walkin_kiosk.screens.dialogs import HeadphonesDialog, StillThereDialog
from walkin_kiosk.screens.languages import LanguageScreen, LanguageTile
from walkin_kiosk.screens.problem import ProblemPage
from walkin_kiosk.screens.start import ServiceButton
from walkin_kiosk.session import KioskSession
from walkin_kiosk.speech import KioskSpeech
from walkin_kiosk.submission import SubmissionFailed

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.ui.app import WalkinApp

Size = tuple[int, int]

SMALL, MIDDLE, LARGE, PORTRAIT, WALL, BAR = (80, 24), (120, 40), (160, 50), (60, 80), (240, 67), (120, 3)
KIOSK_SIZES = (SMALL, MIDDLE, LARGE, PORTRAIT)
DESK_SIZES = (SMALL, MIDDLE, LARGE)
DISPLAY_SIZES = (SMALL, MIDDLE, LARGE, WALL)


@dataclass(frozen=True)
class Offices:
    """The files of the offices; the ids of the services of ``questions`` by kind of question; the display's pages."""

    day: Path
    questions: Path
    busy: Path
    closed: Path
    services: dict[str, str]
    info: Path


@dataclass(frozen=True)
class Scene:
    name: str
    sizes: tuple[Size, ...]
    create_app: Callable[[Offices], WalkinApp]
    prepare: Callable[[Pilot[Any], Offices], Awaitable[None]]


def _make_settings(data: Path, **values: Any) -> Settings:
    # Not validated: a picture may need what no office has, such as a kiosk that asks at once whether somebody is there.
    return Settings(data=data, languages=("en", "fr")).model_copy(update=values)


# The kiosk


async def _wait_for_services(pilot: Pilot[Any]) -> None:
    await wait_for(pilot, lambda: any(tile.size.area for tile in pilot.app.screen.query(ServiceButton)), "the services")


async def _show_start(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)


async def _choose(pilot: Pilot[Any], queue_id: str) -> KioskSession:
    await _wait_for_services(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.start_page.post_message(ServiceChosen(queue_id))
    await wait_for(pilot, lambda: app.session is not None and len(app.screen_stack) > 1, "the first page")
    assert app.session is not None
    return app.session


def _show_question(kind: str) -> Callable[[Pilot[Any], Offices], Awaitable[None]]:
    async def show(pilot: Pilot[Any], offices: Offices) -> None:
        await _choose(pilot, offices.services[kind])
        title = QUESTIONS[kind]["title"]
        await wait_for(pilot, lambda: title in screen_text(pilot.app), title)

    return show


async def _show_message(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_question("line")(pilot, offices)
    await pilot.press("enter")


async def _show_keyboard(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_question("line")(pilot, offices)
    await pilot.click(pilot.app.screen.query(Input).first())


async def _show_keyboard_by_arrows(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_question("line")(pilot, offices)
    pilot.app.screen.query_one("#toggle-keyboard").focus()
    await pilot.press("enter", "right", "right", "down")


async def _ask_for_headphones(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)
    await pilot.app.push_screen(HeadphonesDialog())


async def _show_reading(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.use_speech(KioskSpeech(app, WrittenSpeaker(), app.settings))
    await pilot.press("f2")
    await wait_for(pilot, lambda: app.words("kiosk-read-end") in screen_text(app), "the button that ends it")


async def _show_check(pilot: Pilot[Any], offices: Offices) -> None:
    session = await _choose(pilot, offices.services["all"])
    answers = {"line": "Okonkwo", "email": "chidi@example.com", "date": "1984-03-12", "number": "2"}
    while session.current_questions is not None:
        for question in session.current_questions:
            session.set_answer(question.model_copy(update={"value": answers[question.id]}))
        session.advance()
    pilot.app.screen.post_message(PageCompleted())
    await wait_for(pilot, lambda: "Okonkwo" in screen_text(pilot.app), "the answers")


async def _show_ticket(pilot: Pilot[Any], offices: Offices) -> None:
    session = await _choose(pilot, offices.services["text"])
    session.advance()
    pilot.app.screen.post_message(TicketRequested())
    await wait_for(pilot, lambda: len(pilot.app.screen.query("#number")) > 0, "the ticket")


async def _show_idle_dialog(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_question("radio")(pilot, offices)
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, StillThereDialog), "the dialog")


async def _show_trouble(pilot: Pilot[Any], offices: Offices) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    await _wait_for_services(pilot)
    app.workers.cancel_group(app, "office")
    app.catalog.mark_offline()
    app.start_page.call_later(app.start_page.refresh_services)


def _open_kiosk_of_many_languages(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.day, languages=tuple(dict.fromkeys(("en", "fr", *list_languages())))))


async def _show_languages(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    await app.push_screen(LanguageScreen(app.settings.languages))
    await wait_for(pilot, lambda: bool(app.screen.query(LanguageTile)), "the languages")


async def _show_closed(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)
    await wait_for(pilot, lambda: "All services are closed" in screen_text(pilot.app), "that all is closed")


async def _show_services(pilot: Pilot[Any], offices: Offices) -> None:
    await _wait_for_services(pilot)
    await wait_for(pilot, lambda: "Moving house" in screen_text(pilot.app), "the services")


async def _show_scanned(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_keyboard(pilot, offices)
    pilot.app.notify(pilot.app.words("kiosk-code-foreign"))  # type: ignore[attr-defined]


async def _show_no_ticket(pilot: Pilot[Any], offices: Offices) -> None:
    session = await _choose(pilot, offices.services["text"])
    assert isinstance(pilot.app, KioskApp)
    await pilot.app.show_failure(session, SubmissionFailed("away"))
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, ProblemPage), "the problem")


def _open_kiosk(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.day))


def _open_busy_kiosk(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.busy))


def _open_closed_kiosk(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.closed))


def _open_impatient_kiosk(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.questions, idle_seconds=2, idle_warning_seconds=60))


def _open_question(offices: Offices) -> WalkinApp:
    return KioskApp(_make_settings(offices.questions, public_url="https://queue.example.org"))


# The counter


def _open_setup(offices: Offices) -> WalkinApp:
    return CounterApp(_make_settings(offices.day))


def _open_counter(offices: Offices) -> WalkinApp:
    return CounterApp(_make_settings(offices.day, desk="Desk 1", queue=("1", "2", "3")))


def _open_bar(offices: Offices) -> WalkinApp:
    return CounterApp(_make_settings(offices.day, desk="Desk 1", queue=("1", "2", "3"), bar=True))


async def _show_bar(pilot: Pilot[Any], offices: Offices) -> None:
    await wait_for(pilot, lambda: "F5" in screen_text(pilot.app), "the keys")


async def _show_setup(pilot: Pilot[Any], offices: Offices) -> None:
    await wait_for(pilot, lambda: len(pilot.app.screen.query("#start")) > 0, "the form")


async def _show_desk(pilot: Pilot[Any], offices: Offices) -> None:
    await wait_for(pilot, lambda: "Łukasz" in screen_text(pilot.app), "the queue")


async def _show_busy_desk(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_desk(pilot, offices)
    before = screen_text(pilot.app)
    await pilot.press("f5")
    await wait_for(pilot, lambda: screen_text(pilot.app) != before and "called" in screen_text(pilot.app), "the call")


def _do(name: str, *, busy: bool = True) -> Callable[[Pilot[Any], Offices], Awaitable[None]]:
    """The screen that an action of the counter opens."""

    async def show(pilot: Pilot[Any], offices: Offices) -> None:
        await (_show_busy_desk if busy else _show_desk)(pilot, offices)
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        screen.action_do(name)
        await wait_for(pilot, lambda: pilot.app.screen is not screen, name)

    return show


def _do_in_place(name: str) -> Callable[[Pilot[Any], Offices], Awaitable[None]]:
    """The desk after an action that opens no screen."""

    async def show(pilot: Pilot[Any], offices: Offices) -> None:
        await _show_desk(pilot, offices)
        before, screen = screen_text(pilot.app), pilot.app.screen
        assert isinstance(screen, DeskScreen)
        screen.action_do(name)
        await wait_for(pilot, lambda: screen_text(pilot.app) != before, name)

    return show


def _press(key: str) -> Callable[[Pilot[Any], Offices], Awaitable[None]]:
    """What a key opens over the desk."""

    async def show(pilot: Pilot[Any], offices: Offices) -> None:
        await _show_busy_desk(pilot, offices)
        before = screen_text(pilot.app)
        await pilot.press(key)
        await wait_for(pilot, lambda: screen_text(pilot.app) != before, key)

    return show


# The display


def _open_display(**values: Any) -> Callable[[Offices], WalkinApp]:
    return lambda offices: DisplayApp(_make_settings(offices.day, info=offices.info, **values))


def _open_busy_display(offices: Offices) -> WalkinApp:
    return DisplayApp(_make_settings(offices.busy))


def _open_closed_display(offices: Offices) -> WalkinApp:
    return DisplayApp(_make_settings(offices.closed))


async def _show_display(pilot: Pilot[Any], offices: Offices) -> None:
    await wait_for(pilot, lambda: "█" in screen_text(pilot.app), "the call")


async def _show_info(pilot: Pilot[Any], offices: Offices) -> None:
    await _show_display(pilot, offices)
    pages = pilot.app.screen.query_one(InfoPages)
    await wait_for(
        pilot, lambda: pages.size.area and ("Monday" in screen_text(pilot.app) or pages.has_class("-large")), "a page"
    )


# The launcher


def _open_launcher(offices: Offices) -> WalkinApp:
    return LauncherApp(_make_settings(offices.day))


async def _show_launcher(pilot: Pilot[Any], offices: Offices) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.focused, AppChoice | Button), "the choices")


SCENES = (
    Scene("kiosk-start", KIOSK_SIZES, _open_kiosk, _show_start),
    Scene("kiosk-reading", KIOSK_SIZES, _open_kiosk, _show_reading),
    Scene("kiosk-languages", KIOSK_SIZES, _open_kiosk_of_many_languages, _show_languages),
    Scene("kiosk-trouble", KIOSK_SIZES, _open_kiosk, _show_trouble),
    Scene("kiosk-closed", KIOSK_SIZES, _open_closed_kiosk, _show_closed),
    Scene("kiosk-services", KIOSK_SIZES, _open_busy_kiosk, _show_services),
    *(Scene(f"kiosk-question-{kind}", KIOSK_SIZES, _open_question, _show_question(kind)) for kind in QUESTIONS),
    Scene("kiosk-message", KIOSK_SIZES, _open_question, _show_message),
    Scene("kiosk-keyboard", KIOSK_SIZES, _open_question, _show_keyboard),
    Scene("kiosk-scanned", KIOSK_SIZES, _open_question, _show_scanned),
    Scene("kiosk-no-ticket", KIOSK_SIZES, _open_question, _show_no_ticket),
    Scene("kiosk-check", KIOSK_SIZES, _open_question, _show_check),
    Scene("kiosk-ticket", KIOSK_SIZES, _open_question, _show_ticket),
    Scene("kiosk-keyboard-by-arrows", KIOSK_SIZES, _open_question, _show_keyboard_by_arrows),
    Scene("kiosk-headphones", KIOSK_SIZES, _open_kiosk, _ask_for_headphones),
    Scene("kiosk-idle", KIOSK_SIZES, _open_impatient_kiosk, _show_idle_dialog),
    Scene("counter-setup", DESK_SIZES, _open_setup, _show_setup),
    Scene("counter-desk", DESK_SIZES, _open_counter, _show_desk),
    Scene("counter-busy", DESK_SIZES, _open_counter, _show_busy_desk),
    Scene("counter-letters", DESK_SIZES, _open_counter, _press("space")),
    Scene("counter-menu", DESK_SIZES, _open_counter, _press("enter")),
    Scene("counter-break", DESK_SIZES, _open_counter, _do_in_place("pause")),
    Scene("counter-search", DESK_SIZES, _open_counter, _do_in_place("search")),
    Scene("counter-transfer", DESK_SIZES, _open_counter, _do("transfer")),
    Scene("counter-note", DESK_SIZES, _open_counter, _do("note")),
    Scene("counter-details", DESK_SIZES, _open_counter, _do("details")),
    Scene("counter-edit", DESK_SIZES, _open_counter, _do("edit")),
    Scene("counter-bar", (BAR,), _open_bar, _show_bar),
    Scene("counter-register", DESK_SIZES, _open_counter, _do("register", busy=False)),
    Scene("counter-statistics", DESK_SIZES, _open_counter, _do("statistics", busy=False)),
    Scene("counter-help", DESK_SIZES, _open_counter, _do("help", busy=False)),
    Scene("display-calls", DISPLAY_SIZES, _open_display(), _show_display),
    Scene("display-busy", DISPLAY_SIZES, _open_busy_display, _show_display),
    Scene("display-closed", DISPLAY_SIZES, _open_closed_display, _show_display),
    Scene("display-info", DISPLAY_SIZES, _open_display(layout="calls+info"), _show_info),
    Scene("display-desk", DISPLAY_SIZES, _open_display(layout="desk", desk="Desk 2"), _show_display),
    Scene("launcher", DESK_SIZES, _open_launcher, _show_launcher),
)
