"""Clients called by this desk, remembered for servers that do not name the desk of a registration."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from walkin.ui.error_log import log_error
from walkin.ui.state_file import StateFile, resolve_state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.settings import OfficeSettings


class CalledIds(BaseModel, defer_build=True):
    """The content of the file: ids of registrations."""

    ids: list[str] = []


class CalledClients:
    """The ids of the registrations that this desk called and has not ended, kept in a file across restarts."""

    def __init__(self, path: Path | None = None) -> None:
        self._file = StateFile(path, CalledIds) if path else None
        self._ids = self._read()

    def __contains__(self, registration_id: str) -> bool:
        return registration_id in self._ids

    def add(self, registration_id: str) -> None:
        if registration_id not in self._ids:
            self._ids.append(registration_id)
            self._write()

    def discard(self, registration_id: str) -> None:
        if registration_id in self._ids:
            self._ids.remove(registration_id)
            self._write()

    def _read(self) -> list[str]:
        try:
            content = self._file.read() if self._file else None
        except (OSError, ValidationError) as error:
            log_error("counter: the file of called clients cannot be read", error)
            content = None
        return content.ids if content else []

    def _write(self) -> None:
        try:
            if self._file:
                self._file.write(CalledIds(ids=self._ids) if self._ids else None)
        except OSError as error:
            log_error("counter: the called clients cannot be remembered", error)


def resolve_file(settings: OfficeSettings, desk: str) -> Path | None:
    """The file of a desk at a remote server, in the user's folder for state; an embedded office needs none."""
    if settings.api == "embedded":
        return None
    digest = sha256(f"{settings.api.rstrip('/')}\n{desk}".encode(errors="replace")).hexdigest()
    return resolve_state_folder() / f"called-{digest[:16]}"
