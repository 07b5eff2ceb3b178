"""Refuse requests whose head HTTP/1.1 does not allow (RFC 9110 and 9112)."""

from __future__ import annotations

import re
from collections.abc import Awaitable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from walkin.api.http.errors import error_response
from walkin.model.errors import Refused

_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")


class RequestHead:
    """Middleware that answers 400 to a missing, repeated or malformed ``Host``, and 417 to an unknown expectation."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        refusal = _check_head(scope) if scope["type"] == "http" else None
        return (self._app if refusal is None else error_response(Request(scope), refusal))(scope, receive, send)


def _check_head(scope: Scope) -> Refused | None:
    hosts = [value.strip() for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1:
        return Refused("badRequest", "The header Host is given more than once.")
    if scope["http_version"] == "1.1" and not (hosts and hosts[0]):
        return Refused("badRequest", "HTTP/1.1 needs the header Host.")
    if hosts and not _HOST.fullmatch(hosts[0]):
        return Refused("badRequest", "The header Host is not the name or address of a server.")
    for name, value in scope["headers"]:
        if name == b"expect" and value.strip().lower() != b"100-continue":
            return Refused("expectationFailed")
    return None
