"""Files of a filled form: their lines on the screen, and fetching, saving and opening them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from babel.units import format_unit
from textual import getters
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content
from walkin_counter.client import downloads
from walkin_counter.desk.operations import Feedback

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.form import FormItem


class FetchedFile(NamedTuple):
    """A file as the server gave it."""

    content: bytes
    media_type: str


class AttachmentLine(Static, can_focus=True):
    """The name of a file, its size, and what can be done with it."""

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
        self._name = name

    def set_size(self, size: int | None) -> None:
        """The size is known: bytes, or None when the file cannot be had."""
        words = self.app.words
        if size is None:
            self.update(to_content(words("counter-file-unfetched", name=self._name)))
        else:
            self.update(to_content(words("counter-file", name=self._name, size=format_size(size, words))))


class Attachments:
    """The files of one client, each fetched once."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client
        self._fetched_files: dict[str, FetchedFile] = {}

    async def get_size(self, file: FormItem) -> int | None:
        """How many bytes it has, None when it cannot be had now."""
        try:
            return len((await self._fetch(file)).content)
        except (Refused, ServerUnreachable):
            return None

    async def suggest_path(self, file: FormItem) -> Path:
        """Where it would be saved."""
        try:
            media = (await self._fetch(file)).media_type
        except (Refused, ServerUnreachable):
            media = ""
        return downloads.get_downloads_folder() / downloads.make_local_name(file.file_name, media)

    async def save(self, file: FormItem, path: str) -> Feedback:
        """Save it at a path that somebody typed."""
        return await self._save_and_report(file, path, open_after=False)

    async def open(self, file: FormItem) -> Feedback:
        """Save it among the downloads and have the desktop show it."""
        return await self._save_and_report(file, str(downloads.get_downloads_folder()), open_after=True)

    async def _save_and_report(self, file: FormItem, path: str, *, open_after: bool) -> Feedback:
        try:
            found = await self._fetch(file)
            name = downloads.make_local_name(file.file_name, found.media_type)
            if open_after:
                path = f"{path}/"
            saved = await asyncio.to_thread(downloads.save, found.content, downloads.resolve_target(path, name))
        except ServerUnreachable:
            return Feedback("counter-away")
        except Refused as refused:
            return Feedback("counter-refused", {"reason": refused.message or refused.reason})
        except (OSError, ValueError) as error:
            return Feedback("counter-file-unsaved", {"reason": getattr(error, "strerror", None) or str(error)})
        if not open_after:
            return Feedback("counter-file-saved", {"path": str(saved)}, done=True)
        opened = downloads.open_with_desktop(saved)
        return Feedback("counter-file-opened" if opened else "counter-file-no-desktop", {"path": str(saved)}, done=True)

    async def _fetch(self, file: FormItem) -> FetchedFile:
        link = file.value or ""
        if link not in self._fetched_files:
            self._fetched_files[link] = FetchedFile(*await self._client.download_file(link))
        return self._fetched_files[link]


def format_size(size: int, words: Words) -> str:
    """Bytes as people say them: "12 kB"."""
    for unit, bytes_of in (("megabyte", 1_000_000), ("kilobyte", 1_000)):
        if size >= bytes_of:
            number = round(size / bytes_of, 1 if size < bytes_of * 10 else 0)
            return _format_unit(number, unit, words)
    return _format_unit(size, "byte", words)


def _format_unit(number: float, unit: str, words: Words) -> str:
    return format_unit(number, f"digital-{unit}", "short", locale=words.locale).replace("\u202f", "\u00a0")
