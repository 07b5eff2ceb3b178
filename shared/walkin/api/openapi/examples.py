"""The words and examples of the OpenAPI document."""

from __future__ import annotations

from typing import Any

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

_QUEUE = {"id": "1", "name": "Passports and identity cards"}
_TIME = {"dateTime": "2026-11-24T09:30:00", "timeZone": "Europe/Paris"}

_FIGURES = {
    "visits": 14,
    "called": 11,
    "served": 8,
    "noShows": 1,
    "left": 1,
    "within": 0.909,
    "meanWait": 6.2,
    "medianWait": 5.5,
    "longWait": 12.3,
    "handling": 7.8,
    "longHandling": 14.5,
    "noShowRate": 0.1,
    "leftRate": 0.1,
}

_WATCH = {
    "id": "4",
    "address": "https://example.org/hook",
    "selfLink": "http://127.0.0.1:8323/api/2.3/watchers/4",
}

EXAMPLES: dict[str, Any] = {
    "Registration": {
        "id": "57",
        "queue": _QUEUE,
        "status": "registered",
        "registered": _TIME,
        "waitingTime": 4,
        "averageWaitingTime": 11,
        "rank": 2,
        "numberOfPeopleAhead": 1,
        "estimatedWaitingTime": {"from": 5, "to": 10},
        "toldWaitingTime": {"from": 10, "to": 15},
        "client": {
            "id": "31",
            "firstName": "Ann",
            "lastName": "Bee",
            "emailAddress": "ann@example.org",
            "phoneNumber": "+442079460018",
            "selfLink": "http://127.0.0.1:8323/api/2.3/clients/31",
        },
        "form": [{"id": "last-name", "type": "input", "title": "Last name", "bind": "crm-last-name", "value": "Bee"}],
        "ticket": "A042",
        "calls": 0,
        "priority": 0,
        "position": 1764000000000,
        "revision": 12,
        "token": "hJ3kQ9s_2xA",
    },
    "RegistrationInput": {
        "client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"},
        "language": "en",
    },
    "CallInput": {"counter": {"id": "1", "name": "Desk 1"}},
    "Desk": {"name": "Desk 1", "status": "open", "since": _TIME, "queues": [{"id": "1"}]},
    "DeskInput": {"status": "paused"},
    "NextInput": {"queues": [{"id": "1"}, {"id": "2"}], "outcome": "solved"},
    "FollowInput": {"queue": {"id": "2"}, "place": "original"},
    "Action": {"id": "7", "kind": "called", "at": _TIME, "tickets": ["A042"]},
    "Queue": {
        "id": "1",
        "name": "Passports and identity cards",
        "status": "open",
        "ticketPrefix": "A",
        "timeZone": "Europe/Paris",
        "welcomeMessage": "Please take a ticket.",
        "thankMessage": "Thank you, we will call you.",
        "company": {"id": "1", "name": "Town hall"},
        "form": [
            {"id": "last-name", "type": "input", "title": "Last name", "bind": "crm-last-name", "mandatory": True}
        ],
        "serviceTime": 8,
        "serviceLevel": 15,
        "waiting": 2,
        "averageWaitingTime": 11,
        "estimatedWaitingTime": {"from": 15, "to": 20},
        "visits": 38,
        "revision": 12,
    },
    "ToldWaits": {
        "since": "2026-11-16",
        "until": "2026-11-24",
        "count": 412,
        "inside": 0.83,
        "above": 0.08,
        "below": 0.09,
        "meanAbsoluteError": 4.6,
    },
    "Statistics": {
        "since": "2026-11-24",
        "until": "2026-11-24",
        "at": _TIME,
        "total": _FIGURES | {"waiting": 2, "longestWait": 7.5},
        "queues": [{"queue": _QUEUE, "target": 15, **_FIGURES, "waiting": 2, "longestWait": 7.5}],
        "desks": [{"desk": "Desk 1", **_FIGURES}],
        "hours": [{"hour": 9, **_FIGURES}],
        "week": [{"weekday": 2, "hour": 9, "visits": 14, "meanWait": 6.2}],
        "told": {
            "since": "2026-11-24",
            "until": "2026-11-24",
            "count": 11,
            "inside": 0.909,
            "above": 0,
            "below": 0.091,
        },
        "course": [{"time": "09:25", "called": 2, "meanWait": 7, "longestWait": 8.5}],
    },
    "QueueInput": {"name": "Building permits", "timeZone": "Europe/Paris", "welcomeMessage": "Please take a ticket."},
    "Health": {"status": "ok"},
    "QueueCreation": {"name": "Building permits", "timeZone": "Europe/Paris"},
    "Client": {
        "id": "31",
        "firstName": "Ann",
        "lastName": "Bee",
        "emailAddresses": [{"email": "ann@example.org", "primary": True}],
        "phoneNumbers": [{"number": "+442079460018", "primary": True, "mobile": False}],
        "language": "en",
        "companyName": "Bee & Daughters",
        "selfLink": "http://127.0.0.1:8323/api/2.3/clients/31",
    },
    "WatchInput": {"address": "https://example.org/hook", "events": ["created", "deleted"]},
    "Watch": {**_WATCH, "status": "enabled", "objectOwner": {"type": "queue", "id": "1"}, "created": _TIME},
    "Trial": {"status": "delivered", "statusCode": 204, "duration": 38},
    "Delivery": {
        "id": "9",
        "message": "msg_5f2a1c9be07d48c3a1b2c3d4",
        "objectEvent": "created",
        "objectId": "57",
        "status": "delivered",
        "attempts": 1,
        "created": _TIME,
        "sent": _TIME,
        "duration": 41,
        "request": {"address": "https://example.org/hook", "method": "POST", "body": "{}"},
        "response": {"statusCode": 204},
        "watcher": {**_WATCH, "objectType": "queue"},
    },
    "DeliveryError": {
        "id": "3",
        "requestId": "9",
        "message": "msg_5f2a1c9be07d48c3a1b2c3d4",
        "objectEvent": "created",
        "attempt": 1,
        "date": _TIME,
        "duration": 15000,
        "request": {"address": "https://example.org/hook", "method": "POST", "body": "{}"},
        "response": {"errorMessage": "timeout"},
        "watcher": {**_WATCH, "objectType": "queue"},
    },
    "ReplayInput": {"watch": "4", "status": ["failed"]},
    "Replayed": {"replayed": 12},
    "KeyInput": {"type": "ed25519", "name": "2026"},
    "CryptoKey": {"id": "1", "type": "hmac", "version": 1, "name": "2026", "created": _TIME},
    "KeySet": {
        "keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]
    },
    "ClientInput": {
        "firstName": "Ann",
        "lastName": "Bee",
        "emailAddresses": [{"email": "ann@example.org", "primary": True}],
        "phoneNumbers": [{"number": "+442079460018", "primary": True}],
    },
}

_CALLED_MEMBERS = {"status": "inProgress", "counter": {"name": "Desk 1"}, "called": _TIME, "calls": 1}
EXAMPLES["Called"] = {"finished": [], "called": EXAMPLES["Registration"] | _CALLED_MEMBERS}
EXAMPLES["Undone"] = {"kind": "called", "items": [EXAMPLES["Registration"]]}
