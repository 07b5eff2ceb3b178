"""The OpenAPI document: what an operation says of itself, and how the document is put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple, TypedDict, Unpack

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from walkin.api.openapi.document import COMMON_HEADERS, COMMON_SCHEMAS, INTRODUCTION, SECURITY_SCHEMES, TAGS
from walkin.languages import Words
from walkin.model.errors import STATUS_BY_REASON

SCHEMA_REF = "#/components/schemas/{model}"

COMMON_REASONS = ("badRequest", "tooManyRequests", "internalError", "busy")
"""Error reasons of every operation."""

CREDENTIAL_REASONS = ("unauthorized", "forbidden")
"""Error reasons of every operation that needs a credential."""

BODY_REASONS = ("badRequest", "unsupportedMediaType", "tooLarge", "invalid", "storageFull")
"""Error reasons of every operation with a request body."""

REASONS_MEMBER = "x-reasons"
"""Where a response keeps its error reasons until the document is built: most processes never load their messages."""

_models: dict[str, type[BaseModel]] = {}


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


def describe_operation(
    method: str, summary: str, *, is_public: bool, is_partial: bool, **description: Unpack[OperationDescription]
) -> dict[str, Any]:
    """Build the arguments of ``APIRoute`` that describe an operation; ``is_partial``: it takes ``fields``."""
    request, response, is_list = description.get("request"), description.get("response"), description.get("is_list")
    status = description.get("status", 204 if method == "DELETE" else 200)
    reasons = {
        *COMMON_REASONS,
        *(() if is_public else CREDENTIAL_REASONS),
        *(BODY_REASONS if request else ()),
        *(("storageFull",) if description.get("is_write", method != "GET") else ()),
        *description.get("errors", ()),
    }
    success: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if response is not None:
        success["content"] = {"application/json": _build_content(response, bool(is_list), is_partial)}
    elif "media" in description:
        success["content"] = dict(description["media"])
    headers = {*description.get("headers", ()), *(("Location",) if status == 201 else ())}
    if response is not None and not is_list:
        headers.update(response.headers)
    if headers:
        success["headers"] = {name: COMMON_HEADERS[name] for name in sorted(headers)}
    responses: dict[int | str, Any] = {status: success}
    for reason in sorted(reasons):
        error_response = responses.setdefault(STATUS_BY_REASON[reason], {"description": "", REASONS_MEMBER: []})
        error_response[REASONS_MEMBER].append(reason)
    extra: dict[str, Any] = {"security": []} if is_public else {}
    if request is not None:
        is_required = description.get("is_body_required", True)
        extra["requestBody"] = {"required": is_required, "content": {"application/json": _build_content(request)}}
    return {"summary": summary, "status_code": status, "responses": responses, "openapi_extra": extra or None}


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the app; it is built once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=INTRODUCTION,
            routes=app.routes,
            tags=TAGS,
            license_info={"name": "MIT", "identifier": "MIT"},
        )
        words = Words("en")
        for operations in document["paths"].values():
            for operation in operations.values():
                _complete_operation(operation, words)
        model_schemas = models_json_schema(
            [(model, "validation") for model in _models.values()], ref_template=SCHEMA_REF
        )[1]["$defs"]
        _drop_null_defaults(document["paths"])
        _drop_null_defaults(model_schemas)
        document["components"] = {
            "schemas": dict(sorted({**model_schemas, **COMMON_SCHEMAS}.items())),
            "securitySchemes": SECURITY_SCHEMES,
        }
        document["security"] = [{"apiKey": [], "token": []}, {"bearer": []}, {"oauth2": []}]
        document["servers"] = [{"url": "/", "description": "This server"}]
        app.openapi_schema = document
    return app.openapi_schema


def _drop_null_defaults(node: object) -> None:
    """Drop ``"default": null``: client generators assume that a member with a default is always present."""
    if isinstance(node, dict):
        if node.get("default", "") is None:
            del node["default"]
        for value in node.values():
            _drop_null_defaults(value)
    elif isinstance(node, list):
        for value in node:
            _drop_null_defaults(value)


def _build_content(body: JsonBody, is_list: bool = False, is_partial: bool = False) -> dict[str, Any]:
    name = body.model.__name__
    assert _models.setdefault(name, body.model) is body.model, f"two models are called {name}"  # noqa: S101
    schema: dict[str, Any] = {"$ref": SCHEMA_REF.format(model=name)}
    if is_partial:
        schema = {"anyOf": [schema, {"$ref": SCHEMA_REF.format(model="Part")}]}
    if not is_list:
        return {"schema": schema, "example": body.example}
    schema = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": schema}}}
    return {"schema": schema, "example": {"items": [body.example]}}


def _complete_operation(operation: dict[str, Any], words: Words) -> None:
    """Describe the error responses, and drop FastAPI's 422: an invalid parameter is answered with 400."""
    schema_422 = operation["responses"].get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if schema_422.get("$ref", "").endswith("HTTPValidationError"):
        del operation["responses"]["422"]
    operation["responses"] = dict(sorted(operation["responses"].items()))
    for response in operation["responses"].values():
        if reasons := response.pop(REASONS_MEMBER, None):
            response["description"] = "; ".join(f"`{reason}`: {_describe_reason(words, reason)}" for reason in reasons)
            response["content"] = {
                "application/json": {
                    "schema": {"$ref": SCHEMA_REF.format(model="Error")},
                    "examples": {reason: {"value": _build_error_example(words, reason)} for reason in reasons},
                },
                "application/problem+json": {"schema": {"$ref": SCHEMA_REF.format(model="Problem")}},
            }


def _build_error_example(words: Words, reason: str) -> dict[str, Any]:
    error: dict[str, Any] = {
        "code": STATUS_BY_REASON[reason],
        "reason": reason,
        "message": _describe_reason(words, reason),
    }
    if reason == "invalid":
        field = {"id": "client.lastName", "code": "tooLong", "message": words("form-tooLong", limit=127)}
        error["fields"] = [field]
    return {"error": error}


def _describe_reason(words: Words, reason: str) -> str:
    return words(
        f"error-{reason}",
        before="finished",
        after="noShow",
        prefix="A",
        limit=1_048_576,
        retry=60,
        desk="Desk 3",
        ticket="A042",
        watch="4",
    )
