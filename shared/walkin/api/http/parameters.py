"""Parameters of operations: read from path, query string and headers, validated by the annotations of the endpoint."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Literal, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import PathId
from walkin.api.http.request_body import to_field_problems
from walkin.model.errors import FieldProblem, Refused

Endpoint = Callable[..., Awaitable[Response]]
Location = Literal["path", "query", "header"]


IN_HEADER: Final = "in header"
"""Marks a parameter that is a header: ``Annotated[str | None, IN_HEADER, Field(description=…)]``."""

KNOWN_PARAMETERS = frozenset({"apikey", "token", "access_token", "_"})
"""Query parameters that every operation accepts, in any letter case: credentials, and ``_``, which prevents caching."""

LIST_PARAMETERS = frozenset({"status", "fields"})
"""Query parameters that are lists. Repeated ones, also as ``status[]``, are joined by commas."""


class Parameter:
    """One parameter of an endpoint; ``alias`` is its name in the request."""

    def __init__(self, name: str, hint: Any, default: object, path_names: Collection[str]) -> None:
        self.name = name
        self.hint = hint
        self.is_required = default is inspect.Parameter.empty
        self.default = None if self.is_required else default
        self.field = FieldInfo.from_annotation(hint)
        self.path_id = next((part for part in get_args(hint) if isinstance(part, PathId)), None)
        self.alias = self.path_id.name if self.path_id else name
        self.location: Location = "path" if self.alias in path_names else "query"
        if IN_HEADER in get_args(hint):
            self.location, self.alias = "header", name.replace("_", "-")

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.hint)


class Parameters:
    """The parameters of an endpoint besides the request."""

    def __init__(
        self, endpoint: Endpoint, path_names: Collection[str], other_parameters: Collection[str] | None
    ) -> None:
        hints = get_type_hints(endpoint, include_extras=True)
        self._other_parameters = other_parameters
        self._request_name = ""
        parameters: list[Parameter] = []
        for name, parameter in inspect.signature(endpoint).parameters.items():
            if hints[name] is Request:
                self._request_name = name
            else:
                parameters.append(Parameter(name, hints[name], parameter.default, path_names))
        self._path, self._query, self._headers = (
            [parameter for parameter in parameters if parameter.location == location]
            for location in ("path", "query", "header")
        )
        self.all = [*self._path, *self._query, *self._headers]
        self._query_names = [parameter.alias for parameter in self._query]

    def parse(self, request: Request) -> dict[str, object]:
        """Return the keyword arguments of the endpoint. Raises Refused (badRequest, invalid)."""
        arguments: dict[str, object] = {self._request_name: request} if self._request_name else {}
        problems = _parse_texts(self._path, request.path_params, arguments)
        texts = read_query(request, self._query_names, self._other_parameters)
        problems += _parse_texts(self._query, texts, arguments)
        if self._headers:
            problems += _parse_texts(self._headers, request.headers, arguments)
        if problems:
            # A refused text (TextRefused) is `invalid`, as it is in a body; other errors are `badRequest`.
            reason = "badRequest" if any(problem.code == "member" for problem in problems) else "invalid"
            raise Refused(reason, fields=problems)
        return arguments


def _parse_texts(
    parameters: Iterable[Parameter], texts: Mapping[str, str], arguments: dict[str, object]
) -> list[FieldProblem]:
    """Add the parameters' values to ``arguments`` and return their problems."""
    problems: list[FieldProblem] = []
    for parameter in parameters:
        text = texts.get(parameter.alias)
        if text is None and not parameter.is_required:
            arguments[parameter.name] = parameter.default
            continue
        try:
            arguments[parameter.name] = parameter.adapter.validate_python(text)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            problems += to_field_problems([{**detail, "loc": (parameter.alias, *detail["loc"])} for detail in errors])
    return problems


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
