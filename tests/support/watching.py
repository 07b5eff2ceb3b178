"""Offices with watches for tests: an API that delivers, with a clock that can be advanced."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, select

from walkin.api.app import create_app
from walkin.api.state import AppState
from walkin.client.embedded import EmbeddedTransport
from walkin.model.time import now_ms
from walkin.store.schema.tables import delivery
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressPolicy, parse_networks

LOOPBACK_POLICY = AddressPolicy(parse_networks(["127.0.0.0/8"]))
PUBLIC_API_URL = "https://queue.example.org/api/2.3"


class Clock:
    """A clock that a test can advance."""

    def __init__(self) -> None:
        self.offset_ms = 0

    def __call__(self) -> int:
        return now_ms() + self.offset_ms


def _has_running_attempt(connection: Connection) -> bool:
    running = select(delivery.c.id).where(
        delivery.c.state == "pending", delivery.c.attempts > 0, delivery.c.duration_ms.is_(None)
    )
    return connection.execute(running.limit(1)).first() is not None


class WatchApi:
    """The API of an office as an integrator uses it."""

    def __init__(self, http: httpx.AsyncClient, app_state: AppState, clock: Clock) -> None:
        self.http = http
        self.app_state = app_state
        self.clock = clock

    async def advance_time(self, seconds: float) -> None:
        """Wait until no attempt runs, whose lease would expire; then advance the clock and wake the worker."""
        async with asyncio.timeout(60):
            while await self.app_state.store.read(_has_running_attempt):
                await asyncio.sleep(0.005)
        self.clock.offset_ms += round(seconds * 1000)
        # Any commit wakes the worker.
        await self.app_state.store.write(lambda connection: None)

    async def request(self, method: str, path: str, members: Any = None, status: int | None = None) -> Any:
        response = await self.http.request(method, path, json=members) if members is not None else (
            await self.http.request(method, path)
        )  # fmt: skip
        expected = (status,) if status else (200, 201, 204)
        assert response.status_code in expected, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    async def add_watch(self, address: str, queue: str = "1", **members: Any) -> dict[str, Any]:
        return await self.request("POST", f"queues/{queue}/registrations/watch", {"address": address, **members})

    async def register(self, name: str = "Bee", queue: str = "1", **members: Any) -> dict[str, Any]:
        client = {"firstName": "Ann", "lastName": name, "emailAddress": "ann@example.org"}
        return await self.request("POST", f"queues/{queue}/registrations", {"client": client, **members})

    async def update(self, registration: Mapping[str, Any], **members: Any) -> dict[str, Any]:
        return await self.request("PUT", f"queues/1/registrations/{registration['id']}", members)

    async def list_deliveries(self, **query: Any) -> list[dict[str, Any]]:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return (await self.request("GET", f"watchers/requests?{text}"))["items"]

    async def wait_for_log(
        self, condition: Callable[[list[dict[str, Any]]], bool], **query: Any
    ) -> list[dict[str, Any]]:
        """Wait until the delivery log meets a condition; return it."""
        async with asyncio.timeout(60):
            while not condition(entries := await self.list_deliveries(**query)):
                await asyncio.sleep(0.01)
        return entries

    async def wait_for_deliveries(
        self, count: int, condition: Callable[[dict[str, Any]], bool]
    ) -> list[dict[str, Any]]:
        """Wait until at least ``count`` deliveries meet a condition; return all, newest first."""
        return await self.wait_for_log(lambda entries: sum(map(condition, entries)) >= count, limit=200)


def has_response(entry: dict[str, Any]) -> bool:
    """Whether an attempt of the delivery has ended."""
    return "response" in entry


def is_delivered(entry: dict[str, Any]) -> bool:
    return bool(entry["status"] == "delivered")


@contextlib.asynccontextmanager
async def open_watch_api(
    data: Path | str, policy: AddressPolicy = LOOPBACK_POLICY, *, with_delivery: bool = True, **policy_options: Any
) -> AsyncIterator[WatchApi]:
    """Run an office whose watches may send to this machine."""
    clock = Clock()
    app = create_app(
        data, clock, outbound_policy=OutboundPolicy(policy, PUBLIC_API_URL if with_delivery else None, **policy_options)
    )
    transport = EmbeddedTransport(app)
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin/api/2.3/", timeout=30) as http:
        yield WatchApi(http, app.state.office, clock)
