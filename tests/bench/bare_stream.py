"""Reference of the change stream: a bare StreamingResponse that sends one prepared chunk to all listeners."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route


def run_stream(port: int, chunk: bytes) -> None:
    """Serve a stream at ``GET /``, and send the chunk to all its clients at each ``POST /``."""
    latest_change = [asyncio.Event()]

    async def listen() -> AsyncIterator[bytes]:
        yield b"event: hello\ndata: {}\n\n"
        while True:
            await latest_change[0].wait()
            yield chunk

    async def stream(request: Request) -> Response:
        return StreamingResponse(listen(), media_type="text/event-stream")

    async def change(request: Request) -> Response:
        previous, latest_change[0] = latest_change[0], asyncio.Event()
        previous.set()
        return Response(b"{}")

    app = Starlette(routes=[Route("/", stream), Route("/", change, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
