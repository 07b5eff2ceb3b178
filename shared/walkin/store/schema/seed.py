"""The sample queues of a new office: three services of a town hall, in every language that clients get."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection

from walkin.model.caller import LOCAL_CALLER
from walkin.model.language import list_shorter_tags
from walkin.model.queue import QueueInput
from walkin.model.time import now_ms
from walkin.store import queues

OFFICE = "office"
"""The file with the queues, in English; the others have texts in another language, by ticket prefix."""


def seed_sample(connection: Connection) -> None:
    """Add the sample queues to an office without queues."""
    for queue_input in load_sample():
        queues.add(connection, queue_input, now_ms(), LOCAL_CALLER.account_id)


@cache
def load_sample() -> tuple[QueueInput, ...]:
    """Read the sample queues with their texts in all languages: 30 ms, of which a process needs no more."""
    folder = files("walkin.store.schema").joinpath("sample")
    tables = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    definitions: list[dict[str, Any]] = tables.pop(OFFICE)["queue"]
    for definition in definitions:
        prefix = definition["ticketPrefix"]
        definition["i18n"] = {code: _merge_texts(tables, code, prefix) for code in sorted(tables)}
    return tuple(map(QueueInput.model_validate, definitions))


def _merge_texts(tables: dict[str, Any], code: str, prefix: str) -> dict[str, Any]:
    """A queue's texts in a language; what the file of a region does not have is that of its language."""
    merged: dict[str, Any] = {}
    for name in reversed(list_shorter_tags(code)):
        merged = _merge(merged, tables.get(name, {}).get(prefix, {}))
    return merged


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {key: _merge(below[key], value) for key, value in above.items() if isinstance(value, dict) and key in below}
    return below | above | both
