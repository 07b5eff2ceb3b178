"""Parser for plain text types. Unknown types fall back to ``input``."""

from __future__ import annotations

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import TEXTAREA_LENGTH, ParseContext, parses_text


@parses_text("input")
@parses_text("name")
@parses_text("password")
@parses_text("textarea", multiline=True, limit=TEXTAREA_LENGTH)
@parses_text("address", multiline=True, limit=TEXTAREA_LENGTH)
def _parse_text(text: str, definition: FormItem, context: ParseContext) -> str:
    return text
