"""The countries of the world, in every language."""

from __future__ import annotations

from functools import lru_cache

from walkin.languages import get_locale
from walkin.languages.fold import fold_text

EXCLUDED_TERRITORIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=16)
def list_countries(language: str) -> dict[str, str]:
    """Code → name in that language, in the order of the names."""
    names = get_locale(language).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return {
        code: found[code]
        for code in sorted(found.keys() - EXCLUDED_TERRITORIES, key=lambda code: fold_text(found[code]))
    }


def find_country_code(text: str, *languages: str) -> str | None:
    """The code of a country that is written as its code or as its name in one of the languages."""
    if text.upper() in list_countries("en"):
        return text.upper()
    wanted = fold_text(text.strip())
    named = (
        code for language in languages for code, name in list_countries(language).items() if fold_text(name) == wanted
    )
    return next(named, None)
