"""An answer in the words people would use, for the page that checks the answers."""

from __future__ import annotations

from datetime import date, datetime

from walkin.languages import Words
from walkin.model.form import FormItem, resolve_type
from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.model.form.parsers.rating import list_steps

MAX_ANSWER_CHARACTERS = 400
"""Characters of an answer that are shown at once."""

MASK = "●●●●●●"


def is_secret(question: FormItem) -> bool:
    """Whether bystanders shall not read the answer: passwords, and what the form calls ``sensitive``."""
    return question.type == "password" or (question.model_extra or {}).get("sensitive") is True


def format_answer(question: FormItem, answer: FormItem | None, words: Words) -> str:
    """The answer in the person's language; nothing when there is none."""
    if answer is None:
        return ""
    if question.sub_item:
        given = {part.id: part for part in answer.sub_item or ()}
        parts = [format_answer(part, given.get(part.id), words) for part in question.sub_item if part.visible]
        return "\n".join(part for part in parts if part)
    if answer.values is not None:
        names = {choice.id: choice.name or choice.id for choice in question.iter_choices()}
        return ", ".join(
            str(choice.value or "")
            if choice.id == OTHER_CHOICE_ID and question.other_value
            else names.get(choice.id, choice.name)
            for choice in answer.values
        )
    text = (answer.value or "").strip()
    kind = resolve_type(question)
    if kind == "file":
        return words("kiosk-at-desk") if not text else answer.file_name or text[:60]
    if kind in ("scalerating", "start", "star") and text:
        return _format_rating(question, text, words)
    return _format_date(text, words) if kind == "date" else text


def _format_rating(question: FormItem, key: str, words: Words) -> str:
    for place, step in enumerate(list_steps(question), 1):
        if step.id == key:
            name = step.name if question.values else words(f"field-rating-{place}")
            return f"{place} – {name}" if name and name != str(place) else key
    return key


def _format_date(text: str, words: Words) -> str:
    try:
        if "T" not in text:
            return words.format_date(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text.replace("/", " ").strip()
    return f"{words.format_date(moment)}, {words.format_time(moment)}"
