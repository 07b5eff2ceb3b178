"""Search and filter of the queue table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from walkin.model.search import fold_text
from walkin.ui.bidi import RightToLeftEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration


class SearchLine(RightToLeftEntry, Input):
    """Input of the search; hidden while it is not used."""

    DEFAULT_CSS = """
    SearchLine { display: none; }
    SearchLine.-open { display: block; }
    """


class QueueFilter:
    """Selects the registrations that match every search term, of one queue or of all."""

    def __init__(self) -> None:
        self.terms: tuple[str, ...] = ()
        self.queue: Queue | None = None
        self._search_texts: dict[str, tuple[Registration, str]] = {}

    @property
    def is_active(self) -> bool:
        return bool(self.terms) or self.queue is not None

    def set_search(self, text: str) -> None:
        """Search for every word of ``text``; accents and case do not count."""
        self.terms = tuple(fold_text(text).split())
        if not self.terms:
            # Names are kept no longer than the search lasts.
            self._search_texts.clear()

    def select_next_queue(self, queues: Sequence[Queue]) -> None:
        """Select the next queue alone, or all of them after the last."""
        ids = [queue.id for queue in queues]
        index = ids.index(self.queue.id) + 1 if self.queue is not None and self.queue.id in ids else 0
        self.queue = queues[index] if len(queues) > 1 and index < len(queues) else None

    def is_match(self, registration: Registration) -> bool:
        if self.queue is not None and registration.queue.id != self.queue.id:
            return False
        return all(term in self._get_search_text(registration) for term in self.terms)

    def _get_search_text(self, registration: Registration) -> str:
        cached = self._search_texts.get(registration.id)
        if cached is not None and cached[0] is registration:
            return cached[1]
        client = registration.client
        parts = (registration.number, client.full_name, client.phone_number, client.email_address, registration.note)
        text = fold_text(" ".join(part for part in parts if part))
        self._search_texts[registration.id] = (registration, text)
        return text
