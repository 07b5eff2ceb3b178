"""What an agent changes about one client: person, note and form. Pure state, no screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol

from walkin.model.country import find_country
from walkin.model.form.asked import AskedForm, FormRules, depends_on_answers, keep_parts, list_entries
from walkin.model.form.client_binding import client_member, client_members
from walkin.model.form.definition import Choice, FormItem, iter_with_parts
from walkin.model.form.file_types import FILE_TYPES
from walkin.model.form.parsers.registry import ParseContext, resolve_type
from walkin.model.form.prefill import normalise_members
from walkin.model.time import load_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from walkin.model.errors import FieldProblem
    from walkin.model.form.asked import ValidatedForm
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

CLIENT_MEMBERS = {"firstName": "input", "lastName": "input", "phoneNumber": "phone", "emailAddress": "email"}
"""Members of the client that can be edited, and the type of question that asks for each."""

NOTE = "note"
PRIORITY = "priority"
NUMERIC_KINDS = ("number", "price")


QuestionKey = tuple[str, str]
"""Unique among the questions: the client's member or an empty text, and the id."""


@dataclass(frozen=True)
class EditQuestion:
    """A question of the edit form: ``definition`` with its current limits, ``localized`` in the agent's language."""

    definition: FormItem
    localized: FormItem
    member: str = ""
    """The client's member, or ``note``; empty for a question of the form."""

    @property
    def key(self) -> QuestionKey:
        return self.member, self.definition.id


@dataclass(frozen=True)
class CheckResult:
    """The members to send, or the problems by the key of their question."""

    members: Mapping[str, Any]
    problems: Mapping[QuestionKey, list[FieldProblem]]


@dataclass
class RegistrationDraft:
    """The registration as it was loaded and what was typed since.

    Answers to questions that are no longer asked are kept until saving, then dropped.
    """

    registration: Registration
    queue: Queue
    language: str
    titles: Mapping[str, str]
    """Titles of the client's members and of the note."""
    typed_answers: dict[QuestionKey, FormItem] = field(default_factory=dict)
    """Answers that differ from what is stored."""
    is_new: bool = False
    """Whether the client has no ticket yet: then the whole form is asked."""

    def __post_init__(self) -> None:
        self._initial_answers: dict[QuestionKey, FormItem] = {}
        self._rules = FormRules(self.queue.form)
        self._stored = dict(self._list_stored())
        keys = [*((member, member) for member in (*CLIENT_MEMBERS, NOTE)), *(("", item.id) for item in self.queue.form)]
        self._places = {key: place for place, key in enumerate(keys)}
        self._context = ParseContext(
            country=find_country(self.queue.time_zone),
            language=self.language,
            time_zone=self.queue.time_zone,
            # The server decides which of them the office takes.
            file_types=tuple(FILE_TYPES),
            day=self._find_day(),
            texts=self.queue.get_form_texts(self.language),
        )

    @property
    def has_changes(self) -> bool:
        """Whether leaving would lose something."""
        return bool(self.typed_answers)

    @property
    def asked(self) -> AskedForm:
        """The form evaluated with the current answers."""
        answers = (self.get_initial_answer(("", item.id)) for item in self.queue.form)
        return self._rules.ask([answer for answer in answers if answer is not None], self._context)

    @property
    def questions(self) -> list[EditQuestion]:
        """The questions asked now.

        A client's member has its own question unless one of the form is bound to it. If that one is not asked, a member
        with a value still gets its own.
        """
        form = [EditQuestion(item, self.queue.translate_item(item, self.language)) for item in self.asked.items]
        bound_members = {member for question in form for member in _collect_members(question.definition)}
        empty_members = {member for member in CLIENT_MEMBERS if (member, member) not in self._stored}
        visible = [item for item in self.queue.form if item.visible]
        bound_members |= empty_members & {member for item in visible for member in _collect_members(item)}
        person = [
            self._build_client_question(member, kind) for member, kind in {**CLIENT_MEMBERS, NOTE: "textarea"}.items()
            if member not in bound_members
        ]  # fmt: skip
        return [*person, *form, *([self._build_priority_question()] if self.is_new else [])]

    @property
    def is_dynamic(self) -> bool:
        """Whether answers can change which questions are asked, or their limits."""
        form = self.queue.form
        return depends_on_answers(form) or any(item.is_repeated for item in iter_with_parts(form))

    def get_place(self, question: EditQuestion) -> int:
        """Index of a question in the form, including hidden questions."""
        return self._places.get(question.key, len(self._places))

    def get_initial_answer(self, key: QuestionKey) -> FormItem | None:
        """The typed answer, else the stored one with the decimal sign of the language."""
        return self.typed_answers.get(key, self._stored.get(key))

    def set_initial_answer(self, question: EditQuestion, answer: FormItem) -> None:
        """Remember the stored answer as the field returns it, to detect changes."""
        if question.key not in self.typed_answers:
            self._initial_answers[question.key] = answer

    def set_answer(self, question: EditQuestion, answer: FormItem) -> None:
        if answer == self._initial_answers.get(question.key):
            self.typed_answers.pop(question.key, None)
        else:
            former = self.get_initial_answer(question.key)
            own = None if question.member else self._rules.find(question.definition.id)
            has_entries = own is not None and (own.definition.is_repeated or own.definition.takes_several_files)
            self.typed_answers[question.key] = keep_parts(former, answer, has_entries=has_entries)

    def check(self) -> CheckResult:
        """Validate the answers.

        The form is sent when one of its questions was changed. For a registration without a form, a changed name or
        phone number alone does not require the form.
        """
        changed = [self._rules.find(question_id) for member, question_id in self.typed_answers if not member]
        sends_form = (self.is_new and bool(self.queue.form)) or (
            bool(changed)
            and (bool(self.registration.form) or any(q and client_member(q.definition) is None for q in changed))
        )
        asked = self.asked
        form = asked.validate(None if sends_form else [question.id for question in changed if question])
        typed_members = [q for q in self.questions if q.member and q.key in self.typed_answers]
        validated = {q.member: self._validate_member(q) for q in typed_members}
        problems: dict[QuestionKey, list[FieldProblem]] = {
            (member, member): list(result.problems) for member, result in validated.items() if result.problems
        }
        for problem in form.problems:
            if (question := self.find_question(problem.id)) is not None:
                problems.setdefault(question.key, []).append(problem)
        if problems:
            return CheckResult({}, problems)
        items = {item.id: item for item in form.items}
        members: dict[str, Any] = {}
        values = {member: result.items[0] for member, result in validated.items()}
        if client := self._collect_client_members(values, items):
            members["client"] = client
        if NOTE in values:
            members[NOTE] = values[NOTE].value or ""
        if PRIORITY in values and (chosen := values[PRIORITY].values):
            members[PRIORITY] = int(chosen[0].id)
        if sends_form:
            # Answers to questions that the queue no longer has follow as they are stored.
            known_ids = {definition.id for definition in self.queue.form}
            stored = [item for item in self.registration.form if item.id not in known_ids]
            members["form"] = [item.to_wire() for item in (*form.items, *stored)]
        return CheckResult(members, {})

    def find_question(self, problem_id: str) -> EditQuestion | None:
        """Find the question of a validation problem; ``children.1.name`` is a part of an entry of ``children``."""
        if problem_id.startswith("client."):
            member = problem_id.partition(".")[2]
            return next((q for q in self.questions if _is_bound_to(q, member)), None)
        form = [question for question in self.questions if not question.member]
        parts_by_id = {item.id: {part.id for part in iter_with_parts([item])} for item in self.queue.form}
        exact = (q for q in form if problem_id in parts_by_id.get(q.definition.id, ()))
        within = (q for q in form if problem_id.startswith(f"{q.definition.id}."))
        return next(exact, None) or next(within, None)

    def _collect_client_members(self, values: Mapping[str, FormItem], items: Mapping[str, FormItem]) -> dict[str, str]:
        """The client's members, if one was changed. Empty values only where they clear a stored one.

        `values` are the answers to the client's own questions, `items` those of the form that are validated.
        """
        before = self.registration.client.to_wire()
        after = {member: item.value or "" for member, item in values.items() if member in CLIENT_MEMBERS}
        for question in self.questions:
            if not question.member and (item := items.get(question.definition.id)) is not None:
                typed = question.key in self.typed_answers
                bound_values = client_members([item])
                for member in _collect_members(question.definition):
                    if bound_values.get(member) or typed:
                        after.setdefault(member, bound_values.get(member, ""))
        if all((before.get(member) or "") == value for member, value in after.items()):
            return {}
        stored = {member: before[member] for member in CLIENT_MEMBERS if before.get(member)}
        return stored | {member: value for member, value in after.items() if value or member in stored}

    def _validate_member(self, question: EditQuestion) -> ValidatedForm:
        answer = self.typed_answers[question.key]
        return FormRules([question.definition]).ask([answer], self._context).validate()

    def _find_day(self) -> date | None:
        """The date of the registration, for limits relative to ``today``: answers valid then stay valid."""
        try:
            return self.registration.registered.to_datetime().astimezone(load_zone(self.queue.time_zone)).date()
        except (ValueError, OverflowError):
            return None

    def _list_stored(self) -> Iterator[tuple[QuestionKey, FormItem]]:
        """Stored answers by question, with the decimal sign of the agent's language."""
        answers = {item.id: item for item in self.registration.form}
        person = self.registration.client.to_wire()
        sign = get_decimal_symbol(self.language.replace("-", "_"))
        for definition in self.queue.form:
            stored = answers.get(definition.id)
            client_value = person.get(client_member(definition) or "")
            if client_value and not definition.sub_item and not (stored and stored.has_answer):
                stored = FormItem.model_construct(id=definition.id, type=definition.type, value=client_value)
            if stored is not None:
                yield ("", definition.id), _write_as_typed(definition, stored, sign)
        for member in (*CLIENT_MEMBERS, NOTE):
            value = self.registration.note if member == NOTE else person.get(member)
            if value:
                yield (member, member), FormItem.model_construct(id=member, value=value)

    def _build_priority_question(self) -> EditQuestion:
        levels = [Choice(id=str(level), name=str(level)) for level in range(1, 10)]
        definition = FormItem(id=PRIORITY, type="select", title=self.titles[PRIORITY], values=levels)
        return EditQuestion(definition, definition.model_copy(update={"mandatory": True}), PRIORITY)

    def _build_client_question(self, member: str, kind: str) -> EditQuestion:
        definition = FormItem(id=member, type=kind, title=self.titles[member])
        # All of them are optional: marking each as such would say nothing.
        return EditQuestion(definition, definition.model_copy(update={"mandatory": True}), member)


def _write_as_typed(definition: FormItem, stored: FormItem, sign: str) -> FormItem:
    """Replace the decimal sign of a stored answer, also in parts and entries."""
    if definition.takes_several_files:
        return stored
    if definition.is_repeated:
        entries = [
            FormItem.model_construct(id=entry_id, sub_item=_write_parts(definition, entry, sign))
            for entry_id, entry in list_entries(definition, stored).items()
        ]
        return stored.model_copy(update={"sub_item": entries})
    if stored.sub_item:
        return stored.model_copy(update={"sub_item": _write_parts(definition, stored, sign)})
    stored = normalise_members(definition, stored)
    if resolve_type(definition) not in NUMERIC_KINDS or not stored.value:
        return stored
    return stored.model_copy(update={"value": stored.value.replace(".", sign)})


def _write_parts(definition: FormItem, stored: FormItem, sign: str) -> list[FormItem]:
    definitions_by_id = {part.id: part for part in definition.sub_item or ()}
    return [_write_as_typed(definitions_by_id.get(part.id, part), part, sign) for part in stored.sub_item or ()]


def _collect_members(definition: FormItem) -> set[str]:
    """The client's members that a question or its parts fill."""
    own = client_member(definition)
    return {own} if own and not definition.sub_item else {
        member for part in definition.sub_item or () if part.visible for member in _collect_members(part)
    }  # fmt: skip


def _is_bound_to(question: EditQuestion, member: str) -> bool:
    return question.member == member or (not question.member and member in _collect_members(question.definition))
