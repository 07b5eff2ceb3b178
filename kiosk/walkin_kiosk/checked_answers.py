"""The answers of a session as the client checks them before the ticket."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from walkin.languages import Words
from walkin.languages.answers import describe_answer
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.presentation import Control, get_presentation, is_secret
from walkin_kiosk.session import KioskSession

MASK = "●●●●●●"

MAX_ANSWER_CHARACTERS = 400
"""Characters of an answer that are shown at once."""

CHOSEN_CONTROLS: frozenset[Control] = frozenset({"choice", "rating", "consent", "file"})
"""Controls whose answers are chosen, not typed."""

MAX_ANSWER_LINES = 8
"""Lines of an answer shown at first."""


@dataclass(frozen=True)
class CheckedAnswer:
    """A line of the check page: the answer to a question, or one entry of a repeated question."""

    question_id: str
    question: FormItem
    """The question, or the entry, with its texts in the client's language."""
    text: str
    entry: str = ""
    section: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether bystanders must not read it."""
        # The line of a repeated question shows only the titles of its entries.
        parts = iter_with_parts([self.question] if self.question.repeat is None else [])
        return bool(self.text) and any(is_secret(item) for item in parts)

    @property
    def is_chosen(self) -> bool:
        """Whether it was chosen among answers that everybody may know, not typed."""
        return get_presentation(self.question).control in CHOSEN_CONTROLS and not self.is_secret

    @property
    def short_text(self) -> str:
        """The answer masked or cut, as it is shown at first."""
        if self.is_secret:
            return MASK
        cut = "\n".join(self.text.split("\n")[:MAX_ANSWER_LINES])[:MAX_ANSWER_CHARACTERS]
        return cut if cut == self.text else f"{cut} …"


def list_answers(session: KioskSession, words: Words) -> list[CheckedAnswer]:
    """All answers: normalised, or as they were typed where they are not valid."""
    normalized, answers = session.normalized_answers, []
    for item in session.questions:
        question, answer = session.translate(item), normalized.get(item.id) or session.answers.get(item.id)
        describe = partial(describe_answer, words=words, choice_separator=", ", is_typed=item.id not in normalized)
        section = question.section or ""
        if question.repeat is None or question.type == "file":
            text = describe(question, answer) if answer else ""
            answers.append(CheckedAnswer(item.id, question, text, section=section))
            continue
        given = {entry.id: entry for entry in (answer.sub_item if answer else None) or ()}
        entries = [entry for entry in question.sub_item or () if entry.id in given]
        titles = ", ".join(entry.title for entry in entries)
        answers.append(CheckedAnswer(item.id, question, titles, section=section))
        answers += [
            CheckedAnswer(item.id, entry, describe(entry, given[entry.id]), entry.id, section) for entry in entries
        ]
    return answers
