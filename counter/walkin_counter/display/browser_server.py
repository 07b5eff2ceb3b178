"""The server of ``walkin display --serve``, based on textual-serve. No page loads anything from other hosts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from aiohttp import WSMsgType, web
from textual_serve.server import Server

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

MAX_BROWSERS = 16
"""Browsers at the same time; each has a process of its own."""


class BrowserServer(Server):
    """A page with the display. Browsers cannot send keys, download files or embed it in another page."""

    def __init__(self, command: str, host: str, port: int) -> None:
        super().__init__(command, host, port, title="Walkin", templates_path=Path(__file__).parent)
        self._browser_count = 0

    def initialize_logging(self) -> None:
        """Log nothing: textual-serve's own handler writes values of variables."""

    async def on_startup(self, app: web.Application) -> None:
        typer.echo(f"The display is on http://{self.host}:{self.port} (Ctrl+C ends it).")

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPNotFound

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if request.headers.get("Origin", "").partition("://")[2] not in ("", request.host):
            raise web.HTTPForbidden(text="This display is watched from its own page only.")
        if self._browser_count >= MAX_BROWSERS:
            raise web.HTTPServiceUnavailable(text=f"{MAX_BROWSERS} browsers watch already.")
        self._browser_count += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._browser_count -= 1

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        async for message in websocket:
            if message.type != WSMsgType.TEXT:
                continue
            match message.json():
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await app_service.set_terminal_size(max(20, min(width, 500)), max(8, min(height, 200)))
                case ["ping", data]:
                    await websocket.send_json(["pong", data])
