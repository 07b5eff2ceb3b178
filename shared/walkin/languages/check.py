"""Checks of files of texts, for translators and offices: what is missing, unknown, or would not be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from walkin.languages import (
    CONTROLS,
    FALLBACK,
    FOLDER,
    MAX_FILE_BYTES,
    get_locale,
    is_for_clients,
    list_texts,
    load_shipped_english,
    load_texts,
)
from walkin.languages.keyboards import LAYOUT_SUFFIX, LayoutError, read_layout
from walkin.model.language import format_tag, list_shorter_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

UNREAD = "# Not yet read by a native speaker."
"""The line in the head of a file until a native speaker has read it."""

PLURAL_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
FUNCTIONS = frozenset({"NUMBER", "DATETIME"})
"""The functions of Fluent."""

COUNTS = (*range(201), 1000)
"""Whole numbers that reach every plural category that people meet."""


class Problem(NamedTuple):
    """What is wrong in a file, and where; `line` is 0 for what concerns the whole file."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class Share(NamedTuple):
    """How many texts of so many there are."""

    have: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 only if all are there."""
        return self.have * 100 // max(1, self.of)


@dataclass
class MessageParts(Visitor):
    """The placeholders, the choices between variants, and the references of a message."""

    placeholders: set[str] = field(default_factory=set)
    choices: list[tuple[str, list[str]]] = field(default_factory=list)
    """The variable that chooses, "" for anything else, and the names of the variants, the default last."""
    references: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.placeholders.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ftl.TermReference) -> None:  # noqa: N802
        self.references.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802
        self.functions.add(node.id.name)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        variable = node.selector.id.name if isinstance(node.selector, ftl.VariableReference) else ""
        keys = [
            variant.key.name if isinstance(variant.key, ftl.Identifier) else variant.key.value
            for variant in sorted(node.variants, key=lambda variant: variant.default)
        ]
        self.choices.append((variable, keys))
        self.generic_visit(node)

    def get_choice(self, variable: str) -> list[str] | None:
        return next((keys for name, keys in self.choices if name == variable), None)


def _take_apart(entry: ftl.Message | ftl.Term) -> MessageParts:
    parts = MessageParts()
    parts.visit(entry)
    return parts


@lru_cache(maxsize=1)
def _load_english(source: str) -> dict[str, MessageParts]:
    body = FluentParser().parse(source).body
    return {entry.id.name: _take_apart(entry) for entry in body if isinstance(entry, ftl.Message)}


def load_reference() -> dict[str, MessageParts]:
    """The parts of every message that there is, as the shipped English file has them."""
    return _load_english((FOLDER / f"{FALLBACK}.ftl").read_text(encoding="utf-8"))


def measure_language(code: str) -> tuple[Share, Share]:
    """How much of the texts for clients, and of those for staff, a language has."""
    every, missing = {*load_shipped_english().keys}, {*list_missing(code)}
    for_clients = {key for key in every if is_for_clients(key)}
    clients, staff = (Share(len(keys - missing), len(keys)) for keys in (for_clients, every - for_clients))
    return clients, staff


def list_missing(code: str) -> list[str]:
    """The texts that a language lacks, or a region together with its language."""
    found = set[str]().union(*(list_texts(tag) for tag in list_shorter_tags(code)))
    return [key for key in load_shipped_english().keys if key not in found]


def list_missing_in(file: Path) -> list[str]:
    """The texts that a file of a further language lacks; none if it only changes texts of one that is shipped."""
    code = format_tag(file.stem) if file.suffix != LAYOUT_SUFFIX else None
    if code is None or (FOLDER / f"{code}.ftl").is_file():
        return list_missing(code) if code and file.parent.resolve() == FOLDER else []
    found = set[str](load_texts(code, file).keys).union(*(list_texts(tag) for tag in list_shorter_tags(code)[1:]))
    return [key for key in load_shipped_english().keys if key not in found]


def _read(file: Path) -> tuple[str, str]:
    """The content of a file, and why it cannot be read."""
    try:
        if not file.is_file():
            return "", "there is no such file"
        if file.stat().st_size > MAX_FILE_BYTES:
            return "", f"the file is larger than {MAX_FILE_BYTES // 1_000_000} MB"
        return file.read_text(encoding="utf-8-sig"), ""
    except UnicodeDecodeError as error:
        return "", f"the file is not text in UTF-8 (byte {error.start})"
    except OSError as error:
        return "", f"the file cannot be read ({error.strerror or error})"


def check_file(file: Path) -> list[Problem]:
    """What is wrong in a file of texts, or of a keyboard; not what it lacks."""
    source, reason = _read(file)
    if reason:
        return [Problem(file, 0, reason)]
    code = format_tag(file.stem)
    if code is None or code != file.stem:
        wanted = f", like {code}{file.suffix}" if code else f", like de{file.suffix} or fr-CA{file.suffix}"
        return [Problem(file, 0, f"the name of the file has to be the code of a language{wanted}")]
    if file.suffix == LAYOUT_SUFFIX:
        try:
            read_layout(file)
        except LayoutError as error:
            return [Problem(file, 0, str(error))]
        return []
    try:
        body = FluentParser().parse(source).body
    except RecursionError:
        return [Problem(file, 0, "the file has too many brackets within each other")]
    found = [(line, text) for entry in body for line, text in _check_entry(entry, source)]
    found += _check_controls(source)
    entries = [entry for entry in body if isinstance(entry, ftl.Message | ftl.Term)]
    counts = Counter(entry.id.name for entry in entries)
    parts_by_name = {_get_name(entry): _take_apart(entry) for entry in entries}
    for entry in entries:
        line, name = _find_line(source, entry), entry.id.name
        if counts[name] > 1:
            counts[name] = 0
            found.append((line, f"{name} is there more than once"))
        parts = parts_by_name[_get_name(entry)]
        if _get_name(entry) in _list_references(parts, parts_by_name):
            found.append((line, f"{name} contains itself"))
        found += [
            (line, f"{name}: there is no text {other} here")
            for other in sorted(parts.references - parts_by_name.keys())
        ]
        found += [(line, f"{name}: there is no function {other}") for other in sorted(parts.functions - FUNCTIONS)]
        if isinstance(entry, ftl.Message):
            found += [(line, f"{name}: {text}") for text in _compare(name, parts, code)]
    return [Problem(file, line, text) for line, text in sorted(found)]


def _get_name(entry: ftl.Message | ftl.Term) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ftl.Term) else entry.id.name


def _list_references(parts: MessageParts, parts_by_name: Mapping[str, MessageParts]) -> set[str]:
    """The names of all texts within a text, and within those."""
    found: set[str] = set()
    open_names = {*parts.references}
    while open_names:
        name = open_names.pop()
        found.add(name)
        open_names |= (parts_by_name[name].references if name in parts_by_name else set()) - found
    return found


def _find_line(source: str, node: ftl.BaseNode) -> int:
    span = getattr(node, "span", None)
    return source.count("\n", 0, span.start) + 1 if span else 1


def _check_entry(entry: ftl.EntryType, source: str) -> Iterator[tuple[int, str]]:
    line = _find_line(source, entry)
    if isinstance(entry, ftl.Junk):
        reason = next((note.message for note in entry.annotations or () if note.message), "")
        yield line, f"this is not written as it should be: {reason}".rstrip(": ")
    elif isinstance(entry, ftl.Message) and entry.id.name not in load_reference():
        yield line, f"{entry.id.name}: there is no text of this name"
    elif isinstance(entry, ftl.Message) and entry.value is None:
        yield line, f"{entry.id.name}: there is no text behind the ="


def _check_controls(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.split("\n"), 1):
        if wrong := CONTROLS.search(line):
            yield number, f"the character U+{ord(wrong[0]):04X} cannot be shown"


def _compare(name: str, parts: MessageParts, code: str) -> Iterator[str]:
    """What differs from the English message in placeholders and variants."""
    english = load_reference().get(name)
    if english is None:
        return
    for unknown in sorted(parts.placeholders - english.placeholders):
        there_are = ", ".join(f"${other}" for other in sorted(english.placeholders)) or "none"
        yield f"there is no placeholder ${unknown}; there are: {there_are}"
    for missing in sorted(english.placeholders - parts.placeholders):
        yield f"the placeholder ${missing} is missing"
    for variable, keys in parts.choices:
        expected = english.get_choice(variable)
        if _is_plural(expected if expected is not None else keys):
            is_needed = any(key in PLURAL_CATEGORIES[:-1] for key in (*keys, *(expected or ())))
            yield from _check_plural(keys, code, is_needed=is_needed)
        elif expected is not None and {*keys} != {*expected}:
            yield f"the variants of ${variable} have to be {', '.join(expected)}"


def _is_plural(keys: list[str]) -> bool:
    return all(key in PLURAL_CATEGORIES or key.replace(".", "").isdecimal() for key in keys)


def _check_plural(keys: list[str], code: str, *, is_needed: bool) -> Iterator[str]:
    """Compare plural variants with the categories that Unicode's tables name for the language.

    Not all are needed where English has one text for any number.
    """
    rule = get_locale(code).plural_form
    categories = [category for category in PLURAL_CATEGORIES if category in {*rule.tags, "other"}]
    for key in keys:
        if key in PLURAL_CATEGORIES and key not in categories:
            yield f"the variant {key} is never used: in this language there are {', '.join(categories)}"
    # The default takes the place of one that is missing, such as Polish "other", which only fractions have.
    reached = {rule(count) for count in COUNTS if str(count) not in keys}
    missing = [category for category in categories if category in reached and category not in keys]
    if is_needed and len(missing) > (keys[-1] not in reached):
        yield f"there is no variant {' or '.join(missing)}"
