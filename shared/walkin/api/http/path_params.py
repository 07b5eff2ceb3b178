"""Ids in addresses: ``/registrations/{registrationId:id}`` takes every text but the names that stand beside ids.

So ``PUT /registrations/next`` finds the address of its name only, and is refused as a method that it does not take.
The parameter is ``Annotated[int, PathId("registrationNotFound"), Path(alias="registrationId", …)]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Path
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema
from starlette.convertors import PathConvertor, StringConvertor, register_url_convertor

from walkin.api.http import request_body


@dataclass(frozen=True)
class PathId:
    """Reads an id; what cannot be one refuses with ``reason``, like one that nobody has."""

    reason: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """See pydantic."""
        return core_schema.no_info_plain_validator_function(lambda text: request_body.require_id(text, self.reason))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """See pydantic."""
        return {"type": "string", "pattern": "^[0-9]{1,18}$"}


QueueId = Annotated[int, PathId("queueNotFound"), Path(alias="queueId", description="The queue.", examples=["1"])]

RESERVED_NAMES = ("next", "stream", "watch", "requests", "replay", "errors", "jwks.json")
"""What stands where an id would in an address of the API."""


class _IdConvertor(StringConvertor):
    regex = rf"(?!(?:{'|'.join(name.replace('.', '[.]') for name in RESERVED_NAMES)})(?:/|$))[^/]+"


class _DeskConvertor(PathConvertor):
    """A desk's name, which may have slashes in it: all but what is done at it."""

    regex = r"(?:(?!/(?:next|actions|undo)$).)+"


register_url_convertor("id", _IdConvertor())
register_url_convertor("desk", _DeskConvertor())
