"""Choices that the counter remembers on its machine for the next start: desk, agent, queues, theme and language."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from walkin.ui.error_log import log_error
from walkin.ui.state_file import StateFile, resolve_state_folder

if TYPE_CHECKING:
    from walkin.settings import OfficeSettings


class Choice(BaseModel):
    """A value chosen in place of that of a setting. It is ignored once the setting is changed."""

    value: str
    setting: str


class Choices(BaseModel, defer_build=True):
    """The content of the file."""

    desk: str = ""
    person: str = ""
    queue_ids: list[str] = []
    """Empty: all queues, also those that the office adds."""
    theme: Choice | None = None
    language: Choice | None = None


class MachineChoices:
    """The choices at one office, kept in a file of the user's state folder."""

    def __init__(self, settings: OfficeSettings) -> None:
        location = settings.api if settings.api != "embedded" else settings.store_location
        digest = sha256(str(location).rstrip("/").encode(errors="replace")).hexdigest()
        self._settings = settings
        self._file = StateFile(resolve_state_folder() / f"counter-{digest[:16]}", Choices)
        self._choices = self._read()

    @property
    def desk(self) -> str:
        return self._choices.desk

    @property
    def person(self) -> str:
        """The name of the agent."""
        return self._choices.person

    @property
    def queue_ids(self) -> list[str]:
        return self._choices.queue_ids

    @property
    def theme(self) -> str:
        return _resolve(self._choices.theme, self._settings.theme)

    @property
    def language(self) -> str:
        return _resolve(self._choices.language, self._settings.language)

    def remember_desk(self, desk: str, person: str, queue_ids: list[str]) -> None:
        self._change(desk=desk, person=person, queue_ids=queue_ids)

    def remember_theme(self, theme: str) -> None:
        self._change(theme=Choice(value=theme, setting=self._settings.theme))

    def remember_language(self, language: str) -> None:
        self._change(language=Choice(value=language, setting=self._settings.language))

    def _change(self, **members: object) -> None:
        changed = self._choices.model_copy(update=members)
        if changed == self._choices:
            return
        self._choices = changed
        try:
            self._file.write(changed)
        except OSError as error:
            log_error("counter: what was chosen cannot be remembered", error)

    def _read(self) -> Choices:
        try:
            return self._file.read() or Choices()
        except (OSError, ValidationError) as error:
            log_error("counter: the file of what was chosen cannot be read", error)
            return Choices()


def _resolve(choice: Choice | None, setting: str) -> str:
    return choice.value if choice is not None and choice.setting == setting else setting
