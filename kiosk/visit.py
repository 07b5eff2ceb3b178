"""One visit at the kiosk: the service that was chosen, what was answered, how far it is. Pure state, no screen."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.model.errors import FieldProblem
from shared.model.form import FormItem, fill
from shared.model.queue import Queue


@dataclass
class Visit:
    """What one person has said so far.

    ``at`` counts the questions from 0; past the last one is the page that checks the answers. Answers are kept as they
    were typed, so a page that is shown again shows the same; only what is sent is normalised.
    """

    queue: Queue
    language: str
    country: str | None = None
    at: int = 0
    checking: bool = False
    """Whether the person came from the check page and goes back there."""
    answers: dict[str, FormItem] = field(default_factory=dict)
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    """What has to be mended, by id of the question: found here or by the server."""
    key: str | None = None
    sent: dict[str, Any] | None = None
    """The first body under that key: what the server holds when an answer of it was lost on the way."""

    def __post_init__(self) -> None:
        self.questions = [item for item in self.queue.form if item.visible]

    @property
    def texts(self) -> Queue:
        """The service in the person's language."""
        return self.queue.words(self.language)

    @property
    def question(self) -> FormItem | None:
        """The question to be answered now, in the person's language; None when it is time to check."""
        if self.at >= len(self.questions):
            return None
        return self.translated(self.questions[self.at])

    def translated(self, item: FormItem) -> FormItem:
        """The question in the person's language."""
        return next((other for other in self.texts.form if other.id == item.id), item)

    def note(self, answer: FormItem) -> None:
        """Keep what stands in the field, right or wrong."""
        self.answers[answer.id] = answer

    def forward(self) -> FieldProblem | None:
        """Go on when the question at hand is answered rightly, else say what to mend."""
        definition = self.questions[self.at]
        given = [self.answers[definition.id]] if definition.id in self.answers else []
        self.problems.pop(definition.id, None)
        for problem in fill([definition], given, country=self.country).problems:
            self.problems[definition.id] = problem
            return problem
        self.at = len(self.questions) if self.checking else self.at + 1
        return None

    def back(self) -> bool:
        """Go one page back. False where the visit began."""
        if self.checking and self.at < len(self.questions):
            self.at = len(self.questions)
            return True
        self.checking = False
        self.at -= 1
        return self.at >= 0

    def change(self, index: int) -> None:
        """Go to a question from the check page, and come back there afterwards."""
        self.at, self.checking = index, True

    def arrived(self) -> None:
        """The check page is shown: from here a question leads back to it."""
        self.checking = True

    def ready(self) -> bool:
        """Whether everything is answered rightly; if not, the visit is at the first question to mend."""
        problems = fill(self.questions, self.answers.values(), country=self.country).problems
        return not problems or not self.refused(problems)

    def refused(self, problems: tuple[FieldProblem, ...]) -> bool:
        """Take over what the server or the rules found; True and at that question when one of ours is meant."""
        places = {item.id: index for index, item in enumerate(self.questions)}
        ours = [problem for problem in problems if problem.id in places]
        for problem in ours:
            self.problems[problem.id] = problem
        if ours:
            self.change(min(places[problem.id] for problem in ours))
        return bool(ours)

    def renew(self, queue: Queue) -> None:
        """The office changed the service meanwhile: ask by its new form, keep what still fits."""
        self.queue = queue
        self.__post_init__()
        self.at = len(self.questions)

    def request(self) -> tuple[dict[str, Any], str]:
        """The body to send and its idempotency key, the same key until the server has answered."""
        self.key = self.key or secrets.token_urlsafe(16)
        filled = fill(self.questions, self.answers.values(), country=self.country)
        known = {item.id for item in self.questions}
        body = {"form": [item.wire() for item in filled.items if item.id in known], "language": self.language}
        self.sent = self.sent or body
        return body, self.key

    def answered(self) -> None:
        """The server has said no for certain: the next try is a new request."""
        self.key = self.sent = None


def values_of(problem: FieldProblem) -> Mapping[str, str | int | float]:
    """What fills the words of a problem; ``type`` is always there because the texts choose by it."""
    return {"type": "input", **problem.values}
