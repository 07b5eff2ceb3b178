"""Buttons of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Button

from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin_counter.desk.commands import list_shortcuts

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from textual.geometry import Size

    from walkin_counter.desk.commands import Action
    from walkin_counter.desk.keymap import Keymap


class ActionButton(Button):
    """A button that does not take the focus when clicked: the keys of the table go on working."""

    FOCUS_ON_CLICK: ClassVar[bool] = False

    def on_mount(self) -> None:
        # Textual's button drops clicks while it looks pressed; here the screen ignores repeated ones.
        self.active_effect_duration = 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # Textual's has two cells for padding, which the style sheet cannot take away.
        return super().get_content_width(container, viewport) - 2


class ActionBar(Container):
    """Buttons of actions in a row, or in two where they do not fit. Those that are not allowed are disabled."""

    DEFAULT_CSS = """
    ActionBar {
        height: auto;
        layout: horizontal;
        & ActionButton { width: auto; margin: 0 1 0 0; text-wrap: nowrap; }
        &.-crowded { layout: grid; grid-size: 4; grid-rows: auto; }
        &.-crowded ActionButton { width: 1fr; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, actions: Sequence[Action], keymap: Keymap) -> None:
        super().__init__()
        self._actions = actions
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        for action in self._actions:
            button = ActionButton(self._format_label(action), id=action.name, action=f"screen.do('{action.name}')")
            # The style sheet accepts no 0 here, and long labels need the two cells.
            button.styles.line_pad = 0
            if action.name == "next":
                button.variant = "primary"
            yield button

    def on_resize(self) -> None:
        self._fit()

    def update_labels(self) -> None:
        for action in self._actions:
            self.query_one(f"#{action.name}", ActionButton).label = self._format_label(action)
        self._fit()

    def enable_only(self, names: Set[str]) -> None:
        for action in self._actions:
            self.query_one(f"#{action.name}", ActionButton).disabled = action.name not in names

    def _fit(self) -> None:
        needed = sum(
            self._format_label(action).cell_length + button.gutter.width + button.styles.margin.width
            for action, button in zip(self._actions, self.query(ActionButton), strict=True)
        )
        self.set_class(needed - 1 > self.size.width, "-crowded")

    def _format_label(self, action: Action) -> Content:
        words = self.app.words
        style = "not bold" if action.name == "next" else "$text-muted"
        return format_label(list_shortcuts(action, self._keymap, words)[:1], words(action.label_key), style)


def format_label(keys: Sequence[str], name: str, style: str) -> Content:
    """The name of an action after its keys, which are of ``style``."""
    return Content(" ").join([*(to_content(key, style) for key in keys), to_content(name)])
