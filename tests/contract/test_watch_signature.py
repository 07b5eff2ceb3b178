"""Signatures, checked by libraries that are not ours, and the keys that make them."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import http_message_signatures
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from tests.support.doors import dump_stored_content
from tests.support.offices import get_key_file
from tests.support.receivers import ReceivedRequest, Receiver
from tests.support.watching import WatchApi, open_watch_api
from walkin.watch import signing


@pytest.fixture
async def office(data: Path) -> AsyncIterator[WatchApi]:
    async with open_watch_api(data) as found:
        yield found


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().run() as found:
        yield found


async def key(office: WatchApi, kind: str) -> dict[str, Any]:
    return await office.request("POST", "cryptoKeys", {"type": kind, "name": f"a {kind} key"})


async def signed(office: WatchApi, receiver: Receiver, *keys: dict[str, Any], **members: Any) -> ReceivedRequest:
    """What a watch that signs with these keys sends."""
    await office.add_watch(
        receiver.url, signature={"enabled": True, "cryptoKeyIds": [one["id"] for one in keys]}, **members
    )
    await office.register("Ünï 🙂")
    await receiver.wait_until(lambda: receiver.requests)
    return receiver.requests[0]


def raw_public(made: dict[str, Any]) -> bytes:
    return base64.b64decode(made["publicKey"].removeprefix("whpk_"))


async def test_a_header_of_three_keys_is_accepted_for_each_of_them(office: WatchApi, receiver: Receiver) -> None:
    one, two, three = await key(office, "hmac"), await key(office, "ed25519"), await key(office, "hmac")
    request = await signed(office, receiver, one, two, three)
    parts = request.headers["webhook-signature"].split(" ")
    assert [part.partition(",")[0] for part in parts] == ["v1", "v1a", "v1"]
    for made in (one, three):
        Webhook(made["secret"]).verify(request.body, request.headers)
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode() + request.body
    Ed25519PublicKey.from_public_bytes(raw_public(two)).verify(base64.b64decode(parts[1].partition(",")[2]), content)


async def test_another_byte_id_time_or_key_is_not_accepted(office: WatchApi, receiver: Receiver) -> None:
    made, other = await key(office, "hmac"), await key(office, "hmac")
    request = await signed(office, receiver, made)
    checker = Webhook(made["secret"])
    with pytest.raises(WebhookVerificationError):
        checker.verify(request.body.replace(b"1", b"2", 1), request.headers)
    for name, value in (
        ("webhook-id", "msg_other"),
        ("webhook-timestamp", str(int(request.headers["webhook-timestamp"]) - 1)),
    ):
        with pytest.raises(WebhookVerificationError):
            checker.verify(request.body, request.headers | {name: value})
    with pytest.raises(WebhookVerificationError):
        Webhook(other["secret"]).verify(request.body, request.headers)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
async def test_openssl_accepts_both_kinds(office: WatchApi, receiver: Receiver, tmp_path: Path) -> None:
    pair, mac = await key(office, "ed25519"), await key(office, "hmac")
    request = await signed(office, receiver, pair, mac)
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode() + request.body
    ed25519, hmac_ = (part.partition(",")[2] for part in request.headers["webhook-signature"].split(" "))
    for name, written in (("content", content), ("signature", base64.b64decode(ed25519))):
        (tmp_path / name).write_bytes(written)
    # The fixed head of an Ed25519 public key in DER (RFC 8410).
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + raw_public(pair))

    def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True, check=False)

    check = ("pkeyutl", "-verify", "-pubin", "-inkey", "key.der", "-keyform", "DER", "-rawin", "-in", "content",
             "-sigfile", "signature")  # fmt: skip
    assert openssl(*check).returncode == 0, openssl(*check).stderr
    (tmp_path / "content").write_bytes(content + b" ")
    assert openssl(*check).returncode != 0
    (tmp_path / "content").write_bytes(content)
    secret = base64.b64decode(mac["secret"].removeprefix("whsec_")).hex()
    made = openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{secret}", "-binary", "content").stdout
    assert base64.b64encode(made).decode() == hmac_


class Keys(http_message_signatures.HTTPSignatureKeyResolver):
    """The office's public keys, as a receiver finds them by ``keyid``."""

    def __init__(self, jwks: dict[str, Any]) -> None:
        self.known = {one["kid"]: one for one in jwks["keys"]}

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        x = self.known[key_id]["x"]
        return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))

    def resolve_private_key(self, key_id: str) -> Any:
        raise KeyError(key_id)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_rfc_9421_by_a_library_that_knows_only_the_published_keys(
    office: WatchApi, receiver: Receiver, method: str
) -> None:
    pair = await key(office, "ed25519")
    request = await signed(office, receiver, pair, method=method)
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [one["kid"] for one in jwks["keys"]] == [pair["id"]]
    assert all("d" not in one for one in jwks["keys"])
    checker = http_message_signatures.HTTPMessageVerifier(
        signature_algorithm=http_message_signatures.algorithms.ED25519, key_resolver=Keys(jwks)
    )
    message = httpx.Request(request.method, receiver.url, headers=request.headers, content=request.body)
    message.url = str(message.url)  # type: ignore[assignment]
    (found,) = checker.verify(message, max_age=timedelta(minutes=5))
    assert found.parameters["keyid"] == pair["id"]
    assert '"content-digest"' in found.covered_components
    message.headers["webhook-id"] = "msg_other"
    with pytest.raises(http_message_signatures.InvalidSignature):
        checker.verify(message)


async def test_delete_signs_an_empty_body(office: WatchApi, receiver: Receiver) -> None:
    made = await key(office, "hmac")
    request = await signed(office, receiver, made, method="DELETE")
    assert request.body == b""
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode()
    secret = base64.b64decode(made["secret"].removeprefix("whsec_"))
    wanted = base64.b64encode(signing.HmacKey("", secret).sign(content)).decode()
    assert request.headers["webhook-signature"] == f"v1,{wanted}"


async def test_after_a_rotation_both_sign_for_a_day_then_only_the_new(office: WatchApi, receiver: Receiver) -> None:
    mac, pair = await key(office, "hmac"), await key(office, "ed25519")
    await signed(office, receiver, mac, pair)
    new_mac = await office.request("POST", f"cryptoKeys/{mac['id']}/rotate")
    new_pair = await office.request("POST", f"cryptoKeys/{pair['id']}/rotate")
    assert new_mac["id"] == mac["id"]
    assert new_mac["secret"] != mac["secret"]
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [one["kid"] for one in jwks["keys"]] == [f"{pair['id']}.2", pair["id"]]

    await office.register("Rotated")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    headers = receiver.requests[1].headers
    assert [part.partition(",")[0] for part in headers["webhook-signature"].split(" ")] == ["v1", "v1", "v1a", "v1a"]
    for secret in (mac["secret"], new_mac["secret"]):
        Webhook(secret).verify(receiver.requests[1].body, headers)
    assert f'keyid="{pair["id"]}"' in headers["signature-input"]
    assert f'keyid="{pair["id"]}.2"' in headers["signature-input"]

    await office.advance_time(86_400 + 1)
    await office.register("A day later")
    await receiver.wait_until(lambda: len(receiver.requests) == 3)
    headers = receiver.requests[2].headers
    assert [part.partition(",")[0] for part in headers["webhook-signature"].split(" ")] == ["v1", "v1a"]
    content = f"{receiver.requests[2].message_id}.{headers['webhook-timestamp']}.".encode() + receiver.requests[2].body
    mac_part, pair_part = (base64.b64decode(part.partition(",")[2]) for part in headers["webhook-signature"].split(" "))
    new_secret = base64.b64decode(new_mac["secret"].removeprefix("whsec_"))
    assert signing.HmacKey("", new_secret).sign(content) == mac_part
    Ed25519PublicKey.from_public_bytes(raw_public(new_pair)).verify(pair_part, content)
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [one["kid"] for one in jwks["keys"]] == [f"{pair['id']}.2"]


async def test_a_secret_is_shown_once_and_never_kept_readable(office: WatchApi, data: Path) -> None:
    made = await key(office, "hmac")
    secret = base64.b64decode(made["secret"].removeprefix("whsec_"))
    assert len(secret) == 32
    shown = str(await office.request("GET", "cryptoKeys")) + str(
        await office.request("GET", f"cryptoKeys/{made['id']}")
    )
    assert "whsec_" not in shown
    assert "secret" not in shown
    kept = await dump_stored_content(data)
    assert secret.decode("latin-1") not in kept
    assert base64.b64encode(secret).decode() not in kept


async def test_a_key_that_a_watch_signs_with_is_not_deleted(office: WatchApi, receiver: Receiver) -> None:
    made = await key(office, "hmac")
    watch = await office.add_watch(receiver.url, signature={"enabled": True, "keys": [int(made["id"])]})
    assert watch["signature"] == {"enabled": True, "cryptoKeyIds": [made["id"]]}
    answer = await office.request("DELETE", f"cryptoKeys/{made['id']}", status=409)
    assert watch["id"] in answer["error"]["message"]
    await office.request("DELETE", f"watchers/{watch['id']}")
    await office.request("DELETE", f"cryptoKeys/{made['id']}", status=204)


async def test_without_signature_there_is_an_id_and_a_time_and_no_signature(
    office: WatchApi, receiver: Receiver
) -> None:
    made = await key(office, "hmac")
    await office.add_watch(receiver.url, signature={"enabled": False, "cryptoKeyIds": [made["id"]]})
    await office.register()
    await receiver.wait_until(lambda: receiver.requests)
    assert not {"webhook-signature", "signature", "x-agendize-signature"} & set(receiver.requests[0].headers)
    assert receiver.requests[0].message_id.startswith("msg_")


async def test_the_simple_mac_of_the_body_goes_along(office: WatchApi, receiver: Receiver) -> None:
    made = await key(office, "hmac")
    request = await signed(office, receiver, made)
    secret = base64.b64decode(made["secret"].removeprefix("whsec_"))
    wanted = signing.HmacKey("", secret).sign(request.body).hex()
    assert request.headers["x-agendize-signature"] == f"keyId={made['id']},sha256={wanted}"


async def test_a_lost_key_file_is_said_and_loses_no_event(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data) as office:
        await office.add_watch(receiver.url, basicAuth={"username": "a", "password": "b"})
    file = get_key_file(data)
    kept = file.read_text()
    file.unlink()
    async with open_watch_api(data) as office:
        await office.register()
        for _ in range(500):
            (entry,) = await office.list_deliveries()
            if "response" in entry:
                break
            await asyncio.sleep(0.01)
        assert "key of this office is missing" in entry["response"]["errorMessage"]
        assert receiver.connections == 0
        file.write_text(kept)
        await office.advance_time(10)
        await receiver.wait_until(lambda: receiver.requests)
