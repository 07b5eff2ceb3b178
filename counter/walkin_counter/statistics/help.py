"""Help of the statistics: the terms and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from walkin.report.tables import DEFINED_TERMS
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content

KEYS = (
    ("1 2 3 4", "stats-help-pages"),
    ("R", "stats-help-range"),
    ("T", "stats-help-table"),
    ("W", "stats-help-waits"),
    ("E", "stats-help-export"),
    ("P", "stats-help-report"),
)


class StatisticsHelpScreen(Screen[None]):
    """One page of help."""

    BINDINGS: ClassVar = [Binding("escape,enter,f1,q", "dismiss", "app-back")]

    DEFAULT_CSS = """
    StatisticsHelpScreen {
        & > .title { height: 1; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 0 2; background: $surface; }
        & Grid { grid-size: 2; grid-columns: 10 1fr; grid-rows: auto; height: auto; }
        & .key { color: $accent; text-style: bold; }
        & .note { padding-top: 1; }
    }
    """

    app = getters.app(WalkinApp)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(words("report-definitions")), classes="title")
        with VerticalScroll():
            for name in DEFINED_TERMS:
                yield Static(to_content(words(f"report-define-{name}")), classes="note")
            with Grid(classes="note"):
                for key, text in KEYS:
                    yield Static(to_content(key), classes="key")
                    yield Static(to_content(words(text)))
        yield KeyBar()
