"""Instants, local times and time zones. An instant is an int: milliseconds since 1970 in UTC."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
MINUTE_SECONDS = 60


def now_ms() -> int:
    """Return the server's time in milliseconds."""
    return time.time_ns() // 1_000_000


@lru_cache(maxsize=256)
def load_zone(name: str) -> ZoneInfo:
    """Load a time zone by its IANA name, legacy names ("US/Eastern") included. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name!r}") from None


def _check_zone_name(name: str) -> str:
    if name not in _load_zone_names():
        raise ValueError(f"there is no time zone {name!r}")
    return name


@lru_cache(maxsize=1)
def _load_zone_names() -> frozenset[str]:
    # Some systems have files beside the zones: "localtime" is another zone on each machine.
    return frozenset(available_timezones()) - {"Factory", "localtime"}


ZoneName = Annotated[str, AfterValidator(_check_zone_name)]


def to_local(instant: int, zone_name: str) -> datetime:
    """Return the local time in a zone as an aware datetime."""
    return datetime.fromtimestamp(instant / 1000, load_zone(zone_name))


def to_second_of_day(local: datetime) -> int:
    """Return the seconds since midnight by the clock."""
    return local.hour * 3600 + local.minute * 60 + local.second


def to_local_day(instant: int, zone_name: str) -> str:
    """Return the local day ``yyyy-mm-dd``: the day of ticket numbers and statistics."""
    return to_wall_clock(instant, zone_name)[:10]


def to_wall_clock(instant: int, zone_name: str) -> str:
    """Return the local time without offset and fraction, as in the contract: ``2014-08-22T12:30:00``."""
    return _format_wall_clock(instant // SECOND_MS, zone_name)


@lru_cache(maxsize=256)
def _format_wall_clock(second: int, zone_name: str) -> str:
    # Each change of a registration has a few times of the same second.
    return to_local(second * SECOND_MS, zone_name).replace(tzinfo=None).isoformat(timespec="seconds")


def render_time(instant: int, zone_name: str = "UTC") -> dict[str, str]:
    """Render a date-time object of the contract; see ``ZonedTime``."""
    return {"dateTime": to_wall_clock(instant, zone_name), "timeZone": zone_name}


def detect_local_zone() -> tuple[str, str]:
    """The IANA name of this machine's time zone, ``UTC`` when there is none, and the value of TZ if it is no zone.

    A POSIX value like ``CET-1CEST`` stands for the zone with those offsets and abbreviations.
    """
    variable = os.environ.get("TZ")
    if variable is None or Path(variable.removeprefix(":")).is_absolute():
        return _find_system_zone(), ""
    name = variable.removeprefix(":").strip()
    if not name:
        # POSIX: an empty value is UTC.
        return "UTC", ""
    names = {zone.lower(): zone for zone in _load_zone_names()}
    # The folders posix and right hold the same zones, without and with leap seconds.
    name = name.removeprefix("posix/").removeprefix("right/")
    if found := names.get(name.replace(" ", "_").lower()) or _find_zone_of_clock():
        return found, ""
    return _find_system_zone(), variable


def _find_system_zone() -> str:
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except Exception:  # noqa: BLE001 - the office opens on a machine with an invalid zone setting, too
        return "UTC"
    return name if name in _load_zone_names() else "UTC"


def _find_zone_of_clock() -> str | None:
    """The zone that has the offsets and abbreviations of this process's clock, preferably one of no country."""
    from babel.core import get_global

    from walkin.model.country import find_country

    months = [datetime(datetime.now().year, month, 15) for month in range(1, 13)]
    local = [time.localtime(month.replace(tzinfo=UTC).timestamp()) for month in months]
    clock = {(moment.tm_gmtoff, moment.tm_zone) for moment in local}

    def has_same_clock(name: str) -> bool:
        moments = [month.replace(tzinfo=load_zone(name)) for month in months]
        offsets = (moment.utcoffset() or timedelta() for moment in moments)
        return clock == {
            (offset.total_seconds(), moment.tzname()) for offset, moment in zip(offsets, moments, strict=True)
        }

    names = sorted(_load_zone_names(), key=lambda name: (name != "UTC", len(name), name))
    main_names = frozenset(get_global("windows_zone_mapping").values())
    # CET, EST5EDT, Etc/GMT-3: the value names no city.
    cityless = [name for name in names if "/" not in name and any(abbreviation in name for _, abbreviation in clock)]
    countryless = [name for name in names if find_country(name) is None]
    for name in (*cityless, *countryless, *filter(main_names.__contains__, names), *names):
        if has_same_clock(name):
            return name
    offset, _ = min(clock)
    hours, rest = divmod(offset, HOUR_MS // 1000)
    name = f"Etc/GMT{-hours:+d}"
    return name if len(clock) == 1 and hours and not rest and name in _load_zone_names() else None


class ZonedTime(BaseModel):
    """A date-time object of the contract: local ``dateTime`` (RFC 3339 without offset) in ``timeZone``."""

    model_config = ConfigDict(
        hide_input_in_errors=True, frozen=True, populate_by_name=True, extra="ignore", defer_build=True
    )

    date_time: str = Field(alias="dateTime")
    time_zone: str = Field(alias="timeZone")

    def to_datetime(self) -> datetime:
        """Return the moment as an aware datetime. An offset in ``dateTime`` takes precedence over the zone."""
        moment = datetime.fromisoformat(self.date_time)
        return moment if moment.tzinfo else moment.replace(tzinfo=load_zone(self.time_zone))

    def to_milliseconds(self) -> int:
        """Return the instant."""
        return round(self.to_datetime().timestamp() * 1000)
