"""Countries: that of an office, derived from its time zone, and their names in every language."""

from __future__ import annotations

import difflib
from functools import lru_cache
from itertools import chain

from walkin.model.search import fold_text

EXCLUDED_TERRITORIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})

_OTHER_NAMES = {
    "AE": ["UAE", "Emirates"],
    "BA": ["Bosnia"],
    "CD": ["DR Congo", "Democratic Republic of the Congo", "Zaire"],
    "CG": ["Republic of the Congo", "Congo"],
    "CI": ["Ivory Coast"],
    "CV": ["Cabo Verde"],
    "CZ": ["Czech Republic"],
    "FM": ["Federated States of Micronesia"],
    "GB": ["Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"],
    "HK": ["Hong Kong"],
    "IR": ["Persia"],
    "KP": ["DPRK"],
    "KR": ["Republic of Korea", "Korea"],
    "LK": ["Ceylon"],
    "MK": ["Macedonia"],
    "MM": ["Burma"],
    "MO": ["Macau"],
    "NL": ["Holland"],
    "PS": ["Palestine", "State of Palestine"],
    "RU": ["Russian Federation"],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Turkey"],
    "US": ["United States of America", "America"],
    "VA": ["Holy See", "Vatican"],
    "VN": ["Viet Nam"],
}
"""Names that are in use beside those of Unicode's list, by country code."""

_COMMON_LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "nl", "pl", "ar", "ru", "zh", "ja", "tr", "uk")


@lru_cache(maxsize=512)
def find_country(zone_name: str) -> str | None:
    """Return the two-letter country of an IANA time zone, None for a zone without one."""
    from babel.core import get_global

    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone_name, zone_name))
    return country if country and country.isalpha() and country != "ZZ" else None


@lru_cache(maxsize=64)
def list_countries(language: str) -> dict[str, str]:
    """Country code → name in that language, sorted by name. Unknown languages are taken for English."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language, sep="-").territories.items()
    except (UnknownLocaleError, ValueError):
        return list_countries("en")
    names = {
        code: name
        for code, name in territories
        if len(code) == 2 and code.isalpha() and code not in EXCLUDED_TERRITORIES
    }
    return dict(sorted(names.items(), key=lambda item: (fold_text(item[1]), item[0])))


@lru_cache(maxsize=1)
def list_other_names() -> dict[str, list[str]]:
    """Country code → the code, other codes ("USA", "UK"), and other names in English."""
    from babel.core import get_global

    names = {code: [code, *_OTHER_NAMES.get(code, ())] for code in list_countries("en")}
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and codes[0] in names and alias.isalpha() and (len(alias) == 3 or alias == "UK"):
            names[codes[0]].append(alias)
    return names


def find_country_code(text: str, *languages: str) -> str | None:
    """The code of a country by its code, its name in one of the languages, or another name in English."""
    folded = fold_text(text.strip())
    if folded.upper() in list_countries("en"):
        return folded.upper()
    by_name = chain(map(_fold_names, languages), (_fold_other_names(),))
    return next((code for names in by_name if (code := names.get(folded))), None)


def is_country(text: str, country: str | None = None) -> bool:
    """Whether a text is a country's code, or its name in an official language of `country` or a common one."""
    from babel.languages import get_official_languages

    official = get_official_languages(country) if country else ()
    return find_country_code(text, *official, *_COMMON_LANGUAGES) is not None


def suggest_country(text: str) -> str:
    """The English name of a country that is written similarly, or an empty text."""
    names = _fold_names("en") | _fold_other_names()
    found = difflib.get_close_matches(fold_text(text.strip()), names, n=1, cutoff=0.7)
    return list_countries("en")[names[found[0]]] if found else ""


@lru_cache(maxsize=64)
def _fold_names(language: str) -> dict[str, str]:
    """Folded name → code."""
    return {fold_text(name): code for code, name in list_countries(language).items()}


@lru_cache(maxsize=1)
def _fold_other_names() -> dict[str, str]:
    return {fold_text(name): code for code, names in list_other_names().items() for name in names}
