"""Fields that are bound to the client: what they answer fills the registration's ``client``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.text import NAME_LENGTH, clean

MEMBERS = {
    "crm-first-name": "firstName",
    "crm-last-name": "lastName",
    "crm-name": "lastName",
    "crm-email": "emailAddress",
    "crm-phone": "phoneNumber",
    "crm-mobile-phone": "phoneNumber",
}
"""The member of a client that a field's ``bind`` fills. Of two binds for one member the earlier one here wins."""

BINDS = frozenset(MEMBERS) | {
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

GROUPS = frozenset({"crm-name", "crm-address"})
"""Every ``bindGroup`` that is known."""


def bound(items: Iterable[FormItem]) -> dict[str, str]:
    """The members of the client (``firstName``, ``lastName``, ``emailAddress``, ``phoneNumber``) in a filled form.

    Parts of composite fields count like fields; a name that was asked in one piece is the last name.
    """
    answers: dict[str, str] = {}
    for bind, value in _answers(items):
        answers.setdefault(bind, value)
    found: dict[str, str] = {}
    for bind, member in MEMBERS.items():
        if bind in answers:
            found.setdefault(member, answers[bind])
    return found


def member_of(item: FormItem) -> str | None:
    """The member of the client that the item's answer fills, if any."""
    return MEMBERS.get(_bind(item))


def _bind(item: FormItem) -> str:
    return item.bind or (item.bind_group if item.type == "name" else None) or ""


def _answers(items: Iterable[FormItem]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.value and member_of(item):
            # An answer nobody asked for may be longer than a client's members are.
            with suppress(TextRefused):
                yield _bind(item), clean(item.value, limit=NAME_LENGTH)
        yield from _answers(item.sub_item or ())
