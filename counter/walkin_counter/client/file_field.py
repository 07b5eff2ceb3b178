"""File field of the edit screen: the uploaded file, and the path of another on this computer."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from walkin.model.form import FormItem
from walkin.model.form.parsers.file import EXTENSIONS, decode_data_uri
from walkin.model.form.parsers.registry import MAX_FILE_BYTES, InvalidAnswer
from walkin.ui.fields import Field
from walkin.ui.safe import to_content
from walkin_counter.client.answers import describe_file

if TYPE_CHECKING:
    from textual.widget import Widget

UNREADABLE_VALUE = "data:"
"""The value of a file that cannot be read: validation reports the problem."""

_HEAD_BYTES = 64


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


def _read_answer(definition: FormItem, typed_path: str) -> FormItem:
    path = Path.home() / Path(typed_path).expanduser()
    content = b""
    value = UNREADABLE_VALUE
    try:
        if path.is_file():
            with path.open("rb") as file:
                # One byte above the limit, so that validation notices.
                content = file.read(MAX_FILE_BYTES + 1)
            value = f"data:{_detect_media_type(content)};base64,{base64.b64encode(content).decode()}"
    except (OSError, ValueError):
        value = UNREADABLE_VALUE
    kind = definition.type
    return LocalFile.model_construct(id=definition.id, type=kind, value=value, file_name=path.name, path=typed_path)


def _detect_media_type(content: bytes) -> str:
    """Detect the media type by the first bytes."""
    head = base64.b64encode(content[:_HEAD_BYTES]).decode()
    for media_type in EXTENSIONS:
        try:
            return decode_data_uri(f"data:{media_type};base64,{head}", max_bytes=_HEAD_BYTES)[0]
        except InvalidAnswer:
            continue
    return "application/octet-stream"
