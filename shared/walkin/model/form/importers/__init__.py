"""Importers of the forms of other form builders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from walkin.model.form.files import (
    FormFileError,
    check_translations,
    find_unread_tables,
    parse_file,
    read_items,
)
from walkin.model.form.importers import fhir, formio, jsonschema, surveyjs, xlsform
from walkin.model.form.importers.notes import ImportedForm, Note

__all__ = ["FormFileError", "ImportedForm", "Note", "Source", "read_form_file"]

MAX_FILE_BYTES = 16 * 1024 * 1024


class Source(StrEnum):
    """What wrote a form file."""

    WALKIN = "walkin"
    XLSFORM = "xlsform"
    JSON_SCHEMA = "jsonschema"
    FORMIO = "formio"
    SURVEYJS = "surveyjs"
    FHIR = "fhir"


_JSON_READERS: Mapping[Source, Callable[[Mapping[str, object]], ImportedForm]] = {
    Source.JSON_SCHEMA: jsonschema.read,
    Source.FORMIO: formio.read,
    Source.SURVEYJS: surveyjs.read,
    Source.FHIR: fhir.read,
}


def read_form_file(content: bytes, name: str, source: Source | None = None) -> ImportedForm:
    """Read a form, by `source` or what the content looks like; `name` is that of its file. Raises FormFileError."""
    if len(content) > MAX_FILE_BYTES:
        raise FormFileError([f"the file is larger than {MAX_FILE_BYTES >> 20} MB"])
    if content.startswith(b"PK\x03\x04"):
        _check_source(source, Source.XLSFORM)
        return xlsform.read_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FormFileError(["an .xls file is not read: save it as .xlsx or CSV"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormFileError([f"the file is not UTF-8 (byte {error.start})"]) from None
    if name.lower().endswith(".toml"):
        _check_source(source, Source.WALKIN)
        return _read_own(parse_file(text, "toml"))
    if source is Source.XLSFORM or (source is None and _is_csv(text)):
        return xlsform.read_csv(text)
    document = parse_file(text, "json")
    source = source or _detect(document)
    if source is Source.WALKIN:
        return _read_own(document)
    if not isinstance(document, Mapping):
        raise FormFileError([f"this is no form of {source}: it has to be an object, {{ … }}"])
    try:
        return _JSON_READERS[source](document)
    except RecursionError:
        raise FormFileError(["it is nested too deep"]) from None


def _read_own(document: object) -> ImportedForm:
    """A form of ours, with notes for what else is in its file."""
    form = ImportedForm(read_items(document))
    for name in find_unread_tables(document):
        place = "translations are members of the queue" if name == "i18n" else "questions are in 'form'"
        form.notes.append(Note("", f"{name!r} is not read; {place}"))
    form.notes += [Note("", text) for text in check_translations(form.items, document)]
    return form


def _check_source(asked: Source | None, found: Source) -> None:
    if asked not in (None, found):
        raise FormFileError([f"this is no file of {asked}, but looks like one of {found}"])


def _is_csv(text: str) -> bool:
    """Whether it begins like the sheet of a survey, and not like JSON."""
    start = text.lstrip()[:4_000].lower()
    lines = [line for line in start.splitlines() if line.strip(" ,;\t\"'")]
    if not lines or start[:1] in "{[":
        return False
    first = lines[0].strip("\"' ,;\t")
    return first == "survey" or ("type" in first and ("name" in first or "label" in first))


def _detect(document: object) -> Source:
    """What wrote a JSON document."""
    if not isinstance(document, Mapping):
        return Source.WALKIN
    if document.get("resourceType") == "Questionnaire":
        return Source.FHIR
    if isinstance(document.get("form"), list):
        return Source.WALKIN
    if isinstance(document.get("components"), list):
        return Source.FORMIO
    if any(isinstance(document.get(name), list) for name in ("pages", "elements", "questions")):
        return Source.SURVEYJS
    schema = document.get("schema") if isinstance(document.get("schema"), Mapping) else document
    if isinstance(schema, Mapping) and ("$schema" in schema or isinstance(schema.get("properties"), Mapping)):
        return Source.JSON_SCHEMA
    if "$ref" in document or "allOf" in document:
        return Source.JSON_SCHEMA
    return Source.WALKIN
