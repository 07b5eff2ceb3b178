"""A kiosk with an embedded office in a temporary folder, and functions that type and wait."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from tests.support.helpers import screen_text, wait_for
from walkin.api.app import create_app
from walkin.api.server import Server
from walkin.client import connect
from walkin.languages.bidi import arrange_text
from walkin.settings import Settings
from walkin_kiosk.app import KioskApp
from walkin_kiosk.keyboard import ACTIONS, Keyboard
from walkin_kiosk.screens.start import ServiceButton, StartPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin.client import QueueClient

FORM: list[dict[str, Any]] = [
    {"id": "name", "type": "input", "title": "Full name", "mandatory": True, "valueFormat": {"maxLength": 40}},
    {"id": "mail", "type": "email", "title": "E-mail address"},
    {"id": "phone", "type": "phone", "title": "Phone number", "mandatory": True, "help": "Only for this visit."},
    {"id": "born", "type": "date", "title": "Date of birth", "mandatory": True},
    {"id": "people", "type": "number", "title": "How many people are with you?"},
    {
        "id": "about",
        "type": "radio",
        "title": "What is it about?",
        "mandatory": True,
        "otherValue": True,
        "values": [{"id": "new", "name": "New"}, {"id": "renew", "name": "Renewal"}, {"id": "lost", "name": "Lost"}],
    },
    {
        "id": "bring",
        "type": "checkbox",
        "title": "What do you have with you?",
        "mandatory": True,
        "values": [{"id": "a", "name": "Passport"}, {"id": "b", "name": "Photo"}],
    },
    {
        "id": "tongue",
        "type": "select",
        "title": "Interpreter",
        "category": True,
        "values": [
            {"id": "eu", "name": "Europe", "values": [{"id": "de", "name": "German"}, {"id": "pl", "name": "Polish"}]},
            {"id": "as", "name": "Asia", "values": [{"id": "vi", "name": "Vietnamese"}]},
        ],
    },
    {"id": "note", "type": "textarea", "title": "Anything else?", "mandatory": True},
]

COMPANY = {"id": "1", "name": "Eastbridge"}


def make_settings(tmp_path: Path, **values: Any) -> Settings:
    """Settings of an office in a folder; not validated, since tests need shorter times than settings allow."""
    settings = Settings(data=tmp_path / "office.db", languages=("en", "fr"))
    return settings.model_copy(update=values)


@asynccontextmanager
async def open_client(tmp_path: Path, *queues: dict[str, Any]) -> AsyncIterator[tuple[QueueClient, list[str]]]:
    """A second client of the same office, and the ids of the services it added."""
    client = await connect(make_settings(tmp_path))
    try:
        created = [
            await client.add_queue({"company": COMPANY, "timeZone": "Europe/London", **queue}) for queue in queues
        ]
        yield client, [queue.id for queue in created]
    finally:
        await client.aclose()


@asynccontextmanager
async def run_kiosk(
    settings: Settings, *, size: tuple[int, int] = (80, 24), services: int = 1, mistakes: int = 0, **app_values: Any
) -> AsyncIterator[tuple[KioskApp, Pilot[int]]]:
    """Run a kiosk and wait for its services. ``mistakes`` is the number of mistakes that the test provokes.

    Nobody is idle while the test gives no clock: on a slow machine a visit may take longer than a person is waited for.
    """
    app = KioskApp(settings, **{"clock": lambda: 1000.0, **app_values})

    def has_services() -> bool:
        # A page without layout cannot be tapped.
        return sum(service.size.area > 0 for service in app.screen.query(ServiceButton)) >= services

    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await wait_for(pilot, has_services, "the services")
        yield app, pilot
        if app.is_running:
            # A page that is being removed when the app ends would be reported as cancelled.
            await pilot.pause()
    assert app.mistake_count == mistakes


@contextmanager
def served(tmp_path: Path, port: int) -> Iterator[None]:
    """Serve the office's API on a port until the block ends."""
    server = Server(uvicorn.Config(create_app(tmp_path / "office.db"), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def wait_for_texts(pilot: Pilot[Any], *texts: str) -> None:
    """Wait until the screen shows all texts."""
    await wait_for(pilot, lambda: all(text in screen_text(pilot.app) for text in texts), " and ".join(texts))


async def wait_for_start_page(pilot: Pilot[Any]) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, StartPage), "the first page")


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Press the key of each character, and wait until none is held back as a scanner's: a click would overtake it."""
    names = {" ": "space", "@": "at", ".": "full_stop", "+": "plus", "-": "minus", "\n": "enter"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
    if isinstance(app := pilot.app, KioskApp):
        await wait_for(pilot, lambda: not app.scanner.is_holding_keys, "the keys to be let through")
        await pilot.pause()


async def tap_key(pilot: Pilot[Any], sign: str) -> None:
    """Tap a key of the on-screen keyboard, on the page that has it; a small letter may be a capital one there."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    keyboard = app.screen.query_one(Keyboard)
    await wait_for(pilot, lambda: keyboard.size.area > 0 and screen_text(app), "the keyboard")
    for page in ("", *keyboard.page_keys):
        if page and (place := find_key(app, page)):
            await pilot.click(offset=place)
            await pilot.pause()
        if place := find_key(app, sign) or find_key(app, sign.upper()):
            await pilot.click(offset=place)
            return
    raise AssertionError(f"no key {sign!r}")


def find_key(app: KioskApp, sign: str) -> tuple[int, int] | None:
    """The place of a key of the on-screen keyboard: where its label is drawn, alone between blanks."""
    region = app.screen.query_one(Keyboard).region
    label = app.words(f"kiosk-board-{sign}") if sign in ACTIONS else arrange_text(sign)
    for row, line in list(enumerate(screen_text(app).split("\n")))[region.y : region.bottom]:
        if match := re.search(rf"(?<!\S){re.escape(label)}(?!\S)", line):
            return match.start(), row
    return None


async def wait_for_question(pilot: Pilot[Any], item_id: str) -> None:
    """Wait until the question with that id can be answered."""
    from walkin_kiosk.screens.question import QuestionPage

    def is_shown() -> bool:
        page = pilot.app.screen
        return isinstance(page, QuestionPage) and page.definitions[0].id == item_id and page.focused is not None

    await wait_for(pilot, is_shown, f"the question {item_id}")
