"""Offices with watches for tests: an API that delivers, whose time can be moved."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, select

from walkin.api.app import create_app
from walkin.api.state import Office
from walkin.client.embedded import EmbeddedTransport
from walkin.model.time import now
from walkin.store.schema.tables import delivery
from walkin.watch.config import Outlet
from walkin.watch.ssrf import Policy, networks

LOOPBACK = Policy(networks(["127.0.0.0/8"]))
HOME = "https://queue.example.org/api/2.3"


class Clock:
    """The time of an office, which a test can move on."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return now() + self.ahead


def _under_way(connection: Connection) -> bool:
    taken = select(delivery.c.id).where(
        delivery.c.state == "pending", delivery.c.attempts > 0, delivery.c.duration.is_(None)
    )
    return connection.execute(taken.limit(1)).first() is not None


class Watching:
    """The API of an office, as an integrator uses it."""

    def __init__(self, http: httpx.AsyncClient, office: Office, clock: Clock) -> None:
        self.http = http
        self.office = office
        self.clock = clock

    async def move(self, seconds: float) -> None:
        """Let time pass once no attempt is under way, whose lease might end by it, and have the worker notice."""
        end = time.monotonic() + 30
        while await self.office.store.read(_under_way):
            assert time.monotonic() < end, "an attempt did not end within 30 s"
            await asyncio.sleep(0.005)
        self.clock.ahead += round(seconds * 1000)
        # Any commit wakes the worker.
        await self.office.store.write(lambda connection: None)

    async def call(self, method: str, path: str, members: Any = None, status: int | None = None) -> Any:
        response = await self.http.request(method, path, json=members) if members is not None else (
            await self.http.request(method, path)
        )  # fmt: skip
        wanted = (status,) if status else (200, 201, 204)
        assert response.status_code in wanted, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    async def watch(self, address: str, queue: str = "1", **members: Any) -> dict[str, Any]:
        return await self.call("POST", f"queues/{queue}/registrations/watch", {"address": address, **members})

    async def register(self, name: str = "Bee", queue: str = "1", **members: Any) -> dict[str, Any]:
        person = {"firstName": "Ann", "lastName": name, "emailAddress": "ann@example.org"}
        return await self.call("POST", f"queues/{queue}/registrations", {"client": person, **members})

    async def update(self, registration: Mapping[str, Any], **members: Any) -> dict[str, Any]:
        return await self.call("PUT", f"queues/1/registrations/{registration['id']}", members)

    async def log(self, **query: Any) -> list[dict[str, Any]]:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return (await self.call("GET", f"watchers/requests?{text}"))["items"]


@contextlib.asynccontextmanager
async def watching(
    data: Path | str, policy: Policy = LOOPBACK, *, deliver: bool = True, **outlet: Any
) -> AsyncIterator[Watching]:
    """A running office that may reach this machine."""
    clock = Clock()
    app = create_app(data, clock, outlet=Outlet(policy, HOME if deliver else None, **outlet))
    transport = EmbeddedTransport(app)
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin/api/2.3/", timeout=30) as http:
        yield Watching(http, app.state.office, clock)
