"""Facts about a registration: lines of a label and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from walkin.languages.wait import describe_wait
from walkin.model.registration import Status
from walkin.ui.safe import sanitize

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.model.time import ZonedTime

Fact = tuple[str, str]


def format_language(code: str, words: Words) -> str:
    try:
        return Locale.parse(code.replace("_", "-"), sep="-").get_display_name(words.locale) or code
    except (UnknownLocaleError, ValueError):
        return code


def format_language_note(registration: Registration, words: Words) -> str:
    """ "speaks Polish" if the client's language is not the reader's, else ""."""
    code = registration.language
    if not code or code.replace("_", "-").partition("-")[0] == words.language.partition("-")[0]:
        return ""
    return words("counter-speaks", language=format_language(code, words))


def list_facts(registration: Registration, queue: Queue | None, words: Words) -> list[Fact]:
    """Every known member, the most wanted first."""
    client = registration.client
    members = [
        ("number", registration.ticket or registration.id),
        ("name", client.full_name),
        ("service", queue.name if queue else registration.queue.name),
        ("state", _format_status(registration, words)),
        ("desk", registration.counter.name if registration.counter else None),
        ("rank", str(registration.rank) if registration.rank else None),
        ("phone", client.phone_number),
        ("email", client.email_address),
        ("language", format_language(registration.language, words) if registration.language else None),
        ("priority", str(registration.priority) if registration.priority else None),
        ("note", registration.note),
        ("registered", _format_moment(registration.registered, words)),
        ("called", _format_moment(registration.called, words)),
        ("started", _format_moment(registration.started, words)),
        ("finished", _format_moment(registration.finished, words)),
        ("calls", str(registration.calls) if registration.calls else None),
        ("told", describe_wait(words, registration.told_waiting_time)),
        ("waited", words("counter-details-minutes", count=registration.waiting_time)),
        ("outcome", registration.outcome),
    ]
    # Only a note may have several lines.
    return [(words(f"counter-details-{key}"), sanitize(text, multiline=key == "note")) for key, text in members if text]


def format_visit(visit: Registration, words: Words) -> Fact:
    """One visit of a client in a line: number and time, service and status."""
    parts = (visit.queue.name, _format_status(visit, words), visit.counter.name if visit.counter else None)
    time = (_format_moment(visit.registered, words) or "").rpartition(", ")[2]
    return (sanitize(f"{visit.ticket or visit.id} · {time}"), " · ".join(sanitize(part) for part in parts if part))


def _format_status(registration: Registration, words: Words) -> str:
    """The status; for those who are registered without waiting, the reason."""
    if registration.reserved is not None:
        return words("counter-state-for", desk=sanitize(registration.reserved.name))
    if registration.parked:
        return words("counter-state-held")
    status = registration.status
    return words(f"counter-status-{status}") if status in set(Status) else str(status)


def _format_moment(zoned_time: ZonedTime | None, words: Words) -> str | None:
    if zoned_time is None:
        return None
    try:
        moment = zoned_time.to_datetime()
    except ValueError:
        return zoned_time.date_time
    return f"{words.format_date(moment, 'medium')}, {moment.strftime('%H:%M:%S')}"
