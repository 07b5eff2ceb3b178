"""``/leases``: ticket numbers for kiosks, to go on while the server is away."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.request_body import read_model
from walkin.api.http.responses import json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.authentication import get_authenticator
from walkin.api.security.permissions import STAFF_AND_KIOSK, check_queue_allowed
from walkin.api.state import get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.errors import Refused
from walkin.model.lease import KIOSK_ID_PATTERN, Lease, LeaseInput
from walkin.model.registration import parse_id
from walkin.store import leases

router = Router(f"{API_PREFIX}/leases", "leases")

_NUMBERS = {"queue": {"id": "1"}, "day": "2026-11-25"}
_LEASE_INPUT = JsonBody(LeaseInput, {"numbers": [{**_NUMBERS, "count": 50}]})
_LEASE = JsonBody(
    Lease,
    {
        "sealingKey": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        "numbers": [{**_NUMBERS, "ticketPrefix": "A", "first": 1, "last": 50}],
    },
)


@router.operation(
    "PUT",
    "/{kioskId}",
    "Lease ticket numbers",
    roles=STAFF_AND_KIOSK,
    limited_keys="restricted",
    request=_LEASE_INPUT,
    response=_LEASE,
    errors=("queueNotFound",),
)
async def lease_numbers(
    kioskId: Annotated[  # noqa: N803
        str,
        Field(
            pattern=KIOSK_ID_PATTERN,
            description="The kiosk's own id: 128 random bits in hex, which it keeps secret.",
            examples=["0f8e2b6c91d34a57b0c2d3e4f5a69788"],
        ),
    ],
    request: Request,
) -> Response:
    """Numbers that this kiosk gives while the server is away, and the key that seals what it keeps until then.

    `count` is how many numbers of a queue and local day, at most seven days ahead, the kiosk wants in all: a repeated
    request leases nothing more. Queues that are deleted, and days that are over, are left out. Leased numbers count as
    given: nobody else gets them, used or not. `POST /queues/{queueId}/registrations/offline` sends what was taken.
    """
    lease_input = await read_model(request, LeaseInput)
    app_state, caller = get_app_state(request), get_caller(request)
    get_authenticator(request).count_insert(caller)
    wanted: list[tuple[int, str, int]] = []
    for numbers in lease_input.numbers:
        queue_id = parse_id(numbers.queue.id)
        if queue_id is None:
            raise Refused("queueNotFound")
        check_queue_allowed(caller, queue_id)
        wanted.append((queue_id, numbers.day, numbers.count))
    lease = await app_state.store.write(leases.renew, kioskId, wanted, caller.account_id, app_state.clock())
    return json_response(lease.to_wire())
