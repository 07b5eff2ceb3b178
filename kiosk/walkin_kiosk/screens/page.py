"""The frame of every page: the head, a scrolling body, the action buttons, the visitor's row and the key bar."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words, name_languages
from walkin.model.alert import AlertPage
from walkin.ui.app import WalkinApp
from walkin.ui.fields import Question
from walkin.ui.fields.reading import ReadingBox
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.safe import NO_BREAK_SPACE, sanitize, to_content
from walkin.ui.screens import ARROW_BINDINGS, WalkinScreen
from walkin.ui.scrolling import Body, ScrollButton, scroll_lines
from walkin_kiosk.help_call import HelpState
from walkin_kiosk.messages import (
    AppearanceRequested,
    HelpRequested,
    LanguageChosen,
    ReadAloudRequested,
    StartOverRequested,
)
from walkin_kiosk.screens.languages import LanguageScreen, list_language_labels
from walkin_kiosk.session import KioskSession

NARROW_COLUMNS = 80

BAR_LABELS = ("kiosk-start-over", "kiosk-help", "kiosk-appearance")
"""The labels of the visitor's row that stand before the languages."""

NOTICE_SECONDS = 8.0
"""Seconds for which a message is shown."""

MAX_LANGUAGE_BUTTONS = 2
"""Other languages that have a button of their own in the visitor's row."""

BUTTON_FRAME, BAR_FRAME = 5, 4
"""Columns around a label of the visitor's row, and around the row."""

LEAST_BUTTON, WIDE_BUTTON = 9, 19
"""Least columns of a button with its margin, in a small and in a large window."""

WIDE_COLUMNS, WIDE_ROWS = 104, 32
"""Columns and rows from which a window is large."""


class LanguageButtons(Horizontal):
    """The other languages: a button each; where they are many the likely ones, and a button for the page of all."""

    app = getters.app(WalkinApp)

    def __init__(self, language_codes: Iterable[str]) -> None:
        super().__init__(id="languages")
        self.language_codes = tuple(language_codes)

    @property
    def _others(self) -> dict[str, str]:
        """The names of the other languages, by their codes."""
        names = name_languages(self.language_codes)
        return {code: name for code, name in names.items() if code != self.app.words.language}

    def compose(self) -> ComposeResult:
        others = self._others
        names, more = self._choose_labels(list(others.values()))
        for code, name in list(others.items())[: len(names)]:
            yield Button(to_content(name), id=f"language-{code}", classes="language")
        if more:
            yield Button(to_content(more), id="more-languages", classes="language")

    def _choose_labels(self, names: list[str]) -> tuple[list[str], str]:
        """The names that get a button, as many as there is room for, and the label of the button for all."""
        if len(names) <= MAX_LANGUAGE_BUTTONS and (len(names) <= 1 or self._has_room(names)):
            return names, ""
        labels = list_language_labels(self.app.words("app-language"))
        most = MAX_LANGUAGE_BUTTONS if self.app.size.width >= NARROW_COLUMNS else 0
        for count in range(most, -1, -1):
            for more in labels[:2] if count else labels:
                if self._has_room([*names[:count], more]):
                    return names[:count], more
        return [], labels[-1]

    def _has_room(self, names: Iterable[str]) -> bool:
        """Whether a button for each name fits beside the other buttons of the row."""
        (width, height), words = self.app.size, self.app.words
        least = WIDE_BUTTON if width >= WIDE_COLUMNS and height >= WIDE_ROWS else LEAST_BUTTON
        labels = [*(words(key) for key in BAR_LABELS), *names]
        needed = sum(max(cell_len(label) + BUTTON_FRAME, least) for label in labels)
        return needed + (BAR_FRAME if width >= NARROW_COLUMNS else 0) <= width

    @on(Button.Pressed, ".language")
    def _choose_language(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "more-languages":
            self.app.push_screen(LanguageScreen(self.language_codes), self._request_language)
        else:
            self._request_language((event.button.id or "").removeprefix("language-"))

    def _request_language(self, code: str | None) -> None:
        if code is not None:
            self.post_message(LanguageChosen(code))


class VisitorBar(Horizontal):
    """The bottom row of every page, always at the same place: start over, help, contrast and size, languages.

    On the page below all others there is nothing to start over: its place has the button that starts and ends the
    reading aloud, or is empty if the kiosk does not speak.
    """

    app = getters.app(WalkinApp)

    def __init__(self, language_codes: Iterable[str]) -> None:
        super().__init__(id="visitor-bar")
        self.language_codes = tuple(language_codes)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Button(to_content(words("kiosk-start-over")), id="start-over")
        reading = Button(id="read-aloud")
        appearance = Button(to_content(words("kiosk-appearance")), id="appearance")
        # A button takes no other tap while it looks pressed, but these are tapped twice.
        reading.active_effect_duration = appearance.active_effect_duration = 0
        yield reading
        yield Button(to_content(words("kiosk-help")), id="help")
        yield appearance
        yield Static(id="bar-space")
        yield LanguageButtons(self.language_codes)

    def on_mount(self) -> None:
        # The room for longer words of another language.
        for button in self.query(Button):
            button.styles.line_pad = 0
        self.show_reading()

    def show_reading(self) -> None:
        """Label the button by what it does now, as wide as the button whose place it has."""
        words = self.app.words
        label = sanitize(words("kiosk-read-end" if self.app.uses_keypad else "kiosk-read-aloud"))
        missing = max(0, cell_len(sanitize(words("kiosk-start-over"))) - cell_len(label))
        padded = NO_BREAK_SPACE * (missing // 2) + label + NO_BREAK_SPACE * (missing - missing // 2)
        self.query_one("#read-aloud", Button).label = to_content(padded)

    @on(Button.Pressed, "#read-aloud")
    def _read_aloud(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(ReadAloudRequested())

    @on(Button.Pressed, "#start-over")
    def _start_over(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(StartOverRequested())

    @on(Button.Pressed, "#help")
    def _call_for_help(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(HelpRequested())

    @on(Button.Pressed, "#appearance")
    def _change_appearance(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(AppearanceRequested())


class Page(WalkinScreen[None]):
    """One page; subclasses compose its parts."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: keys typed fast would otherwise still reach the old field.
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("f1", "call_for_help", "kiosk-key-help"),
        Binding("f2", "read_aloud", "kiosk-read-aloud"),
        Binding("f2", "end_reading", "kiosk-read-end"),
        Binding("pageup", "scroll_body(-1)", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
        *ARROW_BINDINGS,
    ]

    HELP_PAGE: ClassVar[AlertPage] = "question"
    """The page that a call for help reports to the counters."""

    IS_READ_TWICE: ClassVar[bool] = False
    """Whether the page is read aloud slowly, and twice."""

    def __init__(self, languages: Iterable[str] = (), office_name: str = "") -> None:
        super().__init__(classes="-roomy")
        self.languages = tuple(languages)
        self.office_name = office_name
        self.help_state: HelpState = "none"
        self._notice = ""
        self._notice_timer: Timer | None = None
        self._is_fitting = False

    def compose(self) -> ComposeResult:
        with Vertical(id="column"):
            with Vertical(id="head"):
                yield from self.compose_head()
            with Body(id="body"):
                yield from self.compose_body()
            yield from self.compose_below_body()
            with Horizontal(id="actions"):
                yield from self.compose_actions()
                yield ScrollButton(-1)
                yield ScrollButton(1)
                yield from self.compose_forward_actions()
            yield from self.compose_visitor_rows()

    def compose_visitor_rows(self) -> ComposeResult:
        """The last rows of every page."""
        yield Static(id="message-line", classes="banner")
        yield VisitorBar(self.languages)
        yield KeyBar()

    def compose_head(self) -> ComposeResult:
        """The lines at the top."""
        yield Static(to_content(self.office_name), id="office")

    def show_help(self, state: HelpState) -> None:
        """Show the state of the call for help: calling, called, coming, away or lost."""
        self.help_state = state
        self.refresh_message_line()

    def show_notice(self, text: str) -> None:
        """Show a message for a while, in place of the state of the call for help; an empty text removes it."""
        self._notice = text
        if self._notice_timer is not None:
            self._notice_timer.stop()
        self._notice_timer = self.set_timer(NOTICE_SECONDS, partial(self.show_notice, "")) if text else None
        self.refresh_message_line()

    def refresh_message_line(self) -> None:
        """Update the line above the visitor's row: a message in any other place would cover something."""
        state = self.help_state if not self._notice else "none"
        text = self._notice or (self.app.words(f"kiosk-help-{state}") if state != "none" else "")
        for line in self.query("#message-line").results(Static):
            line.display = bool(text)
            line.update(to_content(text, multiline=True))
            line.set_class(state == "coming", "-success").set_class(state in ("away", "lost"), "-error")

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
        self.add_class("-roomy")
        self.refresh_message_line()
        if (body := self.query_one_optional(Body)) is not None:
            self.watch(body, "show_vertical_scrollbar", self._toggle_scroll_buttons)

    def on_resize(self) -> None:
        self.add_class("-roomy").remove_class("-dense")
        self.set_class(self.size.height >= self.size.width, "-portrait")
        # A scroll bar that is there already sends no change.
        self._plan_fitting()

    def _plan_fitting(self) -> None:
        """Fit the page once it has been laid out anew."""
        if not self._is_fitting:
            self._is_fitting = True
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Content before margins: a large screen never shows less of it than a small one."""
        self._is_fitting = False
        if not any(body.max_scroll_y > 0 for body in self.query(Body)):
            return
        if self.has_class("-roomy"):
            self.remove_class("-roomy")
            # The styles change with the next refresh, and the layout with the one after it.
            self.call_after_refresh(self._plan_fitting)
        else:
            self.add_class("-dense")

    def _toggle_scroll_buttons(self, needed: bool) -> None:
        if needed:
            self._plan_fitting()
        self.set_class(needed, "-scrolling")

    @on(ScrollButton.Scrolled)
    def _handle_scrolled(self, event: ScrollButton.Scrolled) -> None:
        self.action_scroll_body(event.direction)

    def action_scroll_body(self, direction: int) -> None:
        focused = self.focused
        for node in focused.ancestors if focused is not None else ():
            # A long text beside the field that has the focus comes first.
            if isinstance(node, Question) and any(box.scroll_page(direction) for box in node.query(ReadingBox)):
                return
        boxes = self.query(ReadingBox)
        if len(boxes) == 1 and boxes.first().scroll_page(direction):
            return
        if (body := self.query_one_optional(Body)) is not None:
            scroll_lines(body, direction * max(1, body.size.height - 3))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("read_aloud", "end_reading"):
            return self.app.has_class("-speaks") and self.app.uses_keypad == (action == "end_reading")
        return super().check_action(action, parameters)

    def action_read_aloud(self) -> None:
        self.post_message(ReadAloudRequested())

    def action_end_reading(self) -> None:
        self.post_message(ReadAloudRequested())

    def action_call_for_help(self) -> None:
        self.post_message(HelpRequested())

    def action_copy_text(self) -> None:
        """Copy nothing: the next client could paste it."""


class SessionPage(Page):
    """A page of a session, whose head names the service."""

    def __init__(self, session: KioskSession, languages: Iterable[str], office_name: str = "") -> None:
        super().__init__(languages, office_name)
        self.session = session

    def compose_head(self) -> ComposeResult:
        yield BigText(self.office_name, max_rows=3, id="banner")
        with Horizontal(id="names"):
            yield Static(to_content(self.session.localized_queue.name), id="service")
            yield from super().compose_head()
