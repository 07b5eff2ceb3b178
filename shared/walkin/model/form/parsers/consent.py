"""Parsers for consents, and for texts, which have no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from walkin.model.form.definition import FormItem
from walkin.model.form.parsers.registry import (
    LINE_LENGTH,
    InvalidAnswer,
    ParseContext,
    clean_answer,
    parses,
    read_text,
)

_ANSWERS = {**dict.fromkeys(("true", "on", "yes", "1"), True), **dict.fromkeys(("false", "off", "no", "0"), False)}


@parses("consent", missing_type="consent")
def parse_consent(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    """``true``, or no answer."""
    text = clean_answer(read_text(answer), LINE_LENGTH).lower()
    if text and text not in _ANSWERS:
        raise InvalidAnswer("consent")
    return {"value": "true"} if _ANSWERS.get(text) else {}


@parses("text", missing_type="input")
def parse_nothing(definition: FormItem, answer: FormItem, context: ParseContext) -> Mapping[str, Any]:
    return {}
