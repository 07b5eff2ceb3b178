"""Offices with credentials: keys created in the database, and HTTP clients of the real application."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection

from tests.support.offices import run_command
from walkin.api.app import create_app
from walkin.api.security.authentication import AccessPolicy
from walkin.client.embedded import EmbeddedTransport
from walkin.model.caller import Role
from walkin.model.time import now_ms
from walkin.store import open_store
from walkin.store.access import credentials
from walkin.store.access.credentials import NewCredential
from walkin.store.schema.tables import metadata
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

API_PATH = "/api/2.3"


async def write_to_store(data: Path, work: Any, *arguments: Any, **named: Any) -> Any:
    """Run a write on the office's database, which a server may have open too, and return its result."""
    store = await asyncio.to_thread(open_store, data)
    try:
        return await store.write(work, *arguments, **named)
    finally:
        await asyncio.to_thread(store.close)


async def dump_stored_content(data: Path) -> str:
    """Return all rows as text, and the bytes of all files of a SQLite office."""

    def dump_rows(connection: Connection) -> str:
        return str([connection.execute(table.select()).all() for table in metadata.sorted_tables])

    content = await write_to_store(data, dump_rows)
    if isinstance(data, Path):
        content += "".join(path.read_bytes().decode("latin-1") for path in data.parent.rglob("*") if path.is_file())
    return content


def run_walkin(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a ``walkin`` command on an office."""
    variables = {} if isinstance(data, Path) else {"WALKIN_OFFICE__DATABASE": data}
    options = ["--data", str(data)] if isinstance(data, Path) else []
    return run_command(*arguments, *options, environment=os.environ | {"WALKIN_CONFIG": os.devnull} | variables)


async def create_key(
    data: Path, role: Role, account: int = 1, queues: Sequence[int] | None = None, **named: Any
) -> NewCredential:
    """Create a credential."""
    return await write_to_store(
        data, credentials.add, account, role, f"a {role.value}", now_ms(), queues=queues, **named
    )


def build_auth_headers(key: NewCredential) -> dict[str, str]:
    """Build the request headers of a credential."""
    return {"apiKey": key.api_key, "token": key.token}


@contextlib.asynccontextmanager
async def open_http_client(
    data: Path, clock: Callable[[], int] = now_ms, *, outbound_policy: OutboundPolicy = DELIVERY_DISABLED, **policy: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """Open an HTTP client of the office's application. Further arguments are those of its AccessPolicy."""
    transport = EmbeddedTransport(
        create_app(data, clock, access_policy=AccessPolicy(**policy), outbound_policy=outbound_policy)
    )
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as client:
        yield client
