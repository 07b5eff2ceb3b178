"""The one client of the API: typed methods over httpx, the server embedded or remote."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

import httpx
import orjson

from walkin.client.desk_operations import (
    DeskClient,
    ServerUnreachable,
    build_desk_parameters,
    build_registration_path,
    extract_items,
    parse_resource,
)
from walkin.client.embedded import EmbeddedTransport
from walkin.model.address import API_PREFIX
from walkin.model.client import Client
from walkin.model.errors import FieldProblem, Refused
from walkin.model.queue import Queue
from walkin.model.registration import ACTIVE_STATUSES, Registration, Status
from walkin.model.statistics import Statistics

if TYPE_CHECKING:
    from walkin.settings.model import Settings

TIMEOUT = httpx.Timeout(10, connect=3)
CLOCK_TOLERANCE = timedelta(seconds=2)
"""The header Date has whole seconds: a smaller difference of the clocks is none."""


class QueueClient(DeskClient):
    """A connection to an office: what is done at a desk is in DeskWork.

    Methods return resources of ``walkin.model``. They raise Refused with the server's reason and its message in
    ``language``, or Unreachable.
    """

    def __init__(self, http: httpx.AsyncClient, language: str = "en") -> None:
        self._http = http
        self._clock_offset = timedelta()
        self.language = language

    @classmethod
    async def start_embedded(cls, app: Any, language: str = "en") -> Self:
        """A client of an ASGI application in this process, its lifespan run."""
        transport = EmbeddedTransport(app)
        await transport.start()
        http = httpx.AsyncClient(
            transport=transport,
            base_url=f"http://walkin{API_PREFIX}/",
            timeout=TIMEOUT,
            # Within one process nothing is gained by packing.
            headers={"accept-encoding": "identity"},
        )
        return cls(http, language)

    @classmethod
    def create_remote(
        cls, address: str, language: str = "en", *, api_key: str = "", token: str = "", ca_file: Path | None = None
    ) -> Self:
        """A client of the server at ``address``, with or without the path of the API.

        ``key`` and ``token`` are its credential there, ``ca`` the certificate to trust beside the usual ones.
        """
        root = address.rstrip("/")
        if not urlsplit(root).path.strip("/"):
            root = f"{root}{API_PREFIX}"
        # Local offices are reached directly, whatever proxy the machine is set to use.
        credential = {name: value for name, value in (("apiKey", api_key), ("token", token)) if value}
        http = httpx.AsyncClient(
            base_url=f"{root}/",
            headers=credential,
            timeout=TIMEOUT,
            trust_env=False,
            verify=_create_ssl_context(ca_file),
        )
        return cls(http, language)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection, and with it an embedded server."""
        await self._http.aclose()

    def now(self) -> datetime:
        """The server's time."""
        return datetime.now(UTC) + self._clock_offset

    async def list_queues(self) -> list[Queue]:
        """All queues."""
        return [parse_resource(Queue, item) for item in extract_items(await self._request_json("GET", "queues"))]

    async def get_queue(self, queue_id: str) -> Queue:
        """One queue."""
        return parse_resource(Queue, await self._request_json("GET", f"queues/{queue_id}"))

    async def get_statistics(
        self, queue_id: str | None = None, since: str | None = None, until: str | None = None
    ) -> Statistics:
        """The figures of one queue, or of all, on those local days; today without them."""
        days = {name: day for name, day in (("since", since), ("until", until)) if day}
        path = f"queues/{queue_id}/statistics" if queue_id else "statistics"
        return parse_resource(Statistics, await self._request_json("GET", path, parameters=days))

    async def add_queue(self, members: Mapping[str, Any]) -> Queue:
        """Create a queue."""
        return parse_resource(Queue, await self._request_json("POST", "queues", members))

    async def update_queue(self, queue_id: str, members: Mapping[str, Any]) -> Queue:
        """Change the given members of a queue."""
        return parse_resource(Queue, await self._request_json("PUT", f"queues/{queue_id}", members))

    async def delete_queue(self, queue_id: str) -> None:
        """Close a queue for good."""
        await self._request_json("DELETE", f"queues/{queue_id}")

    async def get_client(self, client_id: str) -> Client:
        """The person behind ``client.selfLink``."""
        return parse_resource(Client, await self._request_json("GET", f"clients/{client_id}"))

    async def list_client_registrations(
        self, client_id: str, day: Literal["today", "any"] = "today"
    ) -> list[Registration]:
        """The person's registrations in the queues this client may see, newest first."""
        found = await self._request_json("GET", f"clients/{client_id}/registrations", parameters={"day": day})
        return [parse_resource(Registration, item) for item in extract_items(found)]

    async def list_registrations(self, queue_id: str, *statuses: Status | str, ticket: str = "") -> list[Registration]:
        """The registrations with those statuses (without any: registered and inProgress), the waiting by rank.

        With ``ticket`` only today's with that number. On hold or reserved ones have no rank.
        """
        parameters = {"status": ",".join(statuses or ACTIVE_STATUSES)} | ({"ticket": ticket} if ticket else {})
        found = await self._request_json("GET", f"queues/{queue_id}/registrations", parameters=parameters)
        return [parse_resource(Registration, item) for item in extract_items(found)]

    async def list_registrations_if_changed(
        self, queue_id: str, etag: str | None
    ) -> tuple[list[Registration] | None, str]:
        """The active registrations and their entity tag; None instead of a list while ``etag`` still holds."""
        headers = {"if-none-match": etag} if etag else {}
        response = await self._send("GET", f"queues/{queue_id}/registrations", headers=headers)
        if response.status_code == 304:
            return None, etag or ""
        items = extract_items(_parse_content(response))
        return [parse_resource(Registration, item) for item in items], response.headers.get("etag", "")

    async def get_registration(self, queue_id: str, registration_id: str) -> Registration:
        """One registration with its form."""
        return parse_resource(
            Registration, await self._request_json("GET", build_registration_path(queue_id, registration_id))
        )

    async def register(self, queue_id: str, members: Mapping[str, Any], idempotency_key: str) -> Registration:
        """Insert a registration; the same ``key`` never makes a second one."""
        headers = {"idempotency-key": idempotency_key}
        path = f"queues/{queue_id}/registrations"
        return parse_resource(Registration, await self._request_json("POST", path, members, headers=headers))

    async def update_registration(
        self,
        queue_id: str,
        registration_id: str,
        members: Mapping[str, Any],
        etag: str | None = None,
        *,
        desk: str = "",
    ) -> Registration:
        """Change the given members; with ``match``, an entity tag, only while that state holds.

        ``desk`` may undo it.
        """
        headers = {"if-match": etag} if etag else {}
        path = build_registration_path(queue_id, registration_id)
        return parse_resource(
            Registration,
            await self._request_json("PUT", path, members, parameters=build_desk_parameters(desk), headers=headers),
        )

    async def delete_registration(self, queue_id: str, registration_id: str, *, desk: str = "") -> None:
        """Take a registration out of its queue; ``desk`` may undo it."""
        await self._request_json(
            "DELETE", build_registration_path(queue_id, registration_id), parameters=build_desk_parameters(desk)
        )

    async def get_next(self, queue_id: str) -> Registration | None:
        """Who is next, unchanged; None when nobody waits."""
        try:
            return parse_resource(
                Registration, await self._request_json("GET", f"queues/{queue_id}/registrations/next")
            )
        except Refused as refusal:
            if refusal.status == 404 and refusal.reason != "queueNotFound":
                return None
            raise

    async def download_file(self, link: str) -> tuple[bytes, str]:
        """Content and media type of a form's file. Only this server is ever asked, whatever address the link names."""
        own = self._http.base_url
        if urlsplit(link).netloc not in ("", own.netloc.decode()):
            _, marked, name = urlsplit(link).path.rpartition("/files/")
            if not marked or "/" in name:
                raise Refused("notFound")
            link = f"files/{name}"
        response = await self._send("GET", str(own.join(link)), headers={"accept": "*/*"})
        if response.status_code != 200:
            _parse_content(response)
            raise Refused("notFound", status=response.status_code)
        return response.content, response.headers.get("content-type", "").partition(";")[0].strip()

    @contextlib.asynccontextmanager
    async def open_change_stream(
        self, queue_id: str, last_revision: int | None, silence_timeout: float
    ) -> AsyncIterator[httpx.Response]:
        """The raw stream of changes after revision ``last``; ``silence`` is how many seconds it may say nothing.

        Raises Refused when this client may not have it.
        """
        headers = {"accept": "text/event-stream", "accept-language": self.language} | (
            {"last-event-id": str(last_revision)} if last_revision is not None else {}
        )
        timeout = httpx.Timeout(silence_timeout, connect=TIMEOUT.connect)
        path = f"queues/{queue_id}/registrations/stream"
        try:
            async with self._http.stream("GET", path, headers=headers, timeout=timeout) as response:
                self._update_clock_offset(response)
                if response.status_code in (401, 403, 429):
                    await response.aread()
                    _parse_content(response)
                yield response
        except httpx.HTTPError as error:
            raise ServerUnreachable(str(error)) from error

    async def request(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON of an operation that has no method here."""
        return await self._request_json(method, path, members, parameters=parameters)

    async def _request_json(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        return _parse_content(await self._send(method, path, members, parameters=parameters, headers=headers))

    async def _send(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None = None,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        content = None if members is None else orjson.dumps(members)
        named = {"accept": "application/json", "accept-language": self.language, **(headers or {})}
        if content is not None:
            named["content-type"] = "application/json"
        try:
            response = await self._http.request(method, path, content=content, params=parameters, headers=named)
        except httpx.HTTPError as error:
            raise ServerUnreachable(str(error) or type(error).__name__) from error
        self._update_clock_offset(response)
        return response

    def _update_clock_offset(self, response: httpx.Response) -> None:
        if date := response.headers.get("date"):
            with contextlib.suppress(ValueError, TypeError):
                ahead = parsedate_to_datetime(date) - datetime.now(UTC)
                self._clock_offset = ahead if abs(ahead) > CLOCK_TOLERANCE else timedelta()


async def connect(settings: Settings, language: str | None = None) -> QueueClient:
    """A client of the office the settings name: embedded over its database, or remote.

    Raises Refused when that cannot be opened. A remote server is not asked anything yet.
    """
    wanted = language or settings.language
    if settings.api != "embedded":
        return QueueClient.create_remote(
            settings.api, wanted, api_key=settings.api_key, token=settings.api_token, ca_file=settings.api_ca
        )
    import asyncio

    def build() -> Any:
        # The server's libraries take most of a second to import: not while the screen waits.
        from walkin.api.app import create_app
        from walkin.watch.config import build_outbound_policy

        return create_app(
            settings.store_location, files_folder=settings.files, outbound_policy=build_outbound_policy(settings)
        )

    return await QueueClient.start_embedded(await asyncio.to_thread(build), wanted)


def _create_ssl_context(ca_file: Path | None) -> ssl.SSLContext | bool:
    """The certificates to trust. Refuses a file that is none."""
    if ca_file is None:
        return True
    context = httpx.create_ssl_context(trust_env=False)
    try:
        context.load_verify_locations(ca_file)
    except OSError:
        raise Refused("badRequest", f"{ca_file} is not a certificate (PEM).") from None
    return context


def _parse_content(response: httpx.Response) -> Any:
    """The answer's JSON, None for an empty one. Raises what an error says, also one that came with status 200."""
    try:
        value = orjson.loads(response.content) if response.content else None
    except orjson.JSONDecodeError:
        value = None
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, dict):
        raise _build_refusal(error, response.status_code)
    if response.status_code >= 500:
        raise ServerUnreachable(f"the server answered {response.status_code}")
    if response.status_code >= 400:
        raise _build_refusal({}, response.status_code)
    if value is None and response.content:
        raise ServerUnreachable("the server's answer is not JSON")
    return value


def _build_refusal(error: dict[str, Any], status: int) -> Refused:
    fields = [
        FieldProblem(str(field.get("id", "")), str(field.get("code", "")), message=str(field.get("message", "")))
        for field in error.get("fields") or ()
        if isinstance(field, dict)
    ]
    code = error.get("code")
    return Refused(
        str(error.get("reason", "badRequest")),
        str(error.get("message", "")),
        status=code if isinstance(code, int) else status,
        fields=fields,
    )
