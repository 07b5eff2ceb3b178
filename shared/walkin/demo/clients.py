"""Invented clients, and answers that fit any form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from walkin.model.form.definition import Choice, FormItem
from walkin.model.form.validate import validate_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

# fmt: off
FIRST_NAMES = (
    "Amélie", "Ana", "Bartosz", "Chloé", "Daniel", "Elif", "Emma", "Farid", "Giulia", "Grace", "Hannah", "Ingrid",
    "Jamal", "Joana", "João", "Karim", "Lena", "Łukasz", "Maja", "Marta", "Mateo", "Mei", "Nadia", "Noah", "Olga",
    "Omar", "Priya", "Rosa", "Samuel", "Sofía", "Søren", "Thomas", "Yusuf", "Zoë",
)
LAST_NAMES = (
    "Abdullah", "Almeida", "Andersson", "Becker", "Bernard", "Castillo", "Chen", "Cohen", "D’Angelo", "Dubois",
    "Fischer", "García", "Haddad", "Hughes", "Ibrahim", "Jansen", "Kaya", "Kowalska", "Lefèvre", "Martin", "Moreau",
    "Müller", "Nakamura", "Nguyen", "Novák", "O’Brien", "Okafor", "Patel", "Petrov", "Rossi", "Singh", "Smith",
    "Yılmaz", "Zielińska",
)
# fmt: on

# Enough kinds of text that one satisfies the rules of most fields; a field's own placeholder is tried before them.
TEXTS = ("Moved here last month", "At noon, if possible", "Flat 4", "Oak", "12", "4711", "AB123456", "A", "SW1A 1AA")
LONG_TEXTS = (
    "My old card expires in three weeks and I travel at the end of the month.",
    "I sent the papers by post in May and have had no answer yet.",
    "It is about the second letter, the one with the blue stamp.",
)


def invent_client(rng: Random) -> dict[str, str]:
    """A client for a registration. The e-mail domain and the phone range are reserved for examples."""
    return {
        "firstName": rng.choice(FIRST_NAMES),
        "lastName": rng.choice(LAST_NAMES),
        "emailAddress": f"visitor{rng.randrange(1000, 10000)}@example.org",
        "phoneNumber": f"+447700900{rng.randrange(1000):03d}",
    }


def fill_form(form: Sequence[FormItem], person: dict[str, str], rng: Random) -> list[dict[str, object]]:
    """The form's items with valid answers; some optional questions are left out."""
    answers = (
        _find_valid_answer(item, person, rng)
        for item in form
        if item.visible and (item.mandatory or rng.random() < 0.7)
    )
    return [answer.to_wire() for answer in answers if answer is not None]


def _find_valid_answer(item: FormItem, person: dict[str, str], rng: Random) -> FormItem | None:
    for candidate in _generate_candidates(item, person, rng):
        if not validate_form([item], [candidate]).problems:
            return candidate
    return None


def _generate_candidates(item: FormItem, person: dict[str, str], rng: Random) -> Iterator[FormItem]:
    if item.sub_item:
        parts = [_find_valid_answer(part, person, rng) or part for part in item.sub_item]
        yield item.model_copy(update={"sub_item": parts})
    elif item.type in ("radio", "checkbox", "select"):
        yield item.model_copy(update={"values": _choose_options(item, rng)})
    elif item.type == "file":
        yield FormItem.model_validate({"id": item.id, "deferred": True})
    else:
        for text in _generate_texts(item, person, rng):
            yield item.model_copy(update={"value": text})


def _choose_options(item: FormItem, rng: Random) -> list[Choice]:
    choices = [Choice(id=choice.id, name=choice.name, value=choice.value) for choice in item.iter_choices()]
    takes_several = item.type == "checkbox" or item.multiple
    return rng.sample(choices, min(len(choices), rng.randint(1, 2) if takes_several else 1))


def _generate_texts(item: FormItem, person: dict[str, str], rng: Random) -> Iterator[str]:
    """Texts to try, the most likely first."""
    kinds = {item.type, item.value_format.value_format if item.value_format else None}
    member = {
        "crm-first-name": "firstName",
        "crm-last-name": "lastName",
        "crm-email": "emailAddress",
        "crm-phone": "phoneNumber",
    }.get(item.bind or "")
    if member:
        yield person[member]
    if "email" in kinds:
        yield person["emailAddress"]
    if "phone" in kinds:
        yield person["phoneNumber"]
    if kinds & {"number", "price", "start", "star", "scalerating"}:
        yield str(rng.randint(1, 4))
    if "date" in kinds:
        yield (date.today() - timedelta(days=rng.randint(20, 9000))).isoformat()
    if kinds & {"website", "url"}:
        yield "https://example.org/"
    if "name" in kinds:
        yield f"{person['firstName']} {person['lastName']}"
    if item.type == "textarea":
        yield from rng.sample(LONG_TEXTS, len(LONG_TEXTS))
    if item.placeholder:
        yield item.placeholder
    yield from rng.sample(TEXTS, len(TEXTS))
    length = (item.value_format and item.value_format.min_length) or 0
    yield (" ".join(LONG_TEXTS) + " ") * (length // 100 + 1)
