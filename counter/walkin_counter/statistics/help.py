"""Help of the statistics: the terms and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.widgets import Static

from walkin.report.tables import DEFINED_TERMS
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen

KEYS = (
    ("1 2 3 4", "stats-help-pages"),
    ("R", "stats-help-range"),
    ("T", "stats-help-table"),
    ("W", "stats-help-waits"),
    ("E", "stats-help-export"),
    ("P", "stats-help-report"),
)


class StatisticsHelpScreen(WalkinScreen[None]):
    """One page of help."""

    BINDINGS: ClassVar = [Binding("escape,enter,f1,q", "dismiss", "app-back")]

    DEFAULT_CSS = """
    StatisticsHelpScreen {
        & > .title { height: 1; padding: 0 2; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 1 2; background: $surface; }
        & Grid { grid-size: 2; grid-columns: 24 1fr; grid-rows: auto; height: auto; margin-bottom: 1; }
        & .heading { padding-right: 2; }
        & .key { color: $primary; text-style: bold; }
    }
    """

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(to_content(words("report-definitions")), classes="title")
        with VerticalScroll():
            with Grid():
                for name in DEFINED_TERMS:
                    term, _, text = words(f"report-define-{name}").partition(":")
                    yield Static(to_content(term.strip()), classes="heading")
                    yield Static(to_content(text.strip()))
            with Grid():
                for key, text in KEYS:
                    yield Static(to_content(key), classes="key")
                    yield Static(to_content(words(text)))
        yield KeyBar()
