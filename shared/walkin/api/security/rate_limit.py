"""In-process token-bucket rate limiter.

Each server process counts for itself: an office that is served by several processes allows the limit in each of them.
A shared counter would cost every request a write to the database; the limits are a guard against floods, not a quota.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from walkin.model.errors import Refused

MAX_BUCKETS = 10_000
"""Buckets that are kept; beyond it full buckets are dropped first, then the oldest."""


class RateLimiter:
    """Allows each name ``tokens_per_minute``, refilled evenly and all available at once; 0 is no limit."""

    def __init__(self, tokens_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens_per_minute = tokens_per_minute
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str, tokens: float = 1) -> None:
        """Take tokens from the bucket of ``name``. Raises Refused (tooManyRequests) with the seconds to wait."""
        if not self._tokens_per_minute:
            return
        now = self._clock()
        available = self._count_tokens(name, now)
        if available < tokens:
            raise Refused("tooManyRequests", retry=math.ceil((tokens - available) * 60 / self._tokens_per_minute))
        if len(self._buckets) >= MAX_BUCKETS and name not in self._buckets:
            self._evict_buckets(now)
        self._buckets[name] = (available - tokens, now)

    def _count_tokens(self, name: str, now: float) -> float:
        capacity = float(self._tokens_per_minute)
        tokens, updated_at = self._buckets.get(name, (capacity, now))
        return min(capacity, tokens + (now - updated_at) * capacity / 60)

    def _evict_buckets(self, now: float) -> None:
        for name in [name for name in self._buckets if self._count_tokens(name, now) >= self._tokens_per_minute]:
            del self._buckets[name]
        # A tenth more than necessary, so that the search is not repeated for each new name.
        while len(self._buckets) > MAX_BUCKETS * 9 // 10:
            del self._buckets[next(iter(self._buckets))]
