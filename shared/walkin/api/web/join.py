"""``/q/{queue}``: taking a ticket with a phone. The form's rules and messages are those of every other door."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from walkin.api.http.errors import told
from walkin.api.http.request_body import LARGEST, LARGEST_WITH_FILES
from walkin.api.http.responses import queue_resource
from walkin.api.http.routing import routes
from walkin.api.routes.files import keep
from walkin.api.security.authentication import Access
from walkin.api.security.permissions import VISITOR
from walkin.api.state import Office, office
from walkin.api.web.form_body import sent_form
from walkin.api.web.form_view import Asking, answered, has_files
from walkin.api.web.html import check_origin, html, languages, notice, spoken
from walkin.languages import Words, best
from walkin.model.country import country_of
from walkin.model.errors import FieldProblem, Refused
from walkin.model.form import FormItem, fill, prefilled
from walkin.model.form.parsers.file import EXTENSIONS, decoded
from walkin.model.form.parsing import FILE_BYTES, Unfit
from walkin.model.queue import Queue
from walkin.model.registration import RegistrationInput, row_id
from walkin.model.time import local
from walkin.store import queues
from walkin.store.queues import QueueState
from walkin.store.registrations import commands as registrations
from walkin.store.registrations import forms

router = routes("/q", described=False)

_ONCE = re.compile(r"[\w-]{16,64}", re.ASCII)


@router.get("/{queue}")
async def join_page(queue: str, request: Request) -> Response:
    """The queue's form; parameters named like a question's ``externalId`` answer it beforehand."""
    here = office(request)
    at = here.clock()
    state = await _joinable(queue, request, here, at)
    if isinstance(state, Response):
        return state
    answers = prefilled(forms.definitions(state.form), dict(request.query_params))
    return _form(request, state, at, spoken(request), answers, secrets.token_urlsafe(16))


@router.post("/{queue}")
async def join_queue(queue: str, request: Request) -> Response:
    """Take a ticket: on to its page, or back to the form with what is to mend. One form never gives two tickets."""
    here = office(request)
    words, access = spoken(request), request.app.state.access
    check_origin(request)
    assert isinstance(access, Access)  # noqa: S101
    try:
        access.join(request)
    except Refused as refused:
        again = {"retry-after": str(refused.values["retry"])}
        return notice(request, 429, words, "join-busy", "join-busy-text", again)
    at = here.clock()
    state = await _joinable(queue, request, here, at)
    if isinstance(state, Response):
        return state
    definitions = forms.definitions(state.form)
    files = has_files(definitions)
    try:
        async with sent_form(request, LARGEST_WITH_FILES if files else LARGEST, files=50) as sent:
            words = Words(best(_one(sent, "lang"), words.language, among=request.app.state.languages))
            answers = await answered(definitions, sent, words, local(at, state.time_zone).date())
            once, only_words = _one(sent, "once"), "lang" in sent
    except Refused as refused:
        return notice(request, refused.status, words, "join-refused", "join-refused-text")
    answers = [await _kept(here, item) for item in answers]
    once = once if _ONCE.fullmatch(once) else secrets.token_urlsafe(16)
    if only_words:
        return _form(request, state, at, words, answers, once)
    filled = fill(definitions, answers, country=country_of(state.time_zone), language=words.language)
    if filled.problems:
        return _form(request, state, at, words, answers, once, filled.problems)
    given = RegistrationInput(form=filled.items if definitions else None, language=words.language)
    try:
        found = await here.store.write(
            registrations.register,
            state.id,
            given,
            here.clock(),
            key=f"phone {once}",
            # One form, one ticket, whatever was written into it the second time.
            fingerprint="phone",
            by=VISITOR.key,
        )
    except Refused as refused:
        if refused.reason == "queueClosed":
            return notice(request, 409, words, "join-closed", "join-closed-text")
        if refused.fields:
            return _form(request, state, at, words, answers, once, refused.fields)
        return notice(request, refused.status, words, "join-refused", "join-refused-text")
    return RedirectResponse(f"/t/{found.entry.token}", 303)


async def _joinable(queue: str, request: Request, here: Office, at: int) -> QueueState | HTMLResponse:
    """The queue, or the page that says why nobody can join it here."""
    words, number = spoken(request), row_id(queue)
    try:
        state = await here.store.read(queues.get, number if number is not None else 0, at)
    except Refused as refused:
        if refused.reason != "queueNotFound":
            return notice(request, refused.status, words, "join-refused", "join-refused-text")
        return notice(request, 404, words, "join-unknown", "join-unknown-text")
    if not Queue.model_validate(state.wire()).join_by_phone:
        return notice(request, 404, words, "join-unknown", "join-unknown-text")
    if state.status == "closed":
        return notice(request, 409, words, "join-closed", "join-closed-text")
    return state


async def _kept(here: Office, answer: FormItem) -> FormItem:
    """The answer with its file put away, so that it need not be chosen again when something else is to mend."""
    if answer.sub_item:
        return answer.model_copy(update={"sub_item": [await _kept(here, part) for part in answer.sub_item]})
    if answer.type != "file" or not (answer.value or "").startswith("data:"):
        return answer
    try:
        media, content = decoded(answer.value or "", limit=FILE_BYTES)
    except Unfit:
        # What is wrong with it is said by the rules of the form.
        return answer
    link, name = await keep(here, content, media, answer.file_name)
    return answer.model_copy(update={"value": link, "file_name": name})


def _form(
    request: Request,
    state: QueueState,
    at: int,
    words: Words,
    answers: Sequence[FormItem],
    once: str,
    problems: Sequence[FieldProblem] = (),
) -> HTMLResponse:
    queue = Queue.model_validate(queue_resource(state, at)).words(words.language)
    shown = [_shown(answer) for answer in answers]
    asking = Asking(words, {problem.id: told(problem, words) for problem in problems}, FILE_BYTES >> 20)
    questions = asking.questions(queue.form, shown)
    return html(
        "join.html",
        422 if problems else 200,
        words,
        queue=queue,
        questions=questions,
        wrong=[wrong for question in questions for wrong in question.wrong()],
        once=once,
        files=has_files(queue.form),
        languages=languages(request, words),
        accept=",".join(kind for kinds in EXTENSIONS.values() for kind in kinds),
    )


def _shown(answer: FormItem) -> FormItem:
    """Never back what cannot be kept: megabytes of a file that was refused."""
    if answer.sub_item:
        return answer.model_copy(update={"sub_item": [_shown(part) for part in answer.sub_item]})
    refused = answer.type == "file" and (answer.value or "").startswith("data:")
    return answer.model_copy(update={"value": None}) if refused else answer


def _one(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""
