"""The ticket's page, ``/t/{token}``: what the QR code on a ticket opens on a phone. Works without JavaScript."""

from __future__ import annotations

import asyncio
import base64
import secrets
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from shared.api.answers import queue_resource
from shared.api.files import filed
from shared.api.office import Office, office
from shared.languages import Words, best
from shared.model.errors import FieldProblem, Refused
from shared.model.form.item import FormItem
from shared.model.form.readers.file import EXTENSIONS
from shared.model.form.reading import FILE_BYTES
from shared.model.queue import Queue
from shared.model.registration import ACTIVE, RegistrationInput
from shared.model.time import local
from shared.store import entries, forms, registrations
from shared.store.entries import Found

router = APIRouter(include_in_schema=False)

REFRESH_SECONDS = 15
ENVELOPE = 64 * 1024
"""Bytes of an upload beside the file itself."""

_pages = Environment(loader=PackageLoader("shared.api", "pages"), autoescape=select_autoescape(), auto_reload=False)

In = Annotated[Office, Depends(office)]


@router.get("/t/{token}")
async def ticket_page(token: str, request: Request, here: In) -> HTMLResponse:
    """Number, service, place and expected wait of one ticket, or where to go; and the files that can be sent."""
    at = here.clock()
    try:
        found = await here.store.read(entries.of_token, token, at, here.ranks)
    except Refused:
        return _gone(request)
    return _ticket(request, found, at)


@router.post("/t/{token}/files/{item}")
async def send_file(token: str, item: str, request: Request, here: In) -> Response:
    """Take the file of one question; back to the page, with what is wrong beside the question."""
    at = here.clock()
    try:
        found = await here.store.read(entries.of_token, token, at, here.ranks)
    except Refused:
        return _gone(request)
    try:
        answer = await _uploaded(item, request)
        kept = [FormItem.model_validate(member) for member in orjson.loads(found.entry.form or "[]")]
        if found.entry.status not in ACTIVE or item not in {wanted.id for wanted in _wanted(found)}:
            raise Refused("invalid", fields=[FieldProblem(item, "fileGone")])
        given = RegistrationInput(form=[*(one for one in kept if one.id != item), answer])
        given = await filed(here, found.queue.id, given)
        await here.store.write(registrations.change, found.queue.id, found.entry.id, given, here.clock())
    except Refused as refusal:
        return _ticket(request, found, at, refusal.fields or [FieldProblem(item, "fileRead")], code=422)
    return RedirectResponse(f"/t/{token}", 303)


async def _uploaded(item: str, request: Request) -> FormItem:
    """The file of the multipart form as an answer. Refuses ``invalid``."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > FILE_BYTES + ENVELOPE:
            raise Refused("invalid", fields=[FieldProblem(item, "fileSize", {"limit": FILE_BYTES >> 20})])
        return message

    try:
        async with Request(request.scope, receive).form(max_files=1, max_fields=4) as sent:
            upload = sent.get("file")
            content = await upload.read() if isinstance(upload, UploadFile) else b""
            name = upload.filename if isinstance(upload, UploadFile) else None
            media = (upload.content_type if isinstance(upload, UploadFile) else None) or "application/octet-stream"
    except HTTPException:
        raise Refused("invalid", fields=[FieldProblem(item, "fileRead")]) from None
    if not content:
        raise Refused("invalid", fields=[FieldProblem(item, "fileEmpty")])
    encoded = await asyncio.to_thread(base64.b64encode, content)
    value = f"data:{media.partition(';')[0]};base64,{encoded.decode()}"
    return FormItem.model_construct(id=item, type="file", value=value, file_name=name)


def _wanted(found: Found) -> list[FormItem]:
    """The file questions of the queue's form, when the registration was asked the form."""
    if found.entry.form is None:
        return []
    return [item for item in forms.definitions(found.queue.form) if item.type == "file" and item.visible]


def _ticket(
    request: Request,
    found: Found,
    at: int,
    problems: list[FieldProblem] | tuple[FieldProblem, ...] = (),
    code: int = 200,
) -> HTMLResponse:
    document = orjson.loads(found.entry.document)
    words = Words(best(document.get("language"), request.headers.get("accept-language")))
    queue = Queue.model_validate(queue_resource(found.queue, at)).words(words.language)
    outlook = found.queue.forecast(at)
    low, high = outlook.told(found.rank - 1) if outlook and found.rank else (None, None)
    sent = {
        item["id"]: item.get("fileName", "") for item in orjson.loads(found.entry.form or "[]") if item.get("value")
    }
    wanted = {item.id for item in _wanted(found)} if found.entry.status in ACTIVE else set()
    told = {problem.id: words(f"form-{problem.code}", **problem.values) for problem in problems}
    return html(
        "ticket.html",
        code,
        words,
        # While there is something to send the page must not load itself away from under a file being chosen.
        refresh=0 if wanted - sent.keys() else REFRESH_SECONDS,
        ticket=document["ticket"],
        status=document["status"],
        desk=document.get("counter", {}).get("name", ""),
        service=queue.name,
        thanks=queue.thank_message,
        ahead=None if found.rank is None else found.rank - 1,
        low=low,
        high=high,
        updated=words.time(local(at, found.queue.time_zone)),
        token=found.entry.token,
        accept=",".join(EXTENSIONS),
        files=[(item, sent.get(item.id), told.get(item.id)) for item in queue.form if item.id in wanted],
    )


def _gone(request: Request) -> HTMLResponse:
    return html("gone.html", 404, Words(best(request.headers.get("accept-language"))))


def html(name: str, code: int, words: Words, *, form_action: str = "", **values: Any) -> HTMLResponse:
    """A page for a browser; its forms go to this server, and on to ``form_action``."""
    nonce = secrets.token_urlsafe(16)
    text = _pages.get_template(name).render(words=words, nonce=nonce, **values)
    own = f"'nonce-{nonce}'"
    headers = {
        "cache-control": "no-store",
        "content-language": words.language,
        "content-security-policy": (
            f"default-src 'none'; style-src {own}; script-src {own}; connect-src 'self'; "
            f"form-action 'self' {form_action}; base-uri 'none'; frame-ancestors 'none'"
        ),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }
    return HTMLResponse(text, code, headers)
