"""What every page has: the office's name, the languages, room for the page itself, its buttons and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words, available
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import safe
from walkin_kiosk.messages import LanguageChosen


class Body(VerticalScroll, can_focus=False):
    """The part of a page that scrolls when it is too long."""


class Languages(Horizontal):
    """The other languages by their own names."""

    app = getters.app(WalkinApp)

    def __init__(self, offered: Iterable[str]) -> None:
        super().__init__(id="languages")
        self.offered = tuple(offered)

    def compose(self) -> ComposeResult:
        names = available()
        for code in self.offered:
            if code in names and code != self.app.words.language:
                yield Button(safe(names[code]), id=f"language-{code}", classes="language")

    @on(Button.Pressed, ".language")
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(LanguageChosen((event.button.id or "").removeprefix("language-")))


class Page(Screen[None]):
    """One page: subclasses fill in `body` and `actions`."""

    app = getters.app(WalkinApp)

    ALLOW_SELECT = False
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        # At once, not when the focused field comes to it: a keyboard that types fast would go on in the old field.
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("pageup", "scroll_body(-1)", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
    ]

    def __init__(self, languages: Iterable[str] = (), office: str = "") -> None:
        super().__init__()
        self.languages = tuple(languages)
        self.office = office

    def compose(self) -> ComposeResult:
        with Vertical(id="column"):
            with Horizontal(id="top"):
                with Vertical(id="head"):
                    yield from self.head()
                yield Languages(self.languages)
            with Body(id="body"):
                yield from self.body()
            yield from self.below()
            with Horizontal(id="actions"):
                yield from self.actions()
                yield ScrollButton("▲", -1)
                yield ScrollButton("▼", 1)
                yield from self.forward_actions()
            yield KeyBar()

    def head(self) -> ComposeResult:
        """What the page belongs to, at most three lines."""
        yield Static(safe(self.office), id="office")

    def body(self) -> ComposeResult:
        """The page itself."""
        yield from ()

    def below(self) -> ComposeResult:
        """What stays in sight between the page and its buttons."""
        yield from ()

    def actions(self) -> ComposeResult:
        """The buttons on the left: back."""
        yield from ()

    def forward_actions(self) -> ComposeResult:
        """The buttons on the right: on."""
        yield from ()

    def start(self) -> Widget | None:
        """Where the focus goes first."""
        return None

    def keep(self) -> None:
        """The page is about to be built anew: keep what was typed."""

    def words(self, key: str, **values: object) -> Content:
        """A text in the person's language, safe to show."""
        return safe(self.app.words(key, **values), multiline=True)

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._language_changed)
        self.settle()

    async def _language_changed(self, _words: Words) -> None:
        focused = self.focused.id if self.focused else None
        self.keep()
        await self.recompose()
        self.settle()
        again = self.query_one_optional(f"#{focused}") if focused else None
        if again is not None:
            again.focus()

    def settle(self) -> None:
        """After the page was built: put the focus in place, offer to scroll what does not fit."""
        if (widget := self.start()) is not None:
            # At once: whoever types fast has begun to answer.
            self.set_focus(widget, scroll_visible=False)
        if (body := self.query_one_optional(Body)) is not None:
            self.watch(body, "show_vertical_scrollbar", self._offer_scrolling)

    def _offer_scrolling(self, needed: bool) -> None:
        self.set_class(needed, "-scrolling")
        for button in self.query(ScrollButton):
            button.display = needed

    def action_scroll_body(self, direction: int) -> None:
        """A page up or down."""
        if (body := self.query_one_optional(Body)) is not None:
            body.scroll_relative(y=direction * max(1, body.size.height - 3), animate=False)

    def action_copy_text(self) -> None:
        """Nothing is copied at a kiosk."""


class ScrollButton(Button, can_focus=False):
    """For fingers, which cannot scroll in a terminal."""

    def __init__(self, sign: str, direction: int) -> None:
        super().__init__(safe(sign), classes="scroll")
        self.direction = direction
        self.display = False

    def press(self) -> ScrollButton:
        """Scroll instead of telling anybody."""
        page = self.screen
        if isinstance(page, Page):
            page.action_scroll_body(self.direction)
        return self
