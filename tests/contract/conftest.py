"""HTTP clients over each transport and engine, and an office and a receiver for watches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.offices import WalkinServer, run_server
from tests.support.pgbouncer import run_pooler
from tests.support.postgres import PostgresServer
from tests.support.receivers import Receiver
from tests.support.watching import WatchApi, open_watch_api
from walkin.api.app import create_app
from walkin.client.embedded import EmbeddedTransport


@pytest.fixture(scope="module")
def file_server(module_office_file: Path) -> Iterator[WalkinServer]:
    with run_server(module_office_file) as running:
        yield running


@pytest.fixture(scope="module")
def database_server(postgres_server: PostgresServer) -> Iterator[WalkinServer]:
    with postgres_server.create_office() as url, run_server(url) as running:
        yield running


@pytest.fixture(scope="module")
def pooled_server(postgres_server: PostgresServer) -> Iterator[WalkinServer]:
    with postgres_server.create_office() as url, run_pooler(url) as pooled, run_server(pooled) as running:
        yield running


@pytest.fixture(
    params=[
        "embedded",
        "database_server",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("file_server", "pooled_server")),
    ]
)
async def http(request: pytest.FixtureRequest, office_file: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A bare HTTP client of an office of this test's own, or of one that several share."""
    if request.param == "embedded":
        transport = EmbeddedTransport(create_app(office_file))
        await transport.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
            yield client
    else:
        async with httpx.AsyncClient(base_url=request.getfixturevalue(request.param).url, timeout=60) as client:
            yield client


@pytest.fixture
async def office(data: Path) -> AsyncIterator[WatchApi]:
    async with open_watch_api(data) as office:
        yield office


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().run() as receiver:
        yield receiver
