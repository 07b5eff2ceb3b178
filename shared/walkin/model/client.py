"""The Client resource: a person the office knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, ConfigDict, Field

from walkin.model.form.definition import Flag, Unknown
from walkin.model.registration import Id, OwnId, Resource
from walkin.model.text import Address, Line, Lines, Name

SEARCHED = 600
"""Longest text that a client is found by, in code points."""


class _Open(Resource):
    """Members it does not know survive a round trip."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, Unknown]


class Email(_Open):
    """An e-mail address of a client, at most 255 code points."""

    email: Address
    primary: Flag = False


class Phone(_Open):
    """A phone number of a client."""

    number: Name
    primary: Flag = False
    mobile: Flag | None = None


P = TypeVar("P", Email, Phone)


def _one_primary(entries: list[P]) -> list[P]:
    """Exactly one is the primary one: the first that says so, else the first."""
    chosen = next((place for place, entry in enumerate(entries) if entry.primary), 0)
    return [entry.model_copy(update={"primary": place == chosen}) for place, entry in enumerate(entries)]


Object = dict[str, Unknown]


class ClientInput(_Open):
    """What creating and changing a client reads; null or an empty text takes a member away."""

    id: Id | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email_addresses: Annotated[list[Email], AfterValidator(_one_primary), Field(max_length=50)] | None = None
    phone_numbers: Annotated[list[Phone], AfterValidator(_one_primary), Field(max_length=50)] | None = None
    gender: Name | None = None
    title: Name | None = None
    birth_date: Name | None = None
    language: Name | None = None
    time_zone: Name | None = None
    company_name: Address | None = None
    job_title: Address | None = None
    web_site_link: Line | None = None
    external_id: Address | None = None
    description: Lines | None = None
    picture: Object | None = None
    address: Object | None = None
    additional_addresses: list[Object] | None = None
    additional_fields: list[Object] | None = None
    companies: list[Object] | None = None
    relationship: list[Object] | None = None
    tags: list[Object] | None = None
    extended_properties: Object | None = None
    explicit_consent: Object | None = None
    marketing_consent: Object | None = None
    marketing_optins: Object | None = None


class Client(ClientInput):
    """A person known to the office: the target of ``client.selfLink``."""

    id: OwnId
    self_link: str | None = None

    @property
    def email_address(self) -> str | None:
        """The primary e-mail address."""
        return next((entry.email for entry in self.email_addresses or () if entry.primary), None)

    @property
    def phone_number(self) -> str | None:
        """The primary phone number."""
        return next((entry.number for entry in self.phone_numbers or () if entry.primary), None)


def folded(text: str) -> str:
    """The text for comparing: without case and accents."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return text.strip()


def searched(client: ClientInput) -> str:
    """What a client is found by: names, e-mail addresses and the digits of phone numbers."""
    emails = [entry.email for entry in client.email_addresses or ()]
    return found_by(
        (client.first_name, client.last_name, *emails), [entry.number for entry in client.phone_numbers or ()]
    )


def found_by(words: Iterable[str | None], numbers: Iterable[str | None]) -> str:
    """The same from the texts alone: making the whole resource for each new client would cost more than storing it."""
    digits = (re.sub(r"\D", "", number) for number in numbers if number)
    return folded(" ".join(part for part in (*words, *digits) if part))[:SEARCHED]


def needles(search: str) -> list[str]:
    """The texts that all have to be part of what a client is found by. A phone number is one, however it is written."""
    if re.fullmatch(r"[\d\s()+./-]*\d[\d\s()+./-]*", search):
        digits = re.sub(r"\D", "", search.replace("(0)", ""))
        return [digits.lstrip("0") or digits]
    return folded(search).split()
