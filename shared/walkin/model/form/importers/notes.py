"""The draft of an imported form: items, notes about what was not carried, translations, and cleaned texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, count

from pydantic import ValidationError

from walkin.model.form.check import find_errors
from walkin.model.form.conditions import list_condition_ids
from walkin.model.form.definition import FormItem, OtherAnswer, iter_with_parts
from walkin.model.form.definition import as_mapping as as_mapping
from walkin.model.form.files import FormFileError
from walkin.model.form.presentation import MAX_OPTIONS as MAX_OPTIONS
from walkin.model.text import TEXT_LENGTH

Members = dict[str, object]
"""The members of a FormItem that is being built, as in JSON."""

MAX_NESTING = 30
"""The deepest nesting of elements that is read."""

MAX_ELEMENTS = 2_000
"""The most elements that are read."""

TITLE_LENGTH = 300
"""A longer title is split: its first sentence stays, the whole is the help."""

INPUT_TYPES: Mapping[str, Members] = {
    "email": {"type": "email"},
    "tel": {"type": "phone"},
    "url": {"type": "website"},
    "password": {"type": "password"},
    "number": {"type": "number"},
    "range": {"type": "number"},
    "date": {"type": "date"},
    "datetime": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
    "datetime-local": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
    "date-time": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
    "time": {"type": "date", "valueFormat": {"valueFormat": "time"}},
    "month": {"type": "date", "valueFormat": {"valueFormat": "month"}},
    "file": {"type": "file"},
}
"""By the type of an input of HTML, which other form builders follow."""

YES_NO: list[Members] = [{"id": "true", "name": "Yes"}, {"id": "false", "name": "No"}]


class NotCarried(Exception):
    """A part of a form that has no counterpart; the message says what it is, and what to do instead."""


@dataclass(frozen=True)
class Note:
    """What was not carried of an element."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass
class ImportedForm:
    """A form that was read from a file, with a line for everything that was not carried."""

    items: list[FormItem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    translations: dict[str, dict[str, Members]] = field(default_factory=dict)
    """By language, then by id of an item: its translated members, as in the ``i18n`` of a queue."""


class Draft:
    """Collects the items of a form, with unique ids, and the notes."""

    def __init__(self) -> None:
        self.form = ImportedForm()
        self.ids: set[str] = set()
        self._notes: dict[Note, None] = {}
        self._count = 0

    def note(self, place: str, text: str) -> None:
        self._notes[Note(place, text)] = None

    def note_members(self, element: Mapping[str, object], advices: Mapping[str, str], place: str) -> None:
        """Note the members of an element that have no counterpart."""
        for member, advice in advices.items():
            if element.get(member):
                self.note(place, f"{member} is not carried: {advice}")

    def enter(self, depth: int) -> None:
        """Count an element. Raises FormFileError for too many of them, and for too deep ones."""
        self._count += 1
        if depth > MAX_NESTING:
            raise FormFileError([f"its elements are nested more than {MAX_NESTING} deep"])
        if self._count > MAX_ELEMENTS:
            raise FormFileError([f"it has more than {MAX_ELEMENTS} elements: split it into several forms"])

    def claim_id(self, name: object, prefix: str = "") -> str:
        """A free id for an element: its name, with that of its group in front or a number behind where it is taken."""
        wanted = make_line(name)
        plain = wanted or "question"
        candidates = chain([plain, f"{prefix}.{plain}"] if prefix else [plain], (f"{plain}-{n}" for n in count(2)))
        item_id = next(candidate for candidate in candidates if candidate not in self.ids)
        self.ids.add(item_id)
        if wanted and item_id != wanted:
            self.note(wanted, f"another element has the same name: its id is {item_id!r}")
        return item_id

    def translate(self, language: str, item_id: str, members: Mapping[str, object]) -> None:
        """Add translated members of an item, those that are not empty; names of values are joined."""
        given = {name: value for name, value in members.items() if value}
        texts = self.form.translations.setdefault(language, {}).setdefault(item_id, {}) if given else {}
        for name, value in given.items():
            known = texts.get(name)
            texts[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value

    def finish(self, drafts: Iterable[Members]) -> ImportedForm:
        """The form of the drafted items; what the drafts refer to and is not there is left out with a note."""
        items = [item for draft in drafts if (item := self._build_item(draft)) is not None]
        known = {item.id for item in iter_with_parts(items)}
        self.form.items = [self._drop_unknown_references(item, known) for item in items]
        self._leave_out_errors()
        for texts in self.form.translations.values():
            for item_id in [item_id for item_id in texts if item_id not in known]:
                del texts[item_id]
            _nest_parts(self.form.items, texts)
        self.form.translations = {language: texts for language, texts in self.form.translations.items() if texts}
        self.form.notes = list(self._notes)
        if not self.form.items:
            raise FormFileError(["there is no question in it that could be carried", *map(str, self.form.notes)])
        return self.form

    def _leave_out_errors(self) -> None:
        """Leave out members that a queue would refuse, such as a pattern that RE2 cannot read, each with a note."""
        for path in _REPAIRS:
            # Of several circles one is found at a time.
            while self._leave_out(path):
                pass

    def _leave_out(self, path: Sequence[str]) -> bool:
        """Leave out a member of all fields with an error that this mends."""
        problems = find_errors(self.form.items)
        changed, removed = _remove_member(self.form.items, {problem.field_id for problem in problems}, path)
        left = set(find_errors(changed)) if removed else set()
        mended = [problem for problem in problems if problem.field_id in removed and problem not in left]
        self.form.items, _ = _remove_member(self.form.items, {problem.field_id for problem in mended}, path)
        for problem in mended:
            self.note(problem.field_id, f"{'.'.join(path)} is left out: {problem.text}")
        return bool(mended)

    def _build_item(self, draft: Members) -> FormItem | None:
        """The item of a draft; its invalid members are left out with a note."""
        members = self._fit_pattern(_drop_empty(draft))
        while True:
            try:
                return FormItem.model_validate(members)
            except ValidationError as error:
                detail = error.errors(include_url=False)[0]
                member = str(detail["loc"][0]) if detail["loc"] else "id"
                reason = f"{member} {detail['msg'].removeprefix('Value error, ')}"[:200]
            if member in ("id", "type", "title") or member not in members:
                self.note(str(draft["id"]), f"it is not carried: {reason}")
                return None
            self.note(str(draft["id"]), f"{member} is left out: {reason}")
            del members[member]

    def _fit_pattern(self, members: Members) -> Members:
        """Leave out patterns of phones and dates, which are read in any notation; a number with one becomes a text."""
        rules, item_type = get_rules(members), members.get("type")
        given = [name for name in ("regexValue", "mask") if rules.get(name)]
        if given and item_type in ("number", "price"):
            self.note(str(members["id"]), "it is asked as a line of text, as a number is read in any notation")
            kept = {name: rules[name] for name in rules if name in _TEXT_RULES}
            members = members | {"type": "input", "valueFormat": kept}
        elif given and item_type in ("phone", "date"):
            for name in given:
                self.note(str(members["id"]), f"{name} is left out: a {item_type} is read in any notation")
            kept = {name: rules[name] for name in rules if name not in (*given, "regexType")}
            members = {name: value for name, value in members.items() if name != "valueFormat"}
            members |= {"valueFormat": kept} if kept else {}
        parts = members.get("subItem")
        return (
            members | {"subItem": [self._fit_pattern(part) for part in parts]} if isinstance(parts, list) else members
        )

    def _drop_unknown_references(self, item: FormItem, known: set[str]) -> FormItem:
        update: dict[str, object] = {}
        named = list_condition_ids(item.visible_if) if item.visible_if else []
        if unknown := [name for name in named if name not in known]:
            self.note(item.id, f"its condition is left out: it refers to {unknown[0]!r}, which is not carried")
            update["visible_if"] = None
        rules = item.value_format
        for limit, bound in (("min", rules.min), ("max", rules.max)) if rules else ():
            if rules and isinstance(bound, OtherAnswer) and bound.id not in known:
                self.note(item.id, f"its {limit} is left out: it refers to {bound.id!r}, which is not carried")
                update["value_format"] = rules = rules.model_copy(update={limit: None})
        if item.sub_item:
            update["sub_item"] = [self._drop_unknown_references(part, known) for part in item.sub_item]
        return item.model_copy(update=update)


_EMPTY: tuple[object, ...] = (None, "", [], {})

_TEXT_RULES = frozenset({"regexType", "regexValue", "mask", "minLength", "maxLength", "message"})

_REPAIRS = (("valueFormat", "regexValue"), ("valueFormat",), ("value",), ("visibleIf",), ("repeat",))
"""Members that are left out, one by one, where a definition would be refused because of them."""


def _remove_member(
    items: Sequence[FormItem], field_ids: Set[str], path: Sequence[str]
) -> tuple[list[FormItem], set[str]]:
    """The items without a member of these fields, and the ids of those that had it."""
    changed: list[FormItem] = []
    removed: set[str] = set()
    for item in items:
        wire = item.to_wire() if any(part.id in field_ids for part in iter_with_parts([item])) else {}
        known = len(removed)
        for part in _iter_wire(wire):
            holder: object = part if part.get("id") in field_ids else None
            for name in path[:-1]:
                holder = holder.get(name) if isinstance(holder, dict) else None
            if isinstance(holder, dict) and path[-1] in holder:
                del holder[path[-1]]
                if path[-1] == "regexValue":
                    holder.pop("regexType", None)
                removed.add(str(part["id"]))
        changed.append(FormItem.model_validate(wire) if len(removed) > known else item)
    return changed, removed


def _iter_wire(wire: Members) -> Iterator[Members]:
    yield wire
    for part in as_list(wire.get("subItem")):
        if isinstance(part, dict):
            yield from _iter_wire(part)


def _drop_empty(draft: Members) -> Members:
    members = dict(draft)
    for name in ("valueFormat", "repeat"):
        given = as_mapping(draft.get(name)).items()
        members[name] = {key: value for key, value in given if value not in _EMPTY}
    if isinstance(parts := draft.get("subItem"), list):
        members["subItem"] = [_drop_empty(part) for part in parts]
    return {key: value for key, value in members.items() if value not in _EMPTY}


def _nest_parts(items: Sequence[FormItem], texts: dict[str, Members]) -> None:
    """Move the translations of parts into those of their items."""
    for item in items:
        if not item.sub_item:
            continue
        _nest_parts(item.sub_item, texts)
        if parts := {part.id: texts.pop(part.id) for part in item.sub_item if part.id in texts}:
            texts.setdefault(item.id, {})["subItem"] = parts


def as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def as_text(value: object) -> str:
    """A text or a number of a document as text, empty for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def as_number(value: object) -> int | float | None:
    """A number of a document, also one that is written as text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", value.strip()):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2**53:
        return None
    return int(value) if float(value).is_integer() else value


def read_numbers(document: Mapping[str, object], names: Mapping[str, str], *, lengths: bool = False) -> Members:
    """The numbers of a document by our names for them, as far as it has them; lengths are whole and above 0."""
    numbers = {ours: as_number(document.get(name)) for ours, name in names.items()}
    return {
        ours: value
        for ours, value in numbers.items()
        if value is not None and not (lengths and (not isinstance(value, int) or value <= 0))
    }


LENGTHS = {"minLength": "minLength", "maxLength": "maxLength"}


def get_rules(item: Members) -> Members:
    """A copy of an item's ``valueFormat``."""
    return dict(as_mapping(item.get("valueFormat")))


def strip_markup(text: str) -> str:
    """The text of HTML, in lines; Markdown and other text stays as it is."""
    if "<" in text or "&" in text:
        text = re.sub(r"<(script|style)\b.*?(</\1\s*>|\Z)", "", text, flags=re.DOTALL | re.IGNORECASE)
        text = re.sub(r"<\s*(br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", "\n", text, flags=re.IGNORECASE)
        text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
        text = html.unescape(text)
    lines = (re.sub(r"\s+", " ", line) for line in re.split("\r\n?|[\n\u2028\u2029]", text))
    printable = ("".join(c for c in line if c.isprintable() or c in "\u200c\u200d").strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(printable)).strip()[:TEXT_LENGTH]


def make_line(text: object) -> str:
    """A text of a document in one line, without HTML and marks of emphasis."""
    line = re.sub(r"\s+", " ", strip_markup(as_text(text))).strip()
    return str(re.sub(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1", r"\2", line))


def make_title(text: object, help_text: object = "") -> Members:
    """Title and help of a question; of a long title the first sentence or line is the title."""
    whole, given_help = strip_markup(as_text(text)), strip_markup(as_text(help_text))
    title = make_line(whole)
    if "\n" in whole or len(title) > TITLE_LENGTH:
        first = make_line(re.split(r"(?<=[.?!:])\s|\n", whole, maxsplit=1)[0])[:TITLE_LENGTH]
        title, given_help = first, "\n\n".join(part for part in (whole, given_help) if part)
    members: Members = {"title": title}
    return members | ({"help": given_help} if given_help and given_help != title else {})


def make_text(text: object, title: str = "") -> Members:
    """Title and help of an item of type text: its first line is the title where it has none."""
    whole = strip_markup(as_text(text))
    members: Members = {"title": title or make_line(whole.split("\n")[0])[:120]}
    return members | {"help": whole if whole != members["title"] else ""}


def join_conditions(*conditions: object) -> object:
    """A condition that holds when all of these do; None for none."""
    given = [condition for condition in conditions if condition]
    return given[0] if len(given) == 1 else {"all": given} if given else None
