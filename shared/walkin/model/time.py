"""Instants and local days. An instant is an int, milliseconds since 1970 in UTC; a zone belongs to a queue."""

from __future__ import annotations

import time
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SECOND = 1_000
MINUTE = 60_000


def now() -> int:
    """The server's clock, in milliseconds."""
    return time.time_ns() // 1_000_000


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name, legacy ones ("US/Eastern") included. Raises ValueError for no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name!r}") from None


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"there is no time zone {name!r}")
    return name


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


ZoneName = Annotated[str, AfterValidator(_known_zone)]


def local(instant: int, zone_name: str) -> datetime:
    """The wall clock of the zone at that instant, aware."""
    return datetime.fromtimestamp(instant / 1000, zone(zone_name))


def local_day(instant: int, zone_name: str) -> str:
    """The local day as ``yyyy-mm-dd``: the day of ticket numbers and of statistics."""
    return local(instant, zone_name).date().isoformat()


def wall_clock(instant: int, zone_name: str) -> str:
    """Local time without offset or fraction, as the contract writes it: ``2014-08-22T12:30:00``."""
    return local(instant, zone_name).replace(tzinfo=None).isoformat(timespec="seconds")


def local_zone() -> str:
    """The IANA name of this machine's zone, ``UTC`` where it cannot be told."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except Exception:  # noqa: BLE001 - a machine with a broken zone setting still opens its office
        return "UTC"
    return name if name in _zones() else "UTC"


class ZonedTime(BaseModel):
    """A date-time object of the contract: local ``dateTime`` (RFC 3339 without offset) in ``timeZone``."""

    model_config = ConfigDict(hide_input_in_errors=True, frozen=True, populate_by_name=True, extra="ignore")

    date_time: str = Field(alias="dateTime")
    time_zone: str = Field(alias="timeZone")

    def instant(self) -> datetime:
        """The moment it names, aware. An offset in ``dateTime`` wins over the zone."""
        moment = datetime.fromisoformat(self.date_time)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone(self.time_zone))

    def day(self) -> date:
        """The local day it names."""
        return datetime.fromisoformat(self.date_time).date()
