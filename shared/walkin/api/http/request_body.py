"""Read JSON request bodies: size, media type and nesting are limited, and errors name the members."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from walkin.model.errors import FieldProblem, Refused, TextRefused
from walkin.model.form.definition import drop_bound_kinds
from walkin.model.registration import parse_id

MAX_BODY_BYTES = 1 << 20
MAX_BODY_WITH_FILES_BYTES = 15 << 20
MAX_NESTING = 32

M = TypeVar("M", bound=BaseModel)

_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


async def read_model(request: Request, model: type[M], max_bytes: int = MAX_BODY_BYTES) -> M:
    """Read the body as ``model``. Raises Refused as ``read_body`` and ``parse_body`` do."""
    return parse_body(await read_body(request, max_bytes), model)


async def read_optional_model(request: Request, model: type[M]) -> M:
    """Read the body as ``model``; without a body it is the model of its defaults."""
    content = await read_body(request)
    return parse_body(content, model) if content else model()


async def read_body(request: Request, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """Read the body. Raises Refused (tooLarge, unsupportedMediaType)."""
    is_readable = _is_json(request.headers.get("content-type", "application/json")) and (
        request.headers.get("content-encoding", "identity").strip().lower() in ("", "identity")
    )
    check_declared_size(request, max_bytes)
    pieces: list[bytes] = []
    size, has_more = 0, True
    while has_more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece, has_more = message.get("body", b""), message.get("more_body", False)
        size += len(piece)
        # Several HTTP libraries give a request without a body the type of a form.
        if size and not is_readable:
            raise Refused("unsupportedMediaType")
        if size > max_bytes:
            raise Refused("tooLarge", limit=max_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def check_declared_size(request: Request, max_bytes: int) -> None:
    """Raise Refused (tooLarge) for a `Content-Length` that is too large, before the body is read."""
    if (get_declared_size(request) or 0) > max_bytes:
        raise Refused("tooLarge", limit=max_bytes)


def get_declared_size(request: Request) -> int | None:
    """Return the size in `Content-Length`, None without one."""
    size = request.headers.get("content-length", "")
    return int(size[:20]) if size.isascii() and size.isdecimal() else None


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    media_type, _, parameters = content_type.partition(";")
    media_type = media_type.strip().lower()
    if media_type != "application/json" and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        return False
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    return charset is None or charset[1].lower() in ("utf-8", "utf8", "us-ascii")


def parse_body(content: bytes, model: type[M]) -> M:
    """Parse a JSON object as ``model``. Raises Refused: badRequest for no JSON object, invalid naming the members."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.count(b"[") + content.count(b"{") > MAX_NESTING:
        _check_nesting(content)
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Refused("badRequest", f"The body is not JSON: {error.msg} (position {error.pos}).") from None
    if not isinstance(value, dict):
        raise Refused("badRequest", "The body has to be a JSON object.")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Refused(
            "invalid", fields=to_field_problems(error.errors(include_url=False, include_input=False))
        ) from None


def check_body_id(body_id: str | None, path_id: int) -> None:
    """Raise Refused (badRequest) for an id in the body that is not the one in the path."""
    if body_id is not None and parse_id(body_id) != path_id:
        raise Refused("badRequest", "The id in the body is not the one in the address.")


def to_field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Convert pydantic's errors to field problems; the id is the member's path."""
    problems = []
    for error in errors:
        path = ".".join(str(part) for part in drop_bound_kinds(error["loc"])) or "body"
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, TextRefused):
            problems.append(FieldProblem(path, cause.code, cause.values))
        else:
            problems.append(FieldProblem(path, "member", message=error["msg"].removeprefix("Value error, ")))
    return problems


def _check_nesting(content: bytes) -> None:
    depth = 0
    for byte in _JSON_STRING.sub(b"", content):
        if byte in b"[{":
            depth += 1
            if depth > MAX_NESTING:
                raise Refused("badRequest", f"The body is nested more than {MAX_NESTING} deep.")
        elif byte in b"]}":
            depth -= 1
