"""Finding people in the list, and what it leaves out meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from walkin.languages.fold import fold_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration


class SearchLine(Input):
    """Filters the list while somebody types; hidden while it is not used."""

    DEFAULT_CSS = """
    SearchLine { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    SearchLine.-open { display: block; }
    SearchLine:focus { border: none; }
    """


class QueueFilter:
    """What of the list is shown: those who match the words that were typed, of one queue or of all."""

    def __init__(self) -> None:
        self.terms: tuple[str, ...] = ()
        self.queue: Queue | None = None
        self._search_texts: dict[str, tuple[Registration, str]] = {}

    @property
    def is_active(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.terms) or self.queue is not None

    def set_search(self, typed: str) -> None:
        """Show those who have every one of these words, without accents and case."""
        self.terms = tuple(fold_text(typed).split())
        if not self.terms:
            # Nobody's name is kept for longer than the search.
            self._search_texts.clear()

    def select_next_queue(self, queues: Sequence[Queue]) -> None:
        """The next queue alone, after the last all of them."""
        places = [queue.id for queue in queues]
        at = places.index(self.queue.id) + 1 if self.queue is not None and self.queue.id in places else 0
        self.queue = queues[at] if len(queues) > 1 and at < len(queues) else None

    def is_match(self, registration: Registration) -> bool:
        """Whether this one is shown."""
        if self.queue is not None and registration.queue.id != self.queue.id:
            return False
        return all(word in self._get_search_text(registration) for word in self.terms) if self.terms else True

    def _get_search_text(self, registration: Registration) -> str:
        known = self._search_texts.get(registration.id)
        if known is None or known[0] is not registration:
            person = registration.client
            parts = (
                registration.ticket,
                person.full_name,
                person.phone_number,
                person.email_address,
                registration.note,
            )
            known = self._search_texts[registration.id] = (
                registration,
                fold_text(" ".join(part for part in parts if part)),
            )
        return known[1]
