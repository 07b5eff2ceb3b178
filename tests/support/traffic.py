"""Load for tests of failures: clients that take tickets."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence

import httpx

CLIENTS = 4
QUEUES = (1, 2, 3)


class Traffic:
    """Clients that take tickets at several servers, and repeat requests without a success."""

    def __init__(self, name: str, urls: Sequence[str], seconds: float) -> None:
        self.name = name
        self.urls, self.end = urls, time.monotonic() + seconds
        self.tickets: dict[str, str] = {}
        self.refusals: Counter[str] = Counter()
        self.acknowledged_at: list[float] = []

    async def run(self) -> None:
        await asyncio.gather(*(self._take_tickets(number) for number in range(CLIENTS)))

    async def _take_tickets(self, client: int) -> None:
        async with httpx.AsyncClient(base_url=self.urls[client % len(self.urls)], timeout=60) as http:
            number = 0
            while time.monotonic() < self.end:
                key = f"{self.name}-{client}-{number}"
                path = f"/api/2.3/queues/{QUEUES[client % len(QUEUES)]}/registrations"
                try:
                    answer = await http.post(path, json={}, headers={"idempotency-key": key})
                except httpx.HTTPError as error:
                    self.refusals[type(error).__name__] += 1
                    continue
                if answer.status_code == 201:
                    self.tickets[key] = answer.json()["ticket"]
                    self.acknowledged_at.append(time.monotonic())
                    number += 1
                else:
                    self.refusals[f"{answer.status_code} {answer.json()['error']['reason']}"] += 1
                    await asyncio.sleep(0.2)

    @property
    def gap(self) -> float:
        """The longest time without a ticket."""
        times = sorted(self.acknowledged_at)
        return max(after - before for before, after in itertools.pairwise(times))

    def check(self, stored: list[str], before: int = 0) -> None:
        """Assert that no ticket is lost or was given twice; ``stored`` are those of all queues."""
        assert len(set(stored)) == len(stored), "a ticket was given twice"
        assert set(stored).issuperset(self.tickets.values()), "a ticket is lost"
        # With the key of a ticket whose answer was lost the same one was given again; that of the last may be unknown.
        assert len(stored) - before - len(self.tickets) in range(CLIENTS + 1)
        assert all(reason.startswith("503 ") for reason in self.refusals), self.refusals


async def read_tickets(http: httpx.AsyncClient) -> list[str]:
    """The tickets of all queues."""
    answers = [await http.get(f"/api/2.3/queues/{queue}/registrations") for queue in QUEUES]
    return [item["ticket"] for answer in answers for item in answer.json()["items"]]
