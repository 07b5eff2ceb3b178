"""Value lists (``valuesFrom``): countries, languages and nationalities by CLDR, and files of the office."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from walkin.model.country import list_countries
from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.references import NAMED_LISTS
from walkin.model.search import fold_text
from walkin.model.text import clean

MAX_FILE_BYTES = 1 << 20
MAX_VALUES = 5_000

_NO_VERSION = "none"
"""The version of a list that cannot be used."""

log = logging.getLogger("walkin.forms")


class ListRefused(ValueError):
    """A list that cannot be used, with the reason in words."""


@dataclass(frozen=True)
class ValueList:
    """The values of a list as in JSON, and their version."""

    values: Sequence[Mapping[str, Any]]
    version: str


@lru_cache(maxsize=64)
def build_named_list(name: str, language: str) -> ValueList:
    """A named list, its names in that language and sorted by them; in English for an unknown language."""
    from babel import __version__ as babel_version

    names = _list_languages(language) if name == "languages" else list_countries(language)
    return ValueList([{"id": code, "name": text} for code, text in names.items()], f"babel-{babel_version}-{language}")


def _list_languages(language: str) -> dict[str, str]:
    """The languages with a code of two letters, and those that are official or spoken by 5 % somewhere."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    spoken = {
        code
        for languages in get_global("territory_languages").values()
        for code, facts in languages.items()
        if facts["population_percent"] >= 5 or facts["official_status"]
    }
    names = {code: name for code, name in locale.languages.items() if len(code) == 2 or code in spoken}
    return dict(sorted(names.items(), key=lambda entry: fold_text(entry[1])))


def localize_values(item: FormItem, language: str) -> FormItem:
    """Translate the values of named lists in a question and its parts."""
    update: dict[str, object] = {}
    if item.values_from in NAMED_LISTS and item.values:
        names = {value["id"]: value["name"] for value in build_named_list(item.values_from, language).values}
        update["values"] = [
            choice.model_copy(update={"name": names.get(choice.id, choice.name)}) for choice in item.values
        ]
    if item.sub_item:
        parts = [localize_values(part, language) for part in item.sub_item]
        if any(part is not former for part, former in zip(parts, item.sub_item, strict=True)):
            update["sub_item"] = parts
    return item.model_copy(update=update) if update else item


def read_list(text: str, *, is_csv: bool) -> list[dict[str, Any]]:
    """Parse the values of a list: CSV with id, name and other names separated by semicolons, or one name a line.

    Raises ListRefused.
    """
    rows = csv.reader(io.StringIO(text, newline="")) if is_csv else ([line.strip()] for line in text.splitlines())
    values: dict[str, dict[str, Any]] = {}
    try:
        for number, row in enumerate(rows, 1):
            cells = [clean(cell) for cell in row]
            if not any(cells) or (number == 1 and is_csv and [cell.lower() for cell in cells[:2]] == ["id", "name"]):
                continue
            name = cells[1] if len(cells) > 1 and cells[1] else cells[0]
            if not cells[0]:
                raise ListRefused(f"line {number} has no id")
            if cells[0] in values:
                raise ListRefused(f"line {number}: the id {cells[0]!r} was there before")
            others = [other.strip() for other in (cells[2] if len(cells) > 2 else "").split(";") if other.strip()]
            values[cells[0]] = {"id": cells[0], "name": name, **({"otherNames": others} if others else {})}
    except TextRefused:
        raise ListRefused(f"line {number} holds a character that cannot be shown, or is too long") from None
    except csv.Error as error:
        raise ListRefused(f"it is not CSV: {error}") from None
    if not values:
        raise ListRefused("it holds no values")
    if len(values) > MAX_VALUES:
        raise ListRefused(f"it holds {len(values)} values; {MAX_VALUES} are the most")
    return list(values.values())


def list_files(folder: Path) -> list[Path]:
    """The files in a folder that can be lists."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        path
        for path in paths
        if path.is_file() and not path.name.startswith(".") and path.stat().st_size <= MAX_FILE_BYTES
    ]


class ValueLists:
    """The lists of an office: the named ones, and the files in its folder, read again after they changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, tuple[tuple[int, int], ValueList]] = {}
        self._reported: dict[str, str] = {}
        self._filled: dict[tuple[str, tuple[str, ...]], str] = {}

    def find(self, name: str, language: str = "en") -> ValueList:
        """A list. Raises ListRefused."""
        if name in NAMED_LISTS:
            return build_named_list(name, language)
        file_name = name.removeprefix("file:")
        if file_name == name or "/" in file_name or "\\" in file_name or file_name.startswith("."):
            raise ListRefused("that is no name of a file in the folder of lists")
        path = self._find_file(file_name)
        try:
            status = path.stat()
            key = status.st_mtime_ns, status.st_size
            if (cached := self._files.get(name)) is not None and cached[0] == key:
                return cached[1]
            if status.st_size > MAX_FILE_BYTES:
                raise ListRefused(f"it is larger than {MAX_FILE_BYTES >> 20} MB")
            values = read_list(path.read_text(encoding="utf-8-sig"), is_csv=path.suffix.lower() == ".csv")
        except UnicodeDecodeError:
            raise ListRefused("it is not UTF-8") from None
        except OSError:
            raise ListRefused(f"there is no such file in {self.folder}") from None
        found = ValueList(values, f"{key[0]:x}-{key[1]:x}")
        self._files[name] = key, found
        return found

    def _find_file(self, name: str) -> Path:
        """The file with that name, or with that name and an extension of a list."""
        names = [name, f"{name}.csv", f"{name}.txt"]
        return next((path for one in names if (path := self.folder / one).is_file()), self.folder / name)

    def find_problems(self, items: Iterable[FormItem]) -> list[str]:
        """The problems of the lists that a form names."""
        problems = []
        for name in dict.fromkeys(item.values_from for item in iter_with_parts(items) if item.values_from):
            try:
                self.find(name)
            except ListRefused as refused:
                problems.append(f"the list {name!r} cannot be used: {refused}")
        return problems

    def fill(self, form_json: str, language: str = "en") -> str:
        """Fill in the values of the lists that definitions (JSON) name.

        Instead of a list that cannot be used, its last values stay, or any text is taken as an answer.
        """
        lists = {name: self._find_usable(name, language) for name in _find_list_names(form_json)}
        if not lists:
            return form_json
        key = form_json, tuple(found.version for found in lists.values())
        if (filled := self._filled.get(key)) is None:
            if len(self._filled) > 256:
                self._filled.clear()
            form = orjson.loads(form_json)
            _fill_items(form, lists)
            filled = self._filled[key] = orjson.dumps(form).decode()
        return filled

    def _find_usable(self, name: str, language: str) -> ValueList:
        try:
            return self.find(name, language)
        except ListRefused as refused:
            if self._reported.get(name) != str(refused):
                self._reported[name] = str(refused)
                log.error("the list %r cannot be used: %s", name, refused)
            return self._files[name][1] if name in self._files else ValueList([], _NO_VERSION)


@lru_cache(maxsize=256)
def _find_list_names(form_json: str) -> tuple[str, ...]:
    return tuple(_iter_list_names(orjson.loads(form_json)))


def _iter_list_names(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        if isinstance(name := item.get("valuesFrom"), str):
            yield name
        yield from _iter_list_names(item.get("subItem") or ())


def _fill_items(items: Sequence[dict[str, Any]], lists: Mapping[str, ValueList]) -> None:
    for item in items:
        if isinstance(name := item.get("valuesFrom"), str):
            found = lists[name]
            item["values"] = found.values
            item["valuesVersion"] = found.version
            if found.version == _NO_VERSION:
                item["otherValue"] = True
        _fill_items(item.get("subItem") or (), lists)


def drop_filled_values(items: Sequence[dict[str, Any]]) -> None:
    """Remove from definitions (JSON) what `ValueLists.fill` has added, when a client sends them back."""
    for item in items:
        if isinstance(item.get("valuesFrom"), str):
            item.pop("values", None)
            if item.pop("valuesVersion", None) == _NO_VERSION:
                item.pop("otherValue", None)
        drop_filled_values(item.get("subItem") or ())
