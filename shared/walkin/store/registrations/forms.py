"""A registration's form against its queue's definitions, and the client that its bound fields describe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection

from walkin.model.country import country_of
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form import FormItem, bound, fill, kind_of
from walkin.model.registration import ClientPart, RegistrationInput
from walkin.model.time import ZonedTime
from walkin.store import uploads as cabinet
from walkin.store.queues import QueueState

_DEFINITIONS = TypeAdapter(list[FormItem])


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
    files: set[str] = set()

    def kept(item: FormItem) -> FormItem:
        if item.type == "file" and item.value:
            stored = cabinet.claim(connection, cabinet.token_of(item.value) or "", registration_id)
            if stored is None:
                raise Refused("invalid", fields=[FieldProblem(item.id, "fileGone")])
            files.add(stored.token)
            return item.model_copy(update={"value": f"/files/{stored.token}", "file_name": stored.name})
        return _dated(item, state)

    items = [changed_parts(item, kept) for item in checked(state, given)]
    person = ClientPart.model_validate({**bound(items), **person.model_dump(by_alias=True, exclude_none=True)})
    return Accepted(orjson.dumps([item.wire() for item in items]).decode(), person, files)


def changed_parts(item: FormItem, change: Callable[[FormItem], FormItem]) -> FormItem:
    """The item after ``change``, its parts as well."""
    if item.sub_item is None:
        return change(item)
    return item.model_copy(update={"sub_item": [changed_parts(part, change) for part in item.sub_item]})


def _dated(item: FormItem, state: QueueState) -> FormItem:
    """Dates carry the read-only ``zonedDateTime`` in the queue's zone."""
    if not item.value or kind_of(item) != "date":
        return item
    moment = item.value if "T" in item.value else f"{item.value}T00:00:00"
    return item.model_copy(update={"zoned_date_time": ZonedTime(date_time=moment, time_zone=state.time_zone)})
