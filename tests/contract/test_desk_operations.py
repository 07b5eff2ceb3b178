"""What staff do at a desk: one step each, ranks always 1 to n, nobody lost and nobody called twice."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from walkin.client import QueueClient
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status

ANN = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}


async def come(client: QueueClient, count: int, queue: str = "1", **members: Any) -> list[Registration]:
    return [await client.register(queue, members, f"{queue}-{n}-{members}") for n in range(count)]


async def order(client: QueueClient, queue: str = "1") -> list[str]:
    """The tickets that wait, by rank; the ranks and the queue's count are checked on the way."""
    waiting = [one for one in await client.list_registrations(queue, Status.REGISTERED) if one.is_waiting]
    assert [one.rank for one in waiting] == list(range(1, len(waiting) + 1))
    assert (await client.get_queue(queue)).waiting == len(waiting)
    return [one.ticket for one in waiting]


async def test_one_step_finishes_and_calls_the_longest_waiting_of_several_queues(client: QueueClient) -> None:
    a = await client.register("1", {}, "a")
    b = await client.register("2", {}, "b")
    urgent = await client.register("3", {"priority": 1}, "c")
    first = await client.finish_and_call_next("Desk 1", ["1", "2", "3"])
    assert (first.called and first.called.id, first.finished) == (urgent.id, [])
    second = await client.finish_and_call_next("Desk 1", ["1", "2"], outcome="solved", note="came twice")
    assert second.called is not None
    assert (second.called.id, second.called.counter and second.called.counter.name) == (a.id, "Desk 1")
    assert [(one.id, one.status, one.outcome, one.note) for one in second.finished] == [
        (urgent.id, "finished", "solved", "came twice")
    ]
    third = await client.finish_and_call_next("Desk 1", ["2"], finish=False)
    assert (third.called and third.called.id, third.finished) == (b.id, [])
    last = await client.finish_and_call_next("Desk 1", ["2"])
    assert (last.called, {one.id for one in last.finished}) == (None, {a.id, b.id})
    with pytest.raises(Refused) as nobody:
        await client.finish_and_call_next("Desk 1", ["2"])
    assert (nobody.value.status, nobody.value.reason) == (404, "queueEmpty")
    with pytest.raises(Refused) as nowhere:
        await client.finish_and_call_next("Desk 1", ["99"])
    assert nowhere.value.reason == "queueNotFound"


async def test_desks_that_press_at_once_never_get_the_same_client(client: QueueClient) -> None:
    tickets = {one.ticket for queue in ("1", "2") for one in await come(client, 8, queue)}
    called = await asyncio.gather(*(client.finish_and_call_next(f"Desk {n}", ["1", "2"]) for n in range(16)))
    assert sorted(one.called.ticket for one in called if one.called) == sorted(tickets)


async def test_a_desk_works_the_queues_it_is_given(client: QueueClient) -> None:
    await client.register("1", {}, "a")
    b = await client.register("2", {}, "b")
    await client.update_desk("Desk 1", queue_ids=["2"])
    assert ((await client.finish_and_call_next("Desk 1")).called or b).id == b.id
    [desk] = await client.list_desks()
    assert (desk.name, desk.status, [one.id for one in desk.queues]) == ("Desk 1", "open", ["2"])
    assert (await client.update_desk("Desk 1", "paused")).status == "paused"
    await client.finish_and_call_next("Desk 1", ["1"])
    assert [(one.status, len(one.queues)) for one in await client.list_desks()] == [("open", 1)]
    odd = await client.update_desk("Guichet 1/2 [b]", "closed")
    assert (odd.name, odd.status) == ("Guichet 1/2 [b]", "closed")


async def test_one_on_hold_is_listed_and_does_not_wait(client: QueueClient) -> None:
    one, two, three = await come(client, 3)
    held = await client.park("1", two.id, desk="Desk 1")
    assert (held.status, held.parked, held.rank) == ("registered", True, None)
    assert await order(client) == [one.ticket, three.ticket]
    assert two.id in [found.id for found in await client.list_registrations("1")]
    await client.finish_and_call_next("Desk 1", ["1"])
    served = await client.park("1", one.id, desk="Desk 1")
    assert (served.status, served.counter, served.started) == ("registered", None, None)
    assert (await client.put_back("1", two.id)).rank == 1
    assert await order(client) == [two.ticket, three.ticket]
    assert (await client.call("1", one.id, "Desk 2")).parked is False
    await client.mark_no_show("1", three.id)
    with pytest.raises(Refused) as over:
        await client.park("1", three.id)
    assert (over.value.status, over.value.reason) == (409, "transition")


async def test_only_their_desk_calls_the_reserved(client: QueueClient) -> None:
    one, two = await come(client, 2)
    kept = await client.transfer("1", one.id, to_desk="Desk 3", desk="Desk 1")
    assert (kept.reserved and kept.reserved.name, kept.rank) == ("Desk 3", None)
    assert await order(client) == [two.ticket]
    assert ((await client.get_next("1")) or one).id == two.id
    with pytest.raises(Refused) as other:
        await client.call("1", one.id, "Desk 1")
    assert (other.value.status, other.value.reason) == (409, "reserved")
    assert "Desk 3" in other.value.message
    called = await client.call_next("1", "Desk 3")
    assert called is not None
    assert (called.id, called.reserved) == (one.id, None)
    moved = await client.transfer("1", one.id, "2", to_desk="Desk 4")
    assert (moved.queue.id, moved.status, moved.rank) == ("2", "registered", None)
    assert ((await client.finish_and_call_next("Desk 4", ["2"])).called or two).id == one.id


async def test_places(client: QueueClient) -> None:
    tickets = await come(client, 5)
    names = [one.ticket for one in tickets]
    last = tickets[4]
    assert (await client.put_back("1", last.id, 2)).rank == 2
    assert await order(client) == [names[0], names[4], names[1], names[2], names[3]]
    assert (await client.put_back("1", last.id, "original")).rank == 5
    assert (await client.put_back("1", last.id, "first")).rank == 1
    assert (await client.put_back("1", last.id, "last")).rank == 5
    assert (await client.put_back("1", last.id, 99)).rank == 5
    await client.prioritise("1", tickets[2].id, 3)
    assert (await client.put_back("1", last.id, 1)).rank == 2, "nobody gets before a higher priority"
    await client.call("1", tickets[0].id, "Desk 1")
    with pytest.raises(Refused) as wrong:
        await client.update_registration("1", tickets[0].id, {"place": 1})
    assert wrong.value.status == 400


async def test_a_place_between_two_is_always_found(client: QueueClient) -> None:
    tickets = await come(client, 4)
    expected = [one.ticket for one in tickets]
    for turn in range(40):
        mover = expected[3 - turn % 2]
        chosen = next(one for one in tickets if one.ticket == mover)
        assert (await client.put_back("1", chosen.id, 2)).rank == 2
        expected.remove(mover)
        expected.insert(1, mover)
        assert await order(client) == expected


async def test_a_no_show_comes_back_to_the_second_place(client: QueueClient) -> None:
    one, two, three, four = await come(client, 4)
    await client.finish_and_call_next("Desk 1", ["1"])
    gone = await client.mark_no_show("1", one.id, desk="Desk 1")
    assert gone.missed is not None
    back = await client.mark_returned("1", one.id)
    assert (back.rank, back.missed, back.calls) == (2, None, 1)
    assert await order(client) == [two.ticket, one.ticket, three.ticket, four.ticket]


async def test_transfer_to_the_end_the_front_or_the_original_place(client: QueueClient) -> None:
    movers = await come(client, 3)
    there = await come(client, 3, "2")
    late = await client.register("1", {}, "late")
    assert (await client.transfer("1", movers[0].id, "2", place="first")).rank == 1
    assert (await client.transfer("1", movers[1].id, "2", place="original")).rank == 2
    assert (await client.transfer("1", movers[2].id, "2")).rank == 6
    assert (await client.transfer("1", late.id, "2", place="original")).rank == 6, "before the one who was moved last"
    assert len(await order(client, "2")) == len(there) + 4
    assert await order(client) == []


async def test_the_next_service_keeps_ticket_and_page(client: QueueClient) -> None:
    one = await client.register("1", ANN, "a")
    await client.finish_and_call_next("Desk 1", ["1"])
    following = await client.start_next_service("1", one.id, "2", outcome="paid", desk="Desk 1")
    assert (following.ticket, following.queue.id, following.follows) == (one.ticket, "2", one.id)
    assert (following.token, following.client.full_name, following.rank) == (one.token, "Ann Bee", 1)
    before = await client.get_registration("1", one.id)
    assert (before.status, before.outcome) == ("finished", "paid")
    assert before.token != one.token
    await client.finish_and_call_next("Desk 2", ["2"])
    third = await client.start_next_service("2", following.id, "1")
    assert third.ticket == one.ticket
    assert [found.id for found in await client.list_client_registrations(one.client.id or "")] == [
        third.id,
        following.id,
        one.id,
    ]
    assert (await client.register("1", {}, "b")).ticket == "A002"
    with pytest.raises(Refused) as waits:
        await client.start_next_service("1", third.id, "2")
    assert waits.value.reason == "transition"


async def test_a_ticket_is_found_by_its_number(client: QueueClient) -> None:
    one, _two, three = await come(client, 3)
    assert [found.rank for found in await client.list_registrations("1", ticket="A003")] == [three.rank] == [3]
    await client.mark_no_show("1", one.id)
    [found] = await client.list_registrations("1", *Status, ticket="a001")
    assert found.id == one.id
    assert await client.list_registrations("1", ticket="A001") == []


async def test_a_desks_name_is_refused_like_any_text(http: httpx.AsyncClient) -> None:
    made = (await http.post("/api/2.3/queues/1/registrations", json={})).json()
    own = f"/api/2.3/queues/1/registrations/{made['id']}"
    for answer in (
        await http.post("/api/2.3/desks/%C2%9B/next"),
        await http.put(f"{own}?desk=%0B", json={"note": "x"}),
        await http.delete(f"{own}?desk=%E2%80%AE"),
    ):
        assert answer.status_code == 422
        [problem] = answer.json()["error"]["fields"]
        assert (problem["id"], problem["code"]) == ("desk", "character")
