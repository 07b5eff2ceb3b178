"""Server and worker are killed while events are written: no acknowledged event is lost, and no delivery changes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.support.offices import WalkinServer, build_office_options, get_files_folder
from tests.support.receivers import ReceivedRequest, Receiver, Reply

TIMEOUT_SECONDS = 180


class DeliveryProcess:
    """``walkin deliver`` as a process."""

    def __init__(self, data: Path | str) -> None:
        self._data = data
        self._log_file = get_files_folder(data).with_name("deliver.log")
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from walkin.cli.main import main; main()",
                    "deliver",
                    *build_office_options(self._data),
                ],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "WALKIN_CONFIG": os.devnull},
            )

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.mark.parametrize("kills", [pytest.param(4, marks=pytest.mark.long), pytest.param(200, marks=pytest.mark.soak)])
async def test_kill_9_of_server_and_worker_loses_no_event_and_changes_no_byte(
    data: Path, kills: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALKIN_WATCH__ALLOW", "127.0.0.1")
    random = Random(kills)
    acknowledged: list[tuple[str, int]] = []
    ended = asyncio.Event()

    async def respond(request: ReceivedRequest) -> Reply:
        await asyncio.sleep(random.random() * 0.02)
        return Reply(500 if random.random() < 0.02 else 200)

    server, deliverer = WalkinServer(data), DeliveryProcess(data)
    async with Receiver(respond).run() as receiver, httpx.AsyncClient(timeout=5, trust_env=False) as http:
        root = f"{server.url}/api/2.3/queues/1/registrations"
        await asyncio.to_thread(server.start)
        try:
            (await http.post(f"{root}/watch", json={"address": receiver.url})).raise_for_status()
            visitors = [asyncio.create_task(_visits(http, root, acknowledged, ended)) for _ in range(4)]
            for _ in range(kills // 2):
                deliverer.start()
                await asyncio.sleep(0.3 + random.random())
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
                await asyncio.sleep(random.random() * 0.5)
                deliverer.kill()
            ended.set()
            await asyncio.gather(*visitors)
            expected = set(acknowledged)
            received: set[tuple[str, int]] = set()
            read_count = 0

            def complete() -> bool:
                nonlocal read_count
                new_requests = receiver.requests[read_count:]
                read_count += len(new_requests)
                received.update((request.json["id"], request.json["revision"]) for request in new_requests)
                return expected <= received

            # After two failures the next attempt is minutes away: replay them, as an administrator would.
            replaying = asyncio.create_task(_replays(http, f"{server.url}/api/2.3/watchers/requests/replay"))
            await receiver.wait_until(complete, f"{len(expected)} events", TIMEOUT_SECONDS)
            replaying.cancel()
        finally:
            server.kill()
            deliverer.kill()

    bodies: dict[str, bytes] = {}
    revisions_by_id: dict[str, list[int]] = defaultdict(list)
    for request in receiver.requests:
        assert bodies.setdefault(request.message_id, request.body) == request.body, "a retry sent other bytes"
        if request.json["revision"] not in revisions_by_id[request.json["id"]]:
            revisions_by_id[request.json["id"]].append(request.json["revision"])
    assert all(revisions == sorted(revisions) for revisions in revisions_by_id.values()), "the order was not kept"
    assert len(expected) > kills
    with capsys.disabled():
        print(
            f"\n{kills} kills: {len(expected)} events answered, 0 lost, "
            f"{len(receiver.requests) - len(bodies)} sent again, order kept"
        )


async def _visits(
    http: httpx.AsyncClient, root: str, acknowledged: list[tuple[str, int]], ended: asyncio.Event
) -> None:
    """Register and serve clients; note the id and revision of every acknowledged event."""
    person = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}
    while not ended.is_set():
        async with _while_the_server_is_away():
            registration = (await http.post(root, json=person)).raise_for_status().json()
            acknowledged.append((registration["id"], registration["revision"]))
            for status in ("inProgress", "finished"):
                response = await http.put(f"{root}/{registration['id']}", json={"status": status})
                acknowledged.append((registration["id"], response.raise_for_status().json()["revision"]))
                await asyncio.sleep(0.01)


async def _replays(http: httpx.AsyncClient, url: str) -> None:
    while True:
        (await http.post(url, json={"status": ["pending"]})).raise_for_status()
        await asyncio.sleep(1)


@contextlib.asynccontextmanager
async def _while_the_server_is_away() -> AsyncIterator[None]:
    try:
        yield
    except (httpx.HTTPError, KeyError):
        await asyncio.sleep(0.05)
