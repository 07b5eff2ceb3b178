from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from tests.support.pseudo import STAFF_LANGUAGES, list_language_params
from walkin.launcher.app import SCREENS, AppChoice, LauncherApp
from walkin.settings import Settings

if TYPE_CHECKING:
    from textual.pilot import Pilot

SMALL, LARGE = (80, 24), (160, 50)


def launcher(demo: bool = False, **settings: object) -> LauncherApp:
    return LauncherApp(Settings(**settings), demo=demo)  # type: ignore[arg-type]


async def look_at_texts(pilot: Pilot[Any], app: LauncherApp) -> None:
    """Everything is said in full."""
    keys = ["tagline", *SCREENS, *(f"{name}-about" for name in SCREENS), "data", "look"]
    keys += ["demo", "demo-about"] if app.demo else ["serve", "serve-about"]
    keys += ["key-open", "key-move", "key-theme", "key-language"]
    texts = [app.words(f"launcher-{key}").replace("\u00a0", " ") for key in keys]
    texts += [app.words("app-quit"), app.words(f"app-theme-{app.theme}"), "/srv/office.db"]
    await wait_for(pilot, lambda: all(text in screen_text(app) for text in texts), "every text")
    text = screen_text(app)
    assert "█" in text
    assert "…" not in text


@pytest.mark.parametrize("language", list_language_params(*STAFF_LANGUAGES))
async def test_everything_is_said_in_full(language: str) -> None:
    for demo, size, theme in ((False, SMALL, "night"), (True, LARGE, "office")):
        app = launcher(demo, theme=theme, language=language, data=Path("/srv/office.db"))
        async with app.run_test(size=size) as pilot:
            await look_at_texts(pilot, app)
            assert app.theme == theme
            await pilot.resize_terminal(*(LARGE if size == SMALL else SMALL))
            await look_at_texts(pilot, app)
            await pilot.press("t")
            await look_at_texts(pilot, app)
            assert app.theme != theme


@pytest.mark.parametrize(("keys", "chosen"), [("1", "kiosk"), ("2", "counter"), ("3", "display")])
async def test_a_number_chooses(keys: str, chosen: str) -> None:
    app = launcher()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*keys)
        await wait_for(pilot, lambda: app.chosen_screen == chosen, chosen)
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["enter"], "kiosk"),
        (["down", "enter"], "counter"),
        (["up", "space"], "display"),
        (["tab", "tab", "enter"], "display"),
    ],
)
async def test_arrows_and_enter_choose(keys: list[str], chosen: str) -> None:
    app = launcher()
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: isinstance(app.focused, AppChoice), "the focus")
        await pilot.press(*keys)
        await wait_for(pilot, lambda: app.chosen_screen == chosen, chosen)


@pytest.mark.parametrize("name", SCREENS)
async def test_a_click_chooses(name: str) -> None:
    app = launcher()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click(f"#{name}")
        await wait_for(pilot, lambda: app.chosen_screen == name, name)


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_quitting_chooses_nothing(key: str) -> None:
    app = launcher()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(key)
        await wait_for(pilot, lambda: not app.is_running, "the end")
    assert app.chosen_screen is None
    assert app.return_code == 0


async def test_t_cycles_the_themes_and_the_choice_goes_along() -> None:
    app = launcher(theme="office")
    async with app.run_test(size=SMALL) as pilot:
        themes = []
        for _ in app.themes:
            await pilot.press("t")
            themes.append(app.settings.theme)
            assert app.theme == app.settings.theme
            await wait_for(pilot, lambda: app.words(f"app-theme-{app.theme}") in screen_text(app), "its name")
        assert sorted(themes) == sorted(app.themes)
        assert themes[-1] == "office"


async def test_l_cycles_the_languages_and_every_text_changes() -> None:
    app = launcher(language="en")
    texts = {"fr": ("Affichage", "Quitter"), "de": ("Anzeige", "Beenden"), "es": ("Pantalla", "Salir")}
    texts["en"] = ("Display", "Quit")
    async with app.run_test(size=SMALL) as pilot:
        for language, (display, leave) in texts.items():
            await pilot.press("l")
            await wait_for(pilot, lambda t=(display, leave): all(x in screen_text(app) for x in t), language)
            assert app.settings.language == language
            assert ("Kiosk" in screen_text(app)) is (language == "en")


async def test_a_server_is_shown_instead_of_the_file() -> None:
    app = launcher(api="https://queue.example.org")
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "https://queue.example.org" in screen_text(app), "the address")
        assert "walkin serve" not in screen_text(app)


async def test_a_strange_path_spoils_nothing() -> None:
    app = launcher()
    async with app.run_test(size=SMALL) as pilot:
        for name in [*(name[:80] for name in HOSTILE_TEXTS), "very/" * 60]:
            # Not all of these can be the path of a real file, but settings built directly may hold them.
            app._update_settings(data=Path("/srv") / name / "office.db")
            await pilot.pause()
            await wait_for(pilot, lambda: app.words("launcher-display-about") in screen_text(app), "the choices")
            await wait_for(pilot, lambda: app.words("app-quit") in screen_text(app), "the keys")
            assert "office.db" in screen_text(app)
            assert "\x1b" not in screen_text(app)
