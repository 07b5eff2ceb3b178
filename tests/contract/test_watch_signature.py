"""Signatures, verified by independent libraries, and the life of signing keys."""

from __future__ import annotations

import base64
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import http_message_signatures
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from tests.support.access import dump_stored_content
from tests.support.offices import get_key_file
from tests.support.receivers import ReceivedRequest, Receiver
from tests.support.watching import WatchApi, has_response, open_watch_api
from walkin.watch import signing


async def create_key(office: WatchApi, kind: str) -> dict[str, Any]:
    return await office.request("POST", "cryptoKeys", {"type": kind, "name": f"a {kind} key"})


async def send_signed(office: WatchApi, receiver: Receiver, *keys: dict[str, Any], **members: Any) -> ReceivedRequest:
    """Create a watch that signs with these keys; return the first request it sends."""
    await office.add_watch(
        receiver.url, signature={"enabled": True, "cryptoKeyIds": [key["id"] for key in keys]}, **members
    )
    await office.register("Ünï 🙂")
    await receiver.wait_until(lambda: receiver.requests)
    return receiver.requests[0]


def decode_public_key(key: dict[str, Any]) -> bytes:
    return base64.b64decode(key["publicKey"].removeprefix("whpk_"))


async def test_a_header_of_three_keys_is_accepted_for_each_of_them(office: WatchApi, receiver: Receiver) -> None:
    first, second, third = (
        await create_key(office, "hmac"),
        await create_key(office, "ed25519"),
        await create_key(office, "hmac"),
    )
    request = await send_signed(office, receiver, first, second, third)
    parts = request.headers["webhook-signature"].split(" ")
    assert [part.partition(",")[0] for part in parts] == ["v1", "v1a", "v1"]
    for key in (first, third):
        Webhook(key["secret"]).verify(request.body, request.headers)
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode() + request.body
    Ed25519PublicKey.from_public_bytes(decode_public_key(second)).verify(
        base64.b64decode(parts[1].partition(",")[2]), content
    )


async def test_another_byte_id_time_or_key_is_not_accepted(office: WatchApi, receiver: Receiver) -> None:
    key, other = await create_key(office, "hmac"), await create_key(office, "hmac")
    request = await send_signed(office, receiver, key)
    checker = Webhook(key["secret"])
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
    ed25519_key, hmac_key = await create_key(office, "ed25519"), await create_key(office, "hmac")
    request = await send_signed(office, receiver, ed25519_key, hmac_key)
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode() + request.body
    ed25519_signature, hmac_signature = (
        part.partition(",")[2] for part in request.headers["webhook-signature"].split(" ")
    )
    for name, content_bytes in (("content", content), ("signature", base64.b64decode(ed25519_signature))):
        (tmp_path / name).write_bytes(content_bytes)
    # The fixed head of an Ed25519 public key in DER (RFC 8410).
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + decode_public_key(ed25519_key))

    def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True, check=False)

    check = ("pkeyutl", "-verify", "-pubin", "-inkey", "key.der", "-keyform", "DER", "-rawin", "-in", "content",
             "-sigfile", "signature")  # fmt: skip
    assert openssl(*check).returncode == 0, openssl(*check).stderr
    (tmp_path / "content").write_bytes(content + b" ")
    assert openssl(*check).returncode != 0
    (tmp_path / "content").write_bytes(content)
    secret = base64.b64decode(hmac_key["secret"].removeprefix("whsec_")).hex()
    signature = openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{secret}", "-binary", "content").stdout
    assert base64.b64encode(signature).decode() == hmac_signature


class KeyResolver(http_message_signatures.HTTPSignatureKeyResolver):
    """The office's published keys by ``keyid``."""

    def __init__(self, jwks: dict[str, Any]) -> None:
        self.jwk_by_id = {jwk["kid"]: jwk for jwk in jwks["keys"]}

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        x = self.jwk_by_id[key_id]["x"]
        return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))

    def resolve_private_key(self, key_id: str) -> Any:
        raise KeyError(key_id)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_rfc_9421_by_a_library_that_knows_only_the_published_keys(
    office: WatchApi, receiver: Receiver, method: str
) -> None:
    ed25519_key = await create_key(office, "ed25519")
    request = await send_signed(office, receiver, ed25519_key, method=method)
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [jwk["kid"] for jwk in jwks["keys"]] == [ed25519_key["id"]]
    assert all("d" not in jwk for jwk in jwks["keys"])
    checker = http_message_signatures.HTTPMessageVerifier(
        signature_algorithm=http_message_signatures.algorithms.ED25519, key_resolver=KeyResolver(jwks)
    )
    message = httpx.Request(request.method, receiver.url, headers=request.headers, content=request.body)
    message.url = str(message.url)  # type: ignore[assignment]
    (verified,) = checker.verify(message, max_age=timedelta(minutes=5))
    assert verified.parameters["keyid"] == ed25519_key["id"]
    assert '"content-digest"' in verified.covered_components
    message.headers["webhook-id"] = "msg_other"
    with pytest.raises(http_message_signatures.InvalidSignature):
        checker.verify(message)


async def test_delete_signs_an_empty_body(office: WatchApi, receiver: Receiver) -> None:
    key = await create_key(office, "hmac")
    request = await send_signed(office, receiver, key, method="DELETE")
    assert request.body == b""
    content = f"{request.message_id}.{request.headers['webhook-timestamp']}.".encode()
    secret = base64.b64decode(key["secret"].removeprefix("whsec_"))
    expected = base64.b64encode(signing.HmacKey("", secret).sign(content)).decode()
    assert request.headers["webhook-signature"] == f"v1,{expected}"


async def test_after_a_rotation_both_sign_for_a_day_then_only_the_new(office: WatchApi, receiver: Receiver) -> None:
    hmac_key, ed25519_key = await create_key(office, "hmac"), await create_key(office, "ed25519")
    await send_signed(office, receiver, hmac_key, ed25519_key)
    new_hmac_key = await office.request("POST", f"cryptoKeys/{hmac_key['id']}/rotate")
    new_ed25519_key = await office.request("POST", f"cryptoKeys/{ed25519_key['id']}/rotate")
    assert new_hmac_key["id"] == hmac_key["id"]
    assert new_hmac_key["secret"] != hmac_key["secret"]
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [jwk["kid"] for jwk in jwks["keys"]] == [f"{ed25519_key['id']}.2", ed25519_key["id"]]

    await office.register("Rotated")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    headers = receiver.requests[1].headers
    assert [part.partition(",")[0] for part in headers["webhook-signature"].split(" ")] == ["v1", "v1", "v1a", "v1a"]
    for secret in (hmac_key["secret"], new_hmac_key["secret"]):
        Webhook(secret).verify(receiver.requests[1].body, headers)
    assert f'keyid="{ed25519_key["id"]}"' in headers["signature-input"]
    assert f'keyid="{ed25519_key["id"]}.2"' in headers["signature-input"]

    await office.advance_time(86_400 + 1)
    await office.register("A day later")
    await receiver.wait_until(lambda: len(receiver.requests) == 3)
    headers = receiver.requests[2].headers
    assert [part.partition(",")[0] for part in headers["webhook-signature"].split(" ")] == ["v1", "v1a"]
    content = f"{receiver.requests[2].message_id}.{headers['webhook-timestamp']}.".encode() + receiver.requests[2].body
    mac_part, pair_part = (base64.b64decode(part.partition(",")[2]) for part in headers["webhook-signature"].split(" "))
    new_secret = base64.b64decode(new_hmac_key["secret"].removeprefix("whsec_"))
    assert signing.HmacKey("", new_secret).sign(content) == mac_part
    Ed25519PublicKey.from_public_bytes(decode_public_key(new_ed25519_key)).verify(pair_part, content)
    jwks = await office.request("GET", "cryptoKeys/jwks.json")
    assert [jwk["kid"] for jwk in jwks["keys"]] == [f"{ed25519_key['id']}.2"]


async def test_a_secret_is_shown_once_and_never_kept_readable(office: WatchApi, data: Path) -> None:
    key = await create_key(office, "hmac")
    secret = base64.b64decode(key["secret"].removeprefix("whsec_"))
    assert len(secret) == 32
    responses = str(await office.request("GET", "cryptoKeys")) + str(
        await office.request("GET", f"cryptoKeys/{key['id']}")
    )
    assert "whsec_" not in responses
    assert "secret" not in responses
    stored = await dump_stored_content(data)
    assert secret.decode("latin-1") not in stored
    assert base64.b64encode(secret).decode() not in stored


async def test_a_key_that_a_watch_signs_with_is_not_deleted(office: WatchApi, receiver: Receiver) -> None:
    key = await create_key(office, "hmac")
    watch = await office.add_watch(receiver.url, signature={"enabled": True, "keys": [int(key["id"])]})
    assert watch["signature"] == {"enabled": True, "cryptoKeyIds": [key["id"]]}
    response = await office.request("DELETE", f"cryptoKeys/{key['id']}", status=409)
    assert watch["id"] in response["error"]["message"]
    await office.request("DELETE", f"watchers/{watch['id']}")
    await office.request("DELETE", f"cryptoKeys/{key['id']}", status=204)


async def test_without_signature_there_is_an_id_and_a_time_and_no_signature(
    office: WatchApi, receiver: Receiver
) -> None:
    key = await create_key(office, "hmac")
    await office.add_watch(receiver.url, signature={"enabled": False, "cryptoKeyIds": [key["id"]]})
    await office.register()
    await receiver.wait_until(lambda: receiver.requests)
    assert not {"webhook-signature", "signature", "x-agendize-signature"} & set(receiver.requests[0].headers)
    assert receiver.requests[0].message_id.startswith("msg_")


async def test_the_simple_mac_of_the_body_goes_along(office: WatchApi, receiver: Receiver) -> None:
    key = await create_key(office, "hmac")
    request = await send_signed(office, receiver, key)
    secret = base64.b64decode(key["secret"].removeprefix("whsec_"))
    expected = signing.HmacKey("", secret).sign(request.body).hex()
    assert request.headers["x-agendize-signature"] == f"keyId={key['id']},sha256={expected}"


async def test_a_lost_key_file_is_said_and_loses_no_event(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data) as office:
        await office.add_watch(receiver.url, basicAuth={"username": "a", "password": "b"})
    file = get_key_file(data)
    content = file.read_text()
    file.unlink()
    async with open_watch_api(data) as office:
        await office.register()
        (entry,) = await office.wait_for_deliveries(1, has_response)
        assert "key of this office is missing" in entry["response"]["errorMessage"]
        assert receiver.connections == 0
        file.write_text(content)
        await office.advance_time(10)
        await receiver.wait_until(lambda: receiver.requests)


async def test_no_new_key_is_made_beside_secrets_of_a_lost_one(data: Path, receiver: Receiver) -> None:
    async with open_watch_api(data) as office:
        watch = await office.add_watch(receiver.url, basicAuth={"username": "a", "password": "b"})
        get_key_file(data).unlink()
        with_secret = {"address": receiver.url, "basicAuth": {"username": "a", "password": "c"}}
        for method, path, members in (
            ("POST", "cryptoKeys", {"type": "hmac"}),
            ("POST", "queues/1/registrations/watch", with_secret),
        ):
            error = (await office.request(method, path, members, status=500))["error"]
            assert error["reason"] == "secretsLost"
            assert "Put the key file back" in error["message"]
        await office.add_watch(receiver.url)
        assert not get_key_file(data).exists()
        # What needs the lost key is given up, and a new one is made.
        await office.request("DELETE", f"watchers/{watch['id']}")
        await office.add_watch(receiver.url, basicAuth={"username": "a", "password": "b"})
        assert get_key_file(data).exists()
