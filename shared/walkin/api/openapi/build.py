"""Builds the OpenAPI document of a table of operations."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from walkin.api.http.parameters import Parameter
from walkin.api.http.routing import Operation
from walkin.api.openapi.document import COMMON_HEADERS, COMMON_SCHEMAS, INTRODUCTION, SECURITY_SCHEMES, TAGS
from walkin.api.openapi.operations import JsonBody
from walkin.languages import Words
from walkin.model.address import API_VERSION
from walkin.model.errors import STATUS_BY_REASON

SCHEMA_REF = "#/components/schemas/{model}"

COMMON_REASONS = ("badRequest", "tooManyRequests", "internalError", "busy")
"""Error reasons of every operation."""

CREDENTIAL_REASONS = ("unauthorized", "forbidden")
"""Error reasons of every operation that needs a credential."""

BODY_REASONS = ("badRequest", "unsupportedMediaType", "tooLarge", "invalid", "storageFull")
"""Error reasons of every operation with a request body."""


@functools.cache
def build_openapi(operations: tuple[Operation, ...]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the operations that have a summary."""
    words = Words("en")
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        if operation.summary:
            described = _describe_operation(operation, words)
            paths.setdefault(operation.path_format, {})[operation.method.lower()] = described
    models = _collect_models(operation for operation in operations if operation.summary)
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=SCHEMA_REF)
    model_schemas = schemas["$defs"]
    _describe_defaults(model_schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Walkin",
            "summary": "A walk-in queue with the contract of the Queue Registration API v2.3.",
            "description": INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
            "version": API_VERSION,
        },
        "servers": [{"url": "/", "description": "This server"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted({**model_schemas, **COMMON_SCHEMAS}.items())),
            "securitySchemes": SECURITY_SCHEMES,
        },
        "security": [{"apiKey": [], "token": []}, {"bearer": []}, {"oauth2": []}],
        "tags": TAGS,
        "externalDocs": {"url": "openapi-2.0.json", "description": "Version 2.0"},
    }


def _describe_operation(operation: Operation, words: Words) -> dict[str, Any]:
    parameters, description = operation.parameters.all, operation.description
    request, response, is_list = description.get("request"), description.get("response"), description.get("is_list")
    status = description.get("status", 204 if operation.method == "DELETE" else 200)
    success: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if response is not None:
        is_partial = any(parameter.name == "fields" for parameter in parameters)
        success["content"] = {"application/json": _build_content(response, bool(is_list), is_partial)}
    elif "media" in description:
        success["content"] = dict(description["media"])
    headers = {*description.get("headers", ()), *(("Location",) if status == 201 else ())}
    if response is not None and not is_list:
        headers.update(response.headers)
    if headers:
        success["headers"] = {name: COMMON_HEADERS[name] for name in sorted(headers)}
    described: dict[str, Any] = {
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": inspect.getdoc(operation.endpoint),
        "operationId": operation.operation_id,
        "responses": {str(status): success, **_describe_errors(operation, words)},
    }
    if parameters:
        described["parameters"] = [_describe_parameter(parameter) for parameter in parameters]
    if request is not None:
        is_required = description.get("is_body_required", True)
        described["requestBody"] = {"required": is_required, "content": {"application/json": _build_content(request)}}
    if operation.is_public:
        described["security"] = []
    return described


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.adapter.json_schema()
    described: dict[str, Any] = {
        "name": parameter.alias,
        "in": parameter.location,
        "required": parameter.is_required,
        "description": parameter.field.description,
        "schema": {name: value for name, value in schema.items() if name != "description"},
    }
    if parameter.location == "query":
        # An empty one counts as absent, whatever its type.
        described["allowEmptyValue"] = True
    if parameter.default is not None:
        described["schema"]["default"] = parameter.default
    return described


def _describe_errors(operation: Operation, words: Words) -> dict[str, Any]:
    """Describe the error responses by status; the reasons of ids in the path are among them."""
    description = operation.description
    reasons = {
        *COMMON_REASONS,
        *(() if operation.is_public else CREDENTIAL_REASONS),
        *(BODY_REASONS if "request" in description else ()),
        *(("storageFull",) if description.get("is_write", operation.method != "GET") else ()),
        *description.get("errors", ()),
        *(parameter.path_id.reason for parameter in operation.parameters.all if parameter.path_id),
        # A fixed name such as ``next`` stands where the id would, and has other methods.
        *(("methodNotAllowed",) if operation.path.endswith(":id}") else ()),
    }
    reasons_by_status: dict[int, list[str]] = {}
    for reason in sorted(reasons):
        reasons_by_status.setdefault(STATUS_BY_REASON[reason], []).append(reason)
    return {
        str(status): {
            "description": "; ".join(f"`{reason}`: {_describe_reason(words, reason)}" for reason in found),
            "content": {
                "application/json": {
                    "schema": {"$ref": SCHEMA_REF.format(model="Error")},
                    "examples": {reason: {"value": _build_error_example(words, reason)} for reason in found},
                },
                "application/problem+json": {"schema": {"$ref": SCHEMA_REF.format(model="Problem")}},
            },
        }
        for status, found in sorted(reasons_by_status.items())
    }


def _collect_models(operations: Iterable[Operation]) -> Iterable[type[BaseModel]]:
    models: dict[str, type[BaseModel]] = {}
    for operation in operations:
        for body in (operation.description.get("request"), operation.description.get("response")):
            if body is not None and models.setdefault(body.model.__name__, body.model) is not body.model:
                raise TypeError(f"two models are called {body.model.__name__}")
    return models.values()


def _describe_defaults(schemas: Mapping[str, Any]) -> None:
    """Replace the ``default`` of members by a sentence: generated clients would require such a member in requests."""
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            if default := member.pop("default", None):
                text = f"By default {json.dumps(default)}."
                member["description"] = f"{member['description']} {text}" if "description" in member else text


def _build_content(body: JsonBody, is_list: bool = False, is_partial: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": SCHEMA_REF.format(model=body.model.__name__)}
    if is_partial:
        schema = {"anyOf": [schema, {"$ref": SCHEMA_REF.format(model="Part")}]}
    if not is_list:
        return {"schema": schema, "example": body.example}
    schema = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": schema}}}
    return {"schema": schema, "example": {"items": [body.example]}}


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
