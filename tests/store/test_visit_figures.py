"""The stored figures of past days equal a count of the visits and one of the event log, in random offices."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import func, select

from tests.store.test_ticket_numbers import PERSON, QUEUE, Numbers, run_machine
from walkin.model.errors import Refused
from walkin.model.registration import RegistrationInput
from walkin.model.time import DAY_MS, MINUTE_MS, SECOND_MS
from walkin.model.wait_estimate import MAX_VISIT_SECONDS
from walkin.store import queues, visit_figures
from walkin.store.privacy import erasure
from walkin.store.registrations import commands, events
from walkin.store.schema.tables import client, event, registration

TARGET = 10


class Visits(Numbers):
    """Random offices in which the housekeeping stores figures."""

    @rule(number=QUEUE, count=st.integers(1, 3))
    def register_people(self, number: int, count: int) -> None:
        for index in range(count):
            person = RegistrationInput.model_validate({"client": {"lastName": f"Martin {index}"}})
            self.write(commands.register, self.choose_queue(number), person)

    @rule(number=PERSON)
    def erase_client(self, number: int) -> None:
        ids = self.connection.execute(select(client.c.id)).scalars().all()
        if ids:
            self.write(lambda connection, at: erasure.erase_client(connection, ids[number % len(ids)], at, 1))

    @rule(number=PERSON, desk=st.sampled_from(("Desk 1", "Desk 2")), minutes=st.integers(0, 40))
    def serve(self, number: int, desk: str, minutes: int) -> None:
        try:
            self.change(number, status="inProgress", counter={"name": desk})
        except Refused:
            # They are at the other desk.
            return
        self.clock += minutes * MINUTE_MS
        self.change(number, desk, status="finished")

    @rule(days=st.sampled_from((1, 1, 2, 31)))
    def sleep(self, days: int) -> None:
        self.clock += days * DAY_MS

    @rule()
    def keep_figures(self) -> None:
        for queue_id, periods in visit_figures.list_unkept(self.connection, self.clock):
            visit_figures.keep(self.connection, queue_id, periods, self.clock)

    @rule()
    def compare(self) -> None:
        days = self.connection.execute(select(func.min(registration.c.day), func.max(registration.c.day))).one()
        if days[0] is None:
            return
        from_log = self.count_log()
        for state in queues.list_queues(self.connection, self.clock, 1, include_deleted=True):
            counted = visit_figures.count_visits(self.connection, state, *days)
            # More days than these, so that whole months are among them.
            for since, until in (days, (f"{days[0][:7]}-01", f"{days[1][:7]}-28")):
                loaded = visit_figures.load(self.connection, state, since, until)
                assert sort_figures(loaded) == sort_figures(counted if until >= days[1] else loaded)
            total = visit_figures.merge_tallies(counted.hours.values())
            total.count_within(TARGET)
            assert LoggedVisits.from_tally(total) == from_log[state.id]
            assert sum(len(desk_waits) for desk_waits in from_log[state.id].waits_by_desk.values()) == sum(
                sum(tally.waits.list_counts()) for tally in counted.desks.values()
            )

    def count_log(self) -> defaultdict[int, LoggedVisits]:
        """Count the visits of each queue in the event log."""
        rows = self.connection.execute(select(event).where(event.c.registration_id.is_not(None)).order_by(event.c.id))
        history: defaultdict[int, list[tuple[int, int, events.RegistrationDocument]]] = defaultdict(list)
        for row in rows:
            if row.kind != "movedOut":
                document = orjson.loads(events.unpack(row.data, row.packed))
                history[row.registration_id].append((row.queue_id, row.created_at, document))
        counted: defaultdict[int, LoggedVisits] = defaultdict(LoggedVisits)
        for changes in history.values():
            queue_id, _, last = changes[-1]
            came = changes[0][1]
            moments = {
                name: next(at for _, at, document in changes if document.get(name) == last[name])  # type: ignore[literal-required]
                for name in ("started", "finished")
                if name in last
            }
            counted[queue_id].add(last, came, moments)
        return counted


@dataclass
class LoggedVisits:
    visits: int = 0
    served: int = 0
    no_shows: int = 0
    left: int = 0
    within: int = 0
    wait_ms: int = 0
    handling_seconds: int = 0
    waits: list[float] = field(default_factory=list)
    handlings: list[float] = field(default_factory=list)
    waits_by_desk: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list), compare=False)

    def add(self, last: events.RegistrationDocument, came: int, moments: dict[str, int]) -> None:
        self.visits += 1
        self.no_shows += last["status"] == "noShow"
        if "started" not in moments:
            self.left += last["status"] == "deleted"
            return
        wait = max(0, moments["started"] - came)
        self.wait_ms += wait
        self.within += wait <= TARGET * MINUTE_MS
        self.waits = sorted([*self.waits, round_minutes(wait / MINUTE_MS)])
        if "counter" in last:
            self.waits_by_desk[last["counter"]["name"]].append(wait)
        if last["status"] == "finished":
            self.served += 1
            seconds = max(0, moments["finished"] // SECOND_MS - moments["started"] // SECOND_MS)
            if last["calls"] and seconds < MAX_VISIT_SECONDS:
                self.handling_seconds += seconds
                self.handlings = sorted([*self.handlings, round_minutes(seconds / 60)])

    @classmethod
    def from_tally(cls, tally: visit_figures.Tally) -> LoggedVisits:
        waits, handlings = (
            [
                visit_figures.decode_duration(key)
                for key, count in enumerate(durations.list_counts())
                for _ in range(count)
            ]
            for durations in (tally.waits, tally.handlings)
        )
        return cls(
            *(tally.visits, tally.served, tally.no_shows, tally.left, tally.within_target),
            *(tally.wait_ms, tally.handling_seconds, waits, handlings),
        )


def round_minutes(minutes: float) -> float:
    """Round minutes to the tenths that are counted, at most a week."""
    return round(min(minutes, 7 * 24 * 60), 1)


def sort_figures(figures: visit_figures.VisitFigures) -> bytes:
    return orjson.dumps(orjson.loads(zlib.decompress(figures.to_kept())), option=orjson.OPT_SORT_KEYS)


@pytest.mark.parametrize(("examples", "steps"), [pytest.param(4, 30), pytest.param(20, 50, marks=pytest.mark.long)])
def test_what_is_kept_is_what_was_counted(data: Path | str, examples: int, steps: int) -> None:
    run_machine(Visits, data, examples, steps)
