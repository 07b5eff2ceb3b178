"""Translations: one Fluent file per language beside this module, and the formatting of dates, clocks and numbers.

A code may have a script and a region: "zh-Hans", "en-GB", "fr-CA". Its texts are those of its language, unless a file
of the region's own has them; its clock and its dates are the region's. A folder of the office may hold further
languages, and files with only the texts that it says in other words.

Babel and Fluent are imported when the first text needs them: the first frame of a screen does not wait for them.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from walkin.model.language import (
    format_tag,
    get_base_language,
    list_base_languages,
    list_shorter_tags,
    match_language,
    normalize_language,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView, Sequence
    from typing import Literal

    from babel import Locale
    from fluent.runtime import FluentBundle

    from walkin.model.errors import FieldProblem

__all__ = [
    "CLIENT_PREFIXES",
    "FALLBACK",
    "Words",
    "choose_language",
    "find_language",
    "get_locale",
    "get_texts_folder",
    "is_for_clients",
    "list_files",
    "list_languages",
    "list_staff_languages",
    "list_texts",
    "name_languages",
    "use_texts_folder",
]

FALLBACK = "en"
"""The language of texts that another lacks, and of clients whose languages are all unknown."""

CLIENT_PREFIXES = (
    *("answer-", "app-", "call-", "desk-name-", "display-", "duration-", "field-", "form-", "join-", "kiosk-"),
    *("language-name", "page-", "paper-again", "paper-copy", "paper-desk", "paper-missing", "paper-state", "wait-"),
)
"""What the names of texts begin with that clients see, hear or get on paper or phone; the others are for staff."""

REGIONS = {"en": "GB", "pt": "PT"}
"""The region whose clock and dates a language without a region has, where it is not the first that Unicode names."""

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left. Babel knows them too, but the first frame does not wait for it."""

RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
"""Scripts (ISO 15924) written from right to left, whatever the language: "pa-Arab"."""

MAX_TITLE_CHARACTERS = 60
"""Characters of a question's title that a message quotes."""

_ABOUT_ANY_QUESTION = (
    *("tooLong", "tooShort", "character", "pattern", "oneOnly", "shape", "unknownChoice", "other", "tooSmall"),
    *("tooBig", "tooEarly", "tooLate", "integer", "step", "check", "mask", "consent", "exclusive", "tooFew"),
    *("tooMany", "notAsked"),
)
"""Codes of problems whose texts have no noun for what was asked."""

_ANSWERS_WITHOUT_NOUN = ("input", "password", "textarea", "one", "many", "consent")
"""The variants of ``form-empty`` that have none."""

FOLDER = Path(__file__).parent
_own_folder: Path | None = None
log = logging.getLogger(__name__)

# Babel's numbers and times contain narrow no-break spaces, which many terminal fonts lack.
_WIDE_SPACES = str.maketrans({"\u202f": "\u00a0"})


class Words:
    """The texts of one language: `words("app-back")`, `words("kiosk-ahead", count=3)`.

    A text that the region lacks is taken from its language, and one that this lacks from English; one that English
    lacks too is made from its key and logged.
    With `Words.strict` it is a `KeyError` instead.

    The office's own texts come before those of the same code that are shipped.

    Values are inserted as they are: pass the result through `walkin.ui.safe` when one of them came from people.
    """

    strict: ClassVar[bool] = False

    def __init__(self, language: str) -> None:
        """Raises ValueError when there is no file for `language`; see `choose_language`."""
        found = find_language(language)
        if found is None:
            msg = f"no words for the language {language!r}"
            raise ValueError(msg)
        self.language = language
        codes = dict.fromkeys((language, *list_shorter_tags(language), found, FALLBACK))
        self._texts = [load_texts(code, file) for code in codes for file in list_files().get(code, ())]

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of a message id. Integers are formatted for the language; pass numbers that are names (a port, a
        ticket number) as `str`."""
        text = None
        for texts in self._texts:
            if key in texts:
                found, errors = texts.format(key, values)
                if not errors:
                    return found.translate(_WIDE_SPACES)
                # The next file may say it as it should be.
                self._report_problem(f"{texts.describe_place(key)}: the text {key!r}: {'; '.join(map(str, errors))}")
                text = found if text is None else text
        if text is not None:
            return text.translate(_WIDE_SPACES)
        self._report_problem(f"no text {key!r}")
        return key.partition("-")[2].replace("-", " ").capitalize() or key

    def has_text(self, key: str) -> bool:
        return any(key in texts for texts in self._texts)

    @cached_property
    def locale(self) -> Locale:
        return get_locale(self.language)

    @cached_property
    def clock_example(self) -> str:
        """Half past two in the afternoon, for texts that say how a time may be written."""
        from walkin.model.form.invalid import InvalidAnswer
        from walkin.model.form.parsers.moment import read_time

        text = self.format_time(time(14, 30))
        try:
            read_time(text.replace("\u00a0", " "))
        except InvalidAnswer:
            # Such as "오후 2:30": what is before or behind the figures is read in Latin letters only.
            return "14:30"
        return text

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        language, _, rest = self.language.partition("-")
        return "rtl" if language in RIGHT_TO_LEFT or rest.partition("-")[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"

    def name_language(self, code: str) -> str:
        """Another language by its name in this one, without its region: "French", "Simplified Chinese"."""
        from babel import Locale, UnknownLocaleError

        try:
            locale = Locale.parse(find_language(code) or code.replace("_", "-"), sep="-")
            name = Locale(locale.language, script=locale.script).get_display_name(self.locale)
        except (UnknownLocaleError, ValueError):
            return code
        return name or code

    def format_time(self, moment: datetime | time) -> str:
        """The time of day by the region's clock, in the moment's own time zone: "15:05", "3:05 PM", "15 h 05"."""
        from babel.dates import format_time

        return format_time(moment, "short", moment.tzinfo, self.locale).translate(_WIDE_SPACES)

    def format_hour(self, hour: int) -> str:
        """A whole hour by the region's clock: "09", "9 AM"."""
        from babel.dates import format_skeleton

        skeleton = "h" if "a" in self.locale.time_formats["short"].pattern else "HH"
        return format_skeleton(skeleton, datetime(2000, 1, 1, hour), locale=self.locale).translate(_WIDE_SPACES)

    def format_duration(self, seconds: float) -> str:
        """A duration in whole minutes: "< 1 min", "14 min", "2 h 5 min". Negative ones count as 0."""
        hours, minutes = divmod(max(0, int(seconds)) // 60, 60)
        if hours:
            return self("duration-hours", hours=hours, minutes=minutes)
        return self("duration-minutes", minutes=minutes) if minutes else self("duration-short")

    def format_date(self, day: date | datetime, style: Literal["short", "medium", "long", "full"] = "long") -> str:
        """The date, in the moment's own time zone: "4 March 2026", "March 4, 2026", "4 mars 2026"."""
        from babel.dates import format_date

        return format_date(day, style, self.locale).translate(_WIDE_SPACES)

    def format_moment(self, moment: datetime) -> str:
        """The date and the time of day: "4 Mar 2026, 15:05"."""
        return f"{self.format_date(moment, 'medium')}, {self.format_time(moment)}"

    def format_month(self, day: date) -> str:
        """The month with its year: "March 2026"."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", day, locale=self.locale).translate(_WIDE_SPACES)

    def format_number(self, value: float | Decimal, decimals: int | None = None) -> str:
        """`value` with the language's separators: "1,234.5", "1 234,5"; with exactly `decimals` places if given."""
        from babel.numbers import format_decimal

        pattern = None if decimals is None else f"#,##0.{'0' * decimals}"
        return format_decimal(value, pattern, self.locale).translate(_WIDE_SPACES)

    def format_percent(self, share: float) -> str:
        """A fraction in whole percent: "83%", "83 %"."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self.locale).translate(_WIDE_SPACES)

    def format_problem(self, problem: FieldProblem) -> str:
        """What to correct in an entry: the server's message, else the text of the problem's code."""
        if problem.message:
            return problem.message
        values = dict(problem.values)
        key = f"form-{problem.code}"
        if problem.code in ("tooEarly", "tooLate") and ":" in str(values["limit"])[:3]:
            key += "-time"
        for name in ("limit", "lower", "upper"):
            if isinstance(text := values.get(name), str):
                values[name] = self.format_limit(text, str(values.get("unit", "")))
        if "upper" in values:
            values["same"] = "yes" if values["lower"] == values["upper"] else "no"
        is_missing = problem.code == "empty" and values.get("type") not in ("one", "many", "consent", "file")
        if is_missing and self.has_text(own_key := f"{key}-{problem.noun}"):
            return self(own_key)
        # The texts choose by `type`, which not every problem has.
        if problem.code in ("time", "clock"):
            values["clock"] = self.clock_example
        text = self(key, **{"type": "input", **values})
        names_its_subject = problem.code not in _ABOUT_ANY_QUESTION and values.get("type") not in _ANSWERS_WITHOUT_NOUN
        return text if names_its_subject else self._name_subject(problem, text)

    def _name_subject(self, problem: FieldProblem, text: str) -> str:
        """The text behind the question it is about: "Last name: use 40 characters or fewer"."""
        title = " ".join(problem.title.split())
        if self.has_text(key := f"form-thing-{problem.noun}"):
            thing = self(key)
        elif title:
            short = title if len(title) <= MAX_TITLE_CHARACTERS else f"{title[: MAX_TITLE_CHARACTERS - 1].rstrip()}…"
            thing = self("form-thing", title=short)
        else:
            return text
        return self("form-about", thing=thing, text=text[:1].lower() + text[1:])

    def format_limit(self, text: str, unit: str = "") -> str:
        """A limit of an answer, as a number or in ISO 8601, in the language: "1.5 kg", "4 March 2026", "08:30"."""
        with suppress(ValueError):
            if text[4:5] == "-" and "T" in text:
                moment = datetime.fromisoformat(text)
                return f"{self.format_date(moment)}, {self.format_time(moment)}"
            if ":" in text:
                return self.format_time(datetime.fromisoformat(f"2000-01-01T{text}"))
            if text[4:5] == "-" and len(text) == 7:
                return self.format_month(date.fromisoformat(f"{text}-01"))
            if text[4:5] == "-":
                return self.format_date(date.fromisoformat(text))
        with suppress(InvalidOperation):
            return f"{self.format_number(Decimal(text))}\u00a0{unit}".strip()
        return text

    def _report_problem(self, message: str) -> None:
        if self.strict:
            raise KeyError(message)
        _log_once(message)


@lru_cache(maxsize=256)
def _log_once(message: str) -> None:
    log.error("%s", message)


def use_texts_folder(folder: Path | None) -> None:
    """Take the office's own languages and texts from the files in `folder`; None for none."""
    global _own_folder
    if folder != _own_folder:
        _own_folder = folder
        clear_caches()


def get_texts_folder() -> Path | None:
    """The folder with the office's own texts."""
    return _own_folder


def clear_caches() -> None:
    """Forget what was read from the files."""
    for function in (list_files, list_languages, find_language, load_texts, _read_name, _log_once):
        function.cache_clear()


@lru_cache(maxsize=1)
def list_files() -> dict[str, list[Path]]:
    """The files by their codes, those of the office first: of languages, and of regions that use other words."""
    files: dict[str, list[Path]] = {}
    for folder in filter(None, (_own_folder, FOLDER)):
        for file in sorted(folder.glob("*.ftl")):
            if code := format_tag(file.stem):
                files.setdefault(code, []).append(file)
    return files


@lru_cache(maxsize=1)
def list_languages() -> tuple[str, ...]:
    """The codes of the available languages, without regions."""
    return tuple(list_base_languages(list_files()))


def list_staff_languages(*codes: str) -> list[str]:
    """The languages that have most of the texts for staff, each with the region that the first of `codes` in it has.

    The first of `codes` is among them, whatever it has.
    """
    regional = {find_language(code): code for code in reversed(codes)}
    chosen = find_language(codes[0]) if codes else None
    return [
        regional.get(language, language)
        for language in list_languages()
        if language == chosen or _has_staff_texts(language)
    ]


def _has_staff_texts(language: str) -> bool:
    english = {key for key in load_shipped_english().keys if not is_for_clients(key)}
    return len(english & list_texts(language)) * 2 > len(english)


def list_texts(code: str) -> set[str]:
    """The message ids in the files of a code."""
    return {key for file in list_files().get(code, ()) for key in load_texts(code, file).keys}


def is_for_clients(key: str) -> bool:
    """Whether clients see, hear or get the text of a message id."""
    return key.startswith(CLIENT_PREFIXES)


@lru_cache(maxsize=512)
def find_language(code: str) -> str | None:
    """The available language of a code: "fr" for "fr-CA". None when there is none."""
    return match_language(code, list_languages())


@lru_cache
def _read_name(language: str) -> str:
    """The language's own name, by its file or else by Unicode."""
    for file in list_files()[language]:
        if match := re.search(r"^language-name *= *(.*\S)", _read_texts(file), re.MULTILINE):
            return match[1]
    locale = get_locale(language)
    return (locale.get_display_name() if locale.language == get_base_language(language) else None) or language


def name_languages(codes: Iterable[str]) -> dict[str, str]:
    """Code → the language's own name, with the region where two differ in nothing else: "English (United Kingdom)"."""
    languages = {code: language for code in codes if (language := find_language(code))}
    found = list(languages.values())
    names = {}
    for code, language in languages.items():
        region = _name_region(code, language) if found.count(language) > 1 else None
        names[code] = f"{_read_name(language)} ({region})" if region else _read_name(language)
    return names


def _name_region(code: str, language: str) -> str | None:
    """The region of a code in a language's own words; None without one, unless Unicode names it for the language."""
    name = get_locale(code).territory_name or get_locale(language).territories.get(code.rpartition("-")[2])
    return str(name) if name else None


def choose_language(*preferences: str | None, allowed: Sequence[str] = ()) -> str:
    """The first available language among `preferences`, English when there is none.

    Each may be a code ("fr", "fr-CA"), the value of LANG ("fr_CA.UTF-8") or an Accept-Language header. With `allowed`
    only those count, and the first of them is the fallback: whoever prefers "en-US" gets the "en-GB" of the office.
    """
    candidates = [code for code in allowed if find_language(code)]
    for preference in preferences:
        for code in _parse_language_codes(preference or ""):
            if not candidates and find_language(code) and (normalized := normalize_language(code)):
                return normalized
            same = (known for known in candidates if get_base_language(known) == get_base_language(code))
            if found := match_language(code, candidates) or next(same, None):
                return found
    return candidates[0] if candidates else FALLBACK


def _parse_language_codes(accept_language: str) -> list[str]:
    """The codes in an Accept-Language value by descending weight, each followed by its shorter forms."""
    weighed = []
    for place, item in enumerate(accept_language[:1000].split(",")):
        tag, *parameters = (part.strip() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        if tag and weight > 0:
            weighed.append((-weight, place, _ENCODING.sub("", tag).replace("_", "-").lower()))
    codes = []
    for _, _, tag in sorted(weighed):
        parts = tag.split("-")
        codes += ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return codes


_ENCODING = re.compile(r"[.@:].*", re.DOTALL)
"""What follows the language in a value of LANG: "de_DE.UTF-8@euro", and in one of LANGUAGE: "de_DE:en"."""

MAX_FILE_BYTES = 1_000_000
"""The largest file of texts that is read: more than ten times the longest of ours."""

CONTROLS = re.compile(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""Characters that are no letters, such as an escape, or that change the direction of what follows."""


def _read_texts(file: Path) -> str:
    """A file of texts without control characters; empty, with a line in the log, if it cannot be read."""
    try:
        if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
            msg = f"not a file of at most {MAX_FILE_BYTES} bytes"
            raise ValueError(msg)
        return CONTROLS.sub("", file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        _log_once(f"the texts in {file} cannot be read: {error}")
        return ""


class _Texts:
    """The messages of a file. Each is parsed when it is used: all of them take longer than the rest of a start."""

    _START = re.compile(r"^(?=(-?[a-zA-Z][\w-]*) *=)", re.MULTILINE)
    _COMMENT = re.compile(r"^#.*", re.MULTILINE)
    _REFERENCE = re.compile(r"\{\s*(-?[a-zA-Z][\w-]*)")

    def __init__(self, code: str, file: Path) -> None:
        self._code, self._file = code, file
        _, *parts = self._START.split(self._COMMENT.sub("", _read_texts(file)))
        self._sources = dict(zip(parts[::2], parts[1::2], strict=True))
        self._parsed: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._sources

    @property
    def keys(self) -> KeysView[str]:
        return self._sources.keys()

    def describe_place(self, key: str) -> str:
        """The file and the line of a message."""
        source = _read_texts(self._file)
        match = re.search(rf"^{re.escape(key)} *=", source, re.MULTILINE)
        return f"{self._file}:{source.count(chr(10), 0, match.start()) + 1 if match else 1}"

    def format(self, key: str, values: dict[str, Any]) -> tuple[str, list[Exception]]:
        """The text of a message, and what went wrong with it or its values."""
        text = self._sources[key].partition("=")[2].strip()
        if text and "{" not in text and "}" not in text and "\n" not in text:
            return text, []
        try:
            self._parse(key)
            pattern = self._bundle.get_message(key).value
            if pattern is None:
                return "", [ValueError("there is no text")]
            result, errors = self._bundle.format_pattern(pattern, values)
        except Exception as error:  # noqa: BLE001 - files of the office may hold anything
            return "", [error]
        return str(result), errors

    @cached_property
    def _bundle(self) -> FluentBundle:
        from fluent.runtime import FluentBundle

        # Without isolation marks: screens drop bidi controls as hostile.
        return FluentBundle([self._code], use_isolating=False)

    def _parse(self, key: str) -> None:
        """Parse a message, and the messages and terms within it."""
        if key not in self._sources or key in self._parsed:
            return
        self._parsed.add(key)
        from fluent.runtime import FluentResource

        self._bundle.add_resource(FluentResource(self._sources[key]))
        for reference in self._REFERENCE.findall(self._sources[key]):
            self._parse(reference)


def load_shipped_english() -> _Texts:
    """The texts that every language is compared with."""
    return load_texts(FALLBACK, FOLDER / f"{FALLBACK}.ftl")


@lru_cache
def load_texts(code: str, file: Path) -> _Texts:
    """The texts of a file, which may be empty or hold anything."""
    return _Texts(code, file)


@lru_cache
def get_locale(code: str) -> Locale:
    """The Babel locale of a code, that of its language for unknown regions, and that of English for unknown languages.

    English without a region is that of the United Kingdom, which all of Europe can read: 21:16, 27 November 2026.
    """
    from babel import Locale, UnknownLocaleError

    language = get_base_language(code)
    for name in (f"{code}-{REGIONS[code]}" if code in REGIONS else code, language, f"{FALLBACK}-{REGIONS[FALLBACK]}"):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name, sep="-")
    raise AssertionError(code)
