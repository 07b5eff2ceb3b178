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

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network
Resolver = Callable[[str, int], list[str]]
ProtocolT = TypeVar("ProtocolT", bound=asyncio.Protocol)

RESOLVER_THREADS = 32
"""Threads that ask for names: a name server that hangs holds up one address, not all."""

_FORBIDDEN_NETWORKS = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24", "224.0.0.0/4",
         "255.255.255.255/32", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::/32"),
    )
)  # fmt: skip
"""Link-local, metadata services and what is nobody's: no setting opens these."""

_NON_PUBLIC_NETWORKS = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
         "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
         "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)  # fmt: skip
_GLOBAL_IPV6 = ip_network("2000::/3")


class AddressUnreachable(Exception):
    """The address is not allowed, does not exist or does not answer: which of them is not told."""

    def __init__(self) -> None:
        super().__init__("The address cannot be reached from here, or may not be.")


@dataclass(frozen=True)
class AddressPolicy:
    """What the operator allows: networks of the house (any port, with or without TLS), and ports of the others."""

    allowed_networks: tuple[IpNetwork, ...] = ()
    public_ports: frozenset[int] = frozenset({443, 8443})
    """Ports of the internet."""
    ca_file: Path | None = None
    """A file of certificates that are trusted besides the system's."""

    def is_allowed(self, address: IpAddress, port: int, *, secure: bool) -> bool:
        """Whether that address may be dialled."""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if _is_within(address, _FORBIDDEN_NETWORKS):
            return False
        if _is_within(address, self.allowed_networks):
            return True
        return secure and port in self.public_ports and is_public(address)


PUBLIC_ONLY = AddressPolicy()


def is_public(address: IpAddress) -> bool:
    """Whether the address is one of the internet, and of no special kind."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return not _is_within(address, _NON_PUBLIC_NETWORKS + _FORBIDDEN_NETWORKS)


def _is_within(address: IpAddress, networks: Iterable[IpNetwork]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def resolve_host(host: str, port: int) -> list[str]:
    """Every address of the name, as the system knows it; spellings of an address are understood."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]).partition("%")[0] for one in found]


class Destination:
    """An address as a request needs it. Raises ValueError in plain words for what is no address to send to."""

    def __init__(self, address: str) -> None:
        try:
            url = httpx.URL(address)
            port = url.port
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise ValueError("this is no web address") from None
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("an address begins with https:// (or http:// within the house)")
        if url.userinfo:
            raise ValueError("user and password belong into basicAuth, not into the address")
        if port is not None and not 1 <= port <= 65_535:
            raise ValueError("the port of an address is from 1 to 65535")
        if len(address) > 2000:
            raise ValueError("an address has at most 2,000 characters")
        self.secure = url.scheme == "https"
        self.host = url.raw_host.decode("ascii").strip("[]")
        self.port = port or (443 if self.secure else 80)
        self.url = str(url.copy_with(fragment=None))
        self.host_header = url.netloc
        self.request_target = url.raw_path
        """What is asked for there, with the query; bytes as they go over the line."""


class SsrfGuard:
    """Resolves, judges and dials."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver = resolve_host) -> None:
        self._policy = policy
        self._resolver = resolver

    async def resolve_allowed(self, destination: Destination) -> list[str]:
        """Where the target is, judged. Raises Unreachable when one of them is not allowed, or there is none."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(_resolver_pool, self._resolver, destination.host, destination.port)
            judged = [ip_address(text) for text in found]
        except (OSError, ValueError, UnicodeError):
            raise AddressUnreachable from None
        if not judged or not all(
            self._policy.is_allowed(one, destination.port, secure=destination.secure) for one in judged
        ):
            raise AddressUnreachable
        return list(dict.fromkeys(map(str, judged)))

    async def connect(
        self, destination: Destination, protocol_factory: Callable[[], ProtocolT], context: ssl.SSLContext
    ) -> ProtocolT:
        """A connection to the target; what is dialled is the judged address itself, never the name.

        Raises Unreachable, and ssl.SSLError for a certificate that is not trusted.
        """
        loop = asyncio.get_running_loop()
        used, name = (context, destination.host) if destination.secure else (None, None)
        problem: OSError | None = None
        for address in await self.resolve_allowed(destination):
            try:
                _, made = await loop.create_connection(
                    protocol_factory, address, destination.port, ssl=used, server_hostname=name
                )
            except ssl.SSLError:
                raise
            except OSError as error:
                problem = error
            else:
                return made
        raise AddressUnreachable from problem


_resolver_pool = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="walkin-resolver")


async def check_destination(policy: AddressPolicy, destination: Destination, resolver: Resolver = resolve_host) -> None:
    """Judge an address without dialling it. Raises Unreachable."""
    await SsrfGuard(policy, resolver).resolve_allowed(destination)


def create_tls_context(policy: AddressPolicy) -> ssl.SSLContext:
    """Who is believed: the system's authorities, and those of the house."""
    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    if policy.ca_file is not None:
        context.load_verify_locations(policy.ca_file)
    return context


def parse_networks(texts: Sequence[str]) -> tuple[IpNetwork, ...]:
    """The networks of these texts, each an address or ``address/bits``. Raises ValueError."""
    return tuple(ip_network(text, strict=False) for text in texts)
