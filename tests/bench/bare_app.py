"""Reference of the screens: a bare Textual app with one Static that counts key presses."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """Shows READY, then the number of keys pressed."""

    key_count = 0

    def compose(self) -> ComposeResult:
        yield Static("READY")

    def on_key(self) -> None:
        self.key_count += 1
        self.query_one(Static).update(f"{self.key_count} keys")


if __name__ == "__main__":
    BareApp().run()
