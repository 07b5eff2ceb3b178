"""``?fields=id,status,client.lastName``: only those members of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import Query
from pydantic import BaseModel

from walkin.model.errors import Refused


def fields_query(model: type[BaseModel], example: str) -> Any:
    """The query parameter ``fields`` of an operation that answers with that resource."""
    return Query(
        max_length=2000,
        description=(
            "Comma-separated members to answer with, parts of one by a dot. Without it every member; a name the "
            "resource does not have is refused, a part it does not have is left out."
        ),
        examples=[example],
        json_schema_extra={"pattern": _build_fields_pattern(model)},
    )


FieldTree = dict[str, Any]
"""The wanted members; each has a Tree of its own parts, empty for all of them."""


def build_field_mask(fields: str | None, model: type[BaseModel]) -> Callable[[bytes], bytes] | None:
    """What reduces an answer's JSON, one resource or a list of them, to those members; None when all are wanted.

    Refuses ``badRequest`` for a name that ``model`` does not have.
    """
    if fields is None:
        return None
    if not re.fullmatch(_build_fields_pattern(model), fields):
        raise Refused(
            "badRequest", f"fields takes names separated by commas, out of {', '.join(_list_member_names(model))}."
        )
    tree: FieldTree = {}
    for path in fields.split(","):
        place = tree
        for name in path.strip().split("."):
            place = place.setdefault(name, {})

    def reduce(content: bytes) -> bytes:
        value = orjson.loads(content)
        if isinstance(value.get("items"), list):
            return orjson.dumps({"items": _select_members(value["items"], tree)})
        return orjson.dumps(_select_members(value, tree))

    return reduce


def _list_member_names(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _build_fields_pattern(model: type[BaseModel]) -> str:
    one = rf"({'|'.join(_list_member_names(model))})(\.[A-Za-z0-9]+)*"
    return f"^{one}(, ?{one})*$"


def _select_members(value: Any, tree: FieldTree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_select_members(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: _select_members(value[name], inner) for name, inner in tree.items() if name in value}
    return value
