"""What the OpenAPI document says of an operation. Every route is made with ``**documented(…)``.

    @router.get("/things/{id}", **documented("Get a thing", gives=Thing, refuses=("thingNotFound",)))

The errors that any request may meet (``ALWAYS``, and those of reading a body) are added by itself. The long description
is the function's docstring, and the example of a model is in ``walkin.api.openapi.examples.EXAMPLES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from walkin.api.openapi.examples import COMMON_HEADERS, EXAMPLES, INTRODUCTION, SECURITY_SCHEMES, TAGS
from walkin.languages import Words
from walkin.model.errors import STATUS_BY_REASON

SCHEMA_REF = "#/components/schemas/{model}"

COMMON_REASONS = ("badRequest", "tooManyRequests", "internalError", "busy")
"""Reasons any request may be refused for."""

CREDENTIAL_REASONS = ("unauthorized", "forbidden")
"""Reasons one that needs a credential may be refused for besides."""

BODY_REASONS = ("badRequest", "unsupportedMediaType", "tooLarge", "invalid", "storageFull")
"""Reasons a request with a body may be refused for besides."""

REASONS_MEMBER = "x-reasons"
"""Where an operation keeps its reasons until the document is asked for: most starts need none of the words."""

_models: dict[str, type[BaseModel]] = {}


def describe_operation(
    summary: str,
    *,
    response_model: type[BaseModel] | None = None,
    is_list: bool = False,
    is_partial: bool = False,
    request_model: type[BaseModel] | None = None,
    is_body_required: bool = True,
    status: int = 200,
    error_reasons: Iterable[str] = (),
    headers: Iterable[str] = (),
    media: Mapping[str, Any] | None = None,
    is_write: bool = False,
    is_public: bool = False,
) -> dict[str, Any]:
    """The arguments of a route that describe it.

    ``gives`` is the resource of the answer, ``many`` a list of it, ``parts`` says that it has the parameter ``fields``;
    ``media`` is any other content by its type; ``takes`` is the body's model. ``refuses`` are reasons of
    ``walkin.model.errors.STATUS``, ``headers`` names of answered headers; ``public``
    needs no credential.
    """
    reasons = {
        *COMMON_REASONS,
        *(() if is_public else CREDENTIAL_REASONS),
        *(BODY_REASONS if request_model else ()),
        *(("storageFull",) if is_write else ()),
        *error_reasons,
    }
    success: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if response_model is not None:
        success["content"] = {
            "application/json": _build_content(response_model, is_list=is_list, is_partial=is_partial)
        }
    elif media is not None:
        success["content"] = dict(media)
    if headers:
        success["headers"] = {name: COMMON_HEADERS[name] for name in headers}
    responses: dict[int | str, Any] = {status: success}
    for reason in sorted(reasons):
        responses.setdefault(STATUS_BY_REASON[reason], {"description": "", REASONS_MEMBER: []})[REASONS_MEMBER].append(
            reason
        )
    described: dict[str, Any] = {"summary": summary, "status_code": status, "responses": responses}
    if request_model is not None:
        body = {"required": is_body_required, "content": {"application/json": _build_content(request_model)}}
        described["openapi_extra"] = {"requestBody": body}
    if is_public:
        described["openapi_extra"] = {"security": []}
    return described


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the app, made once. Give it as ``app.openapi``."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=INTRODUCTION,
            routes=app.routes,
            tags=TAGS,
            license_info={"name": "MIT", "identifier": "MIT"},
        )
        words = Words("en")
        for path in made["paths"].values():
            for operation in path.values():
                _complete_operation(operation, words)
        schemas = models_json_schema([(model, "validation") for model in _models.values()], ref_template=SCHEMA_REF)[1][
            "$defs"
        ]
        made["components"] = {
            "schemas": dict(
                sorted({**schemas, "Error": ERROR_SCHEMA, "Part": PART_SCHEMA, "Problem": PROBLEM_SCHEMA}.items())
            ),
            "securitySchemes": SECURITY_SCHEMES,
        }
        made["security"] = [{"apiKey": [], "token": []}, {"bearer": []}, {"oauth2": []}]
        made["servers"] = [{"url": "/", "description": "This server"}]
        app.openapi_schema = made
    return app.openapi_schema


def _build_content(model: type[BaseModel], *, is_list: bool = False, is_partial: bool = False) -> dict[str, Any]:
    known = _models.setdefault(model.__name__, model)
    assert known is model, f"two models are called {model.__name__}"  # noqa: S101
    schema: dict[str, Any] = {"$ref": SCHEMA_REF.format(model=model.__name__)}
    if is_partial:
        schema = {"anyOf": [schema, {"$ref": SCHEMA_REF.format(model="Part")}]}
    example = EXAMPLES.get(model.__name__)
    if is_list:
        schema = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": schema}}}
        example = None if example is None else {"items": [example]}
    return {"schema": schema, **({} if example is None else {"example": example})}


def _complete_operation(operation: dict[str, Any], words: Words) -> None:
    """With words and examples for its errors, and without what FastAPI says of parameters it refuses: ours is a 400."""
    unread = operation["responses"].get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if unread.get("$ref", "").endswith("HTTPValidationError"):
        del operation["responses"]["422"]
    operation["responses"] = dict(sorted(operation["responses"].items()))
    for answer in operation["responses"].values():
        if reasons := answer.pop(REASONS_MEMBER, None):
            answer["description"] = "; ".join(f"`{reason}`: {_describe_reason(words, reason)}" for reason in reasons)
            answer["content"] = {
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


ERROR_SCHEMA = {
    "title": "Error",
    "description": "The envelope of every error. Messages are in the language of Accept-Language.",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "reason", "message"],
            "properties": {
                "code": {"type": "integer", "description": "The HTTP status."},
                "reason": {
                    "type": "string",
                    "description": "What is wrong, as a word for programs.",
                    "enum": [*STATUS_BY_REASON],
                },
                "message": {"type": "string", "description": "What is wrong, as a sentence for people."},
                "fields": {
                    "type": "array",
                    "description": "What to mend, one entry for each member or question.",
                    "items": {
                        "type": "object",
                        "required": ["id", "code", "message"],
                        "properties": {
                            "id": {"type": "string", "description": "The member's path, or the FormItem's id."},
                            "code": {"type": "string"},
                            "message": {"type": "string"},
                        },
                    },
                },
            },
        }
    },
}

PART_SCHEMA = {"title": "Part", "description": "The members that `fields` asked for.", "type": "object"}

PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "The same as RFC 9457 has it, for those who ask for application/problem+json.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reason": {"type": "string"},
        "fields": {"type": "array", "items": {"type": "object"}},
    },
}
