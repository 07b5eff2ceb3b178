"""A form on a page: its questions as the page shows them, and the answers in what a browser sends back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import quote

from babel.numbers import format_decimal
from starlette.datastructures import FormData, UploadFile

from walkin.api.web.form_body import build_file_answer
from walkin.languages import Words
from walkin.languages.countries import find_country_code, list_countries
from walkin.languages.dates import is_today_word, join_date, split_date
from walkin.model.form import Choice, FormItem, resolve_type
from walkin.model.form.definition import CHOICE_TYPES, OTHER_CHOICE_ID
from walkin.model.form.parsers.date import expects_time
from walkin.model.form.parsers.rating import RATING_TYPES, list_steps

MAX_VISIBLE_OPTIONS = 9
"""Values of a select that are shown at once; more of them, and groups, are the phone's own list."""

DATE_BOXES = ("day", "month", "year", "time")

INPUT_ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "number": {"inputmode": "decimal"},
    "price": {"inputmode": "decimal"},
    "phone": {"type": "tel"},
    "email": {"type": "email", "spellcheck": "false"},
    "website": {"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"},
    "password": {"type": "password"},
}
"""Kind of a line → its attributes, beside those of any text."""

AUTOCOMPLETE_BY_BIND: Mapping[str, str] = {
    "crm-name": "name",
    "crm-first-name": "given-name",
    "crm-last-name": "family-name",
    "crm-email": "email",
    "crm-phone": "tel",
    "crm-mobile-phone": "tel",
    "crm-street": "address-line1",
    "crm-other-street": "address-line2",
    "crm-city": "address-level2",
    "crm-state": "address-level1",
    "crm-zip-code": "postal-code",
    "crm-country": "country-name",
    "crm-company-name": "organization",
    "crm-job-title": "organization-title",
    "crm-birth-date": "bday",
    "crm-title": "honorific-prefix",
    "crm-website": "url",
}


@dataclass(frozen=True)
class Option:
    """A value that can be chosen; ``group`` begins the values of a category."""

    value: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class DateBox:
    """One of the boxes of a date."""

    name: str
    label: str
    value: str
    is_wide: bool
    autocomplete: str


@dataclass(frozen=True)
class Question:
    """One question as a page shows it. ``look`` is line, area, list, picks, boxes, file or parts."""

    element_id: str
    control: str
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
        """The values by category, those without one under an empty name."""
        return [(name, list(offers)) for name, offers in groupby(self.options, lambda offer: offer.group)]

    @property
    def first_element_id(self) -> str:
        """The id of its first control, where a link to the question leads."""
        return self.parts[0].first_element_id if self.parts else self.element_id

    def iter_with_problem(self) -> Iterator[Question]:
        """The questions with a problem, this one or its parts."""
        if self.problem:
            yield self
        for part in self.parts:
            yield from part.iter_with_problem()


def build_control_name(prefix: str, item: FormItem) -> str:
    """The name of a control: what it holds of the answer, and which question's."""
    return f"{prefix}:{quote(item.id, safe='')}"


class FormView:
    """Shows questions with the answers given so far and what is to mend in them."""

    def __init__(self, words: Words, problems: Mapping[str, str], file_limit_mb: int) -> None:
        self._words = words
        self._problems = problems
        self._file_limit_mb = file_limit_mb
        self._question_count = 0

    def build_questions(self, items: Sequence[FormItem], answers: Sequence[FormItem]) -> list[Question]:
        """Those that are visible, in their order."""
        given = {answer.id: answer for answer in answers}
        return [self._build_question(item, given.get(item.id)) for item in items if item.visible]

    def _build_question(self, item: FormItem, answer: FormItem | None) -> Question:
        self._question_count += 1
        words, kind = self._words, resolve_type(item)
        title = item.title or item.id
        shown = Question(
            f"q{self._question_count}",
            "line",
            title if item.mandatory else words("field-optional", title=title),
            item.help or item.placeholder or self._format_hint(item, kind),
            self._problems.get(item.id, ""),
            build_control_name("v", item),
            (answer.value if answer else None) or "",
        )
        return replace(shown, **self._build_control(item, kind, answer, shown.value))

    def _build_control(self, item: FormItem, kind: str, answer: FormItem | None, value: str) -> dict[str, Any]:
        if item.sub_item:
            return {
                "control": "parts",
                "parts": self.build_questions(item.sub_item, (answer.sub_item if answer else None) or ()),
            }
        if item.bind == "crm-country" and kind == "input":
            return self._build_country(value)
        if kind in CHOICE_TYPES:
            return self._build_choice(item, answer)
        if kind in RATING_TYPES:
            return {"control": "picks", "options": self._build_rating_options(item, value)}
        if kind == "date":
            return {"control": "boxes", "boxes": self._build_date_boxes(item, value)}
        if kind == "file":
            later = bool((answer.model_extra or {}).get("deferred")) if answer else False
            kept = (answer.file_name if answer and value else None) or ""
            return {"control": "file", "is_deferred": later if item.mandatory else None, "file_name": kept}
        filled = AUTOCOMPLETE_BY_BIND.get(item.bind or (item.bind_group or ""), "")
        own = {"autocomplete": filled or ("off" if kind == "password" else "")}
        if kind in ("textarea", "address"):
            return {"control": "area", "attributes": {"autocomplete": filled}}
        return {"attributes": {"type": "text", **INPUT_ATTRIBUTES.get(kind, {}), **own}}

    def _build_country(self, value: str) -> dict[str, Any]:
        language = self._words.language
        mine = find_country_code(value, language, "en", "fr") if value else None
        offers = [Option(name, name, code == mine) for code, name in list_countries(language).items()]
        if value and mine is None:
            offers.insert(0, Option(value, value, True))
        return {"control": "list", "options": offers, "attributes": {"autocomplete": "country-name"}}

    def _build_choice(self, item: FormItem, answer: FormItem | None) -> dict[str, Any]:
        given = {choice.id: choice for choice in (answer.values if answer else None) or ()}
        offers = list(self._iter_options(item, given))
        if item.other_value and not any(offer.value == OTHER_CHOICE_ID for offer in offers):
            offers.append(Option(OTHER_CHOICE_ID, self._words("field-other"), OTHER_CHOICE_ID in given))
        grouped = any(offer.group for offer in offers)
        native = item.type == "select" and not item.is_multiple and (grouped or len(offers) > MAX_VISIBLE_OPTIONS)
        other = ((given[OTHER_CHOICE_ID].value or "") if OTHER_CHOICE_ID in given else "") if item.other_value else None
        return {
            "control": "list" if native else "picks",
            "options": offers,
            "is_multiple": item.is_multiple,
            "other_text": other,
        }

    @staticmethod
    def _iter_options(item: FormItem, chosen: Mapping[str, Choice]) -> Iterator[Option]:
        """The values in a group of their own come last, where no heading of another could claim them."""
        groups = [choice for choice in item.values or () if item.category and choice.values is not None]
        for choice in item.values or ():
            if choice not in groups:
                yield Option(choice.id, choice.name or choice.id, choice.id in chosen)
        for group in groups:
            for choice in group.values or ():
                yield Option(choice.id, choice.name or choice.id, choice.id in chosen, group.name or group.id)

    def _build_rating_options(self, item: FormItem, value: str) -> list[Option]:
        own, scale = bool(item.values), list_steps(item)
        return [
            Option(step.id, f"{place} · {step.name if own else self._words(f'field-rating-{place}')}", step.id == value)
            for place, step in enumerate(scale, 1)
        ]

    def _build_date_boxes(self, item: FormItem, value: str) -> list[DateBox]:
        wanted = expects_time(item)
        names = DATE_BOXES if wanted or (wanted is None and "T" in value) else DATE_BOXES[:3]
        birth = item.bind == "crm-birth-date"
        return [
            DateBox(
                build_control_name(box, item),
                self._words(f"field-{box}"),
                text,
                box in ("month", "time"),
                f"bday-{box}" if birth and box != "time" else "",
            )
            for box, text in zip(names, split_date(value), strict=False)
        ]

    def _format_hint(self, item: FormItem, kind: str) -> str:
        words = self._words
        if item.sub_item:
            return ""
        if kind == "number":
            return words("field-expected-number", example=words.format_number(3.5))
        if kind == "price":
            return words("field-expected-price", example=format_decimal(Decimal("12.50"), "0.00", words.locale))
        if kind == "date":
            return words("field-expected-time" if expects_time(item) else "field-expected-date")
        if kind == "website":
            return words("field-expected-website")
        if kind == "file":
            return words("join-file", limit=self._file_limit_mb)
        if kind in CHOICE_TYPES and item.is_multiple:
            return words("field-chosen", count=0, names="")
        return ""


async def parse_answers(items: Sequence[FormItem], form_data: FormData, words: Words, today: date) -> list[FormItem]:
    """What a page's form holds, right or wrong: nothing of it was checked."""
    return [await _parse_answer(item, form_data, words, today) for item in items if item.visible]


async def _parse_answer(item: FormItem, form_data: FormData, words: Words, today: date) -> FormItem:
    answer = FormItem.model_construct(id=item.id, type=item.type)
    kind = resolve_type(item)
    if item.sub_item:
        return answer.model_copy(update={"sub_item": await parse_answers(item.sub_item, form_data, words, today)})
    if kind in CHOICE_TYPES:
        return answer.model_copy(update={"values": _parse_choices(item, form_data)})
    if kind == "date":
        texts = [_get_text(form_data, build_control_name(box, item)).strip() for box in DATE_BOXES]
        if is_today_word(texts[0], words):
            texts[:3] = split_date(today.isoformat())[:3]
        return answer.model_copy(update={"value": join_date(*texts, language=words.language)})
    if kind == "file":
        return await _parse_file(item, form_data)
    return answer.model_copy(update={"value": _get_text(form_data, build_control_name("v", item))})


def _parse_choices(item: FormItem, form_data: FormData) -> list[Choice]:
    keys = [key for key in form_data.getlist(build_control_name("v", item)) if isinstance(key, str) and key]
    free = _get_text(form_data, build_control_name("o", item))
    if item.other_value and free.strip() and not keys:
        # Without a script nothing ticks the option for somebody who writes beside it.
        keys = [OTHER_CHOICE_ID]
    return [
        Choice.model_construct(
            id=key, name="", value=free if key == OTHER_CHOICE_ID and item.other_value else None, values=None
        )
        for key in dict.fromkeys(keys)
    ]


async def _parse_file(item: FormItem, form_data: FormData) -> FormItem:
    upload = form_data.get(build_control_name("v", item))
    if isinstance(upload, UploadFile) and upload.filename:
        return await build_file_answer(item.id, upload, await upload.read())
    answer = FormItem.model_construct(id=item.id, type="file")
    if link := _get_text(form_data, build_control_name("k", item)):
        return answer.model_copy(
            update={"value": link, "file_name": _get_text(form_data, build_control_name("n", item)) or None}
        )
    if form_data.get(build_control_name("b", item)):
        return FormItem.model_construct(id=item.id, type="file", deferred=True)
    return answer


def _get_text(form_data: FormData, name: str) -> str:
    value = form_data.get(name)
    # Browsers send the ends of lines as CR LF.
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def has_files(items: Sequence[FormItem]) -> bool:
    """Whether a file is asked for, also in parts."""
    return any(
        item.visible and (has_files(item.sub_item) if item.sub_item else resolve_type(item) == "file") for item in items
    )
