"""Files of a filled form: their lines on the screen, and fetching, saving and opening them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from babel.units import format_unit
from textual import getters
from textual.widgets import Static

from walkin.client import Unreachable
from walkin.model.errors import Refused
from walkin.ui.app import WalkinApp
from walkin.ui.safe import safe
from walkin_counter.client import downloads as files
from walkin_counter.desk.operations import Said

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.form import FormItem


class Fetched(NamedTuple):
    """A file as the server gave it."""

    content: bytes
    media: str


class FileLine(Static, can_focus=True):
    """The name of a file, its size, and what can be done with it."""

    DEFAULT_CSS = """
    FileLine {
        text-style: bold;
        &:focus { background: $row-cursor; color: $row-cursor-text; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, file: FormItem, name: str) -> None:
        super().__init__(safe(name))
        self.file = file
        self._name = name

    def measured(self, size: int | None) -> None:
        """The size is known: bytes, or None when the file cannot be had."""
        words = self.app.words
        if size is None:
            self.update(safe(words("counter-file-unfetched", name=self._name)))
        else:
            self.update(safe(words("counter-file", name=self._name, size=spelt_size(size, words))))


class FileFolder:
    """The files of one client, each fetched once."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client
        self._fetched: dict[str, Fetched] = {}

    async def size(self, file: FormItem) -> int | None:
        """How many bytes it has, None when it cannot be had now."""
        try:
            return len((await self._fetch(file)).content)
        except (Refused, Unreachable):
            return None

    async def suggested(self, file: FormItem) -> Path:
        """Where it would be saved."""
        try:
            media = (await self._fetch(file)).media
        except (Refused, Unreachable):
            media = ""
        return files.downloads() / files.local_name(file.file_name, media)

    async def save(self, file: FormItem, path: str) -> Said:
        """Save it at a path that somebody typed."""
        return await self._guarded(file, path, look=False)

    async def open(self, file: FormItem) -> Said:
        """Save it among the downloads and have the desktop show it."""
        return await self._guarded(file, str(files.downloads()), look=True)

    async def _guarded(self, file: FormItem, path: str, *, look: bool) -> Said:
        try:
            found = await self._fetch(file)
            name = files.local_name(file.file_name, found.media)
            if look:
                path = f"{path}/"
            saved = await asyncio.to_thread(files.save, found.content, files.target(path, name))
        except Unreachable:
            return Said("counter-away")
        except Refused as refused:
            return Said("counter-refused", {"reason": refused.message or refused.reason})
        except (OSError, ValueError) as error:
            return Said("counter-file-unsaved", {"reason": getattr(error, "strerror", None) or str(error)})
        if not look:
            return Said("counter-file-saved", {"path": str(saved)}, done=True)
        opened = files.open_with_desktop(saved)
        return Said("counter-file-opened" if opened else "counter-file-no-desktop", {"path": str(saved)}, done=True)

    async def _fetch(self, file: FormItem) -> Fetched:
        link = file.value or ""
        if link not in self._fetched:
            self._fetched[link] = Fetched(*await self._client.file(link))
        return self._fetched[link]


def spelt_size(size: int, words: Words) -> str:
    """Bytes as people say them: "12 kB"."""
    for unit, bytes_of in (("megabyte", 1_000_000), ("kilobyte", 1_000)):
        if size >= bytes_of:
            number = round(size / bytes_of, 1 if size < bytes_of * 10 else 0)
            return _unit(number, unit, words)
    return _unit(size, "byte", words)


def _unit(number: float, unit: str, words: Words) -> str:
    return format_unit(number, f"digital-{unit}", "short", locale=words.locale).replace("\u202f", "\u00a0")
