"""One desk's view of its board: the client at the desk, the waiting clients, the clients at other desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.model.registration import Status
from walkin_counter.desk.called_clients import CalledClients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walkin.client import Board
    from walkin.model.registration import Registration


class DeskView:
    def __init__(self, name: str, board: Board, called: CalledClients | None = None, *, person: str = "") -> None:
        """``person`` is the name of the agent; it is shown at the counter alone and not sent to the server."""
        self.name = name
        self.title = f"{name} · {person}" if person else name
        self.board = board
        self._called = called or CalledClients()
        self.status = "open"
        """``open``, ``paused`` or ``closed``, as last reported by the server."""

    @property
    def clients(self) -> list[Registration]:
        """The clients at this desk, latest call first."""
        return [registration for registration in self.board.list_in_progress() if self._is_here(registration)]

    @property
    def current_client(self) -> Registration | None:
        return next(iter(self.clients), None)

    @property
    def clients_elsewhere(self) -> list[Registration]:
        """The clients at other desks, latest call first."""
        return [registration for registration in self.board.list_in_progress() if not self._is_here(registration)]

    @property
    def waiting(self) -> list[Registration]:
        """The waiting clients in calling order."""
        return self.board.list_waiting()

    @property
    def held_or_reserved(self) -> list[Registration]:
        """The registered clients who are on hold, or reserved for one desk."""
        return self.board.list_held_or_reserved()

    def order_queues(self, queue_ids: Iterable[str]) -> list[str]:
        """Order queues by the turn of the first client waiting in each.

        Queues without a known waiting client come last: a client may have arrived a moment ago.
        """
        occupied_ids = dict.fromkeys(registration.queue.id for registration in self.waiting)
        return list(dict.fromkeys([*occupied_ids, *queue_ids]))

    def remember_call(self, registration: Registration) -> None:
        """Note a call by this desk, if the server does not name the desk of a registration."""
        if registration.counter is None:
            self._called.add(registration.id)

    def apply_result(self, registration: Registration) -> None:
        """Take over a registration from a response."""
        self.board.apply_result(registration)
        if registration.status != Status.IN_PROGRESS:
            self._called.discard(registration.id)

    def _is_here(self, registration: Registration) -> bool:
        if registration.counter is None:
            return registration.id in self._called
        return registration.counter.name == self.name
