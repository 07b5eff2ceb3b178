"""Examples that several modules of routes share; the others stand beside their routes."""

from __future__ import annotations

from walkin.api.openapi.operations import JsonBody
from walkin.model.registration import Registration

EXAMPLE_QUEUE = {"id": "1", "name": "Passports and identity cards"}
EXAMPLE_OWNER = {"id": "1", "userName": "office@exeter.example"}
EXAMPLE_TIME = {"dateTime": "2026-11-24T09:30:00", "timeZone": "Europe/Paris"}
EXAMPLE_WATCH = {
    "id": "4",
    "address": "https://example.org/hook",
    "selfLink": "http://127.0.0.1:8323/api/2.3/watchers/4",
}

REGISTRATION = JsonBody(
    Registration,
    {
        "id": "57",
        "queue": EXAMPLE_QUEUE,
        "status": "registered",
        "registered": EXAMPLE_TIME,
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
    ("ETag",),
)
