"""Finding people in the list, and what it leaves out meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from walkin.languages.fold import folded

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


class Sieve:
    """What of the list is shown: those who match the words that were typed, of one queue or of all."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.queue: Queue | None = None
        self._texts: dict[str, tuple[Registration, str]] = {}

    @property
    def active(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.words) or self.queue is not None

    def look_for(self, typed: str) -> None:
        """Show those who have every one of these words, without accents and case."""
        self.words = tuple(folded(typed).split())
        if not self.words:
            # Nobody's name is kept for longer than the search.
            self._texts.clear()

    def turn(self, queues: Sequence[Queue]) -> None:
        """The next queue alone, after the last all of them."""
        places = [queue.id for queue in queues]
        at = places.index(self.queue.id) + 1 if self.queue is not None and self.queue.id in places else 0
        self.queue = queues[at] if len(queues) > 1 and at < len(queues) else None

    def passes(self, one: Registration) -> bool:
        """Whether this one is shown."""
        if self.queue is not None and one.queue.id != self.queue.id:
            return False
        return all(word in self._text(one) for word in self.words) if self.words else True

    def _text(self, one: Registration) -> str:
        known = self._texts.get(one.id)
        if known is None or known[0] is not one:
            person = one.client
            parts = (one.ticket, person.name, person.phone_number, person.email_address, one.note)
            known = self._texts[one.id] = one, folded(" ".join(part for part in parts if part))
        return known[1]
