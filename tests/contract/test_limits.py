"""Rate limits: 429 for the client that exceeds its limit, and no effect on other clients."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.support.access import API_PATH, build_auth_headers, create_key, open_http_client
from walkin.api.security.rate_limit import MAX_BUCKETS, RateLimiter
from walkin.model.caller import Role
from walkin.model.errors import Refused

TICKETS = f"{API_PATH}/queues/1/registrations"


def is_too_many(response: httpx.Response) -> bool:
    if response.status_code != 429:
        return False
    error = response.json()["error"]
    assert (error["code"], error["reason"]) == (429, "tooManyRequests")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert response.headers["retry-after"] in error["message"] or "one second" in error["message"]
    return True


async def test_a_kiosk_takes_a_hundred_tickets_a_minute_and_others_go_on(data: Path) -> None:
    kiosk, other_kiosk, desk = [await create_key(data, role) for role in (Role.KIOSK, Role.KIOSK, Role.COUNTER)]
    async with open_http_client(data) as http:
        responses = await asyncio.gather(
            *(http.post(TICKETS, json={}, headers=build_auth_headers(kiosk)) for _ in range(200))
        )
        created_count = [response.status_code for response in responses].count(201)
        # Tokens are refilled while the requests run, 100 per minute.
        assert 100 <= created_count < 200
        assert sum(map(is_too_many, responses)) == 200 - created_count
        assert (await http.get(TICKETS, headers=build_auth_headers(kiosk))).status_code == 200
        assert (await http.post(TICKETS, json={}, headers=build_auth_headers(other_kiosk))).status_code == 201
        assert all(
            [
                (await http.post(TICKETS, json={}, headers=build_auth_headers(desk))).status_code == 201
                for _ in range(10)
            ]
        )


async def test_a_key_has_its_own_limit(data: Path) -> None:
    key, other_key = await create_key(data, Role.COUNTER), await create_key(data, Role.COUNTER)
    async with open_http_client(data, requests_per_key=6) as http:
        responses = [await http.get(TICKETS, headers=build_auth_headers(key)) for _ in range(8)]
        assert [response.status_code for response in responses[:6]] == [200] * 6
        assert is_too_many(responses[-1])
        assert (await http.get(TICKETS, headers=build_auth_headers(other_key))).status_code == 200


async def test_wrong_keys_from_an_address_end_but_right_ones_from_it_do_not(data: Path) -> None:
    desk = await create_key(data, Role.COUNTER)
    async with open_http_client(data, requests_per_address=100) as http:
        responses = [await http.get(TICKETS, headers={"apiKey": f"wq_{n}", "token": "x"}) for n in range(7)]
        assert [response.status_code for response in responses[:5]] == [401] * 5
        assert is_too_many(responses[-1])
        assert is_too_many(await http.get("/t/none"))
        assert (await http.get(TICKETS, headers=build_auth_headers(desk))).status_code == 200


async def test_a_ticket_page_is_limited_by_address(data: Path) -> None:
    async with open_http_client(data, requests_per_address=5) as http:
        responses = [await http.get("/t/none") for _ in range(6)]
        assert [response.status_code for response in responses[:5]] == [404] * 5
        assert is_too_many(responses[5])


async def test_no_limit_is_no_limit(data: Path) -> None:
    kiosk = await create_key(data, Role.KIOSK)
    async with open_http_client(data, requests_per_key=0, tickets_per_kiosk=0, requests_per_address=0) as http:
        responses = [await http.post(TICKETS, json={}, headers=build_auth_headers(kiosk)) for _ in range(130)]
        assert {response.status_code for response in responses} == {201}


def test_tokens_come_back_evenly_and_at_most_a_minutes_worth() -> None:
    time = 0.0
    limiter = RateLimiter(60, lambda: time)
    for _ in range(60):
        limiter.take("a")
    with pytest.raises(Refused) as refused:
        limiter.take("a", 20)
    assert refused.value.values["retry"] == 20
    time = 1.0
    limiter.take("a")
    with pytest.raises(Refused):
        limiter.take("a")
    time = 3600.0
    for _ in range(60):
        limiter.take("a")
    with pytest.raises(Refused):
        limiter.take("a")


def test_ever_new_names_do_not_fill_the_memory() -> None:
    limiter = RateLimiter(60, lambda: 0.0)
    limiter.take("first", 60)
    for number in range(3 * MAX_BUCKETS):
        limiter.take(str(number))
    # Private: the bound is one of memory, which nothing public shows.
    assert len(limiter._buckets) <= MAX_BUCKETS
