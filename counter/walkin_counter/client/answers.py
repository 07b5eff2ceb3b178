"""The answers of a registration's form, as an agent reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkin.languages.answers import describe_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from walkin.languages import Words
    from walkin.model.form import FormItem


@dataclass(frozen=True)
class FormattedAnswer:
    """A question and its answer in words; ``file`` is the item when there is a file to open."""

    id: str
    label: str
    text: str
    file: FormItem | None = None


def format_answers(form: Iterable[FormItem], definitions: Iterable[FormItem], words: Words) -> list[FormattedAnswer]:
    """Every answer, in order; hidden questions without an answer are left out.

    Titles and names are those of `definitions`, which are in the reader's language. A question that the queue no
    longer has keeps its own.
    """
    return list(_iter_answers(form, definitions, words))


def _iter_answers(form: Iterable[FormItem], definitions: Iterable[FormItem], words: Words) -> Iterator[FormattedAnswer]:
    definitions_by_id = {definition.id: definition for definition in definitions}
    for item in form:
        definition = definitions_by_id.get(item.id, item)
        if not item.visible and not item.has_answer:
            continue
        label = definition.title or item.title or item.id
        if item.type == "file":
            yield FormattedAnswer(item.id, label, describe_file(item, words), item if item.value else None)
            continue
        files = [part for part in item.sub_item or () if part.type == "file"]
        answer = item
        if files:
            answer = item.model_copy(update={"sub_item": [part for part in item.sub_item or () if part not in files]})
        text = describe_answer(answer if definition is item else definition, answer, words)
        yield FormattedAnswer(item.id, label, text or words("counter-details-no-answer"))
        yield from _iter_answers(files, definition.sub_item or (), words)


def describe_file(item: FormItem, words: Words) -> str:
    """The name of a file, or why there is none."""
    if item.value:
        return item.file_name or words("counter-file-unnamed")
    return words("counter-file-deferred" if item.is_deferred else "counter-details-no-answer")
