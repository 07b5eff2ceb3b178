"""Parser for plain text types. Unknown types fall back to ``input``."""

from __future__ import annotations

from walkin.model.country import find_country_code, is_country, suggest_country
from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import (
    TEXTAREA_LENGTH,
    InvalidAnswer,
    ParseContext,
    parses_text,
    resolve_type,
)


@parses_text("input")
@parses_text("name")
@parses_text("password")
@parses_text("textarea", multiline=True, limit=TEXTAREA_LENGTH)
@parses_text("address", multiline=True, limit=TEXTAREA_LENGTH)
def _parse_text(text: str, definition: FormItem, context: ParseContext) -> str:
    if definition.bind == "crm-country" and resolve_type(definition) == "input":
        _check_country(text, context)
    return text


def _check_country(text: str, context: ParseContext) -> None:
    languages = (context.language,) if context.language else ()
    if find_country_code(text, *languages) is None and not is_country(text, context.country):
        suggestion = suggest_country(text)
        raise InvalidAnswer("countryLike", name=suggestion) if suggestion else InvalidAnswer("country")
