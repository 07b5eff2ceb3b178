"""The countries of the world, in every language."""

from __future__ import annotations

from functools import lru_cache

from walkin.languages import locale_of
from walkin.languages.fold import folded

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=16)
def countries(language: str) -> dict[str, str]:
    """Code → name in that language, in the order of the names."""
    names = locale_of(language).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return {code: found[code] for code in sorted(found.keys() - NO_COUNTRIES, key=lambda code: folded(found[code]))}


def code_of(text: str, *languages: str) -> str | None:
    """The code of a country that is written as its code or as its name in one of the languages."""
    if text.upper() in countries("en"):
        return text.upper()
    wanted = folded(text.strip())
    named = (code for language in languages for code, name in countries(language).items() if folded(name) == wanted)
    return next(named, None)
