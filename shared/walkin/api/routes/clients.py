"""``/clients``: the clients of an office."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

import orjson
from pydantic import AfterValidator, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.path_params import PathId
from walkin.api.http.request_body import check_body_id, read_model
from walkin.api.http.responses import get_base_url, json_response, render_registrations
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import REGISTRATION
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import ADMIN, STAFF
from walkin.api.state import get_app_state, get_caller, overwrite_erased
from walkin.model.address import API_PREFIX
from walkin.model.caller import Role
from walkin.model.client import Client, ClientInput
from walkin.model.errors import Refused, TextRefused
from walkin.model.text import clean
from walkin.store import clients, uploads
from walkin.store.privacy import erasure, inventory
from walkin.store.registrations import queries
from walkin.store.registrations.queries import RankedRegistration

router = Router(f"{API_PREFIX}/clients", "clients")

_CLIENT = JsonBody(
    Client,
    {
        "id": "31",
        "firstName": "Ann",
        "lastName": "Bee",
        "emailAddresses": [{"email": "ann@example.org", "primary": True}],
        "phoneNumbers": [{"number": "+442079460018", "primary": True, "mobile": False}],
        "language": "en",
        "companyName": "Bee & Daughters",
        "selfLink": "http://127.0.0.1:8323/api/2.3/clients/31",
    },
)
_CLIENT_INPUT = JsonBody(
    ClientInput,
    {
        "firstName": "Ann",
        "lastName": "Bee",
        "emailAddresses": [{"email": "ann@example.org", "primary": True}],
        "phoneNumbers": [{"number": "+442079460018", "primary": True}],
    },
)

Fields = Annotated[str | None, fields_query(Client, "id,lastName,emailAddresses.email")]
ClientId = Annotated[int, PathId("clientId", "clientNotFound"), Field(description="The client.", examples=["1"])]

MAX_PAGE_SIZE = 500
"""Clients in one page."""


def _check_search(text: str) -> str:
    """Refuse a search of invisible characters, which every client would contain."""
    words = clean(text)
    if text.strip() and not words:
        raise TextRefused("character")
    return words


@router.operation(
    "GET",
    "",
    "List clients",
    roles=STAFF,
    limited_keys="restricted",
    response=_CLIENT,
    is_list=True,
    headers=("Link",),
    errors=("invalid",),
)
async def list_clients(
    request: Request,
    search: Annotated[
        str,
        AfterValidator(_check_search),
        Field(
            max_length=200,
            description="Words that a name or an e-mail address contains, ignoring case and accents; or a phone number "
            "in any notation.",
            examples=["ann bee"],
        ),
    ] = "",
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="The maximum number of clients.")] = 100,
    after: Annotated[
        int, Field(ge=0, le=10**18, description="Only ids above this one: the last id of the previous page.")
    ] = 0,
    fields: Fields = None,
) -> Response:
    """One page of clients by id; the header `Link` has the address of the next page if there is one."""
    field_mask = build_field_mask(fields, Client)
    account_id = get_caller(request).account_id
    rows = await get_app_state(request).store.read(clients.list_clients, search, after, limit + 1, account_id)
    page = rows[:limit]
    response = json_response({"items": [_render_client(request, client) for client in page]}, field_mask=field_mask)
    if len(rows) > limit:
        query = request.url.include_query_params(after=page[-1].id).query
        response.headers["link"] = f'<{get_base_url(request)}/clients?{query}>; rel="next"'
    return response


@router.operation(
    "GET",
    "/{clientId}",
    "Get a client",
    roles=STAFF,
    limited_keys="restricted",
    response=_CLIENT,
    errors=("clientHeld",),
)
async def get_client(client_id: ClientId, request: Request, fields: Fields = None) -> Response:
    """The client that a registration's `client.selfLink` points to."""
    field_mask = build_field_mask(fields, Client)
    caller = get_caller(request)
    client = await get_app_state(request).store.read(clients.get, client_id, caller.account_id)
    if client.held is not None and caller.role is not Role.ADMIN:
        raise Refused("clientHeld")
    return json_response(_render_client(request, client), field_mask=field_mask)


@router.operation(
    "GET",
    "/{clientId}/registrations",
    "List the registrations of a client",
    roles=STAFF,
    limited_keys="restricted",
    response=REGISTRATION,
    is_list=True,
)
async def list_visits(
    client_id: ClientId,
    request: Request,
    day: Annotated[
        Literal["today", "any"],
        Field(description="Only today's registrations, or those of any day.", examples=["today"]),
    ] = "today",
) -> Response:
    """The client's registrations in the caller's queues, newest first, at most 500."""
    app_state, caller = get_app_state(request), get_caller(request)
    at = app_state.clock()

    def read(connection: Connection) -> list[RankedRegistration]:
        clients.get(connection, client_id, caller.account_id)
        rows = queries.list_by_client(
            connection, client_id, at, caller.account_id, today_only=day == "today", limit=MAX_PAGE_SIZE
        )
        return [queries.attach_rank(connection, queue, row) for queue, row in rows if caller.can_use_queue(queue.id)]

    registrations = await app_state.store.read(read)
    return json_response(f'{{"items":{render_registrations(request, registrations, at)}}}'.encode())


@router.operation(
    "POST",
    "",
    "Create a client",
    roles=ADMIN,
    limited_keys="refused",
    request=_CLIENT_INPUT,
    response=_CLIENT,
    status=201,
)
async def create_client(request: Request) -> Response:
    """Create a client. Unknown members are stored and returned."""
    app_state = get_app_state(request)
    client_input = await read_model(request, ClientInput)
    client = await app_state.store.write(clients.add, client_input, app_state.clock(), get_caller(request).account_id)
    resource = _render_client(request, client)
    return json_response(resource, 201, location=str(resource["selfLink"]))


@router.operation(
    "PUT",
    "/{clientId}",
    "Update a client",
    roles=ADMIN,
    limited_keys="restricted",
    request=_CLIENT_INPUT,
    response=_CLIENT,
    errors=("clientHeld",),
)
async def update_client(client_id: ClientId, request: Request) -> Response:
    """Merge the given members; absent members are not changed, null and empty texts remove a member.

    Registrations keep the names that they were created with.
    """
    client_input = await read_model(request, ClientInput)
    check_body_id(client_input.id, client_id)
    account_id = get_caller(request).account_id
    app_state = get_app_state(request)
    client = await app_state.store.write(clients.change, client_id, client_input, account_id, app_state.clock())
    return json_response(_render_client(request, client))


@router.operation(
    "DELETE", "/{clientId}", "Erase a client", roles=ADMIN, limited_keys="restricted", errors=("clientHeld",)
)
async def erase_client(client_id: ClientId, request: Request) -> Response:
    """Erase the client. Its registrations keep ticket, queue and times, but no names, forms, files, notes and outcomes.

    Deliveries to watches lose that data too, and watches get an event `deleted` for each registration, without it. A
    key for some queues may erase a client only if all visits were in them.
    """
    app_state = get_app_state(request)
    await _check_all_visits_allowed(request, client_id)
    await app_state.store.write(erasure.erase_client, client_id, app_state.clock(), get_caller(request).account_id)
    await overwrite_erased(app_state)
    return Response(status_code=204)


async def _check_all_visits_allowed(request: Request, client_id: int) -> None:
    """Raise Refused (forbidden) for a client with visits in queues that the caller may not use."""
    store = get_app_state(request).store
    if await store.read(clients.has_visits_elsewhere, client_id):
        # 404 for one without a visit here.
        await store.read(clients.get, client_id, get_caller(request).account_id)
        raise Refused("forbidden")


@router.operation(
    "GET",
    "/{clientId}/export",
    "Export everything about a client",
    roles=ADMIN,
    limited_keys="restricted",
    media={"application/json": {"schema": {"type": "object"}, "example": {"client": [{"id": 31}]}}},
)
async def export_client(client_id: ClientId, request: Request) -> Response:
    """Everything that is kept about a client: the rows of each table, and the files with their contents in base64."""
    app_state = get_app_state(request)
    await _check_all_visits_allowed(request, client_id)

    def read(connection: Connection) -> bytes:
        clients.get(connection, client_id, get_caller(request).account_id)
        tables = inventory.export_client(connection, client_id)
        for row in tables["file"]:
            path = uploads.get_content_path(app_state.store.files_dir, row["digest"])
            row["content"] = base64.b64encode(path.read_bytes()).decode() if path.is_file() else None
        return orjson.dumps(tables)

    return json_response(await app_state.store.read(read))


@router.operation("PUT", "/{clientId}/hold", "Hold a client's data", roles=ADMIN, limited_keys="restricted", status=204)
async def hold_client(client_id: ClientId, request: Request) -> Response:
    """Keep the client's data as it is: it neither expires nor is erased, changed, listed or shown to a counter."""
    await _set_held(request, client_id, get_app_state(request).clock())
    return Response(status_code=204)


@router.operation("DELETE", "/{clientId}/hold", "Release a client's data", roles=ADMIN, limited_keys="restricted")
async def release_client(client_id: ClientId, request: Request) -> Response:
    """End the hold. What has expired meanwhile is deleted within an hour."""
    await _set_held(request, client_id, None)
    return Response(status_code=204)


async def _set_held(request: Request, client_id: int, held_at: int | None) -> None:
    await _check_all_visits_allowed(request, client_id)
    account_id = get_caller(request).account_id
    await get_app_state(request).store.write(clients.set_held, client_id, account_id, held_at)


def _render_client(request: Request, client: Client) -> dict[str, object]:
    return client.to_wire() | {"selfLink": f"{get_base_url(request)}/clients/{client.id}"}
