"""The base classes of all screens."""

from __future__ import annotations

from typing import TypeVar

from rich.style import Style
from textual import events, getters
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.geometry import Offset, Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from walkin.ui.app import WalkinApp

T = TypeVar("T")

ARROW_BINDINGS: list[BindingType] = [
    Binding("down,right", "app.focus_next", show=False),
    Binding("up,left", "app.focus_previous", show=False),
]
"""Arrow keys that move the focus where the focused widget has no use for them."""


class WalkinScreen(Screen[T]):
    """A screen that closes at most once, has the size of the window, and ignores input to widgets that have just been
    removed."""

    app = getters.app(WalkinApp)
    _was_active = False

    async def on_event(self, event: events.Event) -> None:
        """Ignore an outdated window size, and do not apply all styles again when a new screen first becomes active.

        Textual's screen posts its new size to itself: two sizes waiting for it would follow each other for ever, and no
        other message would be processed again.
        """
        if isinstance(event, events.Resize) and event.size != self.app.size:
            return
        if isinstance(event, events.Compose):
            self._set_size_classes()
        if isinstance(event, events.ScreenResume) and not self._was_active:
            self._was_active, event.refresh_styles = True, False
        await super().on_event(event)

    # Textual sets the classes of the window's size after the first layout, applies all styles again, and lays the
    # screen out once more for the event with the size that it has already.

    def _set_size_classes(self) -> None:
        """Set the classes of the window's size while there are no children."""
        columns, rows = self.app.size
        wide = self.app.HORIZONTAL_BREAKPOINTS if self.HORIZONTAL_BREAKPOINTS is None else self.HORIZONTAL_BREAKPOINTS
        high = self.app.VERTICAL_BREAKPOINTS if self.VERTICAL_BREAKPOINTS is None else self.VERTICAL_BREAKPOINTS
        self.add_class(*self._get_breakpoint_classes(columns, wide or []))
        self.add_class(*self._get_breakpoint_classes(rows, high or []))

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close this screen and those above it; do nothing if it is closed already, or has no screen below it.

        Textual's method closes the topmost screen, whatever it is: a second key or tap that was already on its way
        closed the screen below.
        """
        if self not in self.app.screen_stack[1:]:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

    # A widget is found by its position until the next drawing, even if it is removed: drawing its text would fail.

    def get_style_at(self, x: int, y: int) -> Style:
        return super().get_style_at(x, y) if self._has_widget_at(x, y) else Style.null()

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        return super().get_widget_and_offset_at(x, y) if self._has_widget_at(x, y) else (None, None)

    def _has_widget_at(self, x: int, y: int) -> bool:
        """Whether the widget drawn at a position is still attached."""
        try:
            widget, _ = self.get_widget_at(x, y)
        except NoWidget:
            return False
        return widget.is_attached


class WalkinModalScreen(ModalScreen[T], WalkinScreen[T]):
    """A `WalkinScreen` over another one, which stays visible."""

    # `ModalScreen` is the first base: Textual takes default styles from those alone.
