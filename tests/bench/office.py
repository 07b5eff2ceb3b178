"""Offices to measure: registrations with plausible answers, and files with many waiting clients."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from walkin.model.registration import RegistrationInput
from walkin.model.time import now_ms
from walkin.store import open_store
from walkin.store.registrations import commands

QUEUE_ID = "1"
"""The queue of the sample office that is measured."""

LAST_NAMES = ("Martin", "Nowak", "Yılmaz", "O’Brien", "García", "Schäfer", "Lê", "Haddad")


def make_form_registration(number: int) -> dict[str, Any]:
    """What the kiosk sends for that queue. No two numbers are the same person."""
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
    """A registration with a name only, as another system may send it."""
    return {"client": {"firstName": "Anna", "lastName": f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}"}}


def register_people(data: Path, numbers: Iterable[int]) -> None:
    """Register these clients in the office of that file; processes that run on it notice."""
    asyncio.run(_register_people(data, numbers))


async def _register_people(data: Path, numbers: Iterable[int]) -> None:
    store = await asyncio.to_thread(open_store, data)
    try:
        people = [RegistrationInput.model_validate(make_form_registration(number)) for number in numbers]
        writes = (store.write(commands.register, int(QUEUE_ID), registration, now_ms()) for registration in people)
        await asyncio.gather(*writes)
    finally:
        await asyncio.to_thread(store.close)
