"""Pages for people's browsers: their headers, their language, and that a form is sent by a page of this server."""

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

_templates = Environment(
    loader=PackageLoader("walkin.api.web", "templates"),
    autoescape=select_autoescape(),
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]


def choose_words(request: Request, *preferred: str | None) -> Words:
    """The words of a page: what its address asks for (``lang``), else what is wanted, else what the browser prefers.

    Only the house's languages count, the first of them where none is understood.
    """
    wishes = (request.query_params.get("lang"), *preferred, request.headers.get("accept-language"))
    return Words(choose_language(*wishes, allowed=request.app.state.languages))


def list_language_links(request: Request, words: Words) -> list[tuple[str, str, str]]:
    """Code, own name, and the address of this page in it, for each language of the house but the page's own."""
    names = list_languages()
    return [
        (code, names[code], f"?{request.url.include_query_params(lang=code).query}")
        for code in request.app.state.languages
        if code in names and code != words.language
    ]


def check_origin(request: Request) -> None:
    """Refuse ``forbidden`` for a form that another site's page sends."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in ("same-origin", "none") if site is not None else foreign:
        raise Refused("forbidden")


def render_page(template: str, status_code: int, words: Words, *, form_action: str = "", **values: Any) -> HTMLResponse:
    """A page for a browser; its forms go to this server, and on to ``form_action``."""
    nonce = secrets.token_urlsafe(16)
    text = _templates.get_template(template).render(words=words, nonce=nonce, **values)
    own = f"'nonce-{nonce}'"
    headers = {
        "cache-control": "no-store",
        "content-language": words.language,
        "content-security-policy": (
            f"default-src 'none'; style-src {own}; script-src {own}; connect-src 'self'; "
            f"form-action 'self' {form_action}; base-uri 'none'; frame-ancestors 'none'"
        ),
        # Under `no-referrer` browsers would hide the origin of this page's own forms too.
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }
    return HTMLResponse(text, status_code, headers)


def render_notice(
    request: Request,
    status_code: int,
    words: Words,
    title_id: str,
    text_id: str,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page that says one thing: the texts ``title`` and ``text``, the second with its values."""
    said, others = words(text_id, **values), list_language_links(request, words)
    answer = render_page("notice.html", status_code, words, title=words(title_id), text=said, languages=others)
    answer.headers.update(headers or {})
    return answer
