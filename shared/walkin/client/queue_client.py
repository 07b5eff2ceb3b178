"""The client of the API: typed methods over httpx, for an embedded server and for a remote one."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote, urlsplit

import httpx
import orjson
from pydantic import ValidationError

from walkin.client.embedded import EmbeddedTransport
from walkin.model.address import API_PREFIX
from walkin.model.alert import Alert
from walkin.model.caller import LOCAL_CALLER, Caller
from walkin.model.desk import Action, Called, Desk, Undone
from walkin.model.errors import FieldProblem, Refused
from walkin.model.queue import Queue
from walkin.model.registration import ACTIVE_STATUSES, Place, Registration, Resource, Status
from walkin.model.text import FROM_SERVER, clean

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from walkin.model.client import Client
    from walkin.model.lease import Lease
    from walkin.model.printer import Printed
    from walkin.model.statistics import Statistics
    from walkin.settings import OfficeSettings

ResourceT = TypeVar("ResourceT", bound=Resource)

TIMEOUT = httpx.Timeout(10, connect=3)
MAX_REQUEST_SECONDS = 60.0
"""Seconds for a request with its response, however slowly the latter arrives."""
CLOCK_TOLERANCE = timedelta(seconds=2)
"""Differences below this are ignored: the Date header has whole seconds."""
KEY_STATUSES = frozenset({401, 403})
"""Statuses of a server that wants a key, or another one."""
MISSING_STATUSES = frozenset({404, 405, 501})
"""Statuses of an operation that the server lacks, with or without an error document."""
TOO_LARGE_STATUS = 413
"""The status with which a proxy refuses a large body. Not `ServerUnreachable`: a retry would be refused, too."""
MAX_CALL_ATTEMPTS = 20
"""Attempts to call the next client on a server without ``POST next``, when other desks are faster."""


class ServerUnreachable(Exception):
    """No usable response: whether the server carried the request out is not known."""


class NotSupported(Refused):
    """The server lacks an operation, or ignores a member, that is not in the reference."""

    def __init__(self, name: str) -> None:
        super().__init__("badRequest", f"The server does not support: {name}.", status=501)


class ChangeOptions(TypedDict, total=False):
    """Keywords of every change of a registration; see `QueueClient`."""

    desk: str
    etag: str | None


class _KeyAuth(httpx.Auth):
    """Sends the apiKey and the token; if they are refused, reads them again and tries once more if they are new."""

    def __init__(self, key: tuple[str, str], read_key: Callable[[], tuple[str, str]]) -> None:
        self._key = key
        self._read_key = read_key

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        self._add_key(request)
        response = yield request
        if response.status_code in KEY_STATUSES and (key := await asyncio.to_thread(self._read_key)) != self._key:
            self._key = key
            self._add_key(request)
            yield request

    def _add_key(self, request: httpx.Request) -> None:
        for name, value in zip(("apiKey", "token"), self._key, strict=True):
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value


class QueueClient:
    """A connection to an office.

    Methods return resources of ``walkin.model``. They raise Refused with the server's reason and its message in
    ``language``, or ServerUnreachable.

    The keyword ``desk`` names the desk that acts; it can undo its latest actions for 10 minutes. With ``etag`` a change
    is made only while the registration is in that state, otherwise it is refused with ``preconditionFailed``. Changes
    are refused with ``transition`` or ``conflict`` when another desk was faster, and with ``reserved`` when the
    registration is reserved for another desk.
    """

    def __init__(self, http: httpx.AsyncClient, language: str = "en") -> None:
        self._http = http
        self._clock_offset = timedelta()
        self.language = language

    @classmethod
    async def start_embedded(cls, app: ASGIApp, language: str = "en") -> Self:
        """Start an ASGI application in this process, with its lifespan, and connect to it."""
        transport = EmbeddedTransport(app)
        await transport.start()
        http = httpx.AsyncClient(
            transport=transport,
            base_url=f"http://walkin{API_PREFIX}/",
            timeout=TIMEOUT,
            # Compression gains nothing within one process.
            headers={"accept-encoding": "identity"},
        )
        return cls(http, language)

    @classmethod
    def create_remote(
        cls,
        address: str,
        language: str = "en",
        *,
        key: tuple[str, str] = ("", ""),
        read_key: Callable[[], tuple[str, str]] | None = None,
        ca_file: Path | None = None,
    ) -> Self:
        """Create a client of the server at ``address``, given with or without the API's path.

        ``key`` is the apiKey and its token, ``read_key`` reads them again when they are refused, ``ca_file`` is a
        certificate to trust besides the system's.
        """
        root = address.rstrip("/")
        if not urlsplit(root).path.strip("/"):
            root = f"{root}{API_PREFIX}"
        http = httpx.AsyncClient(
            base_url=f"{root}/",
            auth=_KeyAuth(key, read_key or (lambda: key)),
            timeout=TIMEOUT,
            # Local offices are reached directly, whatever proxy the environment names.
            trust_env=False,
            verify=_create_ssl_context(root, ca_file),
        )
        return cls(http, language)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection, and shut an embedded server down."""
        await self._http.aclose()

    def now(self) -> datetime:
        """Return the server's time."""
        return datetime.now(UTC) + self._clock_offset

    # Queues, clients and statistics

    async def list_queues(self) -> list[Queue]:
        return await self._fetch_list(Queue, "queues")

    async def get_queue(self, queue_id: str) -> Queue:
        return await self._fetch(Queue, "GET", f"queues/{queue_id}")

    async def add_queue(self, members: Mapping[str, object]) -> Queue:
        return await self._fetch(Queue, "POST", "queues", members)

    async def update_queue(self, queue_id: str, members: Mapping[str, object]) -> Queue:
        return await self._fetch(Queue, "PUT", f"queues/{queue_id}", members)

    async def delete_queue(self, queue_id: str) -> None:
        await self.request("DELETE", f"queues/{queue_id}")

    async def get_statistics(
        self, queue_id: str | None = None, since: str | None = None, until: str | None = None
    ) -> Statistics:
        """Fetch the statistics of one queue, or of all, for local days ``yyyy-mm-dd``; without days, for today."""
        from walkin.model.statistics import Statistics

        path = f"queues/{queue_id}/statistics" if queue_id else "statistics"
        days = {name: day for name, day in (("since", since), ("until", until)) if day}
        return await self._fetch(Statistics, "GET", path, parameters=days)

    async def list_clients(self, search: str) -> list[Client]:
        """The first clients with ``search`` in their name, e-mail address or phone number."""
        from walkin.model.client import Client

        return await self._fetch_list(Client, "clients", {"search": search})

    async def export_client(self, client_id: str) -> dict[str, object]:
        """Everything that is stored about a client, by table."""
        document = await self.request("GET", f"clients/{client_id}/export")
        return document if isinstance(document, dict) else {}

    async def erase_client(self, client_id: str) -> None:
        await self.request("DELETE", f"clients/{client_id}")

    async def hold_client(self, client_id: str, *, held: bool) -> None:
        """Hold a client's data, or release it."""
        await self.request("PUT" if held else "DELETE", f"clients/{client_id}/hold")

    async def get_client(self, client_id: str) -> Client:
        """Fetch the client that ``client.selfLink`` of a registration names."""
        from walkin.model.client import Client

        return await self._fetch(Client, "GET", f"clients/{client_id}")

    async def list_client_registrations(
        self, client_id: str, day: Literal["today", "any"] = "today"
    ) -> list[Registration]:
        """List a client's registrations in the queues this credential may use, newest first."""
        return await self._fetch_list(Registration, f"clients/{client_id}/registrations", {"day": day})

    # Registrations

    async def list_registrations(
        self, queue_id: str, *statuses: Status | str, ticket: str = "", today_only: bool = False
    ) -> list[Registration]:
        """List the registrations with these statuses (default: registered and inProgress), the waiting ones by rank.

        ``ticket`` restricts the list to today's registration with that number, ``today_only`` to those of today.
        Registrations on hold or reserved have no rank.
        """
        parameters = {"status": ",".join(statuses or ACTIVE_STATUSES)} | ({"ticket": ticket} if ticket else {})
        parameters |= {"day": "today"} if today_only else {}
        return await self._fetch_list(Registration, f"queues/{queue_id}/registrations", parameters)

    async def list_registrations_if_changed(
        self, queue_id: str, etag: str | None
    ) -> tuple[list[Registration] | None, str]:
        """Return the active registrations and their entity tag; None instead of the list while ``etag`` holds."""
        headers = {"if-none-match": etag} if etag else {}
        response = await self._send("GET", f"queues/{queue_id}/registrations", headers=headers)
        if response.status_code == 304:
            return None, etag or ""
        return _parse_list(Registration, _parse_content(response)), response.headers.get("etag", "")

    async def get_registration(self, queue_id: str, registration_id: str) -> Registration:
        return await self._fetch(Registration, "GET", _registration_path(queue_id, registration_id))

    async def register(self, queue_id: str, members: Mapping[str, object], idempotency_key: str) -> Registration:
        """Insert a registration; a repeated ``idempotency_key`` never inserts a second one."""
        headers = {"idempotency-key": idempotency_key}
        return await self._fetch(Registration, "POST", f"queues/{queue_id}/registrations", members, headers=headers)

    async def lease_numbers(self, kiosk_id: str, numbers: Sequence[Mapping[str, object]]) -> Lease:
        """Lease ticket numbers for the time without the server; each has a queue, a day, and a count in all."""
        from walkin.model.lease import Lease

        with _missing_is_not_supported("leases"):
            return await self._fetch(Lease, "PUT", f"leases/{kiosk_id}", {"numbers": list(numbers)})

    async def register_offline(self, queue_id: str, members: Mapping[str, object]) -> Registration:
        """Send a registration that was taken without the server; a repeated ``token`` never inserts a second one."""
        return await self._fetch(Registration, "POST", f"queues/{queue_id}/registrations/offline", members)

    async def update_registration(
        self, queue_id: str, registration_id: str, members: Mapping[str, object], **options: Unpack[ChangeOptions]
    ) -> Registration:
        etag, desk = options.get("etag"), options.get("desk", "")
        headers = {"if-match": etag} if etag else {}
        path = _registration_path(queue_id, registration_id)
        registration = await self._fetch(Registration, "PUT", path, members, desk=desk, headers=headers)
        _check_effect(members, registration)
        return registration

    async def delete_registration(self, queue_id: str, registration_id: str, *, desk: str = "") -> None:
        path = _registration_path(queue_id, registration_id)
        await self.request("DELETE", path, parameters={"desk": desk} if desk else {})

    async def get_next(self, queue_id: str) -> Registration | None:
        """Fetch the registration that is next, without calling it; None when nobody waits."""
        try:
            return await self._fetch(Registration, "GET", f"queues/{queue_id}/registrations/next")
        except Refused as refusal:
            if refusal.status == 404 and refusal.reason != "queueNotFound":
                return None
            raise

    # Desk operations

    async def finish_and_call_next(
        self,
        desk: str,
        queue_ids: Sequence[str] = (),
        *,
        finish: bool = True,
        outcome: str | None = None,
        note: str | None = None,
    ) -> Called:
        """Finish the desk's current visits (unless ``finish`` is false) and call the next client, in one step.

        The client is called from ``queue_ids``, by default from the queues the desk works. A visit may be finished
        without anybody called; refused with ``queueEmpty`` when there was nothing to do.
        """
        members = _omit_none(finish=finish, outcome=outcome, note=note)
        if queue_ids:
            members["queues"] = [{"id": queue_id} for queue_id in queue_ids]
        return await self._fetch(Called, "POST", f"{_desk_path(desk)}/next", members)

    async def call_next(self, queue_id: str, desk: str) -> Registration | None:
        """Call the next client of a queue to the desk; None when nobody waits.

        A server without ``POST next`` is asked for the next registration, which is then changed; again when another
        desk was faster.
        """
        try:
            members = {"counter": {"name": desk}}
            return await self._fetch(Registration, "POST", f"queues/{queue_id}/registrations/next", members)
        except Refused as refusal:
            if refusal.reason == "queueEmpty":
                return None
            if refusal.status not in MISSING_STATUSES or refusal.reason == "queueNotFound":
                raise
        for _ in range(MAX_CALL_ATTEMPTS):
            registration = await self.get_next(queue_id)
            if registration is None:
                return None
            with contextlib.suppress(_LostRace):
                return await self._try_call(queue_id, registration, desk)
        raise Refused("busy")

    async def call(self, queue_id: str, registration_id: str, desk: str, *, etag: str | None = None) -> Registration:
        """Call a registration to the desk, also one that is on hold, a no-show or finished."""
        return await self.update_registration(queue_id, registration_id, _call_members(desk), desk=desk, etag=etag)

    async def recall(self, queue_id: str, registration_id: str, *, desk: str = "") -> Registration:
        """Call a registration in progress again."""
        path = f"{_registration_path(queue_id, registration_id)}/recall"
        with _missing_is_not_supported("recall"):
            return await self._fetch(Registration, "POST", path, desk=desk)

    async def record_print(self, queue_id: str, registration_id: str, printed: Printed) -> Registration:
        """Record how a print of a ticket ended; ``unknown`` before it begins."""
        path = f"{_registration_path(queue_id, registration_id)}/print"
        with _missing_is_not_supported("prints"):
            return await self._fetch(Registration, "POST", path, {"printed": printed})

    async def finish(
        self,
        queue_id: str,
        registration_id: str,
        *,
        outcome: str | None = None,
        note: str | None = None,
        **options: Unpack[ChangeOptions],
    ) -> Registration:
        members = _omit_none(status=Status.FINISHED, outcome=outcome, note=note)
        return await self.update_registration(queue_id, registration_id, members, **options)

    async def start_next_service(
        self,
        queue_id: str,
        registration_id: str,
        to_queue_id: str,
        *,
        place: Place | None = None,
        outcome: str | None = None,
        note: str | None = None,
        desk: str = "",
    ) -> Registration:
        """Finish this service and return the new registration, with the same ticket, for the visit's next one."""
        members = _omit_none(queue={"id": to_queue_id}, place=place, outcome=outcome, note=note)
        path = f"{_registration_path(queue_id, registration_id)}/next"
        with _missing_is_not_supported("next service"):
            return await self._fetch(Registration, "POST", path, members, desk=desk)

    async def mark_no_show(self, queue_id: str, registration_id: str, **options: Unpack[ChangeOptions]) -> Registration:
        return await self.update_registration(queue_id, registration_id, {"status": Status.NO_SHOW}, **options)

    async def mark_returned(
        self, queue_id: str, registration_id: str, **options: Unpack[ChangeOptions]
    ) -> Registration:
        """Put a no-show back: at the second place within 30 minutes, later at the last one."""
        return await self.put_back(queue_id, registration_id, "return", **options)

    async def put_back(
        self, queue_id: str, registration_id: str, place: Place | None = None, **options: Unpack[ChangeOptions]
    ) -> Registration:
        """Put a registration back among the waiting, also from hold or a reservation; by default at its old place."""
        members = _omit_none(status=Status.REGISTERED, parked=False, reserved={"name": ""}, place=place)
        return await self.update_registration(queue_id, registration_id, members, **options)

    async def transfer(
        self,
        queue_id: str,
        registration_id: str,
        to_queue_id: str | None = None,
        *,
        to_desk: str | None = None,
        place: Place | None = None,
        **options: Unpack[ChangeOptions],
    ) -> Registration:
        """Transfer a registration to another queue, reserve it for another desk, or both."""
        members = _omit_none(
            status=Status.REGISTERED,
            place=place,
            queue=None if to_queue_id is None else {"id": to_queue_id},
            reserved=None if to_desk is None else {"name": to_desk},
        )
        return await self.update_registration(queue_id, registration_id, members, **options)

    async def park(self, queue_id: str, registration_id: str, **options: Unpack[ChangeOptions]) -> Registration:
        """Put a registration on hold, until `put_back` or `call`."""
        return await self.update_registration(queue_id, registration_id, {"parked": True}, **options)

    async def prioritise(
        self, queue_id: str, registration_id: str, priority: int, **options: Unpack[ChangeOptions]
    ) -> Registration:
        """Set a registration's priority, 0 (usual) to 9 (first)."""
        return await self.update_registration(queue_id, registration_id, {"priority": priority}, **options)

    async def annotate(
        self, queue_id: str, registration_id: str, note: str, **options: Unpack[ChangeOptions]
    ) -> Registration:
        """Set a registration's note; an empty text removes it. `undo` does not restore notes."""
        return await self.update_registration(queue_id, registration_id, {"note": note}, **options)

    async def identify(
        self, queue_id: str, registration_id: str, client_id: str | None, **options: Unpack[ChangeOptions]
    ) -> Registration:
        """Link a registration to a known client, or with None say that it is not its ``possible_client``."""
        members = {"possibleClient": {"id": ""}} if client_id is None else {"client": {"id": client_id}}
        return await self.update_registration(queue_id, registration_id, members, **options)

    async def undo(self, desk: str, action_id: str | None = None) -> Undone:
        """Undo an action of the desk, its last one without an id.

        Refused with ``nothingToUndo``, or ``undoChanged`` after a later change.
        """
        with _missing_is_not_supported("undo"):
            return await self._fetch(Undone, "POST", f"{_desk_path(desk)}/undo", _omit_none(id=action_id) or None)

    async def list_actions(self, desk: str) -> list[Action]:
        """List the desk's last actions, latest first, also those that can no longer be undone."""
        with _missing_is_not_supported("undo"):
            return await self._fetch_list(Action, f"{_desk_path(desk)}/actions")

    async def list_desks(self) -> list[Desk]:
        """List the desks of the account by name."""
        return await self._fetch_list(Desk, "desks")

    async def update_desk(self, desk: str, status: str | None = None, queue_ids: Sequence[str] | None = None) -> Desk:
        """Set a desk's status (``open``, ``paused``, ``closed``) or the queues it works (empty: all)."""
        queues = None if queue_ids is None else [{"id": queue_id} for queue_id in queue_ids]
        with _missing_is_not_supported("desks"):
            return await self._fetch(Desk, "PUT", _desk_path(desk), _omit_none(status=status, queues=queues))

    # Alerts

    async def report_alert(self, kind: str, **members: object) -> Alert:
        """Report an event at this device to staff, such as wrong exit PINs or a call for help."""
        with _missing_is_not_supported("alerts"):
            return await self._fetch(Alert, "POST", "alerts", _omit_none(kind=kind, **members))

    async def get_alert(self, alert_id: str) -> Alert:
        return await self._fetch(Alert, "GET", f"alerts/{alert_id}")

    async def acknowledge_alert(self, alert_id: str, desk: str) -> Alert:
        """Answer for a desk that it takes care of an alert; the first answer stays."""
        return await self._fetch(Alert, "PUT", f"alerts/{alert_id}", {"acknowledgedBy": desk})

    async def list_alerts(self) -> list[Alert]:
        """List what devices reported in the last 24 hours, newest first."""
        return await self._fetch_list(Alert, "alerts")

    # Files, changes and other operations

    async def download_file(self, link: str) -> tuple[bytes, str]:
        """Return content and media type of a form's file. Only this server is asked, whatever host the link names."""
        base_url = self._http.base_url
        if urlsplit(link).netloc not in ("", base_url.netloc.decode()):
            _, separator, name = urlsplit(link).path.rpartition("/files/")
            if not separator or "/" in name:
                raise Refused("notFound")
            link = f"files/{name}"
        response = await self._send("GET", str(base_url.join(link)), headers={"accept": "*/*"})
        if response.status_code != 200:
            _parse_content(response)
            raise Refused("notFound", status=response.status_code)
        return response.content, response.headers.get("content-type", "").partition(";")[0].strip()

    @contextlib.asynccontextmanager
    async def open_change_stream(
        self, queue_id: str, last_event_id: str | None, silence_timeout: float
    ) -> AsyncIterator[httpx.Response]:
        """Open the raw stream of changes after ``last_event_id``; a silence of so many seconds is a timeout.

        Raises Refused when the credential may not read it.
        """
        headers = {"accept": "text/event-stream", "accept-language": self.language} | (
            {"last-event-id": last_event_id} if last_event_id else {}
        )
        timeout = httpx.Timeout(silence_timeout, connect=TIMEOUT.connect)
        path = f"queues/{queue_id}/registrations/stream"
        try:
            async with self._http.stream("GET", path, headers=headers, timeout=timeout) as response:
                self._update_clock_offset(response)
                if response.status_code in {*KEY_STATUSES, 429}:
                    await response.aread()
                    _parse_content(response)
                yield response
        except httpx.HTTPError as error:
            raise ServerUnreachable(str(error)) from error

    async def request(
        self,
        method: str,
        path: str,
        members: Mapping[str, object] | None = None,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a request and return the response's JSON; for operations without a method here."""
        return _parse_content(await self._send(method, path, members, parameters=parameters, headers=headers))

    async def _fetch(
        self,
        model: type[ResourceT],
        method: str,
        path: str,
        members: Mapping[str, object] | None = None,
        *,
        desk: str = "",
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ResourceT:
        parameters = {"desk": desk} if desk else parameters
        return _parse_resource(model, await self.request(method, path, members, parameters, headers))

    async def _fetch_list(
        self, model: type[ResourceT], path: str, parameters: Mapping[str, str] | None = None
    ) -> list[ResourceT]:
        return _parse_list(model, await self.request("GET", path, parameters=parameters))

    async def _try_call(self, queue_id: str, registration: Registration, desk: str) -> Registration:
        """Call the registration that was next. Raises _LostRace when another desk was faster."""
        etag = registration.etag if registration.revision else None
        try:
            called = await self.update_registration(queue_id, registration.id, _call_members(desk), etag=etag)
        except Refused as refusal:
            if refusal.status in (404, 409, 412):
                raise _LostRace from None
            raise
        if called.counter is not None and called.counter.name != clean(desk):
            raise _LostRace
        return called

    async def _send(
        self,
        method: str,
        path: str,
        members: Mapping[str, object] | None = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        all_headers = {"accept": "application/json", "accept-language": self.language, **(headers or {})}
        content = None
        if members is not None:
            try:
                content = orjson.dumps(members)
            except TypeError:
                # A lone surrogate: Python decodes a byte that is not valid in the terminal's encoding as one.
                raise Refused("badRequest", "A text has bytes that are not valid in the terminal's encoding.") from None
            all_headers["content-type"] = "application/json"
        try:
            async with asyncio.timeout(MAX_REQUEST_SECONDS):
                response = await self._http.request(
                    method, path, content=content, params=parameters, headers=all_headers
                )
        except (httpx.HTTPError, TimeoutError) as error:
            raise ServerUnreachable(str(error) or type(error).__name__) from error
        if response.has_redirect_location:
            raise ServerUnreachable(f"the server redirects to {response.headers['location']}")
        self._update_clock_offset(response)
        return response

    def _update_clock_offset(self, response: httpx.Response) -> None:
        """Adjust the clock to the response, unless it is a page of another server."""
        date, media_type = response.headers.get("date"), response.headers.get("content-type", "")
        if date and ("json" in media_type or "event-stream" in media_type or response.status_code == 304):
            with contextlib.suppress(ValueError, TypeError):
                offset = parsedate_to_datetime(date) - datetime.now(UTC)
                self._clock_offset = offset if abs(offset) > CLOCK_TOLERANCE else timedelta()


async def connect(
    settings: OfficeSettings, language: str | None = None, *, local_caller: Caller = LOCAL_CALLER
) -> QueueClient:
    """Connect to the office the settings name: embedded over its database, as ``local_caller``, or remote.

    Raises Refused when the database cannot be opened. No request is sent to a remote server yet.
    """
    language = language or settings.language
    if settings.api != "embedded":
        key = settings.api_key, settings.api_token
        return QueueClient.create_remote(
            settings.api, language, key=key, read_key=settings.read_key, ca_file=settings.api_ca
        )

    def build_app() -> ASGIApp:
        # Importing the server's libraries takes most of a second: not in the event loop of a screen.
        from walkin.api.app import create_app
        from walkin.store.uploads import FileLimits
        from walkin.watch.config import build_outbound_policy

        return create_app(
            settings.store_location,
            files_folder=settings.files,
            lists_folder=settings.lists,
            direct_address=settings.database_direct,
            notify=settings.notify == "auto",
            outbound_policy=build_outbound_policy(settings),
            kept=settings.retention,
            file_limits=FileLimits(types=settings.file_types),
            local_caller=local_caller,
            match_phone=settings.match_phone,
        )

    return await QueueClient.start_embedded(await asyncio.to_thread(build_app), language)


class _LostRace(Exception):
    """Another desk was faster."""


@contextlib.contextmanager
def _missing_is_not_supported(name: str) -> Iterator[None]:
    """Raise NotSupported if the server does not know the path or method."""
    try:
        yield
    except Refused as refusal:
        if refusal.status in MISSING_STATUSES and refusal.reason in ("badRequest", "notFound", "methodNotAllowed"):
            raise NotSupported(name) from None
        raise


def _check_effect(members: Mapping[str, object], registration: Registration) -> None:
    """Raise NotSupported if the server ignored a member. Servers with revisions have all members."""
    if registration.revision:
        return
    ignored = [name for name in ("parked", "priority") if members.get(name) and not getattr(registration, name)]
    if "status" not in members and members.get("note") and not registration.note:
        ignored.append("note")
    reserved = members.get("reserved")
    if isinstance(reserved, dict) and reserved.get("name") and registration.reserved is None:
        ignored.append("reserved")
    if ignored:
        raise NotSupported(", ".join(ignored))


def _registration_path(queue_id: str, registration_id: str) -> str:
    return f"queues/{queue_id}/registrations/{registration_id}"


def _desk_path(name: str) -> str:
    return f"desks/{quote(name, safe='')}"


def _call_members(desk: str) -> dict[str, object]:
    return {"status": Status.IN_PROGRESS, "counter": {"name": desk}}


def _omit_none(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


def _create_ssl_context(address: str, ca_file: Path | None) -> ssl.SSLContext | bool:
    """Build the TLS context, without certificates for an http: address. Refuses a file that is not a certificate."""
    if ca_file is None:
        # Reading the system's certificates takes 30 ms.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if address.lower().startswith("http:") else True
    context = httpx.create_ssl_context(trust_env=False)
    try:
        context.load_verify_locations(ca_file)
    except OSError:
        raise Refused("badRequest", f"{ca_file} is not a certificate (PEM).") from None
    return context


def _parse_list(model: type[ResourceT], document: Any) -> list[ResourceT]:
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        # Not an empty list: that would say that nobody waits.
        raise ServerUnreachable("the server's answer has no list")
    return [_parse_resource(model, item) for item in items]


def _parse_resource(model: type[ResourceT], document: object) -> ResourceT:
    try:
        return model.model_validate(document, context=FROM_SERVER)
    except ValidationError as error:
        raise ServerUnreachable(f"the server's answer cannot be read: {error.errors()[0]['msg']}") from error


def _parse_content(response: httpx.Response) -> Any:
    """Return the response's JSON, None for an empty body. Raises for an error, also one sent with status 200."""
    try:
        document = orjson.loads(response.content) if response.content else None
    except orjson.JSONDecodeError:
        document = None
    error = document.get("error") if isinstance(document, dict) else None
    if isinstance(error, dict):
        raise _build_refusal(error, response.status_code)
    if response.status_code in MISSING_STATUSES:
        raise _build_refusal({}, response.status_code)
    if response.status_code == TOO_LARGE_STATUS:
        raise Refused("tooLarge")
    if response.status_code >= 400:
        raise ServerUnreachable(f"the server answered {response.status_code}")
    if document is None and response.content:
        raise ServerUnreachable("the server's answer is not JSON")
    return document


def _build_refusal(error: dict[str, Any], status: int) -> Refused:
    code, problems = error.get("code"), error.get("fields")
    fields = [
        FieldProblem(str(field.get("id", "")), str(field.get("code", "")), message=str(field.get("message", "")))
        for field in (problems if isinstance(problems, list) else ())
        if isinstance(field, dict)
    ]
    return Refused(
        str(error.get("reason") or "badRequest"),
        str(error.get("message") or ""),
        status=code if isinstance(code, int) else status,
        fields=fields,
    )
