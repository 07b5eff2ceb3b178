"""Pages of a form without JavaScript: a question comes on a later page than those its condition names."""

from __future__ import annotations

from collections.abc import Sequence

from walkin.api.web.form_answers import has_files
from walkin.model.form.conditions import list_condition_ids
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.presentation import group_screens


def split_pages(definitions: Sequence[FormItem]) -> list[list[str]]:
    """The question ids of each page; a form without conditions has one page.

    A section begins a page; questions of one ``bindGroup`` stay together. Files come last, for a page that is not the
    last one could not keep them, unless a condition names them.
    """
    named = {name for item in iter_with_parts(definitions) for name in _list_named(item)}
    if not named:
        return [[item.id for item in definitions]]
    last = [item for item in definitions if has_files([item]) and not named & _list_ids(item)]
    others = [item for item in definitions if item not in last]
    pages: list[list[str]] = []
    before: set[str] = set()
    section: str | None = None
    for items in group_screens(others):
        needed = {name for item in iter_with_parts(items) for name in _list_named(item)}
        if not pages or needed & before or items[0].section != section:
            pages.append([])
            before = set()
        pages[-1] += [item.id for item in items]
        before |= {name for item in items for name in _list_ids(item)}
        section = items[-1].section
    if last:
        pages.append([item.id for item in last])
    return pages


def _list_ids(item: FormItem) -> set[str]:
    return {part.id for part in iter_with_parts([item])}


def _list_named(item: FormItem) -> list[str]:
    return list(list_condition_ids(item.visible_if)) if item.visible_if else []
