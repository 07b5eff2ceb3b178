"""HTTP clients over each transport and engine, and an office and a receiver for watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.offices import WalkinServer, run_server
from tests.support.postgres import PostgresServer
from tests.support.receivers import Receiver
from tests.support.watching import WatchApi, open_watch_api
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport


@pytest.fixture(scope="module")
def file_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkinServer]:
    with run_server(tmp_path_factory.mktemp("office") / "office.db") as running:
        yield running


@pytest.fixture(scope="module")
def database_server(postgres_server: PostgresServer) -> Iterator[WalkinServer]:
    with postgres_server.create_office() as url, run_server(url) as running:
        yield running


@pytest.fixture(params=["embedded", pytest.param("file_server", marks=pytest.mark.long), "database_server"])
async def http(request: pytest.FixtureRequest, office_file: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A bare HTTP client of an office of this test's own, or of one that several share."""
    if request.param == "embedded":
        transport = EmbeddedTransport(create_app(office_file))
        await transport.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as client:
            yield client
    else:
        async with httpx.AsyncClient(base_url=request.getfixturevalue(request.param).url) as client:
            yield client


@pytest.fixture
async def office(data: Path) -> AsyncIterator[WatchApi]:
    async with open_watch_api(data) as office:
        yield office


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().run() as receiver:
        yield receiver
