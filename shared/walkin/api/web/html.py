"""Render HTML pages for phones: templates, security headers, language and the origin check of forms."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape

from walkin.languages import Words, choose_language, list_languages
from walkin.model.errors import Refused

templates = Environment(
    loader=PackageLoader("walkin.api.web", "templates"),
    autoescape=select_autoescape(),
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]

PAGE_PARAMETERS = frozenset(
    {"lang", "fbclid", "gclid", *(f"utm_{name}" for name in ("source", "medium", "campaign", "term", "content"))}
)
"""Query parameters of every page: its language, and the tracking parameters that other sites add to links."""


def choose_words(request: Request, *preferred: str | None) -> Words:
    """Return the texts of a page in the language of ``?lang=``, else in a preferred one, else in the browser's.

    Only the office's languages are used; the first of them is the default.
    """
    candidates = (request.query_params.get("lang"), *preferred, request.headers.get("accept-language"))
    return Words(choose_language(*candidates, allowed=request.app.state.languages))


def list_language_links(request: Request, words: Words) -> list[tuple[str, str, str]]:
    """Return (code, name, address of this page) of each of the office's languages but the current one."""
    names = list_languages()
    return [
        (code, names[code], f"?{request.url.include_query_params(lang=code).query}")
        for code in request.app.state.languages
        if code in names and code != words.language
    ]


def check_origin(request: Request) -> None:
    """Raise Refused (forbidden) for a form that a page of another site sends (CSRF)."""
    fetch_site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    is_cross_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if fetch_site not in ("same-origin", "none") if fetch_site is not None else is_cross_origin:
        raise Refused("forbidden")


def render_page(template: str, status: int, words: Words, *, form_action: str = "", **values: object) -> HTMLResponse:
    """Render a template; its forms may be sent to this server and, by a redirect, to ``form_action``."""
    nonce = secrets.token_urlsafe(16)
    text = templates.get_template(template).render(words=words, nonce=nonce, **values)
    nonce_source = f"'nonce-{nonce}'"
    headers = {
        "cache-control": "no-store",
        "content-language": words.language,
        "content-security-policy": (
            f"default-src 'none'; style-src {nonce_source}; script-src {nonce_source}; connect-src 'self'; "
            f"form-action 'self' {form_action}; base-uri 'none'; frame-ancestors 'none'"
        ),
        # With `no-referrer` browsers would send no Origin with the forms of this page.
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }
    return HTMLResponse(text, status, headers)


def render_notice(
    request: Request,
    status_code: int,
    words: Words,
    title_id: str,
    text_id: str,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """Render a page with the texts ``title_id`` and ``text_id``; the second takes ``values``."""
    text, languages = words(text_id, **values), list_language_links(request, words)
    response = render_page("notice.html", status_code, words, title=words(title_id), text=text, languages=languages)
    response.headers.update(headers or {})
    return response
