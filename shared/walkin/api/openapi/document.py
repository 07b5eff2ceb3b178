"""The parts of the OpenAPI document that belong to no single operation: introduction, tags, headers, errors."""

from __future__ import annotations

from typing import Any

from walkin.model.errors import STATUS_BY_REASON

INTRODUCTION = """\
A walk-in queue with the contract of the Agendize Queue Registration API v2.3, and additional operations.

* Everything is JSON in UTF-8. Absent members are left out, never null. Ids are strings of digits;
  numbers are accepted too.
* Times are `{"dateTime": "2026-11-24T09:30:00", "timeZone": "Europe/Paris"}`: local time in that zone.
* Every operation is also under `/api/2.0` in the older version of the contract, which `openapi-2.0.json` describes.
* Errors are `{"error": {"code", "reason", "message", "fields"}}`, or `application/problem+json`
  if the client accepts that.
* `PUT` merges: absent members are not changed. `If-Match` with an `ETag` gives 412 if the resource has changed since.
* `If-None-Match` on a registration or a list of them gives 304 while it is unchanged.
* `?fields=id,status,client.lastName` returns only those members.
* `HEAD` and `OPTIONS` work everywhere; responses above 1 kB are compressed with gzip if the client accepts it.
"""

TAGS: list[dict[str, Any]] = [
    {"name": "registrations", "description": "Clients in a queue, from the ticket to the end of the visit."},
    {"name": "queues", "description": "The services that clients wait for, with their forms."},
    {"name": "desks", "description": "The desks that clients are called to, and their last actions."},
    {"name": "leases", "description": "Ticket numbers that kiosks give while the server is away."},
    {"name": "alerts", "description": "What kiosks report to staff."},
    {"name": "clients", "description": "The clients of an office."},
    {"name": "watches", "description": "Webhooks that send changes to other systems, and the keys that sign them."},
    {"name": "files", "description": "Files that clients uploaded with their forms."},
    {"name": "health", "description": "Monitoring of the server."},
]

SECURITY_SCHEMES: dict[str, Any] = {
    "apiKey": {"type": "apiKey", "in": "header", "name": "apiKey", "description": "The key, together with `token`."},
    "token": {"type": "apiKey", "in": "header", "name": "token", "description": "The account's token."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "An access token of `/o/oauth2/token`."},
    "oauth2": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "/o/oauth2/token", "scopes": {}},
            "authorizationCode": {
                "authorizationUrl": "/o/oauth2/authorize",
                "tokenUrl": "/o/oauth2/token",
                "refreshUrl": "/o/oauth2/token",
                "scopes": {},
            },
        },
    },
}

_REQUIRED_STRING = {"schema": {"type": "string"}, "required": True}

COMMON_HEADERS: dict[str, Any] = {
    "ETag": {**_REQUIRED_STRING, "description": "The entity tag of this state, for `If-Match` and `If-None-Match`."},
    "Location": {
        "schema": {"type": "string", "format": "uri"},
        "required": True,
        "description": "The address of the new resource.",
    },
    "Link": {"schema": {"type": "string"}, "description": 'The next page, `<address>; rel="next"`, if there is one.'},
}

_ERROR_SCHEMA: dict[str, Any] = {
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
                    "description": "The kind of error, for programs.",
                    "enum": [*STATUS_BY_REASON],
                },
                "message": {"type": "string", "description": "The error as a sentence for people."},
                "fields": {
                    "type": "array",
                    "description": "The problems, one entry for each member or question.",
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

_PART_SCHEMA = {"title": "Part", "description": "The members that `fields` asked for.", "type": "object"}

_PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "The same in the format of RFC 9457, if the client accepts application/problem+json.",
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

COMMON_SCHEMAS = {"Error": _ERROR_SCHEMA, "Part": _PART_SCHEMA, "Problem": _PROBLEM_SCHEMA}
