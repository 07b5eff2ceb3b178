"""``/queues/{queueId}/registrations``: the operations of the reference, and the change stream."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.parameters import IN_HEADER
from walkin.api.http.path_params import PathId, QueueId
from walkin.api.http.request_body import (
    MAX_BODY_WITH_FILES_BYTES,
    check_body_id,
    parse_body,
    read_body,
    read_model,
    read_optional_model,
)
from walkin.api.http.responses import (
    EventStreamResponse,
    get_base_url,
    json_response,
    not_modified_response,
    registration_response,
)
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME, REGISTRATION
from walkin.api.openapi.operations import JsonBody, OperationDescription
from walkin.api.security.authentication import STREAM_TOKEN_PARAMETER, get_authenticator, get_credential
from walkin.api.security.permissions import (
    ALL_ROLES,
    STAFF,
    STAFF_AND_DISPLAY,
    STAFF_AND_KIOSK,
    check_queue_allowed,
    check_registration_members,
)
from walkin.api.state import IN_BATCH, delete_unused_files, get_app_state, get_caller
from walkin.api.uploads import discard_unless_kept, store_form_files
from walkin.model import etag
from walkin.model.address import API_PREFIX
from walkin.model.caller import Role
from walkin.model.errors import Refused
from walkin.model.lease import OfflineInput
from walkin.model.printer import PrintInput
from walkin.model.registration import (
    ACTIVE_STATUSES,
    Counter,
    FollowInput,
    Registration,
    RegistrationInput,
    Resource,
    Status,
    WritableStatus,
    parse_id,
)
from walkin.model.text import Name
from walkin.model.time import MINUTE_MS, ZonedTime, render_time
from walkin.store import queues
from walkin.store.access import oauth_tokens
from walkin.store.access.oauth_tokens import STREAM_TOKEN_TTL_MS
from walkin.store.queues import QueueState
from walkin.store.registrations import commands, desk_commands, queries
from walkin.store.registrations.registration_json import Serializer

router = Router(f"{API_PREFIX}/queues/{{queueId}}/registrations", "registrations")


class CallInput(Resource):
    """The optional body of ``POST next``."""

    counter: Counter | None = None


class StreamAddress(Resource):
    """The address of an event stream with its token, which opens it until ``expires``."""

    address: str
    expires: ZonedTime | None = None


_STREAM_ADDRESS = JsonBody(
    StreamAddress,
    {
        "address": "http://127.0.0.1:8323/api/2.3/queues/1/registrations/stream?streamToken=2f1Kq0Vv3cJm8ZpXw7sLdA",
        "expires": EXAMPLE_TIME,
    },
)
_REGISTRATION_INPUT = JsonBody(
    RegistrationInput,
    {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}, "language": "en"},
)
_OFFLINE_INPUT = JsonBody(
    OfflineInput,
    {
        "kiosk": "0f8e2b6c91d34a57b0c2d3e4f5a69788",
        "ticket": "A005",
        "day": "2026-11-25",
        "token": "2f1Kq0Vv3cJ",
        "taken": EXAMPLE_TIME,
        "registered": EXAMPLE_TIME,
        "language": "en",
    },
)
_CALL_INPUT = JsonBody(CallInput, {"counter": {"id": "1", "name": "Desk 1"}})
_PRINT_INPUT = JsonBody(PrintInput, {"printed": "yes"})
_FOLLOW_INPUT = JsonBody(FollowInput, {"queue": {"id": "2"}, "place": "original"})
_EXAMPLE_EVENT = (
    "id: 13-5f0c6b1d2a90-1795912800000\nevent: called\n"
    'data: {"revision":13,"registration":{"id":"57","ticket":"A042","status":"inProgress"}}\n\n'
)

_STATUS_PATTERN = "|".join(Status)
IfNoneMatch = Annotated[
    str | None, IN_HEADER, Field(max_length=1000, description="Entity tags: 304 if the response has one of them.")
]
IfMatch = Annotated[
    str | None, IN_HEADER, Field(max_length=1000, description="Entity tags: 412 if the registration has none of them.")
]
DeskQuery = Annotated[
    Name,
    Field(
        max_length=127, description="The desk that acts; it can undo the action for 10 minutes.", examples=["Desk 1"]
    ),
]
RegistrationId = Annotated[
    int, PathId("registrationId", "registrationNotFound"), Field(description="The registration.", examples=["1"])
]
Fields = Annotated[str | None, fields_query(Registration, "id,ticket,client.lastName")]


StatusQuery = Annotated[
    WritableStatus | None,
    Field(description="The status, as an alternative to the member `status` of the body.", examples=["inProgress"]),
]


def _parse_input(content: bytes, status: Status | None) -> RegistrationInput:
    """Parse the body. With a status in the query string the body may be empty, and may not have another status."""
    if status is None:
        return parse_body(content, RegistrationInput)
    registration_input = parse_body(content.strip() or b"{}", RegistrationInput)
    if registration_input.status not in (None, status):
        raise Refused("badRequest", "The status in the body is not the one in the address.")
    return registration_input.model_copy(update={"status": status})


@router.operation(
    "GET", "", "List registrations", roles=ALL_ROLES, response=REGISTRATION, is_list=True, headers=("ETag",)
)
async def list_registrations(
    queue_id: QueueId,
    request: Request,
    status: Annotated[
        str,
        Field(
            description=f"Comma-separated statuses out of {', '.join(Status)}.",
            json_schema_extra={"pattern": f"^({_STATUS_PATTERN})(,({_STATUS_PATTERN}))*$"},
            examples=["registered,inProgress"],
        ),
    ] = ",".join(ACTIVE_STATUSES),
    ticket: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z]{1,2}[0-9]{1,9}$",
            description="Only today's registration with this ticket.",
            examples=["A042"],
        ),
    ] = None,
    day: Annotated[
        Literal["today", "any"], Field(description="`today`: only registrations whose ticket is of today.")
    ] = "any",
    fields: Fields = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The registrations with the given statuses: waiting ones by rank, then the others by arrival.

    Registrations on hold (`parked`) or reserved for one desk (`reserved`) have the status registered and no rank.
    """
    app_state = get_app_state(request)
    statuses = [word.strip() for word in status.split(",") if word.strip()]
    if not statuses or not set(statuses) <= set(Status):
        raise Refused("badRequest", f"status takes {', '.join(Status)}, separated by commas.")
    field_mask = build_field_mask(fields, Registration)
    at = app_state.clock()
    if if_none_match is not None:
        list_etag = await app_state.store.read(
            lambda connection: _build_list_etag(connection, queues.get(connection, queue_id, at), at)
        )
        if etag.matches_if_none_match(if_none_match, list_etag):
            return not_modified_response(list_etag)
    base_url, include_personal = get_base_url(request), get_caller(request).can_see_personal_data

    def render(connection: Connection) -> tuple[bytes, str]:
        # In the reader's thread: thousands of rows would block the event loop.
        if ticket is None and day == "any":
            content, queue = app_state.list_cache.render(
                connection, queue_id, statuses, at, base_url, include_personal=include_personal
            )
        else:
            queue, registrations = queries.list_of_today(connection, queue_id, statuses, ticket, at, app_state.ranks)
            serializer = Serializer(
                queue, at, base_url, include_personal=include_personal, include_token=include_personal
            )
            content = serializer.render_list((serializer.render_stable(row), rank) for row, rank in registrations)
        return field_mask(content) if field_mask else content, _build_list_etag(connection, queue, at)

    content, list_etag = await app_state.store.read(render)
    return json_response(content, etag=list_etag)


def _build_list_etag(connection: Connection, queue: QueueState, at: int) -> str:
    # Its waits depend on the other queues, and are told in whole minutes.
    revisions = queues.sum_revisions(connection, queue.account_id)
    return f'W/"{queue.revision}.{revisions}-{queue.epoch}-{at // MINUTE_MS}"'


@router.operation(
    "POST",
    "",
    "Insert a registration",
    roles=STAFF_AND_KIOSK,
    request=_REGISTRATION_INPUT,
    response=REGISTRATION,
    status=201,
    errors=("clientNotFound", "queueClosed", "idempotencyMismatch", "transition"),
)
async def insert_registration(
    queue_id: QueueId,
    request: Request,
    status: StatusQuery = None,
    idempotency_key: Annotated[
        str | None,
        IN_HEADER,
        Field(max_length=255, description="Any text: a second request with the same key creates no second ticket."),
    ] = None,
) -> Response:
    """A new registration with the next ticket of the queue.

    `client` is a known client by its `id`, by its e-mail address or by its phone number, or a new one. A kiosk always
    creates a new one; staff see in `possibleClient` who it may be, and confirm that with `client.id`. The answers in
    `form` have to satisfy the queue's form; without `form` the questions were not asked. Answers to questions that are
    not asked are dropped and named in `notices`. With an `Idempotency-Key` the same body returns the same registration
    for 24 hours, another body 422.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    get_authenticator(request).count_insert(caller)
    content = await read_body(request, MAX_BODY_WITH_FILES_BYTES)
    registration_input = _parse_input(content, status)
    if registration_input.queue is not None and parse_id(registration_input.queue.id) != queue_id:
        raise Refused("badRequest", "The queue in the body is not the one in the address.")
    check_registration_members(caller, registration_input)
    registration_input, dropped = await store_form_files(app_state, queue_id, registration_input)
    has_key = idempotency_key is not None
    # The credential is part of it: a caller that guesses the key of another does not get the other's ticket.
    sent = f"{caller.credential_prefix}{status or ''}".encode() + content
    fingerprint = hashlib.sha256(sent).hexdigest() if has_key else ""
    at = app_state.clock()
    async with discard_unless_kept(app_state, registration_input):
        registration = await app_state.store.write(
            commands.register,
            queue_id,
            registration_input,
            at,
            idempotency_key=idempotency_key,
            fingerprint=fingerprint,
            created_by=caller.credential_prefix,
            may_match=caller.role is not Role.KIOSK,
        )
    return registration_response(request, registration, at, 201, notices=dropped + registration.notices)


@router.operation(
    "POST",
    "/offline",
    "Send a registration that a kiosk took offline",
    roles=STAFF_AND_KIOSK,
    request=_OFFLINE_INPUT,
    response=REGISTRATION,
    status=201,
    errors=("conflict",),
)
async def receive_offline(queue_id: QueueId, request: Request) -> Response:
    """A registration with a leased ticket (see `PUT /leases/{kioskId}`), taken while the server was away.

    It stands in the queue by the time of taking, `registered`, bounded by the time of the lease and the present; the
    member `offline` has the kiosk's own time and that of the receipt. It is accepted in a queue that was closed
    meanwhile; of one that was deleted it goes into the first other queue. Answers that do not fit the form any more are
    kept as they are (`offline.unchecked`). A number that this kiosk has not leased, or that somebody else has, is
    replaced by the next free one (`offline.ticket`). The same `token` with the same key returns the same registration
    for ever.
    """
    offline_input = await read_model(request, OfflineInput)
    registration_input = RegistrationInput(form=offline_input.form, client=offline_input.client)
    app_state, caller = get_app_state(request), get_caller(request)
    check_registration_members(caller, registration_input)
    at = app_state.clock()
    registration = await app_state.store.write(
        commands.register_offline, queue_id, offline_input, at, created_by=caller.credential_prefix
    )
    return registration_response(request, registration, at, 201)


@router.operation(
    "GET", "/next", "Show the next registration", roles=STAFF_AND_DISPLAY, response=REGISTRATION, errors=("queueEmpty",)
)
async def show_next(queue_id: QueueId, request: Request) -> Response:
    """The first waiting registration, which is not changed. 404 `queueEmpty` if none is waiting."""
    app_state = get_app_state(request)
    at = app_state.clock()
    return registration_response(request, await app_state.store.read(queries.peek_next, queue_id, at), at)


@router.operation(
    "POST",
    "/next",
    "Call the next registration",
    roles=STAFF,
    request=_CALL_INPUT,
    is_body_required=False,
    response=REGISTRATION,
    errors=("queueEmpty",),
)
async def call_next(queue_id: QueueId, request: Request) -> Response:
    """Call the first waiting registration to a desk, atomically: two requests never get the same one."""
    app_state = get_app_state(request)
    call_input = await read_optional_model(request, CallInput)
    at = app_state.clock()
    registration = await app_state.store.write(
        commands.call_next, queue_id, call_input.counter, at, called_by=get_caller(request).credential_prefix
    )
    return registration_response(request, registration, at)


@router.operation(
    "GET",
    "/stream",
    "Stream the changes",
    roles=ALL_ROLES,
    media={"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE_EVENT}},
)
async def follow_changes(
    queue_id: QueueId,
    request: Request,
    last_event_id: Annotated[
        str | None,
        IN_HEADER,
        Field(max_length=64, description="The id of the last event that the client has; 0 for all."),
    ] = None,
    streamToken: Annotated[  # noqa: N803 - read by the authenticator
        str | None, Field(max_length=200, description="A token of `POST …/stream`, for clients that send no headers.")
    ] = None,
) -> EventStreamResponse:
    """Server-sent events, one for each change.

    The first event is ``hello``, followed by the changes since ``Last-Event-ID``, or ``reset`` if there are too many or
    if it is an id of another history (a backup was restored, or another database serves now): then everything has to be
    loaded again. Both have the ids of the office and of its epoch. Without changes a comment is sent every 10 seconds.
    No personal data.
    """
    if IN_BATCH in request.scope:
        raise Refused("badRequest", "A batch cannot hold a stream, which has no end.")
    app_state = get_app_state(request)
    await app_state.store.read(queues.get, queue_id, app_state.clock())
    events = app_state.broadcaster.listen(queue_id, last_event_id)
    return EventStreamResponse(get_authenticator(request).stream_until_revoked(request, events))


@router.operation("POST", "/stream", "Make a token for the stream", roles=ALL_ROLES, response=_STREAM_ADDRESS)
async def issue_stream_token(queue_id: QueueId, request: Request) -> Response:
    """An address of this queue's stream for a browser's EventSource, which sends no headers.

    The token in it opens this stream and nothing else, for five minutes; a stream that is open goes on for a day, or
    until the key is revoked. An office without keys needs no token.
    """
    app_state, at = get_app_state(request), get_app_state(request).clock()
    await app_state.store.read(queues.get, queue_id, at)
    credential = get_credential(request)
    access_token = credential.token if credential is not None and credential.key is None else None
    token = await app_state.store.write(
        oauth_tokens.issue_stream_token, get_caller(request), access_token, queue_id, at
    )
    query = "" if token is None else f"?{STREAM_TOKEN_PARAMETER}={token}"
    stream_address = StreamAddress(
        address=f"{get_base_url(request)}/queues/{queue_id}/registrations/stream{query}",
        expires=None if token is None else ZonedTime.model_validate(render_time(at + STREAM_TOKEN_TTL_MS)),
    )
    return json_response(stream_address.to_wire())


@router.operation("GET", "/{registrationId:id}", "Get a registration", roles=ALL_ROLES, response=REGISTRATION)
async def get_registration(
    queue_id: QueueId,
    registration_id: RegistrationId,
    request: Request,
    fields: Fields = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """One registration, including a deleted one."""
    app_state = get_app_state(request)
    field_mask = build_field_mask(fields, Registration)
    at = app_state.clock()
    registration = await app_state.store.read(queries.get, queue_id, registration_id, at, app_state.ranks)
    return registration_response(request, registration, at, field_mask=field_mask, if_none_match=if_none_match)


_UPDATE_OPERATION: OperationDescription = {
    "request": _REGISTRATION_INPUT,
    "response": REGISTRATION,
    "errors": ("clientNotFound", "transition", "conflict", "reserved", "queueClosed", "preconditionFailed"),
}


@router.operation(
    "PATCH",
    "/{registrationId:id}",
    "Update a registration, as PUT does",
    roles=STAFF,
    operation_id="patchRegistration",
    **_UPDATE_OPERATION,
)
@router.operation("PUT", "/{registrationId:id}", "Update a registration", roles=STAFF, **_UPDATE_OPERATION)
async def update_registration(
    queue_id: QueueId,
    registration_id: RegistrationId,
    request: Request,
    status: StatusQuery = None,
    if_match: IfMatch = None,
    desk: DeskQuery = "",
) -> Response:
    """Merge the given members; absent members are not changed. Without a change the `revision` stays.

    Every `status` may follow every other; a second key that calls somebody who is called gets 409 `conflict`. Another
    `client.id` shows that client as its record has it. Another `queue.id` moves the registration to the end of that
    queue. `parked` puts it on hold (true) or back into the queue (false); `reserved` allows only one
    desk to call it (409 `reserved` for another). `place` is its new position: a number, `first`, `last`, `original` by
    the time of arrival, or `return` for a no-show, which is the second position for 30 minutes; a higher `priority`
    stays ahead. `outcome` is the result of the visit. Dates of the form are checked as on the day of arrival; what is
    not asked is dropped and named in `notices`.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    content = await read_body(request, MAX_BODY_WITH_FILES_BYTES)
    registration_input = _parse_input(content, status)
    check_body_id(registration_input.id, registration_id)
    target_id = queue_id if registration_input.queue is None else parse_id(registration_input.queue.id)
    check_queue_allowed(caller, target_id)
    registration_input, dropped = await store_form_files(
        app_state, target_id or queue_id, registration_input, registration_id
    )
    at = app_state.clock()
    async with discard_unless_kept(app_state, registration_input):
        registration = await app_state.store.write(
            commands.change,
            queue_id,
            registration_id,
            registration_input,
            at,
            if_match=if_match,
            desk=desk,
            called_by=caller.credential_prefix,
        )
    return registration_response(request, registration, at, notices=dropped + registration.notices)


@router.operation(
    "DELETE",
    "/{registrationId:id}",
    "Delete a registration",
    roles=STAFF_AND_KIOSK,
    errors=("preconditionFailed", "invalid"),
)
async def delete_registration(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, if_match: IfMatch = None, desk: DeskQuery = ""
) -> Response:
    """Remove it from the queue; it is kept with the status `deleted`. A second request gets 404."""
    app_state = get_app_state(request)
    at = app_state.clock()
    if await app_state.store.write(commands.remove, queue_id, registration_id, at, if_match=if_match, desk=desk):
        await delete_unused_files(app_state)
    return Response(status_code=204)


@router.operation(
    "POST",
    "/{registrationId:id}/recall",
    "Call again",
    roles=STAFF,
    response=REGISTRATION,
    errors=("transition", "invalid"),
)
async def recall(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, desk: DeskQuery = ""
) -> Response:
    """Call a registration in progress again, to the same desk."""
    app_state = get_app_state(request)
    at = app_state.clock()
    registration = await app_state.store.write(commands.recall, queue_id, registration_id, at, desk=desk)
    return registration_response(request, registration, at)


@router.operation(
    "POST",
    "/{registrationId:id}/print",
    "Record a print of the ticket",
    roles=STAFF_AND_KIOSK,
    request=_PRINT_INPUT,
    response=REGISTRATION,
    errors=("invalid",),
)
async def record_print(queue_id: QueueId, registration_id: RegistrationId, request: Request) -> Response:
    """Sent by the program that prints: `unknown` before it begins, then `yes` or `no` if it knows how it ended.

    `printed` and `printedAt` are of the last report; `printCount` counts the papers that have, or may have, come out. A
    ticket with a `printCount` is printed as a copy.
    """
    print_input = await read_model(request, PrintInput)
    app_state = get_app_state(request)
    at = app_state.clock()
    registration = await app_state.store.write(
        commands.record_print, queue_id, registration_id, print_input.printed, at
    )
    return registration_response(request, registration, at)


@router.operation(
    "POST",
    "/{registrationId:id}/next",
    "Continue with the next service",
    roles=STAFF,
    request=_FOLLOW_INPUT,
    response=REGISTRATION,
    status=201,
    errors=("transition", "queueClosed"),
)
async def follow_visit(
    queue_id: QueueId, registration_id: RegistrationId, request: Request, desk: DeskQuery = ""
) -> Response:
    """Finish this registration and create one in the next queue, with the same ticket and the same ticket page.

    Returns the new registration; its `follows` is this one.
    """
    app_state, caller = get_app_state(request), get_caller(request)
    body = await read_model(request, FollowInput)
    check_queue_allowed(caller, parse_id(body.queue.id))
    at = app_state.clock()
    result = await app_state.store.write(
        desk_commands.follow_up, queue_id, registration_id, body, at, desk=desk, created_by=caller.credential_prefix
    )
    return registration_response(request, result.registrations[-1], at, 201)
