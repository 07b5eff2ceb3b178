"""Names of countries in every language."""

from __future__ import annotations

from functools import lru_cache

from walkin.languages import get_locale
from walkin.languages.fold import fold_text

EXCLUDED_TERRITORIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=16)
def list_countries(language: str) -> dict[str, str]:
    """Country code → name in that language, sorted by name."""
    territories = get_locale(language).territories.items()
    names = {
        code: name
        for code, name in territories
        if len(code) == 2 and code.isalpha() and code not in EXCLUDED_TERRITORIES
    }
    return dict(sorted(names.items(), key=lambda item: (fold_text(item[1]), item[0])))


def find_country_code(text: str, *languages: str) -> str | None:
    """The code of a country given by its code, or by its name in one of the languages."""
    if text.upper() in list_countries("en"):
        return text.upper()
    folded = fold_text(text.strip())
    matches = (
        code for language in languages for code, name in list_countries(language).items() if fold_text(name) == folded
    )
    return next(matches, None)
