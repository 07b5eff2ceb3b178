"""``walkin watch listen``: a local receiver that verifies signatures and reports each request."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypedDict

from walkin.watch.signing import HmacKey

TIMESTAMP_TOLERANCE_SECONDS = 300
"""Seconds by which a message's timestamp may differ from the local clock."""
MAX_BODY_BYTES = 1 << 20


class ReceivedRequest(TypedDict):
    """A received request, as it is printed; ``body`` is parsed JSON, or text when it is not JSON."""

    method: str
    path: str
    event: str
    message: str
    verdict: str
    answered: int
    body: object


RequestCallback = Callable[[ReceivedRequest], None]


def verify_request(keys: Sequence[str], headers: Mapping[str, str], body: bytes, now_seconds: float) -> str:
    """Return ``signed`` when one of the keys (``whsec_…``, ``whpk_…``) signed the request, otherwise what is wrong.

    Header names are in lower case; ``now_seconds`` is since 1970. Without keys the verdict is ``unchecked``.
    """
    if not keys:
        return "unchecked"
    message_id, timestamp = headers.get("webhook-id"), headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature")
    if not message_id or not signatures or not timestamp.isdecimal():
        return "not signed"
    if abs(now_seconds - int(timestamp)) > TIMESTAMP_TOLERANCE_SECONDS:
        return "too old"
    content = f"{message_id}.{timestamp}.".encode() + body
    for signature in signatures.split():
        scheme, _, encoded = signature.partition(",")
        if any(_is_valid_signature(key, scheme, encoded, content) for key in keys):
            return "signed"
    return "wrong signature"


def _is_valid_signature(key: str, scheme: str, encoded_signature: str, content: bytes) -> bool:
    kind, _, secret = key.partition("_")
    try:
        raw, signature = base64.b64decode(secret), base64.b64decode(encoded_signature)
    except ValueError:
        return False
    if (kind, scheme) == ("whsec", "v1"):
        return hmac.compare_digest(HmacKey("", raw).sign(content), signature)
    if (kind, scheme) == ("whpk", "v1a"):
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True
    return False


def create_listener(port: int, keys: Sequence[str], status: int, on_request: RequestCallback) -> ThreadingHTTPServer:
    """Create a loopback server that answers ``status``, or 401 when the signature is missing or wrong."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _handle_request(self) -> None:
            length = self.headers.get("content-length", "0")
            size = int(length) if length.isdecimal() else 0
            body = self.rfile.read(min(size, MAX_BODY_BYTES))
            headers = {name.lower(): value for name, value in self.headers.items()}
            verdict = verify_request(keys, headers, body, time.time())
            response_status = status if verdict in ("signed", "unchecked") else 401
            on_request(
                {
                    "method": self.command,
                    "path": self.path,
                    "event": headers.get("x-agendize-event", ""),
                    "message": headers.get("webhook-id", ""),
                    "verdict": verdict,
                    "answered": response_status,
                    "body": _parse_body(body),
                }
            )
            self.send_response(response_status)
            self.send_header("Content-Length", "0")
            if size > MAX_BODY_BYTES:
                self.close_connection = True
                self.send_header("Connection", "close")
            self.end_headers()

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET = _handle_request  # noqa: N815 - named by http.server

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def _parse_body(body: bytes) -> object:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")
