"""The scrolling box for long texts, and the QR codes of their links."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button, Static

from walkin.model.qr_code import fits_code
from walkin.ui.app import WalkinApp
from walkin.ui.qr import QrCode
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinModalScreen
from walkin.ui.scrolling import ScrollButton, scroll_lines

SIDE_COLUMNS = 31
"""Columns of the text beside a code."""

MIN_LINES = 6
"""The fewest lines of a box: those of its two buttons."""


class CodeScreen(WalkinModalScreen[None]):
    """The QR code of an address on the whole screen, or only the address if the code does not fit."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space", "close", show=False)]
    DEFAULT_CSS = """
    CodeScreen {
        background: $background;

        #code-row { width: auto; height: auto; max-width: 100%; max-height: 100%; align: left middle; }
        #code-side { width: 30; height: auto; margin-left: 1; }
        #code-side Static { height: auto; max-height: 14; margin-bottom: 1; }
    }
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self._composed_size: Size | None = None

    def compose(self) -> ComposeResult:
        self._composed_size = self.app.size
        code = QrCode(self.address)
        code.max_columns, code.max_rows = self.app.size.width - SIDE_COLUMNS, self.app.size.height
        fits = bool(code.lines)
        with Horizontal(id="code-row"):
            yield code
            with Vertical(id="code-side"):
                yield Static(to_content(self.app.words("field-code" if fits else "field-code-large")))
                yield Static(to_content(self.address))
                yield Button(to_content(self.app.words("app-close")), id="close-code", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#close-code").focus()

    async def on_resize(self, event: events.Resize) -> None:
        # The first event has the size that was composed for. Composing again would lose a key pressed on the button.
        if event.size != self._composed_size:
            await self.recompose()
            self.query_one("#close-code").focus()

    @on(Button.Pressed, "#close-code")
    def action_close(self) -> None:
        self.dismiss()


class LinkButton(Button):
    """Opens the `CodeScreen` of an address."""

    def __init__(self, label: Content, address: str) -> None:
        super().__init__(label, classes="link")
        self.address = address


class _ReadingScroll(VerticalScroll, can_focus=False):
    """Focusable only while it can scroll."""

    def action_scroll_down(self) -> None:
        """Scroll; at the end go on to what follows."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.screen.focus_next()
        else:
            scroll_lines(self, 1)

    def action_scroll_up(self) -> None:
        if self.scroll_offset.y <= 0:
            self.screen.focus_previous()
        else:
            scroll_lines(self, -1)

    def watch_show_vertical_scrollbar(self, _old: bool, needed: bool) -> None:
        self.can_focus = needed
        if isinstance(box := self.parent, ReadingBox):
            box.set_class(needed, "-long")


class ReadingBox(Horizontal):
    """A text of any length in a few lines; arrow buttons, page keys and the mouse wheel scroll it."""

    app = getters.app(WalkinApp)

    DEFAULT_CSS = """
    ReadingBox {
        height: auto;

        _ReadingScroll { width: 1fr; height: auto; max-height: 6; scrollbar-size-vertical: 1; }
        _ReadingScroll Static { height: auto; }
        &.-long _ReadingScroll { border-left: blank; }
        &.-long _ReadingScroll:focus { border-left: thick $focus; }
        .turns { display: none; width: 8; height: auto; padding-left: 1; }
        &.-long > .turns { display: block; }
        .link { width: auto; max-width: 100%; margin-top: 1; }
    }
    """

    def __init__(self, content: Content, links: list[str] | None = None, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.content = content
        self.links = links or []

    def compose(self) -> ComposeResult:
        with _ReadingScroll():
            yield Static(self.content)
            for address in filter(fits_code, self.links):
                yield LinkButton(to_content(self.app.words("field-code-button", address=address)), address)
        with Vertical(classes="turns"):
            yield ScrollButton(-1)
            yield ScrollButton(1)

    def set_max_height(self, lines: int) -> None:
        self.query_one(_ReadingScroll).styles.max_height = max(MIN_LINES, lines)

    def scroll_page(self, direction: int) -> bool:
        """Scroll almost one page. Returns whether there was anything in that direction."""
        scroll = self.query_one(_ReadingScroll)
        before = scroll.scroll_offset.y
        scroll_lines(scroll, direction * max(1, scroll.size.height - 2))
        return scroll.scroll_offset.y != before

    @on(ScrollButton.Scrolled)
    def _turn(self, event: ScrollButton.Scrolled) -> None:
        event.stop()
        self.scroll_page(event.direction)

    @on(Button.Pressed, ".link")
    def _show_code(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, LinkButton):
            self.app.push_screen(CodeScreen(event.button.address))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        if self.scroll_page(1):
            event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        if self.scroll_page(-1):
            event.stop()
