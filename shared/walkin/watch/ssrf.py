"""What a watch may reach: names are resolved, judged and dialled here, in this order, each time.

An answer that is refused, one that does not come and a name that does not exist are told in the same words, so that
nobody learns from them what stands in the network of the office.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeVar

import httpx

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]
P = TypeVar("P", bound=asyncio.Protocol)

RESOLVERS = 32
"""Threads that ask for names: a name server that hangs holds up one address, not all."""

_NEVER = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24", "224.0.0.0/4",
         "255.255.255.255/32", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::/32"),
    )
)  # fmt: skip
"""Link-local, metadata services and what is nobody's: no setting opens these."""

_INTERNAL = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
         "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
         "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)  # fmt: skip
_GLOBAL6 = ip_network("2000::/3")


class Unreachable(Exception):
    """The address is not allowed, does not exist or does not answer: which of them is not told."""

    def __init__(self) -> None:
        super().__init__("The address cannot be reached from here, or may not be.")


@dataclass(frozen=True)
class Policy:
    """What the operator allows: networks of the house (any port, with or without TLS), and ports of the others."""

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({443, 8443})
    """Ports of the internet."""
    authorities: Path | None = None
    """A file of certificates that are trusted besides the system's."""

    def allows(self, address: Address, port: int, *, secure: bool) -> bool:
        """Whether that address may be dialled."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if _within(address, _NEVER):
            return False
        if _within(address, self.networks):
            return True
        return secure and port in self.ports and is_public(address)


STRICT = Policy()


def is_public(address: Address) -> bool:
    """Whether the address is one of the internet, and of no special kind."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL6:
        return False
    return not _within(address, _INTERNAL + _NEVER)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def resolved(host: str, port: int) -> list[str]:
    """Every address of the name, as the system knows it; spellings of an address are understood."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]).partition("%")[0] for one in found]


class Target:
    """An address as a request needs it. Raises ValueError in plain words for what is no address to send to."""

    def __init__(self, text: str) -> None:
        try:
            url = httpx.URL(text)
            port = url.port
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise ValueError("this is no web address") from None
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("an address begins with https:// (or http:// within the house)")
        if url.userinfo:
            raise ValueError("user and password belong into basicAuth, not into the address")
        if port is not None and not 1 <= port <= 65_535:
            raise ValueError("the port of an address is from 1 to 65535")
        if len(text) > 2000:
            raise ValueError("an address has at most 2,000 characters")
        self.secure = url.scheme == "https"
        self.host = url.raw_host.decode("ascii").strip("[]")
        self.port = port or (443 if self.secure else 80)
        self.text = str(url.copy_with(fragment=None))
        self.authority = url.netloc
        self.path = url.raw_path
        """What is asked for there, with the query; bytes as they go over the line."""


class Guard:
    """Resolves, judges and dials."""

    def __init__(self, policy: Policy, resolve: Resolve = resolved) -> None:
        self._policy = policy
        self._resolve = resolve

    async def addresses(self, target: Target) -> list[str]:
        """Where the target is, judged. Raises Unreachable when one of them is not allowed, or there is none."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(_resolvers, self._resolve, target.host, target.port)
            judged = [ip_address(text) for text in found]
        except (OSError, ValueError, UnicodeError):
            raise Unreachable from None
        if not judged or not all(self._policy.allows(one, target.port, secure=target.secure) for one in judged):
            raise Unreachable
        return list(dict.fromkeys(map(str, judged)))

    async def connect(self, target: Target, protocol: Callable[[], P], context: ssl.SSLContext) -> P:
        """A connection to the target; what is dialled is the judged address itself, never the name.

        Raises Unreachable, and ssl.SSLError for a certificate that is not trusted.
        """
        loop = asyncio.get_running_loop()
        used, name = (context, target.host) if target.secure else (None, None)
        problem: OSError | None = None
        for address in await self.addresses(target):
            try:
                _, made = await loop.create_connection(protocol, address, target.port, ssl=used, server_hostname=name)
            except ssl.SSLError:
                raise
            except OSError as error:
                problem = error
            else:
                return made
        raise Unreachable from problem


_resolvers = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="walkin-resolver")


async def check(policy: Policy, target: Target, resolve: Resolve = resolved) -> None:
    """Judge an address without dialling it. Raises Unreachable."""
    await Guard(policy, resolve).addresses(target)


def trusted(policy: Policy) -> ssl.SSLContext:
    """Who is believed: the system's authorities, and those of the house."""
    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    if policy.authorities is not None:
        context.load_verify_locations(policy.authorities)
    return context


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks of these texts, each an address or ``address/bits``. Raises ValueError."""
    return tuple(ip_network(text, strict=False) for text in texts)
