"""Bound fields (``bind``): their answers fill the members of the registration's ``client``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.text import NAME_LENGTH, clean

CLIENT_MEMBERS = {
    "crm-first-name": "firstName",
    "crm-last-name": "lastName",
    "crm-name": "lastName",
    "crm-email": "emailAddress",
    "crm-phone": "phoneNumber",
    "crm-mobile-phone": "phoneNumber",
}
"""``bind`` → the client's member it fills. Of two binds for one member the first one here wins."""

KNOWN_BINDS = frozenset(CLIENT_MEMBERS) | {
    "crm-address",
    "crm-birth-date",
    "crm-city",
    "crm-company-name",
    "crm-country",
    "crm-description",
    "crm-gender",
    "crm-job-title",
    "crm-language",
    "crm-other-street",
    "crm-state",
    "crm-street",
    "crm-title",
    "crm-website",
    "crm-zip-code",
}

KNOWN_BIND_GROUPS = frozenset({"crm-name", "crm-address"})


def client_members(items: Iterable[FormItem]) -> dict[str, str]:
    """The client's ``firstName``, ``lastName``, ``emailAddress`` and ``phoneNumber`` in a filled form.

    Parts (``subItem``) count like fields; a name that was asked in one field is the last name.
    """
    answers: dict[str, str] = {}
    for bind, value in _iter_bound_answers(items):
        answers.setdefault(bind, value)
    members: dict[str, str] = {}
    for bind, member in CLIENT_MEMBERS.items():
        if bind in answers:
            members.setdefault(member, answers[bind])
    return members


def client_member(item: FormItem) -> str | None:
    """The client's member that the item's answer fills, if any."""
    return CLIENT_MEMBERS.get(_effective_bind(item))


def _effective_bind(item: FormItem) -> str:
    return item.bind or (item.bind_group if item.type == "name" else None) or ""


def _iter_bound_answers(items: Iterable[FormItem]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.value and client_member(item):
            # An answer to an unknown question may be longer than a client's member.
            with suppress(TextRefused):
                yield _effective_bind(item), clean(item.value, limit=NAME_LENGTH)
        yield from _iter_bound_answers(item.sub_item or ())
