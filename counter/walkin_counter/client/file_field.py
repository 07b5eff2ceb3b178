"""File fields of the edit screen: the uploaded files, and the path of another on this computer."""

from __future__ import annotations

import base64
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from walkin.model.form.asked import list_entries, next_entry_id
from walkin.model.form.definition import FormItem
from walkin.model.form.file_types import recognise
from walkin.model.form.parsers.registry import MAX_FILE_BYTES
from walkin.ui.fields import Field
from walkin.ui.safe import to_content
from walkin_counter.client import downloads
from walkin_counter.client.answers import describe_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content
    from textual.widget import Widget

UNREADABLE_VALUE = "data:"
"""The value of a file that cannot be read: validation reports the problem."""

UNKNOWN_MEDIA_TYPE = "application/octet-stream"


class LocalFile(FormItem):
    """An answer that is a file of this computer. A class of its own, as any form may have a member ``path``."""

    path: str = ""


class LocalFileField(Field):
    """Keeps the uploaded file until a path is typed."""

    DEFAULT_CSS = """
    LocalFileField Input { max-width: 64; }
    """

    def compose(self) -> ComposeResult:
        words, answer = self.app.words, self.initial_answer
        path = answer.path if isinstance(answer, LocalFile) else ""
        line = Static(to_content(describe_file(answer, words) if answer else words("counter-details-no-answer")))
        line.display = not isinstance(answer, LocalFile)
        yield line
        yield Input(path, placeholder=words("counter-file-path"), select_on_focus=False, id="path")

    @property
    def answer(self) -> FormItem:
        path = self.query_one("#path", Input).value.strip()
        if path:
            return _read_answer(self.definition, path)
        if self.initial_answer is not None and not isinstance(self.initial_answer, LocalFile):
            return self.initial_answer
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type)

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#path", Input)


class LocalFilesField(Field):
    """Several files: Enter takes the path that was typed, and another can follow."""

    DEFAULT_CSS = """
    LocalFilesField {
        Input { max-width: 64; }
        .file { height: auto; }
        .file Static { width: 1fr; max-width: 48; height: 3; padding: 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        .file-problem { color: $error; text-style: bold; height: auto; display: none; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        self.files = list_entries(definition, answer)

    def compose(self) -> ComposeResult:
        words = self.app.words
        yield Static(classes="file-problem")
        for file_id, file in self.files.items():
            with Horizontal(classes="file"):
                yield Static(to_content(describe_file(file, words)))
                yield RemoveButton(file_id, to_content(words("counter-file-remove")))
        yield Input(placeholder=words("counter-file-path"), select_on_focus=False, id="path")

    @property
    def answer(self) -> FormItem:
        files = list(self.files.values())
        if path := self.query_one("#path", Input).value.strip():
            typed = _read_answer(self.definition, path)
            files.append(typed.model_copy(update={"id": next_entry_id(self.files)}))
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, sub_item=files)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        line, prefix = self.query_one(".file-problem", Static), f"{self.definition.id}."
        messages = [
            f"✗ {describe_file(file, self.app.words)}: {problems[prefix + file.id]}"
            for file in self.answer.sub_item or ()
            if prefix + file.id in problems
        ]
        line.display = bool(messages)
        line.update(to_content("\n".join(messages), multiline=True))

    def find_first_focus(self) -> Widget | None:
        return self.query_one("#path", Input)

    @on(Input.Submitted)
    async def _add_typed(self, event: Input.Submitted) -> None:
        if event.value.strip():
            event.stop()
            event.prevent_default()
            await self._set_files(self.answer.sub_item or [])

    @on(Button.Pressed)
    async def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(button := event.button, RemoveButton):
            await self._set_files([file for file in self.files.values() if file.id != button.file_id])

    async def _set_files(self, files: Sequence[FormItem]) -> None:
        self.files = {file.id: file for file in files}
        await self.recompose()
        if self.is_attached:
            self.query_one("#path", Input).focus()
            self.post_message(self.Changed())


class RemoveButton(Button):
    def __init__(self, file_id: str, label: Content) -> None:
        super().__init__(label)
        self.file_id = file_id


def create_file_field(definition: FormItem, answer: FormItem | None = None) -> Field:
    return (LocalFilesField if definition.takes_several_files else LocalFileField)(definition, answer)


def _read_answer(definition: FormItem, typed_path: str) -> FormItem:
    value = UNREADABLE_VALUE
    with suppress(OSError, ValueError):
        path = downloads.resolve_path(typed_path)
        if path.is_file():
            value = _read_as_data_uri(path, path.stat().st_mtime_ns)
    name = Path(typed_path).name
    return LocalFile.model_construct(
        id=definition.id, type=definition.type, value=value, file_name=name, path=typed_path
    )


@lru_cache(maxsize=4)
def _read_as_data_uri(path: Path, _modified: int) -> str:
    """Cached, since a form with conditions collects its answers after each key."""
    with path.open("rb") as file:
        # One byte above the limit, so that validation notices.
        content = file.read(MAX_FILE_BYTES + 1)
    kind = recognise(content)
    return f"data:{kind.media_type if kind else UNKNOWN_MEDIA_TYPE};base64,{base64.b64encode(content).decode()}"
