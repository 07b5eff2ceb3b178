"""Following one queue: the server's stream where it has one, else looking again and again; over every lost link."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from walkin.client.desk_operations import ServerUnreachable
from walkin.client.queue_client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import Registration

SILENCE_TIMEOUT_SECONDS = 12.0
"""Seconds without even a heartbeat after which the link counts as lost."""

POLL_SECONDS = 2.0
MAX_RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class ChangeReceived:
    """A change as the stream tells it; ``document`` is the registration's public part, None for the queue itself."""

    kind: str
    document: dict[str, Any] | None


@dataclass(frozen=True)
class ReloadNeeded:
    """What is known may be wrong: load the list again, or take ``registrations`` where the feed has done it."""

    registrations: list[Registration] | None = None


@dataclass(frozen=True)
class Heartbeat:
    """The server answers."""


@dataclass(frozen=True)
class ConnectionLost:
    """The server does not answer, or says no in the words of ``problem``; the feed goes on trying."""

    message: str = ""


@dataclass(frozen=True)
class QueueDeleted:
    """The queue was deleted: the last signal."""


FeedSignal = ChangeReceived | ReloadNeeded | Heartbeat | ConnectionLost | QueueDeleted


class _StreamNotSupported(Exception):
    """This server does not have our stream."""


async def follow_queue(client: QueueClient, queue_id: str) -> AsyncIterator[FeedSignal]:
    """Signals of a queue, until it is Gone. The first is Stale, Lost or Gone."""
    position: int | None = None
    pause = 0.1
    while True:
        try:
            async for signal, revision in _read_stream(client, queue_id, position):
                position = revision
                pause = 0.1
                yield signal
                if isinstance(signal, QueueDeleted):
                    return
        except _StreamNotSupported:
            try:
                async for signal in _poll(client, queue_id):
                    yield signal
            except Refused as refused:
                if refused.reason == "queueNotFound":
                    yield QueueDeleted()
                    return
                yield ConnectionLost(refused.message)
        except (ServerUnreachable, Refused) as error:
            yield ConnectionLost(error.message if isinstance(error, Refused) else "")
            # Spread out, so that a restarted server does not meet all its screens at once.
            await asyncio.sleep(pause * random.uniform(0.7, 1.3))
            pause = min(pause * 2, MAX_RETRY_SECONDS)


async def _read_stream(
    client: QueueClient, queue_id: str, last_revision: int | None
) -> AsyncIterator[tuple[FeedSignal, int]]:
    async with client.open_change_stream(queue_id, last_revision, SILENCE_TIMEOUT_SECONDS) as response:
        if response.status_code >= 500:
            raise ServerUnreachable(f"the server answered {response.status_code}")
        if response.status_code != 200 or "event-stream" not in response.headers.get("content-type", ""):
            raise _StreamNotSupported
        revision = last_revision if last_revision is not None else -1
        kind, data = "", ""
        async for line in _iterate_lines(response):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not line:
                if kind:
                    yield _parse_signal(kind, data, is_first=last_revision is None), revision
                kind, data = "", ""
            elif not name:
                yield Heartbeat(), revision
            elif name == "id" and value.isdecimal():
                revision = int(value)
            elif name == "event":
                kind = value
            elif name == "data":
                data = value
    raise ServerUnreachable("the stream ended")


async def _iterate_lines(response: httpx.Response) -> AsyncIterator[str]:
    """The lines of the body. Not httpx's own, which also ends lines at signs that people may write."""
    rest = b""
    async for piece in response.aiter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace")


def _parse_signal(kind: str, data: str, *, is_first: bool) -> FeedSignal:
    if kind == "reset" or (kind == "hello" and is_first):
        return ReloadNeeded()
    if kind == "hello":
        return Heartbeat()
    if kind == "queueDeleted":
        return QueueDeleted()
    try:
        document = orjson.loads(data).get("registration")
    except (orjson.JSONDecodeError, AttributeError):
        return ReloadNeeded()
    return ChangeReceived(kind, document if isinstance(document, dict) else None)


async def _poll(client: QueueClient, queue_id: str) -> AsyncIterator[FeedSignal]:
    etag: str | None = None
    while True:
        found, etag = await client.list_registrations_if_changed(queue_id, etag)
        yield Heartbeat() if found is None else ReloadNeeded(found)
        await asyncio.sleep(POLL_SECONDS)
