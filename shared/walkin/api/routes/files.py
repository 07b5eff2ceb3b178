"""``/files``: download the uploaded files of forms."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

from pydantic import Field
from starlette.requests import Request
from starlette.responses import FileResponse

from walkin.api.http.routing import Router
from walkin.api.security.permissions import STAFF, check_queue_allowed
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.caller import LOCAL_CALLER, Caller
from walkin.model.errors import Refused
from walkin.model.form.file_types import FILE_TYPES
from walkin.model.form.parsers.file import clean_file_name
from walkin.store import uploads
from walkin.store.registrations import queries
from walkin.store.uploads import StoredFile

FILE_MEDIA_TYPES = ("application/octet-stream", *(kind.media_type for kind in FILE_TYPES.values()))
"""The media types of stored files. The first is never sent: client generators read it as binary content."""
FILE_CONTENT = {"schema": {"type": "string", "format": "binary"}, "example": "(the file)"}

router = Router(API_PREFIX, "files")


@router.operation(
    "GET",
    "/files/{token}",
    "Get an uploaded file",
    roles=STAFF,
    limited_keys="restricted",
    media=dict.fromkeys(FILE_MEDIA_TYPES, FILE_CONTENT),
    errors=("notFound",),
)
async def get_file(
    token: Annotated[str, Field(description="The last part of the link.", examples=["2f1Kq0Vv3cJm8ZpXw7sLdA"])],
    request: Request,
) -> FileResponse:
    """The file that an answer of a form links to, always as a download."""
    app_state = get_app_state(request)
    stored_file = await app_state.store.read(uploads.get, token)
    await _check_file_access(app_state, get_caller(request), stored_file)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(clean_file_name(stored_file.name), safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    path = uploads.get_content_path(app_state.store.files_dir, stored_file.digest)
    if not await asyncio.to_thread(path.is_file):
        # The row is written before the file: a process that is killed in between leaves a row without content.
        raise Refused("notFound")
    return FileResponse(path, media_type=stored_file.media_type, headers=headers)


async def _check_file_access(app_state: AppState, caller: Caller, stored_file: StoredFile) -> None:
    """Raise Refused for a file of another account (notFound) or queue (forbidden), or of no registration yet."""
    if stored_file.registration_id is None:
        if caller is not LOCAL_CALLER:
            raise Refused("notFound")
        return
    registration = await app_state.store.read(queries.get_in_any_queue, stored_file.registration_id, app_state.clock())
    if registration.queue.account_id != caller.account_id:
        raise Refused("notFound")
    check_queue_allowed(caller, registration.queue.id)
