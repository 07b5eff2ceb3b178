"""Failovers of PostgreSQL under load: the primary is killed, or a switchover.

Its figures are in the guide: ``pytest -m soak -s tests/contract/test_failover.py`` prints them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.offices import run_server
from tests.support.patroni import TTL_SECONDS, PatroniCluster
from tests.support.traffic import Traffic, read_tickets

SECONDS = 60.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[PatroniCluster]:
    cluster = PatroniCluster()
    try:
        yield cluster
    finally:
        cluster.close()


@pytest.mark.soak
@pytest.mark.parametrize("fault", ["switchover", "kill"])
async def test_no_ticket_is_lost_or_given_twice_in_a_failover(
    cluster: PatroniCluster, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    await asyncio.to_thread(cluster.wait_until_both_run)
    act: Callable[[], object] = {"switchover": cluster.switch_over, "kill": cluster.kill_primary}[fault]
    with contextlib.ExitStack() as stack:
        urls = [stack.enter_context(run_server(cluster.url)).url for _ in range(2)]
        async with httpx.AsyncClient(base_url=urls[0], timeout=60) as http:
            before = len(await read_tickets(http))
            traffic = Traffic(fault, urls, SECONDS)
            working = asyncio.create_task(traffic.run())
            await asyncio.sleep(SECONDS / 4)
            killed = await asyncio.to_thread(act)
            await working
            if isinstance(killed, str):
                cluster.start(killed)
            await asyncio.to_thread(cluster.wait_until_both_run)
            stored = await read_tickets(http)
            health = [(await http.get(f"{url}/healthz")).json() for url in urls]
        print(
            f"\n{fault}: {len(traffic.tickets)} tickets, none for {traffic.gap:.1f} s, refused {dict(traffic.refusals)}"
        )
        print(f"health {health}")
        traffic.check(stored, before)
        assert traffic.acknowledged_at[-1] > traffic.end - SECONDS / 4, "the servers did not find the new primary"
        assert traffic.gap < 2 * TTL_SECONDS
        assert [one["status"] for one in health] == ["ok", "ok"]
