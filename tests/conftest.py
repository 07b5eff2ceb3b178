from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.client import QueueClient, connect
from shared.settings import Settings
from tests.offices import Served, served


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where a test's office lives."""
    return tmp_path / "office.db"


@pytest.fixture
def server(data: Path) -> Iterator[Served]:
    """The office served by ``walkin serve``."""
    with served(data) as running:
        yield running


@pytest.fixture(params=["embedded", "remote"])
async def client(request: pytest.FixtureRequest, data: Path) -> AsyncIterator[QueueClient]:
    """A client of a new office, once over each transport."""
    if request.param == "embedded":
        async with await connect(Settings(data=data)) as found:
            yield found
    else:
        with served(data) as running:
            async with await connect(Settings(api=running.url, data=data)) as found:
                yield found
