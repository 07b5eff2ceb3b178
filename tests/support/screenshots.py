"""Makes the README's screenshots from the running apps: ``python -m tests.support.screenshots [FOLDER]``."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from tests.support.helpers import screen_text, wait_for
from walkin.client import QueueClient, connect
from walkin.settings import Settings
from walkin.ui.app import WalkinApp
from walkin_counter.app import CounterApp
from walkin_kiosk.app import KioskApp

FOLDER = Path(__file__).parents[2] / ".images"
TERMINAL_SIZE = (110, 32)

PEOPLE = [
    ("Ann", "Bee"),
    ("Chidi", "Okonkwo"),
    ("Zoë", "Müller"),
    ("Anh", "Nguyễn Văn"),
    ("María", "García López"),
    ("Łukasz", "Żółtowski"),
    ("李", "小明"),
    ("Fatima", "Haddad"),
]


async def register_people(client: QueueClient) -> None:
    """Register clients in each queue and call one to Desk 2."""
    for number, (first, last) in enumerate(PEOPLE):
        members = {"client": {"firstName": first, "lastName": last}, "language": ("en", "fr")[number % 2]}
        await client.register(str(number % 3 + 1), members, f"k{number}")
    await client.call_next("2", "Desk 2")


async def save_screenshot(app: WalkinApp, ready_text: str, keys: list[str], expected_text: str, file: Path) -> None:
    """Save the screen that shows ``expected_text`` after ``keys`` were pressed on one that shows ``ready_text``."""
    async with app.run_test(size=TERMINAL_SIZE) as pilot:
        await wait_for(pilot, lambda: ready_text in screen_text(app), ready_text)
        await pilot.press(*keys)
        await wait_for(pilot, lambda: expected_text in screen_text(app), expected_text)
        svg = app.export_screenshot(title="Walkin")
        # GitHub loads no fonts for an SVG image.
        file.write_text(re.sub(r"\s*@font-face \{[^}]*\}", "", svg), encoding="utf-8")
        print(file)


async def main(folder: Path) -> None:
    """Make both screenshots."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as office_folder:
        data = Path(office_folder) / "office.db"
        async with await connect(Settings(data=data)) as client:
            await register_people(client)
        queue_ids = ("1", "2", "3")
        counter = CounterApp(Settings(data=data, desk="Desk 1", queue=queue_ids))
        await save_screenshot(counter, "Chidi", ["f5"], "A001", folder / "counter.svg")
        await save_screenshot(KioskApp(Settings(data=data)), "Moving house", [], "Moving house", folder / "kiosk.svg")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
