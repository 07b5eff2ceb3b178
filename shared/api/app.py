"""The API as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import FastAPI
from pydantic.alias_generators import to_camel
from starlette.middleware.gzip import GZipMiddleware

from shared.api import about, clients, errors, files, page, queues, registrations
from shared.api.documented import describe
from shared.api.methods import Methods
from shared.api.office import opened
from shared.api.v20 import Older
from shared.model.time import now

VERSION = "2.3"

PACKED = 1_000
"""Bytes from which an answer is packed for those who accept it."""


def create_app(database: Path | str, clock: Callable[[], int] = now, folder: Path | None = None) -> FastAPI:
    """The API of the office in that database, files in that folder (see shared.store.open_store).

    The app's lifespan opens it.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(database, clock, folder) as office:
            app.state.office = office
            yield

    app = FastAPI(
        title="Walkin",
        version=VERSION,
        summary="A walk-in queue with the contract of the Queue Registration API v2.3.",
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: to_camel(route.name),
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    errors.handle(app)
    for module in (registrations, queues, clients, files):
        app.include_router(module.router, prefix=f"/api/{VERSION}")
    app.include_router(page.router)
    app.include_router(about.router)
    # The last one added is the first to see a request.
    app.add_middleware(Methods)
    app.add_middleware(Older)
    app.add_middleware(GZipMiddleware, minimum_size=PACKED, compresslevel=1)
    return app
