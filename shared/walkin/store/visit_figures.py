"""Figures counted from the visits of a queue, and stored for its past days and months.

Statistics of many days read stored figures instead of every visit. A change of a visit deletes those of its day and
month (triggers of the migration 0021): they are counted at each request until the housekeeping stores them again.
"""

from __future__ import annotations

import binascii
import math
import struct
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, text

from walkin.model.registration import Status
from walkin.model.statistics import SLOT_MINUTES
from walkin.model.time import DAY_MS, MINUTE_MS, SECOND_MS, load_zone, to_local_day
from walkin.model.wait_estimate import MAX_VISIT_SECONDS, ToldWaits
from walkin.store import queues
from walkin.store.engine.base import check_abandoned
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.queues import QueueState
from walkin.store.registrations.events import RegistrationDocument
from walkin.store.registrations.told_waits import ToldWaitCounts
from walkin.store.registrations.transitions import compute_visit_seconds
from walkin.store.schema.tables import OLD_DOCUMENT, queue
from walkin.store.schema.tables import registration as visit
from walkin.store.schema.tables import visit_figures as table

K = TypeVar("K")

CLASSES_PER_MINUTE = 11
"""See `encode_duration`."""
MAX_DURATION_MS = 7 * DAY_MS
"""Longer durations count as this."""

LANE_BYTES = 4
NARROW, WIDE = "n", "w"
"""Prefixes of stored durations: one byte for each number, or LANE_BYTES."""

MONTH_LENGTH = 7
"""Length of a period such as ``2026-11``, the first characters of its days."""

VISITS_PER_STEP = 64
"""Visits that are counted before other threads get a turn: less than a millisecond."""

_CLOCK_STEP_MS = SLOT_MINUTES * MINUTE_MS
"""All zones change, and differ from UTC, by multiples of this."""

_VISITS = CompiledStatement(
    select(
        *(visit.c.status, visit.c.registered_at, visit.c.started_at, visit.c.last_desk, visit.c.visit_seconds),
        OLD_DOCUMENT,
        *(visit.c.ticket_queue_id, visit.c.told_people_ahead, visit.c.told_from_minutes, visit.c.told_to_minutes),
        *(visit.c.told_mean_seconds, visit.c.wait_seconds),
    ).where(visit.c.queue_id == bindparam("queue_id"), visit.c.day.between(bindparam("since"), bindparam("until")))
)
_KEPT = CompiledStatement(
    select(table.c.period, table.c.figures).where(
        table.c.queue_id == bindparam("queue_id"), table.c.period.between(bindparam("since"), bindparam("until"))
    )
)
_KEPT_PERIODS = CompiledStatement(select(table.c.period).where(table.c.queue_id == bindparam("queue_id")))
# From one day with visits to the next in the index: a look-up for each day, however many visits it has.
_DAYS = text(
    "WITH RECURSIVE visited(day) AS ("
    "SELECT min(day) FROM registration WHERE queue_id = :queue_id AND day >= :since "
    "UNION ALL "
    "SELECT (SELECT min(day) FROM registration WHERE queue_id = :queue_id AND day > visited.day) "
    "FROM visited WHERE visited.day < :until"
    ") SELECT day FROM visited WHERE day <= :until"
)


def encode_duration(milliseconds: int) -> int:
    """Return the histogram class of a duration: its minutes rounded to tenths.

    What is just above a whole minute has a class of its own, so that a service level lies between two classes.
    """
    milliseconds = min(milliseconds, MAX_DURATION_MS)
    minutes, tenths = divmod(round(round(milliseconds / MINUTE_MS, 1) * 10), 10)
    return CLASSES_PER_MINUTE * minutes + (tenths + 1 if tenths else milliseconds > minutes * MINUTE_MS)


def decode_duration(duration_class: int) -> float:
    """Return the minutes of a histogram class."""
    minutes, rest = divmod(duration_class, CLASSES_PER_MINUTE)
    return minutes + max(0, rest - 1) / 10


class Durations:
    """A histogram of durations.

    Its numbers are 32 bits each of one large integer, so that two histograms are added in a microsecond.
    """

    def __init__(self) -> None:
        self._lanes = 0
        self._new: Counter[int] = Counter()

    def count(self, duration_class: int) -> None:
        self._new[duration_class] += 1

    def add(self, other: Durations) -> None:
        self._lanes += other._get_lanes()

    def add_kept(self, kept: str) -> None:
        """Add what ``to_kept`` returned."""
        content = binascii.a2b_base64(kept[1:])
        if kept[0] == NARROW:
            wide = bytearray(LANE_BYTES * len(content))
            wide[::LANE_BYTES] = content
            content = bytes(wide)
        self._lanes += int.from_bytes(content, "little")

    def to_kept(self) -> str:
        counts = self.list_counts()
        is_narrow = max(counts, default=0) < 256
        content = bytes(counts) if is_narrow else struct.pack(f"<{len(counts)}I", *counts)
        return (NARROW if is_narrow else WIDE) + binascii.b2a_base64(content, newline=False).decode()

    def list_counts(self) -> Sequence[int]:
        """List the numbers of all classes, from 0."""
        lanes = self._get_lanes()
        size = -(-lanes.bit_length() // (8 * LANE_BYTES))
        return struct.unpack(f"<{size}I", lanes.to_bytes(LANE_BYTES * size, "little"))

    def _get_lanes(self) -> int:
        if self._new:
            counts = [0] * (max(self._new) + 1)
            for duration_class, count in self._new.items():
                counts[duration_class] = count
            self._lanes += int.from_bytes(struct.pack(f"<{len(counts)}I", *counts), "little")
            self._new.clear()
        return self._lanes


@dataclass
class Tally:
    """Counts of visits, and histograms of their durations."""

    visits: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    wait_ms: int = 0
    handling_seconds: int = 0
    waits: Durations = field(default_factory=Durations)
    handlings: Durations = field(default_factory=Durations)
    within_target: int = 0
    """Waits within the service level, not stored: see `count_within`."""

    def count_within(self, target_minutes: int) -> None:
        """Count the waits that were within a service level."""
        self.within_target = sum(self.waits.list_counts()[: CLASSES_PER_MINUTE * target_minutes + 1])

    def add(self, other: Tally) -> None:
        self._add_numbers(other.visits, other.served, other.no_shows, other.left, other.wait_ms, other.handling_seconds)
        self.within_target += other.within_target
        self.waits.add(other.waits)
        self.handlings.add(other.handlings)

    def count_uncalled(self, status: str) -> None:
        """Count a visit without a call."""
        self.visits += 1
        self.no_shows += status == Status.NO_SHOW
        self.left += status == Status.DELETED

    def count_called(
        self, status: str, wait: int, wait_class: int, handling_seconds: int | None, handling_class: int
    ) -> None:
        """Count a visit with a call; its length is not known if ``handling_seconds`` is None."""
        self.visits += 1
        self.wait_ms += wait
        self.waits.count(wait_class)
        if status == Status.FINISHED:
            self.served += 1
            if handling_seconds is not None:
                self.handling_seconds += handling_seconds
                self.handlings.count(handling_class)
        elif status == Status.NO_SHOW:
            self.no_shows += 1

    def add_kept(self, kept: list[Any]) -> None:
        """Add what ``to_kept`` returned."""
        *numbers, waits, handlings = kept
        self._add_numbers(*numbers)
        self.waits.add_kept(waits)
        self.handlings.add_kept(handlings)

    def to_kept(self) -> list[Any]:
        return [
            *(self.visits, self.served, self.no_shows, self.left, self.wait_ms, self.handling_seconds),
            *(self.waits.to_kept(), self.handlings.to_kept()),
        ]

    def _add_numbers(self, visits: int, served: int, no_shows: int, left: int, wait_ms: int, handling: int) -> None:
        self.visits += visits
        self.served += served
        self.no_shows += no_shows
        self.left += left
        self.wait_ms += wait_ms
        self.handling_seconds += handling


@dataclass
class WeekTally:
    """Counts of the visits in one hour of a weekday."""

    visits: int = 0
    called: int = 0
    wait_ms: int = 0

    def add(self, visits: int, called: int, wait_ms: int) -> None:
        self.visits += visits
        self.called += called
        self.wait_ms += wait_ms


@dataclass
class SlotTally:
    """Counts of the calls in one slot of a day."""

    called: int = 0
    wait_ms: int = 0
    longest_ms: int = 0

    def add(self, called: int, wait_ms: int, longest_ms: int) -> None:
        self.called += called
        self.wait_ms += wait_ms
        self.longest_ms = max(self.longest_ms, longest_ms)


@dataclass
class VisitFigures:
    """Counts of a queue's visits by hour of arrival, desk and hour of the week, and of its told waits."""

    hours: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    desks: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    week: defaultdict[tuple[int, int], WeekTally] = field(default_factory=lambda: defaultdict(WeekTally))
    """By weekday (1 is Monday) and hour."""
    told: ToldWaitCounts = field(default_factory=ToldWaitCounts)
    told_elsewhere: ToldWaitCounts = field(default_factory=ToldWaitCounts)
    """Waits of visits that came from another queue, with its ticket."""
    slots: defaultdict[str, SlotTally] = field(default_factory=lambda: defaultdict(SlotTally))
    """By the slot of the call, such as ``09:05``. Not stored."""

    def count_within(self, target_minutes: int) -> None:
        """Count the waits that were within a service level."""
        for tally in (*self.hours.values(), *self.desks.values()):
            tally.count_within(target_minutes)

    def add(self, other: VisitFigures) -> None:
        """Add the figures of another queue."""
        for hour, tally in other.hours.items():
            self.hours[hour].add(tally)
        for desk, tally in other.desks.items():
            self.desks[desk].add(tally)
        for moment, of_week in other.week.items():
            self.week[moment].add(of_week.visits, of_week.called, of_week.wait_ms)
        for time, slot in other.slots.items():
            self.slots[time].add(slot.called, slot.wait_ms, slot.longest_ms)
        self.told.add_kept(other.told.to_kept())
        self.told_elsewhere.add_kept(other.told_elsewhere.to_kept())

    def summarize_told(self, since: str, until: str) -> ToldWaits:
        """Summarize the told waits of all visits."""
        counts = ToldWaitCounts()
        counts.add_kept(self.told.to_kept())
        counts.add_kept(self.told_elsewhere.to_kept())
        return counts.summarize(since, until)

    def add_kept(self, figures: bytes) -> None:
        """Add what ``to_kept`` returned."""
        kept = orjson.loads(zlib.decompress(figures))
        for hour, tally in kept["hours"].items():
            self.hours[int(hour)].add_kept(tally)
        for desk, tally in kept["desks"].items():
            self.desks[desk].add_kept(tally)
        for moment, numbers in kept["week"].items():
            weekday, _, hour = moment.partition("-")
            self.week[int(weekday), int(hour)].add(*numbers)
        self.told.add_kept(kept["told"])
        self.told_elsewhere.add_kept(kept["toldElsewhere"])

    def to_kept(self) -> bytes:
        kept = {
            "hours": {str(hour): tally.to_kept() for hour, tally in self.hours.items()},
            "desks": {desk: tally.to_kept() for desk, tally in self.desks.items()},
            "week": {f"{weekday}-{hour}": list(vars(tally).values()) for (weekday, hour), tally in self.week.items()},
            "told": self.told.to_kept(),
            "toldElsewhere": self.told_elsewhere.to_kept(),
        }
        return zlib.compress(orjson.dumps(kept))


def count_visits(
    connection: Connection, state: QueueState, since: str, until: str, figures: VisitFigures | None = None
) -> VisitFigures:
    """Count the visits of the days ``since`` to ``until`` one by one, into ``figures`` if they are given."""
    figures = VisitFigures() if figures is None else figures
    find_hour, find_slot = _ClockCache(state.time_zone, _get_week_hour), _ClockCache(state.time_zone, _get_slot)
    values = {"queue_id": state.id, "since": since, "until": until}
    for number, row in enumerate(_VISITS.fetch_all(connection, values)):
        if number % VISITS_PER_STEP == 0:
            check_abandoned(connection)
        status, registered_at, started_at, desk, visit_seconds, document_json, ticket_queue_id, *told_wait = row
        week_hour = find_hour[registered_at // _CLOCK_STEP_MS]
        of_week, of_hour = figures.week[week_hour], figures.hours[week_hour[1]]
        of_week.visits += 1
        (figures.told if ticket_queue_id == state.id else figures.told_elsewhere).add(*told_wait)
        if started_at is None:
            of_hour.count_uncalled(status)
            continue
        if document_json is not None:
            document: RegistrationDocument = orjson.loads(document_json)
            desk = document.get("counter", {}).get("name", "")
            visit_seconds = compute_visit_seconds(status, started_at, document)
        wait = max(0, started_at - registered_at)
        of_week.called += 1
        of_week.wait_ms += wait
        figures.slots[find_slot[started_at // _CLOCK_STEP_MS]].add(1, wait, wait)
        # A longer one was left open at closing time; one that was never called had no visit to measure.
        handling = visit_seconds if visit_seconds is not None and visit_seconds < MAX_VISIT_SECONDS else None
        counted = wait, encode_duration(wait), handling, encode_duration((handling or 0) * SECOND_MS)
        of_hour.count_called(status, *counted)
        if desk:
            figures.desks[desk].count_called(status, *counted)
    return figures


class _ClockCache(dict[int, K]):
    """A function of the local time, cached by steps of ``_CLOCK_STEP_MS`` since 1970."""

    def __init__(self, time_zone: str, read_clock: Callable[[datetime], K]) -> None:
        super().__init__()
        self._zone = load_zone(time_zone)
        self._read_clock = read_clock

    def __missing__(self, step: int) -> K:
        shown = self[step] = self._read_clock(datetime.fromtimestamp(step * _CLOCK_STEP_MS / SECOND_MS, self._zone))
        return shown


def _get_week_hour(local: datetime) -> tuple[int, int]:
    return local.isoweekday(), local.hour


def _get_slot(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute // SLOT_MINUTES * SLOT_MINUTES:02}"


def load(connection: Connection, state: QueueState, since: str, until: str) -> VisitFigures:
    """Load the figures of the days ``since`` to ``until``: stored ones of past days and months, the others counted."""
    check_abandoned(connection)
    if since == until:
        return count_visits(connection, state, since, until)
    figures = VisitFigures()
    gap_start = since
    for month in _list_whole_months(since, min(until, _get_day_before(state.day))):
        kept = _load_kept(connection, state.id, month, month).get(month)
        if kept is not None:
            _add_days(connection, state, figures, gap_start, _get_day_before(f"{month}-01"))
            figures.add_kept(kept)
            gap_start = _get_first_day_after(month)
            check_abandoned(connection)
    _add_days(connection, state, figures, gap_start, until)
    return figures


def _add_days(connection: Connection, state: QueueState, figures: VisitFigures, since: str, until: str) -> None:
    """Add the figures of single days."""
    days = _list_days(connection, state.id, since, until)
    if not days:
        return
    kept = _load_kept(connection, state.id, since, until)
    for day in days:
        if day in kept and day < state.day:
            figures.add_kept(kept[day])
        else:
            count_visits(connection, state, day, day, figures)
        check_abandoned(connection)


def _load_kept(connection: Connection, queue_id: int, since: str, until: str) -> dict[str, bytes]:
    """Load the stored figures by period."""
    rows = _KEPT.fetch_all(connection, {"queue_id": queue_id, "since": since, "until": until})
    return {row[0]: row[1] for row in rows}


def _list_days(connection: Connection, queue_id: int, since: str, until: str) -> list[str]:
    """List the days with visits."""
    if since > until:
        return []
    return list(connection.execute(_DAYS, {"queue_id": queue_id, "since": since, "until": until}).scalars())


def _list_whole_months(since: str, until: str) -> Iterator[str]:
    """List the months that are wholly in the range."""
    if since > until:
        return
    month = since[:MONTH_LENGTH]
    if f"{month}-01" < since:
        month = _get_first_day_after(month)[:MONTH_LENGTH]
    while _get_day_before(following := _get_first_day_after(month)) <= until:
        yield month
        month = following[:MONTH_LENGTH]


def _get_first_day_after(month: str) -> str:
    return (date.fromisoformat(f"{month}-28") + timedelta(4)).replace(day=1).isoformat()


def _get_day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def list_unkept(connection: Connection, at: int) -> list[tuple[int, list[str]]]:
    """List the periods whose figures are to be stored, in small steps: single days, then a month with its last day."""
    unkept = []
    for queue_id, time_zone in connection.execute(select(queue.c.id, queue.c.time_zone).order_by(queue.c.id)).all():
        today = to_local_day(at, time_zone)
        days = _list_days(connection, queue_id, "", _get_day_before(today))
        kept = {period for (period,) in _KEPT_PERIODS.fetch_all(connection, {"queue_id": queue_id})}
        missing = [day for day in days if day not in kept]
        unkept += [(queue_id, [day]) for day in missing]
        months = dict.fromkeys(day[:MONTH_LENGTH] for day in days)
        unkept += [
            # The triggers look for a stored day, this one or a later one.
            (queue_id, [_get_day_before(_get_first_day_after(month)), month])
            for month in months
            if month < today[:MONTH_LENGTH] and month not in kept
        ]
    return unkept


def keep(connection: Connection, queue_id: int, periods: Sequence[str], at: int) -> None:
    """Store the figures of past days and months."""
    state = queues.lock_queue(connection, queue_id, at, include_deleted=True)
    for period in periods:
        if period >= state.day[: len(period)]:
            continue
        if len(period) == MONTH_LENGTH:
            figures = load(connection, state, f"{period}-01", _get_day_before(_get_first_day_after(period)))
        else:
            figures = count_visits(connection, state, period, period)
        connection.execute(delete(table).where(table.c.queue_id == queue_id, table.c.period == period))
        connection.execute(insert(table).values(queue_id=queue_id, period=period, figures=figures.to_kept()))


def merge_tallies(tallies: Iterable[Tally]) -> Tally:
    merged = Tally()
    for tally in tallies:
        merged.add(tally)
    return merged


def find_median(durations: Sequence[int]) -> float | None:
    """Return the median of a histogram in minutes: of an even number, the mean of the two in the middle."""
    count = sum(durations)
    if not count:
        return None
    low, high = _find_ranked(durations, (count - 1) // 2), _find_ranked(durations, count // 2)
    return round((low + high) / 2, 1)


def find_90th_percentile(durations: Sequence[int]) -> float | None:
    """Return the 90th percentile (nearest rank) of a histogram in minutes."""
    count = sum(durations)
    return _find_ranked(durations, math.ceil(count * 0.9) - 1) if count else None


def _find_ranked(durations: Sequence[int], rank: int) -> float:
    """Return the duration with a rank, from 0."""
    return decode_duration(bisect_right(list(accumulate(durations)), rank))
