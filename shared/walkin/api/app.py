"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from walkin.api.http import errors
from walkin.api.middleware.drain_body import DrainRequestBody
from walkin.api.middleware.head_options import STREAM_SUFFIX, HeadOptions
from walkin.api.middleware.legacy_v20 import LegacyV20
from walkin.api.middleware.security_headers import SecurityHeaders
from walkin.api.openapi.operations import build_openapi
from walkin.api.routes import (
    clients,
    crypto_keys,
    deliveries,
    desks,
    files,
    health,
    oauth,
    queues,
    registrations,
    statistics,
    watches,
)
from walkin.api.security.authentication import AccessPolicy, Authenticator
from walkin.api.security.permissions import SAFE_METHODS
from walkin.api.state import open_app_state
from walkin.api.web import join, ticket
from walkin.languages import list_languages
from walkin.model.address import API_VERSION
from walkin.model.time import now_ms
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

MIN_GZIP_BYTES = 1_000
"""Bytes from which an answer is packed for those who accept it."""


class GzipReads:
    """Packs long answers to reading; what a write answers is one resource, and quicker sent than packed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gzip_app = GZipMiddleware(app, minimum_size=MIN_GZIP_BYTES, compresslevel=1)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """See ASGI."""
        packs = (
            scope["type"] == "http" and scope["method"] in SAFE_METHODS and not scope["path"].endswith(STREAM_SUFFIX)
        )
        return (self._gzip_app if packs else self._app)(scope, receive, send)


class Api(FastAPI):
    """An application whose every answer arrives and carries the safe headers, also one about an unexpected error."""

    def build_middleware_stack(self) -> ASGIApp:
        """See Starlette."""
        return SecurityHeaders(DrainRequestBody(super().build_middleware_stack()))


def create_app(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    access_policy: AccessPolicy | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
    languages: Sequence[str] = (),
) -> FastAPI:
    """The API of the office in that database, files in that folder (see walkin.store.open_store).

    The app's lifespan opens it. ``door`` says who is let in; without one, as in an app that opens its own file,
    everybody may do everything. ``outlet`` says how watches are told from here. ``languages`` are those of the pages
    for phones, the house's own first; none means all.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_app_state(database, clock, files_folder, outbound_policy) as office:
            app.state.office = office
            app.state.access = Authenticator(office.store, clock, access_policy)
            yield

    app = Api(
        title="Walkin",
        version=API_VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        # Nothing is told to anybody's collector, and no request asks whether there is one.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.openapi = lambda: build_openapi(app)  # type: ignore[method-assign]
    app.state.languages = list(dict.fromkeys(languages)) or list(list_languages())
    errors.add_exception_handlers(app)
    # What is asked most often is found first; ids are told apart from the names beside them (api.http.path_params).
    # Taken over as they are: a router within the application's is searched twice.
    for module in (
        *(registrations, queues, desks, statistics, clients, files, watches, deliveries, crypto_keys),
        *(ticket, join, oauth, health),
    ):
        app.router.routes.extend(module.router.routes)
    # The last one added is the first to see a request.
    app.add_middleware(HeadOptions)
    app.add_middleware(LegacyV20)
    app.add_middleware(GzipReads)
    return app
