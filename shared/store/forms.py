"""A registration's form against its queue's definitions, and the client that its bound fields describe."""

from __future__ import annotations

from functools import lru_cache

import orjson
from pydantic import TypeAdapter

from shared.model.country import country_of
from shared.model.errors import Refused
from shared.model.form import FormItem, fill
from shared.model.registration import ClientPart, RegistrationInput
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


def accepted(state: QueueState, given: RegistrationInput) -> tuple[str | None, ClientPart]:
    """The filled form as it is kept (JSON text, None without one) and the client with the form's bound values.

    A body without ``form`` was not asked the questions and is taken as it is; one with a form has to satisfy the
    queue's. Refuses ``invalid`` with one field problem for each answer to mend.
    """
    person = given.client or ClientPart()
    if given.form is None:
        return None, person
    filled = fill(definitions(state.form), given.form, country=country_of(state.time_zone))
    if filled.problems:
        raise Refused("invalid", fields=filled.problems)
    bound = {
        member: item.value
        for item in filled.items
        if item.value and (member := BOUND.get(item.bind or "")) and not getattr(person, member)
    }
    if bound:
        person = ClientPart.model_validate(person.model_dump(exclude_none=True) | bound)
    return orjson.dumps([_dated(item, state).wire() for item in filled.items]).decode(), person


def _dated(item: FormItem, state: QueueState) -> FormItem:
    """Dates carry the read-only ``zonedDateTime`` in the queue's zone."""
    if item.type != "date" or not item.value:
        return item
    moment = item.value if "T" in item.value else f"{item.value}T00:00:00"
    zoned = {"dateTime": moment, "timeZone": state.time_zone}
    return FormItem.model_validate(item.wire() | {"zonedDateTime": zoned})
