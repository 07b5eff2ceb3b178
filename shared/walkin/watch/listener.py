"""``walkin watch listen``: a receiver on this machine that checks signatures and tells what arrives."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from walkin.watch.signing import HmacKey

TIMESTAMP_TOLERANCE_SECONDS = 300
"""Seconds a message may be old, or early."""
MAX_BODY_BYTES = 1 << 20

RequestCallback = Callable[[dict[str, Any]], None]


def verify_request(keys: Sequence[str], headers: Mapping[str, str], body: bytes, now_seconds: float) -> str:
    """``signed`` when one of the keys (``whsec_…``, ``whpk_…``) has signed it; else why it cannot be believed.

    Header names are in lower case; ``at`` is seconds since 1970. Without keys the verdict is ``unchecked``.
    """
    if not keys:
        return "unchecked"
    message, stamp = headers.get("webhook-id"), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature")
    if not message or not given or not stamp.isdecimal():
        return "not signed"
    if abs(now_seconds - int(stamp)) > TIMESTAMP_TOLERANCE_SECONDS:
        return "too old"
    content = f"{message}.{stamp}.".encode() + body
    for part in given.split():
        scheme, _, encoded = part.partition(",")
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
    """A server on this machine that answers ``status``, or 401 to what is not signed, and tells of every request."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _take(self) -> None:
            length = self.headers.get("content-length", "0")
            size = int(length) if length.isdecimal() else 0
            body = self.rfile.read(min(size, MAX_BODY_BYTES))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found = verify_request(keys, headers, body, time.time())
            answer = status if found in ("signed", "unchecked") else 401
            on_request(
                {
                    "method": self.command,
                    "path": self.path,
                    "event": headers.get("x-agendize-event", ""),
                    "message": headers.get("webhook-id", ""),
                    "verdict": found,
                    "answered": answer,
                    "body": _parse_body(body),
                }
            )
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            if size > MAX_BODY_BYTES:
                self.close_connection = True
                self.send_header("Connection", "close")
            self.end_headers()

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET = _take  # noqa: N815 - as the library names them

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def _parse_body(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")
