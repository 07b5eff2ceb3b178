"""Translations: one Fluent file per language beside this module, and the formatting of dates and numbers."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from typing import Literal

    from walkin.model.errors import FieldProblem

__all__ = ["FALLBACK", "Words", "choose_language", "get_locale", "list_languages"]

FALLBACK = "en"
"""The language of texts that another lacks, and of clients whose languages are all unknown."""

FOLDER = Path(__file__).parent
log = logging.getLogger(__name__)

# Babel's numbers and times contain narrow no-break spaces, which many terminal fonts lack.
_WIDE_SPACES = str.maketrans({"\u202f": "\u00a0"})


class Words:
    """The texts of one language: `words("app-back")`, `words("kiosk-ahead", count=3)`.

    A text that the language lacks is taken from English; one that English lacks too is made from its key and logged.
    With `Words.strict` it is a `KeyError` instead.

    Values are inserted as they are: pass the result through `walkin.ui.safe` when one of them came from people.
    """

    strict: ClassVar[bool] = False

    def __init__(self, language: str) -> None:
        """Raises ValueError when there is no file for `language`; see `choose_language`."""
        if language not in list_languages():
            msg = f"no words for the language {language!r}"
            raise ValueError(msg)
        self.language = language
        self.locale = get_locale(language)
        self.direction: Literal["ltr", "rtl"] = "rtl" if self.locale.text_direction == "rtl" else "ltr"
        self._bundles = [_load_bundle(code) for code in dict.fromkeys((language, FALLBACK))]

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of a message id. Integers are formatted for the language; pass numbers that are names (a port, a
        ticket number) as `str`."""
        for bundle in self._bundles:
            if not bundle.has_message(key):
                continue
            pattern = bundle.get_message(key).value
            if pattern is None:
                continue
            text, errors = bundle.format_pattern(pattern, values)
            if errors:
                self._report_problem(f"the text {key!r} ({self.language}): {'; '.join(map(str, errors))}")
            return str(text).translate(_WIDE_SPACES)
        self._report_problem(f"no text {key!r}")
        return key.partition("-")[2].replace("-", " ").capitalize() or key

    def has_text(self, key: str) -> bool:
        return any(bundle.has_message(key) for bundle in self._bundles)

    def format_time(self, moment: datetime, style: Literal["short", "medium"] = "short") -> str:
        """The time of day in the moment's own time zone: "3:05 PM", "15:05"; medium has seconds."""
        return format_time(moment, style, moment.tzinfo, self.locale).translate(_WIDE_SPACES)

    def format_date(self, day: date | datetime, style: Literal["short", "medium", "long", "full"] = "long") -> str:
        """The date, in the moment's own time zone: "March 4, 2026", "4 mars 2026"."""
        return format_date(day, style, self.locale).translate(_WIDE_SPACES)

    def format_number(self, value: float | Decimal, decimals: int | None = None) -> str:
        """`value` with the language's separators: "1,234.5", "1 234,5"; with exactly `decimals` places if given."""
        pattern = None if decimals is None else f"#,##0.{'0' * decimals}"
        return format_decimal(value, pattern, self.locale).translate(_WIDE_SPACES)

    def format_percent(self, share: float) -> str:
        """A fraction in whole percent: "83%", "83 %"."""
        return format_percent(share, locale=self.locale).translate(_WIDE_SPACES)

    def format_problem(self, problem: FieldProblem) -> str:
        """What to correct in an entry: the server's message, else the text of the problem's code."""
        # The texts choose by `type`, which not every problem has.
        return problem.message or self(f"form-{problem.code}", **{"type": "input", **problem.values})

    def _report_problem(self, message: str) -> None:
        if self.strict:
            raise KeyError(message)
        log.error("%s", message)


@lru_cache(maxsize=1)
def _load_language_names() -> dict[str, str]:
    names = {}
    for file in sorted(FOLDER.glob("*.ftl")):
        bundle = _load_bundle(file.stem)
        if bundle.has_message("language-name") and (name := bundle.get_message("language-name").value) is not None:
            names[file.stem] = str(bundle.format_pattern(name)[0])
    return names


def list_languages() -> dict[str, str]:
    """The available languages: code → own name, such as `{"en": "English", "fr": "Français"}`."""
    return dict(_load_language_names())


def choose_language(*preferences: str | None, allowed: Sequence[str] = ()) -> str:
    """The first available language among `preferences`, English when there is none.

    Each may be a code ("fr", "fr-CA"), the value of LANG ("fr_CA.UTF-8") or an Accept-Language header. With `allowed`
    only those languages count, and the first of them is the fallback.
    """
    candidates = [code for code in allowed if code in _load_language_names()]
    for preference in preferences:
        for code in _parse_language_codes(preference or ""):
            if code in (candidates or _load_language_names()):
                return code
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
            weighed.append((-weight, place, tag.partition(".")[0].replace("_", "-").lower()))
    codes = []
    for _, _, tag in sorted(weighed):
        parts = tag.split("-")
        codes += ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return codes


@lru_cache
def _load_bundle(code: str) -> FluentBundle:
    # Without isolation marks: screens drop bidi controls as hostile.
    bundle = FluentBundle([code], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{code}.ftl").read_text(encoding="utf-8")))
    return bundle


def get_locale(code: str) -> Locale:
    """The Babel locale of a language code, that of English for unknown ones."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)
