"""The expected wait in words: one sentence for ticket, screens, phone pages and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.model.wait_estimate import NO_DESK_OPEN, SERVER_AWAY, TOO_FEW_VISITS

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import WaitRange


_UNKNOWN_MESSAGES = {NO_DESK_OPEN: "wait-no-desk", TOO_FEW_VISITS: "wait-not-known", SERVER_AWAY: "wait-server-away"}


def describe_ticket_wait(words: Words, wait: WaitRange | None, unknown_reason: str | None = None) -> str:
    """The sentence of a ticket: "Expected wait: about 10–20 minutes", or why there is none; empty without a reason."""
    text = describe_wait(words, wait, unknown_reason)
    return words("kiosk-expected", wait=text) if wait is not None else text[:1].upper() + text[1:]


def describe_wait(words: Words, wait: WaitRange | None, unknown_reason: str | None = None) -> str:
    """Format a wait: "about 10–20 minutes", "up to 5 minutes", "over an hour".

    Without a wait, the reason in words (``wait_unknown`` of the registration or queue), or an empty string.
    """
    if wait is None:
        message = _UNKNOWN_MESSAGES.get(unknown_reason or "")
        return words(message) if message else ""
    if wait.to is None:
        return words("wait-over", minutes=wait.from_)
    if wait.from_ <= 0:
        return words("wait-up-to", minutes=wait.to)
    return words("wait-range", low=wait.from_, high=wait.to)


def describe_load(words: Words, queue: Queue) -> str:
    """The number of waiting clients and the estimated wait, as far as they are known."""
    return " · ".join(list_load(words, queue))


def list_load(words: Words, queue: Queue) -> list[str]:
    waiting = words("kiosk-waiting", count=queue.known_waiting) if queue.known_waiting is not None else ""
    wait = describe_wait(words, queue.estimated_waiting_time, queue.wait_unknown)
    return [text for text in (waiting, wait) if text]
