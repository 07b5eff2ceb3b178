"""Offices with keys: made on the data file, asked through the real application behind its door."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from shared.api.access import Door
from shared.api.app import create_app
from shared.client.embedded import EmbeddedTransport
from shared.model.caller import Role
from shared.model.time import now
from shared.store import keys, open_store
from shared.store.keys import Made

API = "/api/2.3"


async def on_store(data: Path, work: Any, *arguments: Any, **named: Any) -> Any:
    """The result of a write on the office's file, from beside whatever serves it."""
    store = await asyncio.to_thread(open_store, data)
    try:
        return await store.write(work, *arguments, **named)
    finally:
        await asyncio.to_thread(store.close)


async def key(data: Path, role: Role, account: int = 1, queues: Sequence[int] | None = None, **named: Any) -> Made:
    """A new key."""
    return await on_store(data, keys.add, account, role, f"a {role.value}", now(), queues=queues, **named)


def headers(made: Made) -> dict[str, str]:
    """What a request with that key carries."""
    return {"apiKey": made.api_key, "token": made.token}


@contextlib.asynccontextmanager
async def behind(data: Path, **door: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A bare client of the office, served with that door."""
    transport = EmbeddedTransport(create_app(data, door=Door(**door)))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin") as client:
        yield client
