"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import Response
from starlette.types import ASGIApp

from shared.api import errors, files, oauth, page, queues, registrations
from shared.api.access import Access, Door
from shared.api.guard import guard
from shared.api.headers import SafeHeaders
from shared.api.office import opened
from shared.model.time import now

VERSION = "2.3"


class Api(FastAPI):
    """An application whose every answer, also one about an error nobody expected, carries the safe headers."""

    def build_middleware_stack(self) -> ASGIApp:
        """See Starlette."""
        return SafeHeaders(super().build_middleware_stack())


def create_app(
    database: Path | str, clock: Callable[[], int] = now, folder: Path | None = None, door: Door | None = None
) -> FastAPI:
    """The API of the office in that database, files in that folder (see shared.store.open_store).

    The app's lifespan opens it. ``door`` says who is let in; without one, as in an app that opens its own file,
    everybody may do everything.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(database, clock, folder) as office:
            app.state.office = office
            app.state.access = Access(office.store, clock, door)
            yield

    app = Api(
        title="Walkin",
        version=VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url="/docs",
        redoc_url=None,
        dependencies=[Depends(guard)],
    )
    errors.handle(app)
    app.include_router(registrations.router, prefix=f"/api/{VERSION}")
    app.include_router(queues.router, prefix=f"/api/{VERSION}")

    app.include_router(files.router, prefix=f"/api/{VERSION}")
    app.include_router(page.router)
    app.include_router(oauth.router)

    @app.get("/healthz", tags=["health"], summary="Whether the server can answer")
    async def health() -> Response:
        office = app.state.office
        await office.store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        return Response(b'{"status":"ok"}', media_type="application/json", headers={"cache-control": "no-store"})

    return app
