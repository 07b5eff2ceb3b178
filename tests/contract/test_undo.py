"""A desk takes back what it did last, exactly, unless somebody has changed it since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_desk_operations import ANN, come, order
from tests.support.doors import build_auth_headers, create_key, open_http_client, write_to_store
from walkin.client import QueueClient
from walkin.model.caller import Role
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.store.registrations import events

DESK = "Desk 1"


async def state(client: QueueClient, registration: Registration) -> dict[str, Any]:
    """Everything of a registration but its revision and what depends on the moment."""
    found = await client.get_registration(registration.queue.id, registration.id)
    moving = {"revision", "averageWaitingTime", "estimatedWaitingTime", "waitingTime"}
    return {name: value for name, value in found.to_wire().items() if name not in moving}


ACTIONS = {
    "call": lambda client, one: client.call("1", one.id, DESK),
    "no-show": lambda client, one: client.mark_no_show("1", one.id, desk=DESK),
    "park": lambda client, one: client.park("1", one.id, desk=DESK),
    "reserve": lambda client, one: client.transfer("1", one.id, to_desk="Desk 3", desk=DESK),
    "move": lambda client, one: client.transfer("1", one.id, "2", desk=DESK),
    "place": lambda client, one: client.put_back("1", one.id, 1, desk=DESK),
    "priority": lambda client, one: client.prioritise("1", one.id, 5, desk=DESK),
    "delete": lambda client, one: client.delete_registration("1", one.id, desk=DESK),
}


@pytest.mark.parametrize("action", ACTIONS)
async def test_everybody_is_back_where_they_were(client: QueueClient, action: str) -> None:
    people = await come(client, 4)
    before, waiting = [await state(client, one) for one in people], await order(client)
    await ACTIONS[action](client, people[2])
    assert [await state_or_none(client, one) for one in people] != before
    undone = await client.undo(DESK)
    assert [one.id for one in undone.items] == [people[2].id]
    assert [await state(client, one) for one in people] == before
    assert await order(client) == waiting
    assert await order(client, "2") == []
    with pytest.raises(Refused) as nothing:
        await client.undo(DESK)
    assert (nothing.value.status, nothing.value.reason) == (404, "nothingToUndo")


async def state_or_none(client: QueueClient, registration: Registration) -> dict[str, Any] | None:
    try:
        return await state(client, registration)
    except Refused:
        return None


async def test_a_whole_chain_is_undone_step_by_step(client: QueueClient) -> None:
    one, two = await come(client, 2)
    states = [(await state(client, one), await state(client, two))]
    for step in (
        lambda: client.finish_and_call_next(DESK, ["1"]),
        lambda: client.recall("1", one.id),
        lambda: client.finish_and_call_next(DESK, ["1"], outcome="solved"),
        lambda: client.finish("1", two.id, outcome="sent away"),
        lambda: client.put_back("1", one.id, desk=DESK),
    ):
        await step()
        states.append((await state(client, one), await state(client, two)))
    kinds = [action.kind for action in await client.list_actions(DESK)]
    assert kinds == ["putBack", "finished", "called", "recalled", "called"]
    for kind in kinds:
        states.pop()
        assert (await client.undo(DESK)).kind == kind
        assert (await state(client, one), await state(client, two)) == states[-1]
    assert (await client.get_queue("1")).average_waiting_time == 0
    assert await client.list_actions(DESK) == []


async def test_what_somebody_changed_since_is_not_undone(client: QueueClient) -> None:
    one, two = await come(client, 2)
    await client.finish_and_call_next(DESK, ["1"])
    await client.mark_no_show("1", one.id, desk="Desk 2")
    with pytest.raises(Refused) as changed:
        await client.undo(DESK)
    assert (changed.value.status, changed.value.reason) == (409, "undoChanged")
    assert one.ticket in changed.value.message
    assert await order(client) == [two.ticket]
    await client.undo("Desk 2")
    assert (await client.undo(DESK)).items[0].rank == 1


async def test_the_next_service_is_undone_with_its_ticket(client: QueueClient) -> None:
    one = await client.register("1", ANN, "a")
    await client.finish_and_call_next(DESK, ["1"])
    before = await state(client, one)
    following = await client.start_next_service("1", one.id, "2", desk=DESK)
    await client.undo(DESK)
    assert await state(client, one) == before
    assert (await client.get_registration("2", following.id)).status == "deleted"
    assert await order(client, "2") == []
    again = await client.start_next_service("1", one.id, "2", desk=DESK)
    assert (again.ticket, again.token) == (one.ticket, one.token)


async def test_the_last_twenty_of_ten_minutes(data: Path) -> None:
    clock = [1_800_000_000_000]
    made = await create_key(data, Role.COUNTER)
    async with open_http_client(data, clock=lambda: clock[0]) as http:
        head = build_auth_headers(made)
        path = "/api/2.3/queues/1/registrations"
        number = (await http.post(path, json={}, headers=head)).json()["id"]
        for priority in range(1, 26):
            await http.put(f"{path}/{number}?desk=D", json={"priority": priority % 9 + 1}, headers=head)
        listed = (await http.get("/api/2.3/desks/D/actions", headers=head)).json()["items"]
        assert len(listed) == 20
        for _ in range(20):
            assert (await http.post("/api/2.3/desks/D/undo", headers=head)).status_code == 200
        assert (await http.post("/api/2.3/desks/D/undo", headers=head)).status_code == 404
        assert (await http.get(f"{path}/{number}", headers=head)).json()["priority"] == 5 % 9 + 1
        await http.put(f"{path}/{number}?desk=D", json={"priority": 0}, headers=head)
        clock[0] += 600_001
        assert (await http.post("/api/2.3/desks/D/undo", headers=head)).status_code == 404


async def test_the_log_keeps_the_action_and_its_undoing(data: Path, client: QueueClient) -> None:
    [one] = await come(client, 1)
    await client.finish_and_call_next(DESK, ["1"])
    await client.undo(DESK)
    kinds = [event.kind for event in await write_to_store(data, events.list_after, {1: 0}, 100)]
    assert kinds == ["queueCreated", "created", "called", "undone"]
    assert one.ticket == "A001"


async def test_the_forecast_unlearns_what_is_undone(data: Path) -> None:
    clock = [1_800_000_000_000]
    head = build_auth_headers(await create_key(data, Role.COUNTER))
    async with open_http_client(data, clock=lambda: clock[0]) as http:
        path = "/api/2.3/queues/1"

        async def told() -> Any:
            waits = (await http.get(f"{path}/statistics/waits", headers=head)).json()
            listed = (await http.get(f"{path}/registrations?status=registered", headers=head)).json()["items"]
            return waits, [(one["ticket"], one["estimatedWaitingTime"]) for one in listed]

        for _ in range(9):
            await http.post(f"{path}/registrations", json={}, headers=head)
        for minutes in (7, 11):
            assert (await http.post("/api/2.3/desks/D/next", headers=head)).status_code == 200
            clock[0] += minutes * 60_000
        before = await told()
        assert before[0]["count"] == 2
        for _ in range(3):
            await http.post("/api/2.3/desks/D/next", headers=head)
            assert await told() != before
            await http.post("/api/2.3/desks/D/undo", headers=head)
            assert await told() == before
