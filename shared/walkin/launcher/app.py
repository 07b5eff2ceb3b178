"""The launcher: a screen to choose an app from. Also the one place that creates the apps by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.languages import list_staff_languages
from walkin.model.address import redact_address
from walkin.ui.app import WalkinApp, get_next
from walkin.ui.error_log import set_log_file
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.safe import to_content
from walkin.ui.signals import disable_signal_keys, exit_on_stop_signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from walkin.languages import Words
    from walkin.settings import Settings

SCREENS = ("kiosk", "counter", "display")

MAX_LOCATION_CHARACTERS = 60
"""Longest location shown, in characters; of a longer one the end is shown."""


class AppChoice(Horizontal, can_focus=True):
    """An app to choose: its key, name and purpose. Enter or a click chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", "launcher-key-open")]

    @dataclass
    class Chosen(Message):
        screen: str

    def __init__(self, number: int, screen: str) -> None:
        super().__init__(id=screen, classes="tile")
        self.number = number
        self.screen_name = screen

    def compose(self) -> ComposeResult:
        yield BigText(str(self.number), max_rows=3, classes="strip")
        with Vertical(classes="texts"):
            yield Static(classes="heading")
            yield Static(classes="purpose muted")

    def update_label(self, words: Words) -> None:
        self.query_one(".heading", Static).update(to_content(words(f"launcher-{self.screen_name}")))
        self.query_one(".purpose", Static).update(to_content(words(f"launcher-{self.screen_name}-about")))

    def action_open(self) -> None:
        self.post_message(self.Chosen(self.screen_name))

    def on_click(self) -> None:
        self.action_open()


class LauncherApp(WalkinApp):
    """Offers the apps. After it has ended, `chosen_screen` is the app to open, or None to quit."""

    CSS_PATH = "launcher.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"open('{name}')", show=False) for number, name in enumerate(SCREENS, 1)),
        Binding("down", "app.focus_next", "launcher-key-move", key_display="↑↓"),
        Binding("up", "app.focus_previous", show=False),
        Binding("t", "next_theme", "launcher-key-theme"),
        Binding("l", "next_language", "launcher-key-language"),
        Binding("q", "quit", "app-quit"),
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, settings: Settings, *, demo: bool = False) -> None:
        folders = [settings.themes] if settings.themes else []
        super().__init__(theme=settings.theme, language=settings.language, theme_folders=folders, bidi=settings.bidi)
        self.settings = settings
        self.demo = demo
        self.chosen_screen: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="all"):
            yield BigText(self.words("app-name"), id="name")
            yield Static(id="tagline", classes="muted")
            for number, screen in enumerate(SCREENS, 1):
                yield AppChoice(number, screen)
            yield Static(id="facts")
        yield KeyBar()

    def on_mount(self) -> None:
        self.language_changed.subscribe(self, self._update_labels)
        self.theme_changed_signal.subscribe(self, lambda _theme: self._update_labels(self.words))
        self._update_labels(self.words)
        self.query_one(AppChoice).focus()

    def _update_labels(self, words: Words) -> None:
        self.query_one("#tagline", Static).update(to_content(words("launcher-tagline")))
        for choice in self.query(AppChoice):
            choice.update_label(words)
        self.query_one("#facts", Static).update(self._build_facts(words))

    def _build_facts(self, words: Words) -> Content:
        embedded = self.settings.api == "embedded"
        office = self.settings.store_location if embedded else self.settings.api
        if isinstance(office, Path):
            location = _abbreviate_home(office)
        else:
            location = redact_address(office) if embedded else office
        if len(location) > MAX_LOCATION_CHARACTERS:
            location = f"…{location[1 - MAX_LOCATION_CHARACTERS :]}"
        colours = words(f"app-theme-{self.theme}") if words.has_text(f"app-theme-{self.theme}") else self.theme
        facts = {
            "launcher-data" if embedded else "launcher-server": location,
            "launcher-demo": words("launcher-demo-about") if self.demo else "",
            "launcher-serve": words("launcher-serve-about") if embedded and not self.demo else "",
            "launcher-look": f"{colours} · {words('language-name')}",
        }
        lines = [
            Content.assemble(to_content(words(key).ljust(12), "$text-muted"), to_content(text))
            for key, text in facts.items()
            if text
        ]
        return Content("\n").join(lines)

    def action_open(self, screen: str) -> None:
        self.chosen_screen = screen
        self.exit()

    @on(AppChoice.Chosen)
    def _open_chosen(self, event: AppChoice.Chosen) -> None:
        self.action_open(event.screen)

    def action_next_theme(self) -> None:
        self.theme = get_next(self.theme, list(self.themes))
        self._update_settings(theme=self.theme)

    def action_next_language(self) -> None:
        self.set_language(
            get_next(self.language, list_staff_languages(self.settings.language, *self.settings.languages))
        )
        self._update_settings(language=self.language)

    def _update_settings(self, **values: str) -> None:
        """Pass the theme and language chosen here on to the app that is opened."""
        self.settings = self.settings.model_copy(update=values)
        self._update_labels(self.words)


def launch(settings: Settings, *, demo: bool = False) -> int:
    """Show the launcher and run the chosen app, in turns, until the user quits. Returns an exit code."""
    set_log_file(settings.log)
    with disable_signal_keys():
        return _take_turns(settings, demo=demo)


def _take_turns(settings: Settings, *, demo: bool) -> int:
    while True:
        exit_on_stop_signals()
        launcher = LauncherApp(settings, demo=demo)
        code = launcher.run_for_exit_code()
        if code or launcher.stopped_by_signal or launcher.chosen_screen is None:
            return code
        settings = launcher.settings
        exit_on_stop_signals()
        app = _create_app(launcher.chosen_screen, settings)
        code = app.run_for_exit_code()
        if code or app.stopped_by_signal:
            return code


def open_screen(name: str, settings: Settings, prefill: Mapping[str, str] | None = None) -> int:
    """Run "kiosk", "counter" or "display" until it ends. Returns an exit code.

    `prefill` has answers for the kiosk's questions by their externalId.
    """
    set_log_file(settings.log)
    return _create_app(name, settings, prefill).run_for_exit_code()


def open_lines(name: str, settings: Settings, prefill: Mapping[str, str] | None = None) -> int:
    """Run "kiosk" or "counter" one line at a time until staff leave or the input ends. Returns an exit code."""
    set_log_file(settings.log)
    exit_on_stop_signals()
    if name == "counter":
        from walkin_counter.linear import run as run_counter

        return run_counter(settings)
    from walkin_kiosk.linear import run

    return run(settings, prefill)


def open_preview(form: Path, settings: Settings) -> int:
    """Show the form in a file as the kiosk does, until the user leaves. Returns an exit code."""
    from walkin_kiosk.preview import PreviewApp

    set_log_file(settings.log)
    return PreviewApp(form, settings).run_for_exit_code()


def _create_app(name: str, settings: Settings, prefill: Mapping[str, str] | None = None) -> WalkinApp:
    app = _create_screen(name, settings, prefill)
    if settings.api == "embedded" and not settings.database and not settings.data.exists():
        # The app makes one. A wrong path would otherwise look like an empty office.
        app.start_notices.append(app.words("app-new-office", place=str(settings.data)))
    return app


def _create_screen(name: str, settings: Settings, prefill: Mapping[str, str] | None) -> WalkinApp:
    if name == "kiosk":
        from walkin_kiosk.app import KioskApp

        return KioskApp(settings, prefill=prefill, scan_prefix=settings.scan_prefix)
    if name == "counter":
        from walkin_counter.app import CounterApp

        return CounterApp(settings)
    from walkin_counter.display.app import DisplayApp

    return DisplayApp(settings)


def _abbreviate_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
