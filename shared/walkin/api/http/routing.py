"""The table of the API's operations: each is declared with the roles that may use it, and found by path and method.

Bodies are read by ``http.request_body``, parameters by ``http.parameters``; responses are built by ``http.responses``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, NamedTuple, TypeVar, Unpack

from pydantic.alias_generators import to_camel
from starlette.convertors import Convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import Message, Receive, Scope, Send

from walkin.api.http.errors import answer_error, error_response
from walkin.api.http.parameters import Endpoint, Parameters
from walkin.api.middleware.paths import ENCODED_SLASH, STREAM_SUFFIX
from walkin.api.openapi.operations import OperationDescription
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC, LimitedKeys, Roles, authorize
from walkin.model.errors import Refused

DecoratedEndpoint = TypeVar("DecoratedEndpoint", bound=Endpoint)

MAX_CACHED_PATHS = 4_096


class Operation:
    """An operation of the API: a method of a path, with an endpoint for callers with one of ``roles``.

    The endpoint takes the request and single parameters of the path, the query and the headers, and returns a Response.
    """

    def __init__(
        self,
        method: str,
        path: str,
        endpoint: Endpoint,
        *,
        name: str,
        roles: Roles,
        limited_keys: LimitedKeys | None,
        other_parameters: Collection[str] | None,
        tag: str,
        summary: str,
        operation_id: str,
        description: OperationDescription,
    ) -> None:
        if not roles:
            raise TypeError(f"{path} names no roles")
        if roles != PUBLIC and "{queueId}" not in path and limited_keys is None:
            raise TypeError(f"{path} does not say what a key for some queues may do (limited_keys)")
        self.method = method
        self.path = path
        self.endpoint = endpoint
        self.name = name
        self.roles = roles
        self.tag = tag
        self.summary = summary
        self.operation_id = operation_id
        self.description = description
        self._limited_keys = limited_keys
        self._other_parameters = other_parameters
        self._fixed_start = path.partition("{")[0]

    @property
    def is_public(self) -> bool:
        return self.roles == PUBLIC

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], str, dict[str, Convertor[Any]]]:
        return compile_path(self.path)

    @property
    def path_format(self) -> str:
        return self._compiled[1]

    def match(self, path: str) -> dict[str, object] | None:
        """Return the parameters in a path, None if it is not a path of this operation."""
        if not path.startswith(self._fixed_start):
            return None
        regex, _, convertors = self._compiled
        found = regex.match(path)
        if found is None:
            return None
        return {name: convertors[name].convert(text) for name, text in found.groupdict().items()}

    @cached_property
    def parameters(self) -> Parameters:
        """Built at the first request: most processes use few operations."""
        return Parameters(self.endpoint, self._compiled[2], self._other_parameters)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response: Response | None = None
        try:
            with get_authenticator(request).count_at_once(request):
                response = await self._authorize_and_run(request)
                await response(scope, receive, send)
        except Exception as error:
            if response is not None:
                # It may have started.
                raise
            await answer_error(request, error)(scope, receive, send)

    async def _authorize_and_run(self, request: Request) -> Response:
        if any(ENCODED_SLASH in str(text) for text in request.path_params.values()):
            # Only the names of desks have slashes: their convertor has decoded them.
            raise Refused("notFound")
        await authorize(request, self.name, self.roles, self._limited_keys)
        return await self.endpoint(**self.parameters.parse(request))


class _Match(NamedTuple):
    operation: Operation
    path_params: dict[str, object]


class OperationTable:
    """The ASGI application that runs the operation of a request, and answers HEAD and OPTIONS of every path.

    A module is imported when no module before it has the path of a request: most processes need three of them. All
    operations of a path have to be in one module.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        """``modules``: names of modules that have a `router`, ordered by how often requests need them."""
        self._modules = modules
        # The paths that kiosks and desks use are few.
        self._find_by_method = lru_cache(MAX_CACHED_PATHS)(self._match)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        method = scope["method"]
        if method == "HEAD":
            scope, send = {**scope, "method": "GET"}, _drop_body(send)
        matches = self._find_by_method(scope["path"])
        match = matches.get(method)
        if match is None:
            return _answer_other_method(method, matches, scope, receive, send)
        scope["path_params"] = match.path_params
        return match.operation(scope, receive, send)

    def iter_operations(self) -> Iterator[Sequence[Operation]]:
        """Yield the operations of each module, importing it if it was not needed before."""
        for module in self._modules:
            yield import_module(module).router.operations

    def _match(self, path: str) -> dict[str, _Match]:
        """Find the operations of a path by method."""
        matches: dict[str, _Match] = {}
        for operations in self.iter_operations():
            for operation in operations:
                if operation.method not in matches and (found := operation.match(path)) is not None:
                    matches[operation.method] = _Match(operation, found)
            if matches:
                break
        if "GET" in matches and not path.endswith(STREAM_SUFFIX):
            matches["HEAD"] = matches["GET"]
        return matches


def _answer_other_method(
    method: str, matches: dict[str, _Match], scope: Scope, receive: Receive, send: Send
) -> Awaitable[None]:
    allow = {"allow": ", ".join(sorted({*matches, "OPTIONS"}))}
    if not matches:
        response = error_response(Request(scope), Refused("notFound"))
    elif method == "OPTIONS":
        response = Response(status_code=204, headers=allow)
    else:
        response = error_response(Request(scope), Refused("methodNotAllowed"), allow)
    return response(scope, receive, send)


def _drop_body(send: Send) -> Send:
    """Return an ASGI ``send`` that sends the head of a response only."""

    async def send_without_body(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        if message["type"] != "http.response.pathsend":
            await send(message)

    return send_without_body


class Router:
    """Declares the operations of one subject, whose paths begin with ``prefix``.

        router = Router("/api/2.3/things", "things")

        @router.operation("GET", "/{thingId}", "Get a thing", roles=STAFF, response=THING)
        async def get_thing(thing_id: ThingId, request: Request) -> Response:
            "What the OpenAPI document says of it."

    An operation without a summary is not in the document.
    """

    def __init__(self, prefix: str, tag: str = "") -> None:
        self._prefix = prefix
        self._tag = tag
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        path: str,
        summary: str = "",
        *,
        roles: Roles,
        limited_keys: LimitedKeys | None = None,
        name: str | None = None,
        operation_id: str | None = None,
        other_parameters: Collection[str] | None = (),
        **description: Unpack[OperationDescription],
    ) -> Callable[[DecoratedEndpoint], DecoratedEndpoint]:
        """Register the decorated function for ``method`` and ``path``.

        The error reasons of the ids in the path are described by themselves. ``limited_keys`` is required for an
        operation without a queue in its path.

        ``name`` is what the audit log calls the operation, by default the function's name: entries that are stored
        have to stay readable, so a function that is renamed keeps its old name here. The ``operationId`` is ``name`` in
        camel case unless it is given. ``other_parameters`` are query parameters that the function does not name; None
        if it checks them itself.
        """

        def add_operation(endpoint: DecoratedEndpoint) -> DecoratedEndpoint:
            audit_name = name or endpoint.__name__
            self.operations.append(
                Operation(
                    method,
                    self._prefix + path,
                    endpoint,
                    name=audit_name,
                    roles=roles,
                    limited_keys=limited_keys,
                    other_parameters=other_parameters,
                    tag=self._tag,
                    summary=summary,
                    operation_id=operation_id or to_camel(audit_name),
                    description=description,
                )
            )
            return endpoint

        return add_operation
