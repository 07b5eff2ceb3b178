"""Uploaded files of a form: their lines on the screen, fetching, saving and opening."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from babel.units import format_unit
from textual import getters
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.form.parsers.file import is_unchecked
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin_counter.client import downloads
from walkin_counter.feedback import Feedback, describe_error

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.form.definition import FormItem


class FetchedFile(NamedTuple):
    content: bytes
    media_type: str


class FileState(NamedTuple):
    """Size in bytes, and whether a part could not be scanned for scripts, for example because it is encrypted."""

    size: int
    is_unchecked: bool


class AttachmentLine(Static, can_focus=True):
    DEFAULT_CSS = """
    AttachmentLine {
        text-style: bold;
        &:focus { background: $row-cursor; color: $row-cursor-text; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, file: FormItem, name: str) -> None:
        super().__init__(to_content(name))
        self.file = file
        self._file_name = name

    def set_state(self, state: FileState | None) -> None:
        """Show the size and whether the file is unchecked; None if it cannot be fetched."""
        words = self.app.words
        if state is None:
            self.update(to_content(words("counter-file-unfetched", name=self._file_name)))
            return
        key = "counter-file-unchecked" if state.is_unchecked else "counter-file"
        self.update(to_content(words(key, name=self._file_name, size=format_size(state.size, words))))


class Attachments:
    """The files of one registration, each fetched once."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client
        self._fetched_files: dict[str, FetchedFile] = {}

    async def get_state(self, file: FormItem) -> FileState | None:
        """Fetch and scan the file; None if it cannot be fetched."""
        try:
            content = (await self._fetch(file)).content
        except (Refused, ServerUnreachable):
            return None
        return FileState(len(content), await asyncio.to_thread(is_unchecked, content))

    async def suggest_path(self, file: FormItem) -> Path:
        """The path in the downloads folder under which the file would be saved."""
        try:
            media_type = (await self._fetch(file)).media_type
        except (Refused, ServerUnreachable):
            media_type = ""
        return downloads.get_downloads_folder() / downloads.make_local_name(file.file_name, media_type)

    async def save(self, file: FormItem, path: str) -> Feedback:
        return await self._save_and_report(file, path, open_after=False)

    async def open(self, file: FormItem) -> Feedback:
        """Save the file in the downloads folder and open it with the desktop's program."""
        return await self._save_and_report(file, f"{downloads.get_downloads_folder()}/", open_after=True)

    async def _save_and_report(self, file: FormItem, path: str, *, open_after: bool) -> Feedback:
        try:
            fetched = await self._fetch(file)
            name = downloads.make_local_name(file.file_name, fetched.media_type)
            saved = await asyncio.to_thread(
                lambda: downloads.save(fetched.content, downloads.resolve_target(path, name))
            )
        except (ServerUnreachable, Refused, OSError, ValueError) as error:
            return describe_error(error)
        key = "counter-file-saved"
        if open_after:
            key = "counter-file-opened" if downloads.open_with_desktop(saved) else "counter-file-no-desktop"
        return Feedback(key, {"path": str(saved)}, done=True)

    async def _fetch(self, file: FormItem) -> FetchedFile:
        url = file.value or ""
        if url not in self._fetched_files:
            self._fetched_files[url] = FetchedFile(*await self._client.download_file(url))
        return self._fetched_files[url]


def format_size(size: int, words: Words) -> str:
    """Format a size in bytes, like "12 kB"."""
    number, unit = float(size), "byte"
    for larger_unit, unit_bytes in (("kilobyte", 1_000), ("megabyte", 1_000_000)):
        if size >= unit_bytes:
            number, unit = round(size / unit_bytes, 1 if size < unit_bytes * 10 else 0), larger_unit
    return format_unit(number, f"digital-{unit}", "short", locale=words.locale).replace("\u202f", "\u00a0")
