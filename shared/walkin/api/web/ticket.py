"""``/t/{token}``: the ticket page that the QR code on a ticket opens on a phone. It works without JavaScript."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

import orjson
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from walkin.api.http.errors import describe_problem
from walkin.api.http.responses import event_stream_response, render_queue
from walkin.api.http.routing import Router
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import delete_unused_files, get_app_state
from walkin.api.uploads import delete_contents, discard_unless_kept, store_form_files
from walkin.api.web.form_body import build_file_answer, open_form
from walkin.api.web.html import (
    PAGE_PARAMETERS,
    check_origin,
    choose_words,
    list_language_links,
    render_notice,
    render_page,
)
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
from walkin.store import uploads
from walkin.store.registrations import commands, forms, page_lifetime
from walkin.store.registrations.queries import RankedRegistration

router = Router("/t")

REFRESH_SECONDS = 15
"""How often the page reloads itself without JavaScript."""

MULTIPART_OVERHEAD_BYTES = 64 * 1024
"""Size of an upload besides the file itself."""


@router.operation("GET", "/{token}", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def show_ticket(token: str, request: Request) -> HTMLResponse:
    """Ticket number, service, place and expected wait, or where to go; and the files that can be sent."""
    at = get_app_state(request).clock()
    registration = await _load_ticket(request, token, at)
    return registration if isinstance(registration, HTMLResponse) else _render_ticket(request, registration, at)


@router.operation("GET", "/{token}/stream", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def follow_ticket(token: str, request: Request) -> Response:
    """Server-sent events that tell the page when to reload; nothing personal."""
    app_state = get_app_state(request)
    registration = await _load_ticket(request, token, app_state.clock())
    if isinstance(registration, HTMLResponse):
        return registration
    return event_stream_response(stream_changes(app_state, registration, _choose_ticket_words(request, registration)))


@router.operation("GET", "/{token}/cancel", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def confirm_cancel(token: str, request: Request) -> Response:
    """Ask for confirmation before the ticket is cancelled."""
    at = get_app_state(request).clock()
    registration = await _load_ticket(request, token, at)
    if isinstance(registration, HTMLResponse):
        return registration
    if registration.registration.status != Status.REGISTERED:
        return _redirect_to_ticket(request, token)
    words = _choose_ticket_words(request, registration)
    return render_page(
        "cancel.html",
        200,
        words,
        ticket=orjson.loads(registration.registration.document)["ticket"],
        service=registration.queue.name,
        token=token,
        lang=_build_language_query(request),
        languages=list_language_links(request, words),
    )


@router.operation("POST", "/{token}/cancel", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def cancel_ticket(token: str, request: Request) -> Response:
    """Delete the registration unless it has been called."""
    app_state = get_app_state(request)
    check_origin(request)
    registration = await _load_ticket(request, token, app_state.clock())
    if isinstance(registration, HTMLResponse):
        return registration
    queue_id, row = registration.queue.id, registration.registration
    if row.status == Status.REGISTERED:
        try:
            if await app_state.store.write(
                commands.remove,
                queue_id,
                row.id,
                app_state.clock(),
                if_match=etag.build_etag(queue_id, row.revision, registration.queue.epoch),
            ):
                await delete_unused_files(app_state)
        except Refused as refused:
            # It was called, moved or cancelled at the same moment: the page shows its new state.
            if refused.reason not in ("preconditionFailed", "registrationNotFound"):
                raise
    return _redirect_to_ticket(request, token)


@router.operation("POST", "/{token}/files/{item}", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def send_file(token: str, item: str, request: Request) -> Response:
    """Store the file of one question, then redirect to the page, or show it with the problem beside the question."""
    app_state = get_app_state(request)
    check_origin(request)
    at = app_state.clock()
    registration = await _load_ticket(request, token, at)
    if isinstance(registration, HTMLResponse):
        return registration
    ticket = str(registration.registration.id)
    get_authenticator(request).count_upload(request, MAX_FILE_BYTES + MULTIPART_OVERHEAD_BYTES, ticket)
    try:
        await _store_file(request, registration, item)
    except Refused as refused:
        code = "fileRoom" if refused.reason == "storageFull" else "fileRead"
        problems = refused.fields or [FieldProblem(item, code)]
        return _render_ticket(request, registration, at, problems, status_code=422)
    return _redirect_to_ticket(request, token)


async def _store_file(request: Request, registration: RankedRegistration, item: str) -> None:
    """Store the file of one question, and delete the content of the file that it replaces."""
    app_state = get_app_state(request)
    queue_id, row = registration.queue.id, registration.registration
    async with _open_upload(item, request) as form, app_state.form_slots:
        answer = await _read_answer(item, form)
        if item not in {question.id for question in _list_file_questions(registration)}:
            raise Refused("invalid", fields=[FieldProblem(item, "fileGone")])
        answers = [FormItem.model_validate(member) for member in orjson.loads(row.form or "[]")]
        registration_input = RegistrationInput(form=[*(other for other in answers if other.id != item), answer])
        before = await app_state.store.read(uploads.list_digests, row.id)
        registration_input = await store_form_files(app_state, queue_id, registration_input)
        async with discard_unless_kept(app_state, registration_input):
            await app_state.store.write(commands.change, queue_id, row.id, registration_input, app_state.clock())
        await delete_contents(app_state, before)


async def _load_ticket(request: Request, token: str, at: int) -> RankedRegistration | HTMLResponse:
    """Return the registration of a ticket page, or the page that says that there is none or that it has expired."""
    app_state = get_app_state(request)
    try:
        registration = await app_state.store.read(page_lifetime.find_visible_registration, token, at, app_state.ranks)
    except Refused:
        return render_notice(request, 404, choose_words(request), "page-gone", "page-gone-ask")
    return registration or render_notice(request, 410, choose_words(request), "page-closed", "page-closed-ask")


@contextlib.asynccontextmanager
async def _open_upload(item_id: str, request: Request) -> AsyncIterator[FormData]:
    """Read the multipart form with the file. Raises Refused (invalid) if it cannot be read."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            opening = open_form(request, MAX_FILE_BYTES + MULTIPART_OVERHEAD_BYTES, max_files=1)
            form = await stack.enter_async_context(opening)
        except Refused as refused:
            too_large = FieldProblem(item_id, "fileSize", {"limit": MAX_FILE_BYTES >> 20})
            problem = too_large if refused.reason == "tooLarge" else FieldProblem(item_id, "fileRead")
            raise Refused("invalid", fields=[problem]) from None
        yield form


async def _read_answer(item_id: str, form: FormData) -> FormItem:
    upload = form.get("file")
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    if not content or not isinstance(upload, UploadFile):
        raise Refused("invalid", fields=[FieldProblem(item_id, "fileEmpty")])
    return await build_file_answer(item_id, upload, content)


def _list_file_questions(registration: RankedRegistration) -> list[FormItem]:
    """Return the file questions that can still be answered: of an active registration that was asked the form."""
    row = registration.registration
    if row.form is None or row.status not in ACTIVE_STATUSES:
        return []
    return [item for item in forms.parse_definitions(registration.queue.form) if item.type == "file" and item.visible]


def _render_ticket(
    request: Request,
    registration: RankedRegistration,
    at: int,
    problems: Sequence[FieldProblem] = (),
    status_code: int = 200,
) -> HTMLResponse:
    words = _choose_ticket_words(request, registration)
    queue = Queue.model_validate(render_queue(registration.queue, at)).translate(words.language)
    row, time_zone = registration.registration, registration.queue.time_zone
    is_active = row.status in ACTIVE_STATUSES
    sent_names = {item["id"]: item.get("fileName", "") for item in orjson.loads(row.form or "[]") if item.get("value")}
    file_ids = {item.id for item in _list_file_questions(registration)}
    messages = {problem.id: describe_problem(problem, words) for problem in problems}
    # No reload while a file can be chosen: it would clear the choice.
    refresh = 0 if file_ids - sent_names.keys() else REFRESH_SECONDS
    updated = words("page-updated" if refresh and is_active else "page-updated-at", time="\n")
    return render_page(
        "ticket.html",
        status_code,
        words,
        refresh=refresh,
        state=(state := TicketState.from_registration(registration, at)),
        wait=describe_wait(words, state.wait),
        open=is_active,
        service=queue.name,
        thanks=queue.thank_message,
        issued=words.format_time(to_local(row.registered_at, time_zone)),
        updated=updated.partition("\n"),
        time=words.format_time(to_local(at, time_zone), "medium"),
        token=row.token,
        lang=_build_language_query(request),
        languages=list_language_links(request, words),
        again=queue.join_by_phone and not is_active,
        accept=",".join(EXTENSIONS),
        files=[(item, sent_names.get(item.id), messages.get(item.id)) for item in queue.form if item.id in file_ids],
    )


def _choose_ticket_words(request: Request, registration: RankedRegistration) -> Words:
    return choose_words(request, orjson.loads(registration.registration.document).get("language"))


def _build_language_query(request: Request) -> str:
    return f"?lang={choose_words(request).language}" if "lang" in request.query_params else ""


def _redirect_to_ticket(request: Request, token: str) -> RedirectResponse:
    return RedirectResponse(f"/t/{token}{_build_language_query(request)}", 303)
