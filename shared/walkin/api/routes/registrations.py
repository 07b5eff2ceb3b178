"""``/queues/{queueId}/registrations``: the operations of the reference, and the stream of changes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from walkin.api.http import request_body as body
from walkin.api.http.field_mask import projected, wanted
from walkin.api.http.path_params import InQueue, PathId
from walkin.api.http.responses import answer, base, one, unchanged
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.routes.files import filed
from walkin.api.security.permissions import check_members, check_queue
from walkin.api.state import caller, office, sweep
from walkin.model import etag as tag
from walkin.model.desk import FollowInput
from walkin.model.errors import Refused
from walkin.model.registration import ACTIVE, Counter, Registration, RegistrationInput, Resource, Status, row_id
from walkin.model.text import Name
from walkin.model.time import MINUTE
from walkin.store import queues
from walkin.store.registrations import commands as registrations
from walkin.store.registrations import desk_commands as visits
from walkin.store.registrations import queries as entries
from walkin.store.registrations.registration_json import Page

router = routes(f"{API}/queues/{{queueId}}/registrations", "registrations")

_MISSING = ("queueNotFound", "registrationNotFound")


class CallInput(Resource):
    """The optional body of ``POST next``."""

    counter: Counter | None = None


_EVENT = (
    'id: 13\nevent: called\ndata: {"revision":13,"registration":{"id":"57","ticket":"A042","status":"inProgress"}}\n\n'
)
_STATUSES = "|".join(Status)
Known = Annotated[str | None, Header(max_length=1000, description="Entity tags: 304 when the answer is one of them.")]
Match = Annotated[str | None, Header(max_length=1000, description="Entity tags: 412 when it is in another state.")]


AtDesk = Annotated[
    Name,
    Query(max_length=127, description="The desk that does it, and may undo it for 10 minutes.", examples=["Desk 1"]),
]


One = Annotated[
    int,
    PathId("registrationNotFound"),
    Path(alias="registrationId", description="The registration.", examples=["1"]),
]
Fields = Annotated[str | None, wanted(Registration, "id,ticket,client.lastName")]


@router.get(
    "",
    **documented(
        "List registrations", parts=True, gives=Registration, many=True, refuses=("queueNotFound",), headers=("ETag",)
    ),
)
async def list_registrations(
    queue: InQueue,
    request: Request,
    status: Annotated[
        str,
        Query(
            description=f"Comma-separated statuses out of {', '.join(Status)}.",
            json_schema_extra={"pattern": f"^({_STATUSES})(,({_STATUSES}))*$"},
            examples=["registered,inProgress"],
        ),
    ] = ",".join(ACTIVE),
    ticket: Annotated[
        str | None,
        Query(pattern=r"^[A-Za-z]{1,2}[0-9]{1,9}$", description="Only today's with this number.", examples=["A042"]),
    ] = None,
    fields: Fields = None,
    if_none_match: Known = None,
) -> Response:
    """The registrations with the given statuses: those who wait by rank, then the others by arrival.

    Those on hold (`parked`) and those that one desk only may call (`reserved`) are registered without a rank.
    """
    here = office(request)
    statuses = [word.strip() for word in status.split(",") if word.strip()]
    unknown = [word for word in statuses if word not in set(Status)]
    if unknown or not statuses:
        raise Refused("badRequest", f"status takes {', '.join(Status)}, separated by commas.")
    reduce = projected(fields, Registration)
    at = here.clock()
    if if_none_match is not None:
        state = await here.store.read(queues.get, queue, at)
        if tag.holds(if_none_match, _list_etag(state.revision, at)):
            return unchanged(_list_etag(state.revision, at))
    address, personal = base(request), caller(request).personal

    def render(connection: Connection) -> tuple[bytes, int]:
        # In the reader's thread: thousands of rows would hold up every other request here.
        if ticket is None:
            content, revision = here.lists.content(connection, queue, statuses, at, address, personal=personal)
        else:
            state, found = entries.of_ticket(connection, queue, statuses, ticket, at, here.ranks)
            content = Page(state, at, address, personal=personal, token=personal).many(found)
            revision = state.revision
        return reduce(content) if reduce else content, revision

    content, revision = await here.store.read(render)
    return answer(content, etag=_list_etag(revision, at))


def _list_etag(revision: int, at: int) -> str:
    # Waits are whole minutes, so a list is another one each minute.
    return f'W/"{revision}-{at // MINUTE}"'


@router.post(
    "",
    **documented(
        "Insert a registration",
        takes=RegistrationInput,
        gives=Registration,
        status=201,
        refuses=("queueNotFound", "clientNotFound", "queueClosed", "idempotencyMismatch", "transition"),
        headers=("Location", "ETag"),
    ),
)
async def insert_registration(
    queue: InQueue,
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
    here = office(request)
    content = await body.raw(request, body.LARGEST_WITH_FILES)
    given, asks = body.parsed(content, RegistrationInput), caller(request)
    check_members(asks, given)
    given = await filed(here, queue, given)
    at = here.clock()
    found = await here.store.write(
        registrations.register,
        queue,
        given,
        at,
        key=idempotency_key,
        # With the credential in it: nobody gets another one's ticket for having guessed its key.
        fingerprint=hashlib.sha256(asks.key.encode() + content).hexdigest() if idempotency_key is not None else "",
        by=asks.key,
    )
    location = f"{base(request)}/queues/{found.queue.id}/registrations/{found.entry.id}"
    return one(request, found, at, 201, location=location)


@router.get(
    "/next",
    **documented("Show who is next", gives=Registration, refuses=("queueNotFound", "queueEmpty"), headers=("ETag",)),
)
async def show_next(queue: InQueue, request: Request) -> Response:
    """The first of those who wait; nothing changes. 404 `queueEmpty` when nobody does."""
    here = office(request)
    at = here.clock()
    return one(request, await here.store.read(entries.first, queue, at), at)


@router.post(
    "/next",
    **documented(
        "Call the next one",
        takes=CallInput,
        required=False,
        gives=Registration,
        refuses=("queueNotFound", "queueEmpty"),
        headers=("ETag",),
    ),
)
async def call_next(queue: InQueue, request: Request) -> Response:
    """Call the first of those who wait to a desk, in one step: no two callers get the same one."""
    here = office(request)
    content = await body.raw(request)
    given = body.parsed(content, CallInput) if content.strip() else CallInput()
    at = here.clock()
    return one(request, await here.store.write(registrations.call_next, queue, given.counter, at), at)


@router.get(
    "/stream",
    name="follow_changes",
    response_class=StreamingResponse,
    **documented(
        "Follow the changes",
        media={"text/event-stream": {"schema": {"type": "string"}, "example": _EVENT}},
        refuses=("queueNotFound",),
    ),
)
async def stream(
    queue: InQueue,
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=20, description="The revision known already.")] = None,
) -> StreamingResponse:
    """Server-sent events, one for each change; ``id`` is the queue's revision.

    Begins with ``hello``, or after ``Last-Event-ID`` with what was missed; ``reset`` says that too much was missed and
    the list has to be loaded again. A comment comes every 5 seconds when nothing happens. No personal data.
    """
    here = office(request)
    await here.store.read(queues.get, queue, here.clock())
    last = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdecimal() else None
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    changes = request.app.state.access.stream(request, here.hub.listen(queue, last))
    return StreamingResponse(changes, headers=headers, media_type="text/event-stream")


@router.get(
    "/{registrationId:id}",
    **documented("Get a registration", parts=True, gives=Registration, refuses=_MISSING, headers=("ETag",)),
)
async def get_registration(
    queue: InQueue,
    registration: One,
    request: Request,
    fields: Fields = None,
    if_none_match: Known = None,
) -> Response:
    """One registration, also a deleted one."""
    here = office(request)
    reduce = projected(fields, Registration)
    at = here.clock()
    found = await here.store.read(entries.get, queue, registration, at, here.ranks)
    return one(request, found, at, reduce=reduce, known=if_none_match)


_UPDATE: dict[str, Any] = {
    "takes": RegistrationInput,
    "gives": Registration,
    "refuses": (
        *_MISSING,
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
    "/{registrationId:id}", name="patch_registration", **documented("Update a registration, as PUT does", **_UPDATE)
)
@router.put("/{registrationId:id}", **documented("Update a registration", **_UPDATE))
async def update_registration(
    queue: InQueue,
    registration: One,
    request: Request,
    if_match: Match = None,
    desk: AtDesk = "",
) -> Response:
    """Merge the given members; absent ones stay.

    `status` follows the rules of a visit (409 `transition`); another `queue.id` moves the registration to that queue,
    behind everybody there. `parked` puts one who waits or is at a desk on hold and, false, lets it wait again;
    `reserved` leaves it to one desk (409 `reserved` when another calls it). `place` is where it waits then: the n-th,
    `first`, `last`, `original` by the time of arrival, or `return` for a no-show, which is the second place for 30
    minutes; nobody gets before a higher `priority`. `outcome` is what came of the visit.
    """
    here = office(request)
    given = body.parsed(await body.raw(request, body.LARGEST_WITH_FILES), RegistrationInput)
    if given.id is not None and given.id != str(registration):
        raise Refused("badRequest", "The id in the body is not the one in the address.")
    if given.queue is not None:
        check_queue(caller(request), row_id(given.queue.id))
    given = await filed(here, queue, given)
    at = here.clock()
    changed = await here.store.write(registrations.change, queue, registration, given, at, match=if_match, desk=desk)
    return one(request, changed, at)


@router.delete(
    "/{registrationId:id}",
    **documented(
        "Delete a registration", status=204, refuses=(*_MISSING, "preconditionFailed", "invalid"), writes=True
    ),
)
async def delete_registration(
    queue: InQueue, registration: One, request: Request, if_match: Match = None, desk: AtDesk = ""
) -> Response:
    """It leaves the queue and keeps its row with status `deleted`. The second time it is not found."""
    here = office(request)
    at = here.clock()
    if await here.store.write(registrations.remove, queue, registration, at, match=if_match, desk=desk):
        await sweep(here)
    return Response(status_code=204)


@router.post(
    "/{registrationId:id}/recall",
    **documented(
        "Call again",
        gives=Registration,
        refuses=(*_MISSING, "transition", "invalid"),
        headers=("ETag",),
        writes=True,
    ),
)
async def recall(queue: InQueue, registration: One, request: Request, desk: AtDesk = "") -> Response:
    """Call the person in progress again, to the same desk."""
    here = office(request)
    at = here.clock()
    return one(request, await here.store.write(registrations.recall, queue, registration, at, desk=desk), at)


@router.post(
    "/{registrationId:id}/next",
    name="follow_visit",
    **documented(
        "Go on to the next service",
        takes=FollowInput,
        gives=Registration,
        status=201,
        refuses=(*_MISSING, "transition", "queueClosed"),
        headers=("Location", "ETag"),
    ),
)
async def follow_visit(queue: InQueue, registration: One, request: Request, desk: AtDesk = "") -> Response:
    """Finish this service and register the person for the next one, with the same ticket and the same page.

    Answers with the new registration; its `follows` is the one before.
    """
    here = office(request)
    given, asks = body.parsed(await body.raw(request), FollowInput), caller(request)
    check_queue(asks, row_id(given.queue.id))
    at = here.clock()
    done = await here.store.write(visits.follow, queue, registration, given, at, desk=desk, by=asks.key)
    found = done.changed[-1]
    location = f"{base(request)}/queues/{found.queue.id}/registrations/{found.entry.id}"
    return one(request, found, at, 201, location=location)
