"""Partial responses: ``?fields=id,status,client.lastName`` selects members."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import orjson
from pydantic import BaseModel, Field

from walkin.model.errors import Refused

FieldTree: TypeAlias = "dict[str, FieldTree]"
"""The selected members, each with the tree of its own; an empty tree selects everything."""


def fields_query(model: type[BaseModel], example: str) -> Any:
    """Return the query parameter ``fields`` of an operation that responds with ``model``."""
    return Field(
        max_length=2000,
        description=(
            "Comma-separated members to return, nested ones with a dot; by default all. An unknown member is refused, "
            "an unknown nested member is left out."
        ),
        examples=[example],
        json_schema_extra={"pattern": _build_fields_pattern(model)},
    )


def build_field_mask(fields: str | None, model: type[BaseModel]) -> Callable[[bytes], bytes] | None:
    """Return a function that reduces the JSON of one resource or of a list to ``fields``; None without ``fields``.

    Raises Refused (badRequest) for a name that ``model`` does not have.
    """
    if fields is None:
        return None
    if not re.fullmatch(_build_fields_pattern(model), fields):
        raise Refused(
            "badRequest", f"fields takes names separated by commas, out of {', '.join(_list_member_names(model))}."
        )
    tree: FieldTree = {}
    for path in fields.split(","):
        subtree = tree
        for name in path.strip().split("."):
            subtree = subtree.setdefault(name, {})

    def apply_field_mask(content: bytes) -> bytes:
        value = orjson.loads(content)
        if isinstance(value.get("items"), list):
            return orjson.dumps({"items": _select_members(value["items"], tree)})
        return orjson.dumps(_select_members(value, tree))

    return apply_field_mask


def _list_member_names(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _build_fields_pattern(model: type[BaseModel]) -> str:
    path = rf"({'|'.join(_list_member_names(model))})(\.[A-Za-z0-9]+)*"
    return f"^{path}(, ?{path})*$"


def _select_members(value: object, tree: FieldTree) -> object:
    if not tree:
        return value
    if isinstance(value, list):
        return [_select_members(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: _select_members(value[name], subtree) for name, subtree in tree.items() if name in value}
    return value
