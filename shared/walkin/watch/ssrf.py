"""SSRF guard: resolve a destination's host, check every address against the policy, and connect to the checked one.

A forbidden address, a refused connection and an unknown host give the same error, so that it does not reveal which
machines exist in the office's network.
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

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network
Resolver = Callable[[str, int], list[str]]
ProtocolT = TypeVar("ProtocolT", bound=asyncio.Protocol)

RESOLVER_THREADS = 32
"""Threads for name resolution: a name server that hangs delays one destination, not all."""


def parse_networks(texts: Sequence[str]) -> tuple[IpNetwork, ...]:
    """Parse networks, each an address or ``address/bits``. Raises ValueError."""
    return tuple(ip_network(text, strict=False) for text in texts)


_FORBIDDEN_NETWORKS = parse_networks(
    ("0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24", "224.0.0.0/4",
     "255.255.255.255/32", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::/32", "fd20:ce::/32", "fd00:42::42/128"),
)  # fmt: skip
"""Link-local, cloud metadata, multicast and reserved networks: no setting allows these."""

_METADATA_ADDRESSES = parse_networks(("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16"))
"""Also forbidden in the last 32 bits of every IPv6 address: a site's own NAT64 may have any prefix."""

_NON_PUBLIC_NETWORKS = parse_networks(
    ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
     "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
     "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
     "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
)  # fmt: skip
_GLOBAL_IPV6 = ip_network("2000::/3")


class AddressUnreachable(Exception):
    """The address is not allowed, does not exist or does not answer; deliberately not which."""

    def __init__(self) -> None:
        super().__init__("The address cannot be reached from here, or may not be.")


class AddressUnknown(AddressUnreachable):
    """The name of the address cannot be resolved at this moment."""


@dataclass(frozen=True)
class AddressPolicy:
    """The operator's rules. In ``allowed_networks`` every port is allowed, with or without TLS."""

    allowed_networks: tuple[IpNetwork, ...] = ()
    public_ports: frozenset[int] = frozenset({443, 8443})
    """Ports that are allowed at public addresses, with TLS only."""
    ca_file: Path | None = None
    """CA certificates (PEM) to trust besides the system's."""

    def is_allowed(self, address: IpAddress, port: int, *, secure: bool) -> bool:
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                address = address.ipv4_mapped
            elif not self._are_embedded_allowed(address):
                return False
        if _is_within(address, _FORBIDDEN_NETWORKS):
            return False
        if _is_within(address, self.allowed_networks):
            return True
        return secure and port in self.public_ports and is_public(address)

    def _are_embedded_allowed(self, address: IPv6Address) -> bool:
        """Whether the IPv4 addresses that translators and tunnels extract from this address are all allowed."""
        if _is_within(IPv4Address(int(address) & 0xFFFF_FFFF), _METADATA_ADDRESSES):
            return False
        return all(
            is_public(embedded)
            or (_is_within(embedded, self.allowed_networks) and not _is_within(embedded, _FORBIDDEN_NETWORKS))
            for embedded in list_embedded_addresses(address)
        )


PUBLIC_ONLY = AddressPolicy()


def is_public(address: IpAddress) -> bool:
    """Whether the address is globally routable and not special-purpose."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return not _is_within(address, _NON_PUBLIC_NETWORKS + _FORBIDDEN_NETWORKS)


_TRANSLATED_NETWORKS = parse_networks(("::/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
"""The IPv4 address is the last 32 bits: IPv4-compatible, IPv4-translated (SIIT), NAT64."""
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")
_TEREDO = ip_network("2001::/32")
_6TO4 = ip_network("2002::/16")
_IPV6_LOOPBACK = IPv6Address("::1")
_THIS_NETWORK = ip_network("0.0.0.0/8")


def list_embedded_addresses(address: IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that transition mechanisms extract from an IPv6 address that is not IPv4-mapped."""
    bits = int(address)
    last = IPv4Address(bits & 0xFFFF_FFFF)
    if address == _IPV6_LOOPBACK:
        return []
    embedded: list[IPv4Address] = []
    if _is_within(address, _TRANSLATED_NETWORKS):
        embedded.append(last)
    elif address in _LOCAL_NAT64:
        # The prefix may have 48, 56, 64 or 96 bits; the address follows it, but skips bits 64-71 (RFC 6052).
        without_skipped = (bits >> 64 << 56) | (bits & (1 << 56) - 1)
        behind = [IPv4Address(without_skipped >> shift & 0xFFFF_FFFF) for shift in (40, 32, 24)]
        embedded += [candidate for candidate in (*behind, last) if candidate not in _THIS_NETWORK] or [last]
    elif address in _6TO4:
        embedded.append(IPv4Address(bits >> 80 & 0xFFFF_FFFF))
    elif address in _TEREDO:
        embedded += [IPv4Address(bits >> 64 & 0xFFFF_FFFF), IPv4Address(~bits & 0xFFFF_FFFF)]
    if bits >> 32 & 0xFDFF_FFFF == 0x0000_5EFE:
        # ISATAP, in any network.
        embedded.append(last)
    return embedded


def _is_within(address: IpAddress, networks: Iterable[IpNetwork]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def resolve_host(host: str, port: int) -> list[str]:
    """Return all addresses of a host by the system's resolver; unusual spellings of an address are normalised."""
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]).partition("%")[0] for _, _, _, _, sockaddr in entries]


class Destination:
    """A parsed web address. Raises ValueError, with a message for the API's response, for an unusable one."""

    def __init__(self, address: str) -> None:
        import httpx

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
        """Path and query, percent-encoded."""


class SsrfGuard:
    """Resolves, checks and connects, in this order, for each new connection."""

    def __init__(self, policy: AddressPolicy, resolver: Resolver = resolve_host) -> None:
        self._policy = policy
        self._resolver = resolver

    async def resolve_allowed(self, destination: Destination) -> list[str]:
        """Return the destination's addresses. Raises AddressUnreachable when there is none, or one is not allowed."""
        loop = asyncio.get_running_loop()
        try:
            texts = await loop.run_in_executor(_resolver_pool, self._resolver, destination.host, destination.port)
            addresses = [ip_address(text) for text in texts]
        except OSError:
            raise AddressUnknown from None
        except (ValueError, UnicodeError):
            raise AddressUnreachable from None
        if not addresses or not all(
            self._policy.is_allowed(address, destination.port, secure=destination.secure) for address in addresses
        ):
            raise AddressUnreachable
        return list(dict.fromkeys(map(str, addresses)))

    async def connect(
        self, destination: Destination, protocol_factory: Callable[[], ProtocolT], context: ssl.SSLContext
    ) -> ProtocolT:
        """Connect to the destination: to the checked address itself, so that the name is not resolved again.

        Raises AddressUnreachable, and ssl.SSLError for a certificate that is not trusted.
        """
        loop = asyncio.get_running_loop()
        tls, server_hostname = (context, destination.host) if destination.secure else (None, None)
        last_error: OSError | None = None
        for address in await self.resolve_allowed(destination):
            try:
                _, protocol = await loop.create_connection(
                    protocol_factory, address, destination.port, ssl=tls, server_hostname=server_hostname
                )
            except ssl.SSLError:
                raise
            except OSError as error:
                last_error = error
            else:
                return protocol
        raise AddressUnreachable from last_error


_resolver_pool = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="walkin-resolver")


async def check_destination(policy: AddressPolicy, destination: Destination, resolver: Resolver = resolve_host) -> None:
    """Check a destination without connecting. Raises AddressUnreachable."""
    await SsrfGuard(policy, resolver).resolve_allowed(destination)


def create_tls_context(policy: AddressPolicy) -> ssl.SSLContext:
    """Build the TLS context: the system's CA certificates plus ``ca_file``."""
    import httpx

    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    if policy.ca_file is not None:
        context.load_verify_locations(policy.ca_file)
    return context
