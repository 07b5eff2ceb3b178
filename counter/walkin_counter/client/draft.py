"""What an agent changes about one client: person, note and form. Pure state, no screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol

from walkin.model.country import find_country
from walkin.model.form import Choice, FormItem, client_members, resolve_type, validate_form
from walkin.model.form.client_binding import client_member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from walkin.model.errors import FieldProblem
    from walkin.model.form import ValidatedForm
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

CLIENT_MEMBERS = {"firstName": "input", "lastName": "input", "phoneNumber": "phone", "emailAddress": "email"}
"""Members of the client that can be edited, and the type of question that asks for each."""

NOTE = "note"
PRIORITY = "priority"
NUMERIC_KINDS = ("number", "price")


@dataclass(frozen=True)
class EditQuestion:
    """A question of the edit form. ``definition`` is the queue's own, ``localized`` in the agent's language."""

    definition: FormItem
    localized: FormItem
    stored_answer: FormItem | None
    member: str = ""
    """The client's member, or ``note``; empty for a question of the form."""

    @property
    def key(self) -> tuple[str, str]:
        """Unique among the questions: an id of the form may equal a member of the client."""
        return self.member, self.definition.id


@dataclass(frozen=True)
class CheckResult:
    """The members to send, or the problems by the key of their question."""

    members: Mapping[str, Any]
    problems: Mapping[tuple[str, str], list[FieldProblem]]


@dataclass
class RegistrationDraft:
    """The registration as it was loaded and what was typed since."""

    registration: Registration
    queue: Queue
    language: str
    titles: Mapping[str, str]
    """Titles of the client's members and of the note."""
    typed_answers: dict[tuple[str, str], FormItem] = field(default_factory=dict)
    """Answers that differ from what is stored."""
    is_new: bool = False
    """Whether the client has no ticket yet: then the whole form is asked."""

    def __post_init__(self) -> None:
        self._initial_answers: dict[tuple[str, str], FormItem] = {}
        form = list(self._build_form_questions())
        self._bound_members = {member for item in self.queue.form if item.visible for member in _collect_members(item)}
        self.client_questions = [
            self._build_client_question(member, kind) for member, kind in {**CLIENT_MEMBERS, NOTE: "textarea"}.items()
            if member not in self._bound_members
        ]  # fmt: skip
        self.questions = [*self.client_questions, *form, *([self._build_priority_question()] if self.is_new else [])]

    @property
    def has_changes(self) -> bool:
        """Whether leaving would lose something."""
        return bool(self.typed_answers)

    def get_initial_answer(self, question: EditQuestion) -> FormItem | None:
        """The answer that the field shows at first, numbers with the decimal sign of the language."""
        if (
            question.key in self.typed_answers
            or question.stored_answer is None
            or resolve_type(question.definition) not in NUMERIC_KINDS
        ):
            return self.typed_answers.get(question.key, question.stored_answer)
        sign = get_decimal_symbol(self.language.replace("-", "_"))
        return question.stored_answer.model_copy(
            update={"value": (question.stored_answer.value or "").replace(".", sign)}
        )

    def set_initial_answer(self, question: EditQuestion, answer: FormItem) -> None:
        """Note the stored answer as the mounted field gives it back."""
        if question.key not in self.typed_answers:
            self._initial_answers[question.key] = answer

    def set_answer(self, question: EditQuestion, answer: FormItem) -> None:
        if answer == self._initial_answers.get(question.key):
            self.typed_answers.pop(question.key, None)
        else:
            self.typed_answers[question.key] = answer

    def check(self) -> CheckResult:
        """Validate the answers.

        Stored answers are read as on the wire, since "1.234" is another number in some languages. The form is sent
        when one of its questions was changed. For a registration without a form, a changed name or phone number
        alone does not require the form.
        """
        validated = {
            q.key: self._validate_question(q) for q in self.questions if not q.member or q.key in self.typed_answers
        }
        changed = [q for q in self.questions if not q.member and q.key in self.typed_answers]
        sends_form = (self.is_new and bool(self.queue.form)) or (
            bool(changed)
            and (bool(self.registration.form) or any(client_member(q.definition) is None for q in changed))
        )
        to_validate = [q for q in self.questions if (sends_form and not q.member) or q.key in self.typed_answers]
        problems = {q.key: list(validated[q.key].problems) for q in to_validate if validated[q.key].problems}
        if problems:
            return CheckResult({}, problems)
        members: dict[str, Any] = {}
        if client := self._collect_client_members(validated, include_form=sends_form):
            members["client"] = client
        if (NOTE, NOTE) in self.typed_answers:
            members[NOTE] = validated[NOTE, NOTE].items[0].value or ""
        if (PRIORITY, PRIORITY) in self.typed_answers and (chosen := validated[PRIORITY, PRIORITY].items[0].values):
            members[PRIORITY] = int(chosen[0].id)
        if sends_form:
            members["form"] = [item.to_wire() for item in self._collect_form_items(validated)]
        return CheckResult(members, {})

    def find_question(self, problem_id: str) -> EditQuestion | None:
        if problem_id.startswith("client."):
            member = problem_id.partition(".")[2]
            return next((q for q in self.questions if _is_bound_to(q, member)), None)
        return next(
            (q for q in self.questions if problem_id in {part.id for part in _iterate_parts(q.definition)}), None
        )

    def _collect_client_members(
        self, forms: Mapping[tuple[str, str], ValidatedForm], *, include_form: bool
    ) -> dict[str, str]:
        """The client's members, if one was changed. Empty values only where they clear a stored one."""
        before = self.registration.client.to_wire()
        after: dict[str, str] = {}
        for question in self.questions:
            if question.key in self.typed_answers and question.member in CLIENT_MEMBERS:
                after[question.member] = forms[question.key].items[0].value or ""
            elif not question.member and (include_form or question.key in self.typed_answers):
                typed = question.key in self.typed_answers
                values = client_members(forms[question.key].items)
                for member in _collect_members(question.definition):
                    if values.get(member) or typed:
                        after.setdefault(member, values.get(member, ""))
        if all((before.get(member) or "") == value for member, value in after.items()):
            return {}
        stored = {member: before[member] for member in CLIENT_MEMBERS if before.get(member)}
        return stored | {member: value for member, value in after.items() if value or member in stored}

    def _collect_form_items(self, validated: Mapping[tuple[str, str], ValidatedForm]) -> Iterator[FormItem]:
        """The form in the order of the queue, followed by stored answers to questions that the queue no longer has."""
        for definition in self.queue.form:
            yield from (
                validated["", definition.id].items if definition.visible else validate_form([definition], []).items
            )
        asked_ids = {definition.id for definition in self.queue.form}
        yield from (item for item in self.registration.form if item.id not in asked_ids)

    def _validate_question(self, question: EditQuestion) -> ValidatedForm:
        typed = self.typed_answers.get(question.key)
        answer = typed or question.stored_answer
        country = find_country(self.queue.time_zone)
        language = self.language if typed else None
        return validate_form([question.definition], [answer] if answer else [], country=country, language=language)

    def _build_form_questions(self) -> Iterator[EditQuestion]:
        answers = {item.id: item for item in self.registration.form}
        person = self.registration.client.to_wire()
        for definition, localized in zip(self.queue.form, self.queue.translate(self.language).form, strict=True):
            if not definition.visible:
                continue
            stored = answers.get(definition.id)
            client_value = person.get(client_member(definition) or "")
            if client_value and not definition.sub_item and not (stored and stored.has_answer):
                stored = FormItem.model_construct(id=definition.id, type=definition.type, value=client_value)
            yield EditQuestion(definition, localized, stored)

    def _build_priority_question(self) -> EditQuestion:
        levels = [Choice(id=str(level), name=str(level)) for level in range(1, 10)]
        definition = FormItem(id=PRIORITY, type="select", title=self.titles[PRIORITY], values=levels)
        return EditQuestion(definition, definition.model_copy(update={"mandatory": True}), None, PRIORITY)

    def _build_client_question(self, member: str, kind: str) -> EditQuestion:
        value = self.registration.note if member == NOTE else self.registration.client.to_wire().get(member)
        definition = FormItem(id=member, type=kind, title=self.titles[member])
        stored = FormItem.model_construct(id=member, type=kind, value=value) if value else None
        # All of them are optional: marking each as such would say nothing.
        return EditQuestion(definition, definition.model_copy(update={"mandatory": True}), stored, member)


def _collect_members(definition: FormItem) -> set[str]:
    """The client's members that a question or its parts fill."""
    own = client_member(definition)
    return {own} if own and not definition.sub_item else {
        member for part in definition.sub_item or () if part.visible for member in _collect_members(part)
    }  # fmt: skip


def _is_bound_to(question: EditQuestion, member: str) -> bool:
    return question.member == member or (not question.member and member in _collect_members(question.definition))


def _iterate_parts(definition: FormItem) -> Iterator[FormItem]:
    """The question and its parts."""
    yield definition
    for part in definition.sub_item or ():
        yield from _iterate_parts(part)
