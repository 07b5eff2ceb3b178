"""The engine of forms: which questions are asked for the answers so far, with which limits, and what is kept.

A question is asked when its ``visibleIf`` holds and that of the question it is a part of. What is not asked counts as
unanswered for the conditions and limits of others, which are followed in the order of their references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from typing import Any, Literal

from walkin.model.errors import FieldProblem
from walkin.model.form.conditions import FindAnswer, KnownAnswer, holds, list_condition_ids, read_comparables
from walkin.model.form.definition import (
    CHOICE_TYPES,
    MAX_ENTRIES,
    Choice,
    FormItem,
    OtherAnswer,
    as_mapping,
    iter_with_parts,
)
from walkin.model.form.limits import resolve_limits
from walkin.model.form.parsers import registry
from walkin.model.form.parsers.choice import find_choices
from walkin.model.form.parsers.registry import RULE_CODES, InvalidAnswer, ParseContext, get_kind, resolve_type
from walkin.model.form.presentation import AUTOCOMPLETE_BY_BIND

MAX_FILES = 10
"""The most files of one question without a ``max``."""

UNFILLED_TYPES = frozenset({"file", "consent", "text"})
"""Types without a default: a definition is public and a file one person's, and nobody consents for another."""

_NO_ANSWER: Mapping[str, None] = {"value": None, "values": None, "file_name": None, "zoned_date_time": None}

Members = Mapping[str, Any]
"""The normalised members of an answer, none without one."""


@dataclass(frozen=True)
class ValidatedForm:
    """The normalised items of a form, the problems of the answers that are left out of them, and what was dropped."""

    items: list[FormItem]
    problems: tuple[FieldProblem, ...]
    notices: tuple[FieldProblem, ...] = ()
    """Answers to questions that are not asked (``notAsked``)."""


@dataclass(frozen=True, eq=False)
class Question:
    """A question of a form, or a part of one."""

    index: int
    definition: FormItem
    parent: Question | None = None
    repeat: Question | None = None
    """The repeated question it is a part of."""
    parts: list[Question] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def is_hidden(self) -> bool:
        """Whether it is not shown, so that its default stands for its answer."""
        return not self.definition.visible or (self.parent is not None and self.parent.is_hidden)

    @property
    def is_repeated(self) -> bool:
        # A repeat within a repeat is refused when a form is saved.
        return self.repeat is None and self.definition.is_repeated

    def iter_with_parts(self) -> Iterator[Question]:
        yield self
        for part in self.parts:
            yield from part.iter_with_parts()


_Step = tuple[Literal["ask", "answer"], int]
"""A step of the evaluation: whether a question is asked, or what its answer is."""


class FormRules:
    """The questions of a form and what they refer to.

    It keeps the parsed answers: when the answers of a form change one by one, only the changed ones are parsed.
    """

    def __init__(self, definitions: Iterable[FormItem]) -> None:
        self.questions: list[Question] = []
        self.top_level = [self._add_question(definition, None) for definition in definitions]
        self._by_id: dict[str, Question] = {}
        for question in self.questions:
            self._by_id.setdefault(question.id, question)
        self._parsed: dict[tuple[int, str], tuple[FormItem, FormItem, ParseContext, Members | InvalidAnswer]] = {}

    def _add_question(self, definition: FormItem, parent: Question | None) -> Question:
        repeat = parent.repeat or (parent if parent.is_repeated else None) if parent else None
        question = Question(len(self.questions), definition, parent, repeat)
        self.questions.append(question)
        question.parts.extend(self._add_question(part, question) for part in definition.sub_item or ())
        return question

    def without_answers(self) -> FormRules:
        """The same rules, without the answers that they keep."""
        rules = FormRules.__new__(FormRules)
        rules.__dict__.update(self.__dict__, steps=self.steps, _parsed={})
        return rules

    def ask(self, answers: Iterable[FormItem], context: ParseContext | None = None) -> AskedForm:
        """Evaluate the form for these answers, which may be incomplete or invalid."""
        return AskedForm(self, answers, context or ParseContext())

    def find(self, question_id: str) -> Question | None:
        return self._by_id.get(question_id)

    @cached_property
    def steps(self) -> list[_Step]:
        """The steps of the evaluation in the order of their dependencies; those of a cycle come last."""
        if not depends_on_answers(question.definition for question in self.top_level):
            return [("ask", question.index) for question in self.questions]
        return list(_sort_steps(self._build_graph()))

    def find_cycle(self) -> list[str]:
        """The ids of a dependency cycle, the first one also at the end; empty without a cycle."""
        try:
            TopologicalSorter(self._build_graph()).prepare()
        except CycleError as error:
            ids = [self.questions[index].id for _, index in reversed(error.args[1])]
            circle = [question_id for question_id, _ in groupby(ids)]
            return circle if len(circle) > 1 and circle[0] == circle[-1] else [*circle, circle[0]]
        return []

    def _build_graph(self) -> dict[_Step, set[_Step]]:
        graph: dict[_Step, set[_Step]] = {}
        to_answer: list[Question] = []
        for question in self.questions:
            condition = question.definition.visible_if
            named = self._find_all(list_condition_ids(condition) if condition else ())
            parents = [question.parent] if question.parent else []
            graph["ask", question.index] = {
                *(("ask", parent.index) for parent in parents),
                *(("answer", other.index) for other in named),
            }
            to_answer += [*named, *self._find_all(list_limit_ids(question.definition))]
        while to_answer:
            question = to_answer.pop()
            if ("answer", question.index) not in graph:
                others = [*question.parts, *self._find_all(list_limit_ids(question.definition))]
                graph["answer", question.index] = {
                    ("ask", question.index),
                    *(("answer", other.index) for other in others),
                }
                to_answer += others
        return graph

    def _find_all(self, question_ids: Iterable[str]) -> list[Question]:
        return [question for question_id in question_ids if (question := self.find(question_id))]

    def parse(
        self, question: Question, entry: str, definition: FormItem, answer: FormItem, context: ParseContext
    ) -> Members | InvalidAnswer:
        """The normalised members of an answer, or why there are none."""
        cached = self._parsed.get((question.index, entry))
        if cached is None or cached[:3] != (answer, definition, context):
            result: Members | InvalidAnswer
            try:
                result = registry.parse_answer(definition, answer, context)
            except InvalidAnswer as invalid:
                result = invalid
            cached = self._parsed[question.index, entry] = (answer, definition, context, result)
        return cached[3]


def _sort_steps(graph: Mapping[_Step, set[_Step]]) -> Iterator[_Step]:
    sorter = TopologicalSorter(graph)
    with suppress(CycleError):
        sorter.prepare()
    done: set[_Step] = set()
    while ready := sorter.get_ready():
        yield from ready
        done.update(ready)
        sorter.done(*ready)
    yield from (step for step in graph if step not in done)


def depends_on_answers(definitions: Iterable[FormItem]) -> bool:
    """Whether the answers to some questions change which others are asked, or their limits."""
    return any(item.visible_if or list_limit_ids(item) for item in iter_with_parts(definitions))


def list_limit_ids(definition: FormItem) -> list[str]:
    """The ids of the questions whose answers are limits of this one."""
    rules = definition.value_format
    return [bound.id for bound in (rules.min, rules.max) if isinstance(bound, OtherAnswer)] if rules else []


class AskedForm:
    """A form that was evaluated for some answers. It is immutable."""

    def __init__(self, rules: FormRules, answers: Iterable[FormItem], context: ParseContext) -> None:
        self.rules = rules
        self.context = context if context.day else replace(context, day=context.today)
        self._answers: dict[tuple[int, str], dict[str, FormItem]] = {(-1, ""): _index_answers(answers)}
        self._entries: dict[int, dict[str, FormItem]] = {}
        self._asked: dict[tuple[int, str], bool] = {}
        self._known: dict[tuple[int, str], KnownAnswer] = {}
        self._resolved: dict[tuple[int, str], FormItem] = {}
        self._validated: dict[int, ValidatedForm] = {}
        for step, index in rules.steps:
            question = rules.questions[index]
            for entry in self._get_entries(question.repeat) if question.repeat else ("",):
                if step == "ask":
                    self._asked[index, entry] = self._follow_condition(question, entry)
                else:
                    self._known[index, entry] = self._read_answer(question, entry)

    @cached_property
    def items(self) -> list[FormItem]:
        """The visible questions that are asked, with resolved limits; none whose parts are all hidden.

        The ``subItem`` of a repeated question holds its entries, at least its ``min``, with the parts that are asked.
        """
        return [self._show(question, "") for question in self.rules.top_level if self._has_content(question, "")]

    def is_asked(self, question_id: str, entry: str = "") -> bool:
        """Whether a question is asked; a part of a repeated one in the entry with that id."""
        question = self.rules.find(question_id)
        return question is not None and self._is_asked(question, entry)

    def validate(self, question_ids: Iterable[str] | None = None) -> ValidatedForm:
        """Validate and normalise all answers, or those to some questions (not parts) alone.

        In the latter case a ``require`` that names later questions is not looked at.
        """
        if question_ids is None:
            results = [self._validate_top_level(question) for question in self.rules.top_level]
            results.append(self._clean_unknown(self._answers[-1, ""], self.rules.top_level, ""))
            return _join(results)
        questions = [question for question_id in question_ids if (question := self.rules.find(question_id))]
        last = max((part.index for question in questions for part in question.iter_with_parts()), default=0)
        return _join([self._validate_top_level(question, last) for question in questions])

    # What is asked

    def _is_asked(self, question: Question, entry: str) -> bool:
        return self._asked.get((question.index, entry if question.repeat else ""), False)

    def _is_shown(self, question: Question, entry: str) -> bool:
        return question.definition.visible and self._is_asked(question, entry)

    def _has_content(self, question: Question, entry: str, kind: Literal["question", "any"] = "any") -> bool:
        """Whether there is something to see: a text, or only a question that can be answered."""
        if not self._is_shown(question, entry):
            return False
        if not question.parts:
            return kind == "any" or question.definition.type != "text"
        # To a repeat without entries one can be added.
        entries = self._get_entries(question) if question.is_repeated else (entry,)
        return not entries or any(self._has_content(part, inner, kind) for part in question.parts for inner in entries)

    def _follow_condition(self, question: Question, entry: str) -> bool:
        if question.parent is not None and not self._is_asked(question.parent, entry):
            return False
        condition = question.definition.visible_if
        return condition is None or holds(condition, self._find_answers(question, entry), self.context)

    def _find_answers(self, question: Question, entry: str) -> FindAnswer:
        """Look up the answers of others: in the same entry, or outside of the repeat."""

        def find_answer(question_id: str) -> KnownAnswer | None:
            other = self.rules.find(question_id)
            if other is None or (other.repeat is not None and other.repeat is not question.repeat):
                return None
            return self._get_known(other, entry)

        return find_answer

    def _get_known(self, question: Question, entry: str) -> KnownAnswer:
        """The answer to a question; none if it is not evaluated yet, as within a cycle."""
        key = question.index, entry if question.repeat else ""
        return self._known.get(key) or KnownAnswer(question.definition)

    def _read_answer(self, question: Question, entry: str) -> KnownAnswer:
        definition = question.definition
        if not self._is_asked(question, entry):
            return KnownAnswer(definition)
        if question.parts:
            entries = self._get_entries(question) if question.is_repeated else (entry,)
            is_answered = any(
                self._get_known(part, part_entry).members
                for part in question.parts
                for part_entry in entries
                if part.definition.visible
            )
            return KnownAnswer(definition, {"sub_item": True} if is_answered else {})
        if question.is_hidden:
            return KnownAnswer(definition, _parse_default(self._resolve(question, entry), self.context))
        members = self._parse(question, entry)
        return KnownAnswer(definition, {} if isinstance(members, InvalidAnswer) else members)

    def _resolve(self, question: Question, entry: str) -> FormItem:
        """The definition with resolved limits, and with ``mandatory`` for a consent that has to be given."""
        key = question.index, entry if question.repeat else ""
        if key not in self._resolved:
            self._resolved[key] = self._build_resolved(question, entry)
        return self._resolved[key]

    def _build_resolved(self, question: Question, entry: str) -> FormItem:
        definition = question.definition
        if definition.is_mandatory and not definition.mandatory:
            definition = definition.model_copy(update={"mandatory": True})
        rules, kind = definition.value_format, get_kind(definition)
        if rules is None or kind is None:
            return definition
        read_answer = read_comparables(self._find_answers(question, entry))
        resolved = resolve_limits(rules, kind, self.context.today, read_answer)
        return definition if resolved is rules else definition.model_copy(update={"value_format": resolved})

    def _show(self, question: Question, entry: str) -> FormItem:
        definition = self._resolve(question, entry)
        if not question.parts:
            return definition
        if not question.is_repeated:
            parts = self._show_parts(question, entry)
            return definition if parts == definition.sub_item else definition.model_copy(update={"sub_item": parts})
        entries = [
            # Not validated: another server's title may hold what ours refuses.
            FormItem.model_construct(
                id=entry_id,
                title=f"{definition.entry_title} {place}".strip(),
                sub_item=self._show_parts(question, entry_id),
            )
            for place, entry_id in enumerate(self._get_entries(question), 1)
        ]
        return definition.model_copy(update={"sub_item": entries})

    def _show_parts(self, question: Question, entry: str) -> list[FormItem]:
        return [self._show(part, entry) for part in question.parts if self._has_content(part, entry)]

    # Answers

    def _list_answers(self, parent: Question | None, entry: str) -> dict[str, FormItem]:
        """The answers to the parts of a question, or to the questions of the form."""
        key = (parent.index, entry) if parent else (-1, "")
        if key not in self._answers and parent is not None:
            answer = self._get_entries(parent).get(entry) if parent.is_repeated else self._get_answer(parent, entry)
            self._answers[key] = _index_answers((answer.sub_item if answer else None) or ())
        return self._answers[key]

    def _get_answer(self, question: Question, entry: str) -> FormItem | None:
        return self._list_answers(question.parent, entry if question.repeat else "").get(question.id)

    def _get_entries(self, question: Question) -> Mapping[str, FormItem]:
        """The entries of a repeated question, with empty ones up to its ``min``."""
        if question.index not in self._entries:
            entries = list_entries(question.definition, self._get_answer(question, ""))
            least = question.definition.least_entries
            for number in range(1, min(least, MAX_ENTRIES) * 2 + 1):
                if len(entries) < least:
                    entries.setdefault(str(number), FormItem(id=str(number)))
            self._entries[question.index] = entries
        return self._entries[question.index]

    def _parse(self, question: Question, entry: str) -> Members | InvalidAnswer:
        answer = self._get_answer(question, entry)
        if answer is None:
            # What is not sent keeps the default with which the question is shown; an empty answer clears it.
            has_default = question.definition.value and question.definition.type not in UNFILLED_TYPES
            return _parse_default(self._resolve(question, entry), self.context) if has_default else {}
        if question.definition.takes_several_files:
            return self._parse_files(question, entry, answer)
        if any(part.has_answer for part in answer.sub_item or ()):
            return InvalidAnswer("shape")
        return self.rules.parse(question, entry, self._resolve(question, entry), answer, self.context)

    def _parse_files(self, question: Question, entry: str, answer: FormItem) -> Members | InvalidAnswer:
        definition, entries = question.definition, list_entries(question.definition, answer)
        files: list[FormItem] = []
        for file_id, file in entries.items():
            members = self.rules.parse(question, f"{entry} {file_id}", definition, file, self.context)
            if isinstance(members, InvalidAnswer):
                return InvalidAnswer(members.code, **{**members.values, "entry": file_id})
            if members.get("value"):
                files.append(FormItem(id=file_id, type="file").model_copy(update=members))
        repeat = definition.repeat
        most = MAX_FILES if repeat is None or repeat.max is None else repeat.max
        if len(files) > most:
            return InvalidAnswer("tooMany", limit=most)
        if files and repeat is not None and len(files) < repeat.min:
            return InvalidAnswer("tooFew", limit=repeat.min)
        if files:
            return {"sub_item": files}
        return {"deferred": True} if answer.is_deferred else {}

    # Validation

    def _validate_top_level(self, question: Question, last: int | None = None) -> ValidatedForm:
        if question.index not in self._validated:
            self._validated[question.index] = self._validate(question, "")
        validated = self._validated[question.index]
        problems = [problem for part in question.iter_with_parts() for problem in self._check_require(part, last)]
        return ValidatedForm([], (*validated.problems, *problems), validated.notices) if problems else validated

    def _validate(self, question: Question, entry: str) -> ValidatedForm:
        """Validate the answer to one question."""
        definition, answer = question.definition, self._get_answer(question, entry)
        if not self._is_asked(question, entry) or definition.type == "text":
            is_sent = answer is not None and answer.is_answered
            return ValidatedForm([], (), (self._build_problem(question, entry, "notAsked"),) if is_sent else ())
        if not definition.visible:
            return ValidatedForm([self._fill_hidden(question, entry)], ())
        if question.is_repeated:
            return self._validate_repeat(question, answer)
        notices: tuple[FieldProblem, ...] = ()
        if question.parts:
            parts = self._validate_parts(question, entry)
            if parts.problems:
                return ValidatedForm([], parts.problems, parts.notices)
            if answer is not None and not answer.sub_item and answer.has_answer:
                return ValidatedForm([], (self._build_problem(question, entry, "shape"),))
            members: Members | InvalidAnswer = {"sub_item": parts.items}
            is_answered = any(part.visible and part.is_answered for part in parts.items)
            notices = parts.notices
        else:
            members = self._parse(question, entry)
            is_answered = bool(members) and not isinstance(members, InvalidAnswer)
        if isinstance(members, InvalidAnswer):
            return ValidatedForm([], (self._build_problem(question, entry, members.code, members.values),))
        if definition.is_mandatory and not is_answered and self._has_content(question, entry, "question"):
            missing = registry.PARSERS[resolve_type(definition)].missing_type(definition)
            return ValidatedForm([], (self._build_problem(question, entry, "empty", {"type": missing}),), notices)
        return ValidatedForm([definition.model_copy(update={**_NO_ANSWER, **members})], (), notices)

    def _validate_parts(self, question: Question, entry: str) -> ValidatedForm:
        """The parts of a question, or of one entry of a repeated one."""
        answers = self._list_answers(question, entry)
        return _join(
            [
                *(self._validate(part, entry) for part in question.parts),
                self._clean_unknown(answers, question.parts, self._build_path(question, entry) if entry else ""),
            ]
        )

    def _validate_repeat(self, question: Question, answer: FormItem | None) -> ValidatedForm:
        definition = question.definition
        entries = list_entries(definition, answer)
        if answer is not None and not entries and answer.has_answer:
            return ValidatedForm([], (self._build_problem(question, "", "shape"),))
        if len(entries) > definition.most_entries:
            return ValidatedForm(
                [], (self._build_problem(question, "", "tooMany", {"limit": definition.most_entries}),)
            )
        validated = {entry: self._validate_parts(question, entry) for entry in entries}
        joined = _join(validated.values())
        kept = [
            FormItem(id=entry, sub_item=form.items)
            for entry, form in validated.items()
            if any(part.visible and part.is_answered for part in form.items)
        ]
        if not joined.problems and len(kept) < definition.least_entries and self._has_content(question, "", "question"):
            problem = self._build_problem(question, "", "tooFew", {"limit": definition.least_entries})
            return ValidatedForm([], (problem,), joined.notices)
        if joined.problems:
            return ValidatedForm([], joined.problems, joined.notices)
        item = definition.model_copy(update={**_NO_ANSWER, "sub_item": kept})
        return ValidatedForm([item], (), joined.notices)

    def _check_require(self, question: Question, last: int | None) -> Iterator[FieldProblem]:
        """The problems of ``require``: none of its questions is answered; one for each entry of a repeat."""
        required_ids = question.definition.require or ()
        for entry in (self._get_entries(question.repeat) if question.repeat else ("",)) if required_ids else ():
            required = [
                other
                for question_id in required_ids
                if (other := self.rules.find(question_id))
                and other.repeat in (None, question.repeat)
                and other.definition.type != "text"
                and self._is_shown(other, entry)
            ]
            is_later = last is not None and any(other.index > last for other in required)
            if not required or is_later or not self._is_asked(question, entry):
                continue
            if not any(self._is_filled(other, entry) for other in required):
                titles = [self._find_texts(other).get("title") or other.definition.title for other in required]
                yield self._build_problem(question, entry, "requireOne", {"titles": ", ".join(filter(None, titles))})

    def _is_filled(self, question: Question, entry: str) -> bool:
        """Whether there is an answer, right or wrong."""
        if question.parts:
            entries = self._get_entries(question) if question.is_repeated else (entry,)
            return any(self._is_filled(part, part_entry) for part in question.parts for part_entry in entries)
        result = self._parse(question, entry)
        return isinstance(result, InvalidAnswer) or bool(result)

    def _build_problem(
        self, question: Question, entry: str, code: str, values: Mapping[str, str | int] | None = None
    ) -> FieldProblem:
        values = dict(values or {})
        path = self._build_path(question, entry)
        if file_id := values.pop("entry", ""):
            path = f"{path}.{file_id}"
        definition, texts, message = question.definition, self._find_texts(question), ""
        if code in RULE_CODES and definition.value_format:
            message = texts.get("message") or definition.value_format.message or ""
        title = texts.get("title") or definition.title or ""
        return FieldProblem(path, code, values, message, title, AUTOCOMPLETE_BY_BIND.get(definition.bind or "", ""))

    def _build_path(self, question: Question, entry: str) -> str:
        """The id that problems name: of a part in an entry ``children.1.name``, of the entry ``children.1``."""
        if question.is_repeated:
            return f"{question.id}.{entry}" if entry else question.id
        return f"{question.repeat.id}.{entry}.{question.id}" if question.repeat else question.id

    def _find_texts(self, question: Question) -> Mapping[str, Any]:
        """The reader's translations of a question."""
        parent = question.parent
        texts = as_mapping(self._find_texts(parent).get("subItem")) if parent else self.context.texts
        return as_mapping(texts.get(question.id))

    def _fill_hidden(self, question: Question, entry: str) -> FormItem:
        """The item of a hidden question: its default, unless that is invalid, which no client could correct."""
        definition = question.definition
        if question.is_repeated or definition.type == "file":
            # A definition is public, a file belongs to one client.
            return definition.model_copy(update={**_NO_ANSWER, "sub_item": None} if question.parts else _NO_ANSWER)
        if question.parts:
            parts = [self._fill_hidden(part, entry) for part in question.parts if self._is_asked(part, entry)]
            return definition.model_copy(update={**_NO_ANSWER, "sub_item": parts})
        members = _parse_default(self._resolve(question, entry), self.context)
        return definition.model_copy(update={**_NO_ANSWER, **members})

    def _clean_unknown(
        self, answers: Mapping[str, FormItem], questions: Sequence[Question], path: str
    ) -> ValidatedForm:
        """Clean the answers to questions that the form does not have."""
        known_ids = {question.id for question in questions}
        items: list[FormItem] = []
        problems: list[FieldProblem] = []
        for answer in answers.values():
            if answer.id not in known_ids:
                try:
                    items.append(_clean_unknown_answer(answer, self.context))
                except InvalidAnswer as error:
                    problem_id = f"{path}.{answer.id}" if path else answer.id
                    problems.append(FieldProblem(problem_id, error.code, error.values))
        return ValidatedForm(items, tuple(problems))


def _join(forms: Iterable[ValidatedForm]) -> ValidatedForm:
    forms = list(forms)
    return ValidatedForm(
        [item for form in forms for item in form.items],
        tuple(problem for form in forms for problem in form.problems),
        tuple(notice for form in forms for notice in form.notices),
    )


def _index_answers(answers: Iterable[FormItem]) -> dict[str, FormItem]:
    answers_by_id: dict[str, FormItem] = {}
    for answer in answers:
        other = answers_by_id.get(answer.id)
        answers_by_id[answer.id] = answer if other is None else _join_answers(other, answer)
    return answers_by_id


def list_entries(definition: FormItem, answer: FormItem | None) -> dict[str, FormItem]:
    """The entries of the answer to a repeated question, or its files, by their ids.

    A client that does not know of entries sends the parts, or the file, of one.
    """
    entries = (answer.sub_item or [])[: MAX_ENTRIES + 1] if answer else []
    part_ids = {part.id for part in definition.sub_item or ()}
    if answer is not None and definition.takes_several_files and not entries and (answer.value or "").strip():
        entries = [answer.model_copy(update={"id": "1"})]
    elif answer is not None and entries and part_ids.issuperset(entry.id for entry in entries):
        inner_ids = {part.id for entry in entries for part in entry.sub_item or ()}
        if not inner_ids & part_ids:
            entries = [FormItem(id="1", sub_item=answer.sub_item)]
    by_id: dict[str, FormItem] = {}
    for entry in entries:
        by_id[entry.id if entry.id not in by_id else next_entry_id(by_id)] = entry
    return by_id


def next_entry_id(used_ids: Iterable[str]) -> str:
    """An id for a new entry: a number above all others."""
    return str(
        1 + max((int(text) for text in used_ids if text.isascii() and text.isdecimal() and len(text) < 10), default=0)
    )


def keep_parts(former: FormItem | None, answer: FormItem, *, has_entries: bool = False) -> FormItem:
    """Add the former answers to parts that are not asked now; with `has_entries`, those of each entry of the answer."""
    if former is None or not former.sub_item or answer.sub_item is None:
        return answer
    former_parts = {part.id: part for part in former.sub_item}
    parts = [keep_parts(former_parts.pop(part.id, None), part) for part in answer.sub_item]
    return answer.model_copy(update={"sub_item": parts if has_entries else [*parts, *former_parts.values()]})


def _join_answers(first: FormItem, second: FormItem) -> FormItem:
    """Merge two answers to one question: some clients send one for each chosen value."""
    values = [choice for answer in (first, second) for choice in answer.values or ()]
    values += [Choice(id=text, name=text, value=text) for text in (first.value, second.value) if text]
    parts = [*(first.sub_item or ()), *(second.sub_item or ())]
    return second.model_copy(update={"value": None, "values": values or None, "sub_item": parts or None})


def _parse_default(definition: FormItem, context: ParseContext) -> Members:
    with suppress(InvalidAnswer):
        # A definition has the wire's numbers, whatever the client's language.
        context = replace(context, language=None)
        return registry.parse_answer(definition, default_answer(definition), context)
    return {}


def default_answer(definition: FormItem) -> FormItem:
    """The default answer of a definition: its ``value``; for choices the values it names, or of a hidden one the only
    one."""
    if resolve_type(definition) not in CHOICE_TYPES:
        return definition.model_copy(update={"values": None})
    choices = list(definition.iter_choices())
    chosen = find_choices(definition, definition.value) if definition.value else []
    if not (chosen or definition.value or definition.visible) and len(choices) == 1:
        chosen = choices
    return definition.model_copy(update={"values": chosen or None})


def _clean_unknown_answer(answer: FormItem, context: ParseContext) -> FormItem:
    """Clean the texts and check the files of an answer to a question that the form does not have."""
    update: dict[str, Any] = {}
    if answer.type == "file":
        update = {**_NO_ANSWER, **registry.PARSERS["file"].parse(answer, answer, context)}
    elif answer.value is not None:
        update["value"] = registry.clean_answer(answer.value, registry.TEXTAREA_LENGTH, multiline=True)
    if answer.values is not None:
        update["values"] = [_clean_choice(choice) for choice in answer.values]
    if answer.sub_item is not None:
        update["sub_item"] = [_clean_unknown_answer(part, context) for part in answer.sub_item]
    return answer.model_copy(update=update)


def _clean_choice(choice: Choice) -> Choice:
    update: dict[str, Any] = {"name": registry.clean_answer(choice.name, registry.LINE_LENGTH)}
    if choice.value is not None:
        update["value"] = registry.clean_answer(choice.value, registry.LINE_LENGTH)
    if choice.values is not None:
        update["values"] = [_clean_choice(inner) for inner in choice.values]
    return choice.model_copy(update=update)
