"""``walkin display --serve`` in a real browser that reaches only this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.support.browser import CHROMIUM, open_page
from tests.support.offices import free_port
from walkin.client import connect
from walkin.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WALKIN = (sys.executable, "-c", "from walkin.cli.main import main; main()")


@contextlib.contextmanager
def shown(data: Path, *options: str) -> Iterator[int]:
    """Serve the display of the office; returns the port."""
    port = free_port()
    process = subprocess.Popen(
        [*WALKIN, "display", "--data", str(data), "--serve", "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "WALKIN_CONFIG": os.devnull},
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < end, "the page did not come"
                assert process.poll() is None, "it ended"
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def test_the_page_asks_nobody_else(tmp_path: Path) -> None:
    with shown(tmp_path / "office.db") as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            text = answer.read().decode()
        assert "://" not in text.replace("${scheme}//", ""), "an address outside"
        for part in ("css/xterm.css", "js/textual.js", "fonts/RobotoMono-VariableFont_wght.ttf"):
            assert f"/static/{part}" in text
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/{part}", timeout=30) as answer:
                assert answer.read()
        foreign = urllib.request.Request(f"http://127.0.0.1:{port}/ws", headers={"Origin": "http://evil.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(foreign, timeout=30)
        refused.value.close()
        assert refused.value.code == 403


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    hide = "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n, *a: n != 'textual_serve' and f(n, *a)"
    ended = subprocess.run(
        [sys.executable, "-c", f"{hide} or None\nfrom walkin.cli.main import main; main()", "display", "--serve"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "walkin[web]" in ended.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
async def test_a_television_shows_the_numbers(tmp_path: Path) -> None:
    data = tmp_path / "office.db"
    async with await connect(Settings(data=data)) as office:
        await office.register("1", {"client": {"firstName": "Anneliese"}}, "k1")
        with shown(data) as port:
            async with open_page(f"http://127.0.0.1:{port}/") as tv:
                await tv.wait_until("document.body?.classList.contains('-first-byte')")
                await tv.wait_until("document.fonts.check('16px \"Roboto Mono\"')")
                # Large letters change much of the picture, the clock little.
                before = await tv.measure_light_share()
                await office.call_next("1", "Desk 3")
                async with asyncio.timeout(60):
                    while abs(await tv.measure_light_share() - before) < 0.03:
                        await asyncio.sleep(0.2)
                hosts = {urlsplit(url).netloc for url in tv.requested_urls if not url.startswith("data:")}
                assert hosts == {f"127.0.0.1:{port}"}
