"""Pictures of the pages for phones and for paper, in a headless Chromium where one is installed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.support.browser import CHROMIUM, BrowserPage, open_page
from tests.support.offices import run_server
from walkin.client import connect
from walkin.languages import Words
from walkin.report.page import render_page
from walkin.report.poster import render_html_poster
from walkin.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

PHONE, PAPER = (390, 844), (794, 1123)
"""Width and height in pixels of a usual phone, and of A4 at 96 dots an inch."""

SCHEMES = ("light", "dark")
JOIN_FORM = [
    {"id": "name", "title": "Your name", "mandatory": True},
    {"id": "born", "type": "date", "title": "Date of birth"},
    {
        "id": "kind",
        "type": "radio",
        "title": "Which document do you need?",
        "values": [{"id": "card", "name": "Identity card"}, {"id": "pass", "name": "Passport"}],
    },
]


async def draw_pages(data: Path, folder: Path) -> list[str]:
    """Draw each page, those for phones in light and dark; return the names of the files."""
    if CHROMIUM is None:
        print("The pages for phones and paper are left out: Chromium is not installed.")
        return []
    with run_server(data) as server:
        papers, links = await _prepare(server.url, data, folder)
        names = []
        async with open_page(server.url) as page:
            for name, url in links.items():
                for scheme in SCHEMES:
                    names.append(await _draw(page, url, f"page-{name}", PHONE, scheme, folder))
            for name, file in papers.items():
                names.append(await _draw(page, file.as_uri(), f"paper-{name}", PAPER, "light", folder, media="print"))
    return names


async def _prepare(url: str, data: Path, folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Write the pages for paper; return them, and the addresses of those for phones, by their names."""
    async with await connect(Settings(data=data)) as client:
        company = {"id": "1", "name": "Town Hall"}
        queue = await client.add_queue(
            {"name": "Permits", "company": company, "form": JOIN_FORM[1:], "joinByPhone": True}
        )
        waiting = [
            await client.register(queue.id, {"form": [], "client": {"firstName": "Ann"}}, f"p{i}") for i in (1, 2)
        ]
        called = await client.call_next(queue.id, "Desk 3")
        assert called is not None
        papers = {"poster": folder / "poster.html", "report": folder / "report.html"}
        papers["poster"].write_text(render_html_poster([queue], "https://queue.example.org", ("en", "fr")), "utf-8")
        statistics = await client.get_statistics()
        papers["report"].write_text(render_page(statistics, Words("en"), "Town Hall"), "utf-8")
    links = {"start": "/", "join": f"/q/{queue.id}", "called": f"/t/{called.token}", "ticket": f"/t/{waiting[1].token}"}
    return papers, {name: f"{url}{path}" for name, path in links.items()}


async def _draw(
    page: BrowserPage, url: str, name: str, size: tuple[int, int], scheme: str, folder: Path, *, media: str = "screen"
) -> str:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    await page.send("Emulation.setDeviceMetricsOverride", **metrics)
    await page.send(
        "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    await page.send("Page.navigate", url=url)
    await page.wait_until(f"location.href === {url!r} && document.readyState === 'complete'")
    # The page's script shows what has happened since.
    await asyncio.sleep(0.5)
    file = f"{name}-{width}x{height}-{scheme}.png"
    (folder / file).write_bytes(await page.take_screenshot())
    return file
