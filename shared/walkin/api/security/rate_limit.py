"""How often somebody may ask: a bucket of tokens each, refilled evenly over a minute."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from walkin.model.errors import Refused

MAX_BUCKETS = 10_000
"""Buckets that are remembered; beyond, those that are full again are forgotten, and then the oldest."""


class RateLimiter:
    """At most ``rate`` tokens a minute for each name, all of them at once if need be; 0 is without a limit."""

    def __init__(self, tokens_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens_per_minute = tokens_per_minute
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str, tokens: float = 1) -> None:
        """Take tokens. Refuses ``tooManyRequests`` with the seconds after which there are enough again."""
        if not self._tokens_per_minute:
            return
        now = self._clock()
        left = self._count_tokens(name, now)
        if left < tokens:
            raise Refused("tooManyRequests", retry=math.ceil((tokens - left) * 60 / self._tokens_per_minute))
        if len(self._buckets) >= MAX_BUCKETS and name not in self._buckets:
            self._evict_buckets(now)
        self._buckets[name] = (left - tokens, now)

    def _count_tokens(self, name: str, now: float) -> float:
        left, then = self._buckets.get(name, (float(self._tokens_per_minute), now))
        return min(float(self._tokens_per_minute), left + (now - then) * self._tokens_per_minute / 60)

    def _evict_buckets(self, now: float) -> None:
        for name in [name for name in self._buckets if self._count_tokens(name, now) >= self._tokens_per_minute]:
            del self._buckets[name]
        # Some more than needed: the next newcomers need no search.
        while len(self._buckets) > MAX_BUCKETS * 9 // 10:
            del self._buckets[next(iter(self._buckets))]
