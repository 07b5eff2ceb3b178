"""The frame of every page: the head, the language buttons, a scrolling body, the action buttons and the key bar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words, list_languages
from walkin.ui.app import WalkinApp
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.scrolling import Body, ScrollButton
from walkin_kiosk.messages import LanguageChosen
from walkin_kiosk.session import KioskSession


class LanguageButtons(Horizontal):
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
    """One page; subclasses compose its parts."""

    app = getters.app(WalkinApp)

    ALLOW_SELECT = False
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: keys typed fast would otherwise still reach the old field.
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
                yield ScrollButton(-1)
                yield ScrollButton(1)
                yield from self.compose_forward_actions()
            yield KeyBar()

    def compose_head(self) -> ComposeResult:
        """At most three lines at the top."""
        yield Static(to_content(self.office_name), id="office")

    def compose_body(self) -> ComposeResult:
        yield from ()

    def compose_below_body(self) -> ComposeResult:
        """Between the body and the buttons; does not scroll."""
        yield from ()

    def compose_actions(self) -> ComposeResult:
        """The buttons on the left, such as Back."""
        yield from ()

    def compose_forward_actions(self) -> ComposeResult:
        """The button on the right that leads on."""
        yield from ()

    def find_first_focus(self) -> Widget | None:
        return None

    def save_answers(self) -> None:
        """Store what was typed; called before the page is rebuilt."""

    def localize(self, key: str, **values: object) -> Content:
        """A text in the client's language, safe to show."""
        return to_content(self.app.words(key, **values), multiline=True)

    def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._handle_language_changed)
        self.finish_build()

    async def _handle_language_changed(self, _words: Words) -> None:
        focused_id = self.focused.id if self.focused else None
        self.save_answers()
        await self.rebuild()
        if focused_id and (widget := self.query_one_optional(f"#{focused_id}")) is not None:
            widget.focus()

    async def rebuild(self) -> None:
        """Compose the page anew."""
        await self.recompose()
        # The page may have been left meanwhile.
        if self.query_one_optional("#body") is not None:
            self.finish_build()

    def finish_build(self) -> None:
        """Called after each build: set the focus, and show the scroll buttons while the body overflows."""
        if (widget := self.find_first_focus()) is not None:
            # At once, before the next key.
            self.set_focus(widget, scroll_visible=False)
        if (body := self.query_one_optional(Body)) is not None:
            self.watch(body, "show_vertical_scrollbar", self._toggle_scroll_buttons)

    def _toggle_scroll_buttons(self, needed: bool) -> None:
        self.set_class(needed, "-scrolling")

    @on(ScrollButton.Scrolled)
    def _handle_scrolled(self, event: ScrollButton.Scrolled) -> None:
        self.action_scroll_body(event.direction)

    def action_scroll_body(self, direction: int) -> None:
        if (body := self.query_one_optional(Body)) is not None:
            body.scroll_relative(y=direction * max(1, body.size.height - 3), animate=False)

    def action_copy_text(self) -> None:
        """Copy nothing: the next client could paste it."""


class SessionPage(Page):
    """A page of a session, whose head names the service."""

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str = "") -> None:
        super().__init__(languages, office_name)
        self.session = session

    def compose_head(self) -> ComposeResult:
        yield from super().compose_head()
        yield Static(to_content(self.session.localized_queue.name), id="service")
