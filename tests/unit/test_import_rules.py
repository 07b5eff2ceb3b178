"""Who imports whom, shown in fresh interpreters: import-linter reads the code, these tests run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.offices import run_server

ROOT = Path(__file__).parents[2] / "shared" / "walkin"
NOT_FOR_APPS = {"store", "api", "watch", "cli"}

RUN_REMOTE = """
import asyncio, sys
from walkin.settings import CounterSettings, DisplaySettings, KioskSettings

async def run(app, ready):
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(600):
            if ready(app):
                return
            await pilot.pause(0.05)
        raise SystemExit("the app did not connect")

kind, api = sys.argv[1:]
if kind == "kiosk":
    from walkin_kiosk.app import KioskApp
    from walkin_kiosk.screens.start import ServiceButton
    app = KioskApp(KioskSettings(api=api))
    asyncio.run(run(app, lambda app: len(app.screen.query(ServiceButton)) > 0))
elif kind == "counter":
    from walkin_counter.app import CounterApp
    from walkin_counter.desk.screens.desk import DeskScreen
    app = CounterApp(CounterSettings(api=api, desk="Desk 1", queue=("1",)))
    asyncio.run(run(app, lambda app: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected))
else:
    from walkin_counter.display.app import DisplayApp, DisplayScreen
    app = DisplayApp(DisplaySettings(api=api))
    asyncio.run(run(app, lambda app: isinstance(app.screen, DisplayScreen) and app.screen.board.is_connected))
print("\\n".join(sys.modules))
"""


def list_loaded(code: str, *arguments: str) -> set[str]:
    """The modules that a new interpreter has loaded after that code, which prints them last."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def list_modules(*packages: str) -> list[str]:
    """The modules of these rooms of ``walkin``."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    names = [".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names if ".migrations." not in name]


def import_all(modules: list[str]) -> set[str]:
    imports = "".join(f"import {module}\n" for module in modules)
    return list_loaded(f'{imports}import sys\nprint("\\n".join(sys.modules))')


@pytest.mark.parametrize("kind", ["kiosk", "counter", "display"])
def test_a_remote_app_loads_no_server_and_no_command_line(kind: str, tmp_path: Path) -> None:
    with run_server(tmp_path / "office.db") as server:
        loaded = list_loaded(RUN_REMOTE, kind, server.url)
    assert {name.split(".")[1] for name in loaded if name.startswith("walkin.")} & NOT_FOR_APPS == set()
    other = {"kiosk": "walkin_counter", "counter": "walkin_kiosk", "display": "walkin_kiosk"}[kind]
    assert [name for name in loaded if name.startswith(other)] == []


def test_the_model_loads_nothing_else_of_ours() -> None:
    loaded = import_all(list_modules("model"))
    assert {name.split(".")[1] for name in loaded if name.startswith("walkin.")} == {"model"}


def test_only_the_screens_load_textual() -> None:
    rooms = ("model", "client", "store", "watch", "api", "languages", "settings", "report", "cli")
    loaded = import_all(list_modules(*rooms))
    assert [name for name in loaded if name.partition(".")[0] in ("textual", "walkin_kiosk", "walkin_counter")] == []
