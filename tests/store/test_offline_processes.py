"""Real processes: a server and three kiosks, each killed at any moment and started again."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import pytest

from tests.store.test_offline_day import FORM, KIOSKS
from tests.support.access import API_PATH
from tests.support.offices import WalkinServer
from tests.support.offline_kiosk import run_kiosk

STATUSES = "registered,inProgress,finished,noShow"


class Kiosks:
    """The kiosks' processes."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self._context = multiprocessing.get_context("forkserver")
        self._starts = 0
        self.processes: list[BaseProcess] = [self._start(number) for number in range(KIOSKS)]

    def _start(self, number: int) -> BaseProcess:
        self._starts += 1
        process = self._context.Process(target=run_kiosk, args=(self.address, self.folder, number, self._starts))
        process.start()
        return process

    def kill(self, number: int) -> None:
        self.processes[number].kill()
        self.processes[number].join()
        self.processes[number] = self._start(number)

    def _count_shown(self) -> list[int]:
        files = [self.folder / f"shown-{number}" for number in range(KIOSKS)]
        return [len(file.read_text().splitlines()) if file.exists() else 0 for file in files]

    def wait_for_tickets(self) -> None:
        """Wait until each kiosk has shown another ticket."""
        before, deadline = self._count_shown(), time.monotonic() + 120
        while any(now <= then for now, then in zip(self._count_shown(), before, strict=True)):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def end(self) -> None:
        """Let everything arrive."""
        (self.folder / "stop").touch()
        for process in self.processes:
            process.join(120)
            assert process.exitcode == 0


@pytest.mark.parametrize(
    ("seed", "rounds"),
    [
        pytest.param(0, 1, marks=pytest.mark.long),
        *(pytest.param(seed, 15, marks=pytest.mark.soak) for seed in range(20)),
    ],
)
def test_processes_that_are_killed_lose_nobody(tmp_path: Path, seed: int, rounds: int) -> None:
    rng = random.Random(seed)
    server = WalkinServer(tmp_path / "office.db").start()
    office = {"timeZone": "Europe/Paris", "form": FORM}
    ids = [httpx.get(f"{server.url}{API_PATH}/queues").json()["items"][0]["id"]]
    for name in ("One", "Two"):
        ids.append(httpx.post(f"{server.url}{API_PATH}/queues", json={"name": name, **office}).json()["id"])
    for queue in httpx.get(f"{server.url}{API_PATH}/queues").json()["items"]:
        httpx.put(f"{server.url}{API_PATH}/queues/{queue['id']}", json={"form": FORM})
    kiosks = Kiosks(server.url, tmp_path)
    kiosks.wait_for_tickets()
    for _ in range(rounds):
        server.kill()
        kiosks.wait_for_tickets()
        kiosks.kill(rng.randrange(KIOSKS))
        time.sleep(rng.random())
        server.start()
        kiosks.wait_for_tickets()
        kiosks.kill(rng.randrange(KIOSKS))
    kiosks.end()
    listed = [
        item
        for queue in httpx.get(f"{server.url}{API_PATH}/queues").json()["items"]
        for item in httpx.get(
            f"{server.url}{API_PATH}/queues/{queue['id']}/registrations", params={"status": STATUSES}
        ).json()["items"]
    ]
    server.kill()
    answers = {item["ticket"]: [answer["value"] for answer in item.get("form", ())] for item in listed}
    assert len(answers) == len(listed)
    lines = [line.split() for path in tmp_path.glob("shown-*") for line in path.read_text().splitlines()]
    assert len({ticket for ticket, _, _ in lines}) == len(lines)
    for ticket, name, answered in lines:
        assert answers[ticket] == ([name] if answered == "1" else [])
    names = Counter(values[0] for values in answers.values() if values)
    assert all(names[name] == 1 for _, name, answered in lines if answered == "1")
    offline = sum("offline" in item for item in listed)
    print(f"seed {seed}: shown {len(lines)}, offline {offline}, rounds {rounds}")
    assert offline > 0
