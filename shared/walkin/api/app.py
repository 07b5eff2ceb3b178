"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from walkin.api.http import errors
from walkin.api.middleware.drain_body import DrainRequestBody
from walkin.api.middleware.head_options import STREAM_SUFFIX, HeadOptions
from walkin.api.middleware.legacy_v20 import LegacyV20
from walkin.api.middleware.paths import PathNormalizer
from walkin.api.middleware.request_head import RequestHead
from walkin.api.middleware.security_headers import SecurityHeaders
from walkin.api.openapi.operations import build_openapi
from walkin.api.routes import (
    batch,
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
from walkin.model.caller import LOCAL_CALLER, Caller
from walkin.model.retention import DEFAULT_RETENTION, Retention
from walkin.model.time import now_ms
from walkin.store.uploads import FileLimits
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

MIN_GZIP_BYTES = 1_000
"""Size from which a response is compressed."""


CORS_HEADERS = (
    *("apiKey", "token", "Authorization", "Content-Type", "Accept-Language"),
    *("If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID"),
)
"""Request headers that web pages of other origins may send."""


class GzipReads:
    """Middleware that compresses responses to reads; a write returns one resource, which is sent faster as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gzip_app = GZipMiddleware(app, minimum_size=MIN_GZIP_BYTES, compresslevel=1)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        is_read = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        return (self._gzip_app if is_read and not scope["path"].endswith(STREAM_SUFFIX) else self._app)(
            scope, receive, send
        )


class Api(FastAPI):
    """FastAPI with middleware around its error handler: it covers responses to unexpected errors too."""

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(DrainRequestBody(RequestHead(super().build_middleware_stack())))


def create_app(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    access_policy: AccessPolicy | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
    languages: Sequence[str] = (),
    file_limits: FileLimits | None = None,
    direct_address: str = "",
    kept: Retention = DEFAULT_RETENTION,
    local_caller: Caller = LOCAL_CALLER,
    cors_origins: Sequence[str] = (),
    always_ok: bool = False,
) -> FastAPI:
    """Create the API of an office; its lifespan opens the store (see walkin.store.open_store).

    Without ``access_policy``, as in an app that embeds the API, the caller of every request is ``local_caller``.
    ``languages`` are those of the pages for phones, the default first; none means all. ``kept`` is how long personal
    data is kept. Web pages of ``cors_origins`` may read responses; with ``always_ok`` every success has the status 200.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_app_state(
            database, clock, files_folder, outbound_policy, direct_address, kept, file_limits
        ) as app_state:
            app.state.office = app_state
            app.state.access = Authenticator(app_state.store, clock, access_policy, local_caller)
            yield

    app = Api(
        title="Walkin",
        version=API_VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        # No telemetry is sent, and requests do not look for a collector.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.openapi = lambda: build_openapi(app)  # type: ignore[method-assign]
    app.state.languages = list(dict.fromkeys(languages)) or list(list_languages())
    errors.add_exception_handlers(app)
    app.add_exception_handler(oauth.OAuthError, oauth.handle_oauth_error)
    # The most frequent operations first: Starlette tries the routes in order, a nested router would be tried twice.
    for module in (
        *(registrations, queues, desks, statistics, clients, files, watches, deliveries, crypto_keys, batch),
        *(ticket, join, oauth, health),
    ):
        app.router.routes.extend(module.router.routes)
    # The last one added is the outermost.
    app.add_middleware(HeadOptions)
    app.add_middleware(LegacyV20, always_ok=always_ok)
    app.add_middleware(GzipReads)
    app.add_middleware(PathNormalizer)
    if cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=cors_origins,
            allow_methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
            allow_headers=CORS_HEADERS,
            expose_headers=("ETag", "Location", "Link", "Retry-After"),
            max_age=600,
        )
    return app
