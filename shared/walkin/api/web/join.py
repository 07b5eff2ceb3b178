"""``/q/{queue}``: taking a ticket with a phone. The form's rules and messages are those of every other door."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from walkin.api.http.errors import describe_problem
from walkin.api.http.request_body import MAX_BODY_BYTES, MAX_BODY_WITH_FILES_BYTES
from walkin.api.http.responses import render_queue
from walkin.api.http.routing import create_router
from walkin.api.routes.files import store_upload
from walkin.api.security.authentication import Authenticator
from walkin.api.security.permissions import VISITOR
from walkin.api.state import AppState, get_app_state
from walkin.api.web.form_body import open_form
from walkin.api.web.form_view import FormView, has_files, parse_answers
from walkin.api.web.html import check_origin, choose_words, list_language_links, render_notice, render_page
from walkin.languages import Words, choose_language
from walkin.languages.wait import describe_wait
from walkin.model.country import find_country
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form import FormItem, prefill_answers, validate_form
from walkin.model.form.parsers.file import EXTENSIONS, decode_data_uri
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, InvalidAnswer
from walkin.model.queue import Queue
from walkin.model.registration import RegistrationInput, parse_id
from walkin.model.time import to_local
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import commands, forms

router = create_router("/q", in_schema=False)

_FORM_TOKEN_PATTERN = re.compile(r"[\w-]{16,64}", re.ASCII)


@router.get("/{queue}")
async def join_page(queue: str, request: Request) -> Response:
    """The queue's form; parameters named like a question's ``externalId`` answer it beforehand."""
    here = get_app_state(request)
    at = here.clock()
    state = await _load_joinable_queue(queue, request, here, at)
    if isinstance(state, Response):
        return state
    answers = prefill_answers(forms.parse_definitions(state.form), dict(request.query_params))
    return _render_form(request, state, at, choose_words(request), answers, secrets.token_urlsafe(16))


@router.post("/{queue}")
async def join_queue(queue: str, request: Request) -> Response:
    """Take a ticket: on to its page, or back to the form with what is to mend. One form never gives two tickets."""
    here = get_app_state(request)
    words, access = choose_words(request), request.app.state.access
    check_origin(request)
    assert isinstance(access, Authenticator)  # noqa: S101
    try:
        access.count_join(request)
    except Refused as refused:
        again = {"retry-after": str(refused.values["retry"])}
        return render_notice(request, 429, words, "join-busy", "join-busy-text", again)
    at = here.clock()
    state = await _load_joinable_queue(queue, request, here, at)
    if isinstance(state, Response):
        return state
    definitions = forms.parse_definitions(state.form)
    files = has_files(definitions)
    try:
        async with open_form(request, MAX_BODY_WITH_FILES_BYTES if files else MAX_BODY_BYTES, max_files=50) as sent:
            words = Words(
                choose_language(_get_form_text(sent, "lang"), words.language, allowed=request.app.state.languages)
            )
            answers = await parse_answers(definitions, sent, words, to_local(at, state.time_zone).date())
            once, only_words = _get_form_text(sent, "once"), "lang" in sent
    except Refused as refused:
        return render_notice(request, refused.status, words, "join-refused", "join-refused-text")
    answers = [await _store_answer_file(here, item) for item in answers]
    once = once if _FORM_TOKEN_PATTERN.fullmatch(once) else secrets.token_urlsafe(16)
    if only_words:
        return _render_form(request, state, at, words, answers, once)
    filled = validate_form(definitions, answers, country=find_country(state.time_zone), language=words.language)
    if filled.problems:
        return _render_form(request, state, at, words, answers, once, filled.problems)
    given = RegistrationInput(form=filled.items if definitions else None, language=words.language)
    try:
        found = await here.store.write(
            commands.register,
            state.id,
            given,
            here.clock(),
            idempotency_key=f"phone {once}",
            # One form, one ticket, whatever was written into it the second time.
            fingerprint="phone",
            created_by=VISITOR.credential_prefix,
        )
    except Refused as refused:
        if refused.reason == "queueClosed":
            return render_notice(request, 409, words, "join-closed", "join-closed-text")
        if refused.fields:
            return _render_form(request, state, at, words, answers, once, refused.fields)
        return render_notice(request, refused.status, words, "join-refused", "join-refused-text")
    return RedirectResponse(f"/t/{found.registration.token}", 303)


async def _load_joinable_queue(
    queue_text: str, request: Request, app_state: AppState, at: int
) -> QueueState | HTMLResponse:
    """The queue, or the page that says why nobody can join it here."""
    words, number = choose_words(request), parse_id(queue_text)
    try:
        state = await app_state.store.read(queues.get, number if number is not None else 0, at)
    except Refused as refused:
        if refused.reason != "queueNotFound":
            return render_notice(request, refused.status, words, "join-refused", "join-refused-text")
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text")
    if not Queue.model_validate(state.wire()).join_by_phone:
        return render_notice(request, 404, words, "join-unknown", "join-unknown-text")
    if state.status == "closed":
        return render_notice(request, 409, words, "join-closed", "join-closed-text")
    return state


async def _store_answer_file(app_state: AppState, answer: FormItem) -> FormItem:
    """The answer with its file put away, so that it need not be chosen again when something else is to mend."""
    if answer.sub_item:
        return answer.model_copy(
            update={"sub_item": [await _store_answer_file(app_state, part) for part in answer.sub_item]}
        )
    if answer.type != "file" or not (answer.value or "").startswith("data:"):
        return answer
    try:
        media, content = decode_data_uri(answer.value or "", max_bytes=MAX_FILE_BYTES)
    except InvalidAnswer:
        # What is wrong with it is said by the rules of the form.
        return answer
    link, name = await store_upload(app_state, content, media, answer.file_name)
    return answer.model_copy(update={"value": link, "file_name": name})


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
    shown = [_drop_file_content(answer) for answer in answers]
    asking = FormView(
        words, {problem.id: describe_problem(problem, words) for problem in problems}, MAX_FILE_BYTES >> 20
    )
    questions = asking.build_questions(queue.form, shown)
    return render_page(
        "join.html",
        422 if problems else 200,
        words,
        queue=queue,
        questions=questions,
        wait=describe_wait(words, queue.estimated_waiting_time),
        wrong=[wrong for question in questions for wrong in question.iter_with_problem()],
        once=form_token,
        files=has_files(queue.form),
        languages=list_language_links(request, words),
        accept=",".join(kind for kinds in EXTENSIONS.values() for kind in kinds),
    )


def _drop_file_content(answer: FormItem) -> FormItem:
    """Never back what cannot be kept: megabytes of a file that was refused."""
    if answer.sub_item:
        return answer.model_copy(update={"sub_item": [_drop_file_content(part) for part in answer.sub_item]})
    refused = answer.type == "file" and (answer.value or "").startswith("data:")
    return answer.model_copy(update={"value": None}) if refused else answer


def _get_form_text(form_data: FormData, name: str) -> str:
    value = form_data.get(name)
    return value if isinstance(value, str) else ""
