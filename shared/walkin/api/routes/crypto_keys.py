"""``/cryptoKeys``: the keys that sign what watches are sent."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path, Request
from fastapi.responses import Response

from walkin.api.http import request_body
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import get_base_url, json_response
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.time import to_wall_clock
from walkin.model.watch import KeyInput
from walkin.model.watch_log import CryptoKey, KeySet
from walkin.store.watches import watches
from walkin.store.watches.watches import CryptoKeyRow
from walkin.watch import signing
from walkin.watch.encryption import SecretBox
from walkin.watch.signing import decrypt_secret, encrypt_secret, format_key_id

router = create_router(f"{API_PREFIX}/cryptoKeys", "watches")

KeyId = Annotated[int, PathId("keyNotFound"), Path(alias="cryptoKeyId", description="The key.", examples=["1"])]


@router.post(
    "",
    **describe_operation(
        "Make a key",
        request_model=KeyInput,
        is_body_required=False,
        response_model=CryptoKey,
        status=201,
        error_reasons=("secretsLost",),
        headers=("Location",),
    ),
)
async def create_key(request: Request) -> Response:
    """A new key, ``hmac`` or ``ed25519``. The secret of an HMAC key is shown in this answer and never again."""
    here = get_app_state(request)
    content = await request_body.read_body(request)
    given = request_body.parse_body(content, KeyInput) if content.strip() else KeyInput()
    vault, secret = _open_secret_box(here), signing.generate_secret()
    account = get_caller(request).account_id
    sealed = encrypt_secret(secret, vault)
    made = await here.store.write(watches.add_key, account, given.type.value, given.name or "", sealed, here.clock())
    location = f"{get_base_url(request)}/cryptoKeys/{made.id}"
    return json_response(
        orjson.dumps(_render_key(made, vault, here.clock()) | _render_secret(made, secret)), 201, location=location
    )


@router.get(
    "", **describe_operation("List keys", response_model=CryptoKey, is_list=True, error_reasons=("secretsLost",))
)
async def list_keys(request: Request) -> Response:
    """The account's keys, without secrets."""
    here = get_app_state(request)
    found = await here.store.read(watches.list_keys, get_caller(request).account_id)
    return json_response(
        orjson.dumps({"items": [_render_key(key, _open_secret_box(here), here.clock()) for key in found]})
    )


@router.get(
    "/jwks.json",
    **describe_operation("The public keys", response_model=KeySet, error_reasons=("secretsLost",), is_public=True),
)
async def public_keys(request: Request) -> Response:
    """The public halves of the Ed25519 keys as a JSON Web Key Set; ``kid`` is the ``keyid`` of signatures."""
    here = get_app_state(request)
    keys: list[dict[str, Any]] = []
    at, vault = here.clock(), _open_secret_box(here)
    for key in await here.store.read(watches.list_keys):
        if key.kind == "ed25519":
            keys.append(signing.build_jwk(format_key_id(key), decrypt_secret(key.secret, vault)))
            if key.previous_secret is not None and at < (key.previous_secret_until or 0):
                keys.append(
                    signing.build_jwk(format_key_id(key, previous=True), decrypt_secret(key.previous_secret, vault))
                )
    return json_response(orjson.dumps({"keys": keys}))


@router.get(
    "/{cryptoKeyId:id}",
    **describe_operation("Get a key", response_model=CryptoKey, error_reasons=("keyNotFound", "secretsLost")),
)
async def get_key(key_id: KeyId, request: Request) -> Response:
    """One key, without its secret."""
    here = get_app_state(request)
    found = await here.store.read(watches.get_key, get_caller(request).account_id, key_id)
    return json_response(orjson.dumps(_render_key(found, _open_secret_box(here), here.clock())))


@router.post(
    "/{cryptoKeyId:id}/rotate",
    **describe_operation(
        "Replace the secret of a key",
        response_model=CryptoKey,
        error_reasons=("keyNotFound", "secretsLost", "conflict"),
        is_write=True,
    ),
)
async def rotate_key(key_id: KeyId, request: Request) -> Response:
    """Give the key another secret, shown in this answer only. For 24 hours the one before signs as well."""
    here = get_app_state(request)
    vault, secret = _open_secret_box(here), signing.generate_secret()
    changed = await here.store.write(
        watches.rotate_key, get_caller(request).account_id, key_id, encrypt_secret(secret, vault), here.clock()
    )
    return json_response(orjson.dumps(_render_key(changed, vault, here.clock()) | _render_secret(changed, secret)))


@router.delete(
    "/{cryptoKeyId:id}",
    **describe_operation("Delete a key", status=204, error_reasons=("keyNotFound", "keyInUse"), is_write=True),
)
async def delete_key(key_id: KeyId, request: Request) -> Response:
    """Refused while a watch signs with it."""
    here = get_app_state(request)
    await here.store.write(watches.remove_key, get_caller(request).account_id, key_id)
    return Response(status_code=204)


def _open_secret_box(app_state: AppState) -> SecretBox:
    return app_state.outbound_policy.open_secret_box(app_state.store.base_path)


def _render_secret(key: CryptoKeyRow, secret: bytes) -> dict[str, str]:
    return {"secret": signing.encode_key("hmac", secret)} if key.kind == "hmac" else {}


def _render_key(key: CryptoKeyRow, secret_box: SecretBox, at: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(key.id), "type": key.kind, "version": key.version}
    if key.name:
        shown["name"] = key.name
    if key.kind == "ed25519":
        shown["publicKey"] = signing.encode_key("ed25519", decrypt_secret(key.secret, secret_box))
    shown["created"] = {"dateTime": to_wall_clock(key.created_at, "UTC"), "timeZone": "UTC"}
    if key.previous_secret is not None and at < (key.previous_secret_until or 0):
        shown["previousUntil"] = {"dateTime": to_wall_clock(key.previous_secret_until or 0, "UTC"), "timeZone": "UTC"}
    return shown
