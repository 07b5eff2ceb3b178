"""The client at this desk: always on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.model.form.client_binding import member_of
from walkin.ui.app import WalkinApp
from walkin.ui.letters import BigText
from walkin.ui.safe import safe
from walkin_counter.client.answers import answers
from walkin_counter.desk.columns import clock
from walkin_counter.live_screen import on_the_wall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

ANSWERS = 5
"""Answers that are shown where there is room."""

FACTS = ("name", "service", "since", "contact", "note")


class CurrentPanel(Horizontal):
    """The number in large letters and what the agent needs to know about its client."""

    DEFAULT_CSS = """
    CurrentPanel {
        height: 5;
        background: $surface;
        color: $text;
        & > BigText { width: auto; height: 5; padding: 0 1; background: $called; color: $called-text; }
        & > Vertical { width: 1fr; height: 1fr; padding: 0 1 0 2; }
        & > #answers { display: none; }
        & Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & #name { text-style: bold; }
        & #since { color: $success; }
        & #since.-long { color: $warning; text-style: bold; }
        &.-nobody {
            & > BigText { display: none; }
            & > Vertical { padding: 1 2; }
            & #service { color: $primary; }
        }
    }
    """

    class Clicked(Message):
        """Somebody wants to see more of the client at the desk."""

    app = getters.app(WalkinApp)

    def __init__(self) -> None:
        super().__init__()
        self._client: Registration | None = None
        self._queue: Queue | None = None
        self._usual: float | None = None

    def compose(self) -> ComposeResult:
        yield BigText(id="number")
        with Vertical():
            for fact in FACTS:
                yield Static(id=fact)
        with Vertical(id="answers"):
            for place in range(ANSWERS):
                yield Static(id=f"answer-{place}")

    @on(events.Click)
    def ask_for_more(self) -> None:
        """Show everything about the client, if there is one."""
        if self._client is not None:
            self.post_message(self.Clicked())

    def show(
        self,
        client: Registration | None,
        also: Sequence[str],
        queue: Queue | None,
        speaks: str,
        usual: float | None = None,
    ) -> None:
        """Show this client of that queue; ``also`` are other numbers that are at this desk.

        From ``usual`` minutes on the visit is said to be long.
        """
        self._client, self._queue, self._usual = client, queue, usual
        self.set_class(client is None, "-nobody")
        self.query_one("#answers").visible = client is not None
        if client is None:
            return
        words = self.app.words
        self.query_one(BigText).text = client.ticket or client.id
        began = client.called or client.started or client.registered
        waited = (began.instant() - client.registered.instant()).total_seconds()
        person = client.client
        service = queue.name if queue else client.queue.name or ""
        self._tell("name", person.name or words("counter-no-name"))
        self._tell("service", " · ".join([words("counter-waited", span=clock(waited)), service]))
        self._tell("contact", " · ".join(part for part in (person.phone_number, person.email_address) if part))
        remarks = [
            words("counter-also-here", numbers=", ".join(also)) if also else "",
            words("counter-calls", count=client.calls) if client.calls > 1 else "",
            words("counter-priority", level=client.priority) if client.priority else "",
            speaks,
            client.note or "",
        ]
        self._tell("note", " · ".join(remark for remark in remarks if remark))
        self._tell_answers(client, queue)

    def _tell_answers(self, client: Registration, queue: Queue | None) -> None:
        """What was answered first, beside the name where there is room: not what the panel says already."""
        words = self.app.words
        form = [item for item in client.form if item.answered and member_of(item) is None]
        told = answers(form, queue.form if queue else (), words)[:ANSWERS]
        for place in range(ANSWERS):
            label, text = self.query_one(f"#answer-{place}", Static), Content("")
            if place < len(told):
                said = f" {told[place].text.replace(chr(10), ' · ')}"
                text = Content.assemble(safe(told[place].label, "$text-muted"), safe(said, "bold"))
            if label.content != text:
                label.update(text, layout=False)

    def show_nobody(self, following: Registration | None, service: str) -> None:
        """Nobody is here; ``following`` of that service would be called next."""
        self.show(None, (), None, "")
        words = self.app.words
        self._tell("name", words("counter-nobody"))
        hint = words("counter-nobody-waiting")
        if following is not None:
            hint = words("counter-nobody-next", number=following.ticket or following.id, service=service)
        self._tell("service", hint)
        for fact in ("since", "contact", "note"):
            self._tell(fact, "")

    def show_away(self, status: str) -> None:
        """Nobody is here, and the desk is ``paused`` or ``closed``."""
        self.show(None, (), None, "")
        words = self.app.words
        self._tell("name", words(f"counter-desk-{status}"))
        self._tell("service", words(f"counter-desk-{status}-hint"))
        for fact in ("since", "contact", "note"):
            self._tell(fact, "")

    def tick(self, now: datetime) -> None:
        """Let the times since the last call and since the start advance: by minutes where nothing is to move."""
        if self._client is None:
            return
        started = (self._client.started or self._client.called or self._client.registered).instant()
        called = (self._client.called or self._client.started or self._client.registered).instant()
        seconds, ago = (now - started).total_seconds(), (now - called).total_seconds()
        words = self.app.words
        key = "counter-since-again" if seconds - ago >= 1 else "counter-since"
        at = on_the_wall(called, self._queue, seconds=False)
        told = words(key, time=at, ago=self._span(ago), span=self._span(seconds))
        late = self._usual is not None and seconds > self._usual * 60
        if late:
            told = words("counter-long", span=self._span(seconds), minutes=round(self._usual or 0))
        self.query_one("#since").set_class(late, "-long")
        self._tell("since", told)

    def _span(self, seconds: float) -> str:
        return clock(seconds, calm=self.app.calm)

    def _tell(self, fact: str, text: str) -> None:
        label, content = self.query_one(f"#{fact}", Static), safe(text)
        if label.content != content:
            label.update(content, layout=False)
