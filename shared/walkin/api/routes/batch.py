"""``POST /batch``: several requests in one, each answered as if it had come alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

import orjson
from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Scope

from walkin.api.http.request_body import MAX_BODY_WITH_FILES_BYTES, read_model
from walkin.api.http.responses import drop_absent, json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ALL_ROLES
from walkin.api.state import IN_BATCH
from walkin.model.address import API_PREFIX
from walkin.model.errors import FieldProblem, Refused
from walkin.model.registration import Resource
from walkin.model.v20 import V20_PREFIX

router = Router(API_PREFIX, "registrations")

MAX_REQUESTS = 50
NO_BATCH_IN_BATCH = "A batch cannot hold a batch."
MAX_RESPONSE_BYTES = 15 << 20
"""Total size of the responses above which the remaining requests are refused."""

MAX_INSERTED_BYTES = MAX_BODY_WITH_FILES_BYTES
MIN_INSERTED_BYTES = 1_000
"""Total size of the values that references insert, and the size that each one counts besides its own."""

METHODS = {method: method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")} | {"UPDATE": "PUT"}
"""The reference names UPDATE among the methods."""

_FORWARDED_HEADERS = frozenset({b"authorization", b"authentication", b"apikey", b"token", b"host", b"accept-language"})
_REFERENCE = re.compile(r"\$\{result=(?:([^:}]{1,100}):([^}]{1,256})\})?")
"""A reference, or the beginning of one that is not written right."""


class BatchRequest(Resource):
    """One request. Path and body may refer to an earlier response by its name: ``${result=name:$.id}`` (JSONPath)."""

    path: str
    method: str
    name: str | None = None
    body: Any = None

    @model_validator(mode="before")
    @classmethod
    def _refuse_batch(cls, data: object) -> object:
        if isinstance(data, dict) and "requests" in data:
            raise Refused("badRequest", NO_BATCH_IN_BATCH)
        return data


class BatchInput(Resource):
    """Up to 50 requests, which run in the given order."""

    requests: list[BatchRequest] = Field(max_length=MAX_REQUESTS)


class BatchResponse(Resource):
    """The response to one request. The reference names its content ``body`` and ``response``: both are the same."""

    path: str
    method: str
    status: int
    name: str | None = None
    body: Any = None
    response: Any = None


class BatchResult(Resource):
    """The responses, in the order of the requests."""

    responses: list[BatchResponse]


_BATCH_INPUT = JsonBody(
    BatchInput,
    {
        "requests": [
            {"name": "ticket", "path": f"{API_PREFIX}/queues/1/registrations", "method": "POST", "body": {}},
            {"path": f"{API_PREFIX}/queues/1/registrations/${{result=ticket:$.id}}", "method": "GET"},
        ]
    },
)
_BATCH_RESULT = JsonBody(
    BatchResult,
    {
        "responses": [
            {
                "name": "ticket",
                "path": f"{API_PREFIX}/queues/1/registrations",
                "method": "POST",
                "status": 201,
                "body": {"id": "57"},
                "response": {"id": "57"},
            }
        ]
    },
)


@router.operation(
    "POST",
    "/batch",
    "Send several requests",
    roles=ALL_ROLES,
    limited_keys="restricted",
    request=_BATCH_INPUT,
    response=_BATCH_RESULT,
)
async def send_batch(request: Request) -> Response:
    """Run the requests one after the other, each with the key of the batch, and return their responses.

    A request that fails stops only those that refer to its result, and undoes nothing. A batch has at most 50
    requests; batches and streams are not allowed in it.
    """
    if IN_BATCH in request.scope:
        raise Refused("badRequest", NO_BATCH_IN_BATCH)
    requests = (await read_model(request, BatchInput, MAX_BODY_WITH_FILES_BYTES)).requests
    if problems := list(_find_problems(requests)):
        raise Refused("invalid", fields=problems)
    results = _Results()
    responses: list[dict[str, object]] = []
    size = 0
    for index, item in enumerate(requests):
        path = item.path
        try:
            if size > MAX_RESPONSE_BYTES:
                raise Refused("tooLarge", "The responses so far are too large in total.")
            path, request_body = results.fill_path(item.path), results.fill(item.body)
            status, content = await _send(request, index, METHODS[item.method.upper()], path, request_body)
            size += len(content)
        except Refused as refused:
            error = {"code": refused.status, "reason": refused.reason, "message": str(refused)}
            status, content = refused.status, orjson.dumps({"error": error})
        body = _parse_json(content)
        if item.name is not None and status < 400:
            results.add(item.name, body)
        response = {"name": item.name, "path": path, "method": item.method, "status": status}
        responses.append(drop_absent({**response, "body": body, "response": body}))
    return json_response({"responses": responses})


def _find_problems(requests: Sequence[BatchRequest]) -> Iterator[FieldProblem]:
    names: set[str | None] = set()
    for index, item in enumerate(requests):
        if item.method.upper() not in METHODS:
            yield FieldProblem(f"requests.{index}.method", "member", message=f"is one of {', '.join(METHODS)}")
        if not item.path.startswith("/api/"):
            message = f"begins with {API_PREFIX}/ or {V20_PREFIX}/"
            yield FieldProblem(f"requests.{index}.path", "member", message=message)
        if item.name is not None and item.name in names:
            yield FieldProblem(f"requests.{index}.name", "member", message="is the name of an earlier request")
        names.add(item.name)


class _Results:
    """The results of the named requests, which later requests refer to."""

    def __init__(self) -> None:
        self._by_name: dict[str, object] = {}
        self._inserted_bytes = 0

    def add(self, name: str, result: object) -> None:
        self._by_name[name] = result

    def fill_path(self, path: str) -> str:
        return _REFERENCE.sub(lambda match: quote(self._find_text(match), safe=""), path)

    def fill(self, node: object) -> object:
        """Replace references in a body: a text that is nothing but a reference becomes the value with its JSON type."""
        if isinstance(node, dict):
            return {name: self.fill(value) for name, value in node.items()}
        if isinstance(node, list):
            return [self.fill(value) for value in node]
        if not isinstance(node, str):
            return node
        if whole := _REFERENCE.fullmatch(node):
            return self._find_value(whole)
        return _REFERENCE.sub(self._find_text, node)

    def _find_text(self, match: re.Match[str]) -> str:
        value = self._find_value(match)
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    def _find_value(self, match: re.Match[str]) -> object:
        """Return the value that a reference selects. Raises Refused (badRequest, tooLarge)."""
        # Imported here because JSONPath takes a tenth of a second to import, which most offices never need.
        from walkin.watch.jsonpath import ExpressionError, JsonPath

        name, expression = match.groups()
        if name is None:
            raise Refused("badRequest", "A reference is written like ${result=name:$.id}.")
        result = self._by_name.get(name)
        if not isinstance(result, dict):
            raise Refused("badRequest", f"There is no result of {name}: no earlier request of this name returned one.")
        try:
            path = JsonPath(expression.strip())
            # Filters and wildcards may take any time.
            if not path.is_singular:
                raise Refused("badRequest", f"{expression} has more than names and indexes, as in $.items[0].id.")
            values = path.select(result)
        except ExpressionError as error:
            raise Refused("badRequest", str(error)) from None
        if not values:
            raise Refused("badRequest", f"{expression} selects nothing in the result of {name}.")
        self._inserted_bytes += MIN_INSERTED_BYTES + len(orjson.dumps(values[0]))
        if self._inserted_bytes > MAX_INSERTED_BYTES:
            raise Refused("tooLarge", "The batch inserts too many or too large values.")
        return values[0]


async def _send(request: Request, index: int, method: str, address: str, body: object) -> tuple[int, bytes]:
    """Run one request through the whole application; return its status and content."""
    path, _, query = address.partition("?")
    headers = [(name, value) for name, value in request.scope["headers"] if name in _FORWARDED_HEADERS]
    if key := request.headers.get("idempotency-key"):
        headers.append((b"idempotency-key", f"{key[:240]}/{index}".encode("latin-1")))
    content = b"" if body is None else body.encode() if isinstance(body, str) else orjson.dumps(body)
    if content:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    kept = ("type", "asgi", "http_version", "scheme", "server", "client", "root_path")
    scope: Scope = {
        **{name: request.scope[name] for name in kept if name in request.scope},
        "method": method,
        "path": unquote(path),
        "raw_path": quote(path, safe="/%:@!$&'()*+,;=~").encode(),
        "query_string": quote(query, safe="=&%+,;:/?@!$'()*~").encode(),
        "headers": headers,
        IN_BATCH: True,
    }
    status, pieces = 500, []
    has_read = False

    async def receive() -> Message:
        nonlocal has_read
        if has_read:
            return {"type": "http.disconnect"}
        has_read = True
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))

    await request.app(scope, receive, send)
    return status, b"".join(pieces)


def _parse_json(content: bytes) -> object:
    if not content:
        return None
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content.decode("utf-8", "replace")
