"""The pane beside the queue table: the selected client's answers, announced wait, note and arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from walkin.languages.wait import describe_wait
from walkin.ui.app import WalkinApp
from walkin.ui.safe import set_text, to_content
from walkin_counter.client.facts import format_offline, format_status
from walkin_counter.desk.current_client import list_answers
from walkin_counter.formatting import format_local_time, get_service_name

if TYPE_CHECKING:
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration


class DetailPane(VerticalScroll, can_focus=False):
    """Shows what the board knows of one client, so that nothing is loaded while the selection moves."""

    DEFAULT_CSS = """
    DetailPane {
        width: 34%;
        max-width: 60;
        height: 1fr;
        padding: 1 2;
        background: $surface;
        scrollbar-size-vertical: 1;
        & > Static { height: auto; }
    }
    """

    class Clicked(Message):
        """The pane was clicked while it shows a client."""

    app = getters.app(WalkinApp)

    def compose(self) -> ComposeResult:
        yield Static(id="pane-text")

    @on(events.Click)
    def _report_click(self) -> None:
        self.post_message(self.Clicked())

    def show(self, registration: Registration | None, queue: Queue | None, language_note: str) -> None:
        """Show a client of ``queue``, or nobody."""
        content = Content("") if registration is None else self._build_content(registration, queue, language_note)
        set_text(self.query_one("#pane-text", Static), content, layout=True)

    def _build_content(self, registration: Registration, queue: Queue | None, language_note: str) -> Content:
        words, client = self.app.words, registration.client
        came = format_local_time(words, registration.registered.to_datetime(), queue)
        service = get_service_name(registration, queue)
        remarks = [format_status(registration, words), language_note, format_offline(registration, words)]
        remarks.append(words("counter-priority", level=registration.priority) if registration.priority else "")
        lines = [
            to_content(f"{registration.number}  {client.full_name or words('counter-no-name')}", "bold"),
            to_content(f"{service} · {words('counter-came', time=came)}", "$text-muted"),
            to_content(" · ".join(filter(None, remarks)), "$text-muted"),
        ]
        facts = [
            (words("counter-details-note"), registration.note),
            (words("counter-details-told"), describe_wait(words, registration.told_waiting_time)),
            (words("counter-details-phone"), client.phone_number),
            (words("counter-details-email"), client.email_address),
            *list_answers(registration, queue, words),
        ]
        for label, text in facts:
            if text:
                lines += [Content(""), to_content(label, "$text-muted"), to_content(text, multiline=True)]
        return Content("\n").join(lines)
