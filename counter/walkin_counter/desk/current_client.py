"""The panel about the current client, the one at this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.languages.answers import describe_answer
from walkin.model.form.client_binding import client_member
from walkin.ui.app import WalkinApp
from walkin.ui.safe import sanitize, set_text, to_content
from walkin_counter.client.facts import format_offline
from walkin_counter.formatting import fit_text, get_service_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

MAX_ANSWERS = 3
"""Maximum number of form answers in the panel."""

BAR_WIDTH = 16
"""Maximum width in cells of the progress bar of a visit; the bar is full after the typical duration."""

MIN_BAR_WIDTH = 6
"""Minimum width in cells of that bar, beside a long name of a service."""

PASSED, LEFT = "═", "─"
GAP = "   "


def list_answers(registration: Registration, queue: Queue | None, words: Words) -> list[tuple[str, str]]:
    """Titles and answers of the form, in one line each, without names and contact data."""
    definitions = {definition.id: definition for definition in (queue.form if queue else ())}
    answers = []
    for item in registration.form:
        if item.has_answer and client_member(item) is None:
            definition = definitions.get(item.id, item)
            text = " · ".join(describe_answer(definition, item, words).splitlines())
            answers.append((definition.title or item.title or item.id, text))
    return answers


class CurrentClientPanel(Vertical):
    """Who is at the desk, for what and how long, with the first answers and the note; or who would be called next."""

    DEFAULT_CSS = """
    CurrentClientPanel {
        height: 4;
        background: $surface;
        & > Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Clicked(Message):
        """The panel was clicked while a client is at the desk."""

    app = getters.app(WalkinApp)

    def __init__(self) -> None:
        super().__init__(classes="edge")
        self._registration: Registration | None = None
        self._queue: Queue | None = None
        self._language_note = ""
        self._typical_minutes: float | None = None

    def compose(self) -> ComposeResult:
        for line_id in ("person", "visit", "answers", "note"):
            yield Static(id=line_id)

    @on(events.Click)
    def _report_click(self) -> None:
        if self._registration is not None:
            self.post_message(self.Clicked())

    def show(
        self,
        registration: Registration,
        other_numbers: Sequence[str],
        queue: Queue | None,
        language_note: str,
        typical_minutes: float | None = None,
    ) -> None:
        """Show a client of ``queue``; ``other_numbers`` are further tickets at this desk.

        A visit longer than ``typical_minutes`` is marked as long.
        """
        self._registration, self._queue, self._typical_minutes = registration, queue, typical_minutes
        self._language_note = language_note
        self.set_class(True, "-success").remove_class("-nobody")
        words = self.app.words
        # The first call: a recall is no longer wait.
        called = registration.started or registration.called or registration.registered
        waited = (called.to_datetime() - registration.registered.to_datetime()).total_seconds()
        remarks = [
            words("counter-waited", span=words.format_duration(waited)),
            words("counter-calls", count=registration.calls) if registration.calls > 1 else "",
            words("counter-priority", level=registration.priority) if registration.priority else "",
            words("counter-known-client") if registration.possible_client else "",
            format_offline(registration, words),
            words("counter-also-here", numbers=", ".join(other_numbers)) if other_numbers else "",
        ]
        name = registration.client.full_name or words("counter-no-name")
        self._set_line(
            "person",
            to_content(f"{registration.number}  {name}", "bold"),
            to_content(" · ".join(remark for remark in remarks if remark), "$text-muted"),
        )
        answers = [
            Content.assemble(to_content(f"{title} ", "$text-muted"), to_content(text))
            for title, text in list_answers(registration, queue, words)[:MAX_ANSWERS]
        ]
        self._set_line("answers", *answers)
        contact = [part for part in (registration.client.phone_number, registration.client.email_address) if part]
        note = to_content(" ".join((registration.note or "").split()), "italic")
        self._set_line("note", *filter(None, (note, to_content(" · ".join(contact), "$text-muted"))))

    def show_nobody(self, next_registration: Registration | None, service: str) -> None:
        """Show that no client is at the desk, and who would be called next, for which service."""
        words = self.app.words
        hint = words("counter-nobody-waiting")
        if next_registration is not None:
            number = f"{next_registration.number} {next_registration.client.full_name}".rstrip()
            hint = words("counter-nobody-next", number=number, service=service)
        self._show_hint(words("counter-nobody"), hint)

    def show_desk_status(self, status: str) -> None:
        """Show that no client is at the desk, which is ``paused`` or ``closed``."""
        words = self.app.words
        self._show_hint(words(f"counter-desk-{status}"), words(f"counter-desk-{status}-hint"))

    def _show_hint(self, title: str, hint: str) -> None:
        self._registration = None
        self.set_class(False, "-success").add_class("-nobody")
        self._set_line("person", to_content(title, "bold"))
        self._set_line("visit", to_content(hint, "$text-muted"))
        self._set_line("answers")
        self._set_line("note")

    def tick(self, now: datetime) -> None:
        """Advance the time since the client came to the desk."""
        registration, words = self._registration, self.app.words
        if registration is None:
            return
        started = (registration.started or registration.called or registration.registered).to_datetime()
        seconds, typical = (now - started).total_seconds(), self._typical_minutes
        is_long = typical is not None and seconds > typical * 60
        key = "counter-here" if typical is None else "counter-here-long" if is_long else "counter-here-of"
        here = words(key, span=words.format_duration(seconds), minutes=round(typical or 0))
        colour = "$warning" if is_long else "$success"
        time = to_content(here, f"bold {colour}" if is_long else "")
        others = f" · {self._language_note}" if self._language_note else ""
        service = sanitize(get_service_name(registration, self._queue))
        # The time is never cut off: the service is.
        room = self.query_one("#visit").size.width - time.cell_length - to_content(others).cell_length - 3
        bar_width = min(BAR_WIDTH, room - cell_len(service) - 1)
        if typical and bar_width >= MIN_BAR_WIDTH:
            passed = min(bar_width, max(1, round(seconds / 60 / typical * bar_width)))
            bar = Content.assemble((PASSED * passed, colour), (LEFT * (bar_width - passed), "$text-muted"))
            time = Content.assemble(time, " ", bar)
        service = fit_text(service, max(room, 0)).rstrip()
        self._set_line("visit", Content.assemble(to_content(f"{service}{others} · ", "$text-muted"), time))

    def _set_line(self, line_id: str, *parts: Content) -> None:
        # In a bar the first is as wide as its text.
        set_text(self.query_one(f"#{line_id}", Static), Content(GAP).join(parts), layout=line_id == "person")
