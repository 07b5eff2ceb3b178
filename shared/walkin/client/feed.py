"""Follow one queue: by the server's event stream, else by polling; reconnects when the connection is lost."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import orjson

from walkin.client.queue_client import QueueClient, ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.registration import Registration

SILENCE_TIMEOUT_SECONDS = 25.0
"""Seconds without data, heartbeats included, after which the connection counts as lost."""

POLL_SECONDS = 2.0
MAX_LINE_BYTES = 4_000_000
"""The longest line of the stream; a response that is no event stream may have no line ends."""
MAX_RETRY_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChangeReceived:
    """An event of the stream. ``document`` is the registration's public part, None for a change of the queue itself."""

    kind: str
    document: dict[str, object] | None


@dataclass(frozen=True)
class ReloadNeeded:
    """Changes may have been missed: take ``registrations``, or load the list when it is None.

    ``is_other_epoch`` means that the server has another database: what was loaded before is no longer valid.
    """

    registrations: list[Registration] | None = None
    is_other_epoch: bool = False


@dataclass(frozen=True)
class Heartbeat:
    """The connection is alive."""


@dataclass(frozen=True)
class ConnectionLost:
    """The server is unreachable, or refuses; the feed keeps trying."""

    refusal: Refused | None = None


@dataclass(frozen=True)
class QueueDeleted:
    """The queue was deleted. The last signal."""


FeedSignal = ChangeReceived | ReloadNeeded | Heartbeat | ConnectionLost | QueueDeleted


@dataclass
class _Position:
    """Where the feed is: the id of the last event, and the epoch of the server's database."""

    event_id: str | None = None
    epoch: str = ""


class _StreamNotSupported(Exception):
    """The server has no event stream."""


async def follow_queue(client: QueueClient, queue_id: str) -> AsyncIterator[FeedSignal]:
    """Yield a queue's signals until QueueDeleted. The first is ReloadNeeded, ConnectionLost or QueueDeleted."""
    position = _Position()
    pause = 0.1
    while True:
        try:
            async for signal in _read(client, queue_id, position):
                pause = 0.1
                yield signal
                if isinstance(signal, QueueDeleted):
                    return
        except Refused as refused:
            if refused.reason == "queueNotFound":
                yield QueueDeleted()
                return
            yield ConnectionLost(refused)
        except ServerUnreachable:
            yield ConnectionLost()
        except Exception:
            # An unexpected response, such as that of a proxy, must not end the feed.
            logger.exception("the feed of a queue failed")
            yield ConnectionLost()
        # Jitter, so that not all screens reconnect to a restarted server at once.
        await asyncio.sleep(pause * random.uniform(0.7, 1.3))
        pause = min(pause * 2, MAX_RETRY_SECONDS)


async def _read(client: QueueClient, queue_id: str, position: _Position) -> AsyncIterator[FeedSignal]:
    """Yield signals from the stream, else by polling, until the connection is lost."""
    try:
        async for signal in _read_stream(client, queue_id, position):
            yield signal
    except _StreamNotSupported:
        async for signal in _poll(client, queue_id):
            yield signal


async def _read_stream(client: QueueClient, queue_id: str, position: _Position) -> AsyncIterator[FeedSignal]:
    """Yield the signals after ``position``, which is updated with each."""
    async with client.open_change_stream(queue_id, position.event_id, SILENCE_TIMEOUT_SECONDS) as response:
        if response.status_code >= 500:
            raise ServerUnreachable(f"the server answered {response.status_code}")
        if response.status_code != 200 or "event-stream" not in response.headers.get("content-type", ""):
            raise _StreamNotSupported
        is_first = position.event_id is None
        event_id, kind, data = position.event_id, "", ""
        async for line in _iterate_lines(response):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not line:
                if kind:
                    position.event_id = event_id
                    yield _parse_signal(kind, data, position, is_first=is_first)
                kind, data = "", ""
            elif not name:
                yield Heartbeat()
            elif name == "id":
                event_id = value
            elif name == "event":
                kind = value
            elif name == "data":
                data = value
    raise ServerUnreachable("the stream ended")


async def _iterate_lines(response: httpx.Response) -> AsyncIterator[str]:
    """Yield the lines of the body, split at ``\\n`` only: httpx's own iterator also splits at U+2028 and the like."""
    rest = b""
    async for chunk in response.aiter_bytes():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
        if len(rest) > MAX_LINE_BYTES:
            raise ServerUnreachable("the stream has no lines")


def _parse_signal(kind: str, data: str, position: _Position, *, is_first: bool) -> FeedSignal:
    if kind == "queueDeleted":
        return QueueDeleted()
    try:
        content = orjson.loads(data)
        document, epoch = content.get("registration"), content.get("epoch", "")
    except (orjson.JSONDecodeError, AttributeError):
        return ReloadNeeded()
    if kind in ("hello", "reset"):
        is_other_epoch = bool(position.epoch) and epoch != position.epoch
        position.epoch = epoch
        return ReloadNeeded(is_other_epoch=is_other_epoch) if is_first or kind == "reset" else Heartbeat()
    return ChangeReceived(kind, document if isinstance(document, dict) else None)


async def _poll(client: QueueClient, queue_id: str) -> AsyncIterator[FeedSignal]:
    etag: str | None = None
    while True:
        registrations, etag = await client.list_registrations_if_changed(queue_id, etag)
        yield Heartbeat() if registrations is None else ReloadNeeded(registrations)
        await asyncio.sleep(POLL_SECONDS)
