"""Boards and requests while the server is lost or something else answers in its place."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.faulty_link import ANSWERS, FaultyLink
from tests.support.offices import WalkinServer
from walkin.client import Board, QueueClient, ServerUnreachable, connect, feed
from walkin.client import board as board_module
from walkin.client import queue_client as client_module
from walkin.model.errors import Refused
from walkin.settings import Settings

QUICK = ("a page, 200", "a page, 503", "an empty JSON document")
KINDS = [pytest.param(kind, marks=() if kind in QUICK else pytest.mark.long) for kind in ANSWERS]


@pytest.fixture(autouse=True)
def _short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_RETRY_SECONDS", 0.2)
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(feed, "SILENCE_TIMEOUT_SECONDS", 1.5)
    monkeypatch.setattr(board_module, "FIRST_RETRY_SECONDS", 0.1)


def limit_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "endless" in kind:
        monkeypatch.setattr(client_module, "MAX_REQUEST_SECONDS", 0.5)


async def until_shown(board: Board, names: set[str]) -> None:
    async with asyncio.timeout(30):
        while not board.is_connected or {r.client.last_name for r in board.list_waiting()} != names:
            await asyncio.sleep(0.01)


async def register(direct: QueueClient, names: set[str]) -> None:
    name = uuid.uuid4().hex
    await direct.register("1", {"client": {"lastName": name}}, name)
    names.add(name)


@asynccontextmanager
async def follow(server: WalkinServer, link: FaultyLink) -> AsyncIterator[tuple[Board, QueueClient, set[str]]]:
    """A board behind the link, a client that reaches the server directly, and the names of those who wait."""
    async with (
        link,
        await connect(Settings(api=server.url)) as direct,
        await connect(Settings(api=link.url)) as client,
    ):
        names = {registration.client.last_name or "" for registration in await direct.list_registrations("1")}
        board = Board(client, ["1"])
        task = asyncio.create_task(board.run(lambda _change: None))
        try:
            await register(direct, names)
            await until_shown(board, names)
            yield board, direct, names
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("has_stream", [True, False], ids=["stream", "polling"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_board_says_so_and_is_right_again(
    beating_server: WalkinServer, kind: str, has_stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = FaultyLink(beating_server.port, has_stream=has_stream)
    async with follow(beating_server, link) as (board, direct, names):
        shown = set(names)
        limit_time(kind, monkeypatch)
        await link.replace_server(ANSWERS[kind])
        async with asyncio.timeout(30):
            while board.is_connected:
                await asyncio.sleep(0.01)
        monkeypatch.setattr(client_module, "MAX_REQUEST_SECONDS", 60.0)
        await register(direct, names)
        # Over several tries: no answer of the other may be taken for the server's.
        for _ in range(20):
            assert not board.is_connected
            assert {r.client.last_name for r in board.list_waiting()} == shown
            await asyncio.sleep(0.01)
        await link.restore()
        await until_shown(board, names)


@pytest.mark.parametrize("has_stream", [True, False], ids=["stream", "polling"])
async def test_a_server_that_is_gone_without_a_word_is_noticed(beating_server: WalkinServer, has_stream: bool) -> None:
    link = FaultyLink(beating_server.port, has_stream=has_stream)
    async with follow(beating_server, link) as (board, direct, names):
        link.go_silent()
        async with asyncio.timeout(30):
            while board.is_connected:
                await asyncio.sleep(0.01)
        await register(direct, names)
        await link.restore()
        await until_shown(board, names)


async def test_an_event_that_is_cut_is_read_again(beating_server: WalkinServer) -> None:
    link = FaultyLink(beating_server.port)
    async with follow(beating_server, link) as (board, direct, names):
        for _ in range(3):
            link.cut_next()
            await register(direct, names)
            await until_shown(board, names)


@pytest.mark.parametrize("kind", KINDS)
async def test_no_answer_of_another_is_taken_for_the_servers(
    beating_server: WalkinServer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_time(kind, monkeypatch)
    async with FaultyLink(beating_server.port) as link, await connect(Settings(api=link.url)) as client:
        await link.replace_server(ANSWERS[kind])
        for request in (client.list_queues(), client.list_registrations("1"), client.register("1", {}, "k")):
            with pytest.raises((ServerUnreachable, Refused)) as error:
                await request
            if isinstance(error.value, Refused):
                assert (kind, error.value.status) in (("a page, 404", 404), ("an error of another kind", 200))
        assert abs(client.now() - datetime.now(UTC)) < timedelta(minutes=1), (
            "the clock of another server was taken over"
        )
