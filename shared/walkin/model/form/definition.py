"""The FormItem resource (reference: FormItem table). Unknown members and values survive a round trip."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic.alias_generators import to_camel

from walkin.model.errors import TextRefused
from walkin.model.text import MultiLine, SingleLine, drop_invisible
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
        return {"true": True, "false": False}.get(value, value)
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


def _allow_null(schema: dict[str, Any]) -> None:
    """Let every optional member be null in the JSON schema."""
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        if name not in required and {"type": "null"} not in member.get("anyOf", ()):
            annotations = {key: member.pop(key) for key in ("title", "default") if key in member}
            alternatives = member.get("anyOf", [dict(member)])
            member.clear()
            member |= {"anyOf": [*alternatives, {"type": "null"}], **annotations}


class _FormModel(BaseModel):
    model_config = ConfigDict(
        json_schema_extra=_allow_null,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="allow",
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    __pydantic_extra__: dict[str, ExtraValue]

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data


class Choice(_FormModel):
    """A value of a radio, checkbox or select; with ``values``, a category of a select."""

    id: ItemId
    name: AnswerText = ""
    value: AnswerText | None = None
    values: list[Choice] | None = None


def iter_all_choices(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Categories and the values within them."""
    for choice in choices:
        yield choice
        yield from iter_all_choices(choice.values or ())


class ValueFormat(_FormModel):
    """Input rules. Lengths are in code points."""

    max_length: Length | None = None
    min_length: Length | None = None
    regex_type: SingleLine | None = None
    regex_value: UnicodeText | None = None
    value_format: SingleLine | None = None


class FormItem(_FormModel):
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

    @property
    def is_multiple(self) -> bool:
        return self.type == "checkbox" or (self.type == "select" and self.multiple)

    @property
    def has_answer(self) -> bool:
        return bool(self.value or self.values) or any(part.has_answer for part in self.sub_item or ())

    @property
    def is_deferred(self) -> bool:
        """Whether this is the answer to a file question that says that the file is handed in later."""
        return not (self.value or "").strip() and (self.model_extra or {}).get("deferred") is True

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
        """This item with translated ``title``, ``help``, ``placeholder``, and by id ``values`` and ``subItem``."""
        if not texts:
            return self
        update = {key: texts[key] for key in ("title", "help", "placeholder") if isinstance(texts.get(key), str)}
        names = texts.get("values")
        if isinstance(names, Mapping) and self.values is not None:
            update["values"] = [_translate_choice(choice, names) for choice in self.values]
        parts = texts.get("subItem")
        if isinstance(parts, Mapping) and self.sub_item is not None:
            update["sub_item"] = [part.translate(_as_mapping(parts.get(part.id))) for part in self.sub_item]
        return self.model_copy(update=update)


def iter_with_parts(items: Iterable[FormItem]) -> Iterator[FormItem]:
    """Yield the items, each followed by its sub-items."""
    for item in items:
        yield item
        yield from iter_with_parts(item.sub_item or ())


def _as_mapping(texts: Any) -> Mapping[str, Any]:
    return texts if isinstance(texts, Mapping) else {}


def _translate_choice(choice: Choice, names: Mapping[str, Any]) -> Choice:
    update: dict[str, Any] = {}
    if isinstance(names.get(choice.id), str):
        update["name"] = names[choice.id]
    if choice.values is not None:
        update["values"] = [_translate_choice(inner, names) for inner in choice.values]
    return choice.model_copy(update=update)
