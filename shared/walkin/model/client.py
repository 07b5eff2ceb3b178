"""The Client resource: a person in the office's records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, ConfigDict, Field

from walkin.model.form.definition import ExtraValue, Flag
from walkin.model.registration import Id, ReadOnlyId, Resource
from walkin.model.search import fold_text
from walkin.model.text import LongEmailAddress, LongName, MultiLine, Name, PhoneNumber, SingleLine
from walkin.model.time import ZonedTime

SEARCH_TEXT_LENGTH = 600
"""Maximum code points of a client's search text."""


class _OpenResource(Resource):
    """A resource that keeps unknown members."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, ExtraValue]


class Email(_OpenResource):
    """An e-mail address of a client."""

    email: LongEmailAddress
    primary: Flag = False


class Phone(_OpenResource):
    """A phone number of a client."""

    number: PhoneNumber
    primary: Flag = False
    mobile: Flag | None = None


P = TypeVar("P", Email, Phone)


def _ensure_one_primary(entries: list[P]) -> list[P]:
    """Mark exactly one entry as primary: the first that is marked, else the first one."""
    primary_index = next((index for index, entry in enumerate(entries) if entry.primary), 0)
    return [entry.model_copy(update={"primary": index == primary_index}) for index, entry in enumerate(entries)]


JsonObject = dict[str, ExtraValue]


class _ClientMembers(_OpenResource):
    id: Id | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email_addresses: Annotated[list[Email], AfterValidator(_ensure_one_primary), Field(max_length=50)] | None = None
    phone_numbers: Annotated[list[Phone], AfterValidator(_ensure_one_primary), Field(max_length=50)] | None = None
    gender: Name | None = None
    title: Name | None = None
    birth_date: Name | None = None
    language: Name | None = None
    time_zone: Name | None = None
    company_name: LongName | None = None
    job_title: LongName | None = None
    web_site_link: SingleLine | None = None
    external_id: LongName | None = None
    description: MultiLine | None = None
    picture: JsonObject | None = None
    address: JsonObject | None = None
    additional_addresses: list[JsonObject] | None = None
    additional_fields: list[JsonObject] | None = None
    companies: list[JsonObject] | None = None
    relationship: list[JsonObject] | None = None
    tags: list[JsonObject] | None = None
    extended_properties: JsonObject | None = None
    explicit_consent: JsonObject | None = None
    marketing_consent: JsonObject | None = None
    marketing_optins: JsonObject | None = None


class ClientInput(_ClientMembers):
    """The members that creating and updating a client accept; null or an empty text removes a member.

    ``emailAddress`` and ``phoneNumber``, as a registration has them, are the primary ones of the lists.
    """

    email_address: LongEmailAddress | None = None
    phone_number: PhoneNumber | None = None


class Client(_ClientMembers):
    """A client of the office: the target of ``client.selfLink``."""

    id: ReadOnlyId
    self_link: str | None = None
    held: ZonedTime | None = None
    """Since when the person's data is held: only administrators see it, nobody changes or erases it."""

    @property
    def email_address(self) -> str | None:
        return next((entry.email for entry in self.email_addresses or () if entry.primary), None)

    @property
    def phone_number(self) -> str | None:
        return next((entry.number for entry in self.phone_numbers or () if entry.primary), None)


def build_search_text(client: Client) -> str:
    """Build a client's search text: names, e-mail addresses and the digits of phone numbers."""
    emails = [entry.email for entry in client.email_addresses or ()]
    return join_search_text(
        (client.first_name, client.last_name, *emails), [entry.number for entry in client.phone_numbers or ()]
    )


def join_search_text(texts: Iterable[str | None], phone_numbers: Iterable[str | None]) -> str:
    """Build a search text without a Client, whose validation would cost more than storing it."""
    digits = (re.sub(r"\D", "", number) for number in phone_numbers if number)
    return fold_text(" ".join(part for part in (*texts, *digits) if part)).strip()[:SEARCH_TEXT_LENGTH]


def split_search_terms(search: str) -> list[str]:
    """Split a search into folded terms. A phone number is one term."""
    if re.fullmatch(r"[\d\s()+./-]*\d[\d\s()+./-]*", search):
        digits = re.sub(r"\D", "", search.replace("(0)", ""))
        return [digits.lstrip("0") or digits]
    return [fold_text(word) or word for word in search.split()]
