"""Registering a client at the desk, with the questions and rules of the edit screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from walkin.model.registration import Ref, Registration, Status
from walkin.model.time import ZonedTime
from walkin_counter.client.edit import EditScreen
from walkin_counter.feedback import Feedback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.client import Board, QueueClient
    from walkin.model.errors import Refused
    from walkin.model.queue import Queue
    from walkin_counter.client.draft import RegistrationDraft


class RegisterScreen(EditScreen):
    """An empty registration. It survives a lost connection, and its idempotency key rules out a second ticket."""

    def __init__(self, client: QueueClient, queue: Queue, board: Board) -> None:
        empty = Registration(
            id="",
            queue=Ref(id=queue.id, name=queue.name),
            status=Status.REGISTERED,
            registered=ZonedTime(date_time=client.now().strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC"),
        )
        super().__init__(client, empty, board)
        self._idempotency_key = uuid4().hex

    def format_heading(self) -> str:
        return self.app.words("counter-register-title", service=self._registration.queue.name or "")

    async def _load_draft(self) -> RegistrationDraft:
        queue = await self._client.get_queue(self._registration.queue.id)
        return self._build_draft(self._registration, queue, is_new=True)

    async def _request(self, draft: RegistrationDraft, members: Mapping[str, object]) -> Registration:
        members = {"language": self.app.language, **members}
        return await self._client.register(draft.queue.id, members, self._idempotency_key)

    async def _handle_refusal(self, draft: RegistrationDraft, refused: Refused) -> None:
        if refused.reason != "idempotencyMismatch":
            await super()._handle_refusal(draft, refused)
            return
        # An earlier version of the draft was registered, only the response was lost.
        self._idempotency_key = uuid4().hex
        self._show_feedback(Feedback("counter-register-again"))
