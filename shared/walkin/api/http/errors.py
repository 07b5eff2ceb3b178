"""Error responses: ``{"error": {"code", "reason", "message", "fields"?}}``, a problem document or an HTML page."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from walkin.api.http.request_body import to_field_problems
from walkin.api.http.responses import JSON_MEDIA_TYPE, choose_api_words
from walkin.api.middleware.head_options import list_allowed_methods
from walkin.api.web.html import choose_words, render_notice
from walkin.languages import Words
from walkin.model.errors import FieldProblem, Refused

log = logging.getLogger("walkin.api")

PROBLEM_MEDIA_TYPE = "application/problem+json"

PAGE_PREFIXES = ("/t/", "/q/")
"""Paths of HTML pages: a browser gets errors there as a page."""


def add_exception_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _handle_refused)
    app.add_exception_handler(HTTPException, _handle_http_exception)
    app.add_exception_handler(RequestValidationError, _handle_validation_error)
    app.add_exception_handler(ClientDisconnect, _handle_disconnect)
    app.add_exception_handler(Exception, _handle_unexpected_error)


def error_response(request: Request, refusal: Refused, headers: Mapping[str, str] | None = None) -> Response:
    """Build the response to a refusal, in the language and media type that the client accepts."""
    words = choose_api_words(request)
    message = refusal.message or words(f"error-{refusal.reason}", **refusal.values)
    error: dict[str, object] = {"code": refusal.status, "reason": refusal.reason, "message": message}
    if refusal.fields:
        error["fields"] = [_render_field_problem(problem, words) for problem in refusal.fields]
    all_headers = {"cache-control": "no-store", "content-language": words.language, **(headers or {})}
    if refusal.status == 401:
        all_headers["www-authenticate"] = 'Bearer realm="walkin"'
    if refusal.reason == "tooManyRequests":
        all_headers["retry-after"] = str(refusal.values["retry"])
    if request.url.path.startswith(PAGE_PREFIXES) and "text/html" in request.headers.get("accept", ""):
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


def _error_page(request: Request, refusal: Refused, headers: Mapping[str, str]) -> Response:
    """Build the page of a refusal; a client with a phone needs no technical reason."""
    text_id = "error-tooManyRequests" if refusal.reason == "tooManyRequests" else "page-refused-text"
    return render_notice(
        request, refusal.status, choose_words(request), "page-refused", text_id, headers, **refusal.values
    )


def describe_problem(problem: FieldProblem, words: Words) -> str:
    return words.format_problem(problem)


def _render_field_problem(problem: FieldProblem, words: Words) -> dict[str, str]:
    return {"id": problem.id, "code": problem.code, "message": describe_problem(problem, words)}


async def _handle_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101
    return error_response(request, error)


_REASON_BY_STATUS = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "notFound",
    405: "methodNotAllowed",
    406: "notAcceptable",
    413: "tooLarge",
    415: "unsupportedMediaType",
}


async def _handle_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    reason = _REASON_BY_STATUS.get(error.status_code, "badRequest" if error.status_code < 500 else "internalError")
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status_code == 405:
        # Starlette names only the methods of the first route at the path.
        headers["allow"] = list_allowed_methods(request.scope)
    return error_response(request, Refused(reason), headers)


async def _handle_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    problems = to_field_problems([{**detail, "loc": detail["loc"][1:]} for detail in error.errors()])
    # A refused text (TextRefused) is `invalid` in a parameter as it is in a body; other errors are `badRequest`.
    reason = "badRequest" if any(problem.code == "member" for problem in problems) else "invalid"
    return error_response(request, Refused(reason, fields=problems))


async def _handle_disconnect(request: Request, error: Exception) -> Response:
    """The client has gone: nobody reads the response, and nothing has to be logged."""
    return Response(status_code=400)


async def _handle_unexpected_error(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return error_response(request, Refused("internalError"))
