"""``/q/{queue}``: the page on which clients take a ticket with their phone. Works without scripts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from walkin.api.http.errors import describe_problem
from walkin.api.http.request_body import MAX_BODY_BYTES, MAX_BODY_WITH_FILES_BYTES
from walkin.api.http.responses import render_queue
from walkin.api.http.routing import Router, read_query
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC, VISITOR
from walkin.api.state import AppState, get_app_state
from walkin.api.uploads import discard_unless_kept, list_new_files, store_form_files
from walkin.api.web.form_body import open_form
from walkin.api.web.form_view import FormView, get_text, has_files, parse_answers
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
from walkin.model.form import FormItem, prefill_answers, validate_form
from walkin.model.form.definition import iter_with_parts
from walkin.model.form.parsers.file import EXTENSIONS
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.model.queue import Queue
from walkin.model.registration import RegistrationInput, parse_id
from walkin.model.time import to_local
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import commands, forms

router = Router("/q")

_FORM_TOKEN_PATTERN = re.compile(r"[\w-]{16,64}", re.ASCII)


@router.operation("GET", "/{queue}", roles=PUBLIC, other_parameters=None)
async def join_page(queue: str, request: Request) -> Response:
    """The queue's form, prefilled from query parameters that are named like a question's ``externalId``."""
    app_state = get_app_state(request)
    at = app_state.clock()
    state = await _load_joinable_queue(queue, request, app_state, at)
    if isinstance(state, Response):
        return state
    answers = prefill_answers(forms.parse_definitions(state.form), dict(request.query_params), state.time_zone)
    return _render_form(request, state, at, choose_words(request), answers, secrets.token_urlsafe(16))


@router.operation("POST", "/{queue}", roles=PUBLIC, other_parameters=None)
async def join_queue(queue: str, request: Request) -> Response:
    """Register the client and redirect to the ticket's page, or show the form with its error messages.

    The hidden field ``once`` is the idempotency key: a form that is sent twice gives one ticket.
    """
    app_state = get_app_state(request)
    words, authenticator = choose_words(request), get_authenticator(request)
    check_origin(request)
    try:
        authenticator.count_join(request)
    except Refused as refused:
        return _render_busy(request, words, refused)
    at = app_state.clock()
    state = await _load_joinable_queue(queue, request, app_state, at)
    if isinstance(state, Response):
        return state
    definitions = forms.parse_definitions(state.form)
    max_bytes = MAX_BODY_BYTES
    if has_files(definitions):
        max_bytes = MAX_BODY_WITH_FILES_BYTES
        try:
            authenticator.count_upload(request, max_bytes)
        except Refused as refused:
            return _render_busy(request, words, refused)
    return await _register(request, state, definitions, words, max_bytes)


def _render_busy(request: Request, words: Words, refused: Refused) -> HTMLResponse:
    headers = {"retry-after": str(refused.values["retry"])}
    return render_notice(request, 429, words, "join-busy", "join-busy-text", headers)


async def _register(
    request: Request, state: QueueState, definitions: Sequence[FormItem], words: Words, max_bytes: int
) -> Response:
    app_state = get_app_state(request)
    at = app_state.clock()
    try:
        async with open_form(request, max_bytes, max_files=50) as form:
            words = Words(choose_language(get_text(form, "lang"), words.language, allowed=request.app.state.languages))
            form_token, is_language_change = get_text(form, "once"), "lang" in form
            async with app_state.form_slots:
                answers = await parse_answers(definitions, form, words, to_local(at, state.time_zone).date())
                return await _take_answers(
                    request, state, definitions, words, answers, form_token, is_language_change=is_language_change
                )
    except Refused as refused:
        return render_notice(request, refused.status, words, "join-refused", "join-refused-text")


async def _take_answers(
    request: Request,
    state: QueueState,
    definitions: Sequence[FormItem],
    words: Words,
    answers: Sequence[FormItem],
    form_token: str,
    *,
    is_language_change: bool,
) -> Response:
    app_state = get_app_state(request)
    at = app_state.clock()
    if not _FORM_TOKEN_PATTERN.fullmatch(form_token):
        form_token = secrets.token_urlsafe(16)
    if is_language_change:
        return _render_form(request, state, at, words, answers, form_token, _list_dropped_files(answers))
    validated = validate_form(
        definitions,
        answers,
        country=find_country(state.time_zone),
        language=words.language,
        time_zone=state.time_zone,
    )
    if validated.problems:
        problems = [*validated.problems, *_list_dropped_files(answers, validated.problems)]
        return _render_form(request, state, at, words, answers, form_token, problems)
    registration_input = RegistrationInput(form=validated.items if definitions else None, language=words.language)
    try:
        registration_input = await store_form_files(app_state, state.id, registration_input)
        async with discard_unless_kept(app_state, registration_input):
            result = await app_state.store.write(
                commands.register,
                state.id,
                registration_input,
                app_state.clock(),
                idempotency_key=f"phone {form_token}",
                # The same for every content: a form that is changed and sent again gives no second ticket either.
                fingerprint="phone",
                created_by=VISITOR.credential_prefix,
                may_match=False,
            )
    except Refused as refused:
        if refused.reason == "queueClosed":
            return render_notice(request, 409, words, "join-closed", "join-closed-text")
        fields = refused.fields
        if refused.reason == "storageFull":
            fields = tuple(FieldProblem(item.id, "fileRoom") for item in list_new_files(answers))
        if fields:
            problems = [*fields, *_list_dropped_files(answers, fields)]
            return _render_form(request, state, at, words, answers, form_token, problems)
        return render_notice(request, refused.status, words, "join-refused", "join-refused-text")
    return RedirectResponse(f"/t/{result.registration.token}", 303)


async def _load_joinable_queue(text: str, request: Request, app_state: AppState, at: int) -> QueueState | HTMLResponse:
    """The queue, or a notice that says why it cannot be joined by phone."""
    words, queue_id = choose_words(request), parse_id(text)
    try:
        state = await app_state.store.read(queues.get, queue_id if queue_id is not None else 0, at)
    except Refused as refused:
        if refused.reason != "queueNotFound":
            return render_notice(request, refused.status, words, "join-refused", "join-refused-text")
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text")
    if not Queue.model_validate(state.wire()).join_by_phone:
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text")
    if state.status == "closed":
        return render_notice(request, 409, words, "join-closed", "join-closed-text")
    external_ids = {item.external_id for item in iter_with_parts(forms.parse_definitions(state.form))}
    read_query(request, (), PAGE_PARAMETERS.union(filter(None, external_ids)))
    return state


def _list_dropped_files(answers: Sequence[FormItem], problems: Sequence[FieldProblem] = ()) -> list[FieldProblem]:
    """Return a problem for each file without one: the files of a form with problems are not kept."""
    named = {problem.id for problem in problems}
    return [FieldProblem(item.id, "fileAgain") for item in list_new_files(answers) if item.id not in named]


def _render_form(
    request: Request,
    state: QueueState,
    at: int,
    words: Words,
    answers: Sequence[FormItem],
    form_token: str,
    problems: Sequence[FieldProblem] = (),
) -> HTMLResponse:
    queue = Queue.model_validate(render_queue(state, at)).translate(words.language)
    messages = {problem.id: describe_problem(problem, words) for problem in problems}
    questions = FormView(words, messages, MAX_FILE_BYTES >> 20).build_questions(
        queue.form, [forms.transform_item(answer, _drop_file_content) for answer in answers]
    )
    return render_page(
        "join.html",
        422 if problems else 200,
        words,
        queue=queue,
        questions=questions,
        wait=describe_wait(words, queue.estimated_waiting_time),
        wrong=[part for question in questions for part in question.iter_with_problem()],
        once=form_token,
        files=has_files(queue.form),
        languages=list_language_links(request, words),
        accept=",".join(extension for extensions in EXTENSIONS.values() for extension in extensions),
    )


def _drop_file_content(answer: FormItem) -> FormItem:
    """The answer without a file's content, which would send megabytes back."""
    return answer.model_copy(update={"value": None}) if list_new_files([answer]) else answer
