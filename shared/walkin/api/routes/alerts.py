"""``/alerts``: what devices report to staff, and who takes care of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from walkin.api.http.path_params import PathId
from walkin.api.http.request_body import read_model
from walkin.api.http.responses import get_base_url, json_response
from walkin.api.http.routing import Router
from walkin.api.openapi.examples import EXAMPLE_TIME
from walkin.api.openapi.operations import JsonBody
from walkin.api.security.permissions import STAFF, STAFF_AND_KIOSK, check_queue_allowed
from walkin.api.state import AppState, get_app_state, get_caller
from walkin.model.address import API_PREFIX
from walkin.model.alert import Alert, AlertInput, AlertUpdate
from walkin.model.caller import Caller
from walkin.model.errors import Refused
from walkin.model.registration import parse_id
from walkin.model.time import DAY_MS, render_time
from walkin.store import queues
from walkin.store.access import alerts

router = Router(f"{API_PREFIX}/alerts", "alerts")

_REPORT = {"kind": "help", "place": "Entrance", "queue": {"id": "1"}, "page": "question"}
_ALERT = JsonBody(Alert, {"id": "7", **_REPORT, "count": 1, "source": "Kiosk at the door", "at": EXAMPLE_TIME})
_ALERT_INPUT = JsonBody(AlertInput, _REPORT)
_ALERT_UPDATE = JsonBody(AlertUpdate, {"acknowledgedBy": "Desk 1"})

AlertId = Annotated[int, PathId("alertId", "notFound"), Field(description="The alert.", examples=["7"])]


@router.operation(
    "POST",
    "",
    "Report an alert",
    roles=STAFF_AND_KIOSK,
    limited_keys="restricted",
    request=_ALERT_INPUT,
    response=_ALERT,
    status=201,
    errors=("queueNotFound",),
)
async def report_alert(request: Request) -> Response:
    """Report an event at a device to staff: counters show it within two seconds, and the audit log keeps it.

    A call for help, or trouble of a printer, that is reported again before it was answered is the same alert.
    """
    alert_input = await read_model(request, AlertInput)
    app_state, caller = get_app_state(request), get_caller(request)
    at = app_state.clock()
    if alert_input.queue is not None:
        queue_id = parse_id(alert_input.queue.id)
        if queue_id is None or await app_state.store.read(queues.get_account_id, queue_id) != caller.account_id:
            raise Refused("queueNotFound")
        check_queue_allowed(caller, queue_id)
    stored = await app_state.store.write(alerts.report, alert_input, caller, at)
    location = f"{get_base_url(request)}/alerts/{stored.id}"
    return json_response(await _render(app_state, request, stored), 201, location=location)


@router.operation("GET", "", "List alerts", roles=STAFF, limited_keys="restricted", response=_ALERT, is_list=True)
async def list_alerts(request: Request) -> Response:
    """The last 20 alerts of the last 24 hours, newest first. A key for some queues gets those of devices for them."""
    app_state, caller = get_app_state(request), get_caller(request)
    at = app_state.clock()

    def read(connection: Connection) -> tuple[list[alerts.StoredAlert], str]:
        reported = alerts.list_recent(connection, caller, at - DAY_MS)
        return reported, queues.find_time_zone(connection, at, caller.account_id)

    reported, time_zone = await app_state.store.read(read)
    return json_response({"items": [_build_document(stored, caller, time_zone) for stored in reported]})


@router.operation(
    "GET",
    "/{alertId:id}",
    "Get an alert",
    roles=STAFF_AND_KIOSK,
    limited_keys="restricted",
    response=_ALERT,
    errors=("notFound",),
)
async def get_alert(alert_id: AlertId, request: Request) -> Response:
    """Whether somebody takes care of it. A kiosk gets those that it reported."""
    app_state = get_app_state(request)
    stored = await app_state.store.read(alerts.find, alert_id, get_caller(request))
    return json_response(await _render(app_state, request, stored))


@router.operation(
    "PUT",
    "/{alertId:id}",
    "Answer an alert",
    roles=STAFF,
    limited_keys="restricted",
    request=_ALERT_UPDATE,
    response=_ALERT,
    errors=("notFound",),
)
async def acknowledge_alert(alert_id: AlertId, request: Request) -> Response:
    """Say that a desk takes care of it. The first answer stays; the device and other counters show it at once."""
    app_state, caller = get_app_state(request), get_caller(request)
    update = await read_model(request, AlertUpdate)
    at = app_state.clock()
    stored = await app_state.store.write(alerts.acknowledge, update.acknowledged_by, alert_id, caller, at)
    return json_response(await _render(app_state, request, stored))


async def _render(app_state: AppState, request: Request, stored: alerts.StoredAlert | None) -> dict[str, object]:
    if stored is None:
        raise Refused("notFound")
    caller = get_caller(request)
    time_zone = await app_state.store.read(queues.find_time_zone, app_state.clock(), caller.account_id)
    return _build_document(stored, caller, time_zone)


def _build_document(stored: alerts.StoredAlert, caller: Caller, time_zone: str) -> dict[str, object]:
    document: dict[str, object] = {
        "id": str(stored.id),
        "kind": stored.kind,
        "count": stored.count,
        "source": stored.source,
        "place": stored.place,
        "at": render_time(stored.at, time_zone),
    }
    if stored.queue_id is not None and caller.can_use_queue(stored.queue_id):
        document["queue"] = {"id": str(stored.queue_id), "name": stored.queue_name}
    if stored.page:
        document["page"] = stored.page
    if stored.trouble:
        document["trouble"] = stored.trouble
    if stored.acknowledged_at is not None:
        document["acknowledged"] = render_time(stored.acknowledged_at, time_zone)
        document["acknowledgedBy"] = stored.acknowledged_by
    return document
