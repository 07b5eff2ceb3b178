"""The SSRF guard: internal addresses are refused in every spelling, when a watch is created and at delivery."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.watching import WatchApi, open_watch_api
from walkin.watch.http_client import NoResponse, SenderPool
from walkin.watch.ssrf import (
    PUBLIC_ONLY,
    AddressPolicy,
    AddressUnreachable,
    Destination,
    SsrfGuard,
    check_destination,
    is_public,
    parse_networks,
    resolve_host,
)

INTERNAL = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8",
    "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "100.100.100.200", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fd12:3456:789a::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip

INTERNAL_IPV4 = [address for address in map(ip_address, INTERNAL) if isinstance(address, IPv4Address)]

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]

SPELLINGS = [
    "localhost", "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0177.1",
    "017700000001", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "１２７.0.0.1",
    "127。0。0。1", "0", "LOCALHOST", "localhost.", "127.0.0.1.", "⑫7.0.0.1",
]  # fmt: skip


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A listening socket, on which ``accept`` would show a connection."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield listener


def assert_untouched(listening: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_there_are_more_than_fifty_of_them() -> None:
    assert len(INTERNAL) >= 52
    assert len(SPELLINGS) >= 17


@pytest.mark.parametrize("address", INTERNAL)
def test_internal_addresses_are_refused(address: str) -> None:
    assert not PUBLIC_ONLY.is_allowed(ip_address(address), 443, secure=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_allowed_with_tls_on_the_usual_ports(address: str) -> None:
    assert is_public(ip_address(address))
    assert PUBLIC_ONLY.is_allowed(ip_address(address), 443, secure=True)
    assert not PUBLIC_ONLY.is_allowed(ip_address(address), 443, secure=False)
    assert not PUBLIC_ONLY.is_allowed(ip_address(address), 22, secure=True)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
     "0.0.0.0", "224.0.0.1", "ff02::1", "::", "255.255.255.255", "192.0.0.192", "fd20:ce::254", "fd00:42::42",
     "fd00:c1::a9fe:a9fe", "::a9fe:a9fe", "::ffff:0:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe",
     "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:ff:a9:fea9:fe00:0", "2002:a9fe:a9fe::", "2002:6464:64c8::1"],
)  # fmt: skip
def test_no_setting_opens_metadata_or_link_local(address: str) -> None:
    everything = AddressPolicy(parse_networks(["0.0.0.0/0", "::/0"]))
    assert not everything.is_allowed(ip_address(address), 443, secure=True)
    exactly = AddressPolicy(parse_networks([address]))
    assert not exactly.is_allowed(ip_address(address), 443, secure=True)


EMBEDDINGS: dict[str, Callable[[int], int]] = {
    "compatible": lambda ipv4: ipv4,
    "mapped": lambda ipv4: 0xFFFF << 32 | ipv4,
    "translated": lambda ipv4: 0xFFFF << 48 | ipv4,
    "NAT64": lambda ipv4: 0x64_FF9B << 96 | ipv4,
    "local NAT64, /96": lambda ipv4: 0x64_FF9B_0001 << 80 | ipv4,
    "local NAT64, /64": lambda ipv4: 0x64_FF9B_0001_0007 << 64 | ipv4 << 24,
    "local NAT64, /56": lambda ipv4: 0x64_FF9B_0001_07 << 72 | ipv4 >> 24 << 64 | (ipv4 & 0xFF_FFFF) << 32,
    "local NAT64, /48": lambda ipv4: 0x64_FF9B_0001 << 80 | ipv4 >> 16 << 64 | (ipv4 & 0xFFFF) << 40,
    "6to4": lambda ipv4: 0x2002 << 112 | ipv4 << 80 | 1,
    "Teredo server": lambda ipv4: 0x2001_0000 << 96 | ipv4 << 64 | (0x0808_0808 ^ 0xFFFF_FFFF),
    "Teredo client": lambda ipv4: 0x2001_0000 << 96 | 0x0808_0808 << 64 | (ipv4 ^ 0xFFFF_FFFF),
    "ISATAP": lambda ipv4: 0x2A00_1450 << 96 | 0x5EFE << 32 | ipv4,
    "ISATAP, global": lambda ipv4: 0xFD12 << 112 | 0x0200_5EFE << 32 | ipv4,
}


@pytest.mark.parametrize("embed", EMBEDDINGS.values(), ids=EMBEDDINGS)
@given(ipv4=st.ip_addresses(v=4), inside=st.sampled_from(INTERNAL_IPV4), offset=st.integers(0, 255))
@settings(max_examples=25, deadline=None)
def test_an_ipv6_address_opens_no_ipv4_address_that_is_not_open_itself(
    embed: Callable[[int], int], ipv4: IPv4Address, inside: IPv4Address, offset: int
) -> None:
    everything = AddressPolicy(parse_networks(["::/0"]))
    for address in (ipv4, IPv4Address(int(inside) ^ offset)):
        if int(address) >> 24 == 0:
            continue
        embedded = IPv6Address(embed(int(address)))
        if everything.is_allowed(embedded, 443, secure=True):
            assert is_public(address), embedded
        named = AddressPolicy((*parse_networks(["::/0"]), ip_network(address)))
        if not named.is_allowed(address, 80, secure=False):
            assert not named.is_allowed(embedded, 80, secure=False), embedded


@pytest.mark.parametrize("ipv4", ["8.8.8.8", "10.1.2.3"])
@pytest.mark.parametrize("embed", EMBEDDINGS.values(), ids=EMBEDDINGS)
def test_a_translator_of_the_house_is_open_to_what_is_allowed(embed: Callable[[int], int], ipv4: str) -> None:
    policy = AddressPolicy(parse_networks(["::/0", "0.0.0.0/0"]))
    assert policy.is_allowed(IPv6Address(embed(int(IPv4Address(ipv4)))), 443, secure=False)
    assert AddressPolicy(parse_networks(["::1"])).is_allowed(ip_address("::1"), 80, secure=False)


def test_a_network_of_the_house_is_open_without_tls_on_any_port_and_nothing_beside_it() -> None:
    policy = AddressPolicy(parse_networks(["10.1.0.0/16", "fd12::/32"]))
    assert policy.is_allowed(ip_address("10.1.2.3"), 8080, secure=False)
    assert policy.is_allowed(ip_address("::ffff:10.1.2.3"), 8080, secure=False)
    assert policy.is_allowed(ip_address("fd12::1"), 80, secure=False)
    assert not policy.is_allowed(ip_address("10.2.0.1"), 443, secure=True)
    assert not policy.is_allowed(ip_address("1.1.1.1"), 80, secure=False)


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_every_spelling_of_this_machine_is_refused_before_and_at_delivery(
    spelling: str, listening: socket.socket
) -> None:
    port = listening.getsockname()[1]
    for scheme in ("http", "https"):
        try:
            destination = Destination(f"{scheme}://{spelling}:{port}/")
        except ValueError:
            continue
        with pytest.raises(AddressUnreachable):
            await check_destination(PUBLIC_ONLY, destination)
        senders = SenderPool(PUBLIC_ONLY)
        with pytest.raises(NoResponse):
            await senders.get_sender(1).send("POST", destination, {}, b"{}")
        await senders.close()
    assert_untouched(listening)


@pytest.mark.parametrize("address", INTERNAL)
@pytest.mark.long
async def test_the_api_refuses_and_dials_no_internal_address_whatever_name_it_has(
    address: str, listening: socket.socket, shared_office: WatchApi
) -> None:
    literal = f"[{address}]" if ":" in address else address
    port = listening.getsockname()[1]
    for url in (
        f"https://{literal}/",
        f"http://{literal}:{port}/",
        f"https://{address.replace(':', '-')}.internal.test/",
    ):
        answer = await shared_office.request("POST", "queues/1/registrations/watch", {"address": url}, status=422)
        assert [field["id"] for field in answer["error"]["fields"]] == ["address"]
    oauth2 = {
        "clientId": "a",
        "grantType": "client_credentials",
        "clientSecret": "s",
        "accessTokenUrl": f"https://{literal}/",
    }
    body = {"address": "https://public.test/", "oauth2Auth": oauth2}
    answer = await shared_office.request("POST", "queues/1/registrations/watch", body, status=422)
    assert [field["id"] for field in answer["error"]["fields"]] == ["oauth2Auth.accessTokenUrl"]
    assert_untouched(listening)


@pytest.fixture(scope="module")
def names() -> dict[str, list[str]]:
    addresses_by_host = {f"{address.replace(':', '-')}.internal.test": [address] for address in INTERNAL}
    return addresses_by_host | {"public.test": ["93.184.216.34"], "mixed.test": ["93.184.216.34", "10.0.0.1"]}


@pytest.fixture
async def shared_office(office_file: Path, names: dict[str, list[str]]) -> Any:
    def resolve(host: str, port: int) -> list[str]:
        return names[host] if host in names else resolve_host(host, port)

    async with open_watch_api(office_file, PUBLIC_ONLY, with_delivery=False, resolver=resolve) as office:
        yield office


@pytest.mark.parametrize("address", INTERNAL)
async def test_a_delivery_to_a_name_with_an_internal_address_ends_without_a_connection(address: str) -> None:
    senders = SenderPool(PUBLIC_ONLY, lambda host, port: [address])
    async with asyncio.timeout(60):
        for scheme in ("http", "https"):
            with pytest.raises(NoResponse, match="may not be"):
                await senders.get_sender(1).send("POST", Destination(f"{scheme}://receiver.test/"), {}, b"{}")
    await senders.close()


async def test_one_internal_answer_among_public_ones_refuses_all(shared_office: WatchApi) -> None:
    await shared_office.add_watch("https://public.test/")
    await shared_office.request("POST", "queues/1/registrations/watch", {"address": "https://mixed.test/"}, status=422)


async def test_a_name_that_turns_internal_after_it_was_judged_is_never_dialled(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    policy = AddressPolicy(public_ports=frozenset({port}))

    def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    destination = Destination(f"https://turns.test:{port}/")
    await check_destination(policy, destination, resolve)
    senders = SenderPool(policy, resolve)
    with pytest.raises(NoResponse):
        await senders.get_sender(1).send("POST", destination, {}, b"")
    await senders.close()
    assert_untouched(listening)


async def test_what_is_dialled_is_the_judged_address_and_not_the_name() -> None:
    resolved: list[str] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]

        def resolve(host: str, port: int) -> list[str]:
            resolved.append(host)
            return ["127.0.0.1"]

        guard = SsrfGuard(AddressPolicy(parse_networks(["127.0.0.1"])), resolve)
        context = ssl.create_default_context()
        await guard.connect(Destination(f"http://receiver.test:{port}/"), asyncio.Protocol, context)
        with server.accept()[0] as accepted:
            assert accepted.getsockname() == ("127.0.0.1", port)
    assert resolved == ["receiver.test"]


async def test_refused_unreachable_and_unknown_are_told_in_the_same_words() -> None:
    policy = AddressPolicy(parse_networks(["127.0.0.1"]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    messages = set()
    senders = SenderPool(policy)
    for address in (f"http://127.0.0.1:{port}/", "http://10.0.0.1/", "https://no-such-name.invalid/"):
        with pytest.raises(NoResponse) as caught:
            await senders.get_sender(1).send("POST", Destination(address), {}, b"")
        messages.add(str(caught.value))
    await senders.close()
    assert len(messages) == 1


NO_ADDRESSES = [
    "", "x", "ftp://a/", "https://", "http:///x", "https://a:b@c/", "file:///etc/passwd", "https://[::1",
    "https://a:99999/", "https://a:0/", "unix:///run/x", "https://" + "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_said_in_words(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Destination(address)


async def test_a_slow_name_server_holds_up_nobody_else() -> None:
    import threading

    released = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        if host == "slow.test":
            released.wait(60)
        return ["127.0.0.1"]

    guard = SsrfGuard(AddressPolicy(parse_networks(["127.0.0.1"])), resolve)
    slow = [asyncio.create_task(guard.resolve_allowed(Destination("https://slow.test/"))) for _ in range(8)]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(30):
        assert await guard.resolve_allowed(Destination("https://quick.test/")) == ["127.0.0.1"]
    released.set()
    await asyncio.gather(*slow)
