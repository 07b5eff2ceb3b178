"""State of one visit at the kiosk: the chosen service, the answers, and the current screen. No widgets."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import TypedDict

from walkin.model.errors import FieldProblem
from walkin.model.form import FormItem, ValidatedForm, prefill_answers, validate_form
from walkin.model.queue import Queue


class RegistrationBody(TypedDict):
    """The body of the request that registers a visit."""

    form: list[dict[str, object]]
    language: str


@dataclass
class KioskSession:
    """The answers of one client, and how far the client has come.

    ``screen_index`` counts the screens from 0; the number of screens stands for the check page. Answers are kept as
    they were typed, so that a page which is shown again shows the same; only the request is normalised.
    """

    queue: Queue
    language: str
    country: str | None = None
    screen_index: int = 0
    is_reviewing: bool = False
    """Whether the client came from the check page and goes back there."""
    focus: str = ""
    """Id of the question the check page opens at: the last one changed, or the first of the part that was shown."""
    answers: dict[str, FormItem] = field(default_factory=dict)
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    """Problems by question id, from the form's own rules or from the server."""
    idempotency_key: str | None = None
    sent_body: RegistrationBody | None = None
    """The first body sent under ``idempotency_key``: the server may hold it although its reply was lost."""

    def __post_init__(self) -> None:
        self._build_screens()

    def _build_screens(self) -> None:
        self.questions = [item for item in self.queue.form if item.visible]
        ungrouped = count()
        self.screens = [
            tuple(items) for _, items in groupby(self.questions, lambda item: item.bind_group or next(ungrouped))
        ]
        """The questions of each screen: one, or consecutive ones that share a ``bindGroup``."""
        self._screen_indexes = {
            item_id: index for index, items in enumerate(self.screens) for item in items for item_id in _iter_ids(item)
        }
        self._validated: dict[str, tuple[FormItem | None, str, ValidatedForm]] = {}

    @property
    def localized_queue(self) -> Queue:
        return self.queue.translate(self.language)

    @property
    def current_questions(self) -> tuple[FormItem, ...] | None:
        """The questions of the current screen; None on the check page."""
        return self.screens[self.screen_index] if self.screen_index < len(self.screens) else None

    def translate(self, question: FormItem) -> FormItem:
        return next((item for item in self.localized_queue.form if item.id == question.id), question)

    def set_answer(self, answer: FormItem) -> None:
        """Store an answer as it was typed, valid or not."""
        self.answers[answer.id] = answer

    def advance(self) -> tuple[FieldProblem, ...]:
        """Go to the next screen if the answers of this one are valid, else return their problems."""
        questions = self.screens[self.screen_index]
        for item_id in [item_id for item in questions for item_id in _iter_ids(item)]:
            self.problems.pop(item_id, None)
        problems = self._validate(questions).problems
        self.problems |= {problem.id: problem for problem in problems}
        if not problems:
            self.screen_index = len(self.screens) if self.is_reviewing else self.screen_index + 1
        return problems

    def go_back(self) -> bool:
        """Go one page back; False on the first one."""
        if self.is_reviewing and self.screen_index < len(self.screens):
            self.screen_index = len(self.screens)
            return True
        self.is_reviewing = False
        self.screen_index -= 1
        return self.screen_index >= 0

    def edit_answer(self, question_id: str) -> None:
        """Go from the check page to a question, and back to the check page afterwards."""
        self.screen_index, self.is_reviewing, self.focus = self._screen_indexes[question_id], True, question_id

    def prefill(self, parameters: Mapping[str, str]) -> int:
        """Answer questions by their externalId; returns how many were answered."""
        answers = prefill_answers(self.questions, parameters, self.queue.time_zone)
        for answer in answers:
            self.set_answer(answer)
        return len(answers)

    def begin_review(self) -> None:
        """Mark the check page as reached: a question opened from now on leads back to it."""
        self.is_reviewing = True

    def validate(self) -> bool:
        """Whether all answers are valid; if not, go to the first question with a problem."""
        problems = self._validate(self.questions).problems
        return not problems or not self.apply_problems(problems)

    def apply_problems(self, problems: tuple[FieldProblem, ...]) -> bool:
        """Store the problems and go to the first question that has one; False when none is about a question."""
        question_problems = [problem for problem in problems if problem.id in self._screen_indexes]
        self.problems |= {problem.id: problem for problem in question_problems}
        if question_problems:
            self.screen_index = min(self._screen_indexes[problem.id] for problem in question_problems)
            self.is_reviewing = True
            self.focus = self.screens[self.screen_index][0].id
        return bool(question_problems)

    def replace_queue(self, queue: Queue) -> None:
        """Use the changed form of the service; keep the answers that still fit and go to the check page."""
        self.queue = queue
        self._build_screens()
        self.screen_index = len(self.screens)

    def _validate(self, questions: Sequence[FormItem]) -> ValidatedForm:
        forms = [self._validate_answer(question) for question in questions]
        return ValidatedForm([item for f in forms for item in f.items], tuple(p for f in forms for p in f.problems))

    def _validate_answer(self, question: FormItem) -> ValidatedForm:
        """Validate one answer, once: the result holds until the answer, the language or the form changes."""
        answer = self.answers.get(question.id)
        if (cached := self._validated.get(question.id)) is None or cached[:2] != (answer, self.language):
            form = validate_form([question], [answer] if answer else [], country=self.country, language=self.language)
            cached = self._validated[question.id] = (answer, self.language, form)
        return cached[2]

    def build_request(self) -> tuple[RegistrationBody, str]:
        """The body to send and its idempotency key, which stays the same until `reset_request`."""
        self.idempotency_key = self.idempotency_key or secrets.token_urlsafe(16)
        body = RegistrationBody(
            form=[item.to_wire() for item in self._validate(self.questions).items], language=self.language
        )
        self.sent_body = self.sent_body or body
        return body, self.idempotency_key

    def reset_request(self) -> None:
        """Forget the key after a definite refusal: the next try is a new request."""
        self.idempotency_key = self.sent_body = None


def _iter_ids(item: FormItem) -> Iterator[str]:
    yield item.id
    for part in item.sub_item or ():
        yield from _iter_ids(part)
