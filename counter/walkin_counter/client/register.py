"""Giving somebody at the desk a ticket: the same questions and rules as everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Ref, Registration, Status
from walkin.model.time import ZonedTime
from walkin_counter.client.draft import CLIENT_MEMBERS, NOTE, PRIORITY, RegistrationDraft
from walkin_counter.client.edit import EditScreen

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue


class RegisterScreen(EditScreen):
    """An entry that starts empty; nothing of it is lost while the server is away, and it is never registered twice."""

    def __init__(self, client: QueueClient, queue: Queue) -> None:
        moment = client.now()
        nobody = Registration(
            id="",
            queue=Ref(id=queue.id, name=queue.name),
            status=Status.REGISTERED,
            registered=ZonedTime(date_time=moment.strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC"),
        )
        super().__init__(client, nobody)
        self._idempotency_key = uuid4().hex

    def format_heading(self) -> str:
        return self.app.words("counter-register-title", service=self._registration.queue.name or "")

    async def _fetch(self) -> bool:
        try:
            queue = await self._client.get_queue(self._registration.queue.id)
        except ServerUnreachable:
            self._show_message("counter-away")
        except Refused as refused:
            self._show_message("counter-refused", reason=refused.message or refused.reason)
        else:
            words = self.app.words
            titles = {member: words(f"counter-edit-{member}") for member in (*CLIENT_MEMBERS, NOTE, PRIORITY)}
            typed = self.draft.typed_answers if self.draft else {}
            self.draft = RegistrationDraft(self._registration, queue, self.app.language, titles, typed, is_new=True)
            return True
        return False

    async def _send(self, editing: RegistrationDraft) -> None:
        checked = editing.check()
        if checked.problems:
            await self._show_problems(editing, checked.problems)
            return
        members = {"language": self.app.language, **checked.members}
        try:
            made = await self._client.register(editing.queue.id, members, self._idempotency_key)
        except ServerUnreachable:
            self._show_message("counter-away")
        except Refused as refused:
            if refused.reason == "idempotencyMismatch":
                # What was typed before did arrive, only its answer was lost.
                self._idempotency_key = uuid4().hex
                self._show_message("counter-register-again")
                return
            await self._handle_refusal(editing, refused)
        else:
            self.dismiss(made)
