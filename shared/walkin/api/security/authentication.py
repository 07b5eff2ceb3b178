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

from walkin.api.security.rate_limit import RateLimiter
from walkin.model.caller import LOCAL_CALLER, Caller, Role
from walkin.model.errors import Refused
from walkin.store import Store, queues
from walkin.store.access import credentials, oauth_tokens

CACHE_SECONDS = 0.5
"""How long a look-up is relied on: a revoked key is refused after that in every process."""

MAX_CACHED_CALLERS = 10_000
RECORD_USE_SECONDS = 60.0
"""How often it is written down that a key is in use."""

WRONG_KEY_TOKENS = 20
"""Requests that one with a wrong key counts for."""

PROXY_HEADERS = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
"""Headers of reverse proxies: whoever asked them may be anywhere, and says what it likes about the host."""

log = logging.getLogger("walkin.api")

T = TypeVar("T")


@dataclass(frozen=True)
class AccessPolicy:
    """How a served office lets people in. Limits are requests a minute, 0 for none."""

    allow_anonymous: bool = False
    """Without any credential in the office, let everybody in: for a server that only its own machine reaches."""
    allow_query_credentials: bool = False
    """Take credentials from the query of the address too."""
    requests_per_key: int = 30_000
    requests_per_address: int = 3_000
    tickets_per_kiosk: int = 100
    tickets_per_address: int = 30
    """From one address: a waiting room may share one."""


class PresentedCredential(NamedTuple):
    """Credentials as they were presented: an apiKey with its token, or a bearer token alone."""

    key: str | None
    token: str


class Authenticator:
    """Decides who a request is from. Without a door, as in an app of its own, everybody is LOCAL."""

    def __init__(self, store: Store, clock: Callable[[], int], policy: AccessPolicy | None) -> None:
        self._store = store
        self.clock = clock
        self.policy = policy or AccessPolicy()
        self._is_local = policy is None
        self._caller_cache: dict[bytes, tuple[float, Caller | None]] = {}
        self._has_keys_cache = (0.0, False)
        self._pending_lookups: dict[bytes, asyncio.Task[Any]] = {}
        self._use_recorded_at: dict[str, float] = {}
        self._record_tasks: set[asyncio.Task[None]] = set()
        self._account_by_queue: dict[int, int] = {}
        self._key_limiter = RateLimiter(self.policy.requests_per_key)
        self._address_limiter = RateLimiter(self.policy.requests_per_address)
        self._kiosk_limiter = RateLimiter(self.policy.tickets_per_kiosk)
        self._phone_limiter = RateLimiter(self.policy.tickets_per_address)

    async def authenticate(self, request: Request) -> Caller:
        """Who asks. Refuses ``unauthorized`` and ``tooManyRequests``."""
        if self._is_local:
            return LOCAL_CALLER
        given = read_credential(request, allow_query=self.policy.allow_query_credentials)
        if given is None:
            passed_on = any(name in PROXY_HEADERS for name, _ in request.scope["headers"])
            if self.policy.allow_anonymous and not passed_on and not await self._has_keys():
                _check_local_origin(request)
                return LOCAL_CALLER
            self.count_anonymous(request)
            raise Refused("unauthorized")
        found = await self.find_caller(given)
        if found is None:
            self.count_anonymous(request, WRONG_KEY_TOKENS)
            raise Refused("unauthorized")
        self._key_limiter.take(found.credential_prefix)
        request.scope["walkin.given"] = given
        return found

    def stream_until_revoked(self, request: Request, pieces: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """The pieces of a long answer, for as long as whoever asked would still be let in."""
        return pieces if self._is_local else self._check_while_streaming(request.scope.get("walkin.given"), pieces)

    async def _check_while_streaming(
        self, credential: PresentedCredential | None, pieces: AsyncGenerator[bytes]
    ) -> AsyncGenerator[bytes]:
        checked = time.monotonic()
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                now = time.monotonic()
                if now - checked >= CACHE_SECONDS:
                    checked = now
                    admitted = (
                        not await self._has_keys()
                        if credential is None
                        else await self.find_caller(credential) is not None
                    )
                    if not admitted:
                        return
                yield piece

    def count_anonymous(self, request: Request, tokens: int = 1) -> None:
        """Count a request that no key stands for. Refuses ``tooManyRequests``."""
        if not self._is_local:
            self._address_limiter.take(request.client.host if request.client else "", tokens)

    def count_insert(self, caller: Caller) -> None:
        """Count a ticket that is about to be taken. Refuses ``tooManyRequests``."""
        if caller.role is Role.KIOSK:
            self._kiosk_limiter.take(caller.credential_prefix)

    def count_join(self, request: Request) -> None:
        """Count a form that a phone sends to take a ticket. Refuses ``tooManyRequests``."""
        if not self._is_local:
            self._phone_limiter.take(request.client.host if request.client else "")

    async def find_caller(self, credential: PresentedCredential) -> Caller | None:
        """The caller those credentials stand for, None when they are wrong, revoked or expired."""
        held = hashlib.sha256(f"{credential.key}\n{credential.token}".encode()).digest()
        until, caller = self._caller_cache.get(held, (0.0, None))
        if time.monotonic() < until:
            return caller
        return await self._share_lookup(held, lambda: self._load_caller(held, credential))

    async def _load_caller(self, digest: bytes, credential: PresentedCredential) -> Caller | None:
        now = time.monotonic()
        caller = await self._store.read(_find_caller, credential, self.clock())
        if len(self._caller_cache) >= MAX_CACHED_CALLERS:
            self._caller_cache.clear()
        self._caller_cache[digest] = (now + CACHE_SECONDS, caller)
        if caller is not None:
            self._schedule_record_use(caller.credential_prefix, now)
        return caller

    async def find_account_id(self, queue_id: int) -> int | None:
        """The account of a queue, which never changes; None when there is no such queue."""
        account = self._account_by_queue.get(queue_id)
        if account is None:
            account = await self._store.read(queues.get_account_id, queue_id)
            if account is not None:
                self._account_by_queue[queue_id] = account
        return account

    async def _has_keys(self) -> bool:
        until, found = self._has_keys_cache
        return found if found or time.monotonic() < until else await self._share_lookup(b"", self._load_has_keys)

    async def _load_has_keys(self) -> bool:
        now = time.monotonic()
        found = await self._store.read(credentials.has_any)
        self._has_keys_cache = (now + CACHE_SECONDS, found)
        return found

    def _share_lookup(self, lookup_key: bytes, lookup: Callable[[], Coroutine[Any, Any, T]]) -> Awaitable[T]:
        """One look-up for all that ask for the same at the same moment, as a thousand streams do after a beat."""
        task: asyncio.Task[T] | None = self._pending_lookups.get(lookup_key)
        if task is None:
            task = self._pending_lookups[lookup_key] = asyncio.create_task(lookup())
            task.add_done_callback(lambda _: self._pending_lookups.pop(lookup_key))
        return asyncio.shield(task)

    def _schedule_record_use(self, key: str, now: float) -> None:
        if now - self._use_recorded_at.get(key, -RECORD_USE_SECONDS) < RECORD_USE_SECONDS:
            return
        self._use_recorded_at[key] = now
        task = asyncio.create_task(self._record_use(key))
        self._record_tasks.add(task)
        task.add_done_callback(self._record_tasks.discard)

    async def _record_use(self, key: str) -> None:
        try:
            await self._store.write(credentials.record_use, key, self.clock())
        except Refused as refused:
            log.warning("that the key %s is in use could not be noted: %s", key, refused)


def _find_caller(connection: Connection, credential: PresentedCredential, at: int) -> Caller | None:
    if credential.key is None:
        return oauth_tokens.authenticate(connection, credential.token, at)
    found = credentials.authenticate(connection, credential.key, credential.token, at)
    return None if found is None else found.to_caller()


def read_credential(request: Request, *, allow_query: bool) -> PresentedCredential | None:
    """The credentials of a request: `Authorization: Bearer`, else the headers `apiKey` and `token`, else the query."""
    key = token = ""
    for name, value in request.scope["headers"]:
        # The vendor's older page spells it `Authentication`.
        if name in (b"authorization", b"authentication"):
            scheme, _, rest = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return PresentedCredential(None, rest.strip())
        elif name == b"apikey":
            key = value.decode("latin-1")
        elif name == b"token":
            token = value.decode("latin-1")
    if (not key or not token) and allow_query and (query := request.scope["query_string"]):
        members = {name.lower(): value for name, value in parse_qsl(query.decode("latin-1"))}
        if bearer := members.get("access_token"):
            return PresentedCredential(None, bearer)
        key, token = key or members.get("apikey", ""), token or members.get("token", "")
    return PresentedCredential(key, token) if key or token else None


def _check_local_origin(request: Request) -> None:
    """Refuse what a web page in this machine's browser sends: an open office is for programs, not for any site."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if not _is_loopback_authority(host) or (origin is not None and urlsplit(origin).netloc != host):
        raise Refused("forbidden")


@lru_cache(maxsize=64)
def _is_loopback_authority(authority: str) -> bool:
    return is_loopback(urlsplit(f"//{authority}").hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a server on that host is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
