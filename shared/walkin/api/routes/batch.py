"""``POST /batch``: several requests in one, each answered as if it had come alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

import orjson
from fastapi import Request
from fastapi.responses import Response
from pydantic import Field, model_validator
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

router = Router(API_PREFIX, "registrations")

MAX_REQUESTS = 50
NO_BATCH_IN_BATCH = "A batch cannot hold a batch."
MAX_RESPONSE_BYTES = 15 << 20
"""Bytes of the responses together from which the remaining requests are not sent."""

METHODS = {method: method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")} | {"UPDATE": "PUT"}
"""The reference names UPDATE among the methods."""

_FORWARDED_HEADERS = frozenset({b"authorization", b"authentication", b"apikey", b"token", b"host", b"accept-language"})
_REFERENCE = re.compile(r"\$\{result=([^:}]{1,100}):([^}]{1,256})\}")


class BatchRequest(Resource):
    """A request of a batch; ``${result=name:$.id}`` in path and body is a value of an earlier response (JSONPath)."""

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
    """The requests, which are sent in this order."""

    requests: list[BatchRequest] = Field(max_length=MAX_REQUESTS)


class BatchResponse(Resource):
    """The response to one request; ``response`` is the same as ``body``, the reference names both."""

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

    A request that fails does not stop the others, but for those that refer to its result; nothing is taken back. A
    batch has at most 50 requests, and none of them is a batch or a stream.
    """
    if IN_BATCH in request.scope:
        raise Refused("badRequest", NO_BATCH_IN_BATCH)
    requests = (await read_model(request, BatchInput, MAX_BODY_WITH_FILES_BYTES)).requests
    if problems := list(_find_problems(requests)):
        raise Refused("invalid", fields=problems)
    results: dict[str, object] = {}
    responses: list[dict[str, object]] = []
    size = 0
    for index, item in enumerate(requests):
        path = item.path
        try:
            if size > MAX_RESPONSE_BYTES:
                raise Refused("tooLarge", "The responses before this one are too large together.")
            path = _fill_path(item.path, results)
            status, content = await _send(request, index, METHODS[item.method.upper()], path, _fill(item.body, results))
            size += len(content)
        except Refused as refused:
            error = {"code": refused.status, "reason": refused.reason, "message": str(refused)}
            status, content = refused.status, orjson.dumps({"error": error})
        body = _parse_json(content)
        if item.name is not None and status < 400:
            results[item.name] = body
        response = {"name": item.name, "path": path, "method": item.method, "status": status}
        responses.append(drop_absent({**response, "body": body, "response": body}))
    return json_response({"responses": responses})


def _find_problems(requests: Sequence[BatchRequest]) -> Iterator[FieldProblem]:
    names: set[str] = set()
    for index, item in enumerate(requests):
        if item.method.upper() not in METHODS:
            yield FieldProblem(f"requests.{index}.method", "member", message=f"is one of {', '.join(METHODS)}")
        if not item.path.startswith("/api/"):
            yield FieldProblem(f"requests.{index}.path", "member", message=f"begins with {API_PREFIX}/ or /api/2.0/")
        if item.name is not None and item.name in names:
            yield FieldProblem(f"requests.{index}.name", "member", message="is the name of an earlier request")
        names.add(item.name or "")


def _fill_path(path: str, results: Mapping[str, object]) -> str:
    def quote_value(match: re.Match[str]) -> str:
        value = _find_value(match, results)
        return quote(value if isinstance(value, str) else orjson.dumps(value).decode(), safe="")

    return _REFERENCE.sub(quote_value, path)


def _fill(node: object, results: Mapping[str, object]) -> object:
    """Insert values into a body: a text that is one reference becomes the value itself, others stay texts."""
    if isinstance(node, dict):
        return {name: _fill(value, results) for name, value in node.items()}
    if isinstance(node, list):
        return [_fill(value, results) for value in node]
    if not isinstance(node, str) or "${result=" not in node:
        return node
    if whole := _REFERENCE.fullmatch(node):
        return _find_value(whole, results)

    def to_text(match: re.Match[str]) -> str:
        value = _find_value(match, results)
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    return _REFERENCE.sub(to_text, node)


def _find_value(match: re.Match[str], results: Mapping[str, object]) -> object:
    """Return the value that a reference selects. Raises Refused (badRequest) if there is none, or several."""
    # Imported here because JSONPath takes a tenth of a second to import, which most offices never need.
    from walkin.watch.jsonpath import ExpressionError, JsonPath

    name, expression = match.groups()
    result = results.get(name)
    if not isinstance(result, dict):
        raise Refused("badRequest", f"There is no result of {name}: no earlier request of this name succeeded.")
    try:
        values = JsonPath(expression.strip()).select(result)
    except ExpressionError as error:
        raise Refused("badRequest", str(error)) from None
    if len(values) != 1:
        raise Refused("badRequest", f"{expression} selects {len(values) or 'no'} values of the result of {name}.")
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

    try:
        await request.app(scope, receive, send)
    except Exception:
        # The application has logged it and answered 500.
        if not pieces:
            raise
    return status, b"".join(pieces)


def _parse_json(content: bytes) -> object:
    if not content:
        return None
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content.decode("utf-8", "replace")
