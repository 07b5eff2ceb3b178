"""The ticket's page, ``/t/{token}``: what the QR code on a ticket opens on a phone. Works without JavaScript."""

from __future__ import annotations

import orjson
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from walkin.api.http.errors import describe_problem
from walkin.api.http.responses import render_queue
from walkin.api.http.routing import create_router
from walkin.api.routes.files import store_form_files
from walkin.api.state import AppState, delete_unused_files, get_app_state
from walkin.api.web.form_body import build_file_answer, open_form
from walkin.api.web.html import check_origin, choose_words, list_language_links, render_notice, render_page
from walkin.api.web.ticket_state import TicketState, stream_changes
from walkin.languages import Words
from walkin.languages.wait import describe_wait
from walkin.model import etag
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.file import EXTENSIONS
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.model.queue import Queue
from walkin.model.registration import ACTIVE_STATUSES, RegistrationInput, Status
from walkin.model.time import to_local
from walkin.store.registrations import commands, forms, page_lifetime
from walkin.store.registrations.queries import RankedRegistration

router = create_router("/t", in_schema=False)

REFRESH_SECONDS = 15
"""How often the page loads itself where no script keeps it up to date."""

MULTIPART_OVERHEAD_BYTES = 64 * 1024
"""Bytes of an upload beside the file itself."""


@router.get("/{token}")
async def ticket_page(token: str, request: Request) -> HTMLResponse:
    """Number, service, place and expected wait of one ticket, or where to go; and the files that can be sent."""
    here = get_app_state(request)
    at = here.clock()
    found = await _load_ticket(request, here, token, at)
    return found if isinstance(found, HTMLResponse) else _render_ticket(request, found, at)


@router.get("/{token}/stream")
async def ticket_stream(token: str, request: Request) -> Response:
    """Server-sent events that say when the page would tell something else: nothing personal."""
    here = get_app_state(request)
    found = await _load_ticket(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(
        stream_changes(here, found, _choose_ticket_words(request, found)),
        headers=headers,
        media_type="text/event-stream",
    )


@router.get("/{token}/cancel")
async def cancel_page(token: str, request: Request) -> Response:
    """Ask whether the place is really given up."""
    here = get_app_state(request)
    found = await _load_ticket(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    if found.registration.status != Status.REGISTERED:
        return _redirect_to_ticket(request, token)
    words = _choose_ticket_words(request, found)
    document = orjson.loads(found.registration.document)
    return render_page(
        "cancel.html",
        200,
        words,
        ticket=document["ticket"],
        service=found.queue.name,
        token=token,
        lang=_build_language_query(request),
        languages=list_language_links(request, words),
    )


@router.post("/{token}/cancel")
async def cancel_ticket(token: str, request: Request) -> Response:
    """Give the place up, as long as nobody has called it."""
    here = get_app_state(request)
    check_origin(request)
    found = await _load_ticket(request, here, token, here.clock())
    if isinstance(found, HTMLResponse):
        return found
    if found.registration.status == Status.REGISTERED:
        known = etag.build_etag(found.queue.id, found.registration.revision)
        try:
            if await here.store.write(
                commands.remove, found.queue.id, found.registration.id, here.clock(), if_match=known
            ):
                await delete_unused_files(here)
        except Refused as refused:
            # It was called, moved or cancelled in this moment: the page says what it is now.
            if refused.reason not in ("preconditionFailed", "registrationNotFound"):
                raise
    return _redirect_to_ticket(request, token)


@router.post("/{token}/files/{item}")
async def send_file(token: str, item: str, request: Request) -> Response:
    """Take the file of one question; back to the page, with what is wrong beside the question."""
    here = get_app_state(request)
    check_origin(request)
    at = here.clock()
    found = await _load_ticket(request, here, token, at)
    if isinstance(found, HTMLResponse):
        return found
    try:
        answer = await _read_upload(item, request)
        kept = [FormItem.model_validate(member) for member in orjson.loads(found.registration.form or "[]")]
        if found.registration.status not in ACTIVE_STATUSES or item not in {
            wanted.id for wanted in _list_file_questions(found)
        }:
            raise Refused("invalid", fields=[FieldProblem(item, "fileGone")])
        given = RegistrationInput(form=[*(one for one in kept if one.id != item), answer])
        given = await store_form_files(here, found.queue.id, given)
        await here.store.write(commands.change, found.queue.id, found.registration.id, given, here.clock())
    except Refused as refusal:
        return _render_ticket(request, found, at, refusal.fields or [FieldProblem(item, "fileRead")], status_code=422)
    return _redirect_to_ticket(request, token)


async def _load_ticket(request: Request, app_state: AppState, token: str, at: int) -> RankedRegistration | HTMLResponse:
    """The registration whose page it is; a notice in its place when there is none, or the visit is long over."""
    try:
        found = await app_state.store.read(page_lifetime.find_visible_registration, token, at, app_state.ranks)
    except Refused:
        return render_notice(request, 404, choose_words(request), "page-gone", "page-gone-ask")
    return found or render_notice(request, 410, choose_words(request), "page-closed", "page-closed-ask")


async def _read_upload(item_id: str, request: Request) -> FormItem:
    """The file of the multipart form as an answer. Refuses ``invalid``."""
    try:
        async with open_form(request, MAX_FILE_BYTES + MULTIPART_OVERHEAD_BYTES, max_files=1) as sent:
            upload = sent.get("file")
            content = await upload.read() if isinstance(upload, UploadFile) else b""
    except Refused as refused:
        large = FieldProblem(item_id, "fileSize", {"limit": MAX_FILE_BYTES >> 20})
        wrong = large if refused.reason == "tooLarge" else FieldProblem(item_id, "fileRead")
        raise Refused("invalid", fields=[wrong]) from None
    if not content or not isinstance(upload, UploadFile):
        raise Refused("invalid", fields=[FieldProblem(item_id, "fileEmpty")])
    return await build_file_answer(item_id, upload, content)


def _list_file_questions(registration: RankedRegistration) -> list[FormItem]:
    """The file questions of the queue's form, when the registration was asked the form."""
    if registration.registration.form is None:
        return []
    return [item for item in forms.parse_definitions(registration.queue.form) if item.type == "file" and item.visible]


def _render_ticket(
    request: Request,
    registration: RankedRegistration,
    at: int,
    problems: list[FieldProblem] | tuple[FieldProblem, ...] = (),
    status_code: int = 200,
) -> HTMLResponse:
    words = _choose_ticket_words(request, registration)
    queue = Queue.model_validate(render_queue(registration.queue, at)).translate(words.language)
    sent = {
        item["id"]: item.get("fileName", "")
        for item in orjson.loads(registration.registration.form or "[]")
        if item.get("value")
    }
    wanted = (
        {item.id for item in _list_file_questions(registration)}
        if registration.registration.status in ACTIVE_STATUSES
        else set()
    )
    wrong = {problem.id: describe_problem(problem, words) for problem in problems}
    zone = registration.queue.time_zone
    refresh = 0 if wanted - sent.keys() else REFRESH_SECONDS
    updated = words(
        "page-updated" if refresh and registration.registration.status in ACTIVE_STATUSES else "page-updated-at",
        time="\n",
    )
    return render_page(
        "ticket.html",
        status_code,
        words,
        # While there is something to send the page must not load itself away from under a file being chosen.
        refresh=refresh,
        told=(state := TicketState.from_registration(registration, at)),
        wait=describe_wait(words, state.wait),
        open=state.status in ACTIVE_STATUSES,
        service=queue.name,
        thanks=queue.thank_message,
        issued=words.format_time(to_local(registration.registration.registered_at, zone)),
        updated=updated.partition("\n"),
        time=words.format_time(to_local(at, zone), "medium"),
        token=registration.registration.token,
        lang=_build_language_query(request),
        languages=list_language_links(request, words),
        again=queue.join_by_phone and state.status not in ACTIVE_STATUSES,
        accept=",".join(EXTENSIONS),
        files=[(item, sent.get(item.id), wrong.get(item.id)) for item in queue.form if item.id in wanted],
    )


def _choose_ticket_words(request: Request, registration: RankedRegistration) -> Words:
    return choose_words(request, orjson.loads(registration.registration.document).get("language"))


def _build_language_query(request: Request) -> str:
    """The query that keeps the language somebody chose."""
    return f"?lang={choose_words(request).language}" if "lang" in request.query_params else ""


def _redirect_to_ticket(request: Request, token: str) -> RedirectResponse:
    return RedirectResponse(f"/t/{token}{_build_language_query(request)}", 303)
