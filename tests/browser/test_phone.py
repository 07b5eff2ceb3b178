"""The phone's pages in a real browser: axe-core finds no violation (WCAG 2.2 AA), and their script works.

Needs Chromium, the package playwright, and npm, which downloads axe-core into a temporary folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.contract.test_join import FORM
from tests.support.offices import WalkinServer, run_server

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

API = "/api/2.3/queues"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("axe")
    packed = subprocess.run(
        [npm, "pack", "axe-core@4", "--silent"], cwd=folder, capture_output=True, text=True, check=False
    )
    if packed.returncode:
        pytest.skip(f"axe-core cannot be downloaded: {packed.stderr.strip()[:200]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def office(office_file: Path) -> Iterator[WalkinServer]:
    with run_server(office_file) as running:
        yield running


@pytest.fixture(params=["light", "dark"])
async def page(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Page]:
    playwright = pytest.importorskip("playwright.async_api")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    async with playwright.async_playwright() as tools:
        browser = await tools.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium,
            headless=True,
            args=FLAGS,
            viewport={"width": 360, "height": 740},
            color_scheme=request.param,
        )
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        yield page
        await browser.close()
        # axe-core itself sets styles that the page's policy forbids.
        assert [
            message for message in complaints if "axe" not in request.fixturenames or "inline style" not in message
        ] == []


async def check_accessibility(page: Page, axe: str) -> None:
    """Assert that there is no violation, nothing is wider than the phone, and each target is 44 pixels high.

    Links within a text may be smaller.
    """
    # Evaluated through the protocol, so that the page's own content security policy stays.
    await page.evaluate(f"{axe}; 0")
    violations = await page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(result => result.violations.map("
        "v => [v.id, v.nodes.map(node => node.html + node.failureSummary)]))",
        RULES,
    )
    assert violations == [], json.dumps(violations, indent=1)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small_targets = await page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, textarea, input:not([type=hidden])")]
        .filter(target => !target.matches(".first, .question a") && target.checkVisibility())
        .map(target => target.closest(".pick") || target)
        .filter(target => target.getBoundingClientRect().height < 43.9 || target.getBoundingClientRect().width < 43.9)
        .map(target => target.outerHTML)"""
    )
    assert small_targets == []


async def test_no_page_has_a_violation(office: WalkinServer, page: Page, axe: str) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        files = [{"id": "photo", "type": "file", "title": "Photo", "help": "Of the front"}]
        queue_id = (await http.post(API, json={"name": "Files", "form": files})).json()["id"]
        registration = (await http.post(f"{API}/{queue_id}/registrations", json={"form": [], "language": "fr"})).json()
        ticket = f"{office.url}/t/{registration['token']}"
        registration_path = f"{API}/{queue_id}/registrations/{registration['id']}"

        async def visit(address: str) -> None:
            await page.goto(address)
            await check_accessibility(page, axe)

        await visit(ticket)
        await visit(f"{ticket}?lang=en")
        await visit(f"{ticket}/cancel")
        await http.put(registration_path, json={"parked": True})
        await visit(ticket)
        await http.put(registration_path, json={"parked": False})
        for change in ({"status": "inProgress", "counter": {"name": "Desk 3"}}, {"status": "noShow"}):
            await http.put(registration_path, json=change)
            await visit(ticket)
        await http.put(registration_path, json={"status": "inProgress"})
        await http.put(registration_path, json={"status": "finished"})
        await visit(ticket)
        await http.delete(registration_path)
        await visit(ticket)
        await visit(f"{office.url}/t/nobody")
        await visit(f"{office.url}/")
        await visit(f"{office.url}/wrong/link")

        phone_queue_id = (await http.post(API, json={"name": "Permits", "form": FORM, "joinByPhone": True})).json()[
            "id"
        ]
        closed_queue_id = (await http.post(API, json={"name": "Shut", "status": "closed", "joinByPhone": True})).json()[
            "id"
        ]
        await visit(f"{office.url}/q/{phone_queue_id}")
        await page.get_by_role("button", name="Take my ticket").last.click()
        await page.wait_for_selector(".problems")
        assert await page.evaluate("document.activeElement.className") == "problems"
        await check_accessibility(page, axe)
        await page.locator(".problems a").first.click()
        assert await page.evaluate("document.activeElement.name") == "v:name"
        await visit(f"{office.url}/q")
        assert await page.get_by_role("link", name="Permits").count() == 1
        await visit(f"{office.url}/q/{closed_queue_id}")
        await visit(f"{office.url}/q/999")
        await visit(f"{office.url}/accessibility")


async def test_enter_in_a_line_takes_the_ticket(office: WalkinServer, page: Page) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        form = [{"id": "name", "title": "Name", "mandatory": True}]
        queue_id = (await http.post(API, json={"name": "P", "form": form, "joinByPhone": True})).json()["id"]
        await page.goto(f"{office.url}/q/{queue_id}")
        await page.locator("[name='v:name']").fill("Ann")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/t/*")
        assert len((await http.get(f"{API}/{queue_id}/registrations")).json()["items"]) == 1


async def test_the_page_is_live_and_says_when_it_is_not(office: WalkinServer, page: Page) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        first = (await http.post(f"{API}/1/registrations", json={})).json()
        second = (await http.post(f"{API}/1/registrations", json={})).json()
        await page.goto(f"{office.url}/t/{second['token']}")
        loads: list[Any] = []
        page.on("load", lambda loaded: loads.append(loaded))
        await page.get_by_text("1 person before you").wait_for()
        await http.delete(f"{API}/1/registrations/{first['id']}")
        await page.get_by_text("You are next").wait_for()
        await page.evaluate("navigator.vibrate = pattern => { window.shaken = (window.shaken || 0) + 1; }; 0")
        alert = page.locator("#alert")
        await alert.click()
        assert await alert.get_attribute("aria-pressed") == "true"
        assert await page.evaluate("window.shaken") == 1
        # This machine's own address is as good as https: the browser keeps the screen on, and the page says so.
        keep = page.locator("#keep")
        await page.wait_for_function("document.getElementById('keep').textContent.includes('the screen stays on')")
        assert "it makes a sound when it is your turn" in await keep.inner_text()
        await http.post(f"{API}/1/registrations/next", json={"counter": {"name": "Desk 3"}})
        await page.get_by_text("go to Desk 3").wait_for()
        await page.wait_for_function("window.shaken === 2")
        assert "It is your turn" in await page.title()
        assert await page.locator("#leave a").count() == 0
        assert not await alert.is_visible()
        assert not await keep.is_visible()
        assert await page.evaluate("document.getElementById('ticket').className") == "turn"
        office.kill()
        await page.locator("#stale").wait_for(state="visible", timeout=60_000)
        office.start()
        await page.locator("#stale").wait_for(state="hidden", timeout=60_000)
        await http.put(f"{API}/1/registrations/{second['id']}", json={"status": "finished"})
        await page.get_by_text("This visit is over").wait_for(timeout=60_000)
        assert loads == []


async def test_without_a_wake_lock_the_page_asks_to_keep_the_screen_on(office: WalkinServer, page: Page) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        registration = (await http.post(f"{API}/1/registrations", json={})).json()
        await page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
        await page.goto(f"{office.url}/t/{registration['token']}")
        keep = page.locator("#keep")
        assert await keep.inner_text() == "Keep this page open and the screen on."
        await page.locator("#alert").click()
        assert await keep.inner_text() == (
            "Keep this page open and the screen on; it makes a sound when it is your turn."
        )
        await page.locator("#alert").click()
        assert await keep.inner_text() == "Keep this page open and the screen on."


async def test_dates_and_numbers_are_typed_on_a_number_pad(office: WalkinServer, page: Page) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        form = [
            {"id": "born", "type": "date", "title": "Born"},
            {"id": "many", "type": "number", "title": "Many", "valueFormat": {"integer": True}},
            {"id": "sum", "type": "number", "title": "Sum"},
            {"id": "tel", "type": "phone", "title": "Phone"},
        ]
        queue_id = (await http.post(API, json={"name": "P", "form": form, "joinByPhone": True})).json()["id"]
        await page.goto(f"{office.url}/q/{queue_id}")
        pads = await page.evaluate(
            "[...document.querySelectorAll('#questions input')].map(input => input.inputMode || input.type)"
        )
        assert pads == ["numeric", "numeric", "numeric", "numeric", "decimal", "tel"]
