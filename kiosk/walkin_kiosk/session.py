"""One visit at the kiosk: the service that was chosen, what was answered, how far it is. Pure state, no screen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.model.form import Filled, FormItem, fill, prefilled
from walkin.model.queue import Queue


@dataclass
class Visit:
    """What one person has said so far.

    ``at`` counts the screens from 0; past the last one is the page that checks the answers. Answers are kept as they
    were typed, so a page that is shown again shows the same; only what is sent is normalised.
    """

    queue: Queue
    language: str
    country: str | None = None
    at: int = 0
    checking: bool = False
    """Whether the person came from the check page and goes back there."""
    sight: str = ""
    """The question that the check page opens at: the last one changed, or the first of the part that was shown."""
    answers: dict[str, FormItem] = field(default_factory=dict)
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    """What has to be mended, by id of the question: found here or by the server."""
    key: str | None = None
    sent: dict[str, Any] | None = None
    """The first body under that key: what the server holds when an answer of it was lost on the way."""

    def __post_init__(self) -> None:
        self.questions = [item for item in self.queue.form if item.visible]
        alone = count()
        self.screens = [
            tuple(items) for _, items in groupby(self.questions, lambda item: item.bind_group or next(alone))
        ]
        """What is asked at once: a question, or those in a row that share a ``bindGroup``."""

    @property
    def texts(self) -> Queue:
        """The service in the person's language."""
        return self.queue.words(self.language)

    @property
    def screen(self) -> tuple[FormItem, ...] | None:
        """The questions to be answered now; None when it is time to check."""
        return self.screens[self.at] if self.at < len(self.screens) else None

    def translated(self, item: FormItem) -> FormItem:
        """The question in the person's language."""
        return next((other for other in self.texts.form if other.id == item.id), item)

    def note(self, answer: FormItem) -> None:
        """Keep what stands in the field, right or wrong."""
        self.answers[answer.id] = answer

    def forward(self) -> tuple[FieldProblem, ...]:
        """Go on when the questions at hand are answered rightly, else say what to mend."""
        asked = self.screens[self.at]
        for problem_id in [key for item in asked for key in _ids(item)]:
            self.problems.pop(problem_id, None)
        problems = self._filled(asked).problems
        self.problems |= {problem.id: problem for problem in problems}
        if not problems:
            self.at = len(self.screens) if self.checking else self.at + 1
        return problems

    def back(self) -> bool:
        """Go one page back. False where the visit began."""
        if self.checking and self.at < len(self.screens):
            self.at = len(self.screens)
            return True
        self.checking = False
        self.at -= 1
        return self.at >= 0

    def change(self, question_id: str) -> None:
        """Go to a question from the check page, and come back there afterwards."""
        self.at, self.checking, self.sight = self._places()[question_id], True, question_id

    def bring(self, parameters: Mapping[str, str]) -> int:
        """Fill in what somebody brought along; returns how many questions that answered."""
        answers = prefilled(self.questions, parameters)
        for answer in answers:
            self.note(answer)
        return len(answers)

    def arrived(self) -> None:
        """The check page is shown: from here a question leads back to it."""
        self.checking = True

    def ready(self) -> bool:
        """Whether everything is answered rightly; if not, the visit is at the first question to mend."""
        problems = self._filled(self.questions).problems
        return not problems or not self.refused(problems)

    def refused(self, problems: tuple[FieldProblem, ...]) -> bool:
        """Take over what the server or the rules found; True and at that question when one of ours is meant."""
        places = self._places()
        ours = [problem for problem in problems if problem.id in places]
        self.problems |= {problem.id: problem for problem in ours}
        if ours:
            self.at, self.checking = min(places[problem.id] for problem in ours), True
            self.sight = self.screens[self.at][0].id
        return bool(ours)

    def renew(self, queue: Queue) -> None:
        """The office changed the service meanwhile: ask by its new form, keep what still fits."""
        self.queue = queue
        self.__post_init__()
        self.at = len(self.screens)

    def _filled(self, asked: Sequence[FormItem]) -> Filled:
        ids = {item.id for item in asked}
        given = [answer for answer in self.answers.values() if answer.id in ids]
        return fill(asked, given, country=self.country, language=self.language)

    def _places(self) -> dict[str, int]:
        """The screen of every question and of every part of one."""
        return {key: place for place, items in enumerate(self.screens) for item in items for key in _ids(item)}

    def request(self) -> tuple[dict[str, Any], str]:
        """The body to send and its idempotency key, the same key until the server has answered."""
        self.key = self.key or secrets.token_urlsafe(16)
        body = {"form": [item.wire() for item in self._filled(self.questions).items], "language": self.language}
        self.sent = self.sent or body
        return body, self.key

    def answered(self) -> None:
        """The server has said no for certain: the next try is a new request."""
        self.key = self.sent = None


def _ids(item: FormItem) -> Iterator[str]:
    """The item's id and those of its parts: problems name either."""
    yield item.id
    for part in item.sub_item or ():
        yield from _ids(part)


def values_of(problem: FieldProblem) -> Mapping[str, str | int | float]:
    """What fills the words of a problem; ``type`` is always there because the texts choose by it."""
    return {"type": "input", **problem.values}
