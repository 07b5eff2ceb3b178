"""The OpenAPI document of version 2.0, converted from that of 2.3 by the rules of `walkin.model.v20`."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import orjson

from walkin.api.middleware.legacy_v20 import is_about_queues, translate_response
from walkin.model.address import API_PREFIX
from walkin.model.v20 import STATUS_TO_V20, V20_PREFIX

INTRODUCTION_V20 = """\
The older version of the contract, for clients that were written for it; new ones use 2.3 (`openapi.json`).

* The status `onGoing` stands for `inProgress`; `ingoing` and `inProgress` are accepted too.
* `author` is a string beside `owner`; a queue's `form` is a reference to it.
* Every success is 200, with an empty body where there is nothing to say. Errors keep their status.
* JSON is answered in ASCII; numeric entities in what is sent (`Jos&#233;`) are characters.

All else is as in 2.3:
"""

_STATUSES = re.compile("|".join(STATUS_TO_V20))


def build_openapi_v20(document: dict[str, Any]) -> dict[str, Any]:
    """Build the OpenAPI document of version 2.0 from that of version 2.3."""
    translated: dict[str, Any] = orjson.loads(
        # These words occur as statuses only.
        _STATUSES.sub(
            lambda status: STATUS_TO_V20[status[0]],
            orjson.dumps(
                {
                    **document,
                    "info": {**document["info"], "version": V20_PREFIX.rpartition("/")[2]},
                    "paths": {
                        path.replace(API_PREFIX, V20_PREFIX, 1): operations
                        for path, operations in document["paths"].items()
                    },
                }
            ).decode(),
        )
    )
    introduction = document["info"]["description"].partition("\n\n")[2]
    translated["info"]["description"] = f"{INTRODUCTION_V20}\n{introduction}"
    _translate_schemas(translated["components"]["schemas"])
    for path, operations in translated["paths"].items():
        about_queues = is_about_queues(path.removeprefix(V20_PREFIX))
        for operation in operations.values():
            _translate_operation(operation, about_queues)
    return translated


def _translate_schemas(schemas: dict[str, Any]) -> None:
    reference = {"$ref": "#/components/schemas/Ref"}
    for schema in schemas.values():
        properties = schema.get("properties", {})
        if "owner" in properties:
            properties["author"] = {"type": "string", "description": "The user name of the owner."}
    schemas["Queue"]["properties"]["form"] = {**reference, "description": "A reference to the queue's form."}
    for name in ("QueueInput", "QueueCreation"):
        form = schemas[name]["properties"]["form"]
        form["anyOf"] = [{**reference, "description": "Ignored."}, *form["anyOf"]]


def _translate_operation(operation: dict[str, Any], about_queues: bool) -> None:
    responses = operation["responses"]
    (status,) = (status for status in responses if status.startswith("2"))
    success = {**responses.pop(status), "description": HTTPStatus.OK.phrase}
    operation["responses"] = {"200": success, **responses}
    content = success.get("content", {}).get("application/json")
    if content is not None:
        content["example"] = orjson.loads(translate_response(orjson.dumps(content["example"]), about_queues))
