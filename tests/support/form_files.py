"""Forms in files and texts, as the commands read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.model.form.importers import Source, read_form_file

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.model.form.definition import FormItem
    from walkin.model.form.files import FileFormat


def load_form(path: Path) -> list[FormItem]:
    return read_form_file(path.read_bytes(), path.name, Source.WALKIN).items


def read_form(text: str, file_format: FileFormat) -> list[FormItem]:
    return read_form_file(text.encode(), f"form.{file_format}", Source.WALKIN).items
