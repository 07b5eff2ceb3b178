"""The client at this desk: always on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.model.form.client_binding import client_member
from walkin.ui.app import WalkinApp
from walkin.ui.letters import BigText
from walkin.ui.safe import to_content
from walkin_counter.client.answers import format_answers
from walkin_counter.desk.columns import format_span
from walkin_counter.live_screen import format_local_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

MAX_ANSWERS = 5
"""Answers that are shown where there is room."""

FACT_IDS = ("name", "service", "since", "contact", "note")


class CurrentClientPanel(Horizontal):
    """The number in large letters and what the agent needs to know about its client."""

    DEFAULT_CSS = """
    CurrentClientPanel {
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
        self._registration: Registration | None = None
        self._queue: Queue | None = None
        self._typical_minutes: float | None = None

    def compose(self) -> ComposeResult:
        yield BigText(id="number")
        with Vertical():
            for fact in FACT_IDS:
                yield Static(id=fact)
        with Vertical(id="answers"):
            for place in range(MAX_ANSWERS):
                yield Static(id=f"answer-{place}")

    @on(events.Click)
    def open_details(self) -> None:
        """Show everything about the client, if there is one."""
        if self._registration is not None:
            self.post_message(self.Clicked())

    def show(
        self,
        registration: Registration | None,
        other_numbers: Sequence[str],
        queue: Queue | None,
        language_note: str,
        typical_minutes: float | None = None,
    ) -> None:
        """Show this client of that queue; ``also`` are other numbers that are at this desk.

        From ``usual`` minutes on the visit is said to be long.
        """
        self._registration, self._queue, self._typical_minutes = registration, queue, typical_minutes
        self.set_class(registration is None, "-nobody")
        self.query_one("#answers").visible = registration is not None
        if registration is None:
            return
        words = self.app.words
        self.query_one(BigText).text = registration.ticket or registration.id
        began = registration.called or registration.started or registration.registered
        waited = (began.to_datetime() - registration.registered.to_datetime()).total_seconds()
        person = registration.client
        service = queue.name if queue else registration.queue.name or ""
        self._set_text("name", person.full_name or words("counter-no-name"))
        self._set_text("service", " · ".join([words("counter-waited", span=format_span(waited)), service]))
        self._set_text("contact", " · ".join(part for part in (person.phone_number, person.email_address) if part))
        remarks = [
            words("counter-also-here", numbers=", ".join(other_numbers)) if other_numbers else "",
            words("counter-calls", count=registration.calls) if registration.calls > 1 else "",
            words("counter-priority", level=registration.priority) if registration.priority else "",
            language_note,
            registration.note or "",
        ]
        self._set_text("note", " · ".join(remark for remark in remarks if remark))
        self._show_answers(registration, queue)

    def _show_answers(self, registration: Registration, queue: Queue | None) -> None:
        """What was answered first, beside the name where there is room: not what the panel says already."""
        words = self.app.words
        form = [item for item in registration.form if item.has_answer and client_member(item) is None]
        told = format_answers(form, queue.form if queue else (), words)[:MAX_ANSWERS]
        for place in range(MAX_ANSWERS):
            label, text = self.query_one(f"#answer-{place}", Static), Content("")
            if place < len(told):
                said = f" {told[place].text.replace(chr(10), ' · ')}"
                text = Content.assemble(to_content(told[place].label, "$text-muted"), to_content(said, "bold"))
            if label.content != text:
                label.update(text, layout=False)

    def show_nobody(self, next_registration: Registration | None, service: str) -> None:
        """Nobody is here; ``following`` of that service would be called next."""
        self.show(None, (), None, "")
        words = self.app.words
        self._set_text("name", words("counter-nobody"))
        hint = words("counter-nobody-waiting")
        if next_registration is not None:
            hint = words(
                "counter-nobody-next", number=next_registration.ticket or next_registration.id, service=service
            )
        self._set_text("service", hint)
        for fact in ("since", "contact", "note"):
            self._set_text(fact, "")

    def show_desk_status(self, status: str) -> None:
        """Nobody is here, and the desk is ``paused`` or ``closed``."""
        self.show(None, (), None, "")
        words = self.app.words
        self._set_text("name", words(f"counter-desk-{status}"))
        self._set_text("service", words(f"counter-desk-{status}-hint"))
        for fact in ("since", "contact", "note"):
            self._set_text(fact, "")

    def tick(self, now: datetime) -> None:
        """Let the times since the last call and since the start advance: by minutes where nothing is to move."""
        if self._registration is None:
            return
        started = (
            self._registration.started or self._registration.called or self._registration.registered
        ).to_datetime()
        called = (
            self._registration.called or self._registration.started or self._registration.registered
        ).to_datetime()
        seconds, ago = (now - started).total_seconds(), (now - called).total_seconds()
        words = self.app.words
        key = "counter-since-again" if seconds - ago >= 1 else "counter-since"
        at = format_local_time(called, self._queue, show_seconds=False)
        told = words(key, time=at, ago=self._format_span(ago), span=self._format_span(seconds))
        late = self._typical_minutes is not None and seconds > self._typical_minutes * 60
        if late:
            told = words("counter-long", span=self._format_span(seconds), minutes=round(self._typical_minutes or 0))
        self.query_one("#since").set_class(late, "-long")
        self._set_text("since", told)

    def _format_span(self, seconds: float) -> str:
        return format_span(seconds, whole_minutes=self.app.reduced_motion)

    def _set_text(self, fact_id: str, text: str) -> None:
        label, content = self.query_one(f"#{fact_id}", Static), to_content(text)
        if label.content != content:
            label.update(content, layout=False)
