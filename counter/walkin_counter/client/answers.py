"""The answers of a registration's form, as an agent reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from walkin.languages.answers import describe_answer
from walkin.model.form.asked import list_entries
from walkin_counter.client.facts import format_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from walkin.languages import Words
    from walkin.model.form.definition import FormItem


@dataclass(frozen=True)
class FormattedAnswer:
    """A question and its answer in words; ``file`` is the item when there is a file to open.

    ``wording`` is that of a consent, in Markdown.
    """

    id: str
    label: str
    text: str
    file: FormItem | None = None
    wording: str = ""
    section: str = ""
    level: int = 0
    """Nesting depth: 0 for a question of the form, more for entries and parts."""


def format_answers(form: Iterable[FormItem], definitions: Iterable[FormItem], words: Words) -> list[FormattedAnswer]:
    """Every answer, in order; hidden questions without an answer are left out.

    Titles, names and sections are those of `definitions`, which are in the reader's language. A question that the queue
    no longer has keeps its own. The entries of a repeat and their parts are lines of their own.
    """
    definitions_by_id = {definition.id: definition for definition in definitions}
    return [
        replace(answer, section=definitions_by_id.get(item.id, item).section or "")
        for item in form
        for answer in _iter_answers(item, definitions_by_id.get(item.id, item), words)
    ]


def _iter_answers(item: FormItem, definition: FormItem, words: Words, level: int = 0) -> Iterator[FormattedAnswer]:
    if not item.visible and not item.has_answer:
        return
    label, no_answer = definition.title or item.title or item.id, words("counter-details-no-answer")
    if item.type == "file":
        for place, file in enumerate(item.sub_item or (item,)):
            text, kept_file = describe_file(file, words), file if file.value else None
            yield FormattedAnswer(item.id, "" if place else label, text, kept_file, level=level)
    elif item.type == "consent":
        text, wording = _describe_consent(item, words), item.consent.wording if item.consent else None
        yield FormattedAnswer(item.id, label, text or no_answer, wording=(text and wording) or "", level=level)
    elif item.sub_item and (item.repeat or definition.repeat):
        yield FormattedAnswer(item.id, label, "", level=level)
        entries = item.sub_item if definition is item else list_entries(definition, item).values()
        for place, entry in enumerate(entries, 1):
            yield FormattedAnswer(entry.id, f"{definition.entry_title or label} {place}", "", level=level + 1)
            yield from _iter_parts(entry, definition if definition is not item else entry, words, level + 2)
    elif any(part.type in ("file", "consent") for part in item.sub_item or ()):
        yield FormattedAnswer(item.id, label, "", level=level)
        yield from _iter_parts(item, definition, words, level + 1)
    else:
        text = describe_answer(definition, item, words)
        yield FormattedAnswer(item.id, label, text or no_answer, level=level)


def _iter_parts(item: FormItem, definition: FormItem, words: Words, level: int) -> Iterator[FormattedAnswer]:
    definitions_by_id = {part.id: part for part in definition.sub_item or ()}
    for part in item.sub_item or ():
        yield from _iter_answers(part, definitions_by_id.get(part.id, part), words, level)


def describe_file(item: FormItem, words: Words) -> str:
    """The name of a file, or why there is none."""
    if item.value:
        return item.file_name or words("counter-file-unnamed")
    return words("counter-file-deferred" if item.is_deferred else "counter-details-no-answer")


def _describe_consent(item: FormItem, words: Words) -> str:
    """When a consent was given, and to which version; empty if it was not given."""
    given, consent = describe_answer(item, item, words), item.consent
    if not given or consent is None:
        return given
    version = words("counter-details-version", version=consent.version) if consent.version else ""
    return " · ".join(filter(None, (given, format_moment(consent.time, words), version)))
