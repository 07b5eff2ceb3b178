"""The ticket's page, ``/t/{token}``: what the QR code on a ticket opens on a phone. Works without JavaScript."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape

from shared.api.answers import forecast, queue_resource
from shared.api.office import Office, office
from shared.languages import Words, best
from shared.model.errors import Refused
from shared.model.queue import Queue
from shared.model.time import local
from shared.store import registrations
from shared.store.registrations import Found

router = APIRouter(include_in_schema=False)

REFRESH_SECONDS = 15

_pages = Environment(loader=PackageLoader("shared.api", "pages"), autoescape=select_autoescape(), auto_reload=False)


@router.get("/t/{token}")
async def ticket_page(token: str, request: Request, here: Annotated[Office, Depends(office)]) -> HTMLResponse:
    """Number, service, place and expected wait of one ticket, or where to go."""
    at = here.clock()
    try:
        found = await here.store.read(registrations.of_token, token, at)
    except Refused:
        words = Words(best(request.headers.get("accept-language")))
        return _html("gone.html", 404, words)
    document = orjson.loads(found.entry.document)
    words = Words(best(document.get("language"), request.headers.get("accept-language")))
    return _html("ticket.html", 200, words, refresh=REFRESH_SECONDS, **_told(found, document, words, at))


def _told(found: Found, document: dict[str, Any], words: Words, at: int) -> dict[str, Any]:
    queue = Queue.model_validate(queue_resource(found.queue, at)).words(words.language)
    low, high = forecast(found.queue, at).told(found.rank - 1) if found.rank else (0, None)
    return {
        "ticket": document["ticket"],
        "status": document["status"],
        "desk": document.get("counter", {}).get("name", ""),
        "service": queue.name,
        "thanks": queue.thank_message,
        "ahead": None if found.rank is None else found.rank - 1,
        "low": low,
        "high": high,
        "updated": words.time(local(at, found.queue.time_zone)),
    }


def _html(name: str, code: int, words: Words, **values: Any) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    text = _pages.get_template(name).render(words=words, nonce=nonce, **values)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    headers = {
        "cache-control": "no-store",
        "content-language": words.language,
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }
    return HTMLResponse(text, code, headers)
