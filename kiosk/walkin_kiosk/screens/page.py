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

from walkin.languages import Words, list_languages
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin_kiosk.messages import LanguageChosen


class Body(VerticalScroll, can_focus=False):
    """The part of a page that scrolls when it is too long."""


class LanguageButtons(Horizontal):
    """The other languages by their own names."""

    app = getters.app(WalkinApp)

    def __init__(self, language_codes: Iterable[str]) -> None:
        super().__init__(id="languages")
        self.language_codes = tuple(language_codes)

    def compose(self) -> ComposeResult:
        names = list_languages()
        for code in self.language_codes:
            if code in names and code != self.app.words.language:
                yield Button(to_content(names[code]), id=f"language-{code}", classes="language")

    @on(Button.Pressed, ".language")
    def _choose_language(self, event: Button.Pressed) -> None:
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

    def __init__(self, languages: Iterable[str] = (), office_name: str = "") -> None:
        super().__init__()
        self.languages = tuple(languages)
        self.office_name = office_name

    def compose(self) -> ComposeResult:
        with Vertical(id="column"):
            with Horizontal(id="top"):
                with Vertical(id="head"):
                    yield from self.compose_head()
                yield LanguageButtons(self.languages)
            with Body(id="body"):
                yield from self.compose_body()
            yield from self.compose_below_body()
            with Horizontal(id="actions"):
                yield from self.compose_actions()
                yield ScrollButton("▲", -1)
                yield ScrollButton("▼", 1)
                yield from self.compose_forward_actions()
            yield KeyBar()

    def compose_head(self) -> ComposeResult:
        """What the page belongs to, at most three lines."""
        yield Static(to_content(self.office_name), id="office")

    def compose_body(self) -> ComposeResult:
        """The page itself."""
        yield from ()

    def compose_below_body(self) -> ComposeResult:
        """What stays in sight between the page and its buttons."""
        yield from ()

    def compose_actions(self) -> ComposeResult:
        """The buttons on the left: back."""
        yield from ()

    def compose_forward_actions(self) -> ComposeResult:
        """The buttons on the right: on."""
        yield from ()

    def find_first_focus(self) -> Widget | None:
        """Where the focus goes first."""
        return None

    def save_answers(self) -> None:
        """The page is about to be built anew: keep what was typed."""

    def localize(self, key: str, **values: object) -> Content:
        """A text in the person's language, safe to show."""
        return to_content(self.app.words(key, **values), multiline=True)

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._handle_language_changed)
        self.finish_build()

    async def _handle_language_changed(self, _words: Words) -> None:
        focused = self.focused.id if self.focused else None
        self.save_answers()
        await self.recompose()
        self.finish_build()
        again = self.query_one_optional(f"#{focused}") if focused else None
        if again is not None:
            again.focus()

    def finish_build(self) -> None:
        """After the page was built: put the focus in place, offer to scroll what does not fit."""
        if (widget := self.find_first_focus()) is not None:
            # At once: whoever types fast has begun to answer.
            self.set_focus(widget, scroll_visible=False)
        if (body := self.query_one_optional(Body)) is not None:
            self.watch(body, "show_vertical_scrollbar", self._toggle_scroll_buttons)

    def _toggle_scroll_buttons(self, needed: bool) -> None:
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
        super().__init__(to_content(sign), classes="scroll")
        self.direction = direction
        self.display = False

    def press(self) -> ScrollButton:
        """Scroll instead of telling anybody."""
        page = self.screen
        if isinstance(page, Page):
            page.action_scroll_body(self.direction)
        return self
