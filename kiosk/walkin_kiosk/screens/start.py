"""The start page: the office, its clock, and its services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words
from walkin.model.queue import Queue
from walkin.ui.letters import BigText
from walkin.ui.safe import to_content
from walkin.ui.scrolling import Body
from walkin_kiosk.messages import ServiceChosen
from walkin_kiosk.screens.page import Page
from walkin_kiosk.service_catalog import ServiceCatalog

MAX_IN_ONE_COLUMN = 4
MIN_TILE_COLUMNS, MIN_WIDE_TILE_COLUMNS = 38, 64
MIN_TALL_ROWS = 32
MIN_TILE_ROWS, MAX_TILE_ROWS = 3, 9


class ServiceButton(Horizontal, can_focus=True):
    """The tile of a service: number, name, waiting clients and estimated wait. A click, Enter or Space chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "kiosk-key-pick")]

    def __init__(self, queue: Queue, number: int, words: Words, catalog: ServiceCatalog) -> None:
        super().__init__(classes="service tile")
        self.number = number
        self._is_narrow = self._is_low = False
        self._load_texts: list[str] = []
        self._digit = BigText(str(number) if number <= 9 else "", max_rows=3, classes="strip")
        self._text = Static(classes="service-text")
        self._load = Static(classes="service-load")
        self._catalog = catalog
        self.show_state(queue, words)

    def compose(self) -> ComposeResult:
        yield self._digit
        with Vertical(classes="service-facts"):
            yield self._text
            yield self._load

    def show_state(self, queue: Queue, words: Words) -> None:
        """Update the texts; a service can be chosen while it is open and a ticket can be taken."""
        self.queue = queue
        is_open, translated = queue.status == "open", queue.translate(words.language)
        self.disabled = not (is_open and self._catalog.can_take(queue))
        self.set_class(not is_open, "-closed")
        description = translated.welcome_message.strip().partition("\n")[0]
        self._title, self._description = to_content(translated.name, "bold"), to_content(description, "$text-muted")
        self._load_texts = self._catalog.list_load(queue, words)
        self._show_texts()

    def set_room(self, *, is_narrow: bool, is_low: bool) -> None:
        """Set whether the wait stands below the name for lack of columns, and whether the window has few rows."""
        self._is_narrow, self._is_low = is_narrow, is_low
        self._show_texts()

    def _show_texts(self) -> None:
        has_description = self._description and not (self._is_narrow and self._is_low)
        self._text.update(self._title + "\n" + self._description if has_description else self._title)
        separator = " · " if self._is_narrow else "\n"
        self._load.update(to_content(separator.join(self._load_texts), multiline=True))

    @property
    def label(self) -> str:
        """All its texts."""
        return f"{self._text.content}\n{self._load.content}"

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if not self.disabled:
            self.focus()
            self.action_press()

    def action_press(self) -> None:
        self.post_message(ServiceChosen(self.queue.id))


class StartPage(Page):
    """The page below all others, for as long as the kiosk runs."""

    HELP_PAGE = "start"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(1)", "kiosk-key-pick", key_display="1–9"),
        *(Binding(str(number), f"choose({number})", show=False) for number in range(2, 10)),
        Binding("tab", "app.focus_next", "kiosk-key-next", priority=True),
    ]

    def __init__(self, catalog: ServiceCatalog, languages: Iterable[str]) -> None:
        super().__init__(languages)
        self.catalog = catalog

    def compose_head(self) -> ComposeResult:
        yield BigText(id="office", max_rows=3)
        yield Static(id="clock")

    def compose_body(self) -> ComposeResult:
        yield Static(id="welcome")
        yield Static(id="notice")
        yield ItemGrid(id="services")

    def compose_forward_actions(self) -> ComposeResult:
        button = Button(self.localize("kiosk-more-services"), id="more-services")
        # A button ignores presses while it looks pressed, but this one is tapped several times.
        button.active_effect_duration = 0
        yield button

    def find_first_focus(self) -> Widget | None:
        return next((button for button in self.query(ServiceButton) if button.focusable), None)

    def finish_build(self) -> None:
        super().finish_build()
        self.call_later(self.refresh_services)
        if (body := self.query_one_optional(Body)) is not None:
            self.watch(body, "scroll_y", self._name_more_button)

    async def refresh_services(self) -> None:
        if not self._is_built:
            return
        words, queues = self.app.words, self.catalog.queues
        buttons = list(self.query(ServiceButton))
        if [button.queue.id for button in buttons] != [queue.id for queue in queues]:
            grid = self.query_one("#services", ItemGrid)
            await grid.remove_children()
            await grid.mount_all(
                ServiceButton(queue, number, words, self.catalog) for number, queue in enumerate(queues, start=1)
            )
            if not self._is_built:
                return
            self._fit_tiles()
            if self.focused is None:
                self._focus_first()
        else:
            for button, queue in zip(buttons, queues, strict=True):
                button.show_state(queue, words)
        self.query_one("#office", BigText).text = self.catalog.office_name
        self.query_one("#welcome", Static).update(self._get_welcome_text())
        self._update_notice()
        self.update_clock()

    def on_resize(self) -> None:
        # Tiles that fill a larger window would make this one look too small for them.
        self.remove_class("-scrolling")
        for tile in self.query(ServiceButton):
            tile.styles.min_height = MIN_TILE_ROWS
        self._fit_tiles()

    def _fit_tiles(self) -> None:
        """Lay out the tiles in one column, or in two or three if there are many services, and use the whole page."""
        tiles = list(self.query(ServiceButton))
        if not tiles or not self._is_built:
            return
        width = self.size.width
        columns = 1
        if len(tiles) > MAX_IN_ONE_COLUMN:
            columns = max(1, min(3 if len(tiles) > 2 * MAX_IN_ONE_COLUMN else 2, width // MIN_TILE_COLUMNS))
        grid = self.query_one("#services", ItemGrid)
        grid.styles.grid_size_columns = columns
        is_narrow = width // columns < MIN_WIDE_TILE_COLUMNS
        grid.set_class(is_narrow, "-narrow")
        for tile in tiles:
            tile.set_room(is_narrow=is_narrow, is_low=self.size.height < MIN_TALL_ROWS)
        self.call_after_refresh(self._fit_rows, -(-len(tiles) // columns))

    def _fit_rows(self, lines: int) -> None:
        """Set the height of the tiles, so that their lines fill the page."""
        body = self.query_one_optional(Body)
        if body is None or not lines:
            return
        actions, above = self.query_one("#actions"), self.query_one("#services").virtual_region.y
        height = body.size.height + (actions.outer_size.height if actions.display else 0)
        rows = (height - above + 1) // lines - 1
        for tile in self.query(ServiceButton):
            tile.styles.min_height = max(MIN_TILE_ROWS, min(rows, MAX_TILE_ROWS))
            tile.set_class(rows < MIN_TILE_ROWS + 2, "-flat")
        self.call_after_refresh(self._toggle_more_button)

    def _toggle_scroll_buttons(self, needed: bool) -> None:
        self.call_after_refresh(self._toggle_more_button)

    def _toggle_more_button(self) -> None:
        """Offer to scroll if the tiles do not fit even without the row of that button."""
        if (body := self.query_one_optional(Body)) is not None:
            actions = self.query_one("#actions")
            own_rows = actions.outer_size.height if actions.display else 0
            self.set_class(body.max_scroll_y > own_rows, "-scrolling")

    def update_clock(self) -> None:
        """Show the office's time, and whether it is open. Redraws only when the text changes."""
        now = self.catalog.now()
        if now is None or not self._is_built:
            return
        text = to_content(self.catalog.describe_state(self.app.words, now))
        clock = self.query_one("#clock", Static)
        if clock.content != text:
            clock.update(text)
        if not self.catalog.connected:
            self._update_notice()

    @property
    def _is_built(self) -> bool:
        """Whether all parts are there; not while the page is recomposed in another language, or removed."""
        return all(self.query_one_optional(f"#{part}") for part in ("office", "clock", "welcome", "notice", "services"))

    def _get_welcome_text(self) -> Content:
        return to_content(self.catalog.get_welcome(self.app.words), multiline=True)

    def _update_notice(self) -> None:
        minutes, text = self.catalog.minutes_offline, self.catalog.describe_trouble(self.app.words)
        notice = self.query_one("#notice", Static)
        if notice.content != (content := to_content(text, multiline=True)):
            notice.update(content)
        notice.display = bool(text)
        # A closed office does not ask what it can do.
        is_closed = self.catalog.connected and not self.catalog.is_open
        notice.set_class(is_closed, "-closed")
        self.query_one("#welcome").display = not is_closed
        notice.set_class(bool(self.catalog.problem) or (minutes is not None and not self.catalog.connected), "-error")

    @on(Button.Pressed, "#more-services")
    def _show_more(self, event: Button.Pressed) -> None:
        """Scroll to the next services; after the last ones to the first."""
        event.stop()
        body = self.query_one(Body)
        if body.scroll_offset.y >= body.max_scroll_y:
            body.scroll_home(animate=False)
        else:
            self.action_scroll_body(1)

    def _name_more_button(self) -> None:
        for button in self.query("#more-services").results(Button):
            body = self.query_one(Body)
            is_end = body.scroll_offset.y >= body.max_scroll_y > 0
            button.label = self.localize("kiosk-first-services" if is_end else "kiosk-more-services")

    def action_choose(self, number: int) -> None:
        for button in self.query(ServiceButton):
            if button.number == number and not button.disabled:
                button.action_press()

    @property
    def is_touched(self) -> bool:
        """Whether the focus or the scroll position differs from that of a fresh page."""
        return self.focused is not self.find_first_focus() or any(body.scroll_y > 0 for body in self.query(Body))

    def reset(self) -> None:
        """Scroll to the top and focus the first service, unless the page is just being recomposed."""
        for body in self.query(Body):
            body.scroll_home(animate=False)
        self.set_focus(None)
        self._focus_first()

    def _focus_first(self) -> None:
        if (first := self.find_first_focus()) is not None:
            # The tiles are fitted to the page afterwards; scrolled to them, it would begin below the welcome.
            self.set_focus(first, scroll_visible=False)
