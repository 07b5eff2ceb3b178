"""``walkin serve``: the API on a port."""

from __future__ import annotations

import gc
import ipaddress
import socket
import sys

import uvicorn
from fastapi import FastAPI

from shared.api.app import create_app
from shared.api.outlet import outlet
from shared.model.errors import Refused
from shared.settings import Settings

GOODBYE_SECONDS = 2


class Server(uvicorn.Server):
    """Ends the streams of changes first, so that a stop does not wait for listeners that never leave."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn.Server.shutdown."""
        app = self.config.app
        if isinstance(app, FastAPI) and hasattr(app.state, "office"):
            app.state.office.hub.close()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether a server on that host is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(settings: Settings) -> None:
    """Serve until stopped. Refuses to listen beyond this machine: there are no credentials yet."""
    if not is_loopback(settings.host):
        raise Refused(
            "forbidden",
            f"walkin serve listens on this machine only (127.0.0.1), not on {settings.host}: it has no passwords yet.",
        )
    config = uvicorn.Config(
        create_app(settings.data, outlet=outlet(settings, deliver=True)),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    print(
        f"Walkin serves {settings.data} at http://{settings.host}:{settings.port}/api/2.3 "
        "(this machine only). Stop with Ctrl+C.",
        file=sys.stderr,
        flush=True,
    )
    # What is imported stays for good: collections that walk through it take most of a tenth of a second.
    gc.collect()
    gc.freeze()
    Server(config).run()
