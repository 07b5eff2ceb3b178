"""A headless Chromium with one page, controlled over its debugging socket."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"),
    "--window-size=1280,720",
]
LIGHT_SHARE_SCRIPT = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  let light = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 450) light++;
  return light / (data.length / 4);
}"""


class BrowserPage:
    """One page. ``requested_urls`` are the addresses it has requested."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._message_ids = itertools.count(1)
        self.requested_urls: list[str] = []

    async def send(self, method: str, **params: Any) -> Any:
        number = next(self._message_ids)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json(timeout=60)
            if message.get("method") == "Network.requestWillBeSent":
                self.requested_urls.append(message["params"]["request"]["url"])
            if message.get("method") == "Network.webSocketCreated":
                self.requested_urls.append(message["params"]["url"])
            if message.get("id") == number:
                return message.get("result")

    async def evaluate(self, expression: str) -> Any:
        return (await self.send("Runtime.evaluate", expression=expression))["result"].get("value")

    async def take_screenshot(self) -> bytes:
        """Return the page as PNG."""
        return base64.b64decode((await self.send("Page.captureScreenshot"))["data"])

    async def measure_light_share(self) -> float:
        """Return the light part of the page, 0 to 1. The browser counts the pixels of its own screenshot."""
        address = f"data:image/png;base64,{base64.b64encode(await self.take_screenshot()).decode()}"
        result = await self.send(
            "Runtime.evaluate", expression=f"({LIGHT_SHARE_SCRIPT})({address!r})", awaitPromise=True
        )
        return float(result["result"]["value"])

    async def wait_until(self, expression: str, seconds: float = 60) -> None:
        async with asyncio.timeout(seconds):
            while not await self.evaluate(expression):
                await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def open_page(url: str) -> AsyncIterator[BrowserPage]:
    """Start a browser at an address."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [CHROMIUM, *CHROMIUM_FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port_file = Path(folder) / "DevToolsActivePort"
            async with asyncio.timeout(60):
                while not port_file.exists() or "\n" not in port_file.read_text():
                    await asyncio.sleep(0.05)
            port = port_file.read_text().split()[0]
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as response:
                    target = next(target for target in await response.json() if target["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    page = BrowserPage(socket)
                    await page.send("Network.enable")
                    await page.send("Page.navigate", url=url)
                    yield page
        finally:
            process.terminate()
            process.wait(60)
