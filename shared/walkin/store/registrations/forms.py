"""Validate a registration's form by its queue's definitions, and take the client from its bound fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection

from walkin.model.country import find_country
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form import FormItem, client_members, resolve_type, validate_form
from walkin.model.registration import ClientPart, RegistrationInput
from walkin.model.time import ZonedTime, load_zone
from walkin.store import uploads
from walkin.store.queues import QueueState

_DEFINITIONS = TypeAdapter(list[FormItem])


@lru_cache(maxsize=256)
def parse_definitions(form_json: str) -> list[FormItem]:
    """Parse the FormItem definitions of a queue's ``form`` column."""
    return parse_items(form_json)


def parse_items(form_json: str) -> list[FormItem]:
    """Parse definitions, or the answers of a registration, which are not kept in memory."""
    return _DEFINITIONS.validate_json(form_json)


@dataclass(frozen=True)
class AcceptedForm:
    """A validated form (JSON text, None without one), its client, and the tokens of its files."""

    form: str | None
    client: ClientPart
    file_tokens: set[str] = field(default_factory=set)


def validate_answers(state: QueueState, changes: RegistrationInput) -> list[FormItem]:
    """Return the normalised answers of a form. Refuses ``invalid`` with a field problem for each wrong answer."""
    validated = validate_form(
        parse_definitions(state.form),
        changes.form or (),
        country=find_country(state.time_zone),
        time_zone=state.time_zone,
    )
    if validated.problems:
        raise Refused("invalid", fields=validated.problems)
    return validated.items


def accept_form(
    connection: Connection, state: QueueState, registration_input: RegistrationInput, registration_id: int | None = None
) -> AcceptedForm:
    """Validate a form, and fill the client's missing members from the form's bound fields.

    A body without ``form`` was not asked the questions and is accepted as it is. Files were uploaded before and are
    named by their links. Refuses ``invalid``.
    """
    client_part = registration_input.client or ClientPart()
    if registration_input.form is None:
        return AcceptedForm(None, client_part)
    file_tokens: set[str] = set()

    def resolve_item(item: FormItem) -> FormItem:
        if item.type == "file" and item.value:
            upload = uploads.find_claimable(connection, uploads.parse_token(item.value) or "", registration_id)
            if upload is None:
                raise Refused("invalid", fields=[FieldProblem(item.id, "fileGone")])
            file_tokens.add(upload.token)
            return item.model_copy(update={"value": f"/files/{upload.token}", "file_name": upload.name})
        return _add_zoned_date_time(item, state)

    items = [transform_item(item, resolve_item) for item in validate_answers(state, registration_input)]
    members = client_members(items) | client_part.model_dump(by_alias=True, exclude_none=True)
    form_json = orjson.dumps([item.to_wire() for item in items]).decode()
    return AcceptedForm(form_json, ClientPart.model_validate(members), file_tokens)


def transform_item(item: FormItem, transform: Callable[[FormItem], FormItem]) -> FormItem:
    """Apply a function to an item, or to each of its parts."""
    if item.sub_item is None:
        return transform(item)
    return item.model_copy(update={"sub_item": [transform_item(part, transform) for part in item.sub_item]})


def _add_zoned_date_time(item: FormItem, state: QueueState) -> FormItem:
    """Add the read-only member ``zonedDateTime``, in the queue's zone, to a date that can be read as one."""
    if not item.value or resolve_type(item) != "date":
        return item
    try:
        moment = datetime.fromisoformat(item.value.strip())
        if moment.tzinfo is not None:
            moment = moment.astimezone(load_zone(state.time_zone))
    except (ValueError, OverflowError):
        # A queue without a form keeps what it was sent.
        return item
    date_time = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    return item.model_copy(update={"zoned_date_time": ZonedTime(date_time=date_time, time_zone=state.time_zone)})
