"""A server with the operations and members of the reference only, without code of Walkin."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

Document = dict[str, object]

CLIENT_MEMBERS = ("firstName", "lastName", "emailAddress", "phoneNumber")
FORM_MEMBERS = {
    *(
        "id",
        "bind",
        "bindGroup",
        "externalId",
        "help",
        "placeholder",
        "category",
        "mandatory",
        "multiple",
        "otherValue",
    ),
    *("title", "type", "fileName", "value", "values", "valueFormat", "visible", "zonedDateTime", "subItem"),
}
"""Members of a FormItem in the reference."""

WRITABLE_STATUSES = ("registered", "inProgress", "finished", "noShow")


def build_error(status: int, reason: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": status, "reason": reason, "message": message}}, status)


def drop_extras(items: object) -> list[Document]:
    """Drop the members of FormItems that are not in the reference."""
    return [
        {
            name: drop_extras(value) if name == "subItem" else value
            for name, value in item.items()
            if name in FORM_MEMBERS
        }
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
    ]


def make_time() -> Document:
    return {"dateTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


class BareServer:
    """One queue, "Permits" with the id 7. The queue and its registrations have the members of the reference.

    With ``requires_names`` a registration needs the client's names and e-mail address, as the reference's table says.
    Unknown members are ignored, those of a form's items only with ``drops_extras``; there are no entity tags, no event
    stream, no desks and no ``POST next``.
    """

    def __init__(self, *, requires_names: bool = False, form: object = None, drops_extras: bool = False) -> None:
        self.registrations: dict[str, Document] = {}
        self.requires_names = requires_names
        self._read_form = drop_extras if drops_extras else lambda items: items
        self.requests: list[str] = []
        self.bodies: list[Document] = []
        self._queue: Document = {
            "id": "7",
            "name": "Permits",
            "welcomeMessage": "Welcome",
            "thankMessage": "Thank you",
            "company": {"id": "1", "name": "Eastbridge"},
            "form": self._read_form(form) if form else {"id": "3", "name": "Contact"},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        content: Document = json.loads(body) if body else {}
        self.requests.append(f"{request.method} {request.url.path}")
        self.bodies.append(content)
        response = self._answer(request.method, request.url.path.removeprefix("/api/2.3/").split("/"), request, content)
        await response(scope, receive, send)

    def _answer(self, method: str, path: list[str], request: Request, content: Document) -> Response:
        match method, path:
            case "GET", ["queues"]:
                return JSONResponse({"items": [self._queue]})
            case "GET", ["queues", "7"]:
                return JSONResponse(self._queue)
            case "GET", ["queues", "7", "registrations"]:
                statuses = request.query_params.get("status", "registered,inProgress").split(",")
                return JSONResponse({"items": [self._show(entry) for entry in self._list(*statuses)]})
            case "POST", ["queues", "7", "registrations"]:
                return self._insert(content)
            case "GET", ["queues", "7", "registrations", "next"]:
                waiting = self._list("registered")
                return JSONResponse(self._show(waiting[0])) if waiting else build_error(404, "notFound", "Nobody")
            case _, ["queues", "7", "registrations", "next"]:
                return build_error(405, "methodNotAllowed", "GET only")
            case _, ["queues", "7", "registrations", entry_id] if entry_id in self.registrations:
                return self._handle_one(method, self.registrations[entry_id], content)
        return build_error(404, "notFound", "No such resource")

    def _handle_one(self, method: str, entry: Document, content: Document) -> Response:
        if method == "DELETE":
            entry["status"] = "deleted"
            return Response()
        if method == "PUT":
            if content.get("status") in WRITABLE_STATUSES:
                self._set_status(entry, str(content["status"]))
            if "form" in content:
                entry["form"] = self._read_form(content["form"])
            sent = content.get("client")
            if isinstance(sent, dict) and isinstance(entry["client"], dict):
                entry["client"] |= {name: sent[name] for name in CLIENT_MEMBERS if name in sent}
        elif method != "GET":
            return build_error(405, "methodNotAllowed", "GET, PUT, DELETE")
        return JSONResponse(self._show(entry))

    def _insert(self, content: Document) -> Response:
        sent = content.get("client")
        client = {name: sent[name] for name in CLIENT_MEMBERS if name in sent} if isinstance(sent, dict) else {}
        missing = [name for name in CLIENT_MEMBERS[:3] if not client.get(name)]
        if self.requires_names and missing:
            return build_error(400, "badRequest", f"client.{missing[0]} is required")
        entry: Document = {
            "id": str(4001 + len(self.registrations)),
            "queue": {"id": "7", "name": "Permits"},
            "status": "registered",
            "registered": make_time(),
            "client": {"id": str(90 + len(self.registrations)), **client},
            "owner": {"id": "1", "userName": "office@example.org"},
            "form": self._read_form(content.get("form", [])),
        }
        self.registrations[str(entry["id"])] = entry
        return JSONResponse(self._show(entry))

    def _set_status(self, entry: Document, status: str) -> None:
        entry["status"] = status
        if status in ("inProgress", "finished"):
            entry["started" if status == "inProgress" else "finished"] = make_time()

    def _list(self, *statuses: str) -> list[Document]:
        return [entry for entry in self.registrations.values() if entry["status"] in statuses]

    def _show(self, entry: Document) -> Document:
        if entry["status"] != "registered":
            return entry
        ahead = self._list("registered").index(entry)
        return entry | {"waitingTime": 0, "averageWaitingTime": 0, "rank": ahead + 1, "numberOfPeopleAhead": ahead}
