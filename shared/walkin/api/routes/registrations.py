"""``/queues/{queueId}/registrations``: the operations of the reference, and the stream of changes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from walkin.api.http import request_body
from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.path_params import PathId, QueueId
from walkin.api.http.responses import get_base_url, json_response, not_modified_response, registration_response
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.routes.files import store_form_files
from walkin.api.security.permissions import check_queue_allowed, check_registration_members
from walkin.api.state import delete_unused_files, get_app_state, get_caller
from walkin.model import etag
from walkin.model.address import API_PREFIX
from walkin.model.errors import Refused
from walkin.model.registration import (
    ACTIVE_STATUSES,
    Counter,
    FollowInput,
    Registration,
    RegistrationInput,
    Resource,
    Status,
    parse_id,
)
from walkin.model.text import Name
from walkin.model.time import MINUTE_MS
from walkin.store import queues
from walkin.store.registrations import commands, desk_commands, queries
from walkin.store.registrations.registration_json import Serializer

router = create_router(f"{API_PREFIX}/queues/{{queueId}}/registrations", "registrations")

_NOT_FOUND_REASONS = ("queueNotFound", "registrationNotFound")


class CallInput(Resource):
    """The optional body of ``POST next``."""

    counter: Counter | None = None


_EXAMPLE_EVENT = (
    'id: 13\nevent: called\ndata: {"revision":13,"registration":{"id":"57","ticket":"A042","status":"inProgress"}}\n\n'
)
_STATUS_PATTERN = "|".join(Status)
IfNoneMatch = Annotated[
    str | None, Header(max_length=1000, description="Entity tags: 304 when the answer is one of them.")
]
IfMatch = Annotated[str | None, Header(max_length=1000, description="Entity tags: 412 when it is in another state.")]


DeskQuery = Annotated[
    Name,
    Query(max_length=127, description="The desk that does it, and may undo it for 10 minutes.", examples=["Desk 1"]),
]


RegistrationId = Annotated[
    int,
    PathId("registrationNotFound"),
    Path(alias="registrationId", description="The registration.", examples=["1"]),
]
Fields = Annotated[str | None, fields_query(Registration, "id,ticket,client.lastName")]


@router.get(
    "",
    **describe_operation(
        "List registrations",
        is_partial=True,
        response_model=Registration,
        is_list=True,
        error_reasons=("queueNotFound",),
        headers=("ETag",),
    ),
)
async def list_registrations(
    queue_id: QueueId,
    request: Request,
    status: Annotated[
        str,
        Query(
            description=f"Comma-separated statuses out of {', '.join(Status)}.",
            json_schema_extra={"pattern": f"^({_STATUS_PATTERN})(,({_STATUS_PATTERN}))*$"},
            examples=["registered,inProgress"],
        ),
    ] = ",".join(ACTIVE_STATUSES),
    ticket: Annotated[
        str | None,
        Query(pattern=r"^[A-Za-z]{1,2}[0-9]{1,9}$", description="Only today's with this number.", examples=["A042"]),
    ] = None,
    fields: Fields = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The registrations with the given statuses: those who wait by rank, then the others by arrival.

    Those on hold (`parked`) and those that one desk only may call (`reserved`) are registered without a rank.
    """
    here = get_app_state(request)
    statuses = [word.strip() for word in status.split(",") if word.strip()]
    unknown = [word for word in statuses if word not in set(Status)]
    if unknown or not statuses:
        raise Refused("badRequest", f"status takes {', '.join(Status)}, separated by commas.")
    reduce = build_field_mask(fields, Registration)
    at = here.clock()
    if if_none_match is not None:
        state = await here.store.read(queues.get, queue_id, at)
        if etag.matches_if_none_match(if_none_match, _build_list_etag(state.revision, at)):
            return not_modified_response(_build_list_etag(state.revision, at))
    address, personal = get_base_url(request), get_caller(request).can_see_personal_data

    def render(connection: Connection) -> tuple[bytes, int]:
        # In the reader's thread: thousands of rows would hold up every other request here.
        if ticket is None:
            content, revision = here.list_cache.render(
                connection, queue_id, statuses, at, address, include_personal=personal
            )
        else:
            state, found = queries.find_by_ticket(connection, queue_id, statuses, ticket, at, here.ranks)
            content = Serializer(state, at, address, include_personal=personal, include_token=personal).render_list(
                found
            )
            revision = state.revision
        return reduce(content) if reduce else content, revision

    content, revision = await here.store.read(render)
    return json_response(content, etag=_build_list_etag(revision, at))


def _build_list_etag(revision: int, at: int) -> str:
    # Waits are whole minutes, so a list is another one each minute.
    return f'W/"{revision}-{at // MINUTE_MS}"'


@router.post(
    "",
    **describe_operation(
        "Insert a registration",
        request_model=RegistrationInput,
        response_model=Registration,
        status=201,
        error_reasons=("queueNotFound", "clientNotFound", "queueClosed", "idempotencyMismatch", "transition"),
        headers=("Location", "ETag"),
    ),
)
async def insert_registration(
    queue_id: QueueId,
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=255, description="Any text of the caller's: the same one never gives a second ticket."),
    ] = None,
) -> Response:
    """A new registration with the next ticket of the queue.

    `client` is somebody known by its `id`, or whoever has that e-mail address or phone number, or somebody new. With a
    `form` the answers have to satisfy the queue's; without one the questions were not asked. With an `Idempotency-Key`
    the same body gives the same registration for 24 hours, another body 422.
    """
    here = get_app_state(request)
    content = await request_body.read_body(request, request_body.MAX_BODY_WITH_FILES_BYTES)
    given, asks = request_body.parse_body(content, RegistrationInput), get_caller(request)
    check_registration_members(asks, given)
    given = await store_form_files(here, queue_id, given)
    at = here.clock()
    found = await here.store.write(
        commands.register,
        queue_id,
        given,
        at,
        idempotency_key=idempotency_key,
        # With the credential in it: nobody gets another one's ticket for having guessed its key.
        fingerprint=hashlib.sha256(asks.credential_prefix.encode() + content).hexdigest()
        if idempotency_key is not None
        else "",
        created_by=asks.credential_prefix,
    )
    location = f"{get_base_url(request)}/queues/{found.queue.id}/registrations/{found.registration.id}"
    return registration_response(request, found, at, 201, location=location)


@router.get(
    "/next",
    **describe_operation(
        "Show who is next",
        response_model=Registration,
        error_reasons=("queueNotFound", "queueEmpty"),
        headers=("ETag",),
    ),
)
async def show_next(queue_id: QueueId, request: Request) -> Response:
    """The first of those who wait; nothing changes. 404 `queueEmpty` when nobody does."""
    here = get_app_state(request)
    at = here.clock()
    return registration_response(request, await here.store.read(queries.peek_next, queue_id, at), at)


@router.post(
    "/next",
    **describe_operation(
        "Call the next one",
        request_model=CallInput,
        is_body_required=False,
        response_model=Registration,
        error_reasons=("queueNotFound", "queueEmpty"),
        headers=("ETag",),
    ),
)
async def call_next(queue_id: QueueId, request: Request) -> Response:
    """Call the first of those who wait to a desk, in one step: no two callers get the same one."""
    here = get_app_state(request)
    content = await request_body.read_body(request)
    given = request_body.parse_body(content, CallInput) if content.strip() else CallInput()
    at = here.clock()
    return registration_response(request, await here.store.write(commands.call_next, queue_id, given.counter, at), at)


@router.get(
    "/stream",
    name="follow_changes",
    response_class=StreamingResponse,
    **describe_operation(
        "Follow the changes",
        media={"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE_EVENT}},
        error_reasons=("queueNotFound",),
    ),
)
async def stream(
    queue_id: QueueId,
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=20, description="The revision known already.")] = None,
) -> StreamingResponse:
    """Server-sent events, one for each change; ``id`` is the queue's revision.

    Begins with ``hello``, or after ``Last-Event-ID`` with what was missed; ``reset`` says that too much was missed and
    the list has to be loaded again. A comment comes every 5 seconds when nothing happens. No personal data.
    """
    here = get_app_state(request)
    await here.store.read(queues.get, queue_id, here.clock())
    last = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdecimal() else None
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    changes = request.app.state.access.stream_until_revoked(request, here.broadcaster.listen(queue_id, last))
    return StreamingResponse(changes, headers=headers, media_type="text/event-stream")


@router.get(
    "/{registrationId:id}",
    **describe_operation(
        "Get a registration",
        is_partial=True,
        response_model=Registration,
        error_reasons=_NOT_FOUND_REASONS,
        headers=("ETag",),
    ),
)
async def get_registration(
    queue_id: QueueId,
    registration_id: RegistrationId,
    request: Request,
    fields: Fields = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """One registration, also a deleted one."""
    here = get_app_state(request)
    reduce = build_field_mask(fields, Registration)
    at = here.clock()
    found = await here.store.read(queries.get, queue_id, registration_id, at, here.ranks)
    return registration_response(request, found, at, field_mask=reduce, if_none_match=if_none_match)


_UPDATE_OPERATION: dict[str, Any] = {
    "request_model": RegistrationInput,
    "response_model": Registration,
    "error_reasons": (
        *_NOT_FOUND_REASONS,
        "clientNotFound",
        "transition",
        "conflict",
        "reserved",
        "queueClosed",
        "preconditionFailed",
    ),
    "headers": ("ETag",),
}


@router.patch(
    "/{registrationId:id}",
    name="patch_registration",
    **describe_operation("Update a registration, as PUT does", **_UPDATE_OPERATION),
)
@router.put("/{registrationId:id}", **describe_operation("Update a registration", **_UPDATE_OPERATION))
async def update_registration(
    queue_id: QueueId,
    registration_id: RegistrationId,
    request: Request,
    if_match: IfMatch = None,
    desk: DeskQuery = "",
) -> Response:
    """Merge the given members; absent ones stay.

    `status` follows the rules of a visit (409 `transition`); another `queue.id` moves the registration to that queue,
    behind everybody there. `parked` puts one who waits or is at a desk on hold and, false, lets it wait again;
    `reserved` leaves it to one desk (409 `reserved` when another calls it). `place` is where it waits then: the n-th,
    `first`, `last`, `original` by the time of arrival, or `return` for a no-show, which is the second place for 30
    minutes; nobody gets before a higher `priority`. `outcome` is what came of the visit.
    """
    here = get_app_state(request)
    given = request_body.parse_body(
        await request_body.read_body(request, request_body.MAX_BODY_WITH_FILES_BYTES), RegistrationInput
    )
    if given.id is not None and given.id != str(registration_id):
        raise Refused("badRequest", "The id in the body is not the one in the address.")
    if given.queue is not None:
        check_queue_allowed(get_caller(request), parse_id(given.queue.id))
    given = await store_form_files(here, queue_id, given)
    at = here.clock()
    changed = await here.store.write(
        commands.change, queue_id, registration_id, given, at, if_match=if_match, desk=desk
    )
    return registration_response(request, changed, at)


@router.delete(
    "/{registrationId:id}",
    **describe_operation(
        "Delete a registration",
        status=204,
        error_reasons=(*_NOT_FOUND_REASONS, "preconditionFailed", "invalid"),
        is_write=True,
    ),
)
async def delete_registration(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, if_match: IfMatch = None, desk: DeskQuery = ""
) -> Response:
    """It leaves the queue and keeps its row with status `deleted`. The second time it is not found."""
    here = get_app_state(request)
    at = here.clock()
    if await here.store.write(commands.remove, queue_id, registration_id, at, if_match=if_match, desk=desk):
        await delete_unused_files(here)
    return Response(status_code=204)


@router.post(
    "/{registrationId:id}/recall",
    **describe_operation(
        "Call again",
        response_model=Registration,
        error_reasons=(*_NOT_FOUND_REASONS, "transition", "invalid"),
        headers=("ETag",),
        is_write=True,
    ),
)
async def recall(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, desk: DeskQuery = ""
) -> Response:
    """Call the person in progress again, to the same desk."""
    here = get_app_state(request)
    at = here.clock()
    return registration_response(
        request, await here.store.write(commands.recall, queue_id, registration_id, at, desk=desk), at
    )


@router.post(
    "/{registrationId:id}/next",
    name="follow_visit",
    **describe_operation(
        "Go on to the next service",
        request_model=FollowInput,
        response_model=Registration,
        status=201,
        error_reasons=(*_NOT_FOUND_REASONS, "transition", "queueClosed"),
        headers=("Location", "ETag"),
    ),
)
async def follow_visit(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, desk: DeskQuery = ""
) -> Response:
    """Finish this service and register the person for the next one, with the same ticket and the same page.

    Answers with the new registration; its `follows` is the one before.
    """
    here = get_app_state(request)
    given, asks = request_body.parse_body(await request_body.read_body(request), FollowInput), get_caller(request)
    check_queue_allowed(asks, parse_id(given.queue.id))
    at = here.clock()
    done = await here.store.write(
        desk_commands.follow_up, queue_id, registration_id, given, at, desk=desk, created_by=asks.credential_prefix
    )
    found = done.registrations[-1]
    location = f"{get_base_url(request)}/queues/{found.queue.id}/registrations/{found.registration.id}"
    return registration_response(request, found, at, 201, location=location)
