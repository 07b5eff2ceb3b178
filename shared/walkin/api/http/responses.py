"""Build JSON responses for registrations and queues."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from walkin.api.state import get_caller
from walkin.languages import Words, choose_language
from walkin.model.address import API_VERSION
from walkin.model.caller import Role
from walkin.model.errors import FieldProblem
from walkin.model.etag import build_etag, matches_if_none_match
from walkin.model.queue import Queue
from walkin.model.text import STORED
from walkin.store.queues import QueueState
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.registration_json import Serializer, build_wait_members

JSON_MEDIA_TYPE = "application/json"


def get_base_url(request: Request) -> str:
    """Return the API's address in the version that the client speaks: ``http://host/api/2.3``."""
    scope = request.scope
    host, version = request.headers.get("host"), scope.get("walkin.version", API_VERSION)
    return _build_base_url(scope["scheme"], host, scope["server"], scope.get("root_path", ""), version)


@lru_cache(maxsize=256)
def _build_base_url(
    scheme: str, host: str | None, server: tuple[str, int | None] | None, root_path: str, version: str
) -> str:
    scope = {
        "type": "http",
        "scheme": scheme,
        "server": server,
        "root_path": root_path,
        "path": "/",
        "headers": [] if host is None else [(b"host", host.encode("latin-1"))],
    }
    return f"{str(Request(scope).base_url).rstrip('/')}/api/{version}"


def choose_api_words(request: Request) -> Words:
    """Return the texts in the best language of Accept-Language; unlike pages, not only the office's languages."""
    return Words(choose_language(request.headers.get("accept-language")))


def json_response(
    content: object, status: int = 200, *, field_mask: Callable[[bytes], bytes] | None = None, **headers: str
) -> Response:
    """Build an uncacheable JSON response. ``content`` is JSON as bytes, or a value to serialize."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    all_headers = {"cache-control": "no-store", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Response(body if field_mask is None else field_mask(body), status, all_headers, JSON_MEDIA_TYPE)


def registration_response(
    request: Request,
    registration: RankedRegistration,
    at: int,
    status: int = 200,
    *,
    field_mask: Callable[[bytes], bytes] | None = None,
    if_none_match: str | None = None,
    notices: Sequence[FieldProblem] = (),
) -> Response:
    """Build the response with one registration and its ``ETag``; 201 adds ``Location``, a matching ETag gives 304."""
    content = render_registration(request, registration, at).encode()
    if field_mask is not None:
        content = field_mask(content)
    revision_etag = build_etag(registration.queue.id, registration.registration.revision, registration.queue.epoch)
    etag = f'{revision_etag[:-1]}.{blake2b(content, digest_size=8).hexdigest()}"'
    if if_none_match is not None and matches_if_none_match(if_none_match, etag):
        return not_modified_response(etag)
    if notices:
        # They belong to this response, not to the registration: the ETag does not cover them.
        content = (
            content[:-1] + b',"notices":' + orjson.dumps(render_problems(notices, choose_api_words(request))) + b"}"
        )
    if status != 201:
        return json_response(content, status, etag=etag)
    path = f"/queues/{registration.queue.id}/registrations/{registration.registration.id}"
    return json_response(content, status, etag=etag, location=get_base_url(request) + path)


def render_problems(problems: Iterable[FieldProblem], words: Words) -> list[dict[str, str]]:
    return [{"id": problem.id, "code": problem.code, "message": words.format_problem(problem)} for problem in problems]


class EventStreamResponse(StreamingResponse):
    """A response of server-sent events; ``X-Accel-Buffering`` has nginx pass each event on at once.

    `walkin serve` and the embedded client cancel it when the client disconnects; with other servers Starlette waits for
    that in a task of its own for each response.
    """

    def __init__(self, events: AsyncGenerator[bytes]) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(events, headers=headers, media_type="text/event-stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (run_until_disconnected := scope.get("walkin.run_until_disconnected")) is not None:
            await run_until_disconnected(self.stream_response(send))
        else:
            await super().__call__(scope, receive, send)


def render_registration(request: Request, registration: RankedRegistration, at: int) -> str:
    """Render the registration as JSON, with the members that the caller may see."""
    caller = get_caller(request)
    serializer = Serializer(
        registration.queue,
        at,
        get_base_url(request),
        include_personal=caller.can_see_personal_data,
        include_token=caller.role is not Role.DISPLAY,
    )
    return serializer.render(registration.registration, registration.rank)


def render_registrations(request: Request, registrations: Iterable[RankedRegistration], at: int) -> str:
    return f"[{','.join(render_registration(request, registration, at) for registration in registrations)}]"


def not_modified_response(etag: str) -> Response:
    return Response(status_code=304, headers={"etag": etag, "cache-control": "no-store"})


def drop_absent(members: Mapping[str, object]) -> dict[str, object]:
    """Return the members whose value is not None: absent members are left out of a resource."""
    return {name: value for name, value in members.items() if value is not None}


def translate_queue(state: QueueState, language: str) -> Queue:
    """Build the queue in a language, without its form, which `forms.get_definitions` has parsed."""
    return Queue.model_validate(render_queue(state) | {"form": []}, context=STORED).translate(language)


def render_queue(state: QueueState, language: str = "en") -> dict[str, object]:
    """Render the Queue resource, with value lists in a language and the wait of a client who takes a ticket now."""
    return (
        state.wire(language)
        | build_wait_members(state.wait_estimate, state.waiting)
        | {"visits": len(state.service_rate.services)}
    )
