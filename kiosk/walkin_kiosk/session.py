"""One visit at the kiosk: the service that was chosen, what was answered, how far it is. Pure state, no screen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.model.form import FormItem, ValidatedForm, prefill_answers, validate_form
from walkin.model.queue import Queue


@dataclass
class KioskSession:
    """What one person has said so far.

    ``at`` counts the screens from 0; past the last one is the page that checks the answers. Answers are kept as they
    were typed, so a page that is shown again shows the same; only what is sent is normalised.
    """

    queue: Queue
    language: str
    country: str | None = None
    screen_index: int = 0
    is_reviewing: bool = False
    """Whether the person came from the check page and goes back there."""
    focus: str = ""
    """The question that the check page opens at: the last one changed, or the first of the part that was shown."""
    answers: dict[str, FormItem] = field(default_factory=dict)
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    """What has to be mended, by id of the question: found here or by the server."""
    idempotency_key: str | None = None
    sent_body: dict[str, Any] | None = None
    """The first body under that key: what the server holds when an answer of it was lost on the way."""

    def __post_init__(self) -> None:
        self.questions = [item for item in self.queue.form if item.visible]
        alone = count()
        self.screens = [
            tuple(items) for _, items in groupby(self.questions, lambda item: item.bind_group or next(alone))
        ]
        """What is asked at once: a question, or those in a row that share a ``bindGroup``."""

    @property
    def localized_queue(self) -> Queue:
        """The service in the person's language."""
        return self.queue.translate(self.language)

    @property
    def current_questions(self) -> tuple[FormItem, ...] | None:
        """The questions to be answered now; None when it is time to check."""
        return self.screens[self.screen_index] if self.screen_index < len(self.screens) else None

    def translate(self, question: FormItem) -> FormItem:
        """The question in the person's language."""
        return next((other for other in self.localized_queue.form if other.id == question.id), question)

    def set_answer(self, answer: FormItem) -> None:
        """Keep what stands in the field, right or wrong."""
        self.answers[answer.id] = answer

    def advance(self) -> tuple[FieldProblem, ...]:
        """Go on when the questions at hand are answered rightly, else say what to mend."""
        asked = self.screens[self.screen_index]
        for problem_id in [key for item in asked for key in _iter_ids(item)]:
            self.problems.pop(problem_id, None)
        problems = self._validate_answers(asked).problems
        self.problems |= {problem.id: problem for problem in problems}
        if not problems:
            self.screen_index = len(self.screens) if self.is_reviewing else self.screen_index + 1
        return problems

    def go_back(self) -> bool:
        """Go one page back. False where the visit began."""
        if self.is_reviewing and self.screen_index < len(self.screens):
            self.screen_index = len(self.screens)
            return True
        self.is_reviewing = False
        self.screen_index -= 1
        return self.screen_index >= 0

    def edit_answer(self, question_id: str) -> None:
        """Go to a question from the check page, and come back there afterwards."""
        self.screen_index, self.is_reviewing, self.focus = self._index_screens()[question_id], True, question_id

    def prefill(self, parameters: Mapping[str, str]) -> int:
        """Fill in what somebody brought along; returns how many questions that answered."""
        answers = prefill_answers(self.questions, parameters)
        for answer in answers:
            self.set_answer(answer)
        return len(answers)

    def begin_review(self) -> None:
        """The check page is shown: from here a question leads back to it."""
        self.is_reviewing = True

    def validate(self) -> bool:
        """Whether everything is answered rightly; if not, the visit is at the first question to mend."""
        problems = self._validate_answers(self.questions).problems
        return not problems or not self.apply_problems(problems)

    def apply_problems(self, problems: tuple[FieldProblem, ...]) -> bool:
        """Take over what the server or the rules found; True and at that question when one of ours is meant."""
        places = self._index_screens()
        ours = [problem for problem in problems if problem.id in places]
        self.problems |= {problem.id: problem for problem in ours}
        if ours:
            self.screen_index, self.is_reviewing = min(places[problem.id] for problem in ours), True
            self.focus = self.screens[self.screen_index][0].id
        return bool(ours)

    def replace_queue(self, queue: Queue) -> None:
        """The office changed the service meanwhile: ask by its new form, keep what still fits."""
        self.queue = queue
        self.__post_init__()
        self.screen_index = len(self.screens)

    def _validate_answers(self, questions: Sequence[FormItem]) -> ValidatedForm:
        ids = {item.id for item in questions}
        given = [answer for answer in self.answers.values() if answer.id in ids]
        return validate_form(questions, given, country=self.country, language=self.language)

    def _index_screens(self) -> dict[str, int]:
        """The screen of every question and of every part of one."""
        return {key: place for place, items in enumerate(self.screens) for item in items for key in _iter_ids(item)}

    def build_request(self) -> tuple[dict[str, Any], str]:
        """The body to send and its idempotency key, the same key until the server has answered."""
        self.idempotency_key = self.idempotency_key or secrets.token_urlsafe(16)
        body = {
            "form": [item.to_wire() for item in self._validate_answers(self.questions).items],
            "language": self.language,
        }
        self.sent_body = self.sent_body or body
        return body, self.idempotency_key

    def reset_request(self) -> None:
        """The server has said no for certain: the next try is a new request."""
        self.idempotency_key = self.sent_body = None


def _iter_ids(item: FormItem) -> Iterator[str]:
    """The item's id and those of its parts: problems name either."""
    yield item.id
    for part in item.sub_item or ():
        yield from _iter_ids(part)


def get_message_arguments(problem: FieldProblem) -> Mapping[str, str | int | float]:
    """What fills the words of a problem; ``type`` is always there because the texts choose by it."""
    return {"type": "input", **problem.values}
