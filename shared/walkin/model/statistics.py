"""The figures of a day or of several: per service, per desk, per hour. Nothing in them is personal."""

from __future__ import annotations

from pydantic import Field

from walkin.model.registration import Ref, Resource
from walkin.model.time import ZonedTime
from walkin.model.wait_estimate import ToldWaits

MAX_DAYS = 366
"""Days that one question may be about."""

SLOT_MINUTES = 5
"""Minutes that each part of a day's course stands for."""


class Figures(Resource):
    """Of some visits. Waits are minutes from the ticket to the call, shares are of 1; absent where there was none."""

    visits: int = 0
    """Tickets taken, and further services of a visit."""
    called: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    """Those who cancelled, or were taken out, while they waited."""
    within: float | None = None
    """The share of the called whose wait was within their service's target."""
    mean_wait: float | None = None
    median_wait: float | None = None
    long_wait: float | None = None
    """Nine of ten waits were no longer (90th percentile, by nearest rank)."""
    handling: float | None = None
    """Mean minutes from the call to the end, of the served; what was left open for hours does not count."""
    long_handling: float | None = None
    """Nine of ten of the served took no longer than this many minutes (90th percentile, by nearest rank)."""
    no_show_rate: float | None = None
    """The share of no-shows in the visits that have ended: served, no-show or left."""
    left_rate: float | None = None
    """The share of those who left in the same."""


class Present(Figures):
    """Of a service, or of all: with how it is at this moment when the days include today."""

    waiting: int | None = None
    longest_wait: float | None = None
    """Minutes that the one has waited who waits longest."""


class QueueFigures(Present):
    """Of the visits of one service: those that were transferred count where they are now."""

    queue: Ref
    target: int
    """Minutes within which people are to be called (`serviceLevel`)."""


class DeskFigures(Figures):
    """Of the visits that one desk called last."""

    desk: str


class HourFigures(Figures):
    """Of those who came within one hour of the day."""

    hour: int
    """0 to 23, on the service's own clock."""


class WeekHour(Resource):
    """One hour of one day of the week."""

    weekday: int
    """1 is Monday, 7 Sunday."""
    hour: int
    visits: int
    mean_wait: float | None = None


class Moment(Resource):
    """What those waited who were called within five minutes of a day."""

    time: str
    """The beginning, ``09:05``."""
    called: int
    mean_wait: float
    longest_wait: float


class Statistics(Resource):
    """The figures of some local days, of one service or several."""

    since: str
    until: str
    at: ZonedTime
    """When they were taken."""
    total: Present
    queues: list[QueueFigures] = Field(default_factory=list)
    desks: list[DeskFigures] = Field(default_factory=list)
    hours: list[HourFigures] = Field(default_factory=list)
    week: list[WeekHour] = Field(default_factory=list)
    told: ToldWaits
    course: list[Moment] = Field(default_factory=list)
    """The waits over the day, when it is one."""
