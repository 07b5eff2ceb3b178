"""``walkin serve``: the API on a port."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import sys

import uvicorn
from fastapi import FastAPI

from walkin.api.app import create_app
from walkin.api.middleware.slow_reader import SlowClientProtocol
from walkin.api.security.authentication import AccessPolicy, is_loopback
from walkin.api.watch_config import build_outbound_policy
from walkin.model.address import redact_address
from walkin.model.errors import Refused
from walkin.settings.model import Settings
from walkin.store import open_store
from walkin.store.access import credentials

SHUTDOWN_TIMEOUT_SECONDS = 2


class Server(uvicorn.Server):
    """Ends the streams of changes first, so that a stop does not wait for listeners that never leave."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn.Server.shutdown."""
        app = self.config.app
        if isinstance(app, FastAPI) and hasattr(app.state, "office"):
            app.state.office.broadcaster.close()
        await super().shutdown(sockets)


def run(settings: Settings) -> None:
    """Serve until stopped. Refuses to listen beyond this machine, or to a proxy, while the office has no key."""
    here = is_loopback(settings.host)
    # What a proxy passes on comes from this machine too, wherever it was asked.
    opens = here and settings.open_loopback and not settings.proxy
    keyed = asyncio.run(_has_keys(settings))
    if not keyed and not opens:
        raise Refused(
            "forbidden",
            f"walkin serve lets nobody in on {settings.host}: this office has no key. Make one (walkin key add --role "
            "admin), or serve this machine only (--host 127.0.0.1 --open, and no --proxy).",
        )
    secure = _check_tls(settings)
    # What cannot be opened is said in a line, before anything listens; the server itself would show a traceback.
    open_store(settings.store_location, settings.files).close()
    config = uvicorn.Config(
        create_app(
            settings.store_location,
            files_folder=settings.files,
            access_policy=AccessPolicy(
                allow_anonymous=opens,
                allow_query_credentials=settings.query_credentials,
                requests_per_key=settings.limit_key,
                requests_per_address=settings.limit_address,
                tickets_per_kiosk=settings.limit_tickets,
                tickets_per_address=settings.limit_phone,
            ),
            outbound_policy=build_outbound_policy(settings, deliver=True),
            languages=(settings.language, *settings.languages),
        ),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=list(settings.proxy),
        log_level="warning",
        access_log=False,
        http=SlowClientProtocol,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )
    place = redact_address(settings.database) if settings.database else settings.data
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    lines = [
        f"Walkin serves {place} at {'https' if secure else 'http'}://{host}:{settings.port}/api/2.3. Stop with Ctrl+C."
    ]
    if not keyed:
        lines.append(
            "OPEN: every program of this machine may do everything, because the office has no key. "
            "That ends with the first: walkin key add --role admin"
        )
    elif not (here or secure or settings.proxy):
        lines.append("Keys and names travel readable by others on the network: add --tls-cert and --tls-key.")
    print(*lines, sep="\n", file=sys.stderr, flush=True)
    # What is imported stays for good: collections that walk through it take most of a tenth of a second.
    gc.collect()
    gc.freeze()
    Server(config).run()


async def _has_keys(settings: Settings) -> bool:
    if not settings.database and not settings.data.exists():
        return False
    store = await asyncio.to_thread(open_store, settings.store_location, settings.files)
    try:
        return await store.read(credentials.has_any)
    finally:
        await asyncio.to_thread(store.close)


def _check_tls(settings: Settings) -> bool:
    """Whether to serve https. Refuses a certificate that cannot be used, before anything is started."""
    if settings.tls_cert is None:
        if settings.tls_key is not None:
            raise Refused("badRequest", "walkin serve: tls_key needs the certificate, tls_cert, too.")
        return False
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            settings.tls_cert, settings.tls_key, password=lambda: ""
        )
    except (OSError, ValueError) as error:
        raise Refused("badRequest", f"walkin serve: {settings.tls_cert} and its key cannot be used: {error}.") from None
    return True
