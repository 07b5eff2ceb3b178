"""``/cryptoKeys``: the keys that sign what watches are sent."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Request
from fastapi.responses import Response

from walkin.api.http import request_body as body
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import answer, base
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.state import Office, caller, office
from walkin.model.time import wall_clock
from walkin.model.watch import KeyInput
from walkin.model.watch_log import CryptoKey, KeySet
from walkin.store.watches import watches
from walkin.store.watches.watches import Key
from walkin.watch import signing
from walkin.watch.encryption import Vault
from walkin.watch.signing_keys import key_name, opened, sealed_key

router = routes(f"{API}/cryptoKeys", "watches")

One = Annotated[int, PathId("keyNotFound"), Path(alias="cryptoKeyId", description="The key.", examples=["1"])]


@router.post(
    "",
    **documented(
        "Make a key",
        takes=KeyInput,
        required=False,
        gives=CryptoKey,
        status=201,
        refuses=("secretsLost",),
        headers=("Location",),
    ),
)
async def create_key(request: Request) -> Response:
    """A new key, ``hmac`` or ``ed25519``. The secret of an HMAC key is shown in this answer and never again."""
    here = office(request)
    content = await body.raw(request)
    given = body.parsed(content, KeyInput) if content.strip() else KeyInput()
    vault, secret = _vault(here), signing.new_secret()
    account = caller(request).account
    sealed = sealed_key(secret, vault)
    made = await here.store.write(watches.add_key, account, given.type.value, given.name or "", sealed, here.clock())
    location = f"{base(request)}/cryptoKeys/{made.id}"
    return answer(orjson.dumps(_shown(made, vault, here.clock()) | _secret(made, secret)), 201, location=location)


@router.get("", **documented("List keys", gives=CryptoKey, many=True, refuses=("secretsLost",)))
async def list_keys(request: Request) -> Response:
    """The account's keys, without secrets."""
    here = office(request)
    found = await here.store.read(watches.keys, caller(request).account)
    return answer(orjson.dumps({"items": [_shown(key, _vault(here), here.clock()) for key in found]}))


@router.get("/jwks.json", **documented("The public keys", gives=KeySet, refuses=("secretsLost",), public=True))
async def public_keys(request: Request) -> Response:
    """The public halves of the Ed25519 keys as a JSON Web Key Set; ``kid`` is the ``keyid`` of signatures."""
    here = office(request)
    keys: list[dict[str, Any]] = []
    at, vault = here.clock(), _vault(here)
    for key in await here.store.read(watches.keys):
        if key.kind == "ed25519":
            keys.append(signing.jwk(key_name(key), opened(key.secret, vault)))
            if key.previous is not None and at < (key.previous_until or 0):
                keys.append(signing.jwk(key_name(key, previous=True), opened(key.previous, vault)))
    return answer(orjson.dumps({"keys": keys}))


@router.get("/{cryptoKeyId:id}", **documented("Get a key", gives=CryptoKey, refuses=("keyNotFound", "secretsLost")))
async def get_key(key: One, request: Request) -> Response:
    """One key, without its secret."""
    here = office(request)
    found = await here.store.read(watches.key, caller(request).account, key)
    return answer(orjson.dumps(_shown(found, _vault(here), here.clock())))


@router.post(
    "/{cryptoKeyId:id}/rotate",
    **documented(
        "Replace the secret of a key", gives=CryptoKey, refuses=("keyNotFound", "secretsLost", "conflict"), writes=True
    ),
)
async def rotate_key(key: One, request: Request) -> Response:
    """Give the key another secret, shown in this answer only. For 24 hours the one before signs as well."""
    here = office(request)
    vault, secret = _vault(here), signing.new_secret()
    changed = await here.store.write(
        watches.rotate_key, caller(request).account, key, sealed_key(secret, vault), here.clock()
    )
    return answer(orjson.dumps(_shown(changed, vault, here.clock()) | _secret(changed, secret)))


@router.delete(
    "/{cryptoKeyId:id}",
    **documented("Delete a key", status=204, refuses=("keyNotFound", "keyInUse"), writes=True),
)
async def delete_key(key: One, request: Request) -> Response:
    """Refused while a watch signs with it."""
    here = office(request)
    await here.store.write(watches.remove_key, caller(request).account, key)
    return Response(status_code=204)


def _vault(here: Office) -> Vault:
    return here.outlet.vault(here.store.path)()


def _secret(key: Key, secret: bytes) -> dict[str, str]:
    return {"secret": signing.shown("hmac", secret)} if key.kind == "hmac" else {}


def _shown(key: Key, vault: Vault, at: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(key.id), "type": key.kind, "version": key.version}
    if key.name:
        shown["name"] = key.name
    if key.kind == "ed25519":
        shown["publicKey"] = signing.shown("ed25519", opened(key.secret, vault))
    shown["created"] = {"dateTime": wall_clock(key.created_at, "UTC"), "timeZone": "UTC"}
    if key.previous is not None and at < (key.previous_until or 0):
        shown["previousUntil"] = {"dateTime": wall_clock(key.previous_until or 0, "UTC"), "timeZone": "UTC"}
    return shown
