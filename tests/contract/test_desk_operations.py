"""Desk operations: each is one request, ranks stay 1 to n, no client is lost or called twice."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from walkin.client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status

ANN = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}


async def register_clients(client: QueueClient, count: int, queue: str = "1", **members: Any) -> list[Registration]:
    return [await client.register(queue, members, f"{queue}-{n}-{members}") for n in range(count)]


async def list_waiting_tickets(client: QueueClient, queue: str = "1") -> list[str]:
    """List the waiting tickets by rank, and check that the ranks have no gaps and the queue's count is right."""
    waiting = [
        registration
        for registration in await client.list_registrations(queue, Status.REGISTERED)
        if registration.is_waiting
    ]
    assert [registration.rank for registration in waiting] == list(range(1, len(waiting) + 1))
    assert (await client.get_queue(queue)).waiting == len(waiting)
    return [registration.ticket for registration in waiting]


async def test_one_step_finishes_and_calls_the_longest_waiting_of_several_queues(client: QueueClient) -> None:
    longest_waiting = await client.register("1", {}, "a")
    in_second_queue = await client.register("2", {}, "b")
    urgent = await client.register("3", {"priority": 1}, "c")
    first = await client.finish_and_call_next("Desk 1", ["1", "2", "3"])
    assert (first.called and first.called.id, first.finished) == (urgent.id, [])
    second = await client.finish_and_call_next("Desk 1", ["1", "2"], outcome="solved", note="came twice")
    assert second.called is not None
    assert (second.called.id, second.called.counter and second.called.counter.name) == (longest_waiting.id, "Desk 1")
    assert [
        (registration.id, registration.status, registration.outcome, registration.note)
        for registration in second.finished
    ] == [(urgent.id, "finished", "solved", "came twice")]
    third = await client.finish_and_call_next("Desk 1", ["2"], finish=False)
    assert (third.called and third.called.id, third.finished) == (in_second_queue.id, [])
    last = await client.finish_and_call_next("Desk 1", ["2"])
    assert (last.called, {registration.id for registration in last.finished}) == (
        None,
        {longest_waiting.id, in_second_queue.id},
    )
    with pytest.raises(Refused) as nobody:
        await client.finish_and_call_next("Desk 1", ["2"])
    assert (nobody.value.status, nobody.value.reason) == (404, "queueEmpty")
    with pytest.raises(Refused) as nowhere:
        await client.finish_and_call_next("Desk 1", ["99"])
    assert nowhere.value.reason == "queueNotFound"


async def test_desks_that_press_at_once_never_get_the_same_client(client: QueueClient) -> None:
    tickets = {registration.ticket for queue in ("1", "2") for registration in await register_clients(client, 8, queue)}
    results = await asyncio.gather(*(client.finish_and_call_next(f"Desk {n}", ["1", "2"]) for n in range(16)))
    assert sorted(registration.called.ticket for registration in results if registration.called) == sorted(tickets)


async def test_a_desk_works_the_queues_it_is_given(client: QueueClient) -> None:
    await client.register("1", {}, "a")
    in_second_queue = await client.register("2", {}, "b")
    await client.update_desk("Desk 1", queue_ids=["2"])
    assert ((await client.finish_and_call_next("Desk 1")).called or in_second_queue).id == in_second_queue.id
    [desk] = await client.list_desks()
    assert (desk.name, desk.status, [queue.id for queue in desk.queues]) == ("Desk 1", "open", ["2"])
    assert (await client.update_desk("Desk 1", "paused")).status == "paused"
    await client.finish_and_call_next("Desk 1", ["1"])
    assert [(desk.status, len(desk.queues)) for desk in await client.list_desks()] == [("open", 1)]
    oddly_named = await client.update_desk("Guichet 1/2 [b]", "closed")
    assert (oddly_named.name, oddly_named.status) == ("Guichet 1/2 [b]", "closed")


async def test_one_on_hold_is_listed_and_does_not_wait(client: QueueClient) -> None:
    first, second, third = await register_clients(client, 3)
    held = await client.park("1", second.id, desk="Desk 1")
    assert (held.status, held.parked, held.rank) == ("registered", True, None)
    assert await list_waiting_tickets(client) == [first.ticket, third.ticket]
    assert second.id in [registration.id for registration in await client.list_registrations("1")]
    await client.finish_and_call_next("Desk 1", ["1"])
    served = await client.park("1", first.id, desk="Desk 1")
    assert (served.status, served.counter, served.started) == ("registered", None, None)
    assert (await client.put_back("1", second.id)).rank == 1
    assert await list_waiting_tickets(client) == [second.ticket, third.ticket]
    assert (await client.call("1", first.id, "Desk 2")).parked is False
    await client.mark_no_show("1", third.id)
    with pytest.raises(Refused) as refused:
        await client.park("1", third.id)
    assert (refused.value.status, refused.value.reason) == (409, "transition")


async def test_only_their_desk_calls_the_reserved(client: QueueClient) -> None:
    first, second = await register_clients(client, 2)
    reserved = await client.transfer("1", first.id, to_desk="Desk 3", desk="Desk 1")
    assert (reserved.reserved and reserved.reserved.name, reserved.rank) == ("Desk 3", None)
    assert await list_waiting_tickets(client) == [second.ticket]
    assert ((await client.get_next("1")) or first).id == second.id
    with pytest.raises(Refused) as refused:
        await client.call("1", first.id, "Desk 1")
    assert (refused.value.status, refused.value.reason) == (409, "reserved")
    assert "Desk 3" in refused.value.message
    called = await client.call_next("1", "Desk 3")
    assert called is not None
    assert (called.id, called.reserved) == (first.id, None)
    moved = await client.transfer("1", first.id, "2", to_desk="Desk 4")
    assert (moved.queue.id, moved.status, moved.rank) == ("2", "registered", None)
    assert ((await client.finish_and_call_next("Desk 4", ["2"])).called or second).id == first.id


async def test_places(client: QueueClient) -> None:
    registrations = await register_clients(client, 5)
    names = [registration.ticket for registration in registrations]
    last = registrations[4]
    assert (await client.put_back("1", last.id, 2)).rank == 2
    assert await list_waiting_tickets(client) == [names[0], names[4], names[1], names[2], names[3]]
    assert (await client.put_back("1", last.id, "original")).rank == 5
    assert (await client.put_back("1", last.id, "first")).rank == 1
    assert (await client.put_back("1", last.id, "last")).rank == 5
    assert (await client.put_back("1", last.id, 99)).rank == 5
    await client.prioritise("1", registrations[2].id, 3)
    assert (await client.put_back("1", last.id, 1)).rank == 2, "nobody gets before a higher priority"
    await client.call("1", registrations[0].id, "Desk 1")
    with pytest.raises(Refused) as refused:
        await client.update_registration("1", registrations[0].id, {"place": 1})
    assert refused.value.status == 400


async def test_a_place_between_two_is_always_found(client: QueueClient) -> None:
    registrations = await register_clients(client, 4)
    expected = [registration.ticket for registration in registrations]
    for turn in range(40):
        mover = expected[3 - turn % 2]
        chosen = next(registration for registration in registrations if registration.ticket == mover)
        assert (await client.put_back("1", chosen.id, 2)).rank == 2
        expected.remove(mover)
        expected.insert(1, mover)
        assert await list_waiting_tickets(client) == expected


async def test_a_no_show_comes_back_to_the_second_place(client: QueueClient) -> None:
    first, second, third, fourth = await register_clients(client, 4)
    await client.finish_and_call_next("Desk 1", ["1"])
    missed = await client.mark_no_show("1", first.id, desk="Desk 1")
    assert missed.missed is not None
    returned = await client.mark_returned("1", first.id)
    assert (returned.rank, returned.missed, returned.calls) == (2, None, 1)
    assert await list_waiting_tickets(client) == [second.ticket, first.ticket, third.ticket, fourth.ticket]


async def test_transfer_to_the_end_the_front_or_the_original_place(client: QueueClient) -> None:
    movers = await register_clients(client, 3)
    waiting = await register_clients(client, 3, "2")
    late = await client.register("1", {}, "late")
    assert (await client.transfer("1", movers[0].id, "2", place="first")).rank == 1
    assert (await client.transfer("1", movers[1].id, "2", place="original")).rank == 2
    assert (await client.transfer("1", movers[2].id, "2")).rank == 6
    assert (await client.transfer("1", late.id, "2", place="original")).rank == 6, (
        "before the registration that was moved last"
    )
    assert len(await list_waiting_tickets(client, "2")) == len(waiting) + 4
    assert await list_waiting_tickets(client) == []


async def test_the_next_service_keeps_ticket_and_page(client: QueueClient) -> None:
    first = await client.register("1", ANN, "a")
    await client.finish_and_call_next("Desk 1", ["1"])
    following = await client.start_next_service("1", first.id, "2", outcome="paid", desk="Desk 1")
    assert (following.ticket, following.queue.id, following.follows) == (first.ticket, "2", first.id)
    assert (following.token, following.client.full_name, following.rank) == (first.token, "Ann Bee", 1)
    finished = await client.get_registration("1", first.id)
    assert (finished.status, finished.outcome) == ("finished", "paid")
    assert finished.token != first.token
    await client.finish_and_call_next("Desk 2", ["2"])
    third = await client.start_next_service("2", following.id, "1")
    assert third.ticket == first.ticket
    assert [registration.id for registration in await client.list_client_registrations(first.client.id or "")] == [
        third.id,
        following.id,
        first.id,
    ]
    assert (await client.register("1", {}, "b")).ticket == "A002"
    with pytest.raises(Refused) as refused:
        await client.start_next_service("1", third.id, "2")
    assert refused.value.reason == "transition"


async def test_a_ticket_is_found_by_its_number(client: QueueClient) -> None:
    first, _second, third = await register_clients(client, 3)
    [registration] = await client.list_registrations("1", ticket="A003")
    assert registration.rank == third.rank == 3
    await client.mark_no_show("1", first.id)
    [registration] = await client.list_registrations("1", *Status, ticket="a001")
    assert registration.id == first.id
    assert await client.list_registrations("1", ticket="A001") == []


async def test_a_desks_name_is_refused_like_any_text(http: httpx.AsyncClient) -> None:
    created = (await http.post("/api/2.3/queues/1/registrations", json={})).json()
    path = f"/api/2.3/queues/1/registrations/{created['id']}"
    for response in (
        await http.post("/api/2.3/desks/%C2%9B/next"),
        await http.put(f"{path}?desk=%0B", json={"note": "x"}),
        await http.delete(f"{path}?desk=%C2%85"),
    ):
        assert response.status_code == 422
        [problem] = response.json()["error"]["fields"]
        assert (problem["id"], problem["code"]) == ("desk", "character")


async def test_prints_are_counted_and_survive_an_undo(client: QueueClient) -> None:
    ann = await client.register("1", ANN, "a")
    assert (ann.printed, ann.print_count) == (None, 0)
    begun = await client.record_print("1", ann.id, "unknown")
    assert (begun.printed, begun.print_count, begun.printed_at is not None) == ("unknown", 1, True)
    assert begun.revision > ann.revision
    done = await client.record_print("1", ann.id, "yes")
    assert (done.printed, done.print_count) == ("yes", 1)
    # A copy that did not come out is none.
    await client.record_print("1", ann.id, "unknown")
    failed = await client.record_print("1", ann.id, "no")
    assert (failed.printed, failed.print_count) == ("no", 1)
    # A program that reports only the end.
    await client.record_print("1", ann.id, "yes")
    await client.call("1", ann.id, "Desk 1")
    copied = await client.record_print("1", ann.id, "yes")
    assert (copied.print_count, copied.status) == (3, Status.IN_PROGRESS)
    await client.undo("Desk 1")
    waiting = await client.get_registration("1", ann.id)
    assert (waiting.status, waiting.print_count, waiting.printed, waiting.rank) == (Status.REGISTERED, 3, "yes", 1)
    # What was got can be put: these members are only read.
    printed = {"printed": "no", "printCount": 9, "printedAt": waiting.to_wire()["registered"]}
    same = await client.update_registration("1", ann.id, printed)
    assert (same.print_count, same.printed, same.revision) == (3, "yes", waiting.revision)
    with pytest.raises(Refused) as refused:
        await client.request("POST", f"/queues/1/registrations/{ann.id}/print", {"printed": "maybe"})
    assert refused.value.status == 422
