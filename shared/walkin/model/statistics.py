"""The Statistics resource: figures of one or several days by queue, desk and hour. Without personal data."""

from __future__ import annotations

from pydantic import Field

from walkin.model.registration import Ref, Resource
from walkin.model.time import ZonedTime
from walkin.model.wait_estimate import ToldWaits

MAX_DAYS = 366
"""Maximum number of days in one request."""

SLOT_MINUTES = 5
"""Length of the time slots of ``course``."""


class Figures(Resource):
    """Figures of some visits. Waits are minutes from registration to call, shares from 0 to 1; absent without data."""

    visits: int = 0
    """Registrations, further services of a visit included."""
    called: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    """Registrations that were cancelled or deleted while waiting."""
    within: float | None = None
    """Share of the called whose wait was within the service level of their queue."""
    mean_wait: float | None = None
    median_wait: float | None = None
    long_wait: float | None = None
    """90th percentile of the waits (nearest rank)."""
    handling: float | None = None
    """Mean minutes from call to finish of the served; visits left open for hours are excluded."""
    long_handling: float | None = None
    """90th percentile of the handling times in minutes (nearest rank)."""
    no_show_rate: float | None = None
    """Share of no-shows among the ended visits: served, no-show or left."""
    left_rate: float | None = None
    """Share of the ended visits that left while waiting."""


class Present(Figures):
    """Figures of one queue or all, with current figures when the days include today."""

    waiting: int | None = None
    longest_wait: float | None = None
    """Minutes of the longest current wait."""


class QueueFigures(Present):
    """Figures of one queue; transferred registrations count for the queue they are in now."""

    queue: Ref
    target: int
    """The service level in minutes (``serviceLevel``)."""


class DeskFigures(Figures):
    """Figures of the visits whose last call was from one desk."""

    desk: str


class HourFigures(Figures):
    """Figures of the registrations within one hour of the day."""

    hour: int
    """0 to 23, in the queue's time zone."""


class WeekHour(Resource):
    """Figures of one hour of one weekday."""

    weekday: int
    """1 is Monday, 7 Sunday."""
    hour: int
    visits: int
    mean_wait: float | None = None


class Moment(Resource):
    """Wait figures of the calls in one time slot of SLOT_MINUTES."""

    time: str
    """Start of the slot, such as ``09:05``."""
    called: int
    mean_wait: float
    longest_wait: float


class Statistics(Resource):
    """Statistics of local days ``since`` to ``until``, of one queue or several."""

    since: str
    until: str
    at: ZonedTime
    """When the statistics were computed."""
    total: Present
    queues: list[QueueFigures] = Field(default_factory=list)
    desks: list[DeskFigures] = Field(default_factory=list)
    hours: list[HourFigures] = Field(default_factory=list)
    week: list[WeekHour] = Field(default_factory=list)
    told: ToldWaits
    course: list[Moment] = Field(default_factory=list)
    """The waits over the day, for a single day only."""
