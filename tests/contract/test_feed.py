"""The live board: over both transports, across a server restart, and with servers that lack our extensions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from tests.support.offices import WalkinServer, make_settings, run_server
from walkin.api.app import create_app
from walkin.api.change_stream import HEARTBEAT
from walkin.api.state import open_app_state
from walkin.client import Board, Change, QueueClient, ServerUnreachable, connect, feed
from walkin.client import board as board_module
from walkin.model.errors import Refused
from walkin.settings import Settings
from walkin.store import office
from walkin.store.engine.sqlite import select_sqlite_module
from walkin.store.registrations import commands, events


async def until(condition: Callable[[], object], description: str, timeout: float = 15) -> None:
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.005)
    assert condition(), description


@asynccontextmanager
async def watching(board: Board) -> AsyncIterator[list[Change]]:
    """Run the board and collect its changes."""
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
        first = await client.register("1", {"client": {"lastName": "Bee"}}, "k1")
        second = await client.register("2", {"priority": 1}, "k2")
        await until(lambda: len(changes) == 2, "two arrivals")
        assert [registration.id for registration in board.list_waiting()] == [second.id, first.id]
        assert board.list_waiting("1")[0].client.full_name == "Bee"
        await client.call_next("1", "Desk 1")
        await until(lambda: board.list_in_progress(), "the call")
        await client.recall("1", first.id)
        await client.put_back("1", first.id)
        await until(lambda: len(board.list_waiting()) == 2, "back in the queue")
        await client.call("1", first.id, "Desk 1")
        await client.finish("1", first.id)
        await client.delete_registration("2", second.id)
        await until(lambda: not board.list_waiting() and not board.list_in_progress(), "an empty board")
        expected = ["created", "called", "recalled", "putBack", "called", "finished"]
        await until(
            lambda: [change.kind for change in changes if change.registration.id == first.id] == expected,
            "the whole story",
        )
        # There is no order between the changes of different queues.
        assert [change.kind for change in changes if change.registration.id == second.id] == ["created", "deleted"]
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
    registration = await client.register("1", {}, "k1")
    async with watching(board) as changes:
        await client.update_registration("1", registration.id, {"queue": {"id": "2"}})
        await until(lambda: len(changes) == 2, "both queues' events")
        assert board.list_waiting("1") == []
        assert [waiting.id for waiting in board.list_waiting("2")] == [registration.id]


async def test_a_board_survives_a_server_restart_without_losing_a_change(data: Path | str) -> None:
    with run_server(data) as server:
        async with await connect(Settings(api=server.url)) as client:
            board = Board(client, ["1"], details=False)
            async with watching(board) as changes:
                await client.register("1", {}, "k1")
                await until(lambda: kinds(changes) == ["created"], "the first arrival")
                server.kill()
                await until(lambda: not board.is_connected, "the loss of the link")
                updated_at = board.updated_at
                async with await connect(make_settings(data)) as other_client:
                    await other_client.register("1", {}, "k2")
                    await other_client.call_next("1", "Desk 1")
                assert len(board.list_waiting()) == 1
                assert board.updated_at == updated_at
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


async def test_a_board_asks_more_rarely_while_the_list_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def record_sleep(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    async def follow(*_: object) -> AsyncIterator[feed.FeedSignal]:
        yield feed.ReloadNeeded()
        await asyncio.Event().wait()

    monkeypatch.setattr(feed, "follow_queue", follow)
    monkeypatch.setattr(board_module, "asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": record_sleep}))
    monkeypatch.setattr(board_module, "random", SimpleNamespace(uniform=lambda *_: 1.0))
    failures = [ServerUnreachable("away"), Refused("busy"), ValueError("unexpected"), *[ServerUnreachable("away")] * 5]
    client = AsyncMock(spec=QueueClient)
    client.now = lambda: datetime.now(UTC)
    client.list_registrations.side_effect = [*failures, []]
    async with watching(Board(client, ["1"])):
        assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]


async def test_a_board_that_is_stopped_while_a_change_arrives_ends(office_file: Path) -> None:
    async with await connect(make_settings(office_file)) as client:
        for ticks in range(150):
            signals = asyncio.Event()
            task = asyncio.create_task(Board(client, ["1"]).run(lambda change, signals=signals: signals.set()))
            await signals.wait()
            await client.register("1", {}, f"k{ticks}")
            for _ in range(ticks):
                await asyncio.sleep(0)
            task.cancel()
            ended, _ = await asyncio.wait({task}, timeout=10)
            task.cancel()
            assert ended, f"stopped {ticks} steps after the change"


@pytest.mark.parametrize("kind", ["another office", "a restored copy of the file"])
async def test_a_board_that_meets_another_database_forgets_the_first(
    office_file: Path, tmp_path: Path, kind: str
) -> None:
    """Two histories of which the second is longer, behind one address."""
    other_file = tmp_path / "other.db"
    async with await connect(make_settings(office_file)) as client:
        if kind != "another office":
            # The library that has the file open: a second one would take its log away.
            library = select_sqlite_module()
            with closing(library.connect(office_file)) as source, closing(library.connect(other_file)) as target:
                source.backup(target)
        shown = [await client.register("1", {}, key) for key in ("k1", "k2")]
    async with await connect(make_settings(other_file)) as client:
        held = [await client.register("1", {}, key) for key in ("k3", "k4", "k5", "k6", "k7")]
        await client.call_next("1", "Desk 1")
    server = WalkinServer(office_file).start()
    try:
        async with await connect(Settings(api=server.url)) as client:
            board = Board(client, ["1"])
            async with watching(board) as changes:
                await until(lambda: len(board.list_waiting()) == 2, "the first office")
                server.kill()
                server.data = other_file
                server.start()
                await until(lambda: len(board.list_waiting()) == 4, "the other office")
                assert board.list_waiting() == await client.list_registrations("1", "registered")
                assert len(board.list_in_progress()) == 1
                if kind == "another office":
                    # Whom the other office has called is not called again.
                    assert (changes, board.is_other_epoch) == ([], True)
                    with pytest.raises(Refused, match="has been changed meanwhile"):
                        await client.call("1", shown[1].id, "Desk 2", etag=shown[1].etag)
                assert (await client.call("1", held[1].id, "Desk 2", etag=board.list_waiting()[0].etag)).calls == 1
    finally:
        server.close()


async def test_streams_end_when_the_database_begins_another_epoch(data: Path | str) -> None:
    async with open_app_state(data) as app_state:
        stream = app_state.broadcaster.listen(1, None)
        opening = (await anext(stream)).decode()
        last_event_id = opening.partition("id: ")[2].partition("\n")[0]
        await app_state.store.write(office.begin_epoch)
        async with asyncio.timeout(10):
            assert [piece async for piece in stream if piece != HEARTBEAT] == []
        again = app_state.broadcaster.listen(1, last_event_id)
        reset = (await anext(again)).decode()
        await again.aclose()
        assert "event: reset" in reset
        assert [text.partition('"office":')[2][:18] for text in (opening, reset)] == [
            f'"{(await app_state.store.read(office.get)).id}"'
        ] * 2


async def test_a_listener_of_another_epoch_ends_the_older_streams(
    data: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app_state(data) as app_state:
        older = app_state.broadcaster.listen(1, None)
        await anext(older)
        # The listener comes before the broadcaster reads the log.
        monkeypatch.setattr(app_state.broadcaster, "_catch_up", AsyncMock())
        await app_state.store.write(office.begin_epoch)
        newer = app_state.broadcaster.listen(1, None)
        await anext(newer)
        async with asyncio.timeout(10):
            assert [piece async for piece in older if piece != HEARTBEAT] == []
        await newer.aclose()


async def test_a_gap_that_is_too_old_loads_the_list_again(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.api.change_stream.MAX_REPLAY", 3)
    async with open_app_state(data) as app_state:
        for _ in range(6):
            await app_state.store.write(commands.register, 1, commands.RegistrationInput(), app_state.clock())
        epoch = (await app_state.store.read(office.get)).epoch
        times = {revision: await app_state.store.read(events.get_time, 1, revision) for revision in (1, 5, 7)}

        async def read_opening(last_event_id: str) -> str:
            async with contextlib.aclosing(app_state.broadcaster.listen(1, last_event_id)) as stream:
                return (await anext(stream)).decode()

        assert "event: reset" in await read_opening(f"1-{epoch}-{times[1]}")
        recent = app_state.broadcaster.listen(1, f"5-{epoch}-{times[5]}")
        assert "event: hello" in (await anext(recent)).decode()
        assert "id: 6" in (await anext(recent)).decode()
        await recent.aclose()
        # Of another epoch, of a change that this log does not have (rows lost in a failover), from the future.
        other_histories = (f"5-other-{times[5]}", f"5-{epoch}-{times[5]}1", f"99-{epoch}-0", f"99-{epoch}-1")
        unreadable = ("5", "-1", "5-", f"x-{epoch}-1", f"5-{epoch}-x", f"\u0665-{epoch}-{times[5]}", "5--", "a" * 64)
        for last_event_id in other_histories + unreadable:
            assert "event: reset" in await read_opening(last_event_id), last_event_id


async def test_a_slow_listener_reads_on_from_the_log(data: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkin.api.change_stream.RING_SIZE", 4)
    async with open_app_state(data) as app_state:
        stream = app_state.broadcaster.listen(1, None)
        content = (await anext(stream)).decode()
        for _ in range(20):
            await app_state.store.write(commands.register, 1, commands.RegistrationInput(), app_state.clock())
        async with asyncio.timeout(10):
            while "id: 21-" not in content:
                content += (await anext(stream)).decode()
        await stream.aclose()
    revisions = [
        int(line.removeprefix("id: ").split("-")[0]) for line in content.splitlines() if line.startswith("id: ")
    ]
    assert revisions == list(range(1, 22))


class PlainServer:
    """An ASGI app with the reference's operations only: without stream and ``POST next``."""

    def __init__(self, app: ASGIApp) -> None:
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
    server = PlainServer(create_app(data))
    async with await QueueClient.start_embedded(server) as client:
        board = Board(client, ["1"])
        async with watching(board) as changes:
            registration = await client.register("1", {}, "k1")
            await until(lambda: kinds(changes) == ["created"], "the arrival")
            await client.call("1", registration.id, "Desk 2")
            await until(lambda: kinds(changes) == ["created", "called"], "the call")
            await client.finish("1", registration.id)
            await until(lambda: not board.list_in_progress(), "the end")


async def test_without_post_next_a_lost_race_is_run_again(data: Path | str) -> None:
    server = PlainServer(create_app(data))
    async with await QueueClient.start_embedded(server) as client, await connect(make_settings(data)) as other:
        first, second = [await client.register("1", {}, key) for key in ("k1", "k2")]
        server.before_put = lambda: other.call_next("1", "Desk 1")
        called = await client.call_next("1", "Desk 2")
        assert called is not None
        assert called.id == second.id
        assert called.counter is not None
        assert called.counter.name == "Desk 2"
        first_now = await other.get_registration("1", first.id)
        assert first_now.counter is not None
        assert first_now.counter.name == "Desk 1"
        assert await client.call_next("1", "Desk 2") is None
        assert "PUT " + first.id in server.asked
