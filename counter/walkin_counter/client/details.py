"""All details of a registration, with the filled form and the client's other visits."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.ui.keybar import KeyBar
from walkin.ui.markdown import draw_markdown
from walkin.ui.safe import to_content
from walkin.ui.screens import WalkinScreen
from walkin.ui.scrolling import scroll_lines
from walkin_counter.client.answers import FormattedAnswer, format_answers
from walkin_counter.client.attachments import AttachmentLine, Attachments
from walkin_counter.client.edit import EditScreen
from walkin_counter.client.facts import format_client, format_visit, list_facts
from walkin_counter.client.requests import EditRequests
from walkin_counter.dialogs import SaveScreen
from walkin_counter.feedback import Feedback, describe_error, describe_saved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.widget import Widget

    from walkin.client import Board, QueueClient
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration


class DetailsScreen(WalkinScreen[None]):
    """Shows what the table knows at once, and the rest when loaded. Its texts can be selected and copied."""

    BINDINGS: ClassVar = [
        Binding("escape,enter,q", "dismiss", "app-back"),
        Binding("e", "edit", "counter-key-edit"),
        Binding("o", "open", "counter-key-open"),
        Binding("s", "save", "counter-key-save"),
        Binding("y", "identify", "counter-key-identify"),
        Binding("l", "app.next_language", "counter-key-language"),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
    ]

    DEFAULT_CSS = """
    DetailsScreen {
        & > #head { height: 1; padding: 0 2; background: $panel; color: $primary; text-style: bold; }
        & > #facts { height: 1fr; }
        & .column { width: 1fr; height: auto; padding: 0 2; background: $surface; }
        & Grid { grid-size: 2; grid-columns: 24 1fr; grid-rows: auto; height: auto; }
        & .label { color: $text-muted; padding-right: 2; }
        & .section { height: auto; padding-top: 1; text-style: bold; }
        & .heading { height: 2; padding-top: 1; color: $primary; text-style: bold; }
        & > #told { height: auto; max-height: 4; padding: 0 2; }
        &.-wide Grid { grid-columns: 40 1fr; }
        &.-broad > #facts { layout: horizontal; padding: 1 2; }
        &.-broad .column { margin-right: 2; padding: 1 2; }
        &.-broad .column:first-child { width: 2fr; & Grid { grid-columns: 22 1fr; } }
        &.-broad .column:last-child { margin-right: 0; width: 3fr; & Grid { grid-columns: 34 1fr; } }
        &.-broad .heading:first-child { height: 1; padding-top: 0; }
    }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-broad")]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self,
        client: QueueClient,
        registration: Registration,
        queue: Queue | None,
        board: Board,
        identify: Callable[[Registration], Awaitable[Feedback | None]],
    ) -> None:
        """``identify`` asks whether a visitor is the known client that the registration suggests."""
        super().__init__()
        self._identify = identify
        self._possible_client: str | None = None
        self._client = client
        self._board = board
        self._registration = registration
        self._queue = queue
        self._is_complete = False
        self._other_visits: list[Registration] = []
        self._problem: Feedback | None = None
        self._attachments = Attachments(client)

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield VerticalScroll(id="facts")
        yield Static(id="told")
        yield KeyBar()

    async def on_mount(self) -> None:
        self.app.language_changed.subscribe(self, self._language_changed)
        self.query_one("#facts").focus()
        await self._rebuild()
        self._load()

    async def _language_changed(self, _words: Words) -> None:
        await self._rebuild()

    def action_scroll(self, by: int) -> None:
        scroll_lines(self.query_one("#facts"), by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "identify":
            return self._registration.possible_client is not None
        return action not in ("open", "save") or bool(self.query(AttachmentLine))

    def action_edit(self) -> None:
        self.app.push_screen(EditScreen(EditRequests(self._client, self._registration), self._board), self._apply_edit)

    async def _apply_edit(self, saved: Registration | None) -> None:
        if saved is not None:
            self._registration, self._is_complete = saved, True
            await self._rebuild()
            self._show_feedback(describe_saved(saved, self._translate_queue()))

    @work(group="identify", exclusive=True, exit_on_error=False)
    async def action_identify(self) -> None:
        try:
            feedback = await self._identify(self._registration)
        except (ServerUnreachable, Refused) as error:
            feedback = describe_error(error)
        if feedback is not None:
            self._show_feedback(feedback)
            self._load()

    def action_open(self) -> None:
        """Save the file in the downloads folder and open it with the desktop's program."""
        if (line := self._get_file_line()) is not None:
            self._save_file(line, None)

    def action_save(self) -> None:
        if (line := self._get_file_line()) is not None:
            self._ask_path(line)

    @work(group="file", exit_on_error=False)
    async def _ask_path(self, line: AttachmentLine) -> None:
        path = await self.app.push_screen_wait(SaveScreen(str(await self._attachments.suggest_path(line.file))))
        if path is not None:
            self._save_file(line, path)

    @work(group="file", exit_on_error=False)
    async def _save_file(self, line: AttachmentLine, path: str | None) -> None:
        files = self._attachments
        self._show_feedback(await (files.open(line.file) if path is None else files.save(line.file, path)))

    def _get_file_line(self) -> AttachmentLine | None:
        """The focused file, or the first."""
        if isinstance(self.focused, AttachmentLine):
            return self.focused
        return next(iter(self.query(AttachmentLine)), None)

    def _show_feedback(self, feedback: Feedback) -> None:
        # Not there if the screen was closed meanwhile.
        for line in self.query("#told").results(Static):
            line.set_class(feedback.done, "success").set_class(not feedback.done, "warning")
            line.update(to_content(feedback.format(self.app.words)))

    @work(group="details", exclusive=True, exit_on_error=False)
    async def _load(self) -> None:
        try:
            self._registration = await self._client.get_registration(self._registration.queue.id, self._registration.id)
        except (ServerUnreachable, Refused) as error:
            self._problem = describe_error(error)
        else:
            self._is_complete, self._problem = True, None
            await self._load_others()
            await self._load_possible_client()
        await self._rebuild()

    async def _load_others(self) -> None:
        """Load the client's other visits of today; the screen does without them if that fails."""
        client_id = self._registration.client.id
        if client_id is None:
            return
        with suppress(ServerUnreachable, Refused):
            visits = await self._client.list_client_registrations(client_id)
            self._other_visits = [visit for visit in visits if visit.id != self._registration.id]

    async def _load_possible_client(self) -> None:
        possible, words = self._registration.possible_client, self.app.words
        self._possible_client = None
        if possible is not None:
            self._possible_client = words("counter-known-client")
            with suppress(ServerUnreachable, Refused):
                self._possible_client = format_client(await self._client.get_client(possible.id))

    def _translate_queue(self) -> Queue | None:
        return self._queue.translate(self.app.words.language) if self._queue else None

    async def _rebuild(self) -> None:
        if not self.query("#head"):
            # The screen was closed meanwhile.
            return
        words, registration, queue = self.app.words, self._registration, self._translate_queue()
        number = registration.number
        self.query_one("#head", Static).update(to_content(f"{number}  {registration.client.full_name}"))
        facts = list_facts(registration, queue, words, self._possible_client)
        members = [_build_grid([(label, _build_value(text)) for label, text in facts])]
        parts: list[Widget] = []
        if self._is_complete and registration.form:
            parts.append(_build_heading(words("counter-details-form")))
            answers = format_answers(registration.form, queue.form if queue else (), words)
            for section, section_answers in groupby(answers, lambda answer: answer.section):
                if section:
                    parts.append(Static(to_content(section), classes="section"))
                parts.append(Grid(*(cell for answer in section_answers for cell in _build_cells(answer))))
        elif self._is_complete:
            parts.append(_build_heading(words("counter-details-no-form")))
        elif self._problem:
            parts.append(_build_heading(self._problem.format(words)))
        if self._other_visits:
            visits = [format_visit(visit, words) for visit in self._other_visits]
            rows = [(label, _build_value(text)) for label, text in visits]
            parts += [_build_heading(words("counter-details-visits")), _build_grid(rows)]
        body = self.query_one("#facts", VerticalScroll)
        columns = [Vertical(*column, classes="column") for column in (members, parts) if column]
        async with self.batch():
            await body.remove_children()
            await body.mount_all(columns)
        if self.is_attached:
            self.refresh_bindings()
            self._load_file_states()

    @work(group="files", exclusive=True, exit_on_error=False)
    async def _load_file_states(self) -> None:
        for line in self.query(AttachmentLine):
            line.set_state(await self._attachments.get_state(line.file))


def _build_grid(rows: Sequence[tuple[str, Widget]]) -> Grid:
    return Grid(*(cell for label, value in rows for cell in (Static(to_content(label), classes="label"), value)))


def _build_cells(answer: FormattedAnswer) -> tuple[Widget, Widget]:
    label = Static(to_content(answer.label), classes="label")
    label.styles.padding = (0, 2, 0, 2 * answer.level)
    if answer.file:
        return label, AttachmentLine(answer.file, answer.text)
    value = _build_value(answer.text)
    if answer.wording:
        value.update(Content("\n").join([to_content(answer.text), draw_markdown(answer.wording).content]))
    return label, value


def _build_value(text: str) -> Static:
    return Static(to_content(text, multiline=True), classes="value")


def _build_heading(text: str) -> Static:
    return Static(to_content(text), classes="heading")
