"""The Client resource: a person the office knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, ConfigDict, Field

from walkin.model.form.definition import ExtraValue, Flag
from walkin.model.registration import Id, ReadOnlyId, Resource
from walkin.model.text import LongName, MultiLine, Name, SingleLine

SEARCH_TEXT_LENGTH = 600
"""Longest text that a client is found by, in code points."""


class _OpenResource(Resource):
    """Members it does not know survive a round trip."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, ExtraValue]


class Email(_OpenResource):
    """An e-mail address of a client, at most 255 code points."""

    email: LongName
    primary: Flag = False


class Phone(_OpenResource):
    """A phone number of a client."""

    number: Name
    primary: Flag = False
    mobile: Flag | None = None


P = TypeVar("P", Email, Phone)


def _ensure_one_primary(entries: list[P]) -> list[P]:
    """Exactly one is the primary one: the first that says so, else the first."""
    chosen = next((place for place, entry in enumerate(entries) if entry.primary), 0)
    return [entry.model_copy(update={"primary": place == chosen}) for place, entry in enumerate(entries)]


JsonObject = dict[str, ExtraValue]


class ClientInput(_OpenResource):
    """What creating and changing a client reads; null or an empty text takes a member away."""

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


class Client(ClientInput):
    """A person known to the office: the target of ``client.selfLink``."""

    id: ReadOnlyId
    self_link: str | None = None

    @property
    def email_address(self) -> str | None:
        """The primary e-mail address."""
        return next((entry.email for entry in self.email_addresses or () if entry.primary), None)

    @property
    def phone_number(self) -> str | None:
        """The primary phone number."""
        return next((entry.number for entry in self.phone_numbers or () if entry.primary), None)


def fold_for_search(text: str) -> str:
    """The text for comparing: without case and accents."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return text.strip()


def build_search_text(client: ClientInput) -> str:
    """What a client is found by: names, e-mail addresses and the digits of phone numbers."""
    emails = [entry.email for entry in client.email_addresses or ()]
    return join_search_text(
        (client.first_name, client.last_name, *emails), [entry.number for entry in client.phone_numbers or ()]
    )


def join_search_text(texts: Iterable[str | None], phone_numbers: Iterable[str | None]) -> str:
    """The same from the texts alone: making the whole resource for each new client would cost more than storing it."""
    digits = (re.sub(r"\D", "", number) for number in phone_numbers if number)
    return fold_for_search(" ".join(part for part in (*texts, *digits) if part))[:SEARCH_TEXT_LENGTH]


def split_search_terms(search: str) -> list[str]:
    """The texts that all have to be part of what a client is found by. A phone number is one, however it is written."""
    if re.fullmatch(r"[\d\s()+./-]*\d[\d\s()+./-]*", search):
        digits = re.sub(r"\D", "", search.replace("(0)", ""))
        return [digits.lstrip("0") or digits]
    return fold_for_search(search).split()
