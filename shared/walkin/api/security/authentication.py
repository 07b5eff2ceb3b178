"""Who asks: credentials out of a request, looked up at most twice a second each, and how often they may ask."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from sqlalchemy import Connection

from walkin.api.security.rate_limit import Limit
from walkin.model.caller import LOCAL, Caller, Role
from walkin.model.errors import Refused
from walkin.store import Store, queues
from walkin.store.access import credentials as keys
from walkin.store.access import oauth_tokens as bearers

HELD_SECONDS = 0.5
"""How long a look-up is relied on: a revoked key is refused after that in every process."""

MOST_HELD = 10_000
NOTED_SECONDS = 60.0
"""How often it is written down that a key is in use."""

WRONG_KEY = 20
"""Requests that one with a wrong key counts for."""

PASSED_ON = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
"""Headers of reverse proxies: whoever asked them may be anywhere, and says what it likes about the host."""

log = logging.getLogger("walkin.api")

T = TypeVar("T")


@dataclass(frozen=True)
class Door:
    """How a served office lets people in. Limits are requests a minute, 0 for none."""

    open: bool = False
    """Without any credential in the office, let everybody in: for a server that only its own machine reaches."""
    in_query: bool = False
    """Take credentials from the query of the address too."""
    per_key: int = 30_000
    per_address: int = 3_000
    kiosk_inserts: int = 100
    phone_inserts: int = 30
    """From one address: a waiting room may share one."""


class Given(NamedTuple):
    """Credentials as they were presented: an apiKey with its token, or a bearer token alone."""

    key: str | None
    token: str


class Access:
    """Decides who a request is from. Without a door, as in an app of its own, everybody is LOCAL."""

    def __init__(self, store: Store, clock: Callable[[], int], door: Door | None) -> None:
        self._store = store
        self.clock = clock
        self.door = door or Door()
        self._local = door is None
        self._held: dict[bytes, tuple[float, Caller | None]] = {}
        self._keyed = (0.0, False)
        self._looking: dict[bytes, asyncio.Task[Any]] = {}
        self._noted: dict[str, float] = {}
        self._notes: set[asyncio.Task[None]] = set()
        self._accounts: dict[int, int] = {}
        self._keys = Limit(self.door.per_key)
        self._addresses = Limit(self.door.per_address)
        self._inserts = Limit(self.door.kiosk_inserts)
        self._phones = Limit(self.door.phone_inserts)

    async def caller(self, request: Request) -> Caller:
        """Who asks. Refuses ``unauthorized`` and ``tooManyRequests``."""
        if self._local:
            return LOCAL
        given = presented(request, in_query=self.door.in_query)
        if given is None:
            passed_on = any(name in PASSED_ON for name, _ in request.scope["headers"])
            if self.door.open and not passed_on and not await self._has_keys():
                _from_this_machine(request)
                return LOCAL
            self.anybody(request)
            raise Refused("unauthorized")
        found = await self.known(given)
        if found is None:
            self.anybody(request, WRONG_KEY)
            raise Refused("unauthorized")
        self._keys.take(found.key)
        request.scope["walkin.given"] = given
        return found

    def stream(self, request: Request, content: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """The pieces of a long answer, for as long as whoever asked would still be let in."""
        return content if self._local else self._while_admitted(request.scope.get("walkin.given"), content)

    async def _while_admitted(self, given: Given | None, content: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        checked = time.monotonic()
        async with contextlib.aclosing(content):
            async for piece in content:
                now = time.monotonic()
                if now - checked >= HELD_SECONDS:
                    checked = now
                    admitted = not await self._has_keys() if given is None else await self.known(given) is not None
                    if not admitted:
                        return
                yield piece

    def anybody(self, request: Request, tokens: int = 1) -> None:
        """Count a request that no key stands for. Refuses ``tooManyRequests``."""
        if not self._local:
            self._addresses.take(request.client.host if request.client else "", tokens)

    def insert(self, caller: Caller) -> None:
        """Count a ticket that is about to be taken. Refuses ``tooManyRequests``."""
        if caller.role is Role.KIOSK:
            self._inserts.take(caller.key)

    def join(self, request: Request) -> None:
        """Count a form that a phone sends to take a ticket. Refuses ``tooManyRequests``."""
        if not self._local:
            self._phones.take(request.client.host if request.client else "")

    async def known(self, given: Given) -> Caller | None:
        """The caller those credentials stand for, None when they are wrong, revoked or expired."""
        held = hashlib.sha256(f"{given.key}\n{given.token}".encode()).digest()
        until, caller = self._held.get(held, (0.0, None))
        if time.monotonic() < until:
            return caller
        return await self._together(held, lambda: self._look_up(held, given))

    async def _look_up(self, held: bytes, given: Given) -> Caller | None:
        now = time.monotonic()
        caller = await self._store.read(_looked_up, given, self.clock())
        if len(self._held) >= MOST_HELD:
            self._held.clear()
        self._held[held] = (now + HELD_SECONDS, caller)
        if caller is not None:
            self._note(caller.key, now)
        return caller

    async def account_of(self, queue_id: int) -> int | None:
        """The account of a queue, which never changes; None when there is no such queue."""
        account = self._accounts.get(queue_id)
        if account is None:
            account = await self._store.read(queues.account_of, queue_id)
            if account is not None:
                self._accounts[queue_id] = account
        return account

    async def _has_keys(self) -> bool:
        until, found = self._keyed
        return found if found or time.monotonic() < until else await self._together(b"", self._look_for_keys)

    async def _look_for_keys(self) -> bool:
        now = time.monotonic()
        found = await self._store.read(keys.exist)
        self._keyed = (now + HELD_SECONDS, found)
        return found

    def _together(self, what: bytes, look: Callable[[], Coroutine[Any, Any, T]]) -> Awaitable[T]:
        """One look-up for all that ask for the same at the same moment, as a thousand streams do after a beat."""
        task: asyncio.Task[T] | None = self._looking.get(what)
        if task is None:
            task = self._looking[what] = asyncio.create_task(look())
            task.add_done_callback(lambda _: self._looking.pop(what))
        return asyncio.shield(task)

    def _note(self, key: str, now: float) -> None:
        if now - self._noted.get(key, -NOTED_SECONDS) < NOTED_SECONDS:
            return
        self._noted[key] = now
        task = asyncio.create_task(self._used(key))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _used(self, key: str) -> None:
        try:
            await self._store.write(keys.used, key, self.clock())
        except Refused as refused:
            log.warning("that the key %s is in use could not be noted: %s", key, refused)


def _looked_up(connection: Connection, given: Given, at: int) -> Caller | None:
    if given.key is None:
        return bearers.opened(connection, given.token, at)
    found = keys.opened(connection, given.key, given.token, at)
    return None if found is None else found.caller()


def presented(request: Request, *, in_query: bool) -> Given | None:
    """The credentials of a request: `Authorization: Bearer`, else the headers `apiKey` and `token`, else the query."""
    key = token = ""
    for name, value in request.scope["headers"]:
        # The vendor's older page spells it `Authentication`.
        if name in (b"authorization", b"authentication"):
            scheme, _, rest = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return Given(None, rest.strip())
        elif name == b"apikey":
            key = value.decode("latin-1")
        elif name == b"token":
            token = value.decode("latin-1")
    if (not key or not token) and in_query and (query := request.scope["query_string"]):
        members = {name.lower(): value for name, value in parse_qsl(query.decode("latin-1"))}
        if bearer := members.get("access_token"):
            return Given(None, bearer)
        key, token = key or members.get("apikey", ""), token or members.get("token", "")
    return Given(key, token) if key or token else None


def _from_this_machine(request: Request) -> None:
    """Refuse what a web page in this machine's browser sends: an open office is for programs, not for any site."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if not _names_loopback(host) or (origin is not None and urlsplit(origin).netloc != host):
        raise Refused("forbidden")


@lru_cache(maxsize=64)
def _names_loopback(host: str) -> bool:
    return is_loopback(urlsplit(f"//{host}").hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a server on that host is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
