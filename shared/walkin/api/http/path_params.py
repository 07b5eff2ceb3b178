"""Path parameters: ids and desk names.

``/registrations/{registrationId:id}`` matches any text but the fixed names beside ids, so that ``PUT …/next`` is a
method that is not allowed and not an unknown id. The parameter is
``Annotated[int, PathId("registrationId", "registrationNotFound"), Field(…)]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from starlette.convertors import PathConvertor, StringConvertor, register_url_convertor

from walkin.api.middleware.paths import ENCODED_SLASH
from walkin.model.errors import Refused
from walkin.model.registration import parse_id


@dataclass(frozen=True)
class PathId:
    """Validator of the id ``name`` in a path; text that is no id is refused with ``reason``, as an unknown id is."""

    name: str
    reason: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda text: require_id(text, self.reason))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": "^[0-9]{1,18}$"}


def require_id(text: str, reason: str) -> int:
    """Parse an id. Raises Refused with ``reason`` for text that is none."""
    number = parse_id(text)
    if number is None:
        raise Refused(reason)
    return number


QueueId = Annotated[int, PathId("queueId", "queueNotFound"), Field(description="The queue.", examples=["1"])]

RESERVED_NAMES = ("next", "stream", "offline", "watch", "requests", "replay", "errors", "jwks.json")
"""Fixed path segments that stand where an id would."""


class _IdConvertor(StringConvertor):
    regex = rf"(?!(?:{'|'.join(name.replace('.', '[.]') for name in RESERVED_NAMES)})(?:/|$))[^/]+"


class _DeskConvertor(PathConvertor):
    """A desk's name, which may contain slashes, up to the operation at the end of the path."""

    regex = r"(?:(?!/(?:next|actions|undo)$).)+"

    def convert(self, value: str) -> str:
        return value.replace(ENCODED_SLASH, "/")


register_url_convertor("id", _IdConvertor())
register_url_convertor("desk", _DeskConvertor())
