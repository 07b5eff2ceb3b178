"""What is known of a registration, as lines of a label and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from shared.model.registration import Status
from shared.ui.safe import shown

if TYPE_CHECKING:
    from shared.languages import Words
    from shared.model.queue import Queue
    from shared.model.registration import Registration
    from shared.model.time import ZonedTime

Fact = tuple[str, str]


def language_name(code: str, words: Words) -> str:
    """The language of that code, said in the reader's own."""
    try:
        return Locale.parse(code.replace("_", "-"), sep="-").get_display_name(words.locale) or code
    except (UnknownLocaleError, ValueError):
        return code


def speaks(registration: Registration, words: Words) -> str:
    """ "speaks polski", when the client's language is not the reader's; else nothing."""
    code = registration.language
    if not code or code.replace("_", "-").partition("-")[0] == words.language.partition("-")[0]:
        return ""
    return words("counter-speaks", language=language_name(code, words))


def facts(registration: Registration, queue: Queue | None, words: Words) -> list[Fact]:
    """Every member that is known, in the order an agent asks for it."""
    client, status = registration.client, registration.status
    state = words(f"counter-status-{status}") if status in set(Status) else str(status)
    known = [
        ("number", registration.ticket or registration.id),
        ("name", client.name),
        ("service", queue.name if queue else registration.queue.name),
        ("state", state),
        ("desk", registration.counter.name if registration.counter else None),
        ("rank", str(registration.rank) if registration.rank else None),
        ("phone", client.phone_number),
        ("email", client.email_address),
        ("language", language_name(registration.language, words) if registration.language else None),
        ("priority", str(registration.priority) if registration.priority else None),
        ("note", registration.note),
        ("registered", _moment(registration.registered, words)),
        ("called", _moment(registration.called, words)),
        ("started", _moment(registration.started, words)),
        ("finished", _moment(registration.finished, words)),
        ("calls", str(registration.calls) if registration.calls else None),
    ]
    # Of all these only a note may have several lines.
    return [(words(f"counter-details-{key}"), shown(value, multiline=key == "note")) for key, value in known if value]


def visit(one: Registration, words: Words) -> Fact:
    """One visit of a client in a line: its number and when it began, what for and how it stands."""
    state = words(f"counter-status-{one.status}") if one.status in set(Status) else str(one.status)
    parts = (one.queue.name, state, one.counter.name if one.counter else None)
    at = _moment(one.registered, words) or ""
    return (
        shown(f"{one.ticket or one.id} · {at.rpartition(', ')[2]}"),
        " · ".join(shown(part) for part in parts if part),
    )


def _moment(time: ZonedTime | None, words: Words) -> str | None:
    if time is None:
        return None
    try:
        moment = time.instant()
    except ValueError:
        return time.date_time
    return f"{words.date(moment, 'medium')}, {moment.strftime('%H:%M:%S')}"
