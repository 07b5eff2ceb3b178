"""``/queues``: the services of an office, with their forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.path_params import QueueId
from walkin.api.http.request_body import check_body_id, read_model
from walkin.api.http.responses import get_base_url, json_response, render_queue
from walkin.api.http.routing import Router
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ADMIN, ALL_ROLES, STAFF, check_queue_members
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.caller import Role
from walkin.model.form.check import check_definition
from walkin.model.form.definition import FormItem, iter_with_parts, list_own_members
from walkin.model.form.lint import translation_warnings
from walkin.model.queue import Queue, QueueCreation, QueueInput
from walkin.store import queues
from walkin.store.phone_tickets import compute_join_code
from walkin.store.queues import QueueState
from walkin.store.registrations.forms import parse_definitions

router = Router(f"{API_PREFIX}/queues", "queues")

_QUEUE = JsonBody(
    Queue,
    {
        "id": "1",
        "name": "Passports and identity cards",
        "status": "open",
        "ticketPrefix": "A",
        "timeZone": "Europe/Paris",
        "welcomeMessage": "Please take a ticket.",
        "thankMessage": "Thank you, we will call you.",
        "company": {"id": "1", "name": "Town hall"},
        "form": [
            {"id": "last-name", "type": "input", "title": "Last name", "bind": "crm-last-name", "mandatory": True}
        ],
        "serviceTime": 8,
        "serviceLevel": 15,
        "outcomes": ["issued", "papers missing"],
        "waiting": 2,
        "averageWaitingTime": 11,
        "estimatedWaitingTime": {"from": 15, "to": 20},
        "visits": 38,
        "revision": 12,
    },
)
_CREATION = JsonBody(QueueCreation, {"name": "Building permits", "timeZone": "Europe/Paris"})
_QUEUE_INPUT = JsonBody(
    QueueInput, {"name": "Building permits", "timeZone": "Europe/Paris", "welcomeMessage": "Please take a ticket."}
)

Fields = Annotated[str | None, fields_query(Queue, "id,name,waiting")]


@router.operation("GET", "", "List queues", roles=ALL_ROLES, limited_keys="restricted", response=_QUEUE, is_list=True)
async def list_queues(request: Request, fields: Fields = None) -> Response:
    """All queues, each with the number of waiting registrations and the wait of a client who comes now."""
    app_state, caller = get_app_state(request), get_caller(request)
    field_mask = build_field_mask(fields, Queue)
    at = app_state.clock()
    states = await app_state.store.read(queues.show_all, at, caller.account_id)
    items = [_render_for_caller(request, state, at) for state in states if caller.can_use_queue(state.id)]
    return json_response({"items": items}, field_mask=field_mask)


@router.operation("GET", "/{queueId}", "Get a queue", roles=ALL_ROLES, response=_QUEUE)
async def get_queue(queue_id: QueueId, request: Request, fields: Fields = None) -> Response:
    """One queue with the definition of its form."""
    app_state = get_app_state(request)
    field_mask = build_field_mask(fields, Queue)
    at = app_state.clock()
    state = await app_state.store.read(queues.show, queue_id, at)
    return json_response(_render_for_caller(request, state, at), field_mask=field_mask)


@router.operation(
    "POST",
    "",
    "Create a queue",
    roles=ADMIN,
    limited_keys="refused",
    request=_CREATION,
    response=_QUEUE,
    status=201,
    errors=("prefixTaken",),
)
async def create_queue(request: Request) -> Response:
    """Create a queue; without `ticketPrefix` it gets an unused letter."""
    app_state = get_app_state(request)
    queue_creation = await read_model(request, QueueCreation)
    at = app_state.clock()
    state = await app_state.store.write(queues.add, queue_creation, at, get_caller(request).account_id)
    return json_response(
        _render_saved(state, queue_creation), 201, location=f"{get_base_url(request)}/queues/{state.id}"
    )


@router.operation(
    "PUT", "/{queueId}", "Update a queue", roles=STAFF, request=_QUEUE_INPUT, response=_QUEUE, errors=("prefixTaken",)
)
async def update_queue(queue_id: QueueId, request: Request) -> Response:
    """Merge the given members; absent members are not changed. The role counter may change only `status`.

    `warnings` of the answer name what in a given form has hardly the intended effect, such as a misspelt member.
    """
    app_state = get_app_state(request)
    queue_input = await read_model(request, QueueInput)
    check_body_id(queue_input.id, queue_id)
    check_queue_members(get_caller(request), queue_input)
    at = app_state.clock()
    before = await app_state.store.read(queues.get, queue_id, at)
    state = await app_state.store.write(queues.change, queue_id, queue_input, at)
    return json_response(_render_saved(state, queue_input, before))


@router.operation("DELETE", "/{queueId}", "Delete a queue", roles=ADMIN, limited_keys="refused", errors=("queueInUse",))
async def delete_queue(queue_id: QueueId, request: Request) -> Response:
    """Remove the queue from all lists; its registrations are kept for statistics. Refused while one is waiting."""
    app_state = get_app_state(request)
    await app_state.store.write(queues.remove, queue_id, app_state.clock())
    return Response(status_code=204)


def _render_saved(state: QueueState, queue_input: QueueInput, before: QueueState | None = None) -> dict[str, object]:
    """Render the saved queue, with warnings about a form and translations that were sent."""
    resource = render_queue(state)
    warnings = [*_warn_of_lost_members(before, queue_input.form)] if before and queue_input.form else []
    warnings += [str(problem) for problem in check_definition(queue_input.form or ()) if problem.warning]
    if state.lists is not None:
        warnings += state.lists.find_problems(queue_input.form or ())
    saved = Queue.model_validate(resource)
    found: dict[str, list[str]] = {}
    """The languages of each warning: many may have the same."""
    for language, texts in saved.i18n.items():
        if queue_input.form is not None or queue_input.i18n is not None:
            for warning in translation_warnings(saved.form, texts.form):
                found.setdefault(warning, []).append(language)
    if before and saved.i18n:
        _find_outdated(Queue.model_validate(before.wire()), saved, found)
    warnings += [f"{', '.join(languages)}: {warning}" for warning, languages in found.items()]
    return resource | ({"warnings": warnings} if warnings else {})


def _find_outdated(before: Queue, saved: Queue, found: dict[str, list[str]]) -> None:
    """Find the languages in which a text that was changed still says what it said."""
    old, new = _list_texts(before), _list_texts(saved)
    changed = [place for place, text in new.items() if old.get(place, text) != text]
    translated = {
        language: [_list_texts(queue.translate(language)) for queue in (before, saved)]
        for language in (saved.i18n if changed else ())
    }
    for place in changed:
        languages = [
            language
            for language, (old_texts, new_texts) in translated.items()
            if old[place] != old_texts[place] == new_texts[place]
        ]
        if languages:
            found[f"{place} was changed, and its translation was not"] = languages


def _list_texts(queue: Queue) -> dict[str, str]:
    """The texts that clients read, by what they are."""
    texts = {
        "name": queue.name,
        "welcomeMessage": queue.welcome_message,
        "thankMessage": queue.thank_message,
        "paperMessage": queue.paper_message,
    }
    for item in iter_with_parts(queue.form):
        texts |= {f"the title of {item.id!r}": item.title, f"the help of {item.id!r}": item.help or ""}
        for choice in item.iter_choices():
            texts[f"the value {choice.id!r} of {item.id!r}"] = choice.name
    return texts


def _warn_of_lost_members(before: QueueState, form: Sequence[FormItem]) -> Iterator[str]:
    """Warn when all members that the reference does not know are gone from a form: its sender may not know them."""
    lost = list_own_members(parse_definitions(before.form))
    if lost and not list_own_members(form):
        yield f"the form had {', '.join(lost)}, and what was sent has none of them: they are gone"


def _render_for_caller(request: Request, state: QueueState, at: int) -> dict[str, object]:
    """Render the queue: no form for a display, outcomes for staff alone, the join code for all but a kiosk."""
    # "fr-CA" of "fr-CA,fr;q=0.8": the names of lists are translated by Unicode, not only into the languages of Walkin.
    language = re.split("[,;]", request.headers.get("accept-language", ""))[0].strip()
    resource, role = render_queue(state, language or "en"), get_caller(request).role
    if role is Role.DISPLAY:
        del resource["form"]
    if role in (Role.KIOSK, Role.DISPLAY):
        resource.pop("outcomes", None)
    minutes = resource.get("joinCodeMinutes")
    if role is not Role.KIOSK and isinstance(minutes, int) and minutes:
        resource["joinCode"] = compute_join_code(state.join_secret, minutes, at)
    return resource
