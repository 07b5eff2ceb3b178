"""``/clients``: the people an office knows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from walkin.api.http import request_body as body
from walkin.api.http.field_mask import projected, wanted
from walkin.api.http.path_params import PathId
from walkin.api.http.responses import answer, base, shown
from walkin.api.http.routing import API, routes
from walkin.api.openapi.operations import documented
from walkin.api.state import caller, office, sweep
from walkin.model.client import Client, ClientInput
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.store import clients
from walkin.store.registrations import queries as entries
from walkin.store.registrations.queries import Found

router = routes(f"{API}/clients", "clients")

Fields = Annotated[str | None, wanted(Client, "id,lastName,emailAddresses.email")]
One = Annotated[int, PathId("clientNotFound"), Path(alias="clientId", description="The client.", examples=["1"])]

MOST = 500
"""Clients of one page."""


@router.get("", **documented("List clients", parts=True, gives=Client, many=True, headers=("Link",)))
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
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at the most.")] = 100,
    after: Annotated[
        int, Query(ge=0, le=10**18, description="Only ids above this one: the last id of the page before.")
    ] = 0,
    fields: Fields = None,
) -> Response:
    """Clients by id, page by page: the header `Link` has the address of the next one while there are more."""
    here = office(request)
    reduce = projected(fields, Client)
    found = await here.store.read(clients.listed, search, after, limit + 1, caller(request).account)
    content = orjson.dumps({"items": [_resource(request, client) for client in found[:limit]]})
    following = str(request.url.include_query_params(after=found[limit - 1].id)) if len(found) > limit else None
    if following is not None:
        address = base(request) + "/clients?" + following.partition("?")[2]
        return answer(reduce(content) if reduce else content, link=f'<{address}>; rel="next"')
    return answer(reduce(content) if reduce else content)


@router.get("/{clientId}", **documented("Get a client", parts=True, gives=Client, refuses=("clientNotFound",)))
async def get_client(client: One, request: Request, fields: Fields = None) -> Response:
    """The person a registration's `client.selfLink` points at."""
    here = office(request)
    reduce = projected(fields, Client)
    found = await here.store.read(clients.get, client, caller(request).account)
    content = orjson.dumps(_resource(request, found))
    return answer(reduce(content) if reduce else content)


@router.get(
    "/{clientId}/registrations",
    **documented("List the visits of a client", gives=Registration, many=True, refuses=("clientNotFound",)),
)
async def list_visits(
    client: One,
    request: Request,
    day: Annotated[
        Literal["today", "any"], Query(description="Only today's, or those of any day.", examples=["today"])
    ] = "today",
) -> Response:
    """The client's registrations in the caller's queues, newest first, at most 500."""
    here = office(request)
    at, asks = here.clock(), caller(request)

    def read(connection: Connection) -> list[Found]:
        clients.get(connection, client, asks.account)
        found = entries.of_client(connection, client, at, asks.account, today=day == "today", most=MOST)
        return [entries.found(connection, state, one) for state, one in found if asks.may_use(state.id)]

    found = await here.store.read(read)
    return answer(f'{{"items":[{",".join(shown(request, one, at) for one in found)}]}}'.encode())


@router.post("", **documented("Create a client", takes=ClientInput, gives=Client, status=201, headers=("Location",)))
async def create_client(request: Request) -> Response:
    """A new client. Members the contract does not have are kept and given back."""
    here = office(request)
    given = body.parsed(await body.raw(request), ClientInput)
    made = await here.store.write(clients.add, given, here.clock(), caller(request).account)
    return answer(orjson.dumps(_resource(request, made)), 201, location=f"{base(request)}/clients/{made.id}")


@router.put(
    "/{clientId}",
    **documented("Update a client", takes=ClientInput, gives=Client, refuses=("clientNotFound",)),
)
async def update_client(client: One, request: Request) -> Response:
    """Merge the given members; absent ones stay, null and empty texts take a member away.

    Registrations keep the names they were made with.
    """
    here = office(request)
    given = body.parsed(await body.raw(request), ClientInput)
    if given.id is not None and given.id != str(client):
        raise Refused("badRequest", "The id in the body is not the one in the address.")
    changed = await here.store.write(clients.change, client, given, caller(request).account)
    return answer(orjson.dumps(_resource(request, changed)))


@router.delete("/{clientId}", **documented("Erase a client", status=204, refuses=("clientNotFound",), writes=True))
async def erase_client(client: One, request: Request) -> Response:
    """Forget the person. Their registrations keep ticket, queue and times; names, forms, files and notes are gone."""
    here = office(request)
    await here.store.write(clients.erase, client, here.clock(), caller(request).account)
    await sweep(here)
    return Response(status_code=204)


def _resource(request: Request, client: Client) -> dict[str, Any]:
    return client.wire() | {"selfLink": f"{base(request)}/clients/{client.id}"}
