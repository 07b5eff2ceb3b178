"""State of one visit at the kiosk: the chosen service, the answers, and the current screen. No widgets."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple, NotRequired, TypedDict

from walkin.languages import Words
from walkin.model.errors import FieldProblem
from walkin.model.form.asked import AskedForm, FormRules, ValidatedForm, keep_parts
from walkin.model.form.client_binding import client_members
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.parsers.registry import ParseContext
from walkin.model.form.prefill import prefill_answers
from walkin.model.form.presentation import group_screens
from walkin.model.queue import Queue


class RegistrationBody(TypedDict):
    """The body of the request that registers a visit."""

    form: list[dict[str, object]]
    language: str
    client: NotRequired[dict[str, str]]


class Progress(NamedTuple):
    """A position among questions or sections: "Question 2 of about 6"."""

    position: int
    total: int
    is_estimate: bool
    """Whether answers can change the total."""


def _count_questions(screens: Iterable[Sequence[FormItem]]) -> int:
    """The number of screens that do not only show texts."""
    return sum(any(item.type != "text" for item in screen) for screen in screens)


@dataclass
class KioskSession:
    """The answers of one client, and how far the client has come.

    Which questions are asked follows from the answers. ``screen_index`` counts the screens from 0; the number of
    screens stands for the check page. When an answer adds or removes screens, it stays with the questions that it
    showed. Answers are kept as they were typed, so that a page which is shown again shows the same, also after its
    question was not asked for a while; only the request is normalised.
    """

    queue: Queue
    language: str
    country: str | None = None
    screen_index: int = 0
    is_reviewing: bool = False
    """Whether the client came from the check page and goes back there."""
    types_by_arrows: bool = False
    """Whether the client types with the arrows on the keyboard of the screen."""
    focus: str = ""
    """Id of the question the check page opens at: the last one changed, or the first of the part that was shown."""
    answers: dict[str, FormItem] = field(default_factory=dict)
    focused_entry: str = ""
    """Id of the entry that the page of the repeated question ``focus`` opens."""
    problems: dict[str, FieldProblem] = field(default_factory=dict)
    """Problems by question id, from the form's own rules or from the server."""
    idempotency_key: str | None = None
    today: date | None = None
    """Today in limits like ``-18y``; by default the date in the queue's time zone."""
    sent_body: RegistrationBody | None = None
    """The first body sent under ``idempotency_key``: the server may hold it although its reply was lost."""

    def __post_init__(self) -> None:
        self._build_rules()

    def _build_rules(self) -> None:
        self._rules = FormRules(self.queue.form)
        self._asked: AskedForm | None = None
        self._asked_for: tuple[str, dict[str, FormItem]] = ("", {})
        self._screens: list[tuple[FormItem, ...]] = []
        self._seen_ids: set[str] | None = None
        """The questions that the check page listed, None before it was reached."""
        self._position = 0
        """The number of the last question that was answered."""
        self._section_position = 0
        self._places = {item.id: place for place, item in enumerate(self.queue.form)}
        self._top_level_ids = {part.id: item.id for item in self.queue.form for part in iter_with_parts([item])}

    @property
    def asked(self) -> AskedForm:
        """The form with the conditions and limits of the current answers."""
        if self._asked is None or self._asked_for != (self.language, self.answers):
            is_first = self._asked is None
            context = ParseContext(
                country=self.country,
                language=self.language,
                time_zone=self.queue.time_zone,
                day=self.today,
                texts=self.queue.get_form_texts(self.language),
            )
            self._asked = self._rules.ask(self.answers.values(), context)
            self._asked_for = self.language, dict(self.answers)
            screens = group_screens(self._asked.items)
            if not is_first:
                self.screen_index = self._follow_screen(screens)
            self._screens = screens
        return self._asked

    def _follow_screen(self, screens: list[tuple[FormItem, ...]]) -> int:
        """Index of the current screen in the changed screens, or of its successor if it was removed."""
        if self.screen_index >= len(self._screens):
            return len(screens)
        if self.screen_index < 0:
            return self.screen_index
        place = self._places[self._screens[self.screen_index][0].id]
        return sum(self._places[screen[-1].id] < place for screen in screens)

    @property
    def screens(self) -> list[tuple[FormItem, ...]]:
        """The questions of each screen: one, or consecutive ones that share a ``bindGroup``.

        They have plain numbers and dates for their limits; the ``subItem`` of a repeated one holds its entries.
        """
        return self._screens if self.asked else []

    @property
    def questions(self) -> list[FormItem]:
        """The questions that are asked now, without items of type ``text``."""
        return [item for item in self.asked.items if item.type != "text"]

    @property
    def progress(self) -> Progress | None:
        """Number of the current question and of all questions; None on the check page and on pages of texts.

        Going forward, the number never becomes smaller.
        """
        questions = self.current_questions
        if questions is None or not _count_questions([questions]):
            return None
        following = self.screen_index + 1
        position = max(_count_questions(self.screens[:following]), self._position + 1)
        return Progress(position, position + _count_questions(self.screens[following:]), self._is_estimate)

    @property
    def section_progress(self) -> Progress | None:
        """Number of the current section and of all sections; None without sections.

        Going forward, the number never becomes smaller.
        """
        questions = self.current_questions
        if not questions or not questions[0].section:
            return None
        shown_ids = {item.id for item in questions}
        runs = groupby(self.asked.items, lambda item: item.section)
        sections = [{item.id for item in items} for title, items in runs if title]
        place = next((place for place, ids in enumerate(sections, 1) if shown_ids & ids), 1)
        position = max(place, self._section_position)
        return Progress(position, position + len(sections) - place, self._is_estimate)

    def describe_progress(self, words: Words) -> str:
        """The section and the question: "Part 1 of 3 · Question 2 of about 6"."""
        places = {"kiosk-part": self.section_progress, "kiosk-progress": self.progress}
        return " · ".join(
            words(key, number=place.position, count=place.total, about="yes" if place.is_estimate else "no")
            for key, place in places.items()
            if place is not None and place.total > 1
        )

    @property
    def _is_estimate(self) -> bool:
        return any(item.visible_if for item in iter_with_parts(self.queue.form))

    @property
    def has_answers(self) -> bool:
        """Whether something was entered."""
        return any(answer.value or answer.values or answer.sub_item for answer in self.answers.values())

    @property
    def localized_queue(self) -> Queue:
        return self.queue.translate(self.language)

    @property
    def current_questions(self) -> tuple[FormItem, ...] | None:
        """The questions of the current screen; None on the check page."""
        return self.screens[self.screen_index] if self.screen_index < len(self.screens) else None

    def translate(self, question: FormItem) -> FormItem:
        """Translate a question of `screens` into the client's language."""
        return self.queue.translate_item(question, self.language)

    def set_answer(self, answer: FormItem) -> None:
        """Store an answer as it was typed, valid or not; keep the answers to parts that are hidden now."""
        definition = self._rules.find(answer.id)
        is_repeated = definition is not None and definition.is_repeated
        self.answers[answer.id] = keep_parts(self.answers.get(answer.id), answer, has_entries=is_repeated)

    def find_problems(self) -> tuple[FieldProblem, ...]:
        """Validate the current screen, and store and return its problems."""
        questions = self.screens[self.screen_index]
        shown_ids = {item.id for item in questions}
        self.problems = {
            problem_id: problem
            for problem_id, problem in self.problems.items()
            if self.find_question_id(problem_id) not in shown_ids
        }
        problems = self.asked.validate(shown_ids).problems
        self.problems |= {problem.id: problem for problem in problems}
        return problems

    def advance(self) -> tuple[FieldProblem, ...]:
        """Go to the next screen if the answers of this one are valid, else return their problems."""
        problems = self.find_problems()
        if not problems:
            if (section := self.section_progress) is not None:
                self._section_position = section.position
            if (progress := self.progress) is not None:
                self._position = progress.position
            self.screen_index = self._find_new_screen() if self.is_reviewing else self.screen_index + 1
        return problems

    def _find_new_screen(self) -> int:
        """The index of the first screen that the check page did not list yet, else of the check page."""
        if self._seen_ids is not None:
            for index, screen in enumerate(self.screens):
                if new_ids := {item.id for item in screen} - self._seen_ids:
                    self._seen_ids |= new_ids
                    return index
        return len(self.screens)

    def go_back(self) -> bool:
        """Go one page back; False on the first one."""
        if self.is_reviewing and self.screen_index < len(self.screens):
            self.screen_index = len(self.screens)
            return True
        self.is_reviewing = False
        self.screen_index -= 1
        self._position = _count_questions(self.screens[: max(0, self.screen_index)])
        self._section_position = 0
        return self.screen_index >= 0

    def edit_answer(self, question_id: str, entry: str = "") -> None:
        """Go from the check page to a question, or an entry of it, and back to the check page afterwards."""
        self.focused_entry = entry
        index = self._find_screen(question_id)
        if index is not None:
            self.screen_index, self.is_reviewing, self.focus = index, True, question_id

    def prefill(self, parameters: Mapping[str, str]) -> int:
        """Answer questions by their externalId; returns how many were answered."""
        answers = prefill_answers(self.queue.form, parameters, self.queue.time_zone)
        for answer in answers:
            self.set_answer(answer)
        return len(answers)

    def begin_review(self) -> None:
        """Mark the check page as reached: a question opened from now on leads back to it."""
        self.is_reviewing = True
        self._seen_ids = {item.id for item in self.asked.items}

    def validate(self) -> bool:
        """Whether all answers are valid; if not, go to the first question with a problem."""
        problems = self._validate().problems
        return not problems or not self.apply_problems(problems)

    def apply_problems(self, problems: tuple[FieldProblem, ...]) -> bool:
        """Store the problems and go to the first question that has one; False when none is about a question."""
        indexes = {problem.id: index for problem in problems if (index := self._find_screen(problem.id)) is not None}
        self.problems |= {problem.id: problem for problem in problems if problem.id in indexes}
        if indexes:
            self.screen_index = min(indexes.values())
            self.is_reviewing = True
            self.focus = self.screens[self.screen_index][0].id
        return bool(indexes)

    def replace_queue(self, queue: Queue) -> None:
        """Use the changed form of the service; keep the answers that still fit and go to the check page."""
        self.queue = queue
        self._build_rules()
        self.screen_index = len(self.screens)

    def find_question_id(self, problem_id: str) -> str | None:
        """The id of the top-level question of a problem, also of ``children.1.name``."""
        if (found := self._top_level_ids.get(problem_id)) is not None:
            return found
        repeated = (item.id for item in self.queue.form if item.sub_item or item.takes_several_files)
        return next((item_id for item_id in repeated if problem_id.startswith(f"{item_id}.")), None)

    def _find_screen(self, problem_id: str) -> int | None:
        top_level_id = self.find_question_id(problem_id)
        return next(
            (i for i, screen in enumerate(self.screens) if any(item.id == top_level_id for item in screen)), None
        )

    def _validate(self) -> ValidatedForm:
        """Validate the answers to all visible questions that are asked."""
        return self.asked.validate(item.id for item in self.asked.items)

    @property
    def normalized_answers(self) -> dict[str, FormItem]:
        """The valid answers in the form in which they are sent, by question id."""
        return {item.id: item for item in self._validate().items}

    def build_request(self) -> tuple[RegistrationBody, str]:
        """The body to send and its idempotency key, which stays the same until `reset_request`."""
        self.idempotency_key = self.idempotency_key or secrets.token_urlsafe(16)
        items = self._validate().items
        body = RegistrationBody(form=[item.to_wire() for item in items], language=self.language)
        if self.queue.known_waiting is None:
            # A server of the bare contract does not fill the client from the form, and requires it.
            body["client"] = client_members(items)
        self.sent_body = self.sent_body or body
        return body, self.idempotency_key

    def reset_request(self) -> None:
        """Forget the key after a definite refusal: the next try is a new request."""
        self.idempotency_key = self.sent_body = None
