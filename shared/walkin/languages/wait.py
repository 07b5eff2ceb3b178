"""The expected wait in words: one sentence for ticket, screens, phone pages and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.model.wait_estimate import NO_DESK_OPEN

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.registration import WaitRange


def describe_wait(words: Words, wait: WaitRange | None, unknown_reason: str | None = None) -> str:
    """Format a wait: "about 10–20 minutes", "up to 5 minutes", "over 60 minutes".

    Without a wait, the reason in words (``wait_unknown`` of the registration or queue), or an empty string.
    """
    if wait is None:
        return words("wait-no-desk") if unknown_reason == NO_DESK_OPEN else ""
    if wait.to is None:
        return words("wait-over", minutes=wait.from_)
    if wait.from_ <= 0:
        return words("wait-up-to", minutes=wait.to)
    return words("wait-range", low=wait.from_, high=wait.to)
