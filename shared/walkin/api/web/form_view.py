"""Forms on web pages: the questions for the template."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal
from urllib.parse import quote
from zlib import crc32

from walkin.languages import Words
from walkin.languages.answers import describe_hint
from walkin.languages.dates import DATE_BOXES, order_boxes, split_date
from walkin.model.country import find_country_code, list_countries, list_other_names
from walkin.model.errors import FieldProblem
from walkin.model.form.definition import OTHER_CHOICE_ID, Choice, FormItem, ValueFormat
from walkin.model.form.markdown import render_html
from walkin.model.form.parsers.date import expects_time
from walkin.model.form.parsers.rating import get_ends, list_steps
from walkin.model.form.parsers.registry import resolve_type
from walkin.model.form.prefill import get_shown_answer
from walkin.model.form.presentation import AUTOCOMPLETE_BY_BIND, get_presentation
from walkin.model.search import list_words

MIN_SEARCHED_OPTIONS = 25
"""The fewest options of a ``<select>`` that a page's script offers to search."""

MAX_VISIBLE_OPTIONS = 9
"""The most options shown as radio buttons or boxes; more, and categories, are a ``<select>`` or collapsed boxes."""


@dataclass(frozen=True)
class Option:
    """A value that can be chosen; ``group`` is the name of its category."""

    value: str
    label: str
    is_chosen: bool
    group: str = ""
    is_exclusive: bool = False
    names: Sequence[str] = ()
    """What a search finds it by; an option without names is always shown."""

    @property
    def search_text(self) -> str:
        """Names besides the label, and folded words that JavaScript cannot fold, such as that of Łódź."""
        names = [name for name in self.names if name and name != self.label]
        plain = " ".join([self.label, *names]).lower().split()
        return " ".join([*names, *sorted(list_words([self.label, *names]).difference(plain))])


@dataclass(frozen=True)
class DateBox:
    """An input for the day, month, year or time of a date."""

    name: str
    label: str
    value: str
    is_wide: bool
    is_time: bool
    autocomplete: str


@dataclass(frozen=True)
class Entry:
    """One entry of a repeated question."""

    key: str
    title: str
    parts: Sequence[Question]


@dataclass(frozen=True)
class Question:
    element_id: str
    control: Literal["line", "area", "list", "picks", "boxes", "file", "parts", "entries", "text", "consent"]
    title: str
    hint: str
    problem: str
    key: str
    """Its id, with those of the repeated question and the entry before it: ``children/1/name``."""
    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[Option] = ()
    is_multiple: bool = False
    is_collapsed: bool = False
    other_text: str | None = None
    boxes: Sequence[DateBox] = ()
    parts: Sequence[Question] = ()
    entries: Sequence[Entry] = ()
    entry_title: str = ""
    can_add: bool = False
    can_remove: bool = False
    file_name: str = ""
    capture: str = ""
    is_deferred: bool | None = None
    section: str = ""
    unit: str = ""
    wording: str = ""
    """Safe HTML."""

    @property
    def name(self) -> str:
        return f"v:{self.key}"

    @property
    def option_groups(self) -> list[tuple[str, list[Option]]]:
        """The options by category, those without one under an empty name."""
        return [(name, list(options)) for name, options in groupby(self.options, lambda option: option.group)]

    @property
    def is_searched(self) -> bool:
        return len(self.options) >= MIN_SEARCHED_OPTIONS

    @property
    def chosen_labels(self) -> list[str]:
        return [option.label for option in self.options if option.is_chosen]

    @property
    def inner(self) -> list[Question]:
        return [*self.parts, *(part for entry in self.entries for part in entry.parts)]

    @property
    def first_element_id(self) -> str:
        return self.parts[0].first_element_id if self.parts else self.element_id

    @property
    def shape(self) -> str:
        """A check sum of the control without its answer: the page's script replaces a control whose shape changed."""
        labels = [(option.value, option.label) for option in self.options]
        return f"{crc32(repr((self.control, self.title, self.hint, self.unit, self.attributes, labels)).encode()):x}"

    def iter_with_problem(self) -> Iterator[Question]:
        """The questions with a problem among this one and its parts."""
        if self.problem:
            yield self
        for part in self.inner:
            yield from part.iter_with_problem()

    def iter_keys(self) -> Iterator[str]:
        """The keys of this question, its parts and its entries."""
        yield self.key
        yield from (entry.key for entry in self.entries)
        for part in self.inner:
            yield from part.iter_keys()


def build_key(item_id: str, prefix: str = "") -> str:
    """The key of a question or an entry; `prefix` is the key of the entry or question around it."""
    own = quote(item_id, safe="")
    return f"{prefix}/{own}" if prefix else own


class FormView:
    """Builds the questions of a page from asked definitions, the answers so far, and problems."""

    def __init__(self, words: Words, problems: Sequence[FieldProblem], file_hint: str) -> None:
        self._words = words
        self._problems = problems
        self._file_hint = file_hint

    def build_questions(
        self, items: Sequence[FormItem], answers: Sequence[FormItem], entry_key: str = "", entry_path: str = ""
    ) -> list[Question]:
        """The questions of `AskedForm.items`: a repeated one with its entries in ``subItem``."""
        answers_by_id = {answer.id: answer for answer in answers}
        return [self._build_question(item, answers_by_id.get(item.id), entry_key, entry_path) for item in items]

    def _build_question(self, item: FormItem, answer: FormItem | None, entry_key: str, entry_path: str) -> Question:
        answer = get_shown_answer(item, answer)
        title = item.title or item.id
        presentation = get_presentation(item)
        key = build_key(item.id, entry_key)
        question = Question(
            # The same id while other questions appear and disappear.
            f"q{crc32(key.encode())}",
            "line",
            title if item.mandatory or item.sub_item is not None else self._words("field-optional", title=title),
            "\n".join(filter(None, (item.help or item.placeholder, self._describe_format(item)))),
            self._describe_problem(item, entry_path + item.id),
            key,
            (answer.value if answer else None) or "",
            section=item.section or "",
            unit=(item.value_format and item.value_format.unit) or "",
        )
        if item.repeat is not None and item.sub_item is not None and not item.takes_several_files:
            # Checked before `presentation`, which reads an empty ``subItem`` as a plain input.
            return self._add_entries(question, item, answer)
        match presentation.control:
            case "text" | "consent":
                return self._add_wording(question, item)
            case "parts":
                part_answers = (answer.sub_item if answer else None) or ()
                parts = self.build_questions(item.sub_item or (), part_answers, entry_key, entry_path)
                return replace(question, control="parts", parts=parts)
            case "country":
                return self._add_countries(question)
            case "choice":
                return self._add_options(question, item, answer)
            case "rating":
                return replace(question, control="picks", options=self._build_rating_options(item, question.value))
            case "date":
                return replace(question, control="boxes", boxes=self._build_date_boxes(item, question))
            case "file":
                return self._add_file(question, item, answer)
            case control:
                attributes = {} if control == "area" else _build_attributes(item, question)
                if autocomplete := AUTOCOMPLETE_BY_BIND.get(item.bind or item.bind_group or ""):
                    attributes["autocomplete"] = autocomplete
                return replace(question, control="area" if control == "area" else "line", attributes=attributes)

    @staticmethod
    def _add_wording(question: Question, item: FormItem) -> Question:
        wording = render_html(item.help or "")
        if item.type == "text":
            return replace(question, control="text", title=item.title, hint="", wording=wording)
        return replace(question, control="consent", hint=item.placeholder or "", wording=wording)

    def _add_entries(self, question: Question, item: FormItem, answer: FormItem | None) -> Question:
        given = {entry.id: entry for entry in (answer.sub_item if answer else None) or ()}
        entries = []
        for entry in item.sub_item or ():
            entry_answers = (given[entry.id].sub_item if entry.id in given else None) or ()
            key = build_key(entry.id, question.key)
            parts = self.build_questions(entry.sub_item or (), entry_answers, key, f"{item.id}.{entry.id}.")
            entries.append(Entry(key, entry.title, parts))
        return replace(
            question,
            control="entries",
            entries=entries,
            entry_title=item.entry_title,
            can_add=len(entries) < item.most_entries,
            can_remove=len(entries) > item.least_entries,
        )

    def _add_file(self, question: Question, item: FormItem, answer: FormItem | None) -> Question:
        return replace(
            question,
            control="file",
            is_deferred=bool(answer and answer.is_deferred) if item.mandatory else None,
            file_name=(answer.file_name if answer and question.value else None) or "",
            is_multiple=item.takes_several_files,
            capture=item.capture if item.capture in ("signature", "photo") else "",
        )

    def _describe_problem(self, item: FormItem, path: str) -> str:
        """The problem of a question, also that of one of its files."""
        for problem in self._problems:
            if problem.id == path or (item.takes_several_files and problem.concerns(path)):
                return self._words.format_problem(problem)
        return ""

    def _add_countries(self, question: Question) -> Question:
        language, value = self._words.language, question.value
        chosen_code = find_country_code(value, language, "en", "fr") if value else None
        other_names = list_other_names()
        options = [
            Option(name, name, code == chosen_code, names=(name, *other_names[code]))
            for code, name in list_countries(language).items()
        ]
        if value and chosen_code is None:
            options.insert(0, Option(value, value, True))
        return replace(question, control="list", options=options, attributes={"autocomplete": "country-name"})

    def _add_options(self, question: Question, item: FormItem, answer: FormItem | None) -> Question:
        chosen = {choice.id: choice for choice in answer.iter_chosen()} if answer else {}
        options = list(self._iter_options(item, chosen))
        if item.other_value and not any(option.value == OTHER_CHOICE_ID for option in options):
            options.append(Option(OTHER_CHOICE_ID, self._words("field-other"), OTHER_CHOICE_ID in chosen))
        is_long = any(option.group for option in options) or len(options) > MAX_VISIBLE_OPTIONS
        other_text = None
        if item.other_value:
            other_text = (chosen[OTHER_CHOICE_ID].value or "") if OTHER_CHOICE_ID in chosen else ""
        return replace(
            question,
            control="list" if item.type == "select" and not item.is_multiple and is_long else "picks",
            options=options,
            is_multiple=item.is_multiple,
            is_collapsed=item.is_multiple and len(options) > MAX_VISIBLE_OPTIONS,
            other_text=other_text,
        )

    @staticmethod
    def _iter_options(item: FormItem, chosen: Container[str]) -> Iterator[Option]:
        """The values without a category first: below others they would seem to belong to the heading above."""
        categories = [choice for choice in item.values or () if item.category and choice.values is not None]
        for choice in item.values or ():
            if choice not in categories:
                yield _build_option(choice, chosen)
        for category in categories:
            for choice in category.values or ():
                yield _build_option(choice, chosen, category.name or category.id)

    def _build_rating_options(self, item: FormItem, value: str) -> list[Option]:
        if item.values:
            names = {step.id: step.name or step.id for step in list_steps(item)}
        else:
            names = {step.id: f"{step.id} · {self._words(f'field-rating-{step.id}')}" for step in list_steps(item)}
        ends = zip((next(iter(names)), list(names)[-1]), get_ends(item), strict=True)
        names |= {key: f"{names[key]} · {label}" for key, label in ends if label}
        return [Option(key, name, key == value) for key, name in names.items()]

    def _build_date_boxes(self, item: FormItem, question: Question) -> list[DateBox]:
        with_time = expects_time(item)
        boxes = order_boxes(self._words.language)
        if not (with_time or (with_time is None and "T" in question.value)):
            boxes = boxes[:3]
        texts = dict(zip(DATE_BOXES, split_date(question.value), strict=True))
        is_birth_date = item.bind == "crm-birth-date"
        return [
            DateBox(
                f"{box}:{question.key}",
                self._words(f"field-{box}"),
                texts[box],
                box in ("month", "time"),
                box == "time",
                f"bday-{box}" if is_birth_date and box != "time" else "",
            )
            for box in boxes
        ]

    def _describe_format(self, item: FormItem) -> str:
        """The expected format and the limits; for files and checkboxes what the browser's own controls do not show."""
        match get_presentation(item).control:
            case "file":
                return self._file_hint
            case "choice" if item.is_multiple:
                return self._words("field-chosen", count=0, names="")
            case _:
                return describe_hint(item, self._words)


def _build_option(choice: Choice, chosen: Container[str], group: str = "") -> Option:
    name = choice.name or choice.id
    names = (name, choice.id, choice.value or "", *(choice.other_names or ()))
    return Option(choice.id, name, choice.id in chosen, group, bool(choice.exclusive), names)


def _build_attributes(item: FormItem, question: Question) -> dict[str, str]:
    """The type and limits of an ``<input>``: native controls for times, months and whole numbers.

    Other numbers are text, as they are typed with the decimal sign of the language; so is an answer that a native
    control could not show, to be corrected.
    """
    item_type, rules = resolve_type(item), item.value_format or ValueFormat()
    own, members = get_presentation(item).attributes, {"min": rules.min, "max": rules.max, "step": rules.step}
    limits = {name: str(limit) for name, limit in members.items() if limit is not None}
    is_whole = not question.value or (question.value.isascii() and question.value.removeprefix("-").isdecimal())
    match item_type:
        case "number" if rules.integer and is_whole:
            return {**own, "type": "number", "inputmode": "numeric", **limits}
        case "time" | "month" if _fits(item_type, question.value):
            limits.pop("step", None)
            return {**own, "type": item_type, **limits}
        case _:
            return {"type": "text", **own}


def _fits(item_type: str, value: str) -> bool:
    return not value or (len(value) == (5 if item_type == "time" else 7) and value[-3] in ":-")
