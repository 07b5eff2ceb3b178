"""XLSForm (ODK, KoboToolbox, CommCare): the sheets survey, choices and settings of an .xlsx file, or as CSV."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from babel import Locale, UnknownLocaleError

from walkin.model.form.files import FormFileError
from walkin.model.form.importers.expressions import ValueKind, build_rules, parse_expression, read_condition
from walkin.model.form.importers.notes import (
    MAX_ELEMENTS,
    ImportedForm,
    Members,
    NotCarried,
    as_list,
    as_number,
    as_text,
    get_rules,
    make_line,
)
from walkin.model.form.importers.reader import COMPUTED, READ_ONLY, Element, Place, Reader, make_choice, make_steps

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 300
MAX_ON_SCREEN = 4
"""The most questions of a group that stay on one screen."""

SHEETS = ("survey", "choices", "settings")

Row = Mapping[str, str]
Sheets = Mapping[str, Sequence[Row]]

_COLUMNS = {
    **dict.fromkeys(("list_name", "list name", "listname"), "list_name"),
    **dict.fromkeys(("constraint_message", "constraint message", "constraint-msg"), "constraint_message"),
    **dict.fromkeys(("value", "name"), "name"),
    **dict.fromkeys(("caption", "label"), "label"),
    **dict.fromkeys(("relevance", "relevant"), "relevant"),
    **dict.fromkeys(("default_language", "default language"), "default_language"),
}
_TRANSLATED = ("label", "hint", "constraint_message")

_VALUE_KINDS: Mapping[str, ValueKind] = {"integer": "integer", "int": "integer", "decimal": "decimal", "date": "date"}
_SELECT = re.compile(
    r"select(?:1|[ _](?P<count>one|multiple|all))?(?:[ _](?:that|apply|from|file))*(?:\s+(?P<rest>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_MISSING_COLUMNS = {
    "choice_filter": "all values are offered: split the question into one for each group, with visibleIf",
    "calculation": COMPUTED,
    "trigger": COMPUTED,
    "guidance_hint": "write it into the hint",
    "media::image": "pictures are not shown",
    "media::audio": "sounds are not played",
    "media::video": "videos are not played",
}


def read_xlsx(content: bytes) -> ImportedForm:
    """Read an .xlsx file. Raises FormFileError."""
    return build_form(_read_workbook(content))


def read_csv(text: str) -> ImportedForm:
    """Read the sheets in one CSV file, each under its name in the first column, or a survey alone. Raises
    FormFileError."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text)))
    except csv.Error as error:
        raise FormFileError([f"this is not CSV: {error}"]) from None
    blocks: dict[str, list[list[str]]] = {}
    current = blocks.setdefault("survey", [])
    is_named = False
    for row in rows:
        if row and row[0].strip().lower() in SHEETS and not any(cell.strip() for cell in row[1:]):
            current, is_named = blocks.setdefault(row[0].strip().lower(), []), True
        else:
            current.append(row[1:] if is_named else row)
    return build_form({name: _read_table(block) for name, block in blocks.items()})


def _find_delimiter(text: str) -> str:
    line = next((line for line in text.splitlines() if "type" in line.lower()), "")
    return max(",;\t", key=line.count)


def _read_workbook(content: bytes) -> Sheets:
    try:
        import openpyxl
    except ImportError:
        raise FormFileError(
            ["an .xlsx file needs openpyxl (pip install openpyxl); or save its sheets as one CSV file"]
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise FormFileError([f"unpacked it is larger than {MAX_UNPACKED_BYTES >> 20} MB"])
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(entry):
                    raise FormFileError(["it declares entities, which no spreadsheet does"])
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = {name.strip().lower(): name for name in workbook.sheetnames}
        if "survey" not in names:
            raise FormFileError([f"it has no sheet 'survey', only {', '.join(map(repr, workbook.sheetnames[:9]))}"])
        return {
            name: _read_table(
                [_format_cell(cell) for cell in row]
                for row in workbook[names[name]].iter_rows(
                    max_row=MAX_ELEMENTS * 10, max_col=MAX_COLUMNS, values_only=True
                )
            )
            for name in SHEETS
            if name in names
        }
    except FormFileError:
        raise
    # A broken file ends openpyxl in many ways.
    except Exception as error:  # noqa: BLE001
        raise FormFileError(
            [f"this is not an .xlsx file: {make_line(str(error))[:200] or type(error).__name__}"]
        ) from None


def _format_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _read_table(rows: Iterable[Sequence[str]]) -> list[Row]:
    """The rows below the first one that is not empty, which has the names of the columns."""
    names: list[str] = []
    table: list[Row] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if not names:
            names = [_read_column(cell) for cell in row]
            continue
        table.append({name: cell.strip() for name, cell in zip(names, row, strict=False) if name and cell.strip()})
    return table


def _read_column(text: str) -> str:
    name, *language = (part.strip() for part in re.split(r"::?", text.strip(), maxsplit=1))
    plain = _COLUMNS.get(name.lower(), name.lower())
    return f"{plain}::{language[0]}" if language else plain


def build_form(sheets: Sheets) -> ImportedForm:
    """Build the form of the sheets. Raises FormFileError."""
    survey = sheets.get("survey") or []
    if not any("type" in row for row in survey):
        raise FormFileError(["its survey has no column 'type'"])
    reader = _Survey(survey, sheets.get("choices") or [], (sheets.get("settings") or [{}])[0])
    return reader.draft.finish(reader.read_elements(reader.nest_rows(survey), Place()))


class _Survey(Reader):
    title_members = ("label",)
    help_members = ("hint",)
    value_members = ("name", "label")
    types: Mapping[str, Members] = {
        "text": {"type": "input"},
        "string": {"type": "input"},
        "integer": {"type": "number", "valueFormat": {"integer": True}},
        "int": {"type": "number", "valueFormat": {"integer": True}},
        "decimal": {"type": "number"},
        "date": {"type": "date"},
        "datetime": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
        "time": {"type": "date", "valueFormat": {"valueFormat": "time"}},
        "note": {"type": "text"},
        "acknowledge": {"type": "consent"},
        "trigger": {"type": "consent"},
        "image": {"type": "file", "capture": "photo"},
        "photo": {"type": "file", "capture": "photo"},
        "file": {"type": "file"},
        "barcode": {"type": "input"},
        "hidden": {"type": "input", "visible": False},
    }
    missing_types: Mapping[str, str] = {
        **dict.fromkeys(
            [
                *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email"),
                *("audit", "start-geopoint", "background-audio", "background-geopoint"),
            ],
            "a registration has its time, and who took it",
        ),
        **dict.fromkeys(("geopoint", "geotrace", "geoshape"), "ask for the address instead"),
        **dict.fromkeys(("audio", "video"), "a file is a photo or a PDF"),
        "rank": "ask for the first choice as radio",
        "calculate": COMPUTED,
        **dict.fromkeys(("xml-external", "csv-external"), "put the list into the folder lists, for valuesFrom"),
    }

    def __init__(self, survey: Sequence[Row], choices: Sequence[Row], settings: Row) -> None:
        super().__init__({})
        self.choices: dict[str, list[Row]] = {}
        for row in choices:
            if row.get("list_name"):
                self.choices.setdefault(row["list_name"], []).append(row)
        names = [name.partition("::") for row in (*survey, *choices) for name in row]
        languages = list(dict.fromkeys(language for column, _, language in names if language and column in _TRANSLATED))
        default = settings.get("default_language", "")
        self.default_language = default if default in languages else next(iter(languages), "")
        codes = {language: self._find_code(language) for language in languages if language != self.default_language}
        self.codes = {language: code for language, code in codes.items() if code}
        """The languages of the translations, with their codes."""

    def _find_code(self, language: str) -> str:
        """The code in "French (fr)", or that of a language by its name."""
        match = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$", language)
        code = match[1] if match else language
        names = {name.lower(): key for key, name in Locale("en").languages.items()}
        code = names.get(code.lower(), code)
        try:
            return str(Locale.parse(code, sep="-")).replace("_", "-")
        except (UnknownLocaleError, ValueError):
            self.draft.note(f"label::{language}", "its language is not known: write its code, as in label::French (fr)")
            return ""

    def nest_rows(self, rows: Sequence[Row]) -> list[object]:
        """The rows, in the groups and repeats that begin and end around them."""
        items: list[object] = []
        opened: list[tuple[str, list[object]]] = [("", items)]
        for number, row in enumerate(rows, 2):
            words = row.get("type", "").lower().replace("_", " ").split()
            name = row.get("name") or f"row {number}"
            if not words or row.get("disabled", "").lower() in ("yes", "true"):
                continue
            if words[0] == "begin":
                inner: list[object] = []
                group: dict[str, object] = {**row, "type": words[-1], "place": name, "items": inner}
                opened[-1][1].append(group)
                opened.append((name, inner))
            elif words[0] != "end":
                opened[-1][1].append({**row, "place": name})
            elif len(opened) > 1:
                opened.pop()
            else:
                self.draft.note(name, f"{' '.join(words)!r} without a beginning is not read")
        for name, _ in opened[1:]:
            self.draft.note(name, "it is begun and not ended: it ends with the form")
        return items

    def get_kind(self, element: Element) -> str:
        return _split_type(element)[0]

    def get_name(self, element: Element) -> str:
        return as_text(element.get("place"))

    def is_required(self, element: Element) -> bool:
        return _is_yes(element, "required")

    def list_texts(self, element: Element, *members: str) -> dict[str, str]:
        column = members[0]
        default = element.get(f"{column}::{self.default_language}") or element.get(column)
        translated = {code: as_text(element.get(f"{column}::{language}")) for language, code in self.codes.items()}
        return {"": as_text(default)} | {code: text for code, text in translated.items() if text}

    def read_element(self, element: Element, kind: str, place: Place) -> Iterator[Members]:
        name, rows = self.get_name(element), element.get("items")
        place = place.under(read_condition(as_text(element.get("relevant")), "relevant", self.draft, name))
        if kind == "repeat":
            count = self._read_repeat_count(element, name)
            yield from self.read_repeat(element, place, count, lambda inner: self.read_elements(rows, inner))
        elif rows is not None:
            titles = self.list_texts(element, "label")
            items = list(self.read_elements(rows, place.within(titles, as_text(element.get("name")))))
            if "field-list" in as_text(element.get("appearance")) and not place.in_repeat:
                self._keep_together(name, items)
            yield from items
        else:
            item = self.start_item(element, place)
            self._read_question(item, element, kind, name)
            yield item

    def _keep_together(self, name: str, items: list[Members]) -> None:
        """Put the questions of a group on one screen, if they fit on a kiosk's."""
        if len(items) > MAX_ON_SCREEN:
            self.draft.note(name, f"its {len(items)} questions are a screen each: they do not fit on one")
        elif len(items) > 1:
            for item in items:
                item.setdefault("bindGroup", name)

    def _read_repeat_count(self, element: Element, name: str) -> Members:
        text = as_text(element.get("repeat_count"))
        count = as_number(text)
        if text and not isinstance(count, int):
            self.draft.note(name, f"the number of its entries ({text}) is computed: visitors add as many as they need")
        return {"min": count, "max": count} if isinstance(count, int) and count > 0 else {}

    def _read_question(self, item: Members, element: Element, kind: str, name: str) -> None:
        if kind == "range":
            item |= self._read_range(element, name)
        elif kind in ("select_one", "select_multiple"):
            self._read_choice(item, element, is_multiple=kind == "select_multiple", name=name)
        else:
            self.set_type(item, kind, name)
        _read_appearance(item, kind, as_text(element.get("appearance")).lower().split())
        required = as_text(element.get("required"))
        if required and not self.is_required(element) and not _is_no(required):
            self.draft.note(name, f"required under a condition is not carried: it is optional ({required[:200]})")
        if item["type"] == "consent" and required:
            item["mandatory"] = self.is_required(element)
        default = as_text(element.get("default"))
        if re.search(r"\$\{|\(|^today$|^now$", default):
            self.draft.note(name, f"its default is computed and is left out ({default[:200]})")
        else:
            self.set_default(item, default.split() if item["type"] == "checkbox" else default, name)
        self._read_constraint(item, element, kind, name)
        self._note_columns(element, name)

    def _read_range(self, element: Element, name: str) -> Members:
        parameters = dict(re.findall(r"\b(\w+)\s*=\s*(-?[\d.]+)", as_text(element.get("parameters"))))
        start, end, step = (
            as_number(parameters.get(key, default)) for key, default in (("start", "0"), ("end", "10"), ("step", "1"))
        )
        if start is None or end is None or not step or step < 0 or end < start:
            self.draft.note(name, "its parameters cannot be read: it is any number")
            return {"type": "number"}
        if steps := make_steps(start, end, step, 10):
            return {"type": "scalerating", "values": steps}
        return {"type": "number", "valueFormat": {"min": start, "max": end, "step": step}}

    def _read_choice(self, item: Members, element: Element, *, is_multiple: bool, name: str) -> None:
        list_name, *others = [*_split_type(element)[1].split(), ""]
        if re.fullmatch(r"[\w.-]+\.(csv|xml|geojson)", list_name):
            self.draft.note(name, f"put {list_name} into the folder lists, as a CSV file with the columns id and name")
            stem = list_name.rpartition(".")[0]
            item |= {"type": "select", "multiple": is_multiple, "valuesFrom": f"file:{stem}.csv"}
        elif list_name.startswith("${"):
            self.draft.note(name, f"its values are the answers to {list_name}: write them into values")
            item |= make_choice([], is_multiple=is_multiple)
        else:
            values = self.read_values(item, self.choices.get(list_name))
            if not values:
                self.draft.note(name, f"the sheet choices has no list {list_name!r}: write its values")
            item |= make_choice(values, is_multiple=is_multiple)
        if others[0].lower() in ("or_other", "other"):
            item["otherValue"] = True

    def _read_constraint(self, item: Members, element: Element, kind: str, name: str) -> None:
        text = as_text(element.get("constraint"))
        rules = get_rules(item)
        if text and (exclusive := _find_exclusive(text)) and item["type"] == "checkbox":
            for value in as_list(item.get("values")):
                if isinstance(value, dict) and value["id"] in exclusive:
                    value["exclusive"] = True
        elif text:
            notes: list[str] = []
            try:
                rules |= build_rules(parse_expression(text), _VALUE_KINDS.get(kind, "text"), notes)
            except NotCarried as reason:
                notes.append(f"constraint is left out: {reason}")
            for note in notes:
                self.draft.note(name, f"{note} ({text[:200]})")
        messages = self.list_texts(element, "constraint_message")
        if rules and text and (message := make_line(messages.pop(""))):
            rules["message"] = message
            self.set_line(item, "message", messages)
        item["valueFormat"] = rules

    def _note_columns(self, element: Element, name: str) -> None:
        columns = {column: element.get(column) for column in element}
        columns |= {column: True for column in _MISSING_COLUMNS for given in element if given.startswith(f"{column}::")}
        self.draft.note_members(columns, _MISSING_COLUMNS, name)
        if _is_yes(element, "read_only") or _is_yes(element, "readonly"):
            self.draft.note(name, f"read_only is not carried: {READ_ONLY}")
        if any("${" in as_text(element[column]) for column in element if column.startswith(("label", "hint"))):
            self.draft.note(name, "its text shows another answer (${…}), which stays as it is written")


def _split_type(element: Element) -> tuple[str, str]:
    """The type of a question and what is behind it: "select one from file a.csv" is select_one and a.csv."""
    text = re.sub(r"\s+", " ", as_text(element.get("type"))).strip()
    if match := _SELECT.fullmatch(text):
        is_one = (match["count"] or "one").lower() == "one"
        return "select_one" if is_one else "select_multiple", match["rest"] or ""
    kind, _, rest = text.partition(" ")
    return kind.lower(), rest


def _is_yes(element: Element, column: str) -> bool:
    return as_text(element.get(column)).lower().removesuffix("()") in ("yes", "true", "1", "required")


def _is_no(text: str) -> bool:
    return text.lower().removesuffix("()") in ("no", "false", "0")


def _read_appearance(item: Members, kind: str, words: Sequence[str]) -> None:
    if kind in ("text", "string") and "multiline" in words:
        item["type"] = "textarea"
    elif kind in ("text", "string") and "tel" in words:
        item["type"] = "phone"
    elif kind in ("image", "photo") and "signature" in words:
        item["capture"] = "signature"
    elif item["type"] in ("radio", "checkbox") and {"minimal", "autocomplete", "search"} & set(words):
        item |= {"type": "select"} | ({"multiple": True} if item["type"] == "checkbox" else {})
    elif kind == "date" and "month-year" in words:
        item["valueFormat"] = {"valueFormat": "month"}


def _find_exclusive(constraint: str) -> list[str]:
    """The values that a constraint allows alone only: not(selected(., 'none') and count-selected(.) > 1)."""
    if "count-selected" not in constraint:
        return []
    return re.findall(r"""selected\(\s*\.\s*,\s*['"]([^'"]+)['"]\s*\)""", constraint)
