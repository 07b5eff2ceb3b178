"""When a failed delivery is tried again."""

from __future__ import annotations

from random import Random

import pytest

from walkin.watch.deliverer import RETRY_DELAYS_MS, Deliverer
from walkin.watch.http_connection import HttpResponse
from walkin.watch.subscription import Subscription
from walkin.watch.tokens import TokenCache

NOW = 1_700_000_000_000
"""14 November 2023, 22:13:20 UTC."""
MINUTE, HOUR = 60_000, 3_600_000


class FixedRandom(Random):
    """Always the same place between the ends of a range."""

    def __init__(self, place: float) -> None:
        super().__init__()
        self.place = place

    def random(self) -> float:
        return self.place


async def save_nothing(subscription: Subscription, refresh_token: str) -> None:
    raise AssertionError("no token is requested here")


def schedule(attempt: int, place: float = 0.5, retry_after: str | None = None) -> tuple[str, int]:
    """The state after a failed attempt, and the milliseconds until the next one."""
    deliverer = Deliverer(TokenCache(lambda: NOW, save_nothing), lambda: NOW, FixedRandom(place))
    headers = {} if retry_after is None else {"retry-after": retry_after}
    state, next_attempt_at = deliverer.schedule_retry(attempt, HttpResponse(503, headers, b""))
    return state, next_attempt_at - NOW


def test_ten_attempts_within_about_three_days() -> None:
    pauses = [schedule(attempt) for attempt in range(1, 10)]
    expected = [5_000, 5 * MINUTE, 30 * MINUTE, *(hours * HOUR for hours in (2, 5, 10, 14, 20, 24))]
    assert pauses == [("pending", pause) for pause in expected]
    assert len(RETRY_DELAYS_MS) == 10
    assert schedule(10) == ("failed", 0)


def test_a_pause_is_up_to_a_fifth_shorter_or_longer() -> None:
    assert schedule(4, place=0)[1] == 0.8 * 2 * HOUR
    assert schedule(4, place=1)[1] == 1.2 * 2 * HOUR


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("120", 120_000),
        (" 120 ", 120_000),
        ("4", 5_000),
        ("Tue, 14 Nov 2023 22:15:20 GMT", 120_000),
        ("Tue, 14 Nov 2023 22:15:20 -0000", 120_000),
        ("Tue, 14 Nov 2023 23:15:20 +0100", 120_000),
        ("Tue, 14 Nov 2023 22:13:20 GMT", 5_000),
        ("Fri, 14 Nov 2003 22:15:20 GMT", 5_000),
        ("Fri, 14 Nov 2053 22:15:20 GMT", 24 * HOUR),
        ("1000000", 24 * HOUR),
        ("9" * 400, 24 * HOUR),
        ("1.5", 5_000),
        ("-60", 5_000),
        ("٣٠٠", 5_000),
        ("Tue, 99 Nov 2023 22:15:20 GMT", 5_000),
        ("soon", 5_000),
        ("", 5_000),
    ],
)
def test_a_later_retry_after_is_honoured_up_to_a_day(retry_after: str, pause: int) -> None:
    assert schedule(1, retry_after=retry_after) == ("pending", pause)
