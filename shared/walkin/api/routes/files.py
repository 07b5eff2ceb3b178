"""Files of filled forms: data URIs in, links out (reference: ``FormItem.value`` of type file)."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request
from fastapi.responses import FileResponse

from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.security.permissions import check_queue_allowed
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.caller import LOCAL_CALLER, Caller
from walkin.model.errors import Refused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.file import clean_file_name, decode_data_uri
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.model.registration import RegistrationInput
from walkin.store import queues, uploads
from walkin.store.registrations import forms, queries
from walkin.store.uploads import StoredFile

router = create_router(API_PREFIX, "files")


async def store_form_files(
    app_state: AppState, queue_id: int, registration_input: RegistrationInput
) -> RegistrationInput:
    """The registration with its new files on the disk and links to them in their place.

    Refuses ``invalid`` before anything is written when the form does not satisfy the queue's.
    """
    if not any(_find_data_items(item) for item in registration_input.form or ()):
        return registration_input
    state = await app_state.store.read(queues.get, queue_id, app_state.clock())
    items = forms.validate_answers(state, registration_input)
    new = [item for whole in items for item in _find_data_items(whole) if item.type == "file"]
    stored = {item.value: await _store_item(app_state, item) for item in new}
    items = [forms.transform_item(item, lambda part: _replace_with_link(part, stored)) for item in items]
    return registration_input.model_copy(update={"form": items})


async def store_upload(app_state: AppState, content: bytes, media_type: str, name: str | None) -> tuple[str, str]:
    """Put a content away; its link (a path) and the name it is kept under."""
    called = clean_file_name(name, media_type)
    digest = uploads.compute_digest(content)
    token = await app_state.store.write(uploads.add, digest, media_type, called, len(content), app_state.clock())
    await asyncio.to_thread(uploads.write_content, app_state.store.files_dir, digest, content)
    return f"/files/{token}", called


def _find_data_items(item: FormItem) -> list[FormItem]:
    """The item and its parts, as far as their value is a data URI."""
    mine = [item] if (item.value or "").startswith("data:") else []
    return mine + [found for part in item.sub_item or () for found in _find_data_items(part)]


async def _store_item(app_state: AppState, item: FormItem) -> tuple[str, str]:
    media, content = decode_data_uri(item.value or "", max_bytes=MAX_FILE_BYTES)
    return await store_upload(app_state, content, media, item.file_name)


def _replace_with_link(item: FormItem, links: dict[str | None, tuple[str, str]]) -> FormItem:
    if item.type != "file" or item.value not in links:
        return item
    link, name = links[item.value]
    return item.model_copy(update={"value": link, "file_name": name})


async def _check_file_access(app_state: AppState, caller: Caller, stored: StoredFile) -> None:
    """Refuse a file of another account or of a queue that the credential is not for; not yet anybody's is nobody's."""
    if stored.registration_id is None:
        if caller is not LOCAL_CALLER:
            raise Refused("notFound")
        return
    found = await app_state.store.read(queries.get_in_any_queue, stored.registration_id, app_state.clock())
    if found.queue.account_id != caller.account_id:
        raise Refused("notFound")
    check_queue_allowed(caller, found.queue.id)


@router.get(
    "/files/{token}",
    response_class=FileResponse,
    **describe_operation(
        "Get a file of a form", media={"*/*": {"schema": {}, "example": "(the file)"}}, error_reasons=("notFound",)
    ),
)
async def get_file(
    token: Annotated[str, Path(description="The last part of the link.", examples=["2f1Kq0Vv3cJm8ZpXw7sLdA"])],
    request: Request,
) -> FileResponse:
    """The file a form's item links to, always as a download."""
    here = get_app_state(request)
    stored = await here.store.read(uploads.get, token)
    await _check_file_access(here, get_caller(request), stored)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    path = uploads.get_content_path(here.store.files_dir, stored.digest)
    if not await asyncio.to_thread(path.is_file):
        # The row is written first: a process that was killed in between leaves it without its content.
        raise Refused("notFound")
    return FileResponse(path, media_type=stored.media_type, headers=headers)
