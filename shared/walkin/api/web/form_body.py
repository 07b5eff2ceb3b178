"""Forms that browsers send, within limits, and the files in them."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from walkin.model.errors import Refused
from walkin.model.form.definition import FormItem

MOST_FIELDS = 1_000


@contextlib.asynccontextmanager
async def sent_form(request: Request, largest: int, files: int = 0) -> AsyncIterator[FormData]:
    """The form in the body, at most ``largest`` bytes. Refuses ``tooLarge``, and ``badRequest`` for what is none."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise Refused("tooLarge", limit=largest)
        return message

    try:
        form = await Request(request.scope, receive).form(max_files=files, max_fields=MOST_FIELDS)
    except HTTPException:
        raise Refused("badRequest") from None
    try:
        yield form
    finally:
        await form.close()


async def file_answer(item: str, upload: UploadFile, content: bytes) -> FormItem:
    """The answer to a question of type file."""
    encoded = await asyncio.to_thread(base64.b64encode, content)
    media = (upload.content_type or "application/octet-stream").partition(";")[0]
    value = f"data:{media};base64,{encoded.decode()}"
    return FormItem.model_construct(id=item, type="file", value=value, file_name=upload.filename)
