"""Everything about one client, the filled form included."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from counter.screens.facts import answers, facts
from shared.client import Unreachable
from shared.model.errors import Refused
from shared.ui.app import WalkinApp
from shared.ui.keybar import KeyBar
from shared.ui.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counter.screens.facts import Fact
    from shared.client import QueueClient
    from shared.model.queue import Queue
    from shared.model.registration import Registration


class DetailsScreen(Screen[None]):
    """Shows at once what the list knows, and the form as soon as it is there."""

    BINDINGS: ClassVar = [
        Binding("escape,enter,q", "dismiss", "app-back"),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
    ]

    DEFAULT_CSS = """
    DetailsScreen {
        & > #head { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        & > VerticalScroll { height: 1fr; padding: 0 1; background: $surface; }
        & Grid { grid-size: 2; grid-columns: 24 1fr; grid-rows: auto; height: auto; }
        & .label { color: $text-muted; padding-right: 2; }
        & .value { text-style: bold; }
        & .heading { height: 2; padding-top: 1; color: $primary; text-style: bold; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, client: QueueClient, registration: Registration, queue: Queue | None) -> None:
        super().__init__()
        self._client = client
        self._registration = registration
        self._queue = queue

    def compose(self) -> ComposeResult:
        number = self._registration.ticket or self._registration.id
        yield Static(safe(f"{number}  {self._registration.client.name}"), id="head")
        yield VerticalScroll(id="facts")
        yield KeyBar()

    async def on_mount(self) -> None:
        body = self.query_one("#facts", VerticalScroll)
        await body.mount(self._pairs(facts(self._registration, self._queue, self.app.words)))
        body.focus()
        self._load()

    def action_scroll(self, by: int) -> None:
        self.query_one("#facts").scroll_relative(y=by, animate=False)

    @work(group="details", exclusive=True, exit_on_error=False)
    async def _load(self) -> None:
        try:
            whole = await self._client.registration(self._registration.queue.id, self._registration.id)
        except Unreachable:
            await self._add(self.app.words("counter-away"), [])
        except Refused as refused:
            await self._add(self.app.words("counter-refused", reason=refused.message or refused.reason), [])
        else:
            words = self.app.words
            if whole.form:
                await self._add(words("counter-details-form"), answers(whole.form, words))
            else:
                await self._add(words("counter-details-no-form"), [])

    async def _add(self, heading: str, pairs: Sequence[Fact]) -> None:
        body = self.query_one("#facts", VerticalScroll)
        await body.mount(Static(safe(heading), classes="heading"))
        if pairs:
            await body.mount(self._pairs(pairs))

    def _pairs(self, pairs: Sequence[Fact]) -> Grid:
        cells = []
        for label, value in pairs:
            cells += [
                Static(safe(label), classes="label"),
                Static(safe(value, multiline=True), classes="value"),
            ]
        return Grid(*cells)
