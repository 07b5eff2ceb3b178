"""Reading requests: strict JSON within limits, then a model. Whatever arrives, the answer is a 4xx, never a 500."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from fastapi import Request
from pydantic import BaseModel, ValidationError

from walkin.model.errors import FieldProblem, Refused, TextRefused
from walkin.model.registration import parse_id

MAX_BODY_BYTES = 1 << 20
MAX_BODY_WITH_FILES_BYTES = 15 << 20
MAX_NESTING = 32

M = TypeVar("M", bound=BaseModel)

_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


async def read_body(request: Request, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """The body, at most ``largest`` bytes. Refuses ``tooLarge`` and ``unsupportedMediaType``."""
    if not _is_json(request.headers.get("content-type", "application/json")):
        raise Refused("unsupportedMediaType")
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused("unsupportedMediaType")
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > max_bytes:
            raise Refused("tooLarge", limit=max_bytes)
        pieces.append(piece)
    return b"".join(pieces)


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        return False
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    return charset is None or charset[1].lower() in ("utf-8", "utf8", "us-ascii")


def parse_body(content: bytes, model: type[M]) -> M:
    """The body as a model. Refuses ``badRequest`` for what is no JSON object, ``invalid`` naming the members."""
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


def to_field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """What pydantic found, as field problems whose id is the member's path."""
    found = []
    for detail in errors:
        path = ".".join(str(part) for part in detail["loc"]) or "body"
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, TextRefused):
            found.append(FieldProblem(path, cause.code, cause.values))
        else:
            found.append(FieldProblem(path, "member", message=detail["msg"].removeprefix("Value error, ")))
    return found


def require_id(text: str, reason: str) -> int:
    """The id in a path; what cannot be an id refuses with ``reason``, like one that nobody has."""
    number = parse_id(text)
    if number is None:
        raise Refused(reason)
    return number


def _check_nesting(content: bytes) -> None:
    depth = 0
    for sign in _JSON_STRING.sub(b"", content):
        if sign in b"[{":
            depth += 1
            if depth > MAX_NESTING:
                raise Refused("badRequest", f"The body is nested more than {MAX_NESTING} deep.")
        elif sign in b"]}":
            depth -= 1
