"""``/queues/{queueId}/registrations``: the operations of the reference, and the stream of changes."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from shared.api import body
from shared.api.answers import answer, base, etag, rendered
from shared.api.files import filed
from shared.api.office import Office, office, sweep
from shared.model.errors import Refused
from shared.model.registration import ACTIVE, Counter, Registration, RegistrationInput, Resource, Status
from shared.model.time import MINUTE
from shared.store import entries, queues, registrations
from shared.store.entries import Found
from shared.store.rendering import Page

router = APIRouter(prefix="/queues/{queueId}/registrations", tags=["registrations"])

REGISTRATION = {"content": {"application/json": {"schema": Registration.model_json_schema(by_alias=True)}}}


def _takes(model: type[Resource], *, required: bool = True) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}}


class CallInput(Resource):
    """The optional body of ``POST next``."""

    counter: Counter | None = None


# Dependencies are `async` though they wait for nothing: plain ones each take a turn in a thread.
async def _queue(queueId: str) -> int:  # noqa: N803 - the path parameter's name in the contract
    return body.key(queueId, "queueNotFound")


async def _registration(registrationId: str) -> int:  # noqa: N803
    return body.key(registrationId, "registrationNotFound")


InQueue = Annotated[int, Depends(_queue)]
One = Annotated[int, Depends(_registration)]
In = Annotated[Office, Depends(office)]


@router.get("", summary="List registrations", responses={200: REGISTRATION})
async def list_registrations(
    queue: InQueue,
    request: Request,
    here: In,
    status: Annotated[str, Query(description="Comma-separated statuses.")] = ",".join(ACTIVE),
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The registrations with the given statuses: those who wait by rank, then the others by arrival."""
    statuses = [word.strip() for word in status.split(",") if word.strip()]
    unknown = [word for word in statuses if word not in set(Status)]
    if unknown or not statuses:
        raise Refused("badRequest", f"status takes {', '.join(Status)}, separated by commas.")
    at = here.clock()
    if if_none_match is not None:
        state = await here.store.read(queues.get, queue, at)
        if _list_etag(state.revision, at) in if_none_match:
            return Response(status_code=304, headers={"etag": _list_etag(state.revision, at)})
    address = base(request)

    def render(connection: Connection) -> tuple[bytes, int]:
        # In the reader's thread: thousands of rows would hold up every other request here.
        state, rows = entries.listed(connection, queue, statuses, at)
        return Page(state, at, address).many(rows), state.revision

    content, revision = await here.store.read(render)
    return answer(content, etag=_list_etag(revision, at))


def _list_etag(revision: int, at: int) -> str:
    # Waits are whole minutes, so a list is another one each minute.
    return f'W/"{revision}-{at // MINUTE}"'


@router.post("", status_code=201, summary="Insert a registration", openapi_extra=_takes(RegistrationInput))
async def insert_registration(
    queue: InQueue,
    request: Request,
    here: In,
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> Response:
    """A new registration with the next ticket of the queue.

    With an ``Idempotency-Key`` the same body gives the same registration for 24 hours, another body 422.
    """
    content = await body.raw(request, body.LARGEST_WITH_FILES)
    given = await filed(here, queue, body.parsed(content, RegistrationInput))
    at = here.clock()
    found = await here.store.write(
        registrations.register,
        queue,
        given,
        at,
        key=idempotency_key,
        fingerprint=hashlib.sha256(content).hexdigest() if idempotency_key is not None else "",
    )
    location = f"{base(request)}/queues/{found.queue.id}/registrations/{found.entry.id}"
    return answer(rendered(request, found, at), 201, location=location, etag=etag(found))


@router.get("/next", summary="Show who is next", responses={200: REGISTRATION})
async def show_next(queue: InQueue, request: Request, here: In) -> Response:
    """The first of those who wait; nothing changes. 404 ``queueEmpty`` when nobody does."""
    at = here.clock()
    return _one(request, await here.store.read(entries.first, queue, at), at)


@router.post(
    "/next", summary="Call the next one", openapi_extra=_takes(CallInput, required=False), responses={200: REGISTRATION}
)
async def call_next(queue: InQueue, request: Request, here: In) -> Response:
    """Call the first of those who wait to a desk, in one step: no two callers get the same one."""
    content = await body.raw(request)
    given = body.parsed(content, CallInput) if content.strip() else CallInput()
    at = here.clock()
    return _one(request, await here.store.write(registrations.call_next, queue, given.counter, at), at)


@router.get("/stream", summary="Follow the changes", response_class=StreamingResponse)
async def stream(
    queue: InQueue, here: In, last_event_id: Annotated[str | None, Header(max_length=20)] = None
) -> StreamingResponse:
    """Server-sent events, one for each change; ``id`` is the queue's revision.

    Begins with ``hello``, or after ``Last-Event-ID`` with what was missed; ``reset`` says that too much was missed and
    the list has to be loaded again. A comment comes every 5 seconds when nothing happens. No personal data.
    """
    await here.store.read(queues.get, queue, here.clock())
    last = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdecimal() else None
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(here.hub.listen(queue, last), headers=headers, media_type="text/event-stream")


@router.get("/{registrationId}", summary="Get a registration", responses={200: REGISTRATION})
async def get_registration(
    queue: InQueue,
    registration: One,
    request: Request,
    here: In,
) -> Response:
    """One registration, also a deleted one."""
    at = here.clock()
    return _one(request, await here.store.read(entries.get, queue, registration, at, here.ranks), at)


@router.put(
    "/{registrationId}",
    summary="Update a registration",
    openapi_extra=_takes(RegistrationInput),
    responses={200: REGISTRATION},
)
async def update_registration(
    queue: InQueue,
    registration: One,
    request: Request,
    here: In,
    if_match: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    """Merge the given members; absent ones stay. ``If-Match`` with another state's tag gives 412."""
    given = body.parsed(await body.raw(request, body.LARGEST_WITH_FILES), RegistrationInput)
    if given.id is not None and given.id != str(registration):
        raise Refused("badRequest", "The id in the body is not the one in the address.")
    given = await filed(here, queue, given)
    at = here.clock()
    changed = await here.store.write(registrations.change, queue, registration, given, at, match=if_match)
    return _one(request, changed, at)


@router.delete("/{registrationId}", status_code=204, summary="Delete a registration")
async def delete_registration(queue: InQueue, registration: One, here: In) -> Response:
    """The registration keeps its row with status ``deleted`` and leaves the queue."""
    if await here.store.write(registrations.remove, queue, registration, here.clock()):
        await sweep(here)
    return Response(status_code=204)


@router.post("/{registrationId}/recall", summary="Call again", responses={200: REGISTRATION})
async def recall(queue: InQueue, registration: One, request: Request, here: In) -> Response:
    """Call the person in progress again, to the same desk."""
    at = here.clock()
    return _one(request, await here.store.write(registrations.recall, queue, registration, at), at)


def _one(request: Request, found: Found, at: int) -> Response:
    return answer(rendered(request, found, at), etag=etag(found))
