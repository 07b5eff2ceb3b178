"""The country of an office, derived from its time zone."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global


@lru_cache(maxsize=512)
def find_country(zone_name: str) -> str | None:
    """Return the two-letter country of an IANA time zone, None for a zone without one."""
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone_name, zone_name))
    return country if country and country.isalpha() and country != "ZZ" else None
