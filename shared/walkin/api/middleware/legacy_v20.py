"""``/api/2.0``: the older version of the contract, translated to 2.3 and back by a middleware.

It differs in the status ``onGoing`` (``ingoing`` and ``inProgress`` are accepted too), the string ``author`` beside
``owner``, a queue's ``form`` as a reference, and 200 for every success, with an empty body for DELETE. Errors keep
their status. Numeric entities in what is sent are characters, and all JSON that is answered is ASCII. Files are not
translated.
"""

from __future__ import annotations

import asyncio
import codecs
import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from walkin.api.http.request_body import MAX_BODY_WITH_FILES_BYTES
from walkin.model.address import API_PREFIX
from walkin.model.v20 import STATUS_FROM_V20, V20_PREFIX, dump_ascii, to_v20, unescape

MIN_THREAD_BYTES = 64 * 1024
"""Size of a response from which it is translated in a thread."""

_QUEUES_PATH = re.compile(r"/queues(/[^/]+)?")


class LegacyV20:
    """Middleware that serves version 2.0; ``scope["walkin.version"]`` is the version that the client speaks."""

    def __init__(self, app: ASGIApp, always_ok: bool = False) -> None:
        self._app = app
        self._always_ok = always_ok

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        api_path = scope["path"].removeprefix(V20_PREFIX) if scope["type"] == "http" else ""
        if scope["type"] != "http" or api_path == scope["path"] or api_path[:1] not in ("", "/"):
            is_v23 = scope["type"] == "http" and scope["path"].startswith(f"{API_PREFIX}/")
            return self._app(scope, receive, _answer_ok(send) if is_v23 and self._always_ok else send)
        about_queues = is_about_queues(api_path)
        scope_v23 = {
            **scope,
            "path": API_PREFIX + api_path,
            "raw_path": scope.get("raw_path", b"").replace(V20_PREFIX.encode(), API_PREFIX.encode(), 1),
            "query_string": _translate_query(scope["query_string"]),
            "walkin.version": "2.0",
        }
        # Each request of a batch is translated by itself.
        translated = receive if api_path == "/batch" else _RequestTranslator(receive, about_queues)
        return self._app(scope_v23, translated, _ResponseTranslator(send, about_queues))


def is_about_queues(api_path: str) -> bool:
    """Whether the resources at a path below the base path are queues."""
    return _QUEUES_PATH.fullmatch(api_path) is not None


def _answer_ok(send: Send) -> Send:
    """Return an ASGI ``send`` that answers every success with 200."""

    async def send_ok(message: Message) -> None:
        if message["type"] == "http.response.start" and 200 < message["status"] < 300:
            headers = MutableHeaders(raw=list(message["headers"]))
            if message["status"] == 204:
                headers["content-length"] = "0"
            message = {**message, "status": 200, "headers": headers.raw}
        await send(message)

    return send_ok


class _RequestTranslator:
    """ASGI ``receive`` that translates the request body."""

    def __init__(self, receive: Receive, about_queues: bool) -> None:
        self._receive = receive
        self._about_queues = about_queues
        self._is_read = False

    async def __call__(self) -> Message:
        if self._is_read:
            return await self._receive()
        self._is_read = True
        content = b""
        while True:
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            content += message.get("body", b"")
            has_more = message.get("more_body", False)
            if len(content) > MAX_BODY_WITH_FILES_BYTES or not has_more:
                return {"type": "http.request", "body": self._translate(content), "more_body": has_more}

    def _translate(self, content: bytes) -> bytes:
        # Clients also write `&` as `\\u0026`.
        has_entities = b"&#" in content or b"\\u0026" in content
        has_status = any(status.encode() in content for status in STATUS_FROM_V20)
        if not (self._about_queues or has_status or has_entities):
            return content
        try:
            value = unescape(orjson.loads(content.removeprefix(codecs.BOM_UTF8)))
            if not isinstance(value, dict):
                return content
            status = value.get("status")
            if isinstance(status, str):
                value["status"] = STATUS_FROM_V20.get(status, status)
            if self._about_queues and isinstance(value.get("form"), dict):
                del value["form"]
            return orjson.dumps(value)
        except (orjson.JSONDecodeError, TypeError, RecursionError):
            # Not JSON, or nested too deep to be serialized: the API refuses it as it is.
            return content


class _ResponseTranslator:
    """ASGI ``send`` that translates a response: JSON is buffered until it is complete, other content is passed on."""

    def __init__(self, send: Send, about_queues: bool) -> None:
        self._send = send
        self._about_queues = about_queues
        self._held_start: Message | None = None
        self._is_stream = False
        self._pieces: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._handle_start(message)
        elif self._is_stream and message["type"] == "http.response.body":
            # Pieces of a stream are whole events, and a text in one cannot hold a quotation mark.
            piece = message.get("body", b"").replace(b'"status":"inProgress"', b'"status":"onGoing"')
            await self._send({**message, "body": piece})
        elif self._held_start is not None and message["type"] == "http.response.body":
            self._pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_translated(self._held_start)
        else:
            await self._send(message)

    async def _handle_start(self, message: Message) -> None:
        headers = MutableHeaders(raw=list(message["headers"]))
        status = message["status"]
        if status == 204:
            headers["content-length"] = "0"
        if 200 <= status < 300:
            status = 200
        message = {**message, "status": status, "headers": headers.raw}
        self._is_stream = headers.get("content-type", "").startswith("text/event-stream")
        media_type = headers.get("content-type", "").partition(";")[0]
        if media_type.startswith("application/") and media_type.endswith(("/json", "+json")):
            self._held_start = message
        else:
            await self._send(message)

    async def _send_translated(self, start: Message) -> None:
        content = b"".join(self._pieces)
        if len(content) > MIN_THREAD_BYTES:
            content = await asyncio.to_thread(translate_response, content, self._about_queues)
        elif content:
            content = translate_response(content, self._about_queues)
        headers = MutableHeaders(raw=start["headers"])
        if content:
            headers["content-length"] = str(len(content))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": content})


def translate_response(content: bytes, about_queues: bool) -> bytes:
    """Convert a response body (JSON) to version 2.0."""
    value = orjson.loads(content)
    items = value["items"] if isinstance(value, dict) and isinstance(value.get("items"), list) else [value]
    if isinstance(value, dict) and isinstance(value.get("finished"), list):
        items = [*value["finished"], value.get("called")]
    for item in items:
        if isinstance(item, dict):
            _translate_item(item, about_queues)
    return dump_ascii(value)


def _translate_item(item: dict[str, Any], about_queues: bool) -> None:
    to_v20(item)
    if about_queues and "form" in item:
        item["form"] = {"id": item.get("id", ""), "name": item.get("name", "")}


def _translate_query(query_string: bytes) -> bytes:
    # Names of parameters are read in any case.
    if b"%" not in query_string and not re.search(rb"status|author", query_string, re.IGNORECASE):
        return query_string
    pairs = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    return urlencode([(name, _translate_parameter(name, text)) for name, text in pairs]).encode()


def _translate_parameter(name: str, text: str) -> str:
    if name.lower() == "status":
        return ",".join(STATUS_FROM_V20.get(status.strip(), status) for status in text.split(","))
    if name.lower() == "fields":
        return re.sub(r"\bauthor\b", "owner.userName", text)
    return str(unescape(text))
