"""A frozen database, pooler or program that locks the file: requests are refused in words, nothing is done twice."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import itertools
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.support.offices import WalkinServer
from tests.support.pgbouncer import start_pooler
from tests.support.postgres import run_cluster
from walkin.model.office_files import get_lock_path
from walkin.store import open_store
from walkin.store.engine import sqlite

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="stops processes that it finds in /proc")

SOON = "import walkin.api.security.permissions as permissions; permissions.ANSWER_SECONDS = 1.5"
"""Start-up code of a server that waits less for its database."""

TICKETS = "/api/2.3/queues/1/registrations"
REFUSALS = {(503, "databaseAway"), (503, "notConfirmed"), (503, "busy")}


@contextlib.contextmanager
def frozen(*processes: int) -> Iterator[None]:
    """Stop processes until the block ends, the parents first."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Lock a file, as a program does that was stopped while it wrote."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.asynccontextmanager
async def serve(data: Path | str, startup_code: str = SOON) -> AsyncIterator[httpx.AsyncClient]:
    server = await asyncio.to_thread(WalkinServer(data, startup_code=startup_code).start)
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as http:
            yield http
        assert "Traceback" not in server.log_file.read_text()
    finally:
        await asyncio.to_thread(server.close)


async def register(http: httpx.AsyncClient, key: str) -> httpx.Response:
    # Of several queues: each has its own lock, and its own wait.
    queue = 1 + sum(key.encode()) % 2
    return await http.post(f"/api/2.3/queues/{queue}/registrations", json={}, headers={"idempotency-key": key})


async def check_refused(*requests: Awaitable[httpx.Response]) -> None:
    for response in await asyncio.gather(*requests):
        error = response.json()["error"]
        assert (response.status_code, error["reason"]) in REFUSALS
        assert error["message"]


async def list_numbers(http: httpx.AsyncClient) -> list[str]:
    lists = [(await http.get(f"/api/2.3/queues/{queue}/registrations")).json()["items"] for queue in (1, 2)]
    return sorted(item["ticket"] for items in lists for item in items)


async def register_in_the_end(http: httpx.AsyncClient, key: str) -> httpx.Response:
    """Register, again while a busy machine is slower than the server's short limit."""
    while (response := await register(http, key)).status_code == 503:
        pass
    return response


async def check_standstill(
    http: httpx.AsyncClient, freeze: Callable[[], contextlib.AbstractContextManager[None]], *, reads: bool = False
) -> None:
    """Register before, during and after a standstill; ``reads``: the database can be read meanwhile."""
    keys = [f"key {number}" for number in range(24)]
    before = [await register_in_the_end(http, key) for key in keys[:6]]
    # More than there are writers and connections; some of them known already.
    posts = [register(http, key) for key in keys]
    with freeze():
        if reads:
            assert len(await list_numbers(http)) == 6
        others = [] if reads else [http.get(TICKETS), http.get("/healthz")]
        await check_refused(*posts, *others)
        # Whoever tries again waits no longer, and does not queue up behind the first.
        await check_refused(register(http, keys[-1]), http.post("/api/2.3/desks/Desk%201/next", json={}))
    after = await asyncio.gather(*(register_in_the_end(http, key) for key in keys))
    assert [response.status_code for response in after] == [201] * len(keys)
    assert [response.json()["id"] for response in after[:6]] == [response.json()["id"] for response in before]
    numbers = [response.json()["ticket"] for response in after]
    assert len(set(numbers)) == len(keys)
    assert await list_numbers(http) == sorted(numbers)
    # What was refused is not done later.
    called = await http.get(TICKETS, params={"status": "inProgress,finished"})
    assert called.json()["items"] == []
    assert (await http.get("/healthz")).status_code == 200


async def check_standstill_at_work(
    http: httpx.AsyncClient, freeze: Callable[[], contextlib.AbstractContextManager[None]], seconds: float = 0
) -> None:
    """Freeze in the midst of transactions, until every request is answered, at least for ``seconds``."""
    before = await list_numbers(http)
    results: dict[str, httpx.Response] = {}

    async def work(name: str) -> None:
        for number in itertools.count():
            key = f"{name} {number}"
            results[key] = await register(http, key)
            if results[key].status_code != 201:
                return

    workers = [asyncio.create_task(work(uuid4().hex)) for _ in range(12)]
    while len(results) < 60:
        await asyncio.sleep(0.001)
    with freeze():
        await asyncio.gather(*workers, asyncio.sleep(seconds))
    assert {response.json()["error"]["reason"] for response in results.values() if response.is_error} <= {
        reason for _, reason in REFUSALS
    }
    again = dict(zip(results, await asyncio.gather(*(register(http, key) for key in results)), strict=True))
    assert {response.status_code for response in again.values()} == {201}
    kept = {key: response.json()["id"] for key, response in results.items() if response.is_success}
    assert kept == {key: again[key].json()["id"] for key in kept}
    assert await list_numbers(http) == sorted([*before, *(response.json()["ticket"] for response in again.values())])


async def test_another_program_that_holds_the_file(office_file: Path) -> None:
    async with serve(office_file) as http:
        await check_standstill(http, lambda: locked(get_lock_path(office_file)), reads=True)


async def test_a_start_says_that_it_waits_for_the_file(
    office_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_WARNING_SECONDS", 0.01)
    with locked(get_lock_path(office_file)):
        opening = asyncio.create_task(asyncio.to_thread(open_store, office_file))
        async with asyncio.timeout(30):
            while "waiting for another program" not in caplog.text:
                await asyncio.sleep(0.01)
    (await opening).close()


@pytest.mark.long
async def test_a_frozen_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with run_cluster() as cluster, cluster.create_empty_database() as url:
        async with serve(url) as http:
            await check_standstill(http, lambda: frozen(*cluster.list_processes()))
            await check_standstill_at_work(http, lambda: frozen(*cluster.list_processes()))


@pytest.mark.soak
@pytest.mark.parametrize("seconds", [0, 1, 6, 12, 20, 60])
async def test_a_postgresql_that_is_frozen_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """With the server's own limit; also for longer than a commit is waited for, and than a transaction may be idle."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with run_cluster() as cluster, cluster.create_empty_database() as url:
        async with serve(url, "") as http:
            for _ in range(5):
                await check_standstill_at_work(http, lambda: frozen(*cluster.list_processes()), seconds)


@pytest.mark.long
async def test_a_frozen_pooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with run_cluster() as cluster, cluster.create_empty_database() as url, start_pooler(url) as (pooled, process):
        async with serve(pooled) as http:
            await check_standstill(http, lambda: frozen(process))
            await check_standstill_at_work(http, lambda: frozen(process))
