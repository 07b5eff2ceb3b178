"""Preview of a form file: the kiosk asks the form, and reloads it whenever the file is saved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import orjson
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.model.form.check import check_definition
from walkin.model.form.definition import FormItem
from walkin.model.form.files import FormFileError
from walkin.model.form.importers import read_form_file
from walkin.model.form.value_lists import ValueLists
from walkin.model.queue import Queue
from walkin.model.time import detect_local_zone
from walkin.settings import KioskSettings
from walkin.ui.safe import to_content
from walkin_kiosk import messages
from walkin_kiosk.app import KioskApp
from walkin_kiosk.screens.page import Page
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.session import KioskSession

POLL_SECONDS = 0.5
"""Seconds between two checks of the file."""


class FormProblems(Static):
    """The problems of the file, docked to the top of a page."""

    DEFAULT_CSS = """
    FormProblems {
        dock: top; height: auto; max-height: 8; padding: 0 1;
        background: $surface; border-left: thick $error; text-style: bold;
    }
    FormProblems.-warning { border-left: thick $warning; text-style: none; }
    """


class ResultPage(Page):
    """Shows the request body in place of a ticket."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "kiosk-key-done"),
        Binding("escape", "back", "kiosk-key-back"),
    ]

    def __init__(self, session: KioskSession, languages: Iterable[str]) -> None:
        super().__init__(languages)
        self.session = session

    def compose_body(self) -> ComposeResult:
        body, _ = self.session.build_request()
        yield Static(self.localize("kiosk-preview-result"), id="question")
        yield Static(to_content(json.dumps(body, ensure_ascii=False, indent=2), multiline=True), id="wire")

    def compose_actions(self) -> ComposeResult:
        yield Button(self.localize("app-back"), id="back")

    def compose_forward_actions(self) -> ComposeResult:
        yield Button(self.localize("kiosk-done"), id="take", variant="primary")

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#take")

    @on(Button.Pressed, "#take")
    def action_done(self) -> None:
        self.post_message(messages.SessionEnded())

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        self.session.reset_request()
        self.post_message(messages.PageCompleted())


class PreviewApp(KioskApp, inherit_bindings=False):
    """The kiosk with one form and no server. Answers are kept while the file changes; Ctrl+C or Ctrl+Q ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "leave", show=False, priority=True)]

    def __init__(self, path: Path, settings: KioskSettings) -> None:
        super().__init__(settings)
        self.path = path
        self.lists = ValueLists(settings.lists or settings.data.parent / "lists")
        self.problems: list[str] = []
        """Errors and warnings about the file, in words."""
        self.broken = False
        """Whether there are errors, so that the last good form stays."""
        self._file_version: tuple[int, int] | None = None
        self._show_form([])

    def on_mount(self) -> None:
        self.set_interval(POLL_SECONDS, self._poll_file)
        self.call_after_refresh(self._poll_file)

    def _start_catalog(self) -> None:
        """There is no server."""

    async def check_inactivity(self) -> None:
        """A form's author may take any time."""

    async def _poll_file(self) -> None:
        try:
            stat = self.path.stat()
            version = (stat.st_mtime_ns, stat.st_size)
            if version == self._file_version:
                return
            self._file_version = version
            items = read_form_file(self.path.read_bytes(), self.path.name).items
        except FormFileError as error:
            self.problems, self.broken = list(error.problems), True
        except OSError as error:
            if self._file_version is None and self.broken:
                return
            self._file_version = None
            self.problems, self.broken = [f"{self.path.name}: {error.strerror}"], True
        else:
            problems = check_definition(items)
            self.problems = [f"{'' if problem.warning else '✗ '}{problem}" for problem in problems]
            self.problems += self.lists.find_problems(items)
            self.broken = any(not problem.warning for problem in problems)
            if not self.broken:
                self._show_form(items)
        await self._refresh_page()

    def _fill_lists(self, items: Sequence[FormItem]) -> list[FormItem]:
        """Fill in the values of ``valuesFrom`` as the server does."""
        form = orjson.dumps([item.to_wire() for item in items]).decode()
        filled = orjson.loads(self.lists.fill(form, self.language))
        return [FormItem.model_validate(item) for item in filled]

    def _show_form(self, items: Sequence[FormItem]) -> None:
        self.queue = Queue(
            id="preview", name=self.path.name, form=self._fill_lists(items), time_zone=detect_local_zone()[0]
        )
        self.catalog.queues, self.catalog.connected = [self.queue], True
        if self.session is not None:
            screen_index = self.session.screen_index
            self.session.replace_queue(self.queue)
            self.session.screen_index = min(screen_index, len(self.session.screens))

    async def _refresh_page(self) -> None:
        self._refresh_start_page()
        page = self.screen
        if self.session is not None and isinstance(page, Page) and not isinstance(page, ResultPage):
            page.save_answers()
            await self.show_session()
        else:
            await self._show_form_problems(page)

    async def show_page(self, page: Page) -> None:
        await super().show_page(page)
        await self._show_form_problems(page)

    async def _show_form_problems(self, page: Widget) -> None:
        """Show errors on every page, warnings on the start page."""
        await page.query(FormProblems).remove()
        if self.problems and (self.broken or isinstance(page, StartPage)):
            intro = [self.words("kiosk-preview-broken")] if self.broken and self.queue.form else []
            text = to_content("\n".join([*intro, *self.problems]), multiline=True)
            await page.mount(FormProblems(text, classes="" if self.broken else "-warning"))

    async def submit_session(self, session: KioskSession) -> None:
        await self.show_page(ResultPage(session, self.settings.languages))

    def action_leave(self) -> None:
        self.exit(0)
