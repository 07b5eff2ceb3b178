"""Facts about a registration: lines of a label and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.languages.wait import describe_wait
from walkin.model.registration import Status
from walkin.ui.safe import sanitize
from walkin_counter.formatting import get_service_name

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.client import Client
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.model.time import ZonedTime

Fact = tuple[str, str]


def format_language_note(registration: Registration, words: Words) -> str:
    """ "speaks Polish" if the client's language is not the reader's, else ""."""
    code = registration.language
    if not code or code.replace("_", "-").partition("-")[0] == words.language.partition("-")[0]:
        return ""
    return words("counter-speaks", language=words.name_language(code))


def format_client(client: Client) -> str:
    """A client's record in a line: name, addresses and numbers."""
    emails = [entry.email for entry in client.email_addresses or ()]
    numbers = [entry.number for entry in client.phone_numbers or ()]
    names = " ".join(filter(None, (client.first_name, client.last_name)))
    return " · ".join(sanitize(part) for part in (names or client.id, *emails[:2], *numbers[:2]) if part)


def list_facts(
    registration: Registration, queue: Queue | None, words: Words, possible_client: str | None = None
) -> list[Fact]:
    """Every known member, most important first; ``possible_client`` describes the known client it may be."""
    client = registration.client
    members = [
        ("number", registration.number),
        ("name", client.full_name),
        ("service", get_service_name(registration, queue)),
        ("state", " · ".join(filter(None, (format_status(registration, words), format_offline(registration, words))))),
        ("desk", registration.counter.name if registration.counter else None),
        ("rank", str(registration.rank) if registration.rank else None),
        ("phone", client.phone_number),
        ("email", client.email_address),
        ("possible", possible_client),
        ("language", words.name_language(registration.language) if registration.language else None),
        ("priority", str(registration.priority) if registration.priority else None),
        ("note", registration.note),
        ("registered", format_moment(registration.registered, words)),
        ("called", format_moment(registration.called, words)),
        ("started", format_moment(registration.started, words)),
        ("finished", format_moment(registration.finished, words)),
        ("calls", str(registration.calls) if registration.calls else None),
        ("told", describe_wait(words, registration.told_waiting_time)),
        ("waited", words.format_duration(registration.waiting_time * 60)),
        ("outcome", registration.outcome),
    ]
    # Only a note may have several lines.
    return [(words(f"counter-details-{key}"), sanitize(text, multiline=key == "note")) for key, text in members if text]


def format_visit(visit: Registration, words: Words) -> Fact:
    """One visit of a client in a line: number and time, service and status."""
    parts = (visit.queue.name, format_status(visit, words), visit.counter.name if visit.counter else None)
    time = (format_moment(visit.registered, words) or "").rpartition(", ")[2]
    return (sanitize(f"{visit.number} · {time}"), " · ".join(sanitize(part) for part in parts if part))


def format_status(registration: Registration, words: Words) -> str:
    """The status; for those who are registered without waiting, the reason."""
    if registration.reserved is not None:
        return words("counter-state-for", desk=sanitize(registration.reserved.name))
    if registration.parked:
        return words("counter-state-held")
    status = registration.status
    return words(f"counter-status-{status}") if status in set(Status) else str(status)


def format_offline(registration: Registration, words: Words) -> str:
    """Describe a ticket that a kiosk gave offline: the number that the client holds, unchecked answers. Else empty."""
    offline = registration.offline
    if offline is None:
        return ""
    parts = [words("counter-offline")]
    if offline.ticket:
        parts.append(words("counter-offline-ticket", ticket=sanitize(offline.ticket)))
    if offline.unchecked:
        parts.append(words("counter-offline-unchecked"))
    return " · ".join(parts)


def format_moment(zoned_time: ZonedTime | None, words: Words) -> str | None:
    if zoned_time is None:
        return None
    try:
        return words.format_moment(zoned_time.to_datetime())
    except ValueError:
        return zoned_time.date_time
