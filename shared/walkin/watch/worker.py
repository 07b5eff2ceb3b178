"""The delivery worker: takes due deliveries, sends them, records the results. Several may work on one office.

Due deliveries are leased in the table. When a worker is killed nothing is lost: another one sends the same message
with the same bytes once the lease has expired.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial

from walkin.model.errors import TEMPORARY_REASONS, Refused
from walkin.model.time import SECOND_MS, now_ms
from walkin.store import Store
from walkin.store.watches import outbox, watches
from walkin.store.watches.outbox import AttemptResult, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow
from walkin.watch.config import OutboundPolicy
from walkin.watch.deliverer import Deliverer
from walkin.watch.http_client import MAX_CONNECTIONS_PER_WATCH, SenderPool
from walkin.watch.subscription import Subscription, save_refresh_token
from walkin.watch.template import TemplateError
from walkin.watch.tokens import TokenCache

LEASE_MS = 20 * SECOND_MS
"""Slightly longer than the longest attempt."""
MAX_CONCURRENT_ATTEMPTS = 400
MAX_SLEEP_SECONDS = 60.0
SWEEP_INTERVAL_MS = 60 * SECOND_MS
"""Milliseconds between two checks for deleted watches."""
POLL_PAUSE_SECONDS = 0.004
"""Seconds between two reads of the table, so that deliveries which arrive meanwhile are taken together."""
SHUTDOWN_TIMEOUT_SECONDS = 2.0

log = logging.getLogger("walkin.watch")


@dataclass
class _WatchTraffic:
    """The attempts to one watch. A failing watch gets one request at a time until it works again."""

    running_attempts: int = 0
    is_failing: bool = False
    paused_until: int = 0

    @property
    def max_concurrent(self) -> int:
        return 1 if self.is_failing else MAX_CONNECTIONS_PER_WATCH


@dataclass
class Worker:
    """Delivers for one office; ``outbound_policy.api_base_url`` is the API's address in links."""

    store: Store
    outbound_policy: OutboundPolicy
    clock: Callable[[], int] = now_ms
    random: random.Random = field(default_factory=random.Random)
    lease_ms: int = LEASE_MS

    def __post_init__(self) -> None:
        self._wake_event = asyncio.Event()
        self._has_watches = True
        """Whether commits of this process wake the worker."""
        self._traffic: defaultdict[int, _WatchTraffic] = defaultdict(_WatchTraffic)
        self._subscriptions: dict[int, Subscription] = {}
        self._crypto_keys: tuple[CryptoKeyRow, ...] = ()
        self._attempt_tasks: set[asyncio.Task[None]] = set()
        self._results: list[AttemptResult] = []
        self._results_ready = asyncio.Event()
        self._next_sweep_at = self.clock() + SWEEP_INTERVAL_MS
        self._senders = SenderPool(self.outbound_policy.policy, self.outbound_policy.resolver)
        tokens = TokenCache(self.clock, partial(save_refresh_token, self.store, self.outbound_policy))
        self._deliverer = Deliverer(tokens, self.clock, self.random)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[Worker]:
        """Work until the block ends; attempts in progress then get SHUTDOWN_TIMEOUT_SECONDS to finish."""
        loop = asyncio.get_running_loop()

        def notify_commit(is_own: bool) -> None:
            if self._has_watches or not is_own:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._wake_event.set)

        self.store.on_commit(notify_commit)
        delivering = asyncio.create_task(self._deliver_loop())
        recording = asyncio.create_task(self._record_results_loop())
        try:
            yield self
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)
            if self._attempt_tasks:
                await asyncio.wait(self._attempt_tasks, timeout=SHUTDOWN_TIMEOUT_SECONDS)
            for task in [*self._attempt_tasks, recording]:
                task.cancel()
            await asyncio.gather(*self._attempt_tasks, recording, return_exceptions=True)
            if self._results:
                await self.store.write(outbox.record_results, self._results, self.clock())
            await self._senders.close()

    def wake(self) -> None:
        """Read the table now: a watch was made, or the clock was moved."""
        self._has_watches = True
        self._wake_event.set()

    async def _deliver_loop(self) -> None:
        while True:
            self._wake_event.clear()
            try:
                await self._forget_deleted_watches()
                next_due_at = await self._start_due_attempts()
            except Exception as error:
                text = "deliveries could not be taken and are tried again: %s"
                log.warning(text, error, exc_info=not isinstance(error, Refused))
                next_due_at = self.clock() + 2 * SECOND_MS
            pause = MAX_SLEEP_SECONDS if next_due_at is None else max(0.0, (next_due_at - self.clock()) / SECOND_MS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(pause, MAX_SLEEP_SECONDS)):
                    await self._wake_event.wait()
            await asyncio.sleep(POLL_PAUSE_SECONDS)

    async def _start_due_attempts(self) -> int | None:
        """Start every attempt that is possible now; return when the next one will be due."""
        now = self.clock()
        free_slots = MAX_CONCURRENT_ATTEMPTS - len(self._attempt_tasks)
        if free_slots <= 0:
            return None
        slots = {
            watch_id: 0 if traffic.paused_until > now else traffic.max_concurrent - traffic.running_attempts
            for watch_id, traffic in self._traffic.items()
        }
        deliveries, next_at = await self.store.read(outbox.find_due, now, slots, MAX_CONNECTIONS_PER_WATCH, free_slots)
        pauses = [traffic.paused_until for traffic in self._traffic.values() if traffic.paused_until > now]
        if next_at is None and not await self.store.read(watches.has_any) and not self._wake_event.is_set():
            self._has_watches = False
        next_at = min([*pauses, next_at]) if next_at is not None and pauses else next_at
        if not deliveries:
            return min(pauses, default=None) if next_at is None else next_at
        await self._load_subscriptions({delivery.watch_id: delivery.version for delivery in deliveries})
        prepared = {delivery.id: (delivery, *self._build_body(delivery)) for delivery in deliveries}
        bodies = {delivery_id: body for delivery_id, (_, body, _) in prepared.items()}
        claimed_ids = await self.store.write(outbox.claim, bodies, now, now + self.lease_ms)
        for delivery_id in sorted(claimed_ids):
            delivery, body, body_error = prepared[delivery_id]
            self._traffic[delivery.watch_id].running_attempts += 1
            task = asyncio.create_task(self._attempt_delivery(delivery, body, body_error))
            self._attempt_tasks.add(task)
            task.add_done_callback(self._attempt_tasks.discard)
        # A watch with more due deliveries than slots is read again when an attempt frees a slot.
        return next_at

    async def _forget_deleted_watches(self) -> None:
        """Every SWEEP_INTERVAL_MS, drop the state and connections of watches that were deleted."""
        now = self.clock()
        if now < self._next_sweep_at:
            return
        self._next_sweep_at = now + SWEEP_INTERVAL_MS
        idle = [watch_id for watch_id, traffic in self._traffic.items() if not traffic.running_attempts]
        for watch_id in set(idle) - (await self.store.read(watches.get_by_ids, idle)).keys():
            del self._traffic[watch_id]
            self._subscriptions.pop(watch_id, None)
            self._deliverer.tokens.drop(watch_id)
            await self._senders.drop(watch_id)

    async def _load_subscriptions(self, versions: dict[int, int]) -> None:
        """Load the watches that are new or have changed, and those whose keys have; ``versions`` are by watch id."""
        loaded = [self._subscriptions[watch_id] for watch_id in versions if watch_id in self._subscriptions]
        current_ids = {s.id for s in loaded if s.version == versions[s.id]}
        stale_ids = list(versions.keys() - current_ids)
        rows = await self.store.read(watches.get_by_ids, stale_ids) if stale_ids else {}
        if any(s.is_signed for s in loaded) or any('"signature"' in row.document for row in rows.values()):
            keys = tuple(await self.store.read(watches.list_keys))
            if keys != self._crypto_keys:
                self._crypto_keys = keys
                self._subscriptions.clear()
                rows = await self.store.read(watches.get_by_ids, list(versions))
        for row in rows.values():
            try:
                secret_box = await self.outbound_policy.open_secret_box(self.store)
                self._subscriptions[row.id] = Subscription(row, self._crypto_keys, secret_box)
            except (Refused, ValueError, KeyError) as error:
                if isinstance(error, Refused) and error.reason in TEMPORARY_REASONS:
                    raise
                self._subscriptions.pop(row.id, None)
                log.warning("watch %s cannot be used: its secrets or its address cannot be read", row.id)

    def _build_body(self, delivery: DueDelivery) -> tuple[str | None, str | None]:
        """Return the body, or the error why it cannot be built; both None when the watch is unusable at present."""
        if delivery.body is not None:
            return delivery.body, None
        subscription = self._subscriptions.get(delivery.watch_id)
        if subscription is None:
            return None, None
        try:
            return subscription.build_body(delivery, self.outbound_policy.api_base_url or ""), None
        except TemplateError as error:
            return None, str(error)

    async def _attempt_delivery(self, delivery: DueDelivery, body: str | None, body_error: str | None) -> None:
        traffic = self._traffic[delivery.watch_id]
        subscription = self._subscriptions.get(delivery.watch_id)
        try:
            if body is None or subscription is None:
                result = self._build_unsent(delivery, body_error)
            else:
                sender = self._senders.get_sender(delivery.watch_id)
                result = await self._deliverer.deliver(delivery, body, subscription, sender)
        except Exception as error:
            log.exception("delivery %s stopped by a mistake in the program", delivery.id)
            result = self._build_unsent(delivery, None, type(error).__name__)
        finally:
            was_full = traffic.running_attempts >= traffic.max_concurrent
            traffic.running_attempts -= 1
        traffic.is_failing = result.error is not None
        if result.status_code in (429, 503) and result.state == "pending":
            traffic.paused_until = min(result.next_attempt_at, self.clock() + 300 * SECOND_MS)
        self._results.append(result)
        self._results_ready.set()
        if was_full:
            self._wake_event.set()

    def _build_unsent(self, delivery: DueDelivery, body_error: str | None, error_name: str = "") -> AttemptResult:
        """Build the result of an attempt that sent nothing; a delivery whose body cannot be built has failed."""
        attempt = delivery.attempts + 1
        state, next_attempt_at = ("failed", self.clock()) if body_error else self._deliverer.schedule_retry(attempt)
        error = (
            body_error or error_name or "The secrets of this watch cannot be read: the key of this office is missing."
        )
        return AttemptResult(
            delivery.id, delivery.watch_id, delivery.registration_id, attempt, state, next_attempt_at, self.clock(),
            0, "", "", "{}", error=error,
        )  # fmt: skip

    async def _record_results_loop(self) -> None:
        while True:
            await self._results_ready.wait()
            self._results_ready.clear()
            results, self._results = self._results, []
            try:
                await self.store.write(outbox.record_results, results, self.clock())
            except Exception as error:
                text = "results of deliveries could not be written and are tried again: %s"
                log.warning(text, error, exc_info=not isinstance(error, Refused))
                self._results = results + self._results
                await asyncio.sleep(1)
                self._results_ready.set()
