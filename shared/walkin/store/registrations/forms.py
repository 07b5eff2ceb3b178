"""Validate a registration's form by its queue's definitions, and take the client from its bound fields."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import Connection, select

from walkin.model.country import find_country
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form.asked import FormRules, ValidatedForm
from walkin.model.form.client_binding import client_members
from walkin.model.form.definition import Consent, FormItem, as_mapping
from walkin.model.form.file_types import DEFAULT_FILE_TYPES
from walkin.model.form.parsers.registry import resolve_type
from walkin.model.form.validate import validate_form
from walkin.model.registration import ClientPart, RegistrationInput
from walkin.model.text import STORED
from walkin.model.time import ZonedTime, load_zone, render_time, to_local
from walkin.store import queues, uploads
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import RegistrationRow
from walkin.store.schema.tables import registration

_DEFINITIONS = TypeAdapter(list[FormItem], config=ConfigDict(defer_build=True))


@lru_cache(maxsize=256)
def parse_definitions(form_json: str) -> list[FormItem]:
    """Parse the FormItem definitions of a queue's ``form`` column."""
    return parse_items(form_json)


@lru_cache(maxsize=256)
def _build_rules(form_json: str) -> FormRules:
    return FormRules(parse_definitions(form_json))


def parse_items(form_json: str) -> list[FormItem]:
    """Parse definitions, or the answers of a registration, which are not kept in memory."""
    return _DEFINITIONS.validate_json(form_json, context=STORED)


@dataclass(frozen=True)
class AcceptedForm:
    """A validated form (JSON text, None without one), its client, the tokens of its files, and the dropped answers."""

    form: str | None
    client: ClientPart
    file_tokens: set[str] = field(default_factory=set)
    notices: tuple[FieldProblem, ...] = ()


def get_definitions(state: QueueState, language: str = "en") -> list[FormItem]:
    """The FormItem definitions of a queue, with the values of their lists in that language."""
    return parse_definitions(state.fill_form(language))


def validate_answers(
    state: QueueState,
    changes: RegistrationInput,
    file_types: Collection[str] = DEFAULT_FILE_TYPES,
    *,
    registered_at: int | None = None,
) -> ValidatedForm:
    """Validate the answers of a form.

    Limits like ``-18y`` count from the day of arrival, so that a later change does not make an answer invalid; from
    the queue's day for a new registration.
    """
    return validate_form(
        _build_rules(state.fill_form()).without_answers(),
        changes.form or (),
        country=find_country(state.time_zone),
        time_zone=state.time_zone,
        file_types=file_types,
        today=date.fromisoformat(state.day)
        if registered_at is None
        else to_local(registered_at, state.time_zone).date(),
        texts=state.get_form_texts(changes.language),
    )


def check_answers(
    connection: Connection,
    queue_id: int,
    changes: RegistrationInput,
    at: int,
    file_types: Collection[str] = DEFAULT_FILE_TYPES,
    registration_id: int | None = None,
) -> ValidatedForm:
    """Validate the answers of a new registration, or of a change of one."""
    state = queues.get(connection, queue_id, at)
    registered_at = None
    if registration_id is not None:
        statement = select(registration.c.registered_at).where(registration.c.id == registration_id)
        registered_at = connection.execute(statement).scalar()
    return validate_answers(state, changes, file_types, registered_at=registered_at)


def accept_form(
    connection: Connection,
    state: QueueState,
    registration_input: RegistrationInput,
    at: int,
    *,
    language: str | None = None,
    former: RegistrationRow | None = None,
    is_late: bool = False,
) -> AcceptedForm:
    """Validate a form, and fill the client's missing members from the form's bound fields.

    A body without ``form`` was not asked the questions and is accepted as it is. Files were uploaded before and are
    named by their links. Consents are kept with what was agreed to, in `language`, and when. `former` is the
    registration that is changed; with `is_late`, `at` was perhaps on an earlier day. Refuses ``invalid``.
    """
    client_part = registration_input.client or ClientPart()
    if registration_input.form is None:
        return AcceptedForm(None, client_part)
    registration_id = former.id if former else None
    file_tokens: set[str] = set()

    def resolve_item(item: FormItem) -> FormItem:
        if item.type == "file" and item.value:
            upload = uploads.find_claimable(connection, uploads.parse_token(item.value) or "", registration_id)
            if upload is None:
                raise Refused("invalid", fields=[FieldProblem(item.id, "fileGone")])
            file_tokens.add(upload.token)
            return item.model_copy(update={"value": f"/files/{upload.token}", "file_name": upload.name})
        return _add_zoned_date_time(item, state)

    registered_at = former.registered_at if former else at if is_late else None
    validated = validate_answers(state, registration_input, registered_at=registered_at)
    if validated.problems:
        raise Refused("invalid", fields=validated.problems)
    items = [transform_item(item, resolve_item) for item in validated.items]
    texts = state.get_form_texts(language)
    former_items = parse_items(former.form or "[]") if former else []
    items = _ConsentRecorder(language, at, state.time_zone).add_all(items, former_items, texts)
    members = client_members(items) | client_part.model_dump(by_alias=True, exclude_none=True)
    form_json = orjson.dumps([item.to_wire() for item in items]).decode()
    return AcceptedForm(form_json, ClientPart.model_validate(members), file_tokens, validated.notices)


def keep_unchecked(registration_input: RegistrationInput) -> AcceptedForm:
    """Accept answers that do not fit the form; the client is taken from those that are bound and can be read."""
    items = list(registration_input.form or ())
    client_part = registration_input.client or ClientPart()
    with contextlib.suppress(ValidationError):
        members = client_members(items) | client_part.model_dump(by_alias=True, exclude_none=True)
        client_part = ClientPart.model_validate(members)
    return AcceptedForm(orjson.dumps([item.to_wire() for item in items]).decode(), client_part)


@dataclass(frozen=True)
class _ConsentRecorder:
    """Adds to the consents of a form their wording, version, time and language; those given before keep theirs."""

    language: str | None
    at: int
    time_zone: str

    def add_all(
        self, items: Sequence[FormItem], former: Sequence[FormItem], texts: Mapping[str, Any]
    ) -> list[FormItem]:
        """The items; `former` are those of the registration before, `texts` the translations by id."""
        former_by_id = {item.id: item for item in former}
        return [self._add(item, former_by_id.get(item.id), as_mapping(texts.get(item.id))) for item in items]

    def _add(self, item: FormItem, former: FormItem | None, texts: Mapping[str, Any]) -> FormItem:
        if item.sub_item:
            part_texts = as_mapping(texts.get("subItem"))
            if item.repeat is not None:
                part_texts = {entry.id: {"subItem": part_texts} for entry in item.sub_item}
            parts = self.add_all(item.sub_item, (former.sub_item if former else None) or [], part_texts)
            return item if parts == item.sub_item else item.model_copy(update={"sub_item": parts})
        if item.type != "consent" or not item.value:
            return item
        if former is not None and former.value and former.consent is not None and former.consent.time is not None:
            return item.model_copy(update={"consent": former.consent})
        wording = str(texts.get("help") or item.help or texts.get("title") or item.title)
        version = (item.consent and item.consent.version) or sha256(wording.encode()).hexdigest()[:8]
        time = ZonedTime.model_validate(render_time(self.at, self.time_zone))
        consent = Consent(wording=wording, version=version, time=time)
        if self.language:
            consent = consent.model_copy(update={"language": self.language})
        return item.model_copy(update={"consent": consent})


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
