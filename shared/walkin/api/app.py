"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import chain
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from walkin.api.http.errors import answer_error
from walkin.api.http.routing import Operation, OperationTable
from walkin.api.middleware.drain_body import DrainRequestBody
from walkin.api.middleware.legacy_v20 import LegacyV20
from walkin.api.middleware.paths import STREAM_SUFFIX, PathNormalizer
from walkin.api.middleware.request_head import RequestHead
from walkin.api.middleware.security_headers import SecurityHeaders
from walkin.api.security.authentication import AccessPolicy, Authenticator
from walkin.api.security.permissions import SAFE_METHODS
from walkin.api.state import open_app_state
from walkin.languages import list_languages
from walkin.model.caller import LOCAL_CALLER, Caller
from walkin.model.retention import DEFAULT_RETENTION, Retention
from walkin.model.time import now_ms
from walkin.store.uploads import FileLimits
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

MODULES = (
    *(
        f"walkin.api.routes.{name}"
        for name in ("registrations", "queues", "desks", "alerts", "leases", "health", "statistics")
    ),
    *(f"walkin.api.routes.{name}" for name in ("clients", "files", "watches", "deliveries", "crypto_keys", "batch")),
    *("walkin.api.routes.oauth", "walkin.api.web.ticket", "walkin.api.web.join", "walkin.api.web.start"),
)
"""Modules that declare operations, in the order in which `OperationTable` looks for a path: those of screens first."""

MIN_GZIP_BYTES = 1_000
"""Size from which a response is compressed."""


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
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


class Api(Starlette):
    """The table of operations within its middleware."""

    def __init__(
        self,
        lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
        *,
        cors_origins: Sequence[str],
        always_ok: bool,
    ) -> None:
        super().__init__(lifespan=lifespan)
        self._table = OperationTable(MODULES)
        self._cors_origins = cors_origins
        self._always_ok = always_ok

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations of the API; imports every module."""
        return tuple(chain.from_iterable(self._table.iter_operations()))

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        # Imported here: most processes describe nothing.
        from walkin.api.openapi.build import build_openapi

        return build_openapi(self.operations)

    def build_middleware_stack(self) -> ASGIApp:
        app: ASGIApp = LegacyV20(self._run, always_ok=self._always_ok)
        app = PathNormalizer(GzipReads(app))
        if self._cors_origins:
            app = CORSMiddleware(
                app,
                allow_origins=self._cors_origins,
                allow_methods=METHODS,
                allow_headers=CORS_HEADERS,
                expose_headers=("ETag", "Location", "Link", "Retry-After"),
                max_age=600,
            )
        app = ServerErrorMiddleware(app, handler=answer_error)
        return SecurityHeaders(DrainRequestBody(RequestHead(app)))

    def _run(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        # The router of Starlette has no routes: it runs the lifespan.
        return (self._table if scope["type"] == "http" else self.router)(scope, receive, send)


def create_app(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    access_policy: AccessPolicy | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
    languages: Sequence[str] = (),
    file_limits: FileLimits | None = None,
    direct_address: str = "",
    notify: bool = True,
    kept: Retention = DEFAULT_RETENTION,
    local_caller: Caller = LOCAL_CALLER,
    cors_origins: Sequence[str] = (),
    always_ok: bool = False,
    lists_folder: Path | None = None,
    match_phone: bool = True,
    accessibility_contact: str = "",
) -> Api:
    """Create the API of an office; its lifespan opens the store (see walkin.store.open_store).

    Without ``access_policy``, as in an app that embeds the API, the caller of every request is ``local_caller``.
    ``languages`` are those of the pages for phones, the default first; none means all, English first. ``kept`` is how
    long personal data is kept. Web pages of ``cors_origins`` may read responses; with ``always_ok`` every success has
    the status 200. With ``match_phone`` a client is also known by a telephone number. The accessibility statement names
    ``accessibility_contact``.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_app_state(
            database, clock, files_folder, outbound_policy, direct_address, notify, kept, file_limits, lists_folder
        ) as app_state:
            app.state.office = app_state
            app.state.access = Authenticator(app_state.store, clock, access_policy, local_caller)
            app_state.broadcaster.before_wake = app.state.access.check_open_streams
            yield

    app = Api(lifespan, cors_origins=cors_origins, always_ok=always_ok)
    app.state.match_phone = match_phone
    app.state.accessibility_contact = accessibility_contact
    app.state.languages = list(dict.fromkeys(languages or list_languages()))
    return app
