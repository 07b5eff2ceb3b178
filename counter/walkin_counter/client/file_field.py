"""A file on the edit screen: the one there is, and a path to another on this computer."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from walkin.model.form import FormItem
from walkin.model.form.parsers.file import EXTENSIONS, decoded
from walkin.model.form.parsing import FILE_BYTES, Unfit
from walkin.ui.fields import Field
from walkin.ui.safe import safe
from walkin_counter.client.answers import is_deferred

if TYPE_CHECKING:
    from textual.widget import Widget

UNREADABLE = "data:"
"""The value of a file that is not there: the rules say what is wrong with it."""

_HEAD = 64


class LocalFile(FormItem):
    """A file of this computer, as an answer. A type of its own: a member called ``path`` could come from anybody."""

    path: str = ""


class FileEntry(Field):
    """Keeps the file there is until a path is given: a scanned document, say."""

    DEFAULT_CSS = """
    FileEntry Input { max-width: 64; }
    """

    def compose(self) -> ComposeResult:
        words, given = self.app.words, self.given
        local = isinstance(given, LocalFile)
        if given is not None and given.value and not local:
            name = given.file_name or words("counter-file-unnamed")
        else:
            name = words("counter-file-deferred" if given and is_deferred(given) else "counter-details-no-answer")
        line = Static(safe(name))
        line.display = not local
        yield line
        path = given.path if isinstance(given, LocalFile) else ""
        yield Input(path, placeholder=words("counter-file-path"), select_on_focus=False, id="path")

    @property
    def answer(self) -> FormItem:
        path = self.query_one("#path", Input).value.strip()
        if path:
            return _read(self.definition, path)
        if self.given is not None and not isinstance(self.given, LocalFile):
            return self.given
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type)

    def start(self) -> Widget | None:
        return self.query_one("#path", Input)

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())


def _read(definition: FormItem, typed: str) -> FormItem:
    path = Path.home() / Path(typed).expanduser()
    content = b""
    value = UNREADABLE
    try:
        if path.is_file():
            with path.open("rb") as file:
                # One byte more than is allowed: then the rules say so.
                content = file.read(FILE_BYTES + 1)
            value = f"data:{_media(content)};base64,{base64.b64encode(content).decode()}"
    except (OSError, ValueError):
        value = UNREADABLE
    kind = definition.type
    return LocalFile.model_construct(id=definition.id, type=kind, value=value, file_name=path.name, path=typed)


def _media(content: bytes) -> str:
    """The media type that the content begins like."""
    head = base64.b64encode(content[:_HEAD]).decode()
    for media in EXTENSIONS:
        try:
            return decoded(f"data:{media};base64,{head}", limit=_HEAD)[0]
        except Unfit:
            continue
    return "application/octet-stream"
