"""Failed deliveries: the schedule and order of retries, and the watches that are disabled."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.receivers import ReceivedRequest, Receiver, Reply
from tests.support.watching import LOOPBACK_POLICY, PUBLIC_API_URL, WatchApi, has_response, open_watch_api
from walkin.store import open_store
from walkin.store.watches import outbox
from walkin.watch.config import OutboundPolicy
from walkin.watch.deliverer import RETRY_DELAYS_MS, RETRY_JITTER
from walkin.watch.worker import Worker

DAY = 86_400


async def settled(office: WatchApi, attempts: int) -> dict[str, Any]:
    """Wait until the newest delivery has had so many attempts and none is in progress; return it."""

    def is_newest_settled(entries: list[dict[str, Any]]) -> bool:
        return entries[0]["attempts"] >= attempts and has_response(entries[0])

    return (await office.wait_for_log(is_newest_settled, limit=1))[0]


def pause(entry: dict[str, Any]) -> float:
    """Return the seconds from the last attempt to the next."""
    sent, next_attempt = (datetime.fromisoformat(entry[name]["dateTime"]) for name in ("sent", "nextAttempt"))
    return (next_attempt - sent).total_seconds()


async def test_the_schedule_with_jitter_the_same_bytes_and_then_an_end(office: WatchApi, receiver: Receiver) -> None:
    receiver.responder = lambda request: Reply(500)
    await office.add_watch(receiver.url)
    await office.register()
    pauses = []
    for attempt in range(1, len(RETRY_DELAYS_MS)):
        entry = await settled(office, attempt)
        assert (entry["status"], entry["attempts"]) == ("pending", attempt)
        pauses.append(pause(entry))
        # The times of the log have whole seconds.
        assert (
            RETRY_DELAYS_MS[attempt] / 1000 * (1 - RETRY_JITTER) - 1.5
            <= pauses[-1]
            <= RETRY_DELAYS_MS[attempt] / 1000 * (1 + RETRY_JITTER) + 1.5
        )
        if pauses[-1] > 60:
            await office.advance_time(pauses[-1] - 60)
            await asyncio.sleep(0.02)
            assert len(receiver.requests) == attempt, "it was sent before its time"
        await office.advance_time(62)
    entry = await settled(office, len(RETRY_DELAYS_MS))
    assert (entry["status"], entry["attempts"]) == ("failed", 10)
    assert len(receiver.requests) == 10
    assert len({request.body for request in receiver.requests}) == 1
    assert len({request.message_id for request in receiver.requests}) == 1
    stamps = [int(request.headers["webhook-timestamp"]) for request in receiver.requests]
    assert stamps == sorted(set(stamps)), "each attempt has a time of its own"
    assert any(
        abs(seconds * 1000 - delay_ms) > 2000
        for seconds, delay_ms in zip(pauses[1:], RETRY_DELAYS_MS[2:], strict=False)
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("a date", 7200),
        ("999999999", DAY),
        ("nonsense", 5),
        ("-5", 5),
    ],
)
async def test_retry_after_is_heeded_up_to_a_day(
    office: WatchApi, receiver: Receiver, header: str, seconds: int
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    retry_after = date if header == "a date" else header
    receiver.responder = lambda request: Reply(429, headers={"Retry-After": retry_after})
    await office.add_watch(receiver.url)
    await office.register()
    assert seconds * 0.8 - 30 <= pause(await settled(office, 1)) <= seconds * 1.2 + 30


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_that_asks_for_time_gets_nothing_for_up_to_five_minutes(
    office: WatchApi, receiver: Receiver, status: int
) -> None:
    receiver.responder = lambda request: Reply(status, headers={"Retry-After": "600"})
    await office.add_watch(receiver.url)
    await office.register("One")
    await settled(office, 1)
    await office.register("Two")
    await office.advance_time(270)
    # The commit of another watch has been seen by the worker: its delivery was sent after the pause was checked.
    async with Receiver().run() as other:
        await office.add_watch(other.url)
        await office.register("Three")
        await other.wait_until(lambda: other.requests)
        assert len(receiver.requests) == 1
    await office.advance_time(60)
    await receiver.wait_until(lambda: len(receiver.requests) == 2, "the next one after five minutes")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500, 502, 504])
async def test_whatever_is_no_success_is_a_failure_and_a_redirect_is_not_followed(
    office: WatchApi, receiver: Receiver, status: int
) -> None:
    async with Receiver().run() as elsewhere:
        receiver.responder = lambda request: Reply(status, headers={"Location": elsewhere.url})
        await office.add_watch(receiver.url)
        await office.register()
        entry = await settled(office, 1)
        assert (entry["status"], entry["response"]["statusCode"]) == ("pending", status)
        assert elsewhere.connections == 0


async def test_gone_disables_at_once_and_says_why(office: WatchApi, receiver: Receiver) -> None:
    receiver.responder = lambda request: Reply(410)
    created = await office.add_watch(receiver.url)
    await office.register()
    await settled(office, 1)
    watch = await office.request("GET", f"watchers/{created['id']}")
    assert watch["status"] == "disabled"
    assert "410" in watch["statusReason"]
    await office.register("Later")
    await office.advance_time(DAY)
    await asyncio.sleep(0.05)
    assert len(receiver.requests) == 1


async def test_five_days_without_a_success_disable_and_one_success_starts_anew(
    office: WatchApi, receiver: Receiver
) -> None:
    receiver.responder = lambda request: Reply(500)
    created = await office.add_watch(receiver.url)

    async def fail(name: str) -> dict[str, Any]:
        count = len(receiver.requests)
        await office.register(name)
        await receiver.wait_until(lambda: len(receiver.requests) > count)
        await settled(office, 1)
        return await office.request("GET", f"watchers/{created['id']}")

    assert "failingSince" in await fail("Day 0")
    await office.advance_time(4.9 * DAY)
    assert (await fail("Day 5"))["status"] == "enabled"
    receiver.responder = lambda request: Reply(200)
    assert "failingSince" not in await fail("works again")
    receiver.responder = lambda request: Reply(500)
    await fail("Day 0 again")
    await office.advance_time(5.1 * DAY)
    # The delivery of day 0 is retried now.
    async with asyncio.timeout(60):
        while (watch := await office.request("GET", f"watchers/{created['id']}"))["status"] != "disabled":
            await asyncio.sleep(0.01)
    assert "five days" in watch["statusReason"]
    watch = await office.request("PUT", f"watchers/{created['id']}", {"status": "enabled"})
    assert watch["status"] == "enabled"
    assert "statusReason" not in watch


async def test_a_kept_connection_that_was_closed_costs_no_attempt(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(receiver.url)
    await office.register("One")
    await settled(office, 1)
    receiver.close_connections()
    await office.register("Two")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    assert receiver.connections == 2
    assert (await settled(office, 1))["attempts"] == 1


async def test_in_order_and_one_at_a_time_for_a_registration_while_others_go_on(
    office: WatchApi, receiver: Receiver
) -> None:
    failing: set[str] = set()
    running: dict[str, int] = defaultdict(int)
    max_running: dict[str, int] = defaultdict(int)

    async def respond(request: ReceivedRequest) -> Reply:
        registration_id = request.json["id"]
        running[registration_id] += 1
        max_running[registration_id] = max(max_running[registration_id], running[registration_id])
        await asyncio.sleep(0.01)
        running[registration_id] -= 1
        return Reply(500 if registration_id in failing else 200)

    receiver.responder = respond
    await office.add_watch(receiver.url)
    first, second = await office.register("One"), await office.register("Two")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    await settled(office, 1)
    await receiver.wait_until(lambda: not any(running.values()))
    await asyncio.sleep(0.1)
    failing.add(first["id"])
    for status in ("inProgress", "finished"):
        await office.update(first, status=status)
        await office.update(second, status=status)

    def list_statuses(registration: dict[str, Any]) -> list[str]:
        return [request.json["status"] for request in receiver.requests if request.json["id"] == registration["id"]]

    await receiver.wait_until(lambda: list_statuses(second) == ["registered", "inProgress", "finished"])
    await asyncio.sleep(0.1)
    assert list_statuses(first) == ["registered", "inProgress"], "the later one overtook the one that fails"
    failing.clear()
    await office.advance_time(7)
    await receiver.wait_until(lambda: list_statuses(first)[-1] == "finished")
    assert list_statuses(first) == ["registered", "inProgress", "inProgress", "finished"]
    assert set(max_running.values()) == {1}


async def test_a_dead_watch_delays_no_other(
    office: WatchApi, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkin.watch.http_client.ATTEMPT_TIMEOUT_SECONDS", 600)
    async with Receiver(lambda request: Reply(delay_seconds=600)).run() as dead:
        for number in range(3):
            await office.add_watch(f"{dead.url}/{number}")
        await office.add_watch(receiver.url)
        for number in range(60):
            await office.register(f"N{number}")
            await receiver.wait_until(lambda: len(receiver.requests) > number)  # noqa: B023
        assert dead.connections <= 3 * 8


@pytest.mark.long
async def test_order_and_nothing_lost_with_three_workers_and_a_receiver_that_often_fails(
    data: Path, receiver: Receiver
) -> None:
    random = Random(7)
    receiver.responder = lambda request: Reply(500 if random.random() < 0.05 else 200)
    async with open_watch_api(data, with_delivery=False) as office, contextlib.AsyncExitStack() as stack:
        await office.add_watch(receiver.url)
        workers = []
        for number in range(3):
            store = await asyncio.to_thread(open_store, data)
            stack.push_async_callback(asyncio.to_thread, store.close)
            outbound_policy = OutboundPolicy(LOOPBACK_POLICY, PUBLIC_API_URL)
            worker = Worker(store, outbound_policy, office.clock, Random(number))
            workers.append(await stack.enter_async_context(worker.run()))

        async def visit(number: int) -> str:
            registration = await office.register(f"N{number}")
            for status in ("inProgress", "noShow", "registered", "inProgress", "finished"):
                await office.update(registration, status=status)
            return str(registration["id"])

        ids = await asyncio.gather(*map(visit, range(40)))
        for _ in range(100):
            unfinished = [
                entry for entry in await office.list_deliveries(limit=200) if entry["status"] in ("pending", "queued")
            ]
            if not unfinished:
                break
            office.clock.offset_ms += 6000
            for worker in workers:
                worker.wake()
            await asyncio.sleep(0.1)
        assert not unfinished

    revisions_by_id: dict[str, list[int]] = defaultdict(list)
    bodies: dict[str, bytes] = {}
    for request in receiver.requests:
        assert bodies.setdefault(request.message_id, request.body) == request.body
        if request.json["revision"] not in revisions_by_id[request.json["id"]]:
            revisions_by_id[request.json["id"]].append(request.json["revision"])
    assert set(revisions_by_id) == set(ids)
    for revisions in revisions_by_id.values():
        assert len(revisions) == 6
        assert revisions == sorted(revisions)


async def test_the_connections_of_a_deleted_watch_are_closed_and_those_of_others_kept(office: WatchApi) -> None:
    async with Receiver().run() as deleted_receiver, Receiver().run() as other_receiver:
        watch = await office.add_watch(deleted_receiver.url)
        await office.add_watch(other_receiver.url)
        await office.register("One")
        await deleted_receiver.wait_until(lambda: deleted_receiver.requests and other_receiver.requests)
        assert (deleted_receiver.open_connections, other_receiver.open_connections) == (1, 1)
        await office.request("DELETE", f"watchers/{watch['id']}")
        await office.advance_time(60)
        await deleted_receiver.wait_until(lambda: deleted_receiver.open_connections == 0, "the end of the connection")
        assert other_receiver.open_connections == 1


async def test_a_backlog_of_one_watch_leaves_room_for_the_others(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data, with_delivery=False) as office:
        slow = await office.add_watch(f"{receiver.url}/slow")
        await asyncio.gather(*(office.register(f"N{number}") for number in range(30)))
        others = [await office.add_watch(f"{receiver.url}/{number}") for number in range(2)]
        await office.register("The last one")
        read, now = office.app_state.store.read, office.clock()
        deliveries, next_due_at = await read(outbox.find_due, now, {}, 4, 10)
        assert [delivery.watch_id for delivery in deliveries] == [int(slow["id"])] * 4 + [
            int(watch["id"]) for watch in others
        ]
        assert next_due_at is None
        slots = {int(slow["id"]): 0, int(others[0]["id"]): 1}
        deliveries, _ = await read(outbox.find_due, now, slots, 4, 10)
        assert [delivery.watch_id for delivery in deliveries] == [int(watch["id"]) for watch in others]
        deliveries, _ = await read(outbox.find_due, now, {}, 40, 10)
        assert [delivery.watch_id for delivery in deliveries] == [int(slow["id"])] * 10


async def test_a_result_that_comes_after_its_lease_lets_nobody_pass(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data, with_delivery=False) as office:
        await office.add_watch(receiver.url)
        registration = await office.register()
        await office.update(registration, note="later")
        write, now = office.app_state.store.write, office.clock()
        assert await write(outbox.claim, {1: "{}"}, now, now + 10) == {1}
        assert await write(outbox.claim, {1: "{}"}, now + 10, now + 20) == {1}

        async def record(attempt: int) -> list[str]:
            result = outbox.AttemptResult(
                1, 1, int(registration["id"]), attempt, "delivered", now, now, 1, "", "POST", "{}", 200
            )
            await write(outbox.record_results, [result], now)
            return [entry["status"] for entry in await office.list_deliveries()]

        assert await record(1) == ["queued", "pending"], "the second worker is still at it"
        assert await record(2) == ["pending", "delivered"]
