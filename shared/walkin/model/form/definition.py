"""The FormItem resource (reference: FormItem table). Unknown members and values survive a round trip."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from walkin.model.docstrings import read_member_docstrings
from walkin.model.errors import TextRefused
from walkin.model.text import FROM_SERVER, STORED, MultiLine, SingleLine, drop_invisible
from walkin.model.time import ZonedTime

CHOICE_TYPES = frozenset({"radio", "checkbox", "select"})
"""Types whose answer is in ``values``."""

OTHER_CHOICE_ID = "other"
"""Id of the free text (``otherValue``) among the values of a choice."""


def _as_text(value: Any) -> Any:
    """Convert numbers and booleans to the string that the contract asks for."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isfinite(value):
        # 0.00001, not 1e-05; 10, not 10.0, which is the same number in JSON.
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value) if isinstance(value, int | float) else value


def _refuse_surrogates(text: str) -> str:
    """Raise TextRefused for lone surrogates, which neither JSON nor a database holds."""
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise TextRefused("character")
    return text


def _check_serializable(value: JsonValue) -> JsonValue:
    try:
        orjson.dumps(value)
    except TypeError as error:
        raise ValueError(f"cannot be written as JSON: {error}") from None
    return value


def _as_flag(value: Any) -> Any:
    """Accept "true" and "false" for booleans, but no numbers."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


Flag = Annotated[
    bool, Field(strict=True), BeforeValidator(_as_flag, json_schema_input_type=bool | Literal["true", "false"])
]


def _as_integer(value: Any) -> Any:
    """Accept integers that other languages write as ``10.0`` or ``"10"``."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER_TEXT.fullmatch(value):
        return int(value.partition(".")[0])
    return value


_INTEGER_TEXT = re.compile(r"[+-]?[0-9]{1,18}(\.0{1,18})?")
Integer = Annotated[
    int,
    Field(strict=True),
    BeforeValidator(_as_integer, json_schema_input_type=int | Annotated[str, Field(pattern=r"^[+-]?[0-9]{1,18}$")]),
]
ItemId = Annotated[SingleLine, BeforeValidator(_as_text, json_schema_input_type=str | bool | int | float)]
UnicodeText = Annotated[str, AfterValidator(_refuse_surrogates)]
AnswerText = Annotated[
    UnicodeText,
    AfterValidator(drop_invisible),
    BeforeValidator(_as_text, json_schema_input_type=str | bool | int | float),
]
"""Text of an answer. `validate_form` cleans it, so that a problem names its field."""

Length = Annotated[Integer, Field(ge=-(2**53), le=2**53)]
"""Any integer that JSON carries exactly; `check_definition` refuses those that make no sense."""

ExtraValue = Annotated[JsonValue, AfterValidator(_check_serializable)]


def _complete_schema(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Let every optional member be null in the JSON schema, and describe the members."""
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        if name not in required and {"type": "null"} not in member.get("anyOf", ()):
            annotations = {key: member.pop(key) for key in ("title", "default") if key in member}
            alternatives = member.get("anyOf", [dict(member)])
            member.clear()
            member |= {"anyOf": [*alternatives, {"type": "null"}], **annotations}
    for name, text in read_member_docstrings(model).items():
        schema["properties"][model.model_fields[name].alias or name]["description"] = text.replace("``", "`")


class _FormModel(BaseModel):
    model_config = ConfigDict(
        json_schema_extra=_complete_schema,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="allow",
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
        defer_build=True,
    )

    __pydantic_extra__: dict[str, ExtraValue]

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data


_OWN_MEMBERS = (
    *("visible_if", "section", "repeat", "consent", "capture", "values_from", "values_version", "require"),
    *("min_label", "max_label", "exclusive", "other_names"),
    *("min", "max", "integer", "step", "unit", "case", "check", "mask", "message"),
)


class _ExtendedModel(_FormModel):
    """A model with members that the reference does not know."""

    @field_validator(*_OWN_MEMBERS, mode="wrap", check_fields=False)
    @classmethod
    def _drop_unreadable(cls, value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Take the default for an unreadable member of a stored or a server's form, where it had no meaning once."""
        try:
            return read(value)
        except ValidationError:
            if info.context not in (FROM_SERVER, STORED) or info.field_name is None:
                raise
            return cls.model_fields[info.field_name].default


class Choice(_ExtendedModel):
    """A value of a radio, checkbox or select; with ``values``, a category of a select."""

    id: ItemId
    name: AnswerText = ""
    value: AnswerText | None = None
    values: list[Choice] | None = None
    exclusive: Flag | None = None
    """"None of these": choosing it clears the others, and it is refused together with them."""
    other_names: list[SingleLine] | None = None
    """Other names that a search finds it by."""


def iter_all_choices(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Categories and the values within them."""
    for choice in choices:
        yield choice
        yield from iter_all_choices(choice.values or ())


class OtherAnswer(_FormModel):
    """The answer to another question as a limit or in a comparison; ``offset`` ("+1d") is added to a date."""

    id: ItemId
    offset: SingleLine | None = None


def _check_number(value: Any) -> Any:
    """Refuse booleans and texts, and what not every JSON parser reads exactly."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2**53:
        raise ValueError("has to be a number")
    return value


def _as_iso_text(value: Any) -> Any:
    """Accept the dates and times of TOML."""
    return value.isoformat() if isinstance(value, date | time) else value


def drop_bound_kinds(place: Sequence[int | str]) -> list[int | str]:
    """The location of a pydantic error without the tags of the union `Bound`."""
    return [
        part
        for before, part in pairwise(("", *place))
        if not (part in ("number", "text", "question") and before in ("min", "max", "lt", "lte", "gt", "gte"))
    ]


def _get_bound_kind(value: Any) -> str | None:
    match value:
        case bool():
            return None
        case int() | float():
            return "number"
        case str() | date() | time():
            return "text"
        case dict() | OtherAnswer():
            return "question"
        case _:
            return None


Number = Annotated[int | float, BeforeValidator(_check_number)]
Bound = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[SingleLine, BeforeValidator(_as_iso_text), Tag("text")]
    | Annotated[OtherAnswer, Tag("question")],
    Discriminator(
        _get_bound_kind,
        custom_error_type="bound",
        custom_error_message="has to be a number, a date or a question, as in { id = … }",
    ),
]
"""A number, a date (``2026-01-31``), ``today``, a distance from today (``-18y``, ``+3m``, ``-2w``, ``+10d``), or the
answer to another question. Of a month: ``2026-01``; of a time: ``08:30``."""


class Condition(_FormModel):
    """The condition under which a question is asked. Every member that is set has to hold.

    ``in`` and comparisons are false of a question that is unanswered, answered wrongly or not asked.
    """

    id: ItemId | None = None
    """The question, or a part of one, that ``in``, ``answered`` and the comparisons are about."""
    in_: Annotated[list[AnswerText] | None, Field(alias="in")] = None
    """The answer is one of these; of a choice: the id or value of one that was chosen."""
    answered: Flag | None = None
    lt: Bound | None = None
    lte: Bound | None = None
    gt: Bound | None = None
    gte: Bound | None = None
    not_: Annotated[Condition | None, Field(alias="not")] = None
    all_: Annotated[list[Condition] | None, Field(alias="all")] = None
    any_: Annotated[list[Condition] | None, Field(alias="any")] = None


MAX_ENTRIES = 100
"""The most entries of a repeat without a ``max``."""


class Repeat(_FormModel):
    """How often the parts of a question are asked, as for each person of a family."""

    min: Length = 0
    max: Length | None = None
    title: SingleLine = ""
    """What one entry is called: "Person"."""


class Consent(_FormModel):
    """In a definition the ``version`` of a consent's wording; in an answer also what the server keeps of it."""

    wording: MultiLine | None = None
    version: SingleLine | None = None
    time: ZonedTime | None = None
    language: SingleLine | None = None


class ValueFormat(_ExtendedModel):
    """Input rules. Lengths are in code points, limits inclusive."""

    max_length: Length | None = None
    min_length: Length | None = None
    regex_type: SingleLine | None = None
    regex_value: UnicodeText | None = None
    value_format: SingleLine | None = None
    """The kind of a plain input or a date: ``number``, ``email``, ``date``, ``dateTime``, ``time``, ``month``, …"""
    min: Bound | None = None
    """The least number, or the first date, month or time."""
    max: Bound | None = None
    """The largest number, or the last date, month or time."""
    integer: Flag | None = None
    step: Annotated[Number | None, Field(gt=0)] = None
    """The distance of the numbers that are taken, counted from ``min`` or 0."""
    unit: SingleLine | None = None
    """Shown beside the field and the answer: "kg"."""
    case: SingleLine | None = None
    """How letters are written, whatever was typed: ``upper``, ``lower`` or ``title``."""
    check: SingleLine | None = None
    """The kind of number whose check digits are verified, by its name in python-stdnum: ``iban``, ``luhn``,
    ``es.dni``."""
    mask: SingleLine | None = None
    """The shape of the answer: ``9`` is a digit, ``A`` a letter, ``*`` either; a backslash makes the next sign stand
    for itself. Other signs are written by themselves."""
    message: SingleLine | None = None
    """What to say when an answer breaks one of these rules."""


class FormItem(_ExtendedModel):
    """A field of a form; in a filled form, ``value`` or ``values`` hold its answer."""

    id: Annotated[ItemId, Field(min_length=1)]
    type: SingleLine = "input"
    title: SingleLine = ""
    bind: SingleLine | None = None
    bind_group: SingleLine | None = None
    external_id: SingleLine | None = None
    help: MultiLine | None = None
    placeholder: SingleLine | None = None
    mandatory: Flag = False
    visible: Flag = True
    other_value: Flag = False
    category: Flag = False
    multiple: Flag = False
    file_name: SingleLine | None = None
    value: AnswerText | None = None
    values: list[Choice] | None = None
    value_format: ValueFormat | None = None
    zoned_date_time: ZonedTime | None = None
    sub_item: list[FormItem] | None = None
    visible_if: Condition | None = None
    """When it is asked. What is not asked is not mandatory and not kept."""
    section: SingleLine | None = None
    """The title of the section; consecutive questions of one section belong together."""
    repeat: Repeat | None = None
    """The parts are asked several times; an answer's ``subItem`` holds an entry for each, with an id of its own."""
    consent: Consent | None = None
    capture: SingleLine | None = None
    """How a file is made: ``signature`` or ``photo``."""
    values_from: SingleLine | None = None
    """Where the server takes the ``values`` from: ``countries``, ``languages``, ``nationalities``, or ``file:NAME`` in
    the office's folder of lists."""
    values_version: SingleLine | None = None
    """The version of the list that filled the ``values``."""
    min_label: SingleLine | None = None
    """What the lowest step of a rating means."""
    max_label: SingleLine | None = None
    """What the highest step of a rating means."""
    require: list[ItemId] | None = None
    """At least one of these questions has to be answered, as far as they are asked."""

    @model_validator(mode="before")
    @classmethod
    def _join_default(cls, data: Any) -> Any:
        """Accept a list as the default of a choice: ``["a", "b"]`` is ``"a,b"``, which every client can read."""
        if (
            isinstance(data, dict)
            and isinstance(values := data.get("value"), list)
            and isinstance(kind := data.get("type"), str)
            and kind in CHOICE_TYPES
        ):
            return data | {"value": ",".join(str(_as_text(value)) for value in values)}
        return data

    @property
    def is_multiple(self) -> bool:
        return self.type == "checkbox" or (self.type == "select" and self.multiple)

    @property
    def is_mandatory(self) -> bool:
        """Whether it has to be answered; a consent has to, unless ``mandatory`` is set to false."""
        return self.mandatory or (self.type == "consent" and "mandatory" not in self.model_fields_set)

    @property
    def is_repeated(self) -> bool:
        """Whether an answer's ``subItem`` holds entries, each with an answer to every part."""
        return self.repeat is not None and bool(self.sub_item)

    @property
    def least_entries(self) -> int:
        """The fewest entries of a repeated question."""
        return max(self.repeat.min if self.repeat else 0, int(self.mandatory))

    @property
    def most_entries(self) -> int:
        """The most entries of a repeated question."""
        return MAX_ENTRIES if self.repeat is None or self.repeat.max is None else self.repeat.max

    @property
    def entry_title(self) -> str:
        """What one entry of a repeated question is called."""
        return (self.repeat.title if self.repeat else "") or self.title

    @property
    def takes_several_files(self) -> bool:
        """Whether an answer's ``subItem`` holds files, each with an id of its own."""
        return self.type == "file" and self.multiple and all(part.type == "file" for part in self.sub_item or ())

    @property
    def has_answer(self) -> bool:
        return bool(self.value or self.values) or any(part.has_answer for part in self.sub_item or ())

    @property
    def is_deferred(self) -> bool:
        """Whether this is the answer to a file question that says that the file is handed in later."""
        return not (self.value or "").strip() and (self.model_extra or {}).get("deferred") is True

    @property
    def is_answered(self) -> bool:
        """Whether it or a part of it has an answer, or is a file that is handed in later."""
        return self.has_answer or self.is_deferred or any(part.is_answered for part in self.sub_item or ())

    def iter_choices(self) -> Iterator[Choice]:
        """The values that can be chosen, in order, without their categories."""
        for choice in self.values or ():
            if self.category and choice.values is not None:
                yield from choice.values
            else:
                yield choice

    def iter_chosen(self) -> Iterator[Choice]:
        """The values of an answer, whether they come within their categories or not."""
        for choice in self.values or ():
            yield from choice.values or (choice,)

    def to_wire(self) -> dict[str, Any]:
        """The JSON object of the contract, without unset members and nulls."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)

    def translate(self, texts: Mapping[str, Any]) -> FormItem:
        """Translate the item.

        `texts` holds ``title``, ``help``, ``placeholder``, ``section``, ``minLabel``, ``maxLabel``; ``message`` and
        ``unit`` of its ``valueFormat``; ``repeat``, the title of an entry; and by id ``values`` and ``subItem``.
        """
        if not texts:
            return self
        update: dict[str, Any] = {
            name: texts[key] for name, key in _TRANSLATED_MEMBERS.items() if isinstance(texts.get(key), str)
        }
        rules = {key: texts[key] for key in _TRANSLATED_RULES if isinstance(texts.get(key), str)}
        if rules and self.value_format is not None:
            update["value_format"] = self.value_format.model_copy(update=rules)
        if isinstance(texts.get("repeat"), str) and self.repeat is not None:
            update["repeat"] = self.repeat.model_copy(update={"title": texts["repeat"]})
        names = texts.get("values")
        if isinstance(names, Mapping) and self.values is not None:
            update["values"] = [_translate_choice(choice, names) for choice in self.values]
        parts = as_mapping(texts.get("subItem"))
        if self.sub_item is not None:
            entry_title = update["repeat"].title if "repeat" in update else ""
            update["sub_item"] = [
                self._translate_part(part, parts, f"{entry_title} {place}" if entry_title else part.title)
                for place, part in enumerate(self.sub_item, 1)
            ]
        return self.model_copy(update=update)

    def _translate_part(self, part: FormItem, texts: Mapping[str, Any], entry_title: str) -> FormItem:
        """Translate a part, or an entry of a repeated question as it is asked."""
        if self.repeat is None or part.id in texts or not part.sub_item:
            return part.translate(as_mapping(texts.get(part.id)))
        parts = [inner.translate(as_mapping(texts.get(inner.id))) for inner in part.sub_item]
        return part.model_copy(update={"sub_item": parts, **({"title": entry_title} if part.title else {})})


_TRANSLATED_MEMBERS = {
    **{name: name for name in ("title", "help", "placeholder", "section")},
    "min_label": "minLabel",
    "max_label": "maxLabel",
}
_TRANSLATED_RULES = ("message", "unit")
TRANSLATED_TEXTS = (*_TRANSLATED_MEMBERS.values(), *_TRANSLATED_RULES, "repeat")
"""The members of a question whose translation is a text."""


def iter_with_parts(items: Iterable[FormItem]) -> Iterator[FormItem]:
    """Yield the items, each followed by its sub-items."""
    for item in items:
        yield item
        yield from iter_with_parts(item.sub_item or ())


def list_own_members(items: Iterable[FormItem]) -> list[str]:
    """The members of a form's items and their values that the reference does not know."""
    parts = [part for item in iter_with_parts(items) for part in (item, *item.iter_choices())]
    names = {name for part in parts for name in part.model_fields_set}
    return [to_camel(name) for name in _OWN_MEMBERS if name in names]


def as_mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _translate_choice(choice: Choice, names: Mapping[str, Any]) -> Choice:
    update: dict[str, Any] = {}
    if isinstance(names.get(choice.id), str):
        update["name"] = names[choice.id]
    if choice.values is not None:
        update["values"] = [_translate_choice(inner, names) for inner in choice.values]
    return choice.model_copy(update=update)
