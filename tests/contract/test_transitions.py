"""Every sequence of statuses, undone and not: counters, ranks, times and figures agree with the registrations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.support.access import build_auth_headers, create_key, open_http_client
from walkin.model.caller import Role
from walkin.model.time import ZonedTime
from walkin.store import open_store

API = "/api/2.3"
STATUSES = ("registered", "inProgress", "finished", "noShow")
ALL_STATUSES = ",".join((*STATUSES, "deleted"))


class _Clock:
    def __init__(self) -> None:
        self.now = 1_795_939_200_000

    def __call__(self) -> int:
        return self.now


_step = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 3), st.sampled_from(STATUSES), st.sampled_from(("", "Desk 1", "Desk 2"))),
    st.tuples(st.just("insert"), st.just(0), st.sampled_from(STATUSES), st.just("")),
    st.tuples(st.just("move"), st.integers(0, 3), st.sampled_from(STATUSES), st.just("Desk 1")),
    st.tuples(st.just("undo"), st.just(0), st.just(""), st.sampled_from(("Desk 1", "Desk 2"))),
)


_steps = st.lists(_step, min_size=6, max_size=20)


@settings(max_examples=6, deadline=None)
@given(steps=_steps)
def test_a_sequence_leaves_the_office_consistent(
    steps: list[tuple[str, int, str, str]], tmp_path_factory: pytest.TempPathFactory, new_office: Path
) -> None:
    _run_in_new_office(steps, tmp_path_factory, new_office)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(steps=_steps)
def test_every_sequence_leaves_the_office_consistent(
    steps: list[tuple[str, int, str, str]], tmp_path_factory: pytest.TempPathFactory, new_office: Path
) -> None:
    _run_in_new_office(steps, tmp_path_factory, new_office)


def _run_in_new_office(
    steps: list[tuple[str, int, str, str]], tmp_path_factory: pytest.TempPathFactory, new_office: Path
) -> None:
    data = tmp_path_factory.mktemp("transitions") / "office.db"
    data.write_bytes(new_office.read_bytes())
    asyncio.run(_run(data, steps))


async def _run(data: Path, steps: list[tuple[str, int, str, str]]) -> None:
    clock = _Clock()
    async with open_http_client(data, clock, allow_anonymous=True) as http:
        http.headers["host"] = "localhost"
        for _ in range(3):
            clock.now += 1_000
            await http.post(f"{API}/queues/1/registrations", json={})
        for kind, index, status, desk in steps:
            clock.now += 61_000
            registrations = await _list_all(http)
            target = registrations[index % len(registrations)]
            path = f"{API}/queues/{target['queue']['id']}/registrations/{target['id']}"
            if kind == "insert":
                response = await http.post(f"{API}/queues/1/registrations", json={"status": status})
            elif kind == "undo":
                response = await http.post(f"{API}/desks/{desk}/undo")
                assert response.status_code in (200, 404, 409), response.text
            else:
                body: dict[str, Any] = {"status": status}
                if kind == "move":
                    body["queue"] = {"id": "2" if target["queue"]["id"] == "1" else "1"}
                elif desk and status != "registered":
                    body["counter"] = {"name": desk}
                response = await http.put(path, params={"desk": desk}, json=body)
                # Somebody who is called already cannot be called by another desk.
                is_called = target["status"] == status == "inProgress" and "counter" in body
                assert response.is_success or (is_called and response.status_code == 409), response.text
            await _check(http)


async def _list_all(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    lists = [
        (await http.get(f"{API}/queues/{queue}/registrations?status={ALL_STATUSES}")).json()["items"]
        for queue in (1, 2)
    ]
    return sorted(
        (item for items in lists for item in items if item["status"] != "deleted"), key=lambda x: int(x["id"])
    )


async def _check(http: httpx.AsyncClient) -> None:
    for queue_id in ("1", "2"):
        queue = (await http.get(f"{API}/queues/{queue_id}")).json()
        items = (await http.get(f"{API}/queues/{queue_id}/registrations?status={ALL_STATUSES}")).json()["items"]
        waiting = [item for item in items if item["status"] == "registered"]
        assert queue["waiting"] == len(waiting)
        assert [item["rank"] for item in waiting] == list(range(1, len(waiting) + 1))
        for item in items:
            _check_times(item)
        waits = [_seconds(item["started"]) - _seconds(item["registered"]) for item in items if "started" in item]
        mean = sum(waits) / len(waits) / 60 if waits else 0
        assert abs(queue["averageWaitingTime"] - mean) <= 0.51 + 1 / 60
        figures = (await http.get(f"{API}/queues/{queue_id}/statistics")).json()["total"]
        assert figures["visits"] == len(items)
        assert figures["called"] == len(waits)
        assert figures["served"] == sum(item["status"] == "finished" for item in items)
        assert figures["noShows"] == sum(item["status"] == "noShow" for item in items)
        assert figures["waiting"] == len(waiting)


def _check_times(item: dict[str, Any]) -> None:
    status = item["status"]
    assert ("started" in item) >= (status in ("inProgress", "finished"))
    assert not (status == "registered" and {"started", "called", "counter", "finished", "missed"} & item.keys())
    assert ("finished" in item) == (status == "finished")
    assert ("missed" in item) == (status == "noShow")
    times = [_seconds(item[name]) for name in ("registered", "started", "called", "finished", "missed") if name in item]
    assert times == sorted(times)
    assert ("rank" in item) == (status == "registered")


def _seconds(zoned_time: dict[str, str]) -> float:
    return ZonedTime.model_validate(zoned_time).to_datetime().timestamp()


@pytest.fixture
async def keyed(data: Path) -> AsyncIterator[tuple[httpx.AsyncClient, list[dict[str, str]]]]:
    """An office with two keys of the role counter."""
    headers = [build_auth_headers(await create_key(data, Role.COUNTER)) for _ in range(2)]
    async with open_http_client(data) as http:
        yield http, headers


async def test_the_second_key_that_calls_somebody_is_refused(
    keyed: tuple[httpx.AsyncClient, list[dict[str, str]]],
) -> None:
    http, (first, second) = keyed
    path = f"{API}/queues/1/registrations"
    url = f"{path}/{(await http.post(path, json={}, headers=first)).json()['id']}"
    call = {"status": "inProgress"}
    called = await http.put(url, json=call, headers=first)
    assert called.status_code == 200
    for body, query in ((call, ""), ({}, "?status=inProgress"), (call | {"queue": {"id": "2"}}, "")):
        refused = await http.put(url + query, json=body, headers=second)
        assert (refused.status_code, refused.json()["error"]["reason"]) == (409, "conflict")
        refused = await http.put(
            url.replace("2.3", "2.0") + query.replace("inProgress", "onGoing"), json=body, headers=second
        )
        assert refused.status_code == 409
    # The same key may repeat it, which changes nothing; another one that has seen the call may put the whole.
    for body in (call, called.json()):
        assert (await http.put(url, json=body, headers=first)).json() == called.json()
    seen = await http.put(url, json=called.json(), headers=second | {"if-match": called.headers["etag"]})
    assert seen.json() == called.json()
    assert (await http.put(url, json=call, headers=second | {"if-match": "*"})).status_code == 409
    # Whoever called it by next, or at a desk, is the one who called.
    await http.put(url, json={"status": "registered"}, headers=second)
    assert (await http.post(f"{path}/next", headers=second)).status_code == 200
    assert (await http.put(url, json=call, headers=first)).status_code == 409
    await http.put(url, json={"status": "registered"}, headers=second)
    assert (await http.post(f"{API}/desks/Desk%201/next", headers=first)).status_code == 200
    assert (await http.put(url, json=call, headers=second)).status_code == 409
    assert (await http.put(url, json=call, headers=first)).status_code == 200
    # Of two at the same moment one calls.
    await http.put(url, json={"status": "registered"}, headers=second)
    answers = await asyncio.gather(*(http.put(url, json=call, headers=headers) for headers in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_who_was_called_before_an_upgrade_goes_to_the_first_key_that_says_so(data: Path | str) -> None:
    first, second = [build_auth_headers(await create_key(data, Role.COUNTER)) for _ in range(2)]
    async with open_http_client(data) as http:
        path = f"{API}/queues/1/registrations"
        url = f"{path}/{(await http.post(path, json={}, headers=first)).json()['id']}"
        call = {"status": "inProgress", "counter": {"name": "Desk 1"}}
        await http.put(url, json=call, headers=first)
        # As migration 0016 leaves those whose caller nobody noted.
        store = open_store(data)
        try:
            await store.write(lambda connection: connection.execute(text("UPDATE registration SET called_by = '?'")))
        finally:
            store.close()
        other_desk = await http.put(url, json=call | {"counter": {"name": "Desk 2"}}, headers=second)
        assert other_desk.json()["error"]["reason"] == "conflict"
        assert (await http.put(url, json={"note": "x"}, headers=second)).status_code == 200
        assert (await http.put(url, json=call, headers=first)).status_code == 200
        refused = await http.put(url, json=call, headers=second)
        assert (refused.status_code, refused.json()["error"]["reason"]) == (409, "conflict")
        assert (await http.put(url, json=call, headers=first)).status_code == 200
