"""Following one queue: the server's stream where it has one, else looking again and again; over every lost link."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from walkin.client.desk_operations import Unreachable
from walkin.client.queue_client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import Registration

SILENCE = 12.0
"""Seconds without even a heartbeat after which the link counts as lost."""

POLL_SECONDS = 2.0
LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Told:
    """A change as the stream tells it; ``document`` is the registration's public part, None for the queue itself."""

    kind: str
    document: dict[str, Any] | None


@dataclass(frozen=True)
class Stale:
    """What is known may be wrong: load the list again, or take ``registrations`` where the feed has done it."""

    registrations: list[Registration] | None = None


@dataclass(frozen=True)
class Alive:
    """The server answers."""


@dataclass(frozen=True)
class Lost:
    """The server does not answer, or says no in the words of ``problem``; the feed goes on trying."""

    problem: str = ""


@dataclass(frozen=True)
class Gone:
    """The queue was deleted: the last signal."""


Signal = Told | Stale | Alive | Lost | Gone


class _NoStream(Exception):
    """This server does not have our stream."""


async def follow(client: QueueClient, queue_id: str) -> AsyncIterator[Signal]:
    """Signals of a queue, until it is Gone. The first is Stale, Lost or Gone."""
    position: int | None = None
    pause = 0.1
    while True:
        try:
            async for signal, revision in _stream(client, queue_id, position):
                position = revision
                pause = 0.1
                yield signal
                if isinstance(signal, Gone):
                    return
        except _NoStream:
            try:
                async for signal in _poll(client, queue_id):
                    yield signal
            except Refused as refused:
                if refused.reason == "queueNotFound":
                    yield Gone()
                    return
                yield Lost(refused.message)
        except (Unreachable, Refused) as error:
            yield Lost(error.message if isinstance(error, Refused) else "")
            # Spread out, so that a restarted server does not meet all its screens at once.
            await asyncio.sleep(pause * random.uniform(0.7, 1.3))
            pause = min(pause * 2, LONGEST_PAUSE)


async def _stream(client: QueueClient, queue_id: str, position: int | None) -> AsyncIterator[tuple[Signal, int]]:
    async with client.stream(queue_id, position, SILENCE) as response:
        if response.status_code >= 500:
            raise Unreachable(f"the server answered {response.status_code}")
        if response.status_code != 200 or "event-stream" not in response.headers.get("content-type", ""):
            raise _NoStream
        revision = position if position is not None else -1
        kind, data = "", ""
        async for line in _lines(response):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not line:
                if kind:
                    yield _signal(kind, data, fresh=position is None), revision
                kind, data = "", ""
            elif not name:
                yield Alive(), revision
            elif name == "id" and value.isdecimal():
                revision = int(value)
            elif name == "event":
                kind = value
            elif name == "data":
                data = value
    raise Unreachable("the stream ended")


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """The lines of the body. Not httpx's own, which also ends lines at signs that people may write."""
    rest = b""
    async for piece in response.aiter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace")


def _signal(kind: str, data: str, *, fresh: bool) -> Signal:
    if kind == "reset" or (kind == "hello" and fresh):
        return Stale()
    if kind == "hello":
        return Alive()
    if kind == "queueDeleted":
        return Gone()
    try:
        document = orjson.loads(data).get("registration")
    except (orjson.JSONDecodeError, AttributeError):
        return Stale()
    return Told(kind, document if isinstance(document, dict) else None)


async def _poll(client: QueueClient, queue_id: str) -> AsyncIterator[Signal]:
    etag: str | None = None
    while True:
        found, etag = await client.changed_registrations(queue_id, etag)
        yield Alive() if found is None else Stale(found)
        await asyncio.sleep(POLL_SECONDS)
