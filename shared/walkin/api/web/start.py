"""``/`` and ``/q``: the services that phones can join, for somebody who types the address or cuts a link; and the
accessibility statement."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse

from walkin.api.http.responses import translate_queue
from walkin.api.http.routing import Router
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import get_app_state
from walkin.api.web.html import (
    PAGE_PARAMETERS,
    build_language_query,
    choose_words,
    list_language_links,
    render_page,
    wants_page,
)
from walkin.languages.wait import describe_wait
from walkin.model.errors import Refused
from walkin.model.queue import find_office_name
from walkin.store import queues

router = Router("")


@router.operation("GET", "/", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def start_page(request: Request) -> HTMLResponse:
    """The office's name, and its services that phones can join; not found for clients of the API."""
    if not wants_page(request):
        raise Refused("notFound")
    app_state, words = get_app_state(request), choose_words(request)
    states = await app_state.store.read(queues.show_only_account, app_state.clock())
    translated = [translate_queue(state, words.language) for state in states]
    return render_page(
        "start.html",
        200,
        words,
        office=find_office_name(translated),
        queues=[
            (queue, describe_wait(words, queue.estimated_waiting_time)) for queue in translated if queue.join_by_phone
        ],
        lang=build_language_query(request),
        languages=list_language_links(request, words),
    )


@router.operation("GET", "/accessibility", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def accessibility_page(request: Request) -> HTMLResponse:
    """The accessibility statement of the pages for phones; not found for clients of the API."""
    if not wants_page(request):
        raise Refused("notFound")
    app_state, words, contact = get_app_state(request), choose_words(request), request.app.state.accessibility_contact
    states = await app_state.store.read(queues.show_only_account, app_state.clock())
    return render_page(
        "accessibility.html",
        200,
        words,
        office=find_office_name([translate_queue(state, words.language) for state in states]),
        contact=contact,
        sentence=words("page-access-contact", contact="\n").partition("\n"),
        languages=list_language_links(request, words),
    )


@router.operation("GET", "/q", roles=PUBLIC, other_parameters=PAGE_PARAMETERS)
async def join_start_page(request: Request) -> HTMLResponse:
    """The start page, at the address of a join link without its queue."""
    return await start_page(request)
