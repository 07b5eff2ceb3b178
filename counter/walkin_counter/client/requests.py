"""The requests that load and save a registration which an agent edits or makes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from walkin.model.registration import Ref, Registration, Status
from walkin.model.time import ZonedTime
from walkin_counter.client.draft import CLIENT_MEMBERS, NOTE, PRIORITY, RegistrationDraft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue


class EditRequests:
    """Load and save an existing registration; its ETag refuses the change if another agent has saved one meanwhile."""

    def __init__(self, client: QueueClient, registration: Registration) -> None:
        self._client = client
        self.registration = registration

    async def load(self, words: Words, former: RegistrationDraft | None = None) -> RegistrationDraft:
        """Load the current state; what was typed in the former draft is kept. Raises: ServerUnreachable, Refused."""
        registration = await self._client.get_registration(self.registration.queue.id, self.registration.id)
        queue = await self._client.get_queue(registration.queue.id)
        return self._build_draft(registration, queue, words, former)

    def _build_draft(
        self,
        registration: Registration,
        queue: Queue,
        words: Words,
        former: RegistrationDraft | None,
        *,
        is_new: bool = False,
    ) -> RegistrationDraft:
        titles = {member: words(f"counter-edit-{member}") for member in (*CLIENT_MEMBERS, NOTE, PRIORITY)}
        typed = former.typed_answers if former else {}
        return RegistrationDraft(registration, queue, words.language, titles, typed, is_new=is_new)

    async def send(self, draft: RegistrationDraft, members: Mapping[str, object], language: str) -> Registration | None:
        """Send the changed members; returns None if nothing changed. Raises: ServerUnreachable, Refused."""
        stored = draft.registration
        if not members:
            return None
        etag = stored.etag if stored.revision else None
        return await self._client.update_registration(stored.queue.id, stored.id, members, etag=etag)


class RegisterRequests(EditRequests):
    """Load an empty registration, and register it: a repeated request gives the same ticket (idempotency key)."""

    def __init__(self, client: QueueClient, queue: Queue) -> None:
        empty = Registration(
            id="",
            queue=Ref(id=queue.id, name=queue.name),
            status=Status.REGISTERED,
            registered=ZonedTime(date_time=client.now().strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC"),
        )
        super().__init__(client, empty)
        self._idempotency_key = uuid4().hex

    async def load(self, words: Words, former: RegistrationDraft | None = None) -> RegistrationDraft:
        queue = await self._client.get_queue(self.registration.queue.id)
        return self._build_draft(self.registration, queue, words, former, is_new=True)

    async def send(self, draft: RegistrationDraft, members: Mapping[str, object], language: str) -> Registration | None:
        return await self._client.register(draft.queue.id, {"language": language, **members}, self._idempotency_key)

    def renew(self) -> None:
        """Use a new idempotency key: the next request gives another ticket."""
        self._idempotency_key = uuid4().hex
