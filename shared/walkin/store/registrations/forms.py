"""A registration's form against its queue's definitions, and the client that its bound fields describe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection

from walkin.model.country import find_country
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form import FormItem, client_members, resolve_type, validate_form
from walkin.model.registration import ClientPart, RegistrationInput
from walkin.model.time import ZonedTime
from walkin.store import uploads
from walkin.store.queues import QueueState

_DEFINITIONS = TypeAdapter(list[FormItem])


@lru_cache(maxsize=256)
def parse_definitions(form_json: str) -> list[FormItem]:
    """The FormItem definitions of a queue's ``form`` column."""
    return _DEFINITIONS.validate_json(form_json)


@dataclass(frozen=True)
class AcceptedForm:
    """A registration's form as it is kept (JSON text, None without one), its client, and the files it refers to."""

    form: str | None
    client: ClientPart
    file_tokens: set[str] = field(default_factory=set)


def validate_answers(state: QueueState, registration_input: RegistrationInput) -> list[FormItem]:
    """The normalised answers of a filled form. Refuses ``invalid`` with a field problem for each one to mend."""
    filled = validate_form(
        parse_definitions(state.form), registration_input.form or (), country=find_country(state.time_zone)
    )
    if filled.problems:
        raise Refused("invalid", fields=filled.problems)
    return filled.items


def accept_form(
    connection: Connection, state: QueueState, registration_input: RegistrationInput, registration_id: int | None = None
) -> AcceptedForm:
    """The form as it is kept and the client with the form's bound values.

    A body without ``form`` was not asked the questions and is taken as it is; one with a form has to satisfy the
    queue's. Files have been stored before and are named by their links. Refuses ``invalid``.
    """
    person = registration_input.client or ClientPart()
    if registration_input.form is None:
        return AcceptedForm(None, person)
    files: set[str] = set()

    def kept(item: FormItem) -> FormItem:
        if item.type == "file" and item.value:
            stored = uploads.find_claimable(connection, uploads.parse_token(item.value) or "", registration_id)
            if stored is None:
                raise Refused("invalid", fields=[FieldProblem(item.id, "fileGone")])
            files.add(stored.token)
            return item.model_copy(update={"value": f"/files/{stored.token}", "file_name": stored.name})
        return _add_zoned_date_time(item, state)

    items = [transform_item(item, kept) for item in validate_answers(state, registration_input)]
    person = ClientPart.model_validate({**client_members(items), **person.model_dump(by_alias=True, exclude_none=True)})
    return AcceptedForm(orjson.dumps([item.to_wire() for item in items]).decode(), person, files)


def transform_item(item: FormItem, transform: Callable[[FormItem], FormItem]) -> FormItem:
    """The item after ``change``, its parts as well."""
    if item.sub_item is None:
        return transform(item)
    return item.model_copy(update={"sub_item": [transform_item(part, transform) for part in item.sub_item]})


def _add_zoned_date_time(item: FormItem, state: QueueState) -> FormItem:
    """Dates carry the read-only ``zonedDateTime`` in the queue's zone."""
    if not item.value or resolve_type(item) != "date":
        return item
    moment = item.value if "T" in item.value else f"{item.value}T00:00:00"
    return item.model_copy(update={"zoned_date_time": ZonedTime(date_time=moment, time_zone=state.time_zone)})
