"""A registration's form against its queue's definitions, and the client that its bound fields describe."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection

from shared.model.country import country_of
from shared.model.errors import FieldProblem, Refused
from shared.model.form import FormItem, fill
from shared.model.registration import ClientPart, RegistrationInput
from shared.store import cabinet
from shared.store.queues import QueueState

_DEFINITIONS = TypeAdapter(list[FormItem])

BOUND = {
    "crm-first-name": "first_name",
    "crm-last-name": "last_name",
    "crm-email": "email_address",
    "crm-phone": "phone_number",
}
"""The members of a client that a field's ``bind`` fills."""


@lru_cache(maxsize=256)
def definitions(form: str) -> list[FormItem]:
    """The FormItem definitions of a queue's ``form`` column."""
    return _DEFINITIONS.validate_json(form)


@dataclass(frozen=True)
class Accepted:
    """A registration's form as it is kept (JSON text, None without one), its client, and the files it refers to."""

    form: str | None
    client: ClientPart
    files: set[str] = field(default_factory=set)


def checked(state: QueueState, given: RegistrationInput) -> list[FormItem]:
    """The normalised answers of a filled form. Refuses ``invalid`` with a field problem for each one to mend."""
    filled = fill(definitions(state.form), given.form or (), country=country_of(state.time_zone))
    if filled.problems:
        raise Refused("invalid", fields=filled.problems)
    return filled.items


def accepted(
    connection: Connection, state: QueueState, given: RegistrationInput, registration_id: int | None = None
) -> Accepted:
    """The form as it is kept and the client with the form's bound values.

    A body without ``form`` was not asked the questions and is taken as it is; one with a form has to satisfy the
    queue's. Files have been stored before and are named by their links. Refuses ``invalid``.
    """
    person = given.client or ClientPart()
    if given.form is None:
        return Accepted(None, person)
    items = checked(state, given)
    files: set[str] = set()
    for number, item in enumerate(items):
        if item.type == "file" and item.value:
            stored = cabinet.claim(connection, cabinet.token_of(item.value) or "", registration_id)
            if stored is None:
                raise Refused("invalid", fields=[FieldProblem(item.id, "fileGone")])
            items[number] = item.model_copy(update={"value": f"/files/{stored.token}", "file_name": stored.name})
            files.add(stored.token)
    bound = {
        member: item.value
        for item in items
        if item.value and (member := BOUND.get(item.bind or "")) and not getattr(person, member)
    }
    if bound:
        person = ClientPart.model_validate(person.model_dump(exclude_none=True) | bound)
    return Accepted(orjson.dumps([_dated(item, state).wire() for item in items]).decode(), person, files)


def _dated(item: FormItem, state: QueueState) -> FormItem:
    """Dates carry the read-only ``zonedDateTime`` in the queue's zone."""
    if item.type != "date" or not item.value:
        return item
    moment = item.value if "T" in item.value else f"{item.value}T00:00:00"
    zoned = {"dateTime": moment, "timeZone": state.time_zone}
    return FormItem.model_validate(item.wire() | {"zonedDateTime": zoned})
