"""Parse the form bodies that browsers send, within limits, and the files in them."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from walkin.api.http.request_body import check_declared_size
from walkin.model.errors import Refused
from walkin.model.form.definition import FormItem

MAX_FORM_FIELDS = 5_000


@contextlib.asynccontextmanager
async def open_form(request: Request, max_bytes: int, max_files: int = 0) -> AsyncIterator[FormData]:
    """Parse a form body of at most ``max_bytes``. Raises Refused (tooLarge, badRequest)."""
    check_declared_size(request, max_bytes)
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > max_bytes:
            raise Refused("tooLarge", limit=max_bytes)
        return message

    try:
        form = await Request(request.scope, receive).form(max_files=max_files, max_fields=MAX_FORM_FIELDS)
    except HTTPException:
        raise Refused("badRequest") from None
    try:
        yield form
    finally:
        await form.close()


async def build_file_answer(item_id: str, upload: UploadFile, content: bytes) -> FormItem:
    encoded = await asyncio.to_thread(base64.b64encode, content)
    media_type = (upload.content_type or "application/octet-stream").partition(";")[0]
    value = f"data:{media_type};base64,{encoded.decode()}"
    return FormItem.model_construct(id=item_id, type="file", value=value, file_name=upload.filename)
