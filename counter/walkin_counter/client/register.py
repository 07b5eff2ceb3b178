"""Registering a client at the desk, with the questions and rules of the edit screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin_counter.client.edit import EditScreen
from walkin_counter.client.requests import RegisterRequests
from walkin_counter.feedback import Feedback

if TYPE_CHECKING:
    from walkin.client import Board, QueueClient
    from walkin.model.errors import Refused
    from walkin.model.queue import Queue
    from walkin_counter.client.draft import RegistrationDraft


class RegisterScreen(EditScreen):
    """An empty registration. It survives a lost connection."""

    def __init__(self, client: QueueClient, queue: Queue, board: Board) -> None:
        self._new_requests = RegisterRequests(client, queue)
        super().__init__(self._new_requests, board)

    def format_heading(self) -> str:
        return self.app.words("counter-register-title", service=self._registration.queue.name or "")

    async def _handle_refusal(self, draft: RegistrationDraft, refused: Refused) -> None:
        if refused.reason != "idempotencyMismatch":
            await super()._handle_refusal(draft, refused)
            return
        # An earlier version of the draft was registered, only the response was lost.
        self._new_requests.renew()
        self._show_feedback(Feedback("counter-register-again"))
