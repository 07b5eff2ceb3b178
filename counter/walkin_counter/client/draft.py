"""What an agent changes about one client: person, note and form. Pure state, no screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol

from walkin.model.country import country_of
from walkin.model.form import Choice, FormItem, bound, fill, kind_of
from walkin.model.form.client_binding import member_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from walkin.model.errors import FieldProblem
    from walkin.model.form import Filled
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

PERSON = {"firstName": "input", "lastName": "input", "phoneNumber": "phone", "emailAddress": "email"}
"""Members of the client that can be edited, and the type of question that asks for each."""

NOTE = "note"
PRIORITY = "priority"
FIGURES = ("number", "price")


@dataclass(frozen=True)
class Asked:
    """One thing to edit. ``definition`` is the queue's own, ``shown`` the same in the agent's language."""

    definition: FormItem
    shown: FormItem
    stored: FormItem | None
    member: str = ""
    """The client's member, or ``note``; empty for a question of the form."""

    @property
    def key(self) -> tuple[str, str]:
        """Tells it from all others: ids of forms are anybody's choice."""
        return self.member, self.definition.id


@dataclass(frozen=True)
class Checked:
    """What is to be sent, or what has to be mended before: problems by the key of their question."""

    members: Mapping[str, Any]
    problems: Mapping[tuple[str, str], list[FieldProblem]]


@dataclass
class Editing:
    """The registration as it was loaded and what was typed since."""

    registration: Registration
    queue: Queue
    language: str
    titles: Mapping[str, str]
    """The words for the client's members and the note."""
    typed: dict[tuple[str, str], FormItem] = field(default_factory=dict)
    """Answers that differ from what is stored."""
    new: bool = False
    """Whether it is somebody who has no ticket yet: then the whole form is asked."""

    def __post_init__(self) -> None:
        self._as_stored: dict[tuple[str, str], FormItem] = {}
        form = list(self._form_questions())
        self._bound = {member for one in self.queue.form if one.visible for member in _members(one)}
        self.person = [
            self._personal(member, kind) for member, kind in {**PERSON, NOTE: "textarea"}.items()
            if member not in self._bound
        ]  # fmt: skip
        self.questions = [*self.person, *form, *([self._classes()] if self.new else [])]

    @property
    def changed(self) -> bool:
        """Whether anything would be lost by leaving."""
        return bool(self.typed)

    def given(self, question: Asked) -> FormItem | None:
        """What its field shows at first: a number as people of the language write it."""
        if question.key in self.typed or question.stored is None or kind_of(question.definition) not in FIGURES:
            return self.typed.get(question.key, question.stored)
        sign = get_decimal_symbol(self.language.replace("-", "_"))
        return question.stored.model_copy(update={"value": (question.stored.value or "").replace(".", sign)})

    def built(self, question: Asked, answer: FormItem) -> None:
        """Its field stands and says this: what is stored, as that field says it."""
        if question.key not in self.typed:
            self._as_stored[question.key] = answer

    def note(self, question: Asked, answer: FormItem) -> None:
        """Its field says this now."""
        if answer == self._as_stored.get(question.key):
            self.typed.pop(question.key, None)
        else:
            self.typed[question.key] = answer

    def check(self) -> Checked:
        """Hold everything against the rules of the form.

        What was not typed is read as it travels: "1.234" means another number in some languages. The form is sent when
        a question of it was changed; of somebody who was asked nothing, changing name or phone alone asks for no more.
        """
        done = {one.key: self._filled(one) for one in self.questions if not one.member or one.key in self.typed}
        typed = [one for one in self.questions if not one.member and one.key in self.typed]
        whole = (self.new and bool(self.queue.form)) or (
            bool(typed) and (bool(self.registration.form) or any(member_of(one.definition) is None for one in typed))
        )
        asked = [one for one in self.questions if (whole and not one.member) or one.key in self.typed]
        problems = {one.key: list(done[one.key].problems) for one in asked if done[one.key].problems}
        if problems:
            return Checked({}, problems)
        members: dict[str, Any] = {}
        if client := self._client(done, whole=whole):
            members["client"] = client
        if (NOTE, NOTE) in self.typed:
            members[NOTE] = done[NOTE, NOTE].items[0].value or ""
        if (PRIORITY, PRIORITY) in self.typed and (chosen := done[PRIORITY, PRIORITY].items[0].values):
            members[PRIORITY] = int(chosen[0].id)
        if whole:
            members["form"] = [item.wire() for item in self._items(done)]
        return Checked(members, {})

    def place_of(self, problem_id: str) -> Asked | None:
        """The question that a problem is about, itself or in a part."""
        if problem_id.startswith("client."):
            member = problem_id.partition(".")[2]
            return next((one for one in self.questions if _fills(one, member)), None)
        return next((one for one in self.questions if problem_id in {part.id for part in _all(one.definition)}), None)

    def _client(self, done: Mapping[tuple[str, str], Filled], *, whole: bool) -> dict[str, str]:
        """The client's members when one was changed. Empty ones go only where they take something away."""
        before = self.registration.client.wire()
        after: dict[str, str] = {}
        for question in self.questions:
            if question.key in self.typed and question.member in PERSON:
                after[question.member] = done[question.key].items[0].value or ""
            elif not question.member and (whole or question.key in self.typed):
                typed = question.key in self.typed
                found = bound(done[question.key].items)
                for member in _members(question.definition):
                    if found.get(member) or typed:
                        after.setdefault(member, found.get(member, ""))
        if all((before.get(member) or "") == value for member, value in after.items()):
            return {}
        kept = {member: before[member] for member in PERSON if before.get(member)}
        return kept | {member: value for member, value in after.items() if value or member in kept}

    def _items(self, done: Mapping[tuple[str, str], Filled]) -> Iterator[FormItem]:
        """The whole form in its order; what the queue does not ask follows as it was."""
        for definition in self.queue.form:
            yield from done["", definition.id].items if definition.visible else fill([definition], []).items
        known = {definition.id for definition in self.queue.form}
        yield from (item for item in self.registration.form if item.id not in known)

    def _filled(self, question: Asked) -> Filled:
        typed = self.typed.get(question.key)
        answer = typed or question.stored
        country = country_of(self.queue.time_zone)
        language = self.language if typed else None
        return fill([question.definition], [answer] if answer else [], country=country, language=language)

    def _form_questions(self) -> Iterator[Asked]:
        answers = {item.id: item for item in self.registration.form}
        person = self.registration.client.wire()
        for definition, shown in zip(self.queue.form, self.queue.words(self.language).form, strict=True):
            if not definition.visible:
                continue
            stored = answers.get(definition.id)
            known = person.get(member_of(definition) or "")
            if known and not definition.sub_item and not (stored and stored.answered):
                stored = FormItem.model_construct(id=definition.id, type=definition.type, value=known)
            yield Asked(definition, shown, stored)

    def _classes(self) -> Asked:
        levels = [Choice(id=str(level), name=str(level)) for level in range(1, 10)]
        definition = FormItem(id=PRIORITY, type="select", title=self.titles[PRIORITY], values=levels)
        return Asked(definition, definition.model_copy(update={"mandatory": True}), None, PRIORITY)

    def _personal(self, member: str, kind: str) -> Asked:
        value = self.registration.note if member == NOTE else self.registration.client.wire().get(member)
        definition = FormItem(id=member, type=kind, title=self.titles[member])
        stored = FormItem.model_construct(id=member, type=kind, value=value) if value else None
        # "Optional" would say nothing where everything is.
        return Asked(definition, definition.model_copy(update={"mandatory": True}), stored, member)


def _members(definition: FormItem) -> set[str]:
    """The client's members that a question fills, itself or in its parts."""
    own = member_of(definition)
    return {own} if own and not definition.sub_item else {
        member for part in definition.sub_item or () if part.visible for member in _members(part)
    }  # fmt: skip


def _fills(question: Asked, member: str) -> bool:
    return question.member == member or (not question.member and member in _members(question.definition))


def _all(definition: FormItem) -> Iterator[FormItem]:
    """The question and its parts."""
    yield definition
    for part in definition.sub_item or ():
        yield from _all(part)
