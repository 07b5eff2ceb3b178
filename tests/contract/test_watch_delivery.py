"""Deliveries that fail: when they are tried again, in what order, and when a watch is given up."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.receivers import ReceivedRequest, Receiver, Reply
from tests.support.watching import LOOPBACK_POLICY, PUBLIC_API_URL, WatchApi, open_watch_api
from walkin.store import open_store
from walkin.store.watches import outbox
from walkin.watch.config import OutboundPolicy
from walkin.watch.deliverer import RETRY_DELAYS_MS, RETRY_JITTER
from walkin.watch.worker import Worker

DAY = 86_400


@pytest.fixture
async def office(data: Path) -> AsyncIterator[WatchApi]:
    async with open_watch_api(data) as found:
        yield found


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().run() as found:
        yield found


async def settled(office: WatchApi, attempts: int) -> dict[str, Any]:
    """The newest delivery once it has had so many attempts and waits for the next, or has ended."""
    for _ in range(3000):
        entry = (await office.list_deliveries(limit=1))[0]
        if entry["attempts"] >= attempts and "response" in entry:
            return entry
        await asyncio.sleep(0.01)
    raise AssertionError(f"not settled: {entry}")


def pause(entry: dict[str, Any]) -> float:
    """Seconds from the last attempt to the next."""
    sent, following = (datetime.fromisoformat(entry[name]["dateTime"]) for name in ("sent", "nextAttempt"))
    return (following - sent).total_seconds()


async def test_the_schedule_with_jitter_the_same_bytes_and_then_an_end(office: WatchApi, receiver: Receiver) -> None:
    receiver.responder = lambda request: Reply(500)
    await office.add_watch(receiver.url)
    await office.register()
    pauses = []
    for attempt in range(1, len(RETRY_DELAYS_MS)):
        entry = await settled(office, attempt)
        assert (entry["status"], entry["attempts"]) == ("pending", attempt)
        pauses.append(pause(entry))
        # The clock of the log has whole seconds.
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
    assert any(abs(took * 1000 - wanted) > 2000 for took, wanted in zip(pauses[1:], RETRY_DELAYS_MS[2:], strict=False))


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
    asked = date if header == "a date" else header
    receiver.responder = lambda request: Reply(429, headers={"Retry-After": asked})
    await office.add_watch(receiver.url)
    await office.register()
    assert seconds * 0.8 - 30 <= pause(await settled(office, 1)) <= seconds * 1.2 + 30


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
    made = await office.add_watch(receiver.url)
    await office.register()
    await settled(office, 1)
    shown = await office.request("GET", f"watchers/{made['id']}")
    assert shown["status"] == "disabled"
    assert "410" in shown["statusReason"]
    await office.register("Later")
    await office.advance_time(DAY)
    await asyncio.sleep(0.05)
    assert len(receiver.requests) == 1


async def test_five_days_without_a_success_disable_and_one_success_starts_anew(
    office: WatchApi, receiver: Receiver
) -> None:
    receiver.responder = lambda request: Reply(500)
    made = await office.add_watch(receiver.url)

    async def fail(name: str) -> dict[str, Any]:
        count = len(receiver.requests)
        await office.register(name)
        await receiver.wait_until(lambda: len(receiver.requests) > count)
        await settled(office, 1)
        return await office.request("GET", f"watchers/{made['id']}")

    assert "failingSince" in await fail("Day 0")
    await office.advance_time(4.9 * DAY)
    assert (await fail("Day 5"))["status"] == "enabled"
    receiver.responder = lambda request: Reply(200)
    assert "failingSince" not in await fail("works again")
    receiver.responder = lambda request: Reply(500)
    await fail("Day 0 again")
    await office.advance_time(5.1 * DAY)
    # The one of day 0 is tried again now.
    for _ in range(1000):
        shown = await office.request("GET", f"watchers/{made['id']}")
        if shown["status"] == "disabled":
            break
        await asyncio.sleep(0.01)
    assert shown["status"] == "disabled"
    assert "five days" in shown["statusReason"]
    shown = await office.request("PUT", f"watchers/{made['id']}", {"status": "enabled"})
    assert shown["status"] == "enabled"
    assert "statusReason" not in shown


async def test_a_kept_connection_that_was_closed_costs_no_attempt(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(receiver.url)
    await office.register("One")
    await settled(office, 1)
    for task in list(receiver._connection_tasks):
        task.cancel()
    await office.register("Two")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    assert receiver.connections == 2
    assert (await settled(office, 1))["attempts"] == 1


async def test_in_order_and_one_at_a_time_for_a_registration_while_others_go_on(
    office: WatchApi, receiver: Receiver
) -> None:
    broken: set[str] = set()
    under_way: dict[str, int] = defaultdict(int)
    most: dict[str, int] = defaultdict(int)

    async def answer(request: ReceivedRequest) -> Reply:
        key = request.json["id"]
        under_way[key] += 1
        most[key] = max(most[key], under_way[key])
        await asyncio.sleep(0.01)
        under_way[key] -= 1
        return Reply(500 if key in broken else 200)

    receiver.responder = answer
    await office.add_watch(receiver.url)
    one, two = await office.register("One"), await office.register("Two")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    await settled(office, 1)
    await receiver.wait_until(lambda: not any(under_way.values()))
    await asyncio.sleep(0.1)
    broken.add(one["id"])
    for status in ("inProgress", "finished"):
        await office.update(one, status=status)
        await office.update(two, status=status)

    def heard(of: dict[str, Any]) -> list[str]:
        return [request.json["status"] for request in receiver.requests if request.json["id"] == of["id"]]

    await receiver.wait_until(lambda: heard(two) == ["registered", "inProgress", "finished"])
    await asyncio.sleep(0.1)
    assert heard(one) == ["registered", "inProgress"], "the later one overtook the one that fails"
    broken.clear()
    await office.advance_time(7)
    await receiver.wait_until(lambda: heard(one)[-1] == "finished")
    assert heard(one) == ["registered", "inProgress", "inProgress", "finished"]
    assert set(most.values()) == {1}


async def test_a_dead_watch_delays_no_other(office: WatchApi, receiver: Receiver) -> None:
    async with Receiver(lambda request: Reply(delay_seconds=60)).run() as dead:
        for number in range(3):
            await office.add_watch(f"{dead.url}/{number}")
        await office.add_watch(receiver.url)
        for number in range(60):
            began = asyncio.get_running_loop().time()
            await office.register(f"N{number}")
            await receiver.wait_until(lambda: len(receiver.requests) > number, timeout=1.0)  # noqa: B023
            assert asyncio.get_running_loop().time() - began < 1
        assert dead.connections <= 3 * 8


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
            one = await office.register(f"N{number}")
            for status in ("inProgress", "noShow", "registered", "inProgress", "finished"):
                await office.update(one, status=status)
            return str(one["id"])

        ids = await asyncio.gather(*map(visit, range(40)))
        for _ in range(100):
            waiting = [
                entry for entry in await office.list_deliveries(limit=200) if entry["status"] in ("pending", "queued")
            ]
            if not waiting:
                break
            office.clock.offset_ms += 6000
            for worker in workers:
                worker.wake()
            await asyncio.sleep(0.1)
        assert not waiting

    heard: dict[str, list[int]] = defaultdict(list)
    bodies: dict[str, bytes] = {}
    for request in receiver.requests:
        assert bodies.setdefault(request.message_id, request.body) == request.body
        if request.json["revision"] not in heard[request.json["id"]]:
            heard[request.json["id"]].append(request.json["revision"])
    assert set(heard) == set(ids)
    for revisions in heard.values():
        assert len(revisions) == 6
        assert revisions == sorted(revisions)


async def test_the_connections_of_a_deleted_watch_are_closed_and_those_of_others_kept(office: WatchApi) -> None:
    async with Receiver().run() as gone, Receiver().run() as kept:
        watch = await office.add_watch(gone.url)
        await office.add_watch(kept.url)
        await office.register("One")
        await gone.wait_until(lambda: gone.requests and kept.requests)
        assert (gone.open_connections, kept.open_connections) == (1, 1)
        await office.request("DELETE", f"watchers/{watch['id']}")
        await office.advance_time(60)
        await gone.wait_until(lambda: gone.open_connections == 0, "the end of the connection")
        assert kept.open_connections == 1


async def test_a_backlog_of_one_watch_leaves_room_for_the_others(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data, with_delivery=False) as office:
        slow = await office.add_watch(f"{receiver.url}/slow")
        await asyncio.gather(*(office.register(f"N{number}") for number in range(30)))
        others = [await office.add_watch(f"{receiver.url}/{number}") for number in range(2)]
        await office.register("The last one")
        read, at = office.app_state.store.read, office.clock()
        found, following = await read(outbox.find_due, at, {}, 4, 10)
        assert [due.watch_id for due in found] == [int(slow["id"])] * 4 + [int(one["id"]) for one in others]
        assert following is None
        full = {int(slow["id"]): 0, int(others[0]["id"]): 1}
        found, _ = await read(outbox.find_due, at, full, 4, 10)
        assert [due.watch_id for due in found] == [int(one["id"]) for one in others]
        found, _ = await read(outbox.find_due, at, {}, 40, 10)
        assert [due.watch_id for due in found] == [int(slow["id"])] * 10


async def test_a_result_that_comes_after_its_lease_lets_nobody_pass(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data, with_delivery=False) as office:
        await office.add_watch(receiver.url)
        made = await office.register()
        await office.update(made, note="later")
        write, at = office.app_state.store.write, office.clock()
        assert await write(outbox.claim, {1: "{}"}, at, at + 10) == {1}
        assert await write(outbox.claim, {1: "{}"}, at + 10, at + 20) == {1}

        async def settle(attempt: int) -> list[str]:
            result = outbox.AttemptResult(1, 1, int(made["id"]), attempt, "delivered", at, at, 1, "", "POST", "{}", 200)
            await write(outbox.record_results, [result], at)
            return [entry["status"] for entry in await office.list_deliveries()]

        assert await settle(1) == ["queued", "pending"], "the second worker is still at it"
        assert await settle(2) == ["pending", "delivered"]
