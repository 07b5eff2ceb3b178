"""Error responses: ``{"error": {"code", "reason", "message", "fields"?}}``, a problem document or an HTML page."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from walkin.api.http.responses import JSON_MEDIA_TYPE, choose_api_words, render_problems
from walkin.api.web.html import choose_words, render_notice, wants_page
from walkin.model.errors import TEMPORARY_REASONS, Refused

log = logging.getLogger("walkin.api")

PROBLEM_MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 2
"""``Retry-After`` of a refusal with one of TEMPORARY_REASONS."""


class AnsweredError(Exception):
    """An error with a response of its own."""

    def __init__(self, response: Response) -> None:
        self.response = response


def answer_error(request: Request, error: Exception) -> Response:
    """Build the response to any error of an operation."""
    if isinstance(error, Refused):
        return error_response(request, error)
    if isinstance(error, AnsweredError):
        return error.response
    if isinstance(error, ClientDisconnect):
        # Nobody reads the response, and nothing has to be logged.
        return Response(status_code=400)
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_response(request, Refused("internalError"))


def error_response(request: Request, refusal: Refused, headers: Mapping[str, str] | None = None) -> Response:
    """Build the response to a refusal, in the language and media type that the client accepts."""
    words = choose_api_words(request)
    message = refusal.message or words(f"error-{refusal.reason}", **refusal.values)
    error: dict[str, object] = {"code": refusal.status, "reason": refusal.reason, "message": message}
    if refusal.fields:
        error["fields"] = render_problems(refusal.fields, words)
    all_headers = {"cache-control": "no-store", "content-language": words.language, **(headers or {})}
    all_headers |= build_retry_headers(refusal)
    if refusal.status == 401:
        all_headers["www-authenticate"] = 'Bearer realm="walkin"'
    if wants_page(request):
        return _error_page(request, refusal, all_headers)
    if PROBLEM_MEDIA_TYPE in request.headers.get("accept", ""):
        body: dict[str, object] = {
            "type": "about:blank",
            "title": refusal.reason,
            "status": refusal.status,
            "detail": message,
            **{name: error[name] for name in ("reason", "fields") if name in error},
        }
        return Response(orjson.dumps(body), refusal.status, all_headers, PROBLEM_MEDIA_TYPE)
    return Response(orjson.dumps({"error": error}), refusal.status, all_headers, JSON_MEDIA_TYPE)


def build_retry_headers(refusal: Refused) -> dict[str, str]:
    """Build the ``Retry-After`` of a refusal that does not last; no headers for any other."""
    if refusal.reason == "tooManyRequests":
        return {"retry-after": str(refusal.values["retry"])}
    return {"retry-after": str(RETRY_SECONDS)} if refusal.reason in TEMPORARY_REASONS else {}


def _error_page(request: Request, refusal: Refused, headers: Mapping[str, str]) -> Response:
    """Build the page of a refusal; a client with a phone needs no technical reason."""
    if refusal.reason == "notFound":
        words = choose_words(request)
        return render_notice(request, 404, words, "page-nowhere", "page-nowhere-text", headers, leads_to_start=True)
    text_id = "error-tooManyRequests" if refusal.reason == "tooManyRequests" else "page-refused-text"
    return render_notice(
        request, refusal.status, choose_words(request), "page-refused", text_id, headers, values=refusal.values
    )
