"""The FormItem resource (reference: FormItem table). Members and values it does not know survive a round trip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.model.form.pattern import compiled
from shared.model.text import Line, Lines, clean
from shared.model.time import ZonedTime

OTHER = "other"
"""Id of a free answer among the values of a choice."""


def _as_text(value: Any) -> Any:
    """A value is always a string; numbers and booleans of careless senders become one."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _lenient_bool(value: Any) -> Any:
    return False if value is None else value


Key = Annotated[Line, BeforeValidator(_as_text)]
Text = Annotated[str, BeforeValidator(_as_text)]
"""An answer: the rules of the form clean it, so that a problem names its field."""

Flag = Annotated[bool, BeforeValidator(_lenient_bool)]


class _Part(BaseModel):
    model_config = ConfigDict(
        hide_input_in_errors=True, alias_generator=to_camel, populate_by_name=True, extra="allow", frozen=True
    )


class Choice(_Part):
    """One value of a radio, checkbox or select; with ``values`` it is a category of a select."""

    id: Key
    name: Text = ""
    value: Text | None = None
    values: list[Choice] | None = None


class ValueFormat(_Part):
    """Input rules. Lengths are code points."""

    max_length: int | None = None
    min_length: int | None = None
    regex_type: Line | None = None
    regex_value: str | None = None
    value_format: Line | None = None


class FormItem(_Part):
    """A field of a form; with ``value`` or ``values`` it is also the field's answer."""

    id: Annotated[Key, Field(min_length=1)]
    type: Line = "input"
    title: Line = ""
    bind: Line | None = None
    bind_group: Line | None = None
    external_id: Line | None = None
    help: Lines | None = None
    placeholder: Line | None = None
    mandatory: Flag = False
    visible: bool = True
    other_value: Flag = False
    category: Flag = False
    multiple: Flag = False
    file_name: Line | None = None
    value: Text | None = None
    values: list[Choice] | None = None
    value_format: ValueFormat | None = None
    zoned_date_time: ZonedTime | None = None
    sub_item: list[FormItem] | None = None

    def choices(self) -> Iterator[Choice]:
        """The values that can be chosen, those of every category in order."""
        for choice in self.values or ():
            if self.category and choice.values is not None:
                yield from choice.values
            else:
                yield choice

    def wire(self) -> dict[str, Any]:
        """The JSON object of the contract: only members that were given."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)

    def translated(self, texts: Mapping[str, Any]) -> FormItem:
        """This item with ``title``, ``help``, ``placeholder`` and names of ``values`` (by id) from ``texts``."""
        if not texts:
            return self
        update = {key: texts[key] for key in ("title", "help", "placeholder") if isinstance(texts.get(key), str)}
        names = texts.get("values")
        if isinstance(names, Mapping) and self.values is not None:
            update["values"] = [_renamed(choice, names) for choice in self.values]
        return self.model_copy(update=update)


def _renamed(choice: Choice, names: Mapping[str, Any]) -> Choice:
    update: dict[str, Any] = {}
    if isinstance(names.get(choice.id), str):
        update["name"] = names[choice.id]
    if choice.values is not None:
        update["values"] = [_renamed(inner, names) for inner in choice.values]
    return choice.model_copy(update=update)


def distinct_ids(form: Sequence[FormItem]) -> list[FormItem]:
    """The form, when it can be asked: every id once, every pattern and text usable. Raises ValueError otherwise."""
    seen: set[str] = set()
    for item in _all(form):
        if item.id in seen:
            raise ValueError(f"two fields have the id {item.id!r}")
        seen.add(item.id)
        if item.value_format and item.value_format.regex_value:
            compiled(item.value_format.regex_value)
        clean(item.value or "", multiline=True)
        for choice in item.values or ():
            for text in (choice.name, choice.value, *(part for inner in choice.values or () for part in (inner.name,))):
                clean(text or "")
        ids = [choice.id for choice in item.choices()]
        if len(ids) != len(set(ids)):
            raise ValueError(f"the field {item.id!r} has two values with one id")
    return list(form)


def _all(form: Sequence[FormItem]) -> Iterator[FormItem]:
    for item in form:
        yield item
        yield from _all(item.sub_item or ())
