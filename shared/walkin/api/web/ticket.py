"""``/t/{token}``: the ticket page that the QR code on a ticket opens on a phone. It works without JavaScript."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from walkin.api.http.request_body import MAX_BODY_WITH_FILES_BYTES
from walkin.api.http.responses import EventStreamResponse, translate_queue
from walkin.api.http.routing import Router
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import AppState, delete_unused_files, get_app_state
from walkin.api.uploads import delete_contents, discard_unless_kept, store_form_files
from walkin.api.web.form_answers import has_files
from walkin.api.web.form_body import build_file_answer, open_form
from walkin.api.web.html import (
    PAGE_PARAMETERS,
    build_language_query,
    check_origin,
    choose_words,
    list_language_links,
    render_notice,
    render_page,
)
from walkin.api.web.ticket_state import TicketState, stream_changes
from walkin.languages import Words
from walkin.languages.desks import translate_desk
from walkin.languages.wait import describe_wait
from walkin.model import etag
from walkin.model.country import find_country
from walkin.model.errors import TEMPORARY_REASONS, FieldProblem, Refused
from walkin.model.form.asked import MAX_FILES, list_entries, next_entry_id
from walkin.model.form.definition import FormItem
from walkin.model.form.file_types import list_accepted
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, ParseContext
from walkin.model.form.validate import list_asked
from walkin.model.queue import find_office_name
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
    return EventStreamResponse(stream_changes(app_state, registration, _choose_ticket_words(request, registration)))


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
    queue = translate_queue(registration.queue, words.language)
    return render_page(
        "cancel.html",
        200,
        words,
        ticket=orjson.loads(registration.registration.document)["ticket"],
        service=queue.name,
        office=find_office_name([queue]),
        token=token,
        lang=build_language_query(request),
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


@router.operation("POST", "/{token}/files/{item:path}", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def send_file(token: str, item: str, request: Request) -> Response:
    """Store the file of a question, then redirect to the page, or show it with the problem beside the question.

    `item` is the question's id, after those of a repeated question and the entry: ``children.1.photo``.
    """
    app_state = get_app_state(request)
    check_origin(request)
    at = app_state.clock()
    registration = await _load_ticket(request, token, at)
    if isinstance(registration, HTMLResponse):
        return registration
    question = _find_file_question(registration, item)
    takes_several = question is not None and question.item.takes_several_files
    max_bytes = MAX_BODY_WITH_FILES_BYTES if takes_several else MAX_FILE_BYTES + MULTIPART_OVERHEAD_BYTES
    get_authenticator(request).count_upload(request, max_bytes, str(registration.registration.id))
    try:
        opened = _open_upload(item, request, max_bytes, MAX_FILES if takes_several else 1)
        async with opened as form, app_state.form_slots:
            await _store_files(app_state, registration, item, await _read_files(item, form))
    except Refused as refused:
        if refused.reason in TEMPORARY_REASONS:
            raise
        code = "fileRoom" if refused.reason == "storageFull" else "fileRead"
        problems = refused.fields or [FieldProblem(item, code)]
        return _render_ticket(request, registration, at, problems, status_code=422)
    return _redirect_to_ticket(request, token)


async def _store_files(
    app_state: AppState, registration: RankedRegistration, item: str, files: Sequence[FormItem]
) -> None:
    """Store the file of a question in place of its former one, or add the files to those of one that takes several."""
    while True:
        try:
            return await _try_to_store(app_state, registration, item, files)
        except Refused as refused:
            if refused.reason not in ("preconditionFailed", "registrationNotFound"):
                raise
        # It was changed while the file was sent: by another file, a call or a move to another queue.
        token, at = registration.registration.token, app_state.clock()
        latest = await app_state.store.read(page_lifetime.find_visible_registration, token, at, app_state.ranks)
        if latest is None:
            raise Refused("invalid", fields=[FieldProblem(item, "fileGone")])
        registration = latest


async def _try_to_store(
    app_state: AppState, registration: RankedRegistration, item: str, files: Sequence[FormItem]
) -> None:
    """Store the files and delete the content of a file that is replaced. Refuses what ``commands.change`` refuses."""
    queue_id, row = registration.queue.id, registration.registration
    question = _find_file_question(registration, item)
    if question is None:
        raise Refused("invalid", fields=[FieldProblem(item, "fileGone")])
    answer = files[0].model_copy(update={"id": question.item.id})
    if question.item.takes_several_files:
        by_id = list_entries(question.item, question.answer)
        for file in files:
            file_id = next_entry_id(by_id)
            by_id[file_id] = file.model_copy(update={"id": file_id})
        answer = FormItem.model_construct(id=question.item.id, type="file", sub_item=list(by_id.values()))
    answers = _put_answer(forms.parse_items(row.form or "[]"), question.ids, answer)
    before = await app_state.store.read(uploads.list_digests, row.id)
    changes, _ = await store_form_files(app_state, queue_id, RegistrationInput(form=answers), row.id)
    async with discard_unless_kept(app_state, changes):
        if_match = etag.build_etag(queue_id, row.revision, registration.queue.epoch)
        await app_state.store.write(commands.change, queue_id, row.id, changes, app_state.clock(), if_match=if_match)
    await delete_contents(app_state, before)


async def _load_ticket(request: Request, token: str, at: int) -> RankedRegistration | HTMLResponse:
    """Return the registration of a ticket page, or the page that says that there is none or that it has expired."""
    app_state = get_app_state(request)
    try:
        registration = await app_state.store.read(page_lifetime.find_visible_registration, token, at, app_state.ranks)
    except Refused as refused:
        if refused.status >= 500:
            raise
        return render_notice(request, 404, choose_words(request), "page-gone", "page-gone-ask")
    return registration or render_notice(request, 410, choose_words(request), "page-closed", "page-closed-ask")


@contextlib.asynccontextmanager
async def _open_upload(item_id: str, request: Request, max_bytes: int, max_files: int) -> AsyncIterator[FormData]:
    """Read the multipart form with the file. Raises Refused (invalid) if it cannot be read."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            form = await stack.enter_async_context(open_form(request, max_bytes, max_files))
        except Refused as refused:
            too_large = FieldProblem(item_id, "fileSize", {"limit": MAX_FILE_BYTES >> 20})
            problem = too_large if refused.reason == "tooLarge" else FieldProblem(item_id, "fileRead")
            raise Refused("invalid", fields=[problem]) from None
        yield form


async def _read_files(item_id: str, form: FormData) -> list[FormItem]:
    uploads = [upload for upload in form.getlist("file") if isinstance(upload, UploadFile)]
    files = [(upload, content) for upload in uploads if (content := await upload.read())]
    if not files:
        raise Refused("invalid", fields=[FieldProblem(item_id, "fileEmpty")])
    return [await build_file_answer(item_id, upload, content) for upload, content in files]


@dataclass(frozen=True)
class _FileQuestion:
    """A question that the ticket's page takes files for."""

    ids: tuple[str, ...]
    """The ids of the question and what it is within: ``("children", "1", "photo")``."""
    name: str
    """The id in problems, without groups: ``children.1.photo``."""
    item: FormItem
    answer: FormItem | None
    entry_title: str

    @property
    def title(self) -> str:
        return " · ".join(filter(None, (self.entry_title, self.item.title or self.item.id)))

    @property
    def sent_names(self) -> str:
        files = [self.answer, *(self.answer.sub_item or ())] if self.answer else []
        return ", ".join(file.file_name or "" for file in files if file.value)


def _list_file_questions(registration: RankedRegistration, language: str | None = None) -> list[_FileQuestion]:
    """The file questions that can still be answered, in a language: of an active registration with a form."""
    row, queue = registration.registration, registration.queue
    definitions = forms.get_definitions(queue)
    if row.form is None or row.status not in ACTIVE_STATUSES or not has_files(definitions):
        return []
    day = to_local(row.registered_at, queue.time_zone).date()
    context = ParseContext(find_country(queue.time_zone), time_zone=queue.time_zone, day=day)
    answers = forms.parse_items(row.form)
    texts = queue.get_form_texts(language)
    asked = [item.translate(texts.get(item.id, {})) for item in list_asked(definitions, answers, context)]
    return list(_iter_file_questions(asked, answers))


def _find_file_question(registration: RankedRegistration, name: str) -> _FileQuestion | None:
    return next((question for question in _list_file_questions(registration) if question.name == name), None)


def _iter_file_questions(
    items: Sequence[FormItem],
    answers: Sequence[FormItem],
    ids: tuple[str, ...] = (),
    path: str = "",
    entry_title: str = "",
) -> Iterator[_FileQuestion]:
    answers_by_id = {answer.id: answer for answer in answers}
    for item in items:
        answer, item_ids = answers_by_id.get(item.id), (*ids, item.id)
        parts = (answer.sub_item if answer else None) or ()
        if item.type == "file":
            yield _FileQuestion(item_ids, path + item.id, item, answer, entry_title)
        elif item.is_repeated:
            entries = {entry.id: entry.sub_item or () for entry in parts}
            for entry in item.sub_item or ():
                entry_path, entry_answers = f"{item.id}.{entry.id}.", entries.get(entry.id, ())
                entry_ids = (*item_ids, entry.id)
                yield from _iter_file_questions(entry.sub_item or (), entry_answers, entry_ids, entry_path, entry.title)
        else:
            yield from _iter_file_questions(item.sub_item or (), parts, item_ids, path, entry_title)


def _put_answer(answers: Sequence[FormItem], ids: tuple[str, ...], answer: FormItem) -> list[FormItem]:
    """Replace or add the answer to the question at the path ``ids``."""
    answers_by_id = {other.id: other for other in answers}
    first, *inner = ids
    if inner:
        outer = answers_by_id.get(first) or FormItem.model_construct(id=first)
        parts = _put_answer(outer.sub_item or (), tuple(inner), answer)
        answer = outer.model_copy(update={"sub_item": parts})
    return list((answers_by_id | {first: answer}).values())


def _render_ticket(
    request: Request,
    registration: RankedRegistration,
    at: int,
    problems: Sequence[FieldProblem] = (),
    status_code: int = 200,
) -> HTMLResponse:
    words = _choose_ticket_words(request, registration)
    queue = translate_queue(registration.queue, words.language)
    row, time_zone = registration.registration, registration.queue.time_zone
    is_active = row.status in ACTIVE_STATUSES
    files = _list_file_questions(registration, words.language)
    is_file_missing = any(not question.sent_names for question in files)
    # No reload while a file can be chosen: it would clear the choice.
    reloads = is_active and not is_file_missing
    updated = words("page-updated" if reloads else "page-updated-at", time="\n")
    return render_page(
        "ticket.html",
        status_code,
        words,
        reloads=reloads,
        refresh_seconds=REFRESH_SECONDS,
        state=(state := TicketState.from_registration(registration, at)),
        wait=describe_wait(words, state.wait),
        desk=translate_desk(words, state.desk),
        open=is_active,
        office=find_office_name([queue]),
        service=queue.name,
        thanks=queue.thank_message,
        issued=words.format_time(to_local(row.registered_at, time_zone)),
        updated=updated.partition("\n"),
        time=words.format_time(to_local(at, time_zone)),
        token=row.token,
        lang=build_language_query(request),
        languages=list_language_links(request, words),
        again=queue.join_by_phone and not is_active,
        accept=list_accepted(get_app_state(request).file_limits.types),
        is_file_missing=is_file_missing,
        files=[
            (question, next((words.format_problem(one) for one in problems if one.concerns(question.name)), ""))
            for question in files
        ],
    )


def _choose_ticket_words(request: Request, registration: RankedRegistration) -> Words:
    return choose_words(request, orjson.loads(registration.registration.document).get("language"))


def _redirect_to_ticket(request: Request, token: str) -> RedirectResponse:
    return RedirectResponse(f"/t/{token}{build_language_query(request)}", 303)
