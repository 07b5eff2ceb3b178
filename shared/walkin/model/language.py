"""Language tags (BCP 47), with or without a script and a region: "fr", "fr-CA", "zh-Hans"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache

FIRST_LANGUAGES = ("en", "fr", "de", "es")
"""The languages that come first where nobody says which are likely."""

_REPLACED = {
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "no": "nb",
    "sh": "sr-Latn",
    "tl": "fil",
}
"""Old codes of two letters, and codes of several languages, by the code in use."""

_RELATED = {"nn": "nb"}
"""Languages without texts of their own, by the language whose texts their readers get: Bokmål for Nynorsk."""

_UNKNOWN_REGION = "ZZ"

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")
_SCRIPT_FIRST = re.compile(r"[A-Za-z]{4}(?:-|$)")


def get_base_language(code: str) -> str:
    """Return the language of a tag without its script and region: "fr" for "fr-CA", "he" for "iw-IL"."""
    return _replace_old_code(code).partition("-")[0]


def format_tag(code: str) -> str | None:
    """Write a tag as usual: "fr-CA" for "fr_ca", "zh-Hans" for "ZH-hans", "he" for "iw". None for what is no tag."""
    match = _TAG.fullmatch(_replace_old_code(code))
    if match is None:
        return None
    script, region = match[2] or "", match[3] or ""
    return "-".join(filter(None, (match[1].lower(), script.title(), region.upper())))


def normalize_language(code: str) -> str | None:
    """Normalise a tag: "fr-CA" for "fr_ca". None for what is no tag, and for a region that there is not."""
    tag = format_tag(code)
    region = tag and _split(tag)[2]
    return tag if tag and (not region or _is_region(tag, region)) else None


def list_shorter_tags(code: str) -> list[str]:
    """A tag and its shorter forms: "zh-Hans-SG", "zh-Hans", "zh"."""
    parts = code.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def list_base_languages(codes: Collection[str]) -> list[str]:
    """List the languages of some tags, the likely ones first, without the regions of a listed language."""
    languages = [code for code in codes if not (_split(code)[2] and {*list_shorter_tags(code)[1:]} & {*codes})]
    return [*(code for code in FIRST_LANGUAGES if code in languages), *sorted({*languages} - {*FIRST_LANGUAGES})]


def match_language(code: str, languages: Iterable[str]) -> str | None:
    """The one of some languages that a tag means: "fr" for "fr-CA", "zh-Hans" for "zh" and "zh-CN", "he" for "iw"."""
    known = {_replace_old_code(language).lower(): language for language in languages}
    tag = _replace_old_code(code)
    for shorter in list_shorter_tags(tag.lower()):
        if shorter in known:
            return known[shorter]
    language = get_base_language(tag)
    if (related := _RELATED.get(language)) in known:
        return known[related]
    written = {
        _split(name)[1]: name for name in known.values() if _split(name)[1] and get_base_language(name) == language
    }
    return written.get(find_script(tag)) if written else None


def name_in_english(code: str) -> str:
    """The English name of a tag by Unicode: "Chinese (Traditional, Taiwan)" for "zh-TW". Empty for an unknown one."""
    from babel import Locale, UnknownLocaleError

    for tag in list_shorter_tags(code):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(tag, sep="-").get_display_name("en") or ""
    return ""


def _split(code: str) -> tuple[str, str, str]:
    """The language, the script and the region of a tag."""
    match = _TAG.fullmatch(code)
    return (match[1], match[2] or "", match[3] or "") if match else (code, "", "")


def _replace_old_code(code: str) -> str:
    """A tag with the code in use for its language, in small letters: "he-IL" for "iw_IL", "de" for "deu"."""
    language, hyphen, rest = code.replace("_", "-").partition("-")
    language = language.lower()
    if len(language) == 3:
        language = _find_short_code(language)
    language, _, script = _REPLACED.get(language, language).partition("-")
    if script and not _SCRIPT_FIRST.match(rest):
        language = f"{language}-{script}"
    return f"{language}{hyphen}{rest}"


@lru_cache(maxsize=64)
def _find_short_code(language: str) -> str:
    """The code of two letters for one of three: "de" for "deu" and "ger", "zh" for "cmn"."""
    from babel.core import get_global

    aliases: Mapping[str, str] = get_global("language_aliases")
    return aliases.get(language, language).partition("_")[0]


def find_script(code: str) -> str:
    """The script of a tag, that in which the language is written in its region if it names none."""
    tag = format_tag(code)
    if tag is None or (script := _split(tag)[1]):
        return script if tag else ""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    return next(
        (
            parts[1]
            for name in list_shorter_tags(tag)
            if len(parts := likely.get(name.replace("-", "_"), "").split("_")) > 1
        ),
        "",
    )


def _is_region(tag: str, region: str) -> bool:
    """Whether a region is a country, or one of those in which Unicode knows the language: "uk-DE", "es-419"."""
    # Imported for regions only: the first frame of an office whose language has none does not wait for Babel.
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    if region in get_global("territory_languages") and region != _UNKNOWN_REGION:
        return True
    try:
        return Locale.parse(tag, sep="-").territory == region
    except (UnknownLocaleError, ValueError):
        return False
