"""Base of the readers of other form builders' files: the walk through elements, and the items of questions."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from walkin.model.form.importers.expressions import build_bound, parse_expression
from walkin.model.form.importers.notes import (
    MAX_OPTIONS,
    Draft,
    Members,
    NotCarried,
    as_list,
    as_mapping,
    as_number,
    as_text,
    join_conditions,
    make_line,
    make_title,
)

Element = Mapping[str, object]
Texts = Mapping[str, str]
"""A text by language, in the form's own with an empty one."""

COMPUTED = "nothing is computed in a form"
READ_ONLY = "make it a text, or visible = false"


@dataclass(frozen=True)
class Place:
    """Context of an element: sections, condition and depth."""

    sections: Texts = field(default_factory=dict)
    condition: object = None
    depth: int = 1
    group: str = ""
    """What is put before an id that is taken."""
    in_repeat: bool = False

    def under(self, condition: object) -> Place:
        """The same place, under one more condition."""
        return replace(self, condition=join_conditions(self.condition, condition))

    def within(self, titles: Texts | None = None, group: str = "") -> Place:
        """The place of the elements of a group: its title is their section, except in a repeat."""
        titles = titles if titles and titles.get("") and not self.in_repeat else self.sections
        return replace(self, sections=titles, depth=self.depth + 1, group=group or self.group)


class Reader(ABC):
    """Reads the elements of a document; each format declares the names of its members and types."""

    id_member = "name"
    title_members: Sequence[str] = ("title", "name")
    help_members: Sequence[str] = ("description",)
    placeholder_members: Sequence[str] = ("placeholder",)
    value_members = ("value", "text")
    """The members of a value that are its id and its name."""
    types: Mapping[str, Members] = {}
    missing_types: Mapping[str, str] = {}
    """Types that are not carried, with what to do instead."""

    def __init__(self, document: Element) -> None:
        self.document = document
        self.draft = Draft()

    def read_elements(self, elements: object, place: Place) -> Iterator[Members]:
        for element in iter_elements(elements):
            self.draft.enter(place.depth)
            if not element:
                continue
            kind = self.get_kind(element)
            if kind in self.missing_types:
                self.draft.note(self.get_name(element), f"the type {kind} is not carried: {self.missing_types[kind]}")
            else:
                yield from self.read_element(element, kind, place)

    @abstractmethod
    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        """The items of an element and of the elements within it."""

    def is_required(self, element: Element) -> bool:
        return element.get("required") is True

    def get_kind(self, element: Element) -> str:
        return as_text(element.get("type"))

    def get_name(self, element: Element) -> str:
        """What an element is called in notes."""
        return as_text(element.get(self.id_member)) or make_line(self.list_texts(element, *self.title_members)[""])[:60]

    def list_texts(self, element: Element, *members: str) -> dict[str, str]:
        """The first of these members that is not empty, by language."""
        return {"": as_text(find_member(element, *members))}

    def start_item(self, element: Element, place: Place) -> Members:
        """An item with the id, texts, section and condition of a question."""
        item: Members = {"id": self.draft.claim_id(element.get(self.id_member), place.group)}
        titles, helps = self.list_texts(element, *self.title_members), self.list_texts(element, *self.help_members)
        for language in {**titles, **helps}:
            texts = make_title(titles.get(language, ""), helps.get(language, ""))
            if language:
                self.draft.translate(language, str(item["id"]), texts)
            else:
                item |= texts
        self.set_line(item, "placeholder", self.list_texts(element, *self.placeholder_members))
        self.set_line(item, "section", place.sections)
        item["visibleIf"] = place.condition
        if self.is_required(element):
            item["mandatory"] = True
        return item

    def set_line(self, item: Members, member: str, texts: Texts) -> None:
        """Set a member to a text, and its translations."""
        for language, text in texts.items():
            if language:
                self.draft.translate(language, str(item["id"]), {member: make_line(text)})
            else:
                item[member] = make_line(text)

    def set_type(self, item: Members, kind: str, name: str) -> None:
        item |= self.types.get(kind, {"type": "input"})
        if kind not in self.types:
            self.draft.note(name, f"the type {kind!r} is not known: it is asked as a line of text")
        if item["type"] == "text":
            item.pop("mandatory", None)

    def set_multiple(self, item: Members, name: str) -> None:
        """Take several files; several answers of another type are not carried."""
        if item["type"] == "file":
            item["multiple"] = True
        else:
            self.draft.note(name, "it is asked once: for several answers make it a part of a repeat")

    def read_values(self, item: Members, entries: object) -> list[Members]:
        """The values of a question, each a text or number, or an object with an id and a name."""
        values: dict[str, Members] = {}
        id_member, name_member = self.value_members
        for entry in as_list(entries):
            element = as_mapping(entry) or {id_member: entry}
            texts = self.list_texts(element, name_member)
            if not (value_id := as_text(element.get(id_member))):
                if texts[""]:
                    self.draft.note(str(item["id"]), f"the value {make_line(texts[''])!r} has no id and is not carried")
                continue
            if value_id in values:
                self.draft.note(str(item["id"]), f"a second value {value_id!r} is not carried")
                continue
            values[value_id] = {"id": value_id, "name": make_line(texts[""]) or value_id}
            for language, text in texts.items():
                if language:
                    self.draft.translate(language, str(item["id"]), {"values": {value_id: make_line(text)}})
        return list(values.values())

    def read_table(self, element: Element, place: Place, rows: Iterable[Element], values: object) -> Iterator[Members]:
        """A question for each row, under the title of the table."""
        self.draft.note(self.get_name(element), "a table is asked as a question for each of its rows")
        place = place.within(self.list_texts(element, *self.title_members))
        for row in rows:
            item = self.start_item(row, place)
            yield item | make_choice(self.read_values(item, values), is_multiple=False)

    def read_repeat(
        self, element: Element, place: Place, repeat: Members, read_parts: Callable[[Place], Iterator[Members]]
    ) -> Iterator[Members]:
        """A question that is asked several times; within another one its parts are asked once."""
        name = self.get_name(element)
        if place.in_repeat:
            self.draft.note(name, "a repeat within a repeat is asked once: make it a question of its own")
            yield from read_parts(place.within())
            return
        item = self.start_item(element, place)
        parts = list(read_parts(Place(depth=place.depth + 1, group=name, in_repeat=True)))
        if not parts:
            self.draft.note(name, "it has no questions and is not carried")
            return
        if not repeat.get("title"):
            self.set_line(item, "repeat", self.list_texts(element, *self.title_members))
            repeat = {**repeat, "title": item["repeat"]}
        yield item | {"type": "input", "repeat": repeat, "subItem": parts}

    def read_limits(self, name: str, **bounds: object) -> Members:
        """Limits that are numbers, dates, days from today or other answers."""
        limits: Members = {}
        for member, bound in bounds.items():
            text = as_text(bound)
            if (number := as_number(bound)) is not None:
                limits[member] = number
            elif re.match(r"\d{4}-\d{2}-\d{2}|[+-]\d{1,4}[dwmy]$", text):
                limits[member] = text[:10]
            elif text:
                try:
                    limits[member] = build_bound(parse_expression(text))
                except NotCarried:
                    self.draft.note(name, f"its {member} is computed and left out ({make_line(text)[:100]})")
        return limits

    def set_default(self, item: Members, default: object, name: str) -> None:
        """Set the value that is answered at first."""
        if item["type"] in ("text", "consent", "file") or default in (None, "", [], {}):
            return
        texts = [as_text(value) for value in as_list(default) or [default]]
        if "" in texts:
            self.draft.note(name, "its default value cannot be read and is left out")
            return
        if len(texts) > 1 and not (item["type"] == "checkbox" or item.get("multiple")):
            self.draft.note(name, "only the first of its default values is carried")
            del texts[1:]
        item["value"] = ",".join(texts)


def iter_elements(value: object) -> Iterator[Element]:
    """The objects of a list; what is no object is an empty one."""
    return map(as_mapping, as_list(value))


def find_member(element: Element, *names: str) -> object:
    """The first of these members that is not empty."""
    return next((value for name in names if (value := element.get(name))), None)


def make_choice(values: Sequence[Members], *, is_multiple: bool, is_list: bool = False) -> Members:
    """Type and values of a choice: a list from ten values on, or where the other form has one; anything without."""
    members: Members = {"values": values} if values else {"otherValue": True}
    if is_multiple:
        return members | ({"type": "select", "multiple": True} if is_list else {"type": "checkbox"})
    return members | {"type": "select" if is_list or len(values) > MAX_OPTIONS else "radio"}


def make_steps(least: object, most: object, step: object, limit: int) -> list[Members]:
    """The values of a scale, none if it is no scale of whole numbers with at most so many steps."""
    if not (isinstance(least, int) and isinstance(most, int) and isinstance(step, int)):
        return []
    is_scale = step > 0 and 0 < most - least <= limit * step
    return [{"id": str(value), "name": str(value)} for value in range(least, most + 1, step)] if is_scale else []


def make_pattern(pattern: object) -> Members:
    """The rules of a regular expression."""
    return {"regexType": "custom", "regexValue": text} if (text := as_text(pattern)) else {}
