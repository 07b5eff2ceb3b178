"""``/q/{queue}``: the page on which clients take a ticket with their phone. Works without scripts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from walkin.api.http.errors import build_retry_headers
from walkin.api.http.parameters import read_query
from walkin.api.http.request_body import MAX_BODY_BYTES, MAX_BODY_WITH_FILES_BYTES
from walkin.api.http.responses import translate_queue
from walkin.api.http.routing import Router
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC, VISITOR
from walkin.api.state import AppState, get_app_state
from walkin.api.uploads import discard_unless_kept, name_new_files, store_form_files
from walkin.api.web.form_answers import FormReader, get_text, has_files, write_kept
from walkin.api.web.form_body import open_form
from walkin.api.web.form_pages import split_pages
from walkin.api.web.form_view import FormView
from walkin.api.web.html import (
    PAGE_PARAMETERS,
    check_origin,
    choose_words,
    list_language_links,
    render_notice,
    render_page,
)
from walkin.languages import Words, choose_language
from walkin.languages.wait import describe_wait
from walkin.model.country import find_country
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form.asked import AskedForm, FormRules, depends_on_answers
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.file_types import list_accepted, list_labels
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, ParseContext
from walkin.model.form.prefill import prefill_answers
from walkin.model.queue import Queue, find_office_name
from walkin.model.registration import RegistrationInput, parse_id
from walkin.model.search import SOUNDS
from walkin.model.time import to_local
from walkin.store import phone_tickets, queues
from walkin.store.queues import QueueState
from walkin.store.registrations import commands, forms

router = Router("/q")

PHONE_COOKIE = "walkin-phone"
"""Cookie that identifies a phone, for the limits of its tickets."""

PHONE_COOKIE_SECONDS = 12 * 3600

WRONG_CODE_TOKENS = 3
"""Forms that a wrong join code counts as, in addition to its own."""

_FORM_TOKEN_PATTERN = re.compile(r"[\w-]{16,64}", re.ASCII)


@router.operation("GET", "/{queue}", roles=PUBLIC, other_parameters=None)
async def join_page(queue: str, request: Request) -> Response:
    """The queue's form, prefilled from query parameters that are named like a question's ``externalId``."""
    app_state = get_app_state(request)
    at = app_state.clock()
    state = await _load_joinable_queue(queue, request, app_state, at)
    if isinstance(state, Response):
        return state
    answers = prefill_answers(forms.get_definitions(state), dict(request.query_params), state.time_zone)
    form = _SentForm(request, state, at, choose_words(request), answers)
    return _render_form(form, next((place for place, items in enumerate(form.pages) if items), 0))


@router.operation("POST", "/{queue}", roles=PUBLIC, other_parameters=None)
async def join_queue(queue: str, request: Request) -> Response:
    """Register the client and redirect to the ticket's page, or show the form with its error messages.

    The hidden field ``once`` is the idempotency key: a form that is sent twice gives one ticket. ``code`` is the one
    that the display shows, for queues with ``joinCodeMinutes``.
    """
    app_state = get_app_state(request)
    words, authenticator = choose_words(request), get_authenticator(request)
    check_origin(request)
    try:
        authenticator.count_form_page(request)
    except Refused as refused:
        return _render_busy(request, words, refused)
    at = app_state.clock()
    state = await _load_joinable_queue(queue, request, app_state, at)
    if isinstance(state, Response):
        return state
    max_bytes = MAX_BODY_BYTES
    if has_files(forms.get_definitions(state)):
        max_bytes = MAX_BODY_WITH_FILES_BYTES
        try:
            authenticator.count_upload(request, max_bytes)
        except Refused as refused:
            return _render_busy(request, words, refused)
    try:
        async with open_form(request, max_bytes, max_files=50) as form_data, app_state.form_slots:
            words = Words(
                choose_language(get_text(form_data, "lang"), words.language, allowed=request.app.state.languages)
            )
            return await _follow_form(await _read_form(request, state, words, form_data))
    except Refused as refused:
        return _render_refusal(request, words, refused)


@dataclass(frozen=True)
class _SentForm:
    """A form as the phone sent it, or with its first answers."""

    request: Request
    state: QueueState
    at: int
    words: Words
    answers: Sequence[FormItem] = ()
    step: str = ""
    """The button: ``next``, ``back`` or ``take``; ``update`` renders the page again for the changed answers."""
    page: int | None = 0
    """The number of the sent page, None for all questions on one page."""
    code: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    is_marked: bool = False
    """Whether the sent page names the questions it showed."""

    @cached_property
    def queue(self) -> Queue:
        return translate_queue(self.state, self.words.language)

    @cached_property
    def texts(self) -> Mapping[str, Any]:
        """The translated members of the questions, by their ids."""
        return self.state.get_form_texts(self.words.language)

    @cached_property
    def definitions(self) -> list[FormItem]:
        return forms.get_definitions(self.state, self.words.language)

    @cached_property
    def asked(self) -> AskedForm:
        state, words = self.state, self.words
        context = ParseContext(
            find_country(state.time_zone),
            words.language,
            state.time_zone,
            file_types=get_app_state(self.request).file_limits.types,
            day=date.fromisoformat(state.day),
            texts=self.texts,
        )
        return FormRules(self.definitions).ask(self.answers, context)

    @cached_property
    def pages(self) -> list[list[FormItem]]:
        """The questions of each page, as they are asked now."""
        page_ids = [[item.id for item in self.definitions]] if self.page is None else split_pages(self.definitions)
        asked = {item.id: item for item in self.asked.items}
        return [[asked[item_id] for item_id in ids if item_id in asked] for ids in page_ids]

    @property
    def place(self) -> int:
        return min(self.page or 0, len(self.pages))

    def find_unseen(self) -> int | None:
        """The first page, up to the sent one, with a question that the client has not seen."""
        seen = enumerate(self.pages[: self.place + 1]) if self.is_marked else ()
        return next((place for place, items in seen if not _are_answered(items, self.answers)), None)

    def find_next(self) -> int | None:
        return next((place for place in range(self.place + 1, len(self.pages)) if self.pages[place]), None)

    def find_previous(self, place: int) -> int | None:
        return next((before for before in reversed(range(place)) if self.pages[before]), None)

    def list_dropped_files(self, problems: Sequence[FieldProblem] = ()) -> list[FieldProblem]:
        """The problem ``fileAgain`` for each new file: the files of a form with problems are not kept."""
        named = {problem.id for problem in problems}
        new = dict(name_new_files(self.answers))
        return [FieldProblem(item_id, "fileAgain") for item_id in new if item_id not in named]


async def _read_form(request: Request, state: QueueState, words: Words, form_data: FormData) -> _SentForm:
    app_state = get_app_state(request)
    at = app_state.clock()
    token, page = get_text(form_data, "once"), get_text(form_data, "page")
    is_update = any(name in form_data for name in ("lang", "add", "remove"))
    reader = FormReader(form_data, words, to_local(at, state.time_zone).date())
    return _SentForm(
        request,
        state,
        at,
        words,
        await reader.read(forms.get_definitions(state, words.language)),
        "update" if is_update else get_text(form_data, "go"),
        int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else None,
        get_text(form_data, "code"),
        token if _FORM_TOKEN_PATTERN.fullmatch(token) else secrets.token_urlsafe(16),
        "shown" in form_data,
    )


async def _follow_form(form: _SentForm) -> Response:
    """Render the page that follows, or the sent one with its problems; or take the ticket."""
    if form.step == "update":
        return _render_form(form, form.place, form.list_dropped_files())
    if form.step == "back":
        previous = form.find_previous(form.place)
        return _render_form(form, form.place if previous is None else previous)
    unseen = form.find_unseen()
    if unseen is not None:
        return _render_form(form, unseen, form.list_dropped_files(), is_more=True)
    if form.step == "next":
        validated = form.asked.validate(item.id for items in form.pages[form.place :][:1] for item in items)
        if validated.problems:
            problems = [*validated.problems, *form.list_dropped_files(validated.problems)]
            return _render_form(form, form.place, problems)
    following = form.find_next()
    if following is not None:
        return _render_form(form, following)
    if form.step == "next":
        # Nothing is left to ask: the last page takes the ticket.
        return _render_form(form, len(form.pages))
    return await _take_ticket(form)


async def _take_ticket(form: _SentForm) -> Response:
    request, state, words = form.request, form.state, form.words
    app_state, authenticator = get_app_state(request), get_authenticator(request)
    authenticator.count_join(request)
    code_problem = _check_code(form)
    validated = form.asked.validate()
    if validated.problems or code_problem:
        return _render_problems(form, validated.problems, code_problem)
    registration_input = RegistrationInput(form=validated.items if form.definitions else None, language=words.language)
    try:
        registration_input, _ = await store_form_files(app_state, state.id, registration_input)
        async with discard_unless_kept(app_state, registration_input):
            result = await app_state.store.write(
                commands.register,
                state.id,
                registration_input,
                app_state.clock(),
                idempotency_key=f"phone {form.token}",
                # The same for every content: a form that is changed and sent again gives no second ticket either.
                fingerprint="phone",
                created_by=VISITOR.credential_prefix,
                may_match=False,
                sender=authenticator.build_sender(request, request.cookies.get(PHONE_COOKIE, "")[:100]),
            )
    except Refused as refused:
        fields = refused.fields
        if refused.reason == "storageFull":
            fields = tuple(FieldProblem(item_id, "fileRoom") for item_id in dict(name_new_files(form.answers)))
        if fields:
            return _render_problems(form, fields)
        return _render_refusal(request, words, refused)
    return RedirectResponse(f"/t/{result.registration.token}", 303)


def _render_problems(form: _SentForm, fields: Sequence[FieldProblem], code_problem: str = "") -> HTMLResponse:
    """Render the first page with a problem."""
    problems = [*fields, *form.list_dropped_files(fields)]
    for place, items in enumerate(form.pages):
        parts = list(iter_with_parts(items))
        if any(problem.concerns(part.id) for problem in problems for part in parts):
            return _render_form(form, place, problems, code_problem)
    return _render_form(form, form.place, problems, code_problem)


def _are_answered(items: Sequence[FormItem], answers: Sequence[FormItem]) -> bool:
    """Whether all questions and entries have an answer; those of a page that was shown have at least an empty one."""
    answers_by_id = {answer.id: answer for answer in answers}
    return all(
        item.type == "text"
        or (
            item.id in answers_by_id
            and (item.takes_several_files or _are_answered(item.sub_item or (), answers_by_id[item.id].sub_item or ()))
        )
        for item in items
    )


def _render_busy(request: Request, words: Words, refused: Refused) -> HTMLResponse:
    return render_notice(request, 429, words, "join-busy", "join-busy-text", build_retry_headers(refused))


def _render_refusal(request: Request, words: Words, refused: Refused) -> HTMLResponse:
    if refused.reason == "tooManyRequests":
        return _render_busy(request, words, refused)
    title = {"queueClosed": "join-closed", "tooManyTickets": "join-many"}.get(refused.reason, "join-refused")
    return render_notice(request, refused.status, words, title, f"{title}-text", build_retry_headers(refused))


async def _load_joinable_queue(text: str, request: Request, app_state: AppState, at: int) -> QueueState | HTMLResponse:
    """The queue, or a notice that says why it cannot be joined by phone."""
    words, queue_id = choose_words(request), parse_id(text)
    try:
        state = await app_state.store.read(queues.show, queue_id if queue_id is not None else 0, at)
    except Refused as refused:
        if refused.reason != "queueNotFound":
            return _render_refusal(request, words, refused)
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text", leads_to_start=True)
    queue = translate_queue(state, words.language)
    if not queue.join_by_phone:
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text", leads_to_start=True)
    if state.status == "closed":
        return render_notice(
            request,
            409,
            words,
            "join-closed",
            "join-closed-text",
            office=find_office_name([queue]),
            leads_to_start=True,
        )
    external_ids = {item.external_id for item in iter_with_parts(forms.parse_definitions(state.form))}
    read_query(request, (), PAGE_PARAMETERS.union(filter(None, external_ids)))
    return state


def _check_code(form: _SentForm) -> str:
    """Return the message id of the problem with the join code, or "".

    Raises Refused (tooManyRequests) for one who tries codes.
    """
    minutes = form.queue.join_code_minutes
    if not minutes or phone_tickets.is_join_code(form.state.join_secret, minutes, form.at, form.code):
        return ""
    get_authenticator(form.request).count_join(form.request, WRONG_CODE_TOKENS)
    return "join-code-wrong" if form.code.strip() else "join-code-missing"


def _render_form(
    form: _SentForm,
    place: int,
    problems: Sequence[FieldProblem] = (),
    code_problem: str = "",
    *,
    is_more: bool = False,
) -> HTMLResponse:
    request, words = form.request, form.words
    queue = form.queue
    file_types = get_app_state(request).file_limits.types
    file_hint = words("join-file", limit=MAX_FILE_BYTES >> 20, types=list_labels(file_types))
    items = form.pages[place] if place < len(form.pages) else []
    questions = FormView(words, problems, file_hint).build_questions(
        [item.translate(form.texts.get(item.id, {})) for item in items],
        [forms.transform_item(answer, _drop_file_content) for answer in form.answers],
    )
    changes = depends_on_answers(form.definitions) or any(
        item.is_repeated for item in iter_with_parts(form.definitions)
    )
    page = render_page(
        "join.html",
        422 if problems or code_problem else 200,
        words,
        queue=queue,
        office=find_office_name([queue]),
        questions=questions,
        wait=describe_wait(words, queue.estimated_waiting_time),
        wrong=[part for question in questions for part in question.iter_with_problem()],
        once=form.token,
        code=form.code,
        code_problem=words(code_problem) if code_problem else "",
        files=has_files(form.definitions),
        languages=list_language_links(request, words),
        accept=list_accepted(file_types),
        page="all" if form.page is None else str(place),
        has_previous=form.find_previous(place) is not None,
        is_last=not any(form.pages[place + 1 :]),
        is_more=is_more,
        changes=changes,
        sounds=SOUNDS,
        kept=write_kept(form.answers) if changes else "",
        shown=" ".join(key for question in questions for key in question.iter_keys()),
    )
    if PHONE_COOKIE not in request.cookies:
        page.set_cookie(
            PHONE_COOKIE,
            secrets.token_urlsafe(16),
            PHONE_COOKIE_SECONDS,
            path="/q/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
    return page


def _drop_file_content(answer: FormItem) -> FormItem:
    """The answer without a file's content, which would send megabytes back."""
    return answer.model_copy(update={"value": None}) if name_new_files([answer]) else answer
