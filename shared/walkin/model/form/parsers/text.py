"""Texts that are kept as they were written. A type nobody knows is read as an input."""

from __future__ import annotations

from walkin.model.form.definition import FormItem
from walkin.model.form.parsing import AREA_LENGTH, Setting, reads_text


@reads_text("input")
@reads_text("name")
@reads_text("password")
@reads_text("textarea", multiline=True, limit=AREA_LENGTH)
@reads_text("address", multiline=True, limit=AREA_LENGTH)
def _text(text: str, definition: FormItem, setting: Setting) -> str:
    return text
