"""The live board: over both transports, a server that restarts, and servers that know less than ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from tests.support.offices import WalkinServer, make_settings, run_server
from walkin.api.app import create_app
from walkin.api.state import open_app_state
from walkin.client import Board, Change, QueueClient, connect, feed
from walkin.settings import Settings
from walkin.store.registrations import commands


async def until(condition: Callable[[], object], what: str, timeout: float = 15) -> None:
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.005)
    assert condition(), what


@asynccontextmanager
async def watching(board: Board) -> AsyncIterator[list[Change]]:
    """The board running; the changes it tells."""
    changes: list[Change] = []
    task = asyncio.create_task(board.run(lambda change: changes.append(change) if change else None))
    try:
        await until(lambda: board.is_connected or task.done(), "the board to connect")
        yield changes
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def kinds(changes: list[Change]) -> list[str]:
    return [change.kind for change in changes]


async def test_a_day_in_the_life_of_a_board(client: QueueClient) -> None:
    board = Board(client, ["1", "2"])
    async with watching(board) as changes:
        one = await client.register("1", {"client": {"lastName": "Bee"}}, "k1")
        two = await client.register("2", {"priority": 1}, "k2")
        await until(lambda: len(changes) == 2, "two arrivals")
        assert [found.id for found in board.list_waiting()] == [two.id, one.id]
        assert board.list_waiting("1")[0].client.full_name == "Bee"
        await client.call_next("1", "Desk 1")
        await until(lambda: board.list_in_progress(), "the call")
        await client.recall("1", one.id)
        await client.put_back("1", one.id)
        await until(lambda: len(board.list_waiting()) == 2, "back in the queue")
        await client.call("1", one.id, "Desk 1")
        await client.finish("1", one.id)
        await client.delete_registration("2", two.id)
        await until(lambda: not board.list_waiting() and not board.list_in_progress(), "an empty board")
        expected = ["created", "called", "recalled", "putBack", "called", "finished"]
        await until(lambda: [c.kind for c in changes if c.registration.id == one.id] == expected, "the whole story")
        # Queues have no order between each other.
        assert [c.kind for c in changes if c.registration.id == two.id] == ["created", "deleted"]
        assert board.updated_at is not None


async def test_a_board_without_details_never_holds_a_person(client: QueueClient) -> None:
    await client.register("1", {"client": {"lastName": "Secretname"}, "note": "Secretname"}, "k1")
    board = Board(client, ["1"], details=False)
    async with watching(board) as changes:
        await client.register("1", {"client": {"lastName": "Secretname"}}, "k2")
        await client.call_next("1", "Desk 1")
        await until(lambda: len(changes) == 2, "the arrival and the call")
        assert len(board.list_waiting()) == len(board.list_in_progress()) == 1
        assert "Secretname" not in repr([board.list_waiting(), board.list_in_progress(), changes])


async def test_a_transfer_moves_between_the_lanes(client: QueueClient) -> None:
    board = Board(client, ["1", "2"])
    one = await client.register("1", {}, "k1")
    async with watching(board) as changes:
        await client.update_registration("1", one.id, {"queue": {"id": "2"}})
        await until(lambda: len(changes) == 2, "both queues' events")
        assert board.list_waiting("1") == []
        assert [found.id for found in board.list_waiting("2")] == [one.id]


async def test_a_board_survives_a_server_restart_without_losing_a_change(data: Path | str) -> None:
    with run_server(data) as server:
        async with await connect(Settings(api=server.url)) as client:
            board = Board(client, ["1"], details=False)
            async with watching(board) as changes:
                await client.register("1", {}, "k1")
                await until(lambda: kinds(changes) == ["created"], "the first arrival")
                server.kill()
                await until(lambda: not board.is_connected, "the loss of the link")
                seen = board.updated_at
                async with await connect(make_settings(data)) as beside:
                    await beside.register("1", {}, "k2")
                    await beside.call_next("1", "Desk 1")
                assert len(board.list_waiting()) == 1
                assert board.updated_at == seen
                server.start()
                await until(lambda: kinds(changes) == ["created", "created", "called"], "what was missed, in order")
                await until(lambda: board.is_connected, "the link")


async def test_a_board_waits_for_a_server_that_is_not_there_yet(data: Path | str) -> None:
    server = WalkinServer(data)
    async with await connect(Settings(api=server.url)) as client:
        board = Board(client, ["1"])
        task = asyncio.create_task(board.run(lambda change: None))
        await asyncio.sleep(0)
        assert not board.is_connected
        assert board.updated_at is None
        server.start()
        try:
            await until(lambda: board.is_connected, "the server to be found")
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            server.close()


async def test_a_gap_that_is_too_old_loads_the_list_again(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.api.change_stream.MAX_REPLAY", 3)
    async with open_app_state(data) as office:
        for _ in range(6):
            await office.store.write(commands.register, 1, commands.RegistrationInput(), office.clock())
        stream = office.broadcaster.listen(1, 1)
        opening = (await anext(stream)).decode()
        await stream.aclose()
        assert "event: reset" in opening
        near = office.broadcaster.listen(1, 5)
        assert "event: hello" in (await anext(near)).decode()
        assert "id: 6" in (await anext(near)).decode()
        await near.aclose()
        ahead = office.broadcaster.listen(1, 99)
        assert "event: reset" in (await anext(ahead)).decode()
        await ahead.aclose()


async def test_a_slow_listener_reads_on_from_the_log(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.api.change_stream.RING_SIZE", 4)
    async with open_app_state(data) as office:
        stream = office.broadcaster.listen(1, None)
        read = (await anext(stream)).decode()
        for _ in range(20):
            await office.store.write(commands.register, 1, commands.RegistrationInput(), office.clock())
        async with asyncio.timeout(10):
            while "id: 21\n" not in read:
                read += (await anext(stream)).decode()
        await stream.aclose()
    told = [int(line.removeprefix("id: ")) for line in read.splitlines() if line.startswith("id: ")]
    assert told == list(range(1, 22))


class Plain:
    """A server with the contract and nothing beside it: no stream, no ``POST next``, no memory of desks."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.asked: list[str] = []
        self.before_put: Callable[[], object] | None = None

    async def __call__(self, scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        if scope["type"] == "http":
            request = Request(scope)
            path = request.url.path
            self.asked.append(f"{request.method} {path.rpartition('/')[2]}")
            if path.endswith("/stream") or (path.endswith("/next") and request.method == "POST"):
                status = 404 if path.endswith("/stream") else 405
                await Response(status_code=status)(scope, receive, send)  # type: ignore[arg-type]
                return
            if request.method == "PUT" and self.before_put is not None:
                act, self.before_put = self.before_put, None
                await act()  # type: ignore[misc]
        await self.app(scope, receive, send)  # type: ignore[arg-type]


async def test_a_server_without_stream_is_polled(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.05)
    plain = Plain(create_app(data))
    async with await QueueClient.start_embedded(plain) as client:
        board = Board(client, ["1"])
        async with watching(board) as changes:
            one = await client.register("1", {}, "k1")
            await until(lambda: kinds(changes) == ["created"], "the arrival")
            await client.call("1", one.id, "Desk 2")
            await until(lambda: kinds(changes) == ["created", "called"], "the call")
            await client.finish("1", one.id)
            await until(lambda: not board.list_in_progress(), "the end")


async def test_without_post_next_a_lost_race_is_run_again(data: Path | str) -> None:
    plain = Plain(create_app(data))
    async with await QueueClient.start_embedded(plain) as client, await connect(make_settings(data)) as other:
        one, two = [await client.register("1", {}, key) for key in ("k1", "k2")]
        plain.before_put = lambda: other.call_next("1", "Desk 1")
        called = await client.call_next("1", "Desk 2")
        assert called is not None
        assert called.id == two.id
        assert called.counter is not None
        assert called.counter.name == "Desk 2"
        first = await other.get_registration("1", one.id)
        assert first.counter is not None
        assert first.counter.name == "Desk 1"
        assert await client.call_next("1", "Desk 2") is None
        assert "PUT " + one.id in plain.asked
