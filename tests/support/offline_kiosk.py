"""A kiosk without screens, in a process of its own: it gives tickets, with the server or without."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from pathlib import Path
from typing import Any

from walkin.client import QueueClient, ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.queue import Queue
from walkin_kiosk.offline import OfflineTickets

NUMBERS = 300


class SimulatedSession:
    """The part of a `KioskSession` that a ticket is made of."""

    language = "en"

    def __init__(self, queue: Queue, name: str, key: str | None) -> None:
        self.queue, self.name, self.idempotency_key = queue, name, key

    def build_request(self) -> tuple[dict[str, object], str]:
        return {"form": [{"id": "name", "value": self.name}], "language": "en"}, self.idempotency_key or "unsent"


async def _serve_people(address: str, folder: Path, number: int, seed: int) -> None:
    """Give tickets until the file ``stop`` is there, then until everything is sent. Each shown ticket is a line."""
    rng = random.Random(seed)
    offline = OfflineTickets(folder / f"kiosk-{number}.db", NUMBERS)
    with (folder / f"shown-{number}").open("a") as shown:
        async with QueueClient.create_remote(address) as client:
            count = 0
            while not (folder / "stop").exists() or offline._outbox.list_taken():
                is_connected = False
                with contextlib.suppress(ServerUnreachable, Refused):
                    offline.note_contact(await client.list_queues(), client.now())
                    await offline.synchronize(client)
                    is_connected = True
                if (folder / "stop").exists():
                    await asyncio.sleep(0.05)
                    continue
                count += 1
                name = f"N{number}x{seed}x{count}"
                ticket, answered = await _take(client, offline, name, rng, is_connected=is_connected)
                if ticket:
                    shown.write(f"{ticket} {name} {int(answered)}\n")
                    shown.flush()
                    os.fsync(shown.fileno())
                await asyncio.sleep(rng.random() * 0.05)


async def _take(
    client: QueueClient, offline: OfflineTickets, name: str, rng: random.Random, *, is_connected: bool
) -> tuple[str, bool]:
    queues = offline.queues or offline.load_queues()
    if not queues:
        return "", False
    queue, key = rng.choice(queues), f"{name}-key"
    if is_connected:
        with contextlib.suppress(ServerUnreachable, Refused):
            return (await client.register(queue.id, {"form": [{"id": "name", "value": name}]}, key)).ticket, True
    answered = offline.takes_answers
    if not answered:
        queue = queue.model_copy(update={"form": []})
    session: Any = SimulatedSession(queue, name, key if is_connected else None)
    taken = await offline.take(session)
    return (taken.ticket if taken else ""), answered


def run_kiosk(address: str, folder: Path, number: int, seed: int) -> None:
    asyncio.run(_serve_people(address, folder, number, seed))
