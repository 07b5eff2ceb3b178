"""The router of the API: every operation is declared with the roles that may use it.

FastAPI describes the operations and Starlette serves them. Of FastAPI's route only the analysis of the function's
signature is kept: it gives the parameters of the OpenAPI document and a validator for each. Its request handler also
resolves bodies, dependencies and response models, which no operation here has, and took longer than everything else in
the event loop; ``AuthorizedRoute`` replaces it. Bodies are read by ``http.request_body``, responses are built by
``http.responses``. The parts of FastAPI that are overridden are private: tests/unit/test_private_parts.py probes them,
and pyproject.toml bounds the versions.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar, Unpack, get_args, get_type_hints

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from walkin.api.http.path_params import PathId
from walkin.api.middleware.paths import ENCODED_SLASH
from walkin.api.openapi.operations import OperationDescription, describe_operation
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import PUBLIC, LimitedKeys, Roles, authorize
from walkin.model.errors import Refused

Endpoint = TypeVar("Endpoint", bound=Callable[..., Awaitable[Response]])


class _Parameter(NamedTuple):
    """One parameter of an endpoint: its name there and in the request, and the validator of its text."""

    name: str
    alias: str
    validate: Callable[..., tuple[object, list[dict[str, Any]]]]
    is_required: bool
    default: object


class AuthorizedRoute(APIRoute):
    """A route whose endpoint runs only for callers with one of ``roles``.

    The endpoint takes the request and single parameters of the path, the query and the headers, and returns a Response.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Awaitable[Response]],
        *,
        roles: Roles,
        limited_keys: LimitedKeys | None = None,
        other_parameters: Collection[str] | None = (),
        **options: Any,
    ) -> None:
        if not roles:
            raise TypeError(f"{path} names no roles")
        if roles != PUBLIC and "{queueId}" not in path and limited_keys is None:
            raise TypeError(f"{path} does not say what a key for some queues may do (limited_keys)")
        super().__init__(path, endpoint, **options)
        self.roles = roles
        self.limited_keys = limited_keys
        self._other_parameters = other_parameters
        self._request_name = self.dependant.request_param_name
        self._path_parameters, self._query_parameters, self._header_parameters = (
            [_Parameter(f.name, f.alias, f.validate, f.field_info.is_required(), f.default) for f in fields]
            for fields in (self.dependant.path_params, self.dependant.query_params, self.dependant.header_params)
        )
        self.app = self._authorize_and_run

    async def _authorize_and_run(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        if any(ENCODED_SLASH in str(text) for text in request.path_params.values()):
            # Only the names of desks have slashes: their convertor has decoded them.
            raise Refused("notFound")
        with get_authenticator(request).count_at_once(request):
            await authorize(request, self.name, self.roles, self.limited_keys)
            response = await self.endpoint(**self._parse_arguments(request))
            await response(scope, receive, send)

    def _parse_arguments(self, request: Request) -> dict[str, object]:
        """Parse path, query and header parameters into keyword arguments. Raises RequestValidationError."""
        arguments: dict[str, object] = {self._request_name: request} if self._request_name else {}
        problems = _parse_parameters(self._path_parameters, "path", request.path_params, arguments)
        texts = read_query(request, [parameter.alias for parameter in self._query_parameters], self._other_parameters)
        problems += _parse_parameters(self._query_parameters, "query", texts, arguments)
        if self._header_parameters:
            problems += _parse_parameters(self._header_parameters, "header", request.headers, arguments)
        if problems:
            raise RequestValidationError(problems)
        return arguments


def _parse_parameters(
    parameters: Iterable[_Parameter], location: str, texts: Mapping[str, str], arguments: dict[str, object]
) -> list[dict[str, Any]]:
    """Add the parameters' values to ``arguments`` and return pydantic's errors."""
    problems: list[dict[str, Any]] = []
    for parameter in parameters:
        text = texts.get(parameter.alias)
        if text is not None or parameter.is_required:
            value, errors = parameter.validate(text, loc=(location, parameter.alias))
            arguments[parameter.name] = value
            problems += errors
        else:
            arguments[parameter.name] = parameter.default
    return problems


KNOWN_PARAMETERS = frozenset({"apikey", "token", "access_token", "_"})
"""Query parameters that every operation accepts, in any letter case: credentials, and ``_``, which prevents caching."""

LIST_PARAMETERS = frozenset({"status", "fields"})
"""Query parameters that are lists. Repeated ones, also as ``status[]``, are joined by commas."""


def read_query(
    request: Request, parameters: Collection[str], other_parameters: Collection[str] | None = ()
) -> dict[str, str]:
    """Read ``parameters``, in any letter case, from the query string; empty ones count as absent.

    Raises Refused (badRequest) for a parameter that is neither among them nor among ``other_parameters`` (None: all),
    and for one with two different values.
    """
    texts: dict[str, str] = {}
    if not request.scope["query_string"]:
        return texts
    names = {name.lower(): name for name in parameters}
    names |= {f"{name}[]": name for name in LIST_PARAMETERS.intersection(parameters)}
    for sent_name, text in request.query_params.multi_items():
        name = names.get(sent_name.lower())
        if name is None:
            if other_parameters is None or sent_name in other_parameters or sent_name.lower() in KNOWN_PARAMETERS:
                continue
            known = f"there are {', '.join(sorted(parameters))}" if parameters else "it takes none"
            raise Refused("badRequest", f"This address has no parameter {sent_name[:100]!r}: {known}.")
        if not text or texts.get(name) == text:
            continue
        if name in texts and name not in LIST_PARAMETERS:
            raise Refused("badRequest", f"The parameter {name} is given more than once.")
        texts[name] = f"{texts[name]},{text}" if name in texts else text
    return texts


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
        self.routes: list[AuthorizedRoute] = []

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
    ) -> Callable[[Endpoint], Endpoint]:
        """Register the decorated function for ``method`` and ``path``.

        The error reasons of the ids in the path are described by themselves. ``limited_keys`` is required for an
        operation without a queue in its path.

        ``name`` is what the audit log calls the operation, by default the function's name: entries that are stored
        have to stay readable, so a function that is renamed keeps its old name here. The ``operationId`` is ``name`` in
        camel case unless it is given. ``other_parameters`` are query parameters that the function does not name; None
        if it checks them itself.
        """

        def add_route(endpoint: Endpoint) -> Endpoint:
            hints = get_type_hints(endpoint, include_extras=True)
            path_ids = [part for hint in hints.values() for part in get_args(hint) if isinstance(part, PathId)]
            description["errors"] = [*description.get("errors", ()), *(path_id.reason for path_id in path_ids)]
            described = describe_operation(
                method, summary, is_public=roles == PUBLIC, is_partial="fields" in hints, **description
            )
            route = AuthorizedRoute(
                self._prefix + path,
                endpoint,
                roles=roles,
                limited_keys=limited_keys,
                other_parameters=other_parameters,
                methods=[method],
                name=name or endpoint.__name__,
                operation_id=operation_id or to_camel(name or endpoint.__name__),
                tags=[self._tag],
                include_in_schema=bool(summary),
                response_class=Response if "media" in description else JSONResponse,
                **described,
            )
            self.routes.append(route)
            return endpoint

        return add_route
