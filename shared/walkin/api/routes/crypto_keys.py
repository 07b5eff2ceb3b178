"""``/cryptoKeys``: the keys that sign deliveries to watches."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import PathId
from walkin.api.http.request_body import read_optional_model
from walkin.api.http.responses import get_base_url, json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ADMIN, PUBLIC
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.time import render_time
from walkin.model.watch import KeyInput
from walkin.model.watch_log import CryptoKey, KeySet
from walkin.store.watches import watches
from walkin.store.watches.watches import CryptoKeyRow
from walkin.watch import signing
from walkin.watch.encryption import SecretBox
from walkin.watch.signing import decrypt_secret, encrypt_secret, format_key_id

router = Router(f"{API_PREFIX}/cryptoKeys", "watches")

_KEY_INPUT = JsonBody(KeyInput, {"type": "ed25519", "name": "2026"})
_CRYPTO_KEY = JsonBody(CryptoKey, {"id": "1", "type": "hmac", "version": 1, "name": "2026", "created": EXAMPLE_TIME})
_KEY_SET = JsonBody(
    KeySet, {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}
)

KeyId = Annotated[int, PathId("cryptoKeyId", "keyNotFound"), Field(description="The key.", examples=["1"])]


@router.operation(
    "POST",
    "",
    "Create a key",
    roles=ADMIN,
    limited_keys="refused",
    request=_KEY_INPUT,
    is_body_required=False,
    response=_CRYPTO_KEY,
    status=201,
    errors=("secretsLost",),
)
async def create_key(request: Request) -> Response:
    """Create a key, ``hmac`` or ``ed25519``. The secret of an HMAC key is only in this response."""
    app_state, account_id = get_app_state(request), get_caller(request).account_id
    key_input = await read_optional_model(request, KeyInput)
    secret_box, secret = await _open_secret_box(app_state), signing.generate_secret()
    key = await app_state.store.write(
        watches.add_key,
        account_id,
        key_input.type.value,
        key_input.name or "",
        encrypt_secret(secret, secret_box),
        app_state.clock(),
    )
    resource = _render_key(key, secret_box, app_state.clock(), secret)
    return json_response(resource, 201, location=f"{get_base_url(request)}/cryptoKeys/{key.id}")


@router.operation(
    "GET",
    "",
    "List keys",
    roles=ADMIN,
    limited_keys="refused",
    response=_CRYPTO_KEY,
    is_list=True,
    errors=("secretsLost",),
)
async def list_keys(request: Request) -> Response:
    """The account's keys, without secrets."""
    app_state = get_app_state(request)
    keys = await app_state.store.read(watches.list_keys, get_caller(request).account_id)
    secret_box = await _open_secret_box(app_state)
    return json_response({"items": [_render_key(key, secret_box, app_state.clock()) for key in keys]})


@router.operation(
    "GET",
    "/jwks.json",
    "List the public keys",
    roles=PUBLIC,
    name="public_keys",
    response=_KEY_SET,
    errors=("secretsLost",),
)
async def list_public_keys(request: Request) -> Response:
    """The public halves of the Ed25519 keys as a JSON Web Key Set; ``kid`` is the ``keyid`` of signatures."""
    app_state = get_app_state(request)
    at, secret_box = app_state.clock(), await _open_secret_box(app_state)
    jwks = []
    for key in await app_state.store.read(watches.list_keys):
        if key.kind == "ed25519":
            jwks.append(signing.build_jwk(format_key_id(key), decrypt_secret(key.secret, secret_box)))
            if key.previous_secret is not None and at < (key.previous_secret_until or 0):
                previous_secret = decrypt_secret(key.previous_secret, secret_box)
                jwks.append(signing.build_jwk(format_key_id(key, previous=True), previous_secret))
    return json_response({"keys": jwks})


@router.operation(
    "GET",
    "/{cryptoKeyId:id}",
    "Get a key",
    roles=ADMIN,
    limited_keys="refused",
    response=_CRYPTO_KEY,
    errors=("secretsLost",),
)
async def get_key(key_id: KeyId, request: Request) -> Response:
    """One key, without its secret."""
    app_state = get_app_state(request)
    key = await app_state.store.read(watches.get_key, get_caller(request).account_id, key_id)
    return json_response(_render_key(key, await _open_secret_box(app_state), app_state.clock()))


@router.operation(
    "POST",
    "/{cryptoKeyId:id}/rotate",
    "Replace the secret of a key",
    roles=ADMIN,
    limited_keys="refused",
    response=_CRYPTO_KEY,
    errors=("secretsLost", "conflict"),
)
async def rotate_key(key_id: KeyId, request: Request) -> Response:
    """Give the key another secret, which is only in this response. The previous one signs too for 24 hours."""
    app_state, account_id = get_app_state(request), get_caller(request).account_id
    secret_box, secret = await _open_secret_box(app_state), signing.generate_secret()
    key = await app_state.store.write(
        watches.rotate_key, account_id, key_id, encrypt_secret(secret, secret_box), app_state.clock()
    )
    return json_response(_render_key(key, secret_box, app_state.clock(), secret))


@router.operation(
    "DELETE", "/{cryptoKeyId:id}", "Delete a key", roles=ADMIN, limited_keys="refused", errors=("keyInUse",)
)
async def delete_key(key_id: KeyId, request: Request) -> Response:
    """Refused while a watch signs with it."""
    await get_app_state(request).store.write(watches.remove_key, get_caller(request).account_id, key_id)
    return Response(status_code=204)


async def _open_secret_box(app_state: AppState) -> SecretBox:
    return await app_state.outbound_policy.open_secret_box(app_state.store)


def _render_key(key: CryptoKeyRow, secret_box: SecretBox, at: int, secret: bytes | None = None) -> dict[str, object]:
    """Render the key; ``secret`` is shown if the key is an HMAC key."""
    resource: dict[str, object] = {"id": str(key.id), "type": key.kind, "version": key.version}
    if key.name:
        resource["name"] = key.name
    if key.kind == "ed25519":
        resource["publicKey"] = signing.encode_key("ed25519", decrypt_secret(key.secret, secret_box))
    resource["created"] = render_time(key.created_at)
    if key.previous_secret is not None and at < (key.previous_secret_until or 0):
        resource["previousUntil"] = render_time(key.previous_secret_until or 0)
    if secret is not None and key.kind == "hmac":
        resource["secret"] = signing.encode_key("hmac", secret)
    return resource
