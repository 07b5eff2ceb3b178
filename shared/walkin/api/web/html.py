"""Render HTML pages for phones: templates, security headers, language and the origin check of forms."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from walkin.languages import Words, choose_language, name_languages
from walkin.model.errors import Refused

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE_PARAMETERS = frozenset(
    {"lang", "fbclid", "gclid", *(f"utm_{name}" for name in ("source", "medium", "campaign", "term", "content"))}
)
"""Query parameters of every page: its language, and the tracking parameters that other sites add to links."""


@cache
def load_templates() -> Environment:
    # Imported here: most processes render no page.
    from jinja2 import Environment, PackageLoader, select_autoescape

    templates = Environment(
        loader=PackageLoader("walkin.api.web", "templates"),
        autoescape=select_autoescape(),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]
    templates.filters["mark_number"] = _mark_number
    return templates


def _mark_number(text: str) -> str:
    """The text with its first number in ``<b>``."""
    from markupsafe import Markup

    parts = re.split(r"(\d(?:[\d.,\u00a0]*\d)?)", text, maxsplit=1)
    return Markup("{}<b>{}</b>{}").format(*parts) if len(parts) > 1 else text


def wants_page(request: Request) -> bool:
    """Whether the client is a browser, at an address outside of the API."""
    is_api = request.url.path.startswith("/api/")
    return not is_api and "text/html" in request.headers.get("accept", "")


def build_language_query(request: Request) -> str:
    """The query that keeps the language that was chosen for this page."""
    return f"?lang={choose_words(request).language}" if "lang" in request.query_params else ""


def choose_words(request: Request, *preferred: str | None) -> Words:
    """Return the texts of a page in the language of ``?lang=``, else in a preferred one, else in the browser's.

    Only the office's languages are used; the first of them is the default.
    """
    candidates = (request.query_params.get("lang"), *preferred, request.headers.get("accept-language"))
    return Words(choose_language(*candidates, allowed=request.app.state.languages))


def list_language_links(request: Request, words: Words) -> list[tuple[str, str, str]]:
    """Return (code, name, address of this page) of each of the office's languages but the current one."""
    return [
        (code, name, f"?{request.url.include_query_params(lang=code).query}")
        for code, name in name_languages(request.app.state.languages).items()
        if code != words.language
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
    text = load_templates().get_template(template).render(words=words, nonce=nonce, **values)
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
    *,
    values: Mapping[str, object] | None = None,
    office: str = "",
    leads_to_start: bool = False,
) -> HTMLResponse:
    """Render a page with the texts ``title_id`` and ``text_id``; the second takes ``values``.

    With ``leads_to_start`` it has a link to the services that phones can join.
    """
    text, languages = words(text_id, **(values or {})), list_language_links(request, words)
    action = (words("page-to-start"), f"/{build_language_query(request)}") if leads_to_start else None
    response = render_page(
        "notice.html",
        status_code,
        words,
        title=words(title_id),
        text=text,
        office=office,
        languages=languages,
        action=action,
    )
    response.headers.update(headers or {})
    return response
