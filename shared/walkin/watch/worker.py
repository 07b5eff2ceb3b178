"""The worker: takes what is due, sends it, writes down how it went. Several may work on one office.

What is due is leased in the table, so a worker that is killed loses nothing: another, or its successor, sends the same
message with the same bytes when the lease has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import orjson

from walkin.model.errors import Refused
from walkin.model.time import SECOND_MS, now_ms
from walkin.store import Store
from walkin.store.watches import outbox, watches
from walkin.store.watches.outbox import AttemptResult, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow
from walkin.watch.deliverer import Deliverer
from walkin.watch.encryption import SecretBox
from walkin.watch.http_client import MAX_CONNECTIONS_PER_WATCH, SenderPool
from walkin.watch.ssrf import AddressPolicy, Resolver, resolve_host
from walkin.watch.subscription import Subscription
from walkin.watch.template import TemplateError
from walkin.watch.tokens import TokenCache

LEASE_MS = 20 * SECOND_MS
"""A little more than the longest attempt takes."""
MAX_CONCURRENT_ATTEMPTS = 400
MAX_SLEEP_SECONDS = 60.0
SWEEP_INTERVAL_MS = 60 * SECOND_MS
"""Between two looks for watches that were deleted."""
POLL_PAUSE_SECONDS = 0.004
"""Seconds between two looks at the table: what comes meanwhile is taken together."""
SHUTDOWN_TIMEOUT_SECONDS = 2.0

log = logging.getLogger("walkin.watch")


@dataclass
class _WatchTraffic:
    """The traffic to one watch: one that fails gets one request at a time until it works again."""

    running_attempts: int = 0
    is_failing: bool = False
    paused_until: int = 0

    @property
    def max_concurrent(self) -> int:
        return 1 if self.is_failing else MAX_CONNECTIONS_PER_WATCH


@dataclass
class Worker:
    """Delivers for one office. ``home`` is the address of the API in links."""

    store: Store
    secret_box_factory: Callable[[], SecretBox]
    policy: AddressPolicy
    api_base_url: str
    clock: Callable[[], int] = now_ms
    random: random.Random = field(default_factory=random.Random)
    resolver: Resolver = resolve_host
    lease_ms: int = LEASE_MS

    def __post_init__(self) -> None:
        self._wake_event = asyncio.Event()
        self._traffic: dict[int, _WatchTraffic] = {}
        self._subscriptions: dict[int, Subscription] = {}
        self._crypto_keys: tuple[CryptoKeyRow, ...] = ()
        self._attempt_tasks: set[asyncio.Task[None]] = set()
        self._results: list[AttemptResult] = []
        self._results_ready = asyncio.Event()
        self._next_sweep_at = self.clock() + SWEEP_INTERVAL_MS
        self._senders = SenderPool(self.policy, self.resolver)
        self._deliverer = Deliverer(TokenCache(self.clock, self._save_refresh_token), self.clock, self.random)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[Worker]:
        """Work until the block ends; then what is under way gets a moment to end."""
        loop = asyncio.get_running_loop()

        def committed() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._wake_event.set)

        self.store.on_commit(committed)
        tasks = [
            asyncio.create_task(self._deliver_loop()),
            asyncio.create_task(self.store.watch_commits(self._wake_event.set)),
        ]
        settling = asyncio.create_task(self._record_results_loop())
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._attempt_tasks:
                await asyncio.wait(self._attempt_tasks, timeout=SHUTDOWN_TIMEOUT_SECONDS)
            for task in [*self._attempt_tasks, settling]:
                task.cancel()
            await asyncio.gather(*self._attempt_tasks, settling, return_exceptions=True)
            if self._results:
                await self.store.write(outbox.record_results, self._results, self.clock())
            await self._senders.close()

    def wake(self) -> None:
        """Look at the table now: the clock was moved."""
        self._wake_event.set()

    async def _deliver_loop(self) -> None:
        while True:
            self._wake_event.clear()
            try:
                await self._forget_deleted_watches()
                following = await self._start_due_attempts()
            except Exception:
                log.exception("deliveries could not be taken and are tried again")
                following = self.clock() + 2 * SECOND_MS
            pause = MAX_SLEEP_SECONDS if following is None else max(0.0, (following - self.clock()) / SECOND_MS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(pause, MAX_SLEEP_SECONDS)):
                    await self._wake_event.wait()
            await asyncio.sleep(POLL_PAUSE_SECONDS)

    async def _start_due_attempts(self) -> int | None:
        """Begin every attempt that can be made; when the next will be due."""
        at = self.clock()
        most = MAX_CONCURRENT_ATTEMPTS - len(self._attempt_tasks)
        if most <= 0:
            return None
        room = {
            key: 0 if lane.paused_until > at else lane.max_concurrent - lane.running_attempts
            for key, lane in self._traffic.items()
        }
        found, following = await self.store.read(outbox.find_due, at, room, MAX_CONNECTIONS_PER_WATCH, most)
        resting = [lane.paused_until for lane in self._traffic.values() if lane.paused_until > at]
        following = min([*resting, following]) if following is not None and resting else following
        if not found:
            return min(resting, default=None) if following is None else following
        await self._load_subscriptions({due.watch_id: due.version for due in found})
        taken = {due.id: (due, *self._build_body(due)) for due in found}
        bodies = {key: body for key, (_, body, _) in taken.items()}
        claimed = await self.store.write(outbox.claim, bodies, at, at + self.lease_ms)
        for key in sorted(claimed):
            due, body, problem = taken[key]
            self._get_traffic(due.watch_id).running_attempts += 1
            task = asyncio.create_task(self._attempt_delivery(due, body, problem))
            self._attempt_tasks.add(task)
            task.add_done_callback(self._attempt_tasks.discard)
        # Lanes that were given less than waits for them are looked at again when they have room.
        return following

    async def _forget_deleted_watches(self) -> None:
        """From time to time forget the watches that were deleted, and close their connections."""
        at = self.clock()
        if at < self._next_sweep_at:
            return
        self._next_sweep_at = at + SWEEP_INTERVAL_MS
        idle = [key for key, lane in self._traffic.items() if not lane.running_attempts]
        for key in set(idle) - (await self.store.read(watches.get_by_ids, idle)).keys():
            del self._traffic[key]
            self._subscriptions.pop(key, None)
            self._deliverer.tokens.drop(key)
            await self._senders.drop(key)

    def _get_traffic(self, watch_id: int) -> _WatchTraffic:
        return self._traffic.setdefault(watch_id, _WatchTraffic())

    async def _load_subscriptions(self, versions: dict[int, int]) -> None:
        """Make ready the watches that are new or have changed, or whose keys have."""
        stale = [key for key, version in versions.items() if not self._is_current(key, version)]
        rows = await self.store.read(watches.get_by_ids, stale) if stale else {}
        known = [self._subscriptions[key] for key in versions if key in self._subscriptions]
        if any(one.is_signed for one in known) or any('"signature"' in row.document for row in rows.values()):
            keys = tuple(await self.store.read(watches.list_keys))
            if keys != self._crypto_keys:
                self._crypto_keys = keys
                self._subscriptions.clear()
                rows = await self.store.read(watches.get_by_ids, list(versions))
        for row in rows.values():
            try:
                self._subscriptions[row.id] = Subscription(row, self._crypto_keys, self.secret_box_factory())
            except (Refused, ValueError, KeyError):
                self._subscriptions.pop(row.id, None)
                log.warning("watch %s cannot be used: its secrets or its address cannot be read", row.id)

    def _is_current(self, watch_id: int, version: int) -> bool:
        known = self._subscriptions.get(watch_id)
        return known is not None and known.version == version

    def _build_body(self, delivery: DueDelivery) -> tuple[str | None, str | None]:
        """The body, or why there can be none; neither when the watch cannot be used at present."""
        if delivery.body is not None:
            return delivery.body, None
        subscription = self._subscriptions.get(delivery.watch_id)
        if subscription is None:
            return None, None
        try:
            return subscription.build_body(delivery, self.api_base_url), None
        except TemplateError as error:
            return None, str(error)

    async def _attempt_delivery(self, delivery: DueDelivery, body: str | None, body_error: str | None) -> None:
        lane = self._get_traffic(delivery.watch_id)
        subscription = self._subscriptions.get(delivery.watch_id)
        try:
            if body is None or subscription is None:
                result = self._build_unsent_result(delivery, body_error)
            else:
                result = await self._deliverer(
                    delivery, body, subscription, self._senders.get_sender(delivery.watch_id)
                )
        except Exception as error:
            log.exception("delivery %s stopped by a mistake in the program", delivery.id)
            result = self._build_unsent_result(delivery, None, type(error).__name__)
        finally:
            was_full = lane.running_attempts >= lane.max_concurrent
            lane.running_attempts -= 1
        lane.is_failing = result.error is not None
        if result.status_code in (429, 503) and result.state == "pending":
            lane.paused_until = min(result.next_attempt_at, self.clock() + 300 * SECOND_MS)
        self._results.append(result)
        self._results_ready.set()
        if was_full:
            self._wake_event.set()

    def _build_unsent_result(
        self, delivery: DueDelivery, body_error: str | None, error_name: str = ""
    ) -> AttemptResult:
        """The result of an attempt in which nothing was sent: one whose body cannot be made is given up."""
        attempt = delivery.attempts + 1
        state, next_at = ("failed", self.clock()) if body_error else self._deliverer.schedule_retry(attempt)
        words = (
            body_error or error_name or "The secrets of this watch cannot be read: the key of this office is missing."
        )
        return AttemptResult(
            delivery.id, delivery.watch_id, delivery.registration_id, attempt, state, next_at, self.clock(),
            0, "", "", "{}", error=words,
        )  # fmt: skip

    async def _record_results_loop(self) -> None:
        while True:
            await self._results_ready.wait()
            self._results_ready.clear()
            results, self._results = self._results, []
            try:
                await self.store.write(outbox.record_results, results, self.clock())
            except Exception:
                log.exception("results of deliveries could not be written and are tried again")
                self._results = results + self._results
                await asyncio.sleep(1)
                self._results_ready.set()

    async def _save_refresh_token(self, subscription: Subscription, token: str) -> None:
        path = "oauth2Auth.refreshToken"
        sealed = subscription.encrypted_secrets | {path: self.secret_box_factory().encrypt(token, path)}
        await self.store.write(watches.set_secrets, subscription.id, orjson.dumps(sealed).decode())
        subscription.replace_secret(path, sealed[path], token)
