"""Server and worker are killed while events are written: no event that was answered is lost, and none changes."""

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

PATIENCE = 180


class Deliverer:
    """``walkin deliver`` in a process of its own."""

    def __init__(self, data: Path | str) -> None:
        self._data = data
        self._said = get_files_folder(data).with_name("deliver.log")
        self._said.parent.mkdir(parents=True, exist_ok=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._said.open("ab") as said:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from walkin.cli.main import main; main()",
                    "deliver",
                    *build_office_options(self._data),
                ],
                stdout=subprocess.DEVNULL,
                stderr=said,
                env={**os.environ, "WALKIN_CONFIG": os.devnull},
            )

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.soak)])
async def test_kill_9_of_server_and_worker_loses_no_event_and_changes_no_byte(
    data: Path, kills: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WALKIN_WATCH__ALLOW", "127.0.0.1")
    random = Random(kills)
    answered: list[tuple[str, int]] = []
    ended = asyncio.Event()

    async def some_fail(request: ReceivedRequest) -> Reply:
        await asyncio.sleep(random.random() * 0.02)
        return Reply(500 if random.random() < 0.02 else 200)

    server, deliverer = WalkinServer(data), Deliverer(data)
    async with Receiver(some_fail).run() as receiver, httpx.AsyncClient(timeout=5, trust_env=False) as http:
        root = f"{server.url}/api/2.3/queues/1/registrations"
        await asyncio.to_thread(server.start)
        try:
            (await http.post(f"{root}/watch", json={"address": receiver.url})).raise_for_status()
            visitors = [asyncio.create_task(_visits(http, root, answered, ended)) for _ in range(4)]
            for _ in range(kills // 2):
                deliverer.start()
                await asyncio.sleep(0.3 + random.random())
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
                await asyncio.sleep(random.random() * 0.5)
                deliverer.kill()
            ended.set()
            await asyncio.gather(*visitors)
            wanted = set(answered)
            arrived: set[tuple[str, int]] = set()
            looked = 0

            def complete() -> bool:
                nonlocal looked
                fresh = receiver.requests[looked:]
                looked += len(fresh)
                arrived.update((one.json["id"], one.json["revision"]) for one in fresh)
                return wanted <= arrived

            # Those that failed twice wait for minutes by now: an administrator has them sent at once.
            impatient = asyncio.create_task(_replays(http, f"{server.url}/api/2.3/watchers/requests/replay"))
            await receiver.wait_until(complete, f"{len(wanted)} events", PATIENCE)
            impatient.cancel()
        finally:
            server.kill()
            deliverer.kill()

    bodies: dict[str, bytes] = {}
    heard: dict[str, list[int]] = defaultdict(list)
    for request in receiver.requests:
        assert bodies.setdefault(request.message_id, request.body) == request.body, "a retry sent other bytes"
        if request.json["revision"] not in heard[request.json["id"]]:
            heard[request.json["id"]].append(request.json["revision"])
    assert all(revisions == sorted(revisions) for revisions in heard.values()), "the order was not kept"
    assert len(wanted) > kills
    with capsys.disabled():
        print(
            f"\n{kills} kills: {len(wanted)} events answered, 0 lost, "
            f"{len(receiver.requests) - len(bodies)} sent again, order kept"
        )


async def _visits(http: httpx.AsyncClient, root: str, answered: list[tuple[str, int]], ended: asyncio.Event) -> None:
    """People come and are served; what the server has answered is written down."""
    person = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}
    while not ended.is_set():
        async with _while_the_server_is_away():
            made = (await http.post(root, json=person)).raise_for_status().json()
            answered.append((made["id"], made["revision"]))
            for status in ("inProgress", "finished"):
                changed = await http.put(f"{root}/{made['id']}", json={"status": status})
                answered.append((made["id"], changed.raise_for_status().json()["revision"]))
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
