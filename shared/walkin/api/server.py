"""``walkin serve``: the API on a port, with uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import sys
from types import FrameType
from typing import Any

import uvicorn

from walkin.api.app import Api, create_app
from walkin.api.connections import Connection, ConnectionLimits, TlsStarter, limit_by_open_files
from walkin.api.security.authentication import AccessPolicy, is_loopback
from walkin.model.address import API_PREFIX, redact_address
from walkin.model.errors import Refused
from walkin.settings import OfficeSettings, ServeSettings
from walkin.store import open_store
from walkin.store.access import credentials
from walkin.store.uploads import FileLimits
from walkin.watch.config import build_outbound_policy

SHUTDOWN_TIMEOUT_SECONDS = 2
TICK_SECONDS = 1.0


class Server(uvicorn.Server):
    """uvicorn server that closes the change streams before a graceful shutdown, which would wait for their clients.

    Ticks once a second and at a signal to stop, where uvicorn ticks ten times a second.
    """

    async def main_loop(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._stopping.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if hasattr(self, "_stopping"):
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        if isinstance(app, Api) and hasattr(app.state, "office"):
            app.state.office.broadcaster.close()
        await super().shutdown(sockets)


def run(settings: ServeSettings) -> None:
    """Serve until stopped. Raises Refused while the office has no key, unless only loopback clients are let in."""
    on_loopback = is_loopback(settings.host)
    # A proxy's requests come from this machine too, wherever its clients are.
    allow_anonymous = on_loopback and settings.open_loopback and not settings.proxy
    has_keys, created = asyncio.run(_look_for_keys(settings))
    if not has_keys and not allow_anonymous:
        raise Refused(
            "forbidden",
            f"walkin serve lets nobody in on {settings.host}: this office has no key. Make one (walkin key add --role "
            "admin), or serve this machine only (--host 127.0.0.1 --open, and no --proxy).",
        )
    tls = _load_certificate(settings)
    # Fail with one line before listening; an error in the app's lifespan would be shown as a traceback.
    store = open_store(
        settings.store_location, settings.files, settings.database_direct, notify=settings.notify == "auto"
    )
    created = created or store.created
    store.close()
    connection_limit = limit_by_open_files(settings.limit_connections)
    limit_per_address = max(1, min(settings.limit_connections_address, connection_limit // 2))
    # uvicorn takes no network whose address has bits beyond it.
    proxies = [str(ipaddress.ip_network(proxy, strict=False)) for proxy in settings.proxy]
    limits = ConnectionLimits(connection_limit, limit_per_address, proxies)

    def build_protocol(**arguments: Any) -> asyncio.Protocol:
        connection = Connection(**arguments, limits=limits)
        return connection if tls is None else TlsStarter(connection, limits, tls)

    config = uvicorn.Config(
        create_app(
            settings.store_location,
            files_folder=settings.files,
            lists_folder=settings.lists,
            direct_address=settings.database_direct,
            notify=settings.notify == "auto",
            access_policy=AccessPolicy(
                allow_anonymous=allow_anonymous,
                allow_query_credentials=settings.query_credentials,
                requests_per_key=settings.limit_key,
                requests_per_address=settings.limit_address,
                tickets_per_kiosk=settings.limit_tickets,
                tickets_per_address=settings.limit_phone,
                open_tickets_per_address=settings.limit_phone_open,
                open_tickets_per_phone=settings.limit_phone_each,
                upload_mb_per_address=settings.limit_upload,
                upload_mb_per_ticket=settings.limit_upload_ticket,
                # Without proxies the limit of connections is enough: each has one request at a time.
                requests_at_once=limit_per_address if settings.proxy else 0,
            ),
            outbound_policy=build_outbound_policy(settings, settings.api_base_url),
            languages=(settings.language, *settings.languages),
            kept=settings.retention,
            file_limits=FileLimits(
                office=settings.limit_files << 20, keep_free=settings.keep_free << 20, types=settings.file_types
            ),
            cors_origins=settings.cors_origins,
            always_ok=settings.always_ok,
            match_phone=settings.match_phone,
            accessibility_contact=settings.accessibility_contact,
        ),
        host=settings.host,
        port=settings.port,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        log_level="warning",
        access_log=False,
        http=build_protocol,  # type: ignore[arg-type] # called as a class is
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )
    location = redact_address(settings.database) if settings.database else settings.data
    scheme = "http" if settings.tls_cert is None else "https"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    lines = [f"Walkin serves {location} at {scheme}://{host}:{settings.port}{API_PREFIX}. Stop with Ctrl+C."]
    if created:
        lines.append(f"Made a new office in {location}: there was none.")
    if not has_keys:
        lines.append(
            "OPEN: every program of this machine may do everything, because the office has no key. "
            "That ends with the first: walkin key add --role admin"
        )
    elif not (on_loopback or settings.tls_cert or settings.proxy):
        lines.append("Keys and names travel readable by others on the network: add --tls-cert and --tls-key.")
    if connection_limit < settings.limit_connections:
        lines.append(f"At most {connection_limit} connections at one time: this system allows no more open files.")
    print(*lines, sep="\n", file=sys.stderr, flush=True)
    Server(config).run()


async def _look_for_keys(settings: OfficeSettings) -> tuple[bool, bool]:
    """Return whether the office has a key, and whether this call has created the office."""
    if not settings.database and not settings.data.exists():
        return False, False
    store = await asyncio.to_thread(
        open_store, settings.store_location, settings.files, settings.database_direct, notify=settings.notify == "auto"
    )
    try:
        return await store.read(credentials.has_any), store.created
    finally:
        await asyncio.to_thread(store.close)


def _load_certificate(settings: ServeSettings) -> ssl.SSLContext | None:
    """Return the TLS context, None without a certificate. Raises Refused for a certificate that cannot be used."""
    if settings.tls_cert is None:
        if settings.tls_key is not None:
            raise Refused("badRequest", "walkin serve: tls_key needs the certificate, tls_cert, too.")
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key, password=lambda: "")
    except (OSError, ValueError) as error:
        raise Refused("badRequest", f"walkin serve: {settings.tls_cert} and its key cannot be used: {error}.") from None
    return context
