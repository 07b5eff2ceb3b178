"""Authenticate requests (look-ups are cached for 0.5 s) and apply the rate limits."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Connection
from starlette.requests import Request

from walkin.api.http.request_body import get_declared_size
from walkin.api.middleware.paths import STREAM_SUFFIX
from walkin.api.security.client_address import get_address_key
from walkin.api.security.rate_limit import RateLimiter
from walkin.api.state import IN_BATCH
from walkin.model.caller import LOCAL_CALLER, Caller, Role
from walkin.model.errors import Refused
from walkin.store import Store, phone_tickets, queues
from walkin.store.access import credentials, oauth_tokens

CACHE_SECONDS = 0.5
"""How long a look-up is reused: a revoked key is refused after that in every process."""

MAX_CACHED_CALLERS = 10_000
RECORD_USE_SECONDS = 60.0
"""How often the last use of a key is written to the database."""

STREAM_TOKEN_PARAMETER = "streamToken"  # noqa: S105

PAGES_PER_TICKET = 40
"""The form pages and updates that an address may ask for, for each ticket that it may take."""

WRONG_KEY_TOKENS = 20
"""How many requests one with a wrong key counts as."""

RETRY_SECONDS = 5
"""`Retry-After` for an address with too many simultaneous requests."""

OPEN_OFFICE = "This office has no key, so it answers only programs of its own machine"

PROXY_HEADERS = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
"""Headers that reverse proxies add. Such a request may come from anywhere, and its Host proves nothing."""

log = logging.getLogger("walkin.api")

T = TypeVar("T")


@dataclass(frozen=True)
class AccessPolicy:
    """Who may use a served office without a credential, and the rate limits (requests per minute, 0 for none)."""

    allow_anonymous: bool = False
    """While the office has no credential, let in everybody: for a server that only its own machine can reach."""
    allow_query_credentials: bool = False
    """Accept credentials in the query string too."""
    requests_per_key: int = 30_000
    requests_per_address: int = 3_000
    tickets_per_kiosk: int = 100
    tickets_per_address: int = 30
    """Forms a minute, and tickets a minute at all servers, from one address, which a waiting room may share."""
    open_tickets_per_address: int = 300
    open_tickets_per_phone: int = 5
    upload_mb_per_address: int = 100
    """Megabytes of forms with files that phones send from one address."""
    upload_mb_per_ticket: int = 25
    requests_at_once: int = 0
    """Simultaneous requests of one address, streams included; 0 is no limit."""


class PresentedCredential(NamedTuple):
    """The credential in a request: an apiKey with its token, a bearer token or one of a stream (``key`` is None)."""

    key: str | None
    token: str
    stream: Literal["", "opens", "open"] = ""
    """Set for the token of an event stream: whether the stream is being opened with it or is already open."""


class Authenticator:
    """Finds the caller of a request. Without a policy, as in an app that embeds the API, it is the app."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], int],
        policy: AccessPolicy | None,
        local_caller: Caller = LOCAL_CALLER,
    ) -> None:
        self._store = store
        self.clock = clock
        self.policy = policy or AccessPolicy()
        self._is_local = policy is None
        self._local_caller = local_caller
        self._caller_cache: dict[bytes, tuple[float, Caller | None]] = {}
        self._has_keys_cache = (0.0, False)
        self._pending_lookups: dict[bytes, asyncio.Task[Any]] = {}
        self._stream_counts: Counter[PresentedCredential | None] = Counter()
        self._revoked_credentials: set[PresentedCredential | None] = set()
        self._streams_checked_at = 0.0
        self._use_recorded_at: dict[str, float] = {}
        self._record_tasks: set[asyncio.Task[None]] = set()
        self._account_by_queue: dict[int, int] = {}
        self._key_limiter = RateLimiter(self.policy.requests_per_key)
        self._address_limiter = RateLimiter(self.policy.requests_per_address)
        self._kiosk_limiter = RateLimiter(self.policy.tickets_per_kiosk)
        self._phone_limiter = RateLimiter(self.policy.tickets_per_address)
        self._phone_page_limiter = RateLimiter(self.policy.tickets_per_address * PAGES_PER_TICKET)
        self._upload_limiter = RateLimiter(self.policy.upload_mb_per_address << 10)
        self._ticket_upload_limiter = RateLimiter(self.policy.upload_mb_per_ticket << 10)
        self._requests_at_once: Counter[str] = Counter()

    async def authenticate(self, request: Request) -> Caller:
        """Return the caller. Raises Refused (unauthorized, tooManyRequests)."""
        if self._is_local:
            return self._local_caller
        credential = read_credential(request, allow_query=self.policy.allow_query_credentials)
        if credential is None:
            is_proxied = any(name in PROXY_HEADERS for name, _ in request.scope["headers"])
            if self.policy.allow_anonymous and not is_proxied and not await self._has_keys():
                _check_local_origin(request)
                return LOCAL_CALLER
            self.count_anonymous(request)
            raise Refused("unauthorized")
        caller = await self.find_caller(credential)
        if caller is None:
            self.count_anonymous(request, WRONG_KEY_TOKENS)
            raise Refused("unauthorized")
        self._key_limiter.take(caller.credential_prefix)
        request.scope["walkin.credential"] = credential._replace(stream=credential.stream and "open")
        return caller

    def stream_until_revoked(self, request: Request, pieces: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """Pass the pieces of a stream on until the request's credential is revoked."""
        return pieces if self._is_local else self._check_while_streaming(get_credential(request), pieces)

    async def _check_while_streaming(
        self, credential: PresentedCredential | None, pieces: AsyncGenerator[bytes]
    ) -> AsyncGenerator[bytes]:
        self._stream_counts[credential] += 1
        try:
            async with contextlib.aclosing(pieces):
                async for piece in pieces:
                    if credential in self._revoked_credentials:
                        return
                    yield piece
        finally:
            self._stream_counts[credential] -= 1
            if not self._stream_counts[credential]:
                del self._stream_counts[credential]

    async def check_open_streams(self) -> None:
        """Look up which credentials of open streams were revoked, once for all streams."""
        now = time.monotonic()
        if not self._stream_counts or now - self._streams_checked_at < CACHE_SECONDS:
            return
        self._streams_checked_at = now
        credentials_in_use = list(self._stream_counts)
        admitted = await asyncio.gather(*map(self._is_admitted, credentials_in_use))
        self._revoked_credentials = {
            credential for credential, is_admitted in zip(credentials_in_use, admitted, strict=True) if not is_admitted
        }

    async def _is_admitted(self, credential: PresentedCredential | None) -> bool:
        return not await self._has_keys() if credential is None else await self.find_caller(credential) is not None

    def count_at_once(self, request: Request) -> contextlib.AbstractContextManager[None]:
        """Count the request against its address until the block ends. Raises Refused (tooManyRequests)."""
        # A batch is counted as one: its requests run one after the other.
        is_counted = self.policy.requests_at_once and IN_BATCH not in request.scope
        return self._count_at_once(_get_client_address(request)) if is_counted else contextlib.nullcontext()

    @contextlib.contextmanager
    def _count_at_once(self, address: str) -> Iterator[None]:
        if self._requests_at_once[address] >= self.policy.requests_at_once:
            raise Refused("tooManyRequests", retry=RETRY_SECONDS)
        self._requests_at_once[address] += 1
        try:
            yield
        finally:
            self._requests_at_once[address] -= 1
            if not self._requests_at_once[address]:
                del self._requests_at_once[address]

    def count_anonymous(self, request: Request, tokens: int = 1) -> None:
        """Count a request without a valid key against its address. Raises Refused (tooManyRequests)."""
        if not self._is_local:
            self._address_limiter.take(_get_client_address(request), tokens)

    def count_insert(self, caller: Caller) -> None:
        """Count a new registration against its kiosk. Raises Refused (tooManyRequests)."""
        if caller.role is Role.KIOSK and not self._is_local:
            self._kiosk_limiter.take(caller.credential_prefix)

    def count_join(self, request: Request, tokens: int = 1) -> None:
        """Count a form sent by phone against its address. Raises Refused (tooManyRequests)."""
        if not self._is_local:
            self._phone_limiter.take(_get_client_address(request), tokens)

    def count_form_page(self, request: Request) -> None:
        """Count a form page against its address. Raises Refused (tooManyRequests)."""
        if not self._is_local:
            self._phone_page_limiter.take(_get_client_address(request))

    def build_sender(self, request: Request, cookie: str) -> phone_tickets.Sender | None:
        """The phone and its limits for `phone_tickets`; None in an app that embeds the API."""
        if self._is_local:
            return None
        policy = self.policy
        limits = phone_tickets.PhoneLimits(
            policy.tickets_per_address, policy.open_tickets_per_address, policy.open_tickets_per_phone
        )
        return phone_tickets.Sender(_get_client_address(request), cookie, limits)

    def count_upload(self, request: Request, max_bytes: int, ticket: str = "") -> None:
        """Count the body of a form with files, before it is read. Raises Refused (tooManyRequests)."""
        if self._is_local:
            return
        declared = get_declared_size(request)
        kilobytes = (max_bytes if declared is None else min(declared, max_bytes)) // 1024 + 1
        self._upload_limiter.take(_get_client_address(request), kilobytes)
        if ticket:
            self._ticket_upload_limiter.take(ticket, kilobytes)

    async def find_caller(self, credential: PresentedCredential) -> Caller | None:
        """Return the caller of a credential, None for one that is wrong, revoked or expired."""
        digest = hashlib.sha256(
            "\n".join((credential.stream, credential.key or "", credential.token)).encode()
        ).digest()
        valid_until, caller = self._caller_cache.get(digest, (0.0, None))
        if time.monotonic() < valid_until:
            return caller
        return await self._share_lookup(digest, lambda: self._load_caller(digest, credential))

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
        """Return the account of a queue, None for an unknown queue. Kept for good: a queue never changes accounts."""
        account_id = self._account_by_queue.get(queue_id)
        if account_id is None:
            account_id = await self._store.read(queues.get_account_id, queue_id)
            if account_id is not None:
                self._account_by_queue[queue_id] = account_id
        return account_id

    async def _has_keys(self) -> bool:
        valid_until, has_keys = self._has_keys_cache
        if has_keys or time.monotonic() < valid_until:
            return has_keys
        return await self._share_lookup(b"", self._load_has_keys)

    async def _load_has_keys(self) -> bool:
        now = time.monotonic()
        has_keys = await self._store.read(credentials.has_any)
        self._has_keys_cache = (now + CACHE_SECONDS, has_keys)
        return has_keys

    def _share_lookup(self, lookup_key: bytes, lookup: Callable[[], Coroutine[Any, Any, T]]) -> Awaitable[T]:
        """Run one look-up for all concurrent requests of the same key."""
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
            log.warning("the last use of the key %s could not be recorded: %s", key, refused)


def get_authenticator(request: Request) -> Authenticator:
    authenticator: Authenticator = request.app.state.access
    return authenticator


def get_credential(request: Request) -> PresentedCredential | None:
    """Return the credential that the request was authenticated with, None if it needed none."""
    credential: PresentedCredential | None = request.scope.get("walkin.credential")
    return credential


def _find_caller(connection: Connection, credential: PresentedCredential, at: int) -> Caller | None:
    if credential.stream:
        return oauth_tokens.authenticate_stream(connection, credential.token, at, is_open=credential.stream == "open")
    if credential.key is None:
        return oauth_tokens.authenticate(connection, credential.token, at)
    row = credentials.authenticate(connection, credential.key, credential.token, at)
    return None if row is None else row.to_caller()


def _get_client_address(request: Request) -> str:
    """Return the key under which the limits count the client."""
    return get_address_key(request.client.host) if request.client else ""


def read_credential(request: Request, *, allow_query: bool) -> PresentedCredential | None:
    """Read the credential: `Authorization: Bearer`, else the headers `apiKey` and `token`, else the query string.

    The token of an event stream is read from the query string whatever ``allow_query`` says, but for a stream only.
    """
    key = token = ""
    for name, value in request.scope["headers"]:
        # An older page of the reference spells it `Authentication`.
        if name in (b"authorization", b"authentication"):
            scheme, _, bearer_token = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return PresentedCredential(None, bearer_token.strip())
        elif name == b"apikey":
            key = value.decode("latin-1")
        elif name == b"token":
            token = value.decode("latin-1")
    if (not key or not token) and (query := request.scope["query_string"]):
        parameters = {name.lower(): value for name, value in parse_qsl(query.decode("latin-1"))}
        is_stream = request.method == "GET" and request.scope["path"].endswith(STREAM_SUFFIX)
        # A browser's EventSource cannot set headers.
        if is_stream and not key and not token and (stream_token := parameters.get(STREAM_TOKEN_PARAMETER.lower())):
            return PresentedCredential(None, stream_token, "opens")
        if allow_query and (bearer_token := parameters.get("access_token")):
            return PresentedCredential(None, bearer_token)
        if allow_query:
            key, token = key or parameters.get("apikey", ""), token or parameters.get("token", "")
    return PresentedCredential(key, token) if key or token else None


def _check_local_origin(request: Request) -> None:
    """Raise Refused (forbidden) for a request of a web page: an open office is for programs of this machine."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if not _is_loopback_authority(host):
        named = f"The header Host names {host[:100]}" if host else "The request has no header Host"
        raise Refused("forbidden", f"{named}. {OPEN_OFFICE}, under a name like 127.0.0.1 or localhost.")
    if origin is not None and urlsplit(origin).netloc != host:
        raise Refused("forbidden", f"The header Origin names another site. {OPEN_OFFICE}, not web pages.")


@lru_cache(maxsize=64)
def _is_loopback_authority(authority: str) -> bool:
    return is_loopback(urlsplit(f"//{authority}").hostname or "")


def is_loopback(host: str) -> bool:
    """Whether the host is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
