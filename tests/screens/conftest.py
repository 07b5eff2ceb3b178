from __future__ import annotations

import functools
import shutil
from pathlib import Path
from typing import Any

import pytest
from textual import _wait
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.theme import Theme

from tests.support.helpers import wait_for
from walkin.languages import Words
from walkin.ui import themes
from walkin_kiosk.app import KioskApp

_parse_rules = Stylesheet._parse_rules
_RULES: dict[tuple[Any, ...], list[RuleSet]] = {}


def _parse_rules_once(stylesheet: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
    """The rules of a style sheet, parsed by the first app that uses it with these colours."""
    key = (arguments, tuple(named.items()), tuple(stylesheet._variables.items()))
    if (rules := _RULES.get(key)) is None:
        rules = _RULES[key] = _parse_rules(stylesheet, *arguments, **named)
    return rules


_load_theme = themes._load_theme


@functools.cache
def _load_theme_once(file: Path) -> tuple[Theme | None, str]:
    return _load_theme(file, Words("en"))


def _load_shipped_once(file: Path, words: Words) -> tuple[Theme | None, str]:
    """A theme, whose colours are measured by the first app only if it is a shipped one."""
    return _load_theme_once(file) if file.parent == themes.find_shipped_themes() else _load_theme(file, words)


@pytest.fixture(autouse=True)
def patient_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Press each key when the screen is built: what a key opens may take longer than the next key.

    For speed, by private parts of Textual: the pilot looks each 5 ms whether the app is idle after a key, not each 20,
    and apps share the rules of style sheets and the shipped themes.
    """
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 1 / 1000)
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_rules_once)
    monkeypatch.setattr(themes, "_load_theme", _load_shipped_once)

    async def press(pilot: Pilot[Any], *keys: str) -> None:
        app = pilot.app
        for key in keys:
            await wait_for(pilot, lambda: app.screen.is_mounted, f"a screen that takes {key}")
            if isinstance(app, KioskApp):
                # Not as fast as a scanner.
                app.scanner.last_key_at = 0.0
            await app._press_keys([key])
        await pilot._wait_for_screen()

    monkeypatch.setattr(Pilot, "press", press)


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder for what apps keep over restarts."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(autouse=True)
def unused_office(request: pytest.FixtureRequest) -> None:
    """Put a new office into the folder of a test that has one: an app would take longer to make it than to run."""
    if "tmp_path" in request.fixturenames:
        folder: Path = request.getfixturevalue("tmp_path")
        shutil.copy(request.getfixturevalue("new_office"), folder / "office.db")
