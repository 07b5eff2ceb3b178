"""The key bar: a line with the keys that work now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, getters
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.keys import format_key
from textual.reactive import reactive
from textual.widgets import Static

from walkin.languages import Words
from walkin.ui.app import WalkinApp
from walkin.ui.safe import sanitize

GAP_CELLS = 2
ELLIPSIS = " …"


class KeyHint(NamedTuple):
    key: str
    description: str
    active_binding: ActiveBinding

    @property
    def content(self) -> Content:
        return Content.assemble((self.key, "bold $text"), " ", (self.description, "$text-muted"))


def format_key_name(binding: Binding, words: Words) -> str:
    """The key of `binding` as printed on a keyboard: "Ctrl+S", "Esc", "F1", "N"."""
    if binding.key_display:
        return sanitize(binding.key_display)
    modifiers, key = binding.parse_key()
    if len(key) == 1 and key.isupper():
        modifiers = [*modifiers, "shift"]
    name = words(f"app-keyname-{key}") if words.has_text(f"app-keyname-{key}") else format_key(key)
    name = name.upper() if len(name) == 1 or name[1:].isdigit() else name
    return "+".join(
        [*(words(f"app-keyname-{m}") if words.has_text(f"app-keyname-{m}") else m for m in modifiers), name]
    )


class KeyBar(Static):
    """The keys that work now: the focused widget's, then the screen's, then the app's. A click runs the action.

    It replaces Textual's Footer, which keeps every hint it ever showed in memory. A binding's description may be the
    key of a text ("counter-key-call"). Bindings with `show=False` or refused by `check_action` are left out. Where not
    all hints fit, "…" stands for those dropped from the end, `priority_actions` last: declare the important first.
    """

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        width: 1fr;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-muted;
        text-wrap: nowrap;
        pointer: pointer;
    }
    """

    app = getters.app(WalkinApp)
    hints: reactive[tuple[KeyHint, ...]] = reactive(())

    def __init__(
        self, *, priority_actions: Sequence[str] = ("help", "quit"), id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.priority_actions = frozenset(priority_actions)
        self._click_ranges: list[tuple[range, ActiveBinding]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self.refresh_hints)
        self.app.language_changed.subscribe(self, self.refresh_hints)
        self.refresh_hints()

    def refresh_hints(self, _published: object = None) -> None:
        """Update the hints; called whenever the bindings or the language change."""
        if not self.is_attached:
            return
        words, hints, seen = self.app.words, [], set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            target = (binding.action, active.node)
            if not (binding.show and active.enabled and binding.description) or target in seen:
                continue
            seen.add(target)
            description = words(binding.description) if words.has_text(binding.description) else binding.description
            hints.append(KeyHint(format_key_name(binding, words), sanitize(description), active))
        self.hints = tuple(hints)

    def fit_hints(self, columns: int) -> tuple[list[KeyHint], bool]:
        """The hints that fit, and whether some were dropped."""
        hints = list(self.hints)

        def measure() -> int:
            more = len(ELLIPSIS) if len(hints) < len(self.hints) else 0
            return sum(hint.content.cell_length + GAP_CELLS for hint in hints) - GAP_CELLS + more

        while hints and measure() > columns:
            droppable = [hint for hint in hints if hint.active_binding.binding.action not in self.priority_actions]
            hints.remove((droppable or hints)[-1])
        return hints, len(hints) < len(self.hints)

    def render(self) -> Content:
        hints, dropped = self.fit_hints(self.content_size.width)
        self._click_ranges, x, parts = [], 0, []
        for hint in hints:
            content = hint.content
            self._click_ranges.append((range(x, x + content.cell_length), hint.active_binding))
            x += content.cell_length + GAP_CELLS
            parts.append(content)
        bar = Content(" " * GAP_CELLS).join(parts)
        return bar + ELLIPSIS if dropped and self.content_size.width >= x else bar

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        for columns, active in self._click_ranges:
            if offset is not None and offset.x in columns:
                await self.app.run_action(active.binding.action, active.node)
