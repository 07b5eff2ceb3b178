"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response

from shared.api import cryptokeys, errors, files, page, queues, registrations, watchers, watchlog
from shared.api.office import opened
from shared.model.time import now
from shared.watch.outlet import CLOSED, Outlet

VERSION = "2.3"


def create_app(path: Path, clock: Callable[[], int] = now, outlet: Outlet = CLOSED) -> FastAPI:
    """The API of the office in that file. The office is opened by the app's lifespan."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(path, clock, outlet) as office:
            app.state.office = office
            yield

    app = FastAPI(
        title="Walkin",
        version=VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url="/docs",
        redoc_url=None,
    )
    errors.handle(app)
    app.include_router(watchlog.router, prefix=f"/api/{VERSION}")
    app.include_router(watchers.router, prefix=f"/api/{VERSION}")
    app.include_router(cryptokeys.router, prefix=f"/api/{VERSION}")
    app.include_router(registrations.router, prefix=f"/api/{VERSION}")
    app.include_router(queues.router, prefix=f"/api/{VERSION}")

    app.include_router(files.router, prefix=f"/api/{VERSION}")
    app.include_router(page.router)

    @app.get("/healthz", tags=["health"], summary="Whether the server can answer")
    async def health() -> Response:
        office = app.state.office
        await office.store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        return Response(b'{"status":"ok"}', media_type="application/json", headers={"cache-control": "no-store"})

    return app
