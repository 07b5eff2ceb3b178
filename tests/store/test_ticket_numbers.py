"""Ticket numbers on any day, in any zone, by any clock: none is given twice, and none is refused."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, Row, select

from walkin.model.desk import NextInput
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import ACTIVE_STATUSES, FollowInput, RegistrationInput
from walkin.model.time import DAY_MS, HOUR_MS, MINUTE_MS, to_local_day
from walkin.store import Store, open_store, queues
from walkin.store.engine import postgres, sqlite
from walkin.store.engine.compiled import execute
from walkin.store.registrations import commands, desk_commands, queries
from walkin.store.registrations.queries import RankedRegistration
from walkin.store.registrations.ranks import RankCache
from walkin.store.schema.tables import registration

EVENING = int(datetime(2026, 11, 28, 21, 40, tzinfo=UTC).timestamp() * 1000)
ZONES = ("Pacific/Kiritimati", "Etc/UTC", "Pacific/Niue", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe")
YEARS = 50 * 365 * DAY_MS
JUMPS = (3_000, -3_000, HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, YEARS, -YEARS, 9 * HOUR_MS, 1)
PREFIXES = ("A", "B", "C", "Z", "AA")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
Count = tuple[int | str, str]
"""A counter of numbers: a queue or a ticket prefix, and the local day."""
EXPECTED_REFUSALS = {
    "queueNotFound",
    "queueEmpty",
    "prefixTaken",
    "nothingToUndo",
    "undoChanged",
    "transition",
    "reserved",
    "queueInUse",
}
QUEUE = st.integers(0, 2)
MIDNIGHT_ZONE = st.sampled_from((None, None, "Etc/UTC"))
"""None: the queue's own zone."""
PERSON = st.integers(0, 30)


def get_ticket(ranked: RankedRegistration) -> str:
    ticket: str = orjson.loads(ranked.registration.document)["ticket"]
    return ticket


class Numbers(RuleBasedStateMachine):
    """Two or three queues. Everything is rolled back at the end, so that one database serves all examples."""

    connection: ClassVar[Connection]

    def __init__(self) -> None:
        super().__init__()
        self.clock = EVENING
        self.given: dict[Count, set[int]] = defaultdict(set)
        self.last: dict[Count, int] = defaultdict(int)
        self.tickets_by_id: dict[int, list[str]] = {}
        self.open_ids: set[int] = set()
        """Those who waited or were served after the last write."""
        execute(self.connection, "SAVEPOINT example")

    def teardown(self) -> None:
        execute(self.connection, "ROLLBACK TO SAVEPOINT example")
        execute(self.connection, "RELEASE SAVEPOINT example")

    def write(self, work: Any, *arguments: Any, **named: Any) -> Any:
        """Run a store function; None if it refuses what it may refuse."""
        self.share_counts()
        execute(self.connection, "SAVEPOINT job")
        try:
            result = work(self.connection, *arguments, self.clock, **named)
            self.count_new_tickets()
            # The clock may be on another day before the next one.
            self.share_counts()
        except Refused as refused:
            if refused.reason not in EXPECTED_REFUSALS:
                raise
            result = None
            execute(self.connection, "ROLLBACK TO SAVEPOINT job")
        execute(self.connection, "RELEASE SAVEPOINT job")
        return result

    def share_counts(self) -> None:
        """Set the counters of each queue and its prefix to the higher of both."""
        for state in queues.list_queues(self.connection, self.clock, 1):
            counts: list[Count] = [(owner, state.day) for owner in (state.id, state.ticket_prefix)]
            last = max(self.last[count] for count in counts)
            self.last.update(dict.fromkeys(counts, last))

    def count_new_tickets(self) -> None:
        """Count the numbers that were given to those who came or came back."""
        states = {state.id: state for state in queues.list_queues(self.connection, self.clock, 1)}
        before, rows = self.open_ids, self.list_open()
        self.open_ids = {row.id for row in rows}
        for row in rows:
            ticket, earlier = orjson.loads(row.document)["ticket"], self.tickets_by_id.get(row.id, [])
            state = states.get(row.queue_id)
            # Who comes back on another day may be given a number anew that makes the same ticket.
            if state is None or (row.id in before and earlier[-1:] == [ticket]):
                continue
            self.tickets_by_id[row.id] = [*earlier, ticket]
            prefix, number = ticket.rstrip("0123456789"), int(ticket.lstrip(LETTERS))
            for owner in (state.id, prefix):
                # Perhaps more than were given: who comes back may have brought an earlier ticket.
                self.last[owner, state.day] = max(self.last[owner, state.day], number)
                if earlier and ticket not in earlier:
                    self.given[owner, state.day].add(number)

    def list_queue_ids(self) -> list[int]:
        return [state.id for state in queues.list_queues(self.connection, self.clock, 1)]

    def choose_queue(self, number: int) -> int:
        ids = self.list_queue_ids()
        return ids[number % len(ids)]

    def locate(self, number: int) -> tuple[int, int] | None:
        """The queue and id of somebody."""
        rows = self.connection.execute(select(registration.c.queue_id, registration.c.id)).all()
        existing = [(row.queue_id, row.id) for row in rows if row.queue_id in self.list_queue_ids()]
        return sorted(existing, key=lambda pair: pair[1])[-1 - number % len(existing)] if existing else None

    def change(self, number: int, desk: str = "Desk 1", **members: Any) -> None:
        if located := self.locate(number):
            self.write(commands.change, *located, RegistrationInput.model_validate(members), desk=desk)

    @rule(number=QUEUE, count=st.integers(1, 3))
    def register(self, number: int, count: int) -> None:
        for _ in range(count):
            queue_id = self.choose_queue(number)
            state = queues.get(self.connection, queue_id, self.clock)
            open_tickets = self.read_open_tickets()
            prefix, day = state.ticket_prefix, to_local_day(self.clock, state.time_zone)
            counts: list[Count] = [(owner, day) for owner in (queue_id, prefix)]
            self.share_counts()
            # Neither with the queue nor with the prefix is a day's number given again, and each day begins with the
            # first number that nobody has.
            above = max((number for count in counts for number in self.given[count]), default=0)
            free = (number for number in itertools.count(max(self.last[count] for count in counts) + 1))
            most = next(number for number in free if f"{prefix}{number:03d}" not in open_tickets)
            ranked = self.write(commands.register, queue_id, RegistrationInput())
            assert ranked is not None
            given = int(get_ticket(ranked).removeprefix(prefix))
            assert above < given <= most
            for count in counts:
                self.given[count].add(given)

    def list_open(self) -> Sequence[Row[Any]]:
        """Those who wait or are served."""
        columns = (registration.c.id, registration.c.queue_id, registration.c.document)
        return self.connection.execute(select(*columns).where(registration.c.status.in_(ACTIVE_STATUSES))).all()

    def read_open_tickets(self) -> list[str]:
        return [orjson.loads(row.document)["ticket"] for row in self.list_open()]

    def go_to_midnight(self, zone: str, milliseconds: int) -> None:
        """Set the clock to so long after the next midnight of that zone."""
        now = datetime.fromtimestamp(self.clock / 1000, ZoneInfo(zone))
        midnight = datetime.combine(now.date() + timedelta(1), time(), now.tzinfo)
        self.clock = max(0, int(midnight.timestamp() * 1000) + milliseconds)

    @rule(number=QUEUE, zone=MIDNIGHT_ZONE, ends=st.booleans())
    def register_before_and_after_midnight(self, number: int, zone: str | None, ends: bool) -> None:
        """At midnight of the queue's zone, or of UTC."""
        zone = zone or queues.get(self.connection, self.choose_queue(number), self.clock).time_zone
        self.go_to_midnight(zone, -MINUTE_MS)
        self.register(number, 2)
        if ends:
            self.end_all_visits("finished")
        self.clock += 2 * MINUTE_MS
        self.register(number, 1)

    @rule(number=QUEUE, jump=st.sampled_from((-HOUR_MS, -HOUR_MS, -DAY_MS, -3_000)))
    def put_the_clock_back_after_a_night(self, number: int, jump: int) -> None:
        """Those of the first evening kept numbers that the next day therefore did not give."""
        zone = queues.get(self.connection, self.choose_queue(number), self.clock).time_zone
        self.register_before_and_after_midnight(number, zone, ends=False)
        self.end_all_visits("finished")
        self.go_to_midnight(zone, 1_000)
        self.register(number, 1)
        self.clock = max(0, self.clock + jump)
        self.register(number, 1)

    @rule(number=QUEUE, status=st.sampled_from(("noShow", "finished")), undoes=st.booleans())
    def come_back_after_midnight(self, number: int, status: str, undoes: bool) -> None:
        """The number of one whose visit ended is given again, and then the visit goes on."""
        self.end_all_visits("finished")
        # A day of which no number was given.
        self.clock += 40 * DAY_MS
        self.go_to_midnight(queues.get(self.connection, self.choose_queue(number), self.clock).time_zone, -MINUTE_MS)
        self.register(number, 1)
        self.change(0, status=status)
        self.clock += 2 * MINUTE_MS
        self.register(number, 2)
        if undoes:
            self.undo()
        else:
            self.change(2, status="registered")
        self.register(number, 1)

    @rule(number=QUEUE, jump=st.sampled_from(JUMPS))
    def register_at_another_time(self, number: int, jump: int) -> None:
        self.set_clock(jump)
        self.register(number, 2)

    @rule(status=st.sampled_from(("finished", "noShow")))
    def end_all_visits(self, status: str) -> None:
        ended = RegistrationInput.model_validate({"status": status})
        for row in self.list_open():
            self.write(commands.change, row.queue_id, row.id, ended, desk="Desk 1")

    @rule(first=QUEUE, second=QUEUE)
    def exchange_prefixes(self, first: int, second: int) -> None:
        states = [queues.get(self.connection, self.choose_queue(number), self.clock) for number in (first, second)]
        for state, prefix in (
            (states[0], "Y"),
            (states[1], states[0].ticket_prefix),
            (states[0], states[1].ticket_prefix),
        ):
            self.write(queues.change, state.id, QueueInput.model_validate({"ticketPrefix": prefix}))

    @rule(jump=st.sampled_from(JUMPS))
    def set_clock(self, jump: int) -> None:
        self.clock = max(0, self.clock + jump)

    @rule(number=QUEUE, zone=st.sampled_from(ZONES))
    def set_zone(self, number: int, zone: str) -> None:
        self.write(queues.change, self.choose_queue(number), QueueInput.model_validate({"timeZone": zone}))

    @rule(number=QUEUE, prefix=st.sampled_from(PREFIXES), zone=st.sampled_from((None, *ZONES)))
    def set_prefix(self, number: int, prefix: str, zone: str | None) -> None:
        members = {"ticketPrefix": prefix} | ({"timeZone": zone} if zone else {})
        self.write(queues.change, self.choose_queue(number), QueueInput.model_validate(members))

    @rule(prefix=st.sampled_from(PREFIXES))
    def add_queue(self, prefix: str) -> None:
        if len(self.list_queue_ids()) < 4:
            queue_input = QueueInput.model_validate({"name": "More", "ticketPrefix": prefix, "timeZone": "Etc/UTC"})
            execute(self.connection, "SAVEPOINT job")
            try:
                queues.add(self.connection, queue_input, self.clock, 1)
            except Refused:
                execute(self.connection, "ROLLBACK TO SAVEPOINT job")

    @rule(number=QUEUE)
    def delete_queue(self, number: int) -> None:
        if len(self.list_queue_ids()) > 2:
            self.write(queues.remove, self.choose_queue(number))

    @rule(number=PERSON, status=st.sampled_from(("registered", "inProgress", "registered", "finished", "noShow")))
    def set_status(self, number: int, status: str) -> None:
        self.change(number, status=status)

    @rule(number=PERSON)
    def hold(self, number: int) -> None:
        self.change(number, parked=True)

    @rule(number=PERSON, queue=QUEUE)
    def transfer(self, number: int, queue: int) -> None:
        self.change(number, queue={"id": str(self.choose_queue(queue))})

    @rule(number=PERSON, queue=QUEUE)
    def follow_up(self, number: int, queue: int) -> None:
        if located := self.locate(number):
            follow = FollowInput.model_validate({"queue": {"id": str(self.choose_queue(queue))}})
            self.write(desk_commands.follow_up, *located, follow, desk="Desk 1", created_by="")

    @rule(number=PERSON)
    def delete(self, number: int) -> None:
        if located := self.locate(number):
            with contextlib.suppress(Refused):
                commands.remove(self.connection, *located, self.clock, desk="Desk 1")

    @rule()
    def call_next(self) -> None:
        self.write(desk_commands.call_next, "Desk 1", NextInput(), 1, lambda _queue: True)

    @rule()
    def undo(self) -> None:
        self.write(desk_commands.undo, "Desk 1", 1, lambda _queue: True)

    @rule()
    def keep_house(self) -> None:
        commands.tidy(self.connection, self.clock)

    @invariant()
    def nobody_shares_a_ticket(self) -> None:
        open_tickets = self.read_open_tickets()
        assert len(set(open_tickets)) == len(open_tickets)


@contextlib.contextmanager
def open_connection(data: Path | str) -> Iterator[Connection]:
    """A connection in a transaction that is rolled back."""
    open_store(data).close()
    if isinstance(data, Path):
        engine = sqlite.build_engine(data)
    else:
        engine = postgres.build_engine(postgres.build_connector(data), "office", 1)
    with engine.connect() as connection:
        if isinstance(data, Path):
            execute(connection, "BEGIN IMMEDIATE")
        else:
            connection.begin()
        yield connection
        if isinstance(data, Path):
            execute(connection, "ROLLBACK")
        connection.rollback()
    engine.dispose()


@pytest.mark.parametrize(
    ("examples", "steps"),
    [
        pytest.param(6, 40),
        pytest.param(30, 50, marks=pytest.mark.long),
        pytest.param(5_000, 100, marks=pytest.mark.soak),
    ],
)
def test_no_number_is_given_twice(data: Path | str, examples: int, steps: int) -> None:
    run_machine(Numbers, data, examples, steps)


def run_machine(machine: type[Numbers], data: Path | str, examples: int, steps: int) -> None:
    with open_connection(data) as connection:
        machine.connection = connection
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            machine,
            settings=settings(
                # Each statement takes PostgreSQL several times as long.
                max_examples=examples if isinstance(data, Path) else examples // 4,
                stateful_step_count=steps,
                deadline=None,
                phases=(Phase.explicit, Phase.reuse, Phase.generate),
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.fixture
async def store(data: Path | str) -> AsyncIterator[Store]:
    store = await asyncio.to_thread(open_store, data)
    yield store
    await asyncio.to_thread(store.close)


async def register(store: Store, at: int) -> RankedRegistration:
    ranked: RankedRegistration = await store.write(commands.register, 2, RegistrationInput(), at)
    return ranked


async def edit_queue(store: Store, at: int, **members: str) -> None:
    await store.write(queues.change, 2, QueueInput.model_validate(members), at)


async def test_a_zone_that_is_changed_and_back_goes_on_with_the_day(store: Store) -> None:
    tickets = [get_ticket(await register(store, EVENING)) for _ in range(2)]
    await edit_queue(store, EVENING, timeZone="Pacific/Kiritimati")
    tickets.append(get_ticket(await register(store, EVENING)))
    await edit_queue(store, EVENING, timeZone="Etc/UTC")
    tickets.append(get_ticket(await register(store, EVENING)))
    # The first two still wait on the day of Kiritimati, where the third is the first number that nobody has.
    assert tickets == ["B001", "B002", "B003", "B004"]


@pytest.mark.parametrize("wrong", [0, EVENING + YEARS, EVENING + 3 * HOUR_MS])
async def test_a_clock_that_was_wrong_goes_on_with_the_day(store: Store, wrong: int) -> None:
    await edit_queue(store, EVENING, timeZone="Etc/UTC")
    tickets = []
    for at in (EVENING, wrong, EVENING, wrong, EVENING):
        ranked = await register(store, at)
        tickets.append(get_ticket(ranked))
        await store.write(
            commands.change, 2, ranked.registration.id, RegistrationInput.model_validate({"status": "noShow"}), at
        )
    assert tickets == ["B001", "B001", "B002", "B002", "B003"]


@pytest.mark.parametrize("jump", [2 * YEARS, -2 * YEARS])
async def test_a_wait_and_a_visit_over_a_jump_of_the_clock_end(store: Store, jump: int) -> None:
    ranked = await register(store, EVENING)
    for at in (max(EVENING + jump, 0), EVENING):
        await store.write(desk_commands.call_next, "Desk 1", NextInput(), 1, lambda _: True, at)
        await store.write(desk_commands.undo, "Desk 1", 1, lambda _queue: True, at)
    await store.write(desk_commands.call_next, "Desk 1", NextInput(), 1, lambda _: True, max(EVENING + jump, 0))
    ended = RegistrationInput.model_validate({"status": "finished"})
    for at in (EVENING, EVENING + 2 * jump):
        finished = await store.write(commands.change, 2, ranked.registration.id, ended, max(at, 0), desk="Desk 1")
        assert finished.registration.status == "finished"
        await store.write(desk_commands.undo, "Desk 1", 1, lambda _queue: True, max(at, 0))


async def test_who_comes_back_after_the_number_was_given_again_gets_the_next(store: Store) -> None:
    yesterday = await register(store, EVENING)
    missed = RegistrationInput.model_validate({"status": "noShow"})
    await store.write(commands.change, 2, yesterday.registration.id, missed, EVENING)
    today = await register(store, EVENING + DAY_MS)
    assert get_ticket(today) == get_ticket(yesterday) == "B001"
    back = RegistrationInput.model_validate({"status": "registered"})
    returned = await store.write(commands.change, 2, yesterday.registration.id, back, EVENING + DAY_MS, desk="Desk 1")
    assert get_ticket(returned) == "B002"
    assert get_ticket(await register(store, EVENING + DAY_MS)) == "B003"
    # Once the number is free, an undo and a second return bring the first ticket back.
    await store.write(commands.change, 2, today.registration.id, missed, EVENING + DAY_MS)
    await store.write(desk_commands.undo, "Desk 1", 1, lambda _queue: True, EVENING + DAY_MS)
    returned = await store.write(commands.change, 2, yesterday.registration.id, back, EVENING + DAY_MS)
    assert get_ticket(returned) == "B001"


async def test_an_overnight_ticket_is_found_by_its_number(store: Store) -> None:
    overnight = await register(store, EVENING)
    today = await register(store, EVENING + DAY_MS)
    for ticket, expected in (("b001", overnight), ("B002", today), (None, today)):
        _, found = await store.read(queries.list_of_today, 2, ACTIVE_STATUSES, ticket, EVENING + DAY_MS, RankCache())
        assert [row.id for row, _ in found] == [expected.registration.id]


async def test_prefixes_that_change_hands_go_on_with_the_day(store: Store) -> None:
    await register(store, EVENING)
    await register(store, EVENING)
    await edit_queue(store, EVENING, ticketPrefix="Z")
    await store.write(queues.change, 1, QueueInput.model_validate({"ticketPrefix": "B"}), EVENING)
    ranked: Any = await store.write(commands.register, 1, RegistrationInput(), EVENING)
    assert get_ticket(ranked) == "B003"
    assert get_ticket(await register(store, EVENING)) == "Z003"


async def test_a_prefix_that_gave_no_number_on_a_day_begins_with_one(store: Store) -> None:
    for _ in range(2):
        ranked = await register(store, EVENING)
        ended = RegistrationInput.model_validate({"status": "finished"})
        await store.write(commands.change, 2, ranked.registration.id, ended, EVENING)
    # The queue's row still counts the evening's numbers when the prefix is changed.
    await edit_queue(store, EVENING + DAY_MS, ticketPrefix="Z")
    await edit_queue(store, EVENING + DAY_MS, ticketPrefix="Y")
    await store.write(queues.change, 1, QueueInput.model_validate({"ticketPrefix": "Z"}), EVENING + DAY_MS)
    ranked_in_first: Any = await store.write(commands.register, 1, RegistrationInput(), EVENING)
    assert get_ticket(ranked_in_first) == "Z001"
    assert get_ticket(await register(store, EVENING)) == "Y003"


async def test_further_services_of_one_visit_at_the_same_time_are_all_registered(store: Store) -> None:
    """Their queues differ, so no queue's lock orders them."""
    visit = (await register(store, EVENING)).registration.id
    called = RegistrationInput.model_validate({"status": "inProgress"})
    await store.write(commands.change, 2, visit, called, EVENING)

    def follow(origin: int, registration_id: int, queue: str) -> Any:
        follow_input = FollowInput.model_validate({"queue": {"id": queue}})
        return store.write(
            desk_commands.follow_up, origin, registration_id, follow_input, EVENING, desk="", created_by=""
        )

    second = (await follow(2, visit, "1")).registrations[1].registration.id
    await store.write(commands.change, 1, second, called, EVENING)
    finished = RegistrationInput.model_validate({"status": "finished"})
    await store.write(commands.change, 1, second, finished, EVENING)
    results = await asyncio.gather(*(follow(*origin, "3") for origin in ((2, visit), (1, second)) for _ in range(5)))
    tickets = [get_ticket(result.registrations[1]) for result in results]
    assert len(set(tickets)) == 10
