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
from walkin.model.time import SECOND, now
from walkin.store import Store
from walkin.store.watches import outbox as deliveries
from walkin.store.watches import watches
from walkin.store.watches.outbox import Due, Result
from walkin.store.watches.watches import Key
from walkin.watch.deliverer import Trier
from walkin.watch.encryption import Vault
from walkin.watch.http_client import CONNECTIONS, Senders
from walkin.watch.ssrf import Policy, Resolve, resolved
from walkin.watch.subscription import Subscription
from walkin.watch.template import TemplateError
from walkin.watch.tokens import Tokens

LEASE = 20 * SECOND
"""A little more than the longest attempt takes."""
MOST_AT_ONCE = 400
LONGEST_SLEEP = 60.0
SWEEP = 60 * SECOND
"""Between two looks for watches that were deleted."""
BREATH = 0.004
"""Seconds between two looks at the table: what comes meanwhile is taken together."""
GOODBYE = 2.0

log = logging.getLogger("walkin.watch")


@dataclass
class _Lane:
    """The traffic to one watch: one that fails gets one request at a time until it works again."""

    busy: int = 0
    failing: bool = False
    rests_until: int = 0

    @property
    def bound(self) -> int:
        return 1 if self.failing else CONNECTIONS


@dataclass
class Worker:
    """Delivers for one office. ``home`` is the address of the API in links."""

    store: Store
    vault: Callable[[], Vault]
    policy: Policy
    home: str
    clock: Callable[[], int] = now
    random: random.Random = field(default_factory=random.Random)
    resolve: Resolve = resolved
    lease: int = LEASE

    def __post_init__(self) -> None:
        self._awake = asyncio.Event()
        self._lanes: dict[int, _Lane] = {}
        self._subscriptions: dict[int, Subscription] = {}
        self._keys: tuple[Key, ...] = ()
        self._attempts: set[asyncio.Task[None]] = set()
        self._results: list[Result] = []
        self._ended = asyncio.Event()
        self._sweep_at = self.clock() + SWEEP
        self._senders = Senders(self.policy, self.resolve)
        self._try = Trier(Tokens(self.clock, self._rotated), self.clock, self.random)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Worker]:
        """Work until the block ends; then what is under way gets a moment to end."""
        loop = asyncio.get_running_loop()

        def committed() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._awake.set)

        self.store.on_commit(committed)
        tasks = [
            asyncio.create_task(self._work()),
            asyncio.create_task(self.store.notices(self._awake.set)),
        ]
        settling = asyncio.create_task(self._settle())
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._attempts:
                await asyncio.wait(self._attempts, timeout=GOODBYE)
            for task in [*self._attempts, settling]:
                task.cancel()
            await asyncio.gather(*self._attempts, settling, return_exceptions=True)
            if self._results:
                await self.store.write(deliveries.settle, self._results, self.clock())
            await self._senders.close()

    def wake(self) -> None:
        """Look at the table now: the clock was moved."""
        self._awake.set()

    async def _work(self) -> None:
        while True:
            self._awake.clear()
            try:
                await self._sweep()
                following = await self._round()
            except Exception:
                log.exception("deliveries could not be taken and are tried again")
                following = self.clock() + 2 * SECOND
            pause = LONGEST_SLEEP if following is None else max(0.0, (following - self.clock()) / SECOND)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(pause, LONGEST_SLEEP)):
                    await self._awake.wait()
            await asyncio.sleep(BREATH)

    async def _round(self) -> int | None:
        """Begin every attempt that can be made; when the next will be due."""
        at = self.clock()
        most = MOST_AT_ONCE - len(self._attempts)
        if most <= 0:
            return None
        room = {key: 0 if lane.rests_until > at else lane.bound - lane.busy for key, lane in self._lanes.items()}
        found, following = await self.store.read(deliveries.due, at, room, CONNECTIONS, most)
        resting = [lane.rests_until for lane in self._lanes.values() if lane.rests_until > at]
        following = min([*resting, following]) if following is not None and resting else following
        if not found:
            return min(resting, default=None) if following is None else following
        await self._learn({due.watch_id: due.version for due in found})
        taken = {due.id: (due, *self._body(due)) for due in found}
        bodies = {key: body for key, (_, body, _) in taken.items()}
        claimed = await self.store.write(deliveries.claim, bodies, at, at + self.lease)
        for key in sorted(claimed):
            due, body, problem = taken[key]
            self._lane(due.watch_id).busy += 1
            task = asyncio.create_task(self._attempt(due, body, problem))
            self._attempts.add(task)
            task.add_done_callback(self._attempts.discard)
        # Lanes that were given less than waits for them are looked at again when they have room.
        return following

    async def _sweep(self) -> None:
        """From time to time forget the watches that were deleted, and close their connections."""
        at = self.clock()
        if at < self._sweep_at:
            return
        self._sweep_at = at + SWEEP
        idle = [key for key, lane in self._lanes.items() if not lane.busy]
        for key in set(idle) - (await self.store.read(watches.several, idle)).keys():
            del self._lanes[key]
            self._subscriptions.pop(key, None)
            self._try.tokens.drop(key)
            await self._senders.drop(key)

    def _lane(self, watch_id: int) -> _Lane:
        return self._lanes.setdefault(watch_id, _Lane())

    async def _learn(self, versions: dict[int, int]) -> None:
        """Make ready the watches that are new or have changed, or whose keys have."""
        stale = [key for key, version in versions.items() if not self._knows(key, version)]
        rows = await self.store.read(watches.several, stale) if stale else {}
        known = [self._subscriptions[key] for key in versions if key in self._subscriptions]
        if any(one.signs for one in known) or any('"signature"' in row.document for row in rows.values()):
            keys = tuple(await self.store.read(watches.keys))
            if keys != self._keys:
                self._keys = keys
                self._subscriptions.clear()
                rows = await self.store.read(watches.several, list(versions))
        for row in rows.values():
            try:
                self._subscriptions[row.id] = Subscription(row, self._keys, self.vault())
            except (Refused, ValueError, KeyError):
                self._subscriptions.pop(row.id, None)
                log.warning("watch %s cannot be used: its secrets or its address cannot be read", row.id)

    def _knows(self, key: int, version: int) -> bool:
        known = self._subscriptions.get(key)
        return known is not None and known.version == version

    def _body(self, due: Due) -> tuple[str | None, str | None]:
        """The body, or why there can be none; neither when the watch cannot be used at present."""
        if due.body is not None:
            return due.body, None
        subscription = self._subscriptions.get(due.watch_id)
        if subscription is None:
            return None, None
        try:
            return subscription.body(due, self.home), None
        except TemplateError as error:
            return None, str(error)

    async def _attempt(self, due: Due, body: str | None, problem: str | None) -> None:
        lane = self._lane(due.watch_id)
        subscription = self._subscriptions.get(due.watch_id)
        try:
            if body is None or subscription is None:
                result = self._unsent(due, problem)
            else:
                result = await self._try(due, body, subscription, self._senders.of(due.watch_id))
        except Exception as error:
            log.exception("delivery %s stopped by a mistake in the program", due.id)
            result = self._unsent(due, None, type(error).__name__)
        finally:
            was_full = lane.busy >= lane.bound
            lane.busy -= 1
        lane.failing = result.error is not None
        if result.status_code in (429, 503) and result.state == "pending":
            lane.rests_until = min(result.next_at, self.clock() + 300 * SECOND)
        self._results.append(result)
        self._ended.set()
        if was_full:
            self._awake.set()

    def _unsent(self, due: Due, problem: str | None, mistake: str = "") -> Result:
        """The result of an attempt in which nothing was sent: one whose body cannot be made is given up."""
        attempt = due.attempts + 1
        state, next_at = ("failed", self.clock()) if problem else self._try.following(attempt)
        words = problem or mistake or "The secrets of this watch cannot be read: the key of this office is missing."
        return Result(
            due.id, due.watch_id, due.registration_id, attempt, state, next_at, self.clock(), 0, "", "", "{}",
            error=words,
        )  # fmt: skip

    async def _settle(self) -> None:
        while True:
            await self._ended.wait()
            self._ended.clear()
            results, self._results = self._results, []
            try:
                await self.store.write(deliveries.settle, results, self.clock())
            except Exception:
                log.exception("results of deliveries could not be written and are tried again")
                self._results = results + self._results
                await asyncio.sleep(1)
                self._ended.set()

    async def _rotated(self, subscription: Subscription, token: str) -> None:
        path = "oauth2Auth.refreshToken"
        sealed = subscription.sealed | {path: self.vault().seal(token, path)}
        await self.store.write(watches.keep_secret, subscription.id, orjson.dumps(sealed).decode())
        subscription.renew(path, sealed[path], token)
