"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from walkin.api.http import errors
from walkin.api.http.routing import VERSION
from walkin.api.middleware.drain_body import Unread
from walkin.api.middleware.head_options import ENDLESS, Methods
from walkin.api.middleware.legacy_v20 import Older
from walkin.api.middleware.security_headers import SafeHeaders
from walkin.api.openapi.operations import describe
from walkin.api.routes import (
    clients,
    desks,
    files,
    oauth,
    queues,
    registrations,
    statistics,
)
from walkin.api.routes import (
    crypto_keys as cryptokeys,
)
from walkin.api.routes import (
    deliveries as watchlog,
)
from walkin.api.routes import (
    health as about,
)
from walkin.api.routes import (
    watches as watchers,
)
from walkin.api.security.authentication import Access, Door
from walkin.api.security.permissions import SAFE
from walkin.api.state import opened
from walkin.api.web import join
from walkin.api.web import ticket as page
from walkin.languages import available
from walkin.model.time import now
from walkin.watch.config import CLOSED, Outlet

PACKED = 1_000
"""Bytes from which an answer is packed for those who accept it."""


class Packing:
    """Packs long answers to reading; what a write answers is one resource, and quicker sent than packed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed = GZipMiddleware(app, minimum_size=PACKED, compresslevel=1)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI."""
        packs = scope["type"] == "http" and scope["method"] in SAFE and not scope["path"].endswith(ENDLESS)
        return (self._packed if packs else self._app)(scope, receive, send)


class Api(FastAPI):
    """An application whose every answer arrives and carries the safe headers, also one about an unexpected error."""

    def build_middleware_stack(self) -> ASGIApp:
        """See Starlette."""
        return SafeHeaders(Unread(super().build_middleware_stack()))


def create_app(
    database: Path | str,
    clock: Callable[[], int] = now,
    folder: Path | None = None,
    door: Door | None = None,
    outlet: Outlet = CLOSED,
    languages: Sequence[str] = (),
) -> FastAPI:
    """The API of the office in that database, files in that folder (see walkin.store.open_store).

    The app's lifespan opens it. ``door`` says who is let in; without one, as in an app that opens its own file,
    everybody may do everything. ``outlet`` says how watches are told from here. ``languages`` are those of the pages
    for phones, the house's own first; none means all.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(database, clock, folder, outlet) as office:
            app.state.office = office
            app.state.access = Access(office.store, clock, door)
            yield

    app = Api(
        title="Walkin",
        version=VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        # Nothing is told to anybody's collector, and no request asks whether there is one.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.state.languages = list(dict.fromkeys(languages)) or list(available())
    errors.handle(app)
    # What is asked most often is found first; ids are told apart from the names beside them (api.http.path_params).
    # Taken over as they are: a router within the application's is searched twice.
    for module in (
        *(registrations, queues, desks, statistics, clients, files, watchers, watchlog, cryptokeys),
        *(page, join, oauth, about),
    ):
        app.router.routes.extend(module.router.routes)
    # The last one added is the first to see a request.
    app.add_middleware(Methods)
    app.add_middleware(Older)
    app.add_middleware(Packing)
    return app
