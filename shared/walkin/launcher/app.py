"""The first screen of ``walkin``: choose an app, which then runs in this process and comes back here when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.cli.support import stop_on_signals
from walkin.languages import available
from walkin.model.address import shown
from walkin.ui.app import WalkinApp
from walkin.ui.error_log import write_to
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from walkin.languages import Words
    from walkin.settings.model import Settings

SCREENS = ("kiosk", "counter", "display")

PLACE = 60
"""Characters of a place that fit on a line; of a longer one the end is shown."""


class Choice(Static, can_focus=True):
    """One of the apps: its key, its name and what it is for. Enter or a click chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", "launcher-key-open")]

    @dataclass
    class Chosen(Message):
        """Somebody wants this app."""

        screen: str

    def __init__(self, number: int, screen: str) -> None:
        super().__init__(id=screen)
        self.number = number
        self.opens = screen

    def label(self, words: Words) -> None:
        """Say it in that language."""
        name = safe(words(f"launcher-{self.opens}").ljust(12), "bold")
        self.update(
            Content.assemble((f" {self.number} ", "reverse bold"), "  ", name, words(f"launcher-{self.opens}-about"))
        )

    def action_open(self) -> None:
        self.post_message(self.Chosen(self.opens))

    def on_click(self) -> None:
        self.action_open()


class Launcher(WalkinApp):
    """Offers the apps. When it has ended, `choice` is the one that was chosen, None when somebody quit."""

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
        super().__init__(theme=settings.theme, language=settings.language, theme_folders=folders)
        self.settings = settings
        self.demo = demo
        self.choice: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="all"):
            yield BigText(self.words("app-name"), id="name")
            yield Static(id="tagline", classes="muted")
            for number, screen in enumerate(SCREENS, 1):
                yield Choice(number, screen)
            yield Static(id="facts")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.language_changed.subscribe(self, self._label)
        self._label(self.words)
        self.query_one(Choice).focus()

    def _label(self, words: Words) -> None:
        self.query_one("#tagline", Static).update(safe(words("launcher-tagline")))
        for choice in self.query(Choice):
            choice.label(words)
        self.query_one("#facts", Static).update(self._facts(words))

    def _facts(self, words: Words) -> Content:
        embedded = self.settings.api == "embedded"
        office = self.settings.office if embedded else self.settings.api
        place = _from_home(office) if isinstance(office, Path) else shown(office) if embedded else office
        place = place if len(place) <= PLACE else f"…{place[1 - PLACE :]}"
        colours = words(f"app-theme-{self.theme}") if words.has(f"app-theme-{self.theme}") else self.theme
        facts = {
            "launcher-data" if embedded else "launcher-server": place,
            "launcher-demo": words("launcher-demo-about") if self.demo else "",
            "launcher-serve": words("launcher-serve-about") if embedded and not self.demo else "",
            "launcher-look": f"{colours} · {words('language-name')}",
        }
        lines = [
            Content.assemble(safe(words(key).ljust(12), "bold"), safe(text)) for key, text in facts.items() if text
        ]
        return Content("\n").join(lines)

    def action_open(self, screen: str) -> None:
        self.choice = screen
        self.exit()

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        self.action_open(event.screen)

    def action_next_theme(self) -> None:
        self.theme = _after(self.theme, list(self.themes))
        self._keep(theme=self.theme)

    def action_next_language(self) -> None:
        self.set_language(_after(self.language, list(available())))
        self._keep(language=self.language)

    def _keep(self, **values: str) -> None:
        """What was chosen here goes with the settings to the app that is opened."""
        self.settings = self.settings.model_copy(update=values)
        self._label(self.words)


def launch(settings: Settings, *, demo: bool = False) -> int:
    """Show the launcher, run what is chosen, and so on until somebody quits. Gives an exit code."""
    write_to(settings.log)
    while True:
        stop_on_signals()
        launcher = Launcher(settings, demo=demo)
        code = launcher.run_code()
        if code or launcher.stopped or launcher.choice is None:
            return code
        settings = launcher.settings
        stop_on_signals()
        app = _app(launcher.choice, settings)
        code = app.run_code()
        if code or app.stopped:
            return code


def open_screen(name: str, settings: Settings, prefill: Mapping[str, str] | None = None) -> int:
    """Run "kiosk", "counter" or "display" until it ends. Gives an exit code.

    ``prefill`` answers the kiosk's questions by their externalId.
    """
    write_to(settings.log)
    return _app(name, settings, prefill).run_code()


def open_preview(form: Path, settings: Settings) -> int:
    """Show the form in that file as the kiosk asks it, until somebody leaves. Gives an exit code."""
    from walkin_kiosk.preview import PreviewApp

    write_to(settings.log)
    return PreviewApp(form, settings).run_code()


def _app(name: str, settings: Settings, prefill: Mapping[str, str] | None = None) -> WalkinApp:
    if name == "kiosk":
        from walkin_kiosk.app import KioskApp

        return KioskApp(settings, prefill=prefill, scan_prefix=settings.scan_prefix)
    if name == "counter":
        from walkin_counter.app import CounterApp

        return CounterApp(settings)
    from walkin_counter.display.app import DisplayApp

    return DisplayApp(settings)


def _after(current: str, known: list[str]) -> str:
    return known[(known.index(current) + 1) % len(known)] if current in known else known[0]


def _from_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
