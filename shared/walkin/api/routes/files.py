"""Files of filled forms: data URIs in, links out (reference: ``FormItem.value`` of type file)."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request
from fastapi.responses import FileResponse

from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.security.permissions import check_queue
from walkin.api.state import Office, caller, office
from walkin.model.caller import LOCAL, Caller
from walkin.model.errors import Refused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.file import decoded, file_name
from walkin.model.form.parsing import FILE_BYTES
from walkin.model.registration import RegistrationInput
from walkin.store import queues
from walkin.store import uploads as cabinet
from walkin.store.registrations import forms
from walkin.store.registrations import queries as entries
from walkin.store.uploads import Stored

router = routes(API, "files")


async def filed(here: Office, queue: int, given: RegistrationInput) -> RegistrationInput:
    """The registration with its new files on the disk and links to them in their place.

    Refuses ``invalid`` before anything is written when the form does not satisfy the queue's.
    """
    if not any(_data(item) for item in given.form or ()):
        return given
    state = await here.store.read(queues.get, queue, here.clock())
    items = forms.checked(state, given)
    new = [item for whole in items for item in _data(whole) if item.type == "file"]
    stored = {item.value: await _stored(here, item) for item in new}
    items = [forms.changed_parts(item, lambda part: _replaced(part, stored)) for item in items]
    return given.model_copy(update={"form": items})


async def keep(here: Office, content: bytes, media: str, name: str | None) -> tuple[str, str]:
    """Put a content away; its link (a path) and the name it is kept under."""
    called = file_name(name, media)
    digest = cabinet.digest_of(content)
    token = await here.store.write(cabinet.add, digest, media, called, len(content), here.clock())
    await asyncio.to_thread(cabinet.write_content, here.store.files, digest, content)
    return f"/files/{token}", called


def _data(item: FormItem) -> list[FormItem]:
    """The item and its parts, as far as their value is a data URI."""
    mine = [item] if (item.value or "").startswith("data:") else []
    return mine + [found for part in item.sub_item or () for found in _data(part)]


async def _stored(here: Office, item: FormItem) -> tuple[str, str]:
    media, content = decoded(item.value or "", limit=FILE_BYTES)
    return await keep(here, content, media, item.file_name)


def _replaced(item: FormItem, stored: dict[str | None, tuple[str, str]]) -> FormItem:
    if item.type != "file" or item.value not in stored:
        return item
    link, name = stored[item.value]
    return item.model_copy(update={"value": link, "file_name": name})


async def _check(here: Office, asks: Caller, stored: Stored) -> None:
    """Refuse a file of another account or of a queue that the credential is not for; not yet anybody's is nobody's."""
    if stored.registration_id is None:
        if asks is not LOCAL:
            raise Refused("notFound")
        return
    found = await here.store.read(entries.anywhere, stored.registration_id, here.clock())
    if found.queue.account_id != asks.account:
        raise Refused("notFound")
    check_queue(asks, found.queue.id)


@router.get(
    "/files/{token}",
    response_class=FileResponse,
    **documented("Get a file of a form", media={"*/*": {"schema": {}, "example": "(the file)"}}, refuses=("notFound",)),
)
async def get_file(
    token: Annotated[str, Path(description="The last part of the link.", examples=["2f1Kq0Vv3cJm8ZpXw7sLdA"])],
    request: Request,
) -> FileResponse:
    """The file a form's item links to, always as a download."""
    here = office(request)
    stored = await here.store.read(cabinet.get, token)
    await _check(here, caller(request), stored)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    path = cabinet.content_path(here.store.files, stored.digest)
    if not await asyncio.to_thread(path.is_file):
        # The row is written first: a process that was killed in between leaves it without its content.
        raise Refused("notFound")
    return FileResponse(path, media_type=stored.media_type, headers=headers)
