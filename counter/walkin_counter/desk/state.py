"""The queue as one desk sees it: who is here, who waits, who is served elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.model.registration import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from walkin.client import Board, Change
    from walkin.model.registration import Registration


class DeskView:
    """A desk and its board.

    What an action answered counts at once and until the board has heard of it too, so that a number never leaves the
    screen in between.
    """

    def __init__(self, name: str, board: Board) -> None:
        self.name = name
        self.board = board
        self.status = "open"
        """``open``, ``paused`` or ``closed``, as far as it is known."""
        self._results: dict[str, Registration] = {}

    def apply_result(self, registration: Registration) -> None:
        """Take over what an action answered."""
        known = self.board.get(registration.id)
        if known is None or known.revision < registration.revision:
            self._results[registration.id] = registration

    def apply_change(self, change: Change | None) -> None:
        """Take note of what the board has heard; None when it was loaded anew."""
        if change is None:
            self._results.clear()
            return
        answered = self._results.get(change.registration.id)
        if answered is not None and change.registration.revision >= answered.revision:
            del self._results[answered.id]

    @property
    def clients(self) -> list[Registration]:
        """The clients at this desk, latest called first."""
        return [registration for registration in self._serving() if self._is_here(registration)]

    @property
    def current_client(self) -> Registration | None:
        """The client at this desk."""
        return next(iter(self.clients), None)

    @property
    def clients_elsewhere(self) -> list[Registration]:
        """The clients at other desks, latest called first."""
        return [registration for registration in self._serving() if not self._is_here(registration)]

    @property
    def waiting(self) -> list[Registration]:
        """Who waits, in the order of calling."""
        return self._merge_results(self.board.list_waiting(), lambda one: one.is_waiting)

    @property
    def held_or_reserved(self) -> list[Registration]:
        """Who is on hold, or kept for one desk."""
        return self._merge_results(
            self.board.list_held_or_reserved(), lambda one: one.status == Status.REGISTERED and not one.is_waiting
        )

    def get(self, registration_id: str) -> Registration | None:
        """That registration, while it waits or is served."""
        return self._results.get(registration_id) or self.board.get(registration_id)

    def order_queues(self, queue_ids: Iterable[str]) -> list[str]:
        """The queues in the order in which a next client is asked of them: by the turn of the first who waits there.

        Queues in which nobody is known to wait come last: somebody may have come just now.
        """
        heads = dict.fromkeys(registration.queue.id for registration in self.waiting)
        return list(dict.fromkeys([*heads, *queue_ids]))

    def _merge_results(
        self, registrations: list[Registration], matches: Callable[[Registration], bool]
    ) -> list[Registration]:
        if not self._results:
            return registrations
        answered = [one for one in self._results.values() if matches(one)]
        return sorted(
            [*(one for one in registrations if one.id not in self._results), *answered],
            key=lambda one: one.call_order_key,
        )

    def _serving(self) -> list[Registration]:
        answered = [one for one in self._results.values() if one.status == Status.IN_PROGRESS]
        return [*reversed(answered), *(one for one in self.board.list_in_progress() if one.id not in self._results)]

    def _is_here(self, registration: Registration) -> bool:
        return registration.counter is not None and registration.counter.name == self.name
