"""Who imports whom, shown in fresh interpreters: import-linter reads the code, these tests run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.offices import run_server

ROOT = Path(__file__).parents[2] / "shared" / "walkin"
NOT_FOR_APPS = {"store", "api", "watch", "cli"}

NOT_AT_START = {"alembic", "cryptography", "email_validator", "jinja2", "markdown_it", "phonenumbers", "qrcode", "re2"}
"""Libraries that load when something needs them: all of them would double the time of a start."""

RUN_SCREEN = """
import asyncio, sys
from pathlib import Path
from walkin.settings import CounterSettings, DisplaySettings, KioskSettings

async def run(app, ready):
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(600):
            if ready(app):
                return
            await pilot.pause(0.05)
        raise SystemExit("the app did not connect")

kind, office = sys.argv[1:]
place = {"api": office} if "://" in office else {"data": Path(office)}
if kind == "kiosk":
    from walkin_kiosk.app import KioskApp
    from walkin_kiosk.screens.start import ServiceButton
    app = KioskApp(KioskSettings(**place))
    asyncio.run(run(app, lambda app: len(app.screen.query(ServiceButton)) > 0))
elif kind == "counter":
    from walkin_counter.app import CounterApp
    from walkin_counter.desk.screens.desk import DeskScreen
    app = CounterApp(CounterSettings(**place, desk="Desk 1", queue=("1",)))
    asyncio.run(run(app, lambda app: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected))
else:
    from walkin_counter.display.app import DisplayApp, DisplayScreen
    app = DisplayApp(DisplaySettings(**place))
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
def test_a_remote_app_loads_no_server_and_no_command_line(kind: str, office_file: Path) -> None:
    with run_server(office_file) as server:
        loaded = list_loaded(RUN_SCREEN, kind, server.url)
    assert {name.split(".")[1] for name in loaded if name.startswith("walkin.")} & NOT_FOR_APPS == set()
    assert loaded & {"sqlalchemy", "starlette", *NOT_AT_START} == set()
    other = {"kiosk": "walkin_counter", "counter": "walkin_kiosk", "display": "walkin_kiosk"}[kind]
    assert [name for name in loaded if name.startswith(other)] == []
    assert kind == "display" or [name for name in loaded if name.endswith(".speech")] == [], "a kiosk that is silent"


def test_an_embedded_app_loads_nothing_of_a_network(office_file: Path) -> None:
    loaded = list_loaded(RUN_SCREEN, "display", str(office_file))
    assert "walkin.api.change_stream" in loaded
    assert loaded & {"anyio._backends._asyncio", "httpcore", "uvicorn", *NOT_AT_START} == set()


def test_the_first_frame_waits_for_no_screen_and_no_office() -> None:
    loaded = list_loaded(
        "import sys, walkin.cli.main, walkin.ui.first_frame\nfrom walkin.settings import load_settings\n"
        "load_settings({}, environ={})\nprint('\\n'.join(sys.modules))"
    )
    assert loaded & {"asyncio", "babel", "fluent", "httpx", "rich", "sqlalchemy", "textual", *NOT_AT_START} == set()


def test_a_command_on_an_office_loads_only_what_it_needs(office_file: Path) -> None:
    code = (
        "import sys\nfrom walkin.cli.main import main\ntry: main()\nexcept SystemExit: print('\\n'.join(sys.modules))"
    )
    loaded = list_loaded(code, "queue", "list", "--data", str(office_file))
    assert loaded & {"click", "textual", *NOT_AT_START} == set()
    assert loaded & {"walkin.api.routes.watches", "walkin.api.web.join", "walkin.store.statistics"} == set()


def test_a_start_looks_for_no_garbage_and_for_no_plugins(office_file: Path) -> None:
    code = (
        "import gc\nfrom walkin.cli import main\nmain.START_SECONDS = 600\nbefore = gc.get_stats()\ntry: main.main()\n"
        "except SystemExit:\n from pydantic.plugin import _loader\n"
        " print(f'{gc.get_stats() == before}-{_loader._plugins}')"
    )
    assert "True-None" in list_loaded(code, "queue", "list", "--data", str(office_file))


def test_the_model_loads_nothing_else_of_ours() -> None:
    loaded = import_all(list_modules("model"))
    assert {name.split(".")[1] for name in loaded if name.startswith("walkin.")} == {"model"}


def test_only_the_screens_load_textual() -> None:
    rooms = ("model", "client", "store", "watch", "api", "languages", "settings", "report", "cli")
    loaded = import_all(list_modules(*rooms))
    assert [name for name in loaded if name.partition(".")[0] in ("textual", "walkin_kiosk", "walkin_counter")] == []
