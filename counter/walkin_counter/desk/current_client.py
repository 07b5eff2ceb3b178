"""The panel about the current client, the one at this desk."""

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
from walkin.ui.safe import set_text, to_content
from walkin_counter.client.answers import format_answers
from walkin_counter.formatting import format_local_time, format_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

MAX_ANSWERS = 5
"""Answers of the form that are shown on a wide screen."""

FACT_IDS = ("name", "service", "since", "contact", "note")


class CurrentClientPanel(Horizontal):
    """The ticket number in large letters, and what the agent needs to know about the client."""

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
        """The panel was clicked while a client is at the desk."""

    app = getters.app(WalkinApp)

    def __init__(self) -> None:
        super().__init__()
        self._registration: Registration | None = None
        self._queue: Queue | None = None
        self._typical_minutes: float | None = None

    def compose(self) -> ComposeResult:
        yield BigText(id="number")
        with Vertical():
            for fact_id in FACT_IDS:
                yield Static(id=fact_id)
        with Vertical(id="answers"):
            for index in range(MAX_ANSWERS):
                yield Static(id=f"answer-{index}")

    @on(events.Click)
    def _report_click(self) -> None:
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
        """Show a client of ``queue``, or nobody; ``other_numbers`` are further tickets at this desk.

        A visit longer than ``typical_minutes`` is marked as long.
        """
        self._registration, self._queue, self._typical_minutes = registration, queue, typical_minutes
        self.set_class(registration is None, "-nobody")
        self.query_one("#answers").visible = registration is not None
        if registration is None:
            return
        words = self.app.words
        self.query_one(BigText).text = registration.ticket or registration.id
        called = registration.called or registration.started or registration.registered
        waited = (called.to_datetime() - registration.registered.to_datetime()).total_seconds()
        client = registration.client
        service = queue.name if queue else registration.queue.name or ""
        self._set_text("name", client.full_name or words("counter-no-name"))
        self._set_text("service", " · ".join([words("counter-waited", span=format_span(waited)), service]))
        self._set_text("contact", " · ".join(part for part in (client.phone_number, client.email_address) if part))
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
        """Show the first answers of the form, without those that the panel shows as name or contact."""
        form = [item for item in registration.form if item.has_answer and client_member(item) is None]
        answers = format_answers(form, queue.form if queue else (), self.app.words)
        for index in range(MAX_ANSWERS):
            content = Content("")
            if index < len(answers):
                label, text = answers[index].label, f" {answers[index].text.replace(chr(10), ' · ')}"
                content = Content.assemble(to_content(label, "$text-muted"), to_content(text, "bold"))
            set_text(self.query_one(f"#answer-{index}", Static), content)

    def show_nobody(self, next_registration: Registration | None, service: str) -> None:
        """Show that no client is at the desk, and who would be called next, for which service."""
        words = self.app.words
        hint = words("counter-nobody-waiting")
        if next_registration is not None:
            number = next_registration.ticket or next_registration.id
            hint = words("counter-nobody-next", number=number, service=service)
        self._show_hint(words("counter-nobody"), hint)

    def show_desk_status(self, status: str) -> None:
        """Show that no client is at the desk, which is ``paused`` or ``closed``."""
        words = self.app.words
        self._show_hint(words(f"counter-desk-{status}"), words(f"counter-desk-{status}-hint"))

    def _show_hint(self, title: str, hint: str) -> None:
        self.show(None, (), None, "")
        for fact_id, text in zip(FACT_IDS, (title, hint, "", "", ""), strict=True):
            self._set_text(fact_id, text)

    def tick(self, now: datetime) -> None:
        """Advance the times since the call and since the start; in whole minutes with reduced motion."""
        registration, words = self._registration, self.app.words
        if registration is None:
            return
        started = (registration.started or registration.called or registration.registered).to_datetime()
        called = (registration.called or registration.started or registration.registered).to_datetime()
        seconds, seconds_since_call = (now - started).total_seconds(), (now - called).total_seconds()
        is_long = self._typical_minutes is not None and seconds > self._typical_minutes * 60
        if is_long:
            text = words("counter-long", span=self._format_span(seconds), minutes=round(self._typical_minutes or 0))
        else:
            key = "counter-since-again" if seconds - seconds_since_call >= 1 else "counter-since"
            time = format_local_time(called, self._queue, show_seconds=False)
            ago = self._format_span(seconds_since_call)
            text = words(key, time=time, ago=ago, span=self._format_span(seconds))
        self.query_one("#since").set_class(is_long, "-long")
        self._set_text("since", text)

    def _format_span(self, seconds: float) -> str:
        return format_span(seconds, whole_minutes=self.app.reduced_motion)

    def _set_text(self, fact_id: str, text: str) -> None:
        set_text(self.query_one(f"#{fact_id}", Static), text)
