"""A bare HTTP client over both transports: what the contract's tests speak with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from shared.api.app import create_app
from shared.client.embedded import EmbeddedTransport
from tests.offices import Served, served


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("office") / "office.db") as running:
        yield running


@pytest.fixture(params=["embedded", "remote"])
async def http(request: pytest.FixtureRequest, data: Path, shared_server: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A bare HTTP client over each transport."""
    if request.param == "remote":
        async with httpx.AsyncClient(base_url=shared_server.url) as client:
            yield client
    else:
        transport = EmbeddedTransport(create_app(data))
        await transport.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as client:
            yield client
