"""The ticket's page, ``/t/{token}``: what the QR code on a ticket opens on a phone. Works without JavaScript."""

from __future__ import annotations

import orjson
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from walkin.api.http.errors import told
from walkin.api.http.responses import queue_resource
from walkin.api.http.routing import routes
from walkin.api.routes.files import filed
from walkin.api.state import Office, office, sweep
from walkin.api.web.form_body import file_answer, sent_form
from walkin.api.web.html import check_origin, html, languages, notice, spoken
from walkin.api.web.ticket_state import Told, changes
from walkin.languages import Words
from walkin.model import etag as tag
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.file import EXTENSIONS
from walkin.model.form.parsing import FILE_BYTES
from walkin.model.queue import Queue
from walkin.model.registration import ACTIVE, RegistrationInput, Status
from walkin.model.time import local
from walkin.store.registrations import commands as registrations
from walkin.store.registrations import forms
from walkin.store.registrations import page_lifetime as ends
from walkin.store.registrations.queries import Found

router = routes("/t", described=False)

REFRESH_SECONDS = 15
"""How often the page loads itself where no script keeps it up to date."""

ENVELOPE = 64 * 1024
"""Bytes of an upload beside the file itself."""


@router.get("/{token}")
async def ticket_page(token: str, request: Request) -> HTMLResponse:
    """Number, service, place and expected wait of one ticket, or where to go; and the files that can be sent."""
    here = office(request)
    at = here.clock()
    found = await _found(request, here, token, at)
    return found if isinstance(found, HTMLResponse) else _ticket(request, found, at)


@router.get("/{token}/stream")
async def ticket_stream(token: str, request: Request) -> Response:
    """Server-sent events that say when the page would tell something else: nothing personal."""
    here = office(request)
    found = await _found(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(
        changes(here, found, _words(request, found)), headers=headers, media_type="text/event-stream"
    )


@router.get("/{token}/cancel")
async def cancel_page(token: str, request: Request) -> Response:
    """Ask whether the place is really given up."""
    here = office(request)
    found = await _found(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    if found.entry.status != Status.REGISTERED:
        return _back(request, token)
    words = _words(request, found)
    document = orjson.loads(found.entry.document)
    return html(
        "cancel.html",
        200,
        words,
        ticket=document["ticket"],
        service=found.queue.name,
        token=token,
        lang=_chosen(request),
        languages=languages(request, words),
    )


@router.post("/{token}/cancel")
async def cancel_ticket(token: str, request: Request) -> Response:
    """Give the place up, as long as nobody has called it."""
    here = office(request)
    check_origin(request)
    found = await _found(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    if found.entry.status == Status.REGISTERED:
        known = tag.of(found.queue.id, found.entry.revision)
        try:
            if await here.store.write(registrations.remove, found.queue.id, found.entry.id, here.clock(), match=known):
                await sweep(here)
        except Refused as refused:
            # It was called, moved or cancelled in this moment: the page says what it is now.
            if refused.reason not in ("preconditionFailed", "registrationNotFound"):
                raise
    return _back(request, token)


@router.post("/{token}/files/{item}")
async def send_file(token: str, item: str, request: Request) -> Response:
    """Take the file of one question; back to the page, with what is wrong beside the question."""
    here = office(request)
    check_origin(request)
    at = here.clock()
    found = await _found(request, here, token, at)
    if isinstance(found, HTMLResponse):
        return found
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
    return _back(request, token)


async def _found(request: Request, here: Office, token: str, at: int) -> Found | HTMLResponse:
    """The registration whose page it is; a notice in its place when there is none, or the visit is long over."""
    try:
        found = await here.store.read(ends.visible, token, at, here.ranks)
    except Refused:
        return notice(request, 404, spoken(request), "page-gone", "page-gone-ask")
    return found or notice(request, 410, spoken(request), "page-closed", "page-closed-ask")


async def _uploaded(item: str, request: Request) -> FormItem:
    """The file of the multipart form as an answer. Refuses ``invalid``."""
    try:
        async with sent_form(request, FILE_BYTES + ENVELOPE, files=1) as sent:
            upload = sent.get("file")
            content = await upload.read() if isinstance(upload, UploadFile) else b""
    except Refused as refused:
        large = FieldProblem(item, "fileSize", {"limit": FILE_BYTES >> 20})
        wrong = large if refused.reason == "tooLarge" else FieldProblem(item, "fileRead")
        raise Refused("invalid", fields=[wrong]) from None
    if not content or not isinstance(upload, UploadFile):
        raise Refused("invalid", fields=[FieldProblem(item, "fileEmpty")])
    return await file_answer(item, upload, content)


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
    words = _words(request, found)
    queue = Queue.model_validate(queue_resource(found.queue, at)).words(words.language)
    sent = {
        item["id"]: item.get("fileName", "") for item in orjson.loads(found.entry.form or "[]") if item.get("value")
    }
    wanted = {item.id for item in _wanted(found)} if found.entry.status in ACTIVE else set()
    wrong = {problem.id: told(problem, words) for problem in problems}
    zone = found.queue.time_zone
    refresh = 0 if wanted - sent.keys() else REFRESH_SECONDS
    updated = words("page-updated" if refresh and found.entry.status in ACTIVE else "page-updated-at", time="\n")
    return html(
        "ticket.html",
        code,
        words,
        # While there is something to send the page must not load itself away from under a file being chosen.
        refresh=refresh,
        told=(state := Told.of(found, at)),
        open=state.status in ACTIVE,
        service=queue.name,
        thanks=queue.thank_message,
        issued=words.time(local(found.entry.registered_at, zone)),
        updated=updated.partition("\n"),
        time=words.time(local(at, zone), "medium"),
        token=found.entry.token,
        lang=_chosen(request),
        languages=languages(request, words),
        again=queue.join_by_phone and state.status not in ACTIVE,
        accept=",".join(EXTENSIONS),
        files=[(item, sent.get(item.id), wrong.get(item.id)) for item in queue.form if item.id in wanted],
    )


def _words(request: Request, found: Found) -> Words:
    return spoken(request, orjson.loads(found.entry.document).get("language"))


def _chosen(request: Request) -> str:
    """The query that keeps the language somebody chose."""
    return f"?lang={spoken(request).language}" if "lang" in request.query_params else ""


def _back(request: Request, token: str) -> RedirectResponse:
    return RedirectResponse(f"/t/{token}{_chosen(request)}", 303)
