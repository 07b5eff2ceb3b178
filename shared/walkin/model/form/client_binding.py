"""Fields that are bound to the client: what they answer fills the registration's ``client``."""

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
"""The member of a client that a field's ``bind`` fills. Of two binds for one member the earlier one here wins."""

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
"""Every ``bind`` that is known."""

KNOWN_BIND_GROUPS = frozenset({"crm-name", "crm-address"})
"""Every ``bindGroup`` that is known."""


def client_members(items: Iterable[FormItem]) -> dict[str, str]:
    """The members of the client (``firstName``, ``lastName``, ``emailAddress``, ``phoneNumber``) in a filled form.

    Parts of composite fields count like fields; a name that was asked in one piece is the last name.
    """
    answers: dict[str, str] = {}
    for bind, value in _iter_bound_answers(items):
        answers.setdefault(bind, value)
    found: dict[str, str] = {}
    for bind, member in CLIENT_MEMBERS.items():
        if bind in answers:
            found.setdefault(member, answers[bind])
    return found


def client_member(item: FormItem) -> str | None:
    """The member of the client that the item's answer fills, if any."""
    return CLIENT_MEMBERS.get(_effective_bind(item))


def _effective_bind(item: FormItem) -> str:
    return item.bind or (item.bind_group if item.type == "name" else None) or ""


def _iter_bound_answers(items: Iterable[FormItem]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.value and client_member(item):
            # An answer nobody asked for may be longer than a client's members are.
            with suppress(TextRefused):
                yield _effective_bind(item), clean(item.value, limit=NAME_LENGTH)
        yield from _iter_bound_answers(item.sub_item or ())
