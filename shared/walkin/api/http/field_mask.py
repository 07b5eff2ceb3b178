"""``?fields=id,status,client.lastName``: only those members of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import Query
from pydantic import BaseModel

from walkin.model.errors import Refused


def wanted(model: type[BaseModel], example: str) -> Any:
    """The query parameter ``fields`` of an operation that answers with that resource."""
    return Query(
        max_length=2000,
        description=(
            "Comma-separated members to answer with, parts of one by a dot. Without it every member; a name the "
            "resource does not have is refused, a part it does not have is left out."
        ),
        examples=[example],
        json_schema_extra={"pattern": _pattern(model)},
    )


Tree = dict[str, Any]
"""The wanted members; each has a Tree of its own parts, empty for all of them."""


def projected(fields: str | None, model: type[BaseModel]) -> Callable[[bytes], bytes] | None:
    """What reduces an answer's JSON, one resource or a list of them, to those members; None when all are wanted.

    Refuses ``badRequest`` for a name that ``model`` does not have.
    """
    if fields is None:
        return None
    if not re.fullmatch(_pattern(model), fields):
        raise Refused("badRequest", f"fields takes names separated by commas, out of {', '.join(_names(model))}.")
    tree: Tree = {}
    for path in fields.split(","):
        place = tree
        for name in path.strip().split("."):
            place = place.setdefault(name, {})

    def reduce(content: bytes) -> bytes:
        value = orjson.loads(content)
        if isinstance(value.get("items"), list):
            return orjson.dumps({"items": _part(value["items"], tree)})
        return orjson.dumps(_part(value, tree))

    return reduce


def _names(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _pattern(model: type[BaseModel]) -> str:
    one = rf"({'|'.join(_names(model))})(\.[A-Za-z0-9]+)*"
    return f"^{one}(, ?{one})*$"


def _part(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_part(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: _part(value[name], inner) for name, inner in tree.items() if name in value}
    return value
