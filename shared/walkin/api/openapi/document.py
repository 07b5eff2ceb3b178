"""The parts of the OpenAPI document that belong to no single operation: introduction, tags, headers, errors."""

from __future__ import annotations

from typing import Any

from walkin.model.errors import STATUS_BY_REASON

INTRODUCTION = """\
A walk-in queue with the contract of the Agendize Queue Registration API v2.3, and some operations of our own.

* Everything is JSON in UTF-8. Absent members are left out, never null. Ids are strings of digits;
  numbers are taken too.
* Times are `{"dateTime": "2026-11-24T09:30:00", "timeZone": "Europe/Paris"}`: the clock on the wall there.
* Every operation is also under `/api/2.0` in the older version of the contract: the status `onGoing` instead of
  `inProgress`, `author` beside `owner`, a queue's `form` as a reference, and 200 for every success.
* Errors are `{"error": {"code", "reason", "message", "fields"}}`, or `application/problem+json` when asked for.
* `PUT` merges: absent members stay. `If-Match` with the `ETag` of what was read gives 412 when it has changed since.
* `If-None-Match` on a registration or a list of them gives 304 while it is the same.
* `?fields=id,status,client.lastName` answers with those members only.
* `HEAD` and `OPTIONS` work everywhere; answers above 1 kB are packed for those who accept gzip.
"""

TAGS: list[dict[str, Any]] = [
    {"name": "registrations", "description": "People in a queue, from taking a ticket to the end of the visit."},
    {"name": "queues", "description": "The services people wait for, with the forms they fill in."},
    {"name": "desks", "description": "The desks people are called to, and what each of them did last."},
    {"name": "clients", "description": "The people an office knows."},
    {"name": "watches", "description": "Other systems that are told of changes, and the keys that sign it."},
    {"name": "files", "description": "What people sent with their forms."},
    {"name": "health", "description": "For those who watch over the server."},
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
    "ETag": {**_REQUIRED_STRING, "description": "Names this state, for `If-Match` and `If-None-Match`."},
    "Location": {"schema": {"type": "string", "format": "uri"}, "required": True, "description": "Where it is now."},
    "Link": {"schema": {"type": "string"}, "description": 'The next page, `<address>; rel="next"`, when there is one.'},
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

_PART_SCHEMA = {"title": "Part", "description": "The members that `fields` asked for.", "type": "object"}

_PROBLEM_SCHEMA = {
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

COMMON_SCHEMAS = {"Error": _ERROR_SCHEMA, "Part": _PART_SCHEMA, "Problem": _PROBLEM_SCHEMA}
