"""A kiosk on a real embedded office in a temporary folder, and hands for it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual import _wait

from tests.support.helpers import screen_text, wait_for
from walkin.client import connect
from walkin.settings import Settings
from walkin_kiosk.app import KioskApp
from walkin_kiosk.screens.start import ServiceButton, StartPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
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
    """Settings of an office in that folder; what the tests need may lie outside of what people may set."""
    plain = Settings(data=tmp_path / "office.db", languages=("en", "fr"))
    return plain.model_copy(update=values)


@asynccontextmanager
async def open_client(tmp_path: Path, *queues: dict[str, Any]) -> AsyncIterator[tuple[QueueClient, list[str]]]:
    """A second program on the same data, and the ids of the services it made."""
    client = await connect(make_settings(tmp_path))
    try:
        made = [await client.add_queue({"company": COMPANY, "timeZone": "Europe/London", **queue}) for queue in queues]
        yield client, [queue.id for queue in made]
    finally:
        await client.aclose()


@asynccontextmanager
async def run_kiosk(
    settings: Settings, *, size: tuple[int, int] = (80, 24), services: int = 1, **app_values: Any
) -> AsyncIterator[tuple[KioskApp, Pilot[int]]]:
    """A kiosk that shows its services."""
    app = KioskApp(settings, **app_values)

    def there() -> bool:
        # A page that is not laid out yet has no place for a tap.
        return sum(service.size.area > 0 for service in app.screen.query(ServiceButton)) >= services

    with pytest.MonkeyPatch.context() as patch:
        # The pilot waits after every key in steps of 20 ms until the app rests; a kiosk rests sooner.
        patch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 200)
        patch.setattr(_wait, "SLEEP_IDLE", 1 / 4000)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await wait_for(pilot, there, "the services", 15)
            yield app, pilot
            if app.is_running:
                # A page that is being taken away when the app ends would be reported as cancelled.
                await pilot.pause()


async def wait_for_texts(pilot: Pilot[Any], *texts: str) -> None:
    """Wait until all of these stand on the screen."""
    await wait_for(pilot, lambda: all(text in screen_text(pilot.app) for text in texts), " and ".join(texts))


async def wait_for_start_page(pilot: Pilot[Any]) -> None:
    """Wait for the first page."""
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, StartPage), "the first page")


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type letter by letter."""
    names = {" ": "space", "@": "at", ".": "full_stop", "+": "plus", "-": "minus", "\n": "enter"}
    await pilot.press(*(names.get(letter, letter) for letter in text))


async def wait_for_question(pilot: Pilot[Any], item_id: str) -> None:
    """Wait until the question with that id can be answered."""
    from walkin_kiosk.screens.question import QuestionPage

    def there() -> bool:
        page = pilot.app.screen
        return isinstance(page, QuestionPage) and page.definitions[0].id == item_id and page.focused is not None

    await wait_for(pilot, there, f"the question {item_id}")
