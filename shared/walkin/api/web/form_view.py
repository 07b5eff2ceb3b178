"""Forms on web pages: the questions for the template, and the answers in the form a browser sends back."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile

from walkin.api.web.form_body import build_file_answer
from walkin.languages import Words
from walkin.languages.answers import describe_hint
from walkin.languages.countries import find_country_code, list_countries
from walkin.languages.dates import is_today_word, join_date, split_date
from walkin.model.form import Choice, FormItem, resolve_type
from walkin.model.form.definition import OTHER_CHOICE_ID
from walkin.model.form.parsers.date import expects_time
from walkin.model.form.parsers.rating import list_steps
from walkin.model.form.presentation import AUTOCOMPLETE_BY_BIND, get_presentation

MAX_VISIBLE_OPTIONS = 9
"""The most values of a select that are shown as radio buttons; more, and categories, are a ``<select>``."""

DATE_BOXES = ("day", "month", "year", "time")


@dataclass(frozen=True)
class Option:
    """A value that can be chosen; ``group`` is the name of its category."""

    value: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class DateBox:
    """An input for the day, month, year or time of a date."""

    name: str
    label: str
    value: str
    is_wide: bool
    autocomplete: str


@dataclass(frozen=True)
class Question:
    element_id: str
    control: Literal["line", "area", "list", "picks", "boxes", "file", "parts"]
    title: str
    hint: str
    problem: str
    name: str
    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[Option] = ()
    is_multiple: bool = False
    other_text: str | None = None
    boxes: Sequence[DateBox] = ()
    parts: Sequence[Question] = ()
    file_name: str = ""
    is_deferred: bool | None = None

    @property
    def option_groups(self) -> list[tuple[str, list[Option]]]:
        """The options by category, those without one under an empty name."""
        return [(name, list(options)) for name, options in groupby(self.options, lambda option: option.group)]

    @property
    def first_element_id(self) -> str:
        return self.parts[0].first_element_id if self.parts else self.element_id

    def iter_with_problem(self) -> Iterator[Question]:
        """This question and its parts, as far as they have a problem."""
        if self.problem:
            yield self
        for part in self.parts:
            yield from part.iter_with_problem()


def build_control_name(prefix: str, item: FormItem) -> str:
    """The ``name`` of a control: which member of the answer it holds (`prefix`), and the question's id."""
    return f"{prefix}:{quote(item.id, safe='')}"


class FormView:
    """Builds the questions of a page from definitions, the answers given so far, and error messages."""

    def __init__(self, words: Words, problems: Mapping[str, str], file_limit_mb: int) -> None:
        self._words = words
        self._problems = problems
        self._file_limit_mb = file_limit_mb
        self._question_count = 0

    def build_questions(self, items: Sequence[FormItem], answers: Sequence[FormItem]) -> list[Question]:
        answers_by_id = {answer.id: answer for answer in answers}
        return [self._build_question(item, answers_by_id.get(item.id)) for item in items if item.visible]

    def _build_question(self, item: FormItem, answer: FormItem | None) -> Question:
        self._question_count += 1
        title = item.title or item.id
        question = Question(
            f"q{self._question_count}",
            "line",
            title if item.mandatory else self._words("field-optional", title=title),
            item.help or item.placeholder or self._describe_hint(item),
            self._problems.get(item.id, ""),
            build_control_name("v", item),
            (answer.value if answer else None) or "",
        )
        presentation = get_presentation(item)
        match presentation.control:
            case "parts":
                parts = self.build_questions(item.sub_item or (), (answer.sub_item if answer else None) or ())
                return replace(question, control="parts", parts=parts)
            case "country":
                return self._add_countries(question)
            case "choice":
                return self._add_options(question, item, answer)
            case "rating":
                return replace(question, control="picks", options=self._build_rating_options(item, question.value))
            case "date":
                return replace(question, control="boxes", boxes=self._build_date_boxes(item, question.value))
            case "file":
                return replace(
                    question,
                    control="file",
                    is_deferred=bool(answer and answer.is_deferred) if item.mandatory else None,
                    file_name=(answer.file_name if answer and question.value else None) or "",
                )
            case control:
                attributes = {} if control == "area" else {"type": "text", **presentation.attributes}
                if autocomplete := AUTOCOMPLETE_BY_BIND.get(item.bind or item.bind_group or ""):
                    attributes["autocomplete"] = autocomplete
                return replace(question, control="area" if control == "area" else "line", attributes=attributes)

    def _add_countries(self, question: Question) -> Question:
        language, value = self._words.language, question.value
        chosen_code = find_country_code(value, language, "en", "fr") if value else None
        options = [Option(name, name, code == chosen_code) for code, name in list_countries(language).items()]
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
            other_text=other_text,
        )

    @staticmethod
    def _iter_options(item: FormItem, chosen: Container[str]) -> Iterator[Option]:
        """The values, those of a category last: otherwise they would seem to belong to the heading above."""
        categories = [choice for choice in item.values or () if item.category and choice.values is not None]
        for choice in item.values or ():
            if choice not in categories:
                yield Option(choice.id, choice.name or choice.id, choice.id in chosen)
        for category in categories:
            for choice in category.values or ():
                yield Option(choice.id, choice.name or choice.id, choice.id in chosen, category.name or category.id)

    def _build_rating_options(self, item: FormItem, value: str) -> list[Option]:
        has_names = bool(item.values)
        return [
            Option(step.id, f"{i} · {step.name if has_names else self._words(f'field-rating-{i}')}", step.id == value)
            for i, step in enumerate(list_steps(item), 1)
        ]

    def _build_date_boxes(self, item: FormItem, value: str) -> list[DateBox]:
        with_time = expects_time(item)
        boxes = DATE_BOXES if with_time or (with_time is None and "T" in value) else DATE_BOXES[:3]
        is_birth_date = item.bind == "crm-birth-date"
        return [
            DateBox(
                build_control_name(box, item),
                self._words(f"field-{box}"),
                text,
                box in ("month", "time"),
                f"bday-{box}" if is_birth_date and box != "time" else "",
            )
            for box, text in zip(boxes, split_date(value), strict=False)
        ]

    def _describe_hint(self, item: FormItem) -> str:
        """The expected format; besides, what a page's own controls for files and checkboxes do not show."""
        match get_presentation(item).control:
            case "file":
                return self._words("join-file", limit=self._file_limit_mb)
            case "choice" if item.is_multiple:
                return self._words("field-chosen", count=0, names="")
            case _:
                return describe_hint(item, self._words)


async def parse_answers(items: Sequence[FormItem], form_data: FormData, words: Words, today: date) -> list[FormItem]:
    """The answers in a sent form, unchecked. `today` is what "today" in a date box means."""
    return [await _parse_answer(item, form_data, words, today) for item in items if item.visible]


async def _parse_answer(item: FormItem, form_data: FormData, words: Words, today: date) -> FormItem:
    answer = FormItem.model_construct(id=item.id, type=item.type)
    match get_presentation(item).control:
        case "parts":
            parts = await parse_answers(item.sub_item or (), form_data, words, today)
            return answer.model_copy(update={"sub_item": parts})
        case "choice":
            return answer.model_copy(update={"values": _parse_choices(item, form_data)})
        case "date":
            texts = [get_text(form_data, build_control_name(box, item)).strip() for box in DATE_BOXES]
            if is_today_word(texts[0], words):
                texts[:3] = split_date(today.isoformat())[:3]
            return answer.model_copy(update={"value": join_date(*texts, language=words.language)})
        case "file":
            return await _parse_file(item, form_data)
        case _:
            return answer.model_copy(update={"value": get_text(form_data, build_control_name("v", item))})


def _parse_choices(item: FormItem, form_data: FormData) -> list[Choice]:
    ids = [key for key in form_data.getlist(build_control_name("v", item)) if isinstance(key, str) and key]
    other_text = get_text(form_data, build_control_name("o", item))
    if item.other_value and other_text.strip() and not ids:
        # Without a script nothing ticks the option beside which a text was written.
        ids = [OTHER_CHOICE_ID]
    return [
        Choice.model_construct(
            id=key, name="", value=other_text if key == OTHER_CHOICE_ID and item.other_value else None, values=None
        )
        for key in dict.fromkeys(ids)
    ]


async def _parse_file(item: FormItem, form_data: FormData) -> FormItem:
    upload = form_data.get(build_control_name("v", item))
    if isinstance(upload, UploadFile) and upload.filename:
        return await build_file_answer(item.id, upload, await upload.read())
    answer = FormItem.model_construct(id=item.id, type="file")
    if link := get_text(form_data, build_control_name("k", item)):
        name = get_text(form_data, build_control_name("n", item)) or None
        return answer.model_copy(update={"value": link, "file_name": name})
    if form_data.get(build_control_name("b", item)):
        return FormItem.model_construct(id=item.id, type="file", deferred=True)
    return answer


def get_text(form_data: FormData, name: str) -> str:
    value = form_data.get(name)
    # Browsers send line ends as CR LF.
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def has_files(items: Sequence[FormItem]) -> bool:
    return any(i.visible and (has_files(i.sub_item) if i.sub_item else resolve_type(i) == "file") for i in items)
