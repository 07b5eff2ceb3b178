"""Undo restores the registrations of a desk's last action, unless they have changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_desk_operations import ANN, list_waiting_tickets, register_clients
from tests.support.access import build_auth_headers, create_key, open_http_client, write_to_store
from walkin.client import QueueClient
from walkin.model.caller import Role
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.store.registrations import events

DESK = "Desk 1"


async def read_state(client: QueueClient, registration: Registration) -> dict[str, Any]:
    """Return a registration's members without its revision and those that change with time."""
    current = await client.get_registration(registration.queue.id, registration.id)
    volatile = {"revision", "averageWaitingTime", "estimatedWaitingTime", "waitUnknown", "waitingTime"}
    return {name: value for name, value in current.to_wire().items() if name not in volatile}


ACTIONS = {
    "call": lambda client, registration: client.call("1", registration.id, DESK),
    "no-show": lambda client, registration: client.mark_no_show("1", registration.id, desk=DESK),
    "park": lambda client, registration: client.park("1", registration.id, desk=DESK),
    "reserve": lambda client, registration: client.transfer("1", registration.id, to_desk="Desk 3", desk=DESK),
    "move": lambda client, registration: client.transfer("1", registration.id, "2", desk=DESK),
    "place": lambda client, registration: client.put_back("1", registration.id, 1, desk=DESK),
    "priority": lambda client, registration: client.prioritise("1", registration.id, 5, desk=DESK),
    "delete": lambda client, registration: client.delete_registration("1", registration.id, desk=DESK),
}


@pytest.mark.parametrize("action", ACTIONS)
async def test_everybody_is_back_where_they_were(client: QueueClient, action: str) -> None:
    registrations = await register_clients(client, 4)
    before, waiting = (
        [await read_state(client, registration) for registration in registrations],
        await list_waiting_tickets(client),
    )
    await ACTIONS[action](client, registrations[2])
    assert [await read_state_if_visible(client, registration) for registration in registrations] != before
    undone = await client.undo(DESK)
    assert [registration.id for registration in undone.items] == [registrations[2].id]
    assert [await read_state(client, registration) for registration in registrations] == before
    assert await list_waiting_tickets(client) == waiting
    assert await list_waiting_tickets(client, "2") == []
    with pytest.raises(Refused) as nothing:
        await client.undo(DESK)
    assert (nothing.value.status, nothing.value.reason) == (404, "nothingToUndo")


async def read_state_if_visible(client: QueueClient, registration: Registration) -> dict[str, Any] | None:
    """Return None for a registration that has left its queue."""
    try:
        return await read_state(client, registration)
    except Refused:
        return None


async def test_a_whole_chain_is_undone_step_by_step(client: QueueClient) -> None:
    first, second = await register_clients(client, 2)
    states = [(await read_state(client, first), await read_state(client, second))]
    for step in (
        lambda: client.finish_and_call_next(DESK, ["1"]),
        lambda: client.recall("1", first.id),
        lambda: client.finish_and_call_next(DESK, ["1"], outcome="solved"),
        lambda: client.finish("1", second.id, outcome="sent away"),
        lambda: client.put_back("1", first.id, desk=DESK),
    ):
        await step()
        states.append((await read_state(client, first), await read_state(client, second)))
    kinds = [action.kind for action in await client.list_actions(DESK)]
    assert kinds == ["putBack", "finished", "called", "recalled", "called"]
    for kind in kinds:
        states.pop()
        assert (await client.undo(DESK)).kind == kind
        assert (await read_state(client, first), await read_state(client, second)) == states[-1]
    assert (await client.get_queue("1")).average_waiting_time == 0
    assert await client.list_actions(DESK) == []


async def test_what_somebody_changed_since_is_not_undone(client: QueueClient) -> None:
    first, second = await register_clients(client, 2)
    await client.finish_and_call_next(DESK, ["1"])
    await client.mark_no_show("1", first.id, desk="Desk 2")
    with pytest.raises(Refused) as changed:
        await client.undo(DESK)
    assert (changed.value.status, changed.value.reason) == (409, "undoChanged")
    assert first.ticket in changed.value.message
    assert await list_waiting_tickets(client) == [second.ticket]
    await client.undo("Desk 2")
    assert (await client.undo(DESK)).items[0].rank == 1


async def test_an_action_that_is_not_the_last_one_is_undone_while_nobody_has_changed_it(client: QueueClient) -> None:
    first, second, third, _ = await register_clients(client, 4)
    before = await read_state(client, second)
    await client.finish_and_call_next(DESK, ["1"])
    await client.park("1", second.id, desk=DESK)
    await client.prioritise("1", third.id, 5, desk=DESK)
    await client.recall("1", first.id, desk=DESK)
    await client.put_back("1", third.id, "last", desk=DESK)
    actions = await client.list_actions(DESK)
    assert [(action.kind, action.undoable) for action in actions] == [
        ("placed", True),
        ("recalled", True),
        ("prioritised", False),
        ("parked", True),
        ("called", False),
    ]
    assert [(found.ticket, found.client.full_name) for found in actions[3].registrations] == [
        (second.ticket, second.client.full_name)
    ]
    assert (await client.undo(DESK, actions[3].id)).kind == "parked"
    assert await read_state(client, second) == before
    for action_id, reason in ((actions[2].id, "undoChanged"), (actions[3].id, "nothingToUndo"), ("x", "nothingToUndo")):
        with pytest.raises(Refused) as refused:
            await client.undo(DESK, action_id)
        assert refused.value.reason == reason
    assert (await client.undo(DESK)).kind == "placed"
    assert (await client.undo(DESK, actions[2].id)).kind == "prioritised"


async def test_the_next_service_is_undone_with_its_ticket(client: QueueClient) -> None:
    first = await client.register("1", ANN, "a")
    await client.finish_and_call_next(DESK, ["1"])
    before = await read_state(client, first)
    following = await client.start_next_service("1", first.id, "2", desk=DESK)
    await client.undo(DESK)
    assert await read_state(client, first) == before
    assert (await client.get_registration("2", following.id)).status == "deleted"
    assert await list_waiting_tickets(client, "2") == []
    again = await client.start_next_service("1", first.id, "2", desk=DESK)
    assert (again.ticket, again.token) == (first.ticket, first.token)


async def test_the_last_twenty_of_ten_minutes(data: Path) -> None:
    clock = [1_800_000_000_000]
    headers = build_auth_headers(await create_key(data, Role.COUNTER))
    async with open_http_client(data, clock=lambda: clock[0]) as http:
        path = "/api/2.3/queues/1/registrations"
        registration_id = (await http.post(path, json={}, headers=headers)).json()["id"]
        for priority in range(1, 26):
            await http.put(f"{path}/{registration_id}?desk=D", json={"priority": priority % 9 + 1}, headers=headers)
        actions = (await http.get("/api/2.3/desks/D/actions", headers=headers)).json()["items"]
        assert len(actions) == 20
        for _ in range(20):
            assert (await http.post("/api/2.3/desks/D/undo", headers=headers)).status_code == 200
        assert (await http.post("/api/2.3/desks/D/undo", headers=headers)).status_code == 404
        assert (await http.get(f"{path}/{registration_id}", headers=headers)).json()["priority"] == 5 % 9 + 1
        await http.put(f"{path}/{registration_id}?desk=D", json={"priority": 0}, headers=headers)
        clock[0] += 600_001
        assert (await http.post("/api/2.3/desks/D/undo", headers=headers)).status_code == 404


async def test_the_log_keeps_the_action_and_its_undoing(data: Path, client: QueueClient) -> None:
    [registration] = await register_clients(client, 1)
    await client.finish_and_call_next(DESK, ["1"])
    await client.undo(DESK)
    kinds = [event.kind for event in await write_to_store(data, events.list_after, {1: 0}, 100)]
    assert kinds == ["queueCreated", "created", "called", "undone"]
    assert registration.ticket == "A001"


async def test_the_forecast_unlearns_what_is_undone(data: Path) -> None:
    clock = [1_800_000_000_000]
    headers = build_auth_headers(await create_key(data, Role.COUNTER))
    async with open_http_client(data, clock=lambda: clock[0]) as http:
        path = "/api/2.3/queues/1"
        await http.put("/api/2.3/desks/D", json={"status": "open"}, headers=headers)

        async def read_waits() -> Any:
            told_waits = (await http.get(f"{path}/statistics/waits", headers=headers)).json()
            waiting = (await http.get(f"{path}/registrations?status=registered", headers=headers)).json()["items"]
            return told_waits, [(item["ticket"], item["estimatedWaitingTime"]) for item in waiting]

        for _ in range(9):
            await http.post(f"{path}/registrations", json={}, headers=headers)
        for minutes in (7, 11):
            assert (await http.post("/api/2.3/desks/D/next", headers=headers)).status_code == 200
            clock[0] += minutes * 60_000
        before = await read_waits()
        assert before[0]["count"] == 2
        for _ in range(3):
            await http.post("/api/2.3/desks/D/next", headers=headers)
            assert await read_waits() != before
            await http.post("/api/2.3/desks/D/undo", headers=headers)
            assert await read_waits() == before
