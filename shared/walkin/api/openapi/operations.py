"""The description of an operation for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypedDict

from pydantic import BaseModel


class JsonBody(NamedTuple):
    """A resource that operations take or return, with the example that the document shows."""

    model: type[BaseModel]
    example: Mapping[str, object]
    headers: tuple[str, ...] = ()
    """Headers of a response with one of it."""


class OperationDescription(TypedDict, total=False):
    """What an operation declares beside its route; the rest follows from its method and its parameters."""

    response: JsonBody
    """The resource in the response."""
    is_list: bool
    """The response is ``{"items": [...]}`` of it."""
    media: Mapping[str, Any]
    """OpenAPI content of a response that is not JSON, by media type."""
    request: JsonBody
    """The request body."""
    is_body_required: bool
    """By default True."""
    status: int
    """The status of success, by default 204 for DELETE and 200 otherwise; 201 has the header ``Location``."""
    errors: Iterable[str]
    """Error reasons (keys of ``STATUS_BY_REASON``) besides those that every such operation has."""
    headers: Iterable[str]
    """Keys of ``COMMON_HEADERS`` that the response carries besides."""
    is_write: bool
    """By default every operation but GET writes."""
