"""Small files for state that an app keeps over restarts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Generic, TypeVar

import platformdirs
from pydantic import BaseModel

from walkin.private_files import make_private_folder, open_private_file

ContentT = TypeVar("ContentT", bound=BaseModel)


def resolve_state_folder() -> Path:
    """The user's state folder, such as ``~/.local/state/walkin``."""
    return platformdirs.user_state_path("walkin", appauthor=False)


class StateFile(Generic[ContentT]):
    """A JSON file that only its owner can read. It is replaced atomically, and removed when there is no content."""

    def __init__(self, path: Path, content_type: type[ContentT]) -> None:
        self._path = path
        self._content_type = content_type

    def read(self) -> ContentT | None:
        """Return the content, None without a file. Raises OSError, and ValidationError for a broken file."""
        try:
            return self._content_type.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None

    def write(self, content: ContentT | None) -> None:
        """Replace the content; None removes the file. Raises OSError."""
        if content is None:
            self._path.unlink(missing_ok=True)
            return
        make_private_folder(self._path.parent)
        new = self._path.with_name(f"{self._path.name}.new")
        with open_private_file(new, os.O_TRUNC) as file:
            file.write(content.model_dump_json().encode())
        new.replace(self._path)
