"""Offices to measure: registrations with plausible answers, and office files with many waiting clients."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from tests.bench.load import build_request
from walkin.model.registration import RegistrationInput
from walkin.model.time import now_ms
from walkin.store import open_store
from walkin.store.registrations import commands

QUEUE_ID = "1"
"""The queue of the sample office that is measured."""

REGISTRATIONS_PATH = f"/api/2.3/queues/{QUEUE_ID}/registrations"
CALL_REQUEST = build_request("POST", f"{REGISTRATIONS_PATH}/next")

LAST_NAMES = ("Martin", "Nowak", "Yılmaz", "O’Brien", "García", "Schäfer", "Lê", "Haddad")


def make_form_registration(number: int) -> dict[str, Any]:
    """Build what a kiosk sends for queue `QUEUE_ID`; each number is another client."""
    return {
        "language": "en",
        "form": [
            {"id": "document", "type": "radio", "values": [{"id": "passport", "name": "Passport"}]},
            {"id": "last-name", "type": "input", "value": f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}"},
            {"id": "first-name", "type": "input", "value": "Anna"},
            {"id": "birth-date", "type": "date", "value": "1985-03-27"},
            {"id": "phone", "type": "phone", "value": f"+331{number % 100_000_000:08}"},
        ],
    }


def make_named_registration(number: int) -> dict[str, Any]:
    """Build a registration with a name only, as another system may send it."""
    return {"client": {"firstName": "Anna", "lastName": f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}"}}


def build_ticket_request(number: int, path: str = REGISTRATIONS_PATH) -> bytes:
    return build_request("POST", path, orjson.dumps(make_named_registration(number)))


def register_people(data: Path, numbers: Iterable[int], pause: float = 0.0) -> None:
    """Register clients in an office file, ``pause`` seconds apart. Running processes of the office notice."""
    asyncio.run(_register_people(data, numbers, pause))


async def _register_people(data: Path, numbers: Iterable[int], pause: float) -> None:
    store = await asyncio.to_thread(open_store, data)
    try:
        inputs = [RegistrationInput.model_validate(make_form_registration(number)) for number in numbers]
        writes = []
        for registration in inputs:
            writes.append(asyncio.ensure_future(store.write(commands.register, int(QUEUE_ID), registration, now_ms())))
            if pause:
                await asyncio.sleep(pause)
        await asyncio.gather(*writes)
    finally:
        await asyncio.to_thread(store.close)
