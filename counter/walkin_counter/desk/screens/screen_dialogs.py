"""How the desk screen asks an agent: dialogs above it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from walkin_counter.client.edit import EditScreen
from walkin_counter.client.register import RegisterScreen
from walkin_counter.dialogs import ChoiceScreen, MenuChoice, TextPrompt, TextPromptScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin_counter.client.requests import EditRequests
    from walkin_counter.live_screen import LiveScreen

T = TypeVar("T")


class ScreenDialogs:
    """Dialogs that take along what was typed before they were there."""

    def __init__(self, screen: LiveScreen, take_typed: Callable[[int | None], str]) -> None:
        """``take_typed`` returns what was typed since the action's key, all of it or so many characters."""
        self._screen = screen
        self._take_typed = take_typed

    @property
    def words(self) -> Words:
        return self._screen.app.words

    async def choose(self, title: str, choices: Sequence[MenuChoice[T]]) -> T | None:
        screen = ChoiceScreen(title, choices)
        index = screen.find_index(self._take_typed(1))
        if index is not None and not choices[index].disabled:
            return choices[index].value
        return await self._screen.app.push_screen_wait(screen)

    async def ask_texts(self, title: str, prompts: Sequence[TextPrompt], problem: str) -> list[str] | None:
        first, *others = prompts
        first = replace(first, text=first.text + self._take_typed(None))
        return await self._screen.app.push_screen_wait(TextPromptScreen(title, first, *others, problem=problem))

    async def edit(self, requests: EditRequests) -> Registration | None:
        return await self._screen.app.push_screen_wait(EditScreen(requests, self._screen.board))

    async def register(self, queue: Queue) -> Registration | None:
        screen = RegisterScreen(self._screen.client, queue, self._screen.board)
        return await self._screen.app.push_screen_wait(screen)
