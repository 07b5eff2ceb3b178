"""The in-process transport behaves like a network: what httpx.ASGITransport does not do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from walkin.client.embedded import EmbeddedTransport


class Recorder:
    def __init__(self) -> None:
        self.story: list[str] = []
        self.gate = asyncio.Event()
        routes = [Route("/slow", self.slow), Route("/broken", self.broken), Route("/stream", self.stream)]
        self.app = Starlette(routes=routes, lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.story.append("opened")
        yield
        self.story.append("closed")

    async def slow(self, request: Request) -> Response:
        await self.gate.wait()
        return Response("late")

    async def broken(self, request: Request) -> Response:
        raise RuntimeError("a secret detail")

    async def stream(self, request: Request) -> StreamingResponse:
        async def pieces() -> AsyncIterator[bytes]:
            try:
                yield b"one"
                await self.gate.wait()
                yield b"two"
            finally:
                self.story.append("left")

        return StreamingResponse(pieces())


@asynccontextmanager
async def open_client(recorder: Recorder) -> AsyncIterator[httpx.AsyncClient]:
    transport = EmbeddedTransport(recorder.app)
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://x", timeout=0.2) as client:
        yield client


async def test_lifespan_runs() -> None:
    recorder = Recorder()
    async with open_client(recorder):
        assert recorder.story == ["opened"]
    assert recorder.story == ["opened", "closed"]


async def test_a_failed_startup_is_told() -> None:
    @asynccontextmanager
    async def broken(app: Starlette) -> AsyncIterator[None]:
        raise OSError("no such disk")
        yield

    with pytest.raises(OSError, match="no such disk"):
        await EmbeddedTransport(Starlette(lifespan=broken)).start()


async def test_timeouts_are_kept() -> None:
    async with open_client(Recorder()) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get("/slow")


async def test_exceptions_are_500_and_say_nothing() -> None:
    async with open_client(Recorder()) as client:
        response = await client.get("/broken")
        assert response.status_code == 500
        assert "secret" not in response.text


async def test_bodies_stream_and_a_reader_that_leaves_ends_them() -> None:
    recorder = Recorder()
    async with open_client(recorder) as client:
        async with client.stream("GET", "/stream") as response:
            assert await anext(response.aiter_raw()) == b"one"
        assert recorder.story == ["opened", "left"]
        async with client.stream("GET", "/stream") as response:
            pieces = response.aiter_raw()
            assert await anext(pieces) == b"one"
            recorder.gate.set()
            assert await anext(pieces) == b"two"


async def test_a_stream_that_says_nothing_times_out() -> None:
    async with open_client(Recorder()) as client, client.stream("GET", "/stream") as response:
        pieces = response.aiter_raw()
        assert await anext(pieces) == b"one"
        with pytest.raises(httpx.ReadTimeout):
            await anext(pieces)
