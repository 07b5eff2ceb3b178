"""``/clients``: the people an office knows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from walkin.api.http import request_body
from walkin.api.http.field_mask import build_field_mask, fields_query
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import get_base_url, json_response, render_registration
from walkin.api.http.routing import create_router
from walkin.api.openapi.operations import describe_operation
from walkin.api.state import delete_unused_files, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.client import Client, ClientInput
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.store import clients
from walkin.store.registrations import queries
from walkin.store.registrations.queries import RankedRegistration

router = create_router(f"{API_PREFIX}/clients", "clients")

Fields = Annotated[str | None, fields_query(Client, "id,lastName,emailAddresses.email")]
ClientId = Annotated[int, PathId("clientNotFound"), Path(alias="clientId", description="The client.", examples=["1"])]

MAX_PAGE_SIZE = 500
"""Clients of one page."""


@router.get(
    "", **describe_operation("List clients", is_partial=True, response_model=Client, is_list=True, headers=("Link",))
)
async def list_clients(
    request: Request,
    search: Annotated[
        str,
        Query(
            max_length=200,
            description="Words that are all part of a name or an e-mail address, in any case and with or without "
            "accents; or a phone number, however it is written.",
            examples=["ann bee"],
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE, description="How many at the most.")] = 100,
    after: Annotated[
        int, Query(ge=0, le=10**18, description="Only ids above this one: the last id of the page before.")
    ] = 0,
    fields: Fields = None,
) -> Response:
    """Clients by id, page by page: the header `Link` has the address of the next one while there are more."""
    here = get_app_state(request)
    reduce = build_field_mask(fields, Client)
    found = await here.store.read(clients.list_clients, search, after, limit + 1, get_caller(request).account_id)
    content = orjson.dumps({"items": [_render_client(request, client) for client in found[:limit]]})
    following = str(request.url.include_query_params(after=found[limit - 1].id)) if len(found) > limit else None
    if following is not None:
        address = get_base_url(request) + "/clients?" + following.partition("?")[2]
        return json_response(reduce(content) if reduce else content, link=f'<{address}>; rel="next"')
    return json_response(reduce(content) if reduce else content)


@router.get(
    "/{clientId}",
    **describe_operation("Get a client", is_partial=True, response_model=Client, error_reasons=("clientNotFound",)),
)
async def get_client(client_id: ClientId, request: Request, fields: Fields = None) -> Response:
    """The person a registration's `client.selfLink` points at."""
    here = get_app_state(request)
    reduce = build_field_mask(fields, Client)
    found = await here.store.read(clients.get, client_id, get_caller(request).account_id)
    content = orjson.dumps(_render_client(request, found))
    return json_response(reduce(content) if reduce else content)


@router.get(
    "/{clientId}/registrations",
    **describe_operation(
        "List the visits of a client", response_model=Registration, is_list=True, error_reasons=("clientNotFound",)
    ),
)
async def list_visits(
    client_id: ClientId,
    request: Request,
    day: Annotated[
        Literal["today", "any"], Query(description="Only today's, or those of any day.", examples=["today"])
    ] = "today",
) -> Response:
    """The client's registrations in the caller's queues, newest first, at most 500."""
    here = get_app_state(request)
    at, asks = here.clock(), get_caller(request)

    def read(connection: Connection) -> list[RankedRegistration]:
        clients.get(connection, client_id, asks.account_id)
        found = queries.list_by_client(
            connection, client_id, at, asks.account_id, today_only=day == "today", limit=MAX_PAGE_SIZE
        )
        return [queries.attach_rank(connection, state, one) for state, one in found if asks.can_use_queue(state.id)]

    found = await here.store.read(read)
    return json_response(f'{{"items":[{",".join(render_registration(request, one, at) for one in found)}]}}'.encode())


@router.post(
    "",
    **describe_operation(
        "Create a client", request_model=ClientInput, response_model=Client, status=201, headers=("Location",)
    ),
)
async def create_client(request: Request) -> Response:
    """A new client. Members the contract does not have are kept and given back."""
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), ClientInput)
    made = await here.store.write(clients.add, given, here.clock(), get_caller(request).account_id)
    return json_response(
        orjson.dumps(_render_client(request, made)), 201, location=f"{get_base_url(request)}/clients/{made.id}"
    )


@router.put(
    "/{clientId}",
    **describe_operation(
        "Update a client", request_model=ClientInput, response_model=Client, error_reasons=("clientNotFound",)
    ),
)
async def update_client(client_id: ClientId, request: Request) -> Response:
    """Merge the given members; absent ones stay, null and empty texts take a member away.

    Registrations keep the names they were made with.
    """
    here = get_app_state(request)
    given = request_body.parse_body(await request_body.read_body(request), ClientInput)
    if given.id is not None and given.id != str(client_id):
        raise Refused("badRequest", "The id in the body is not the one in the address.")
    changed = await here.store.write(clients.change, client_id, given, get_caller(request).account_id)
    return json_response(orjson.dumps(_render_client(request, changed)))


@router.delete(
    "/{clientId}", **describe_operation("Erase a client", status=204, error_reasons=("clientNotFound",), is_write=True)
)
async def erase_client(client_id: ClientId, request: Request) -> Response:
    """Forget the person. Their registrations keep ticket, queue and times; names, forms, files and notes are gone."""
    here = get_app_state(request)
    await here.store.write(clients.erase, client_id, here.clock(), get_caller(request).account_id)
    await delete_unused_files(here)
    return Response(status_code=204)


def _render_client(request: Request, client: Client) -> dict[str, Any]:
    return client.to_wire() | {"selfLink": f"{get_base_url(request)}/clients/{client.id}"}
