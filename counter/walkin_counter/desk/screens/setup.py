"""Setup of a desk: its name and its queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Checkbox, Input, Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused, TextRefused
from walkin.model.search import fold_text
from walkin.model.text import clean
from walkin.ui.keybar import KeyBar
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.client import QueueClient
    from walkin.model.queue import Queue

MAX_NAME_LENGTH = 40
MAX_UNSEARCHED = 8
"""Maximum number of queues without a search field above them."""

REFRESH_SECONDS = 5.0
"""Seconds between two requests for new queues."""


@dataclass(frozen=True)
class DeskSetup:
    desk: str
    queues: list[Queue]
    person: str = ""
    """The name of the agent."""
    is_all: bool = False
    """Whether all queues of the office were chosen."""


class QueueCheckbox(Checkbox):
    def __init__(self, queue: Queue, value: bool) -> None:
        super().__init__(to_content(queue.name), value)
        self.queue = queue


class SetupScreen(WalkinScreen[DeskSetup]):
    """Asks for the desk's name and its queues; those of the settings, or of the last time, are filled in."""

    BINDINGS: ClassVar = [
        Binding("f5", "start", "counter-setup-start"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    DEFAULT_CSS = """
    SetupScreen {
        align: center middle;
        & > #card { width: 72; max-height: 100%; height: auto; padding: 0 2; }
        & #queues { height: auto; background: $surface; }
        & #search, & #all { display: none; }
        &.-many #search, &.-several #all { display: block; }
        & .label { padding-top: 1; }
        & #names { height: auto; }
        & #names > Vertical { width: 1fr; height: auto; }
        & #names > Vertical:first-child { margin-right: 2; }
        & #problem { height: 1; color: $error; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & #start { width: 100%; }
    }
    """

    def __init__(
        self,
        client: QueueClient,
        queues: Sequence[Queue],
        *,
        desk: str,
        selected: Sequence[Queue],
        person: str = "",
        problem: str = "",
    ) -> None:
        super().__init__()
        self._client = client
        self._queues = queues
        self._desk = desk
        self._person = person
        self._selected_ids = {queue.id for queue in selected}
        self._problem = problem

    def compose(self) -> ComposeResult:
        words = self.app.words
        with Vertical(id="card", classes="card"):
            yield Static(to_content(words("counter-setup-title")), classes="title")
            with Horizontal(id="names"):
                for name, text in (("desk", self._desk), ("person", self._person)):
                    with Vertical():
                        yield Static(to_content(words(f"counter-setup-{name}")), classes="label")
                        yield Input(text, max_length=MAX_NAME_LENGTH, select_on_focus=False, id=name)
            yield Static(to_content(words("counter-setup-queues")), classes="label")
            yield Input(placeholder=words("counter-setup-search"), select_on_focus=False, id="search")
            with VerticalScroll(id="queues", can_focus=False):
                yield Checkbox(to_content(words("counter-setup-all")), id="all")
                for queue in self._queues:
                    yield QueueCheckbox(queue, queue.id in self._selected_ids)
            yield Static(to_content(self._problem), id="problem")
            label = to_content(f"F5 {words('counter-setup-start')}")
            yield Button(label, id="start", variant="primary", action="screen.start")
        yield KeyBar()

    def on_mount(self) -> None:
        self._adapt_to_queues()
        self.set_interval(REFRESH_SECONDS, self._look_for_queues)

    def _adapt_to_queues(self) -> None:
        checkboxes = self.query(QueueCheckbox)
        self.set_class(len(checkboxes) > 1, "-several").set_class(len(checkboxes) > MAX_UNSEARCHED, "-many")
        if not checkboxes:
            self._show_problem("counter-setup-none")
        self._mark_all()
        self._search()
        self.on_resize()

    def on_resize(self) -> None:
        self.call_after_refresh(self._limit_list)

    def _limit_list(self) -> None:
        """Leave the list the rows that the others do not need: the start button is always on the screen."""
        card, queues = self.query_one("#card"), self.query_one("#queues")
        others = sum(child.outer_size.height for child in card.children if child is not queues and child.display)
        frame = card.outer_size.height - card.scrollable_content_region.height
        queues.styles.max_height = max(3, self.size.height - others - frame - 1)

    @work(group="queues", exclusive=True, exit_on_error=False)
    async def _look_for_queues(self) -> None:
        try:
            queues = await self._client.list_queues()
        except (ServerUnreachable, Refused):
            return
        ids, known = {queue.id for queue in queues}, {checkbox.queue.id: checkbox for checkbox in self._checkboxes}
        if ids == known.keys():
            return
        is_all = all(checkbox.value for checkbox in known.values())
        for queue_id in known.keys() - ids:
            await known[queue_id].remove()
        new = [QueueCheckbox(queue, is_all) for queue in queues if queue.id not in known]
        await self.query_one("#queues").mount(*new)
        self._show_problem("")
        self._adapt_to_queues()

    @property
    def _checkboxes(self) -> list[QueueCheckbox]:
        return list(self.query(QueueCheckbox))

    @on(Checkbox.Changed, "#all")
    def _tick_all(self, event: Checkbox.Changed) -> None:
        for checkbox in self._checkboxes:
            checkbox.value = event.value

    @on(Checkbox.Changed, "QueueCheckbox")
    def _mark_all(self) -> None:
        with self.prevent(Checkbox.Changed):
            self.query_one("#all", Checkbox).value = all(checkbox.value for checkbox in self._checkboxes)

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        terms = fold_text(self.query_one("#search", Input).value).split()
        for checkbox in self._checkboxes:
            name = fold_text(checkbox.queue.name)
            checkbox.display = all(term in name for term in terms)

    @on(Input.Submitted)
    def _submit(self) -> None:
        self.action_start()

    def action_start(self) -> None:
        """Open the desk, or say what is missing."""
        try:
            desk, person = (
                clean(self.query_one(f"#{name}", Input).value, limit=MAX_NAME_LENGTH) for name in ("desk", "person")
            )
        except TextRefused:
            self._show_problem("counter-setup-desk-long")
            return
        checkboxes = self._checkboxes
        queues = [checkbox.queue for checkbox in checkboxes if checkbox.value]
        if not desk:
            self._show_problem("counter-setup-no-desk")
            self.query_one("#desk").focus()
        elif not queues:
            self._show_problem("counter-setup-no-queue" if checkboxes else "counter-setup-none")
        else:
            self.dismiss(DeskSetup(desk, queues, person, len(queues) == len(checkboxes)))

    def _show_problem(self, key: str) -> None:
        self.query_one("#problem", Static).update(to_content(self.app.words(key) if key else ""))
