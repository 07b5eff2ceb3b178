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

from walkin.api.web.form_body import file_answer
from walkin.languages import Words
from walkin.languages.countries import code_of, countries
from walkin.languages.dates import joined, means_today, split
from walkin.model.form import Choice, FormItem, kind_of
from walkin.model.form.definition import CHOICES, OTHER
from walkin.model.form.parsers.date import with_time
from walkin.model.form.parsers.rating import RATINGS, steps

FEW = 9
"""Values of a select that are shown at once; more of them, and groups, are the phone's own list."""

BOXES = ("day", "month", "year", "time")

INPUTS: Mapping[str, Mapping[str, str]] = {
    "number": {"inputmode": "decimal"},
    "price": {"inputmode": "decimal"},
    "phone": {"type": "tel"},
    "email": {"type": "email", "spellcheck": "false"},
    "website": {"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"},
    "password": {"type": "password"},
}
"""Kind of a line → its attributes, beside those of any text."""

AUTOCOMPLETE: Mapping[str, str] = {
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
class Offer:
    """A value that can be chosen; ``group`` begins the values of a category."""

    key: str
    name: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True)
class Box:
    """One of the boxes of a date."""

    name: str
    label: str
    value: str
    wide: bool
    autocomplete: str


@dataclass(frozen=True)
class Question:
    """One question as a page shows it. ``look`` is line, area, list, picks, boxes, file or parts."""

    key: str
    look: str
    title: str
    hint: str
    problem: str
    name: str
    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    offers: Sequence[Offer] = ()
    many: bool = False
    other: str | None = None
    boxes: Sequence[Box] = ()
    parts: Sequence[Question] = ()
    kept: str = ""
    later: bool | None = None

    @property
    def groups(self) -> list[tuple[str, list[Offer]]]:
        """The values by category, those without one under an empty name."""
        return [(name, list(offers)) for name, offers in groupby(self.offers, lambda offer: offer.group)]

    @property
    def first(self) -> str:
        """The id of its first control, where a link to the question leads."""
        return self.parts[0].first if self.parts else self.key

    def wrong(self) -> Iterator[Question]:
        """The questions with a problem, this one or its parts."""
        if self.problem:
            yield self
        for part in self.parts:
            yield from part.wrong()


def named(sort: str, item: FormItem) -> str:
    """The name of a control: what it holds of the answer, and which question's."""
    return f"{sort}:{quote(item.id, safe='')}"


class Asking:
    """Shows questions with the answers given so far and what is to mend in them."""

    def __init__(self, words: Words, problems: Mapping[str, str], limit: int) -> None:
        self._words = words
        self._problems = problems
        self._limit = limit
        self._count = 0

    def questions(self, items: Sequence[FormItem], answers: Sequence[FormItem]) -> list[Question]:
        """Those that are visible, in their order."""
        given = {answer.id: answer for answer in answers}
        return [self._question(item, given.get(item.id)) for item in items if item.visible]

    def _question(self, item: FormItem, answer: FormItem | None) -> Question:
        self._count += 1
        words, kind = self._words, kind_of(item)
        title = item.title or item.id
        shown = Question(
            f"q{self._count}",
            "line",
            title if item.mandatory else words("field-optional", title=title),
            item.help or item.placeholder or self._expected(item, kind),
            self._problems.get(item.id, ""),
            named("v", item),
            (answer.value if answer else None) or "",
        )
        return replace(shown, **self._members(item, kind, answer, shown.value))

    def _members(self, item: FormItem, kind: str, answer: FormItem | None, value: str) -> dict[str, Any]:
        if item.sub_item:
            return {
                "look": "parts",
                "parts": self.questions(item.sub_item, (answer.sub_item if answer else None) or ()),
            }
        if item.bind == "crm-country" and kind == "input":
            return self._country(value)
        if kind in CHOICES:
            return self._choice(item, answer)
        if kind in RATINGS:
            return {"look": "picks", "offers": self._steps(item, value)}
        if kind == "date":
            return {"look": "boxes", "boxes": self._boxes(item, value)}
        if kind == "file":
            later = bool((answer.model_extra or {}).get("deferred")) if answer else False
            kept = (answer.file_name if answer and value else None) or ""
            return {"look": "file", "later": later if item.mandatory else None, "kept": kept}
        filled = AUTOCOMPLETE.get(item.bind or (item.bind_group or ""), "")
        own = {"autocomplete": filled or ("off" if kind == "password" else "")}
        if kind in ("textarea", "address"):
            return {"look": "area", "attributes": {"autocomplete": filled}}
        return {"attributes": {"type": "text", **INPUTS.get(kind, {}), **own}}

    def _country(self, value: str) -> dict[str, Any]:
        language = self._words.language
        mine = code_of(value, language, "en", "fr") if value else None
        offers = [Offer(name, name, code == mine) for code, name in countries(language).items()]
        if value and mine is None:
            offers.insert(0, Offer(value, value, True))
        return {"look": "list", "offers": offers, "attributes": {"autocomplete": "country-name"}}

    def _choice(self, item: FormItem, answer: FormItem | None) -> dict[str, Any]:
        given = {choice.id: choice for choice in (answer.values if answer else None) or ()}
        offers = list(self._offers(item, given))
        if item.other_value and not any(offer.key == OTHER for offer in offers):
            offers.append(Offer(OTHER, self._words("field-other"), OTHER in given))
        grouped = any(offer.group for offer in offers)
        native = item.type == "select" and not item.many and (grouped or len(offers) > FEW)
        other = ((given[OTHER].value or "") if OTHER in given else "") if item.other_value else None
        return {"look": "list" if native else "picks", "offers": offers, "many": item.many, "other": other}

    @staticmethod
    def _offers(item: FormItem, given: Mapping[str, Choice]) -> Iterator[Offer]:
        """The values in a group of their own come last, where no heading of another could claim them."""
        groups = [choice for choice in item.values or () if item.category and choice.values is not None]
        for choice in item.values or ():
            if choice not in groups:
                yield Offer(choice.id, choice.name or choice.id, choice.id in given)
        for group in groups:
            for choice in group.values or ():
                yield Offer(choice.id, choice.name or choice.id, choice.id in given, group.name or group.id)

    def _steps(self, item: FormItem, value: str) -> list[Offer]:
        own, scale = bool(item.values), steps(item)
        return [
            Offer(step.id, f"{place} · {step.name if own else self._words(f'field-rating-{place}')}", step.id == value)
            for place, step in enumerate(scale, 1)
        ]

    def _boxes(self, item: FormItem, value: str) -> list[Box]:
        wanted = with_time(item)
        names = BOXES if wanted or (wanted is None and "T" in value) else BOXES[:3]
        birth = item.bind == "crm-birth-date"
        return [
            Box(
                named(box, item),
                self._words(f"field-{box}"),
                text,
                box in ("month", "time"),
                f"bday-{box}" if birth and box != "time" else "",
            )
            for box, text in zip(names, split(value), strict=False)
        ]

    def _expected(self, item: FormItem, kind: str) -> str:
        words = self._words
        if item.sub_item:
            return ""
        if kind == "number":
            return words("field-expected-number", example=words.number(3.5))
        if kind == "price":
            return words("field-expected-price", example=format_decimal(Decimal("12.50"), "0.00", words.locale))
        if kind == "date":
            return words("field-expected-time" if with_time(item) else "field-expected-date")
        if kind == "website":
            return words("field-expected-website")
        if kind == "file":
            return words("join-file", limit=self._limit)
        if kind in CHOICES and item.many:
            return words("field-chosen", count=0, names="")
        return ""


async def answered(items: Sequence[FormItem], sent: FormData, words: Words, today: date) -> list[FormItem]:
    """What a page's form holds, right or wrong: nothing of it was checked."""
    return [await _answer(item, sent, words, today) for item in items if item.visible]


async def _answer(item: FormItem, sent: FormData, words: Words, today: date) -> FormItem:
    answer = FormItem.model_construct(id=item.id, type=item.type)
    kind = kind_of(item)
    if item.sub_item:
        return answer.model_copy(update={"sub_item": await answered(item.sub_item, sent, words, today)})
    if kind in CHOICES:
        return answer.model_copy(update={"values": _chosen(item, sent)})
    if kind == "date":
        texts = [_text(sent, named(box, item)).strip() for box in BOXES]
        if means_today(texts[0], words):
            texts[:3] = split(today.isoformat())[:3]
        return answer.model_copy(update={"value": joined(*texts, language=words.language)})
    if kind == "file":
        return await _file(item, sent)
    return answer.model_copy(update={"value": _text(sent, named("v", item))})


def _chosen(item: FormItem, sent: FormData) -> list[Choice]:
    keys = [key for key in sent.getlist(named("v", item)) if isinstance(key, str) and key]
    free = _text(sent, named("o", item))
    if item.other_value and free.strip() and not keys:
        # Without a script nothing ticks the option for somebody who writes beside it.
        keys = [OTHER]
    return [
        Choice.model_construct(id=key, name="", value=free if key == OTHER and item.other_value else None, values=None)
        for key in dict.fromkeys(keys)
    ]


async def _file(item: FormItem, sent: FormData) -> FormItem:
    upload = sent.get(named("v", item))
    if isinstance(upload, UploadFile) and upload.filename:
        return await file_answer(item.id, upload, await upload.read())
    answer = FormItem.model_construct(id=item.id, type="file")
    if link := _text(sent, named("k", item)):
        return answer.model_copy(update={"value": link, "file_name": _text(sent, named("n", item)) or None})
    if sent.get(named("b", item)):
        return FormItem.model_construct(id=item.id, type="file", deferred=True)
    return answer


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name)
    # Browsers send the ends of lines as CR LF.
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def has_files(items: Sequence[FormItem]) -> bool:
    """Whether a file is asked for, also in parts."""
    return any(
        item.visible and (has_files(item.sub_item) if item.sub_item else kind_of(item) == "file") for item in items
    )
