"""A day of partitions: kiosks with leased numbers on a simulated clock, with the real store and the kiosks' files.

Each disk and network step may be the last one of a kiosk's process; requests and responses get lost, or arrive late;
machines start again, and their wall clocks are up to ten minutes wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, select

from tests.store.test_ticket_numbers import open_connection
from tests.support.offline_kiosk import SimulatedSession
from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.lease import Lease, LeasedNumbers, OfflineInput
from walkin.model.queue import Queue, QueueInput
from walkin.model.registration import Counter, Ref, RegistrationInput, Status
from walkin.model.time import MINUTE_MS
from walkin.store import leases, queues
from walkin.store.engine.compiled import execute
from walkin.store.queues import QueueState
from walkin.store.registrations import commands
from walkin.store.schema.tables import registration
from walkin_kiosk.offline import OfflineTickets
from walkin_kiosk.outbox import Moment, Outbox

MORNING = int(datetime(2026, 11, 30, 7, tzinfo=UTC).timestamp() * 1000)
OPEN_MS = 9 * 60 * MINUTE_MS
MAX_JUMP_MS = 10 * MINUTE_MS
MAX_DELAY_MS = 2_000
"""How long a request and its repetitions take on the simulated clock."""
KIOSKS = 3
FORM = [{"id": "name", "type": "input", "title": "Name", "mandatory": True, "bind": "crm-last-name"}]


class Killed(BaseException):
    """The kiosk's process ends here."""


@dataclass
class Person:
    """Somebody who came to a kiosk, and the ticket that was shown."""

    name: str
    kiosk: int
    queue_id: str
    came_at: int
    ticket: str = ""
    answered: bool = True
    offline: bool = False
    is_exact: bool = True
    """Whether the kiosk has heard of the server since the last start of its machine."""


@dataclass
class World:
    """The time, the faults, and the server: the real store in a transaction that is rolled back at the end."""

    connection: Connection
    random: random.Random
    folder: Path
    fault_rate: float = 0.03
    now: int = MORNING
    server_up: bool = True
    late: list[tuple[int, int, Callable[[], object]]] = field(default_factory=list)
    """Requests that arrive after their sender has given up."""
    called: list[tuple[str, str]] = field(default_factory=list)
    called_at_kiosks: set[tuple[str, str]] = field(default_factory=set)
    _count: Iterator[int] = field(default_factory=count)

    def maybe_kill(self) -> None:
        if self.random.random() < self.fault_rate / 4:
            raise Killed

    def run_job(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        execute(self.connection, "SAVEPOINT job")
        try:
            return work(self.connection, *arguments, self.now, **named)
        except BaseException:
            execute(self.connection, "ROLLBACK TO SAVEPOINT job")
            raise
        finally:
            # Savepoints that stay open make each later write slower.
            execute(self.connection, "RELEASE SAVEPOINT job")

    def send(self, kiosk: SimulatedKiosk, work: Callable[[], Any]) -> Any:
        """Send a request: it, or its response, may get lost, and it may arrive late."""
        self.maybe_kill()
        self.now += self.random.randint(1, 40)
        lost = self.random.random() < self.fault_rate
        if not self.server_up or kiosk.is_cut_off:
            raise ServerUnreachable("no network")
        if lost and self.random.random() < 0.3:
            heappush(self.late, (self.now + self.random.randint(0, 20 * MINUTE_MS), next(self._count), work))
            raise ServerUnreachable("late")
        if lost and self.random.random() < 0.5:
            raise ServerUnreachable("the request was lost")
        result = work()
        self.maybe_kill()
        if lost:
            raise ServerUnreachable("the response was lost")
        return result

    def deliver_late(self) -> None:
        while self.late and self.late[0][0] <= self.now and self.server_up:
            try:
                heappop(self.late)[2]()
            except Refused:
                continue

    def call_next(self, queue_id: str) -> None:
        if not self.server_up:
            return

        def call(connection: Connection, at: int) -> str:
            called = commands.call_next(connection, int(queue_id), Counter(name=self.random.choice("123")), at)
            ticket: str = called.registration.load_document()["ticket"]
            return ticket

        with contextlib.suppress(Refused):
            self.called.append((queue_id, self.run_job(call)))


class SimulatedClient:
    """The client of the API for one kiosk."""

    def __init__(self, world: World, kiosk: SimulatedKiosk) -> None:
        self.world, self.kiosk = world, kiosk

    async def lease_numbers(self, kiosk_id: str, numbers: Sequence[Mapping[str, Any]]) -> Lease:
        wanted = [(int(item["queue"]["id"]), item["day"], item["count"]) for item in numbers]

        result: Lease = self.world.send(self.kiosk, lambda: self.world.run_job(leases.renew, kiosk_id, wanted, 1))
        return result

    async def register_offline(self, queue_id: str, members: Mapping[str, Any]) -> None:
        offline_input = OfflineInput.model_validate_json(orjson.dumps(dict(members)))

        def register(connection: Connection, at: int) -> None:
            commands.register_offline(connection, int(queue_id), offline_input, at, created_by=self.kiosk.credential)

        self.world.send(self.kiosk, lambda: self.world.run_job(register))

    def register(self, person: Person, key: str) -> str:
        registration_input = RegistrationInput.model_validate({"form": [{"id": "name", "value": person.name}]})

        def register(connection: Connection, at: int) -> str:
            registered = commands.register(
                connection,
                int(person.queue_id),
                registration_input,
                at,
                idempotency_key=key,
                fingerprint=person.name,
                created_by=self.kiosk.credential,
                may_match=False,
            )
            ticket: str = registered.registration.load_document()["ticket"]
            return ticket

        ticket: str = self.world.send(self.kiosk, lambda: self.world.run_job(register))
        return ticket


class SimulatedKiosk:
    """A kiosk's machine and process."""

    def __init__(self, world: World, number: int, services: list[Queue], numbers: int) -> None:
        self.world, self.number, self.services, self.numbers = world, number, services, numbers
        self.file = world.folder / f"kiosk-{number}.db"
        self.credential = f"kiosk{number}"
        self.client = SimulatedClient(world, self)
        self.is_cut_off = False
        self.jump_ms = 0
        self._boots = count()
        self.boot = self._booted_at = 0
        self.is_connected = False
        self.start_machine()

    def now(self) -> Moment:
        """Its clocks, for `OfflineTickets`."""
        return Moment(f"{self.number}.{self.boot}", self.world.now - self._booted_at, self.world.now + self.jump_ms)

    def start_machine(self) -> None:
        self.boot, self._booted_at = next(self._boots), self.world.now
        self.start_process()

    def start_process(self) -> None:
        self.offline = OfflineTickets(self.file, self.numbers, self)  # type: ignore[arg-type]
        self.offline._outbox._database.execute("PRAGMA synchronous = OFF")
        self.services = self.offline.load_queues() or self.services
        self.is_connected = False

    def crash(self) -> None:
        self.offline.close()
        if self.world.random.random() < 0.3:
            self.jump_clock()
            self.start_machine()
        else:
            self.start_process()

    def jump_clock(self) -> None:
        self.jump_ms = self.world.random.randint(-MAX_JUMP_MS, MAX_JUMP_MS)

    async def look(self) -> None:
        """What a reload of the services does: with the server there, leases and what was kept."""
        self.is_connected = self.world.server_up and not self.is_cut_off
        if self.is_connected:
            self.offline.note_contact(self.services, datetime.fromtimestamp(self.world.now / 1000, UTC))
            await self.offline.synchronize(self.client)  # type: ignore[arg-type]

    async def call_next(self) -> None:
        """What a counter does that goes on from this kiosk: end a visit, and call the next client."""
        if self.is_connected:
            return
        queue_id, desk = self.world.random.choice(self.services).id, f"Kiosk {self.number}"
        for taken in await self.offline.list_callable(queue_id):
            if taken.visit.status == Status.IN_PROGRESS:
                await self.offline.change_visit(
                    taken, self.world.random.choice((Status.FINISHED, Status.NO_SHOW)), desk
                )
        for taken in await self.offline.list_callable(queue_id):
            if taken.visit.status == Status.REGISTERED:
                if await self.offline.change_visit(taken, Status.IN_PROGRESS, desk) is not None:
                    self.world.called.append((queue_id, taken.ticket))
                    self.world.called_at_kiosks.add((queue_id, taken.ticket))
                return

    async def serve(self, person: Person) -> None:
        """Give somebody a ticket, with the server or without."""
        key = f"{person.name}-key"
        tried = False
        if self.is_connected:
            tried = True
            try:
                person.ticket = self.client.register(person, key)
                return
            except ServerUnreachable:
                self.is_connected = False
        queue = next(queue for queue in self.services if queue.id == person.queue_id)
        person.answered = self.offline.takes_answers
        person.is_exact = self.offline._contact.moment.boot == self.now().boot
        if not person.answered:
            queue = queue.model_copy(update={"form": []})
        self.world.maybe_kill()
        taken = await self.offline.take(SimulatedSession(queue, person.name, key if tried else None))  # type: ignore[arg-type]
        self.world.maybe_kill()
        if taken is not None:
            person.ticket, person.offline = taken.ticket, True


@pytest.fixture
def kills_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    async def call(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return work(*arguments, **named)

    monkeypatch.setattr(asyncio, "to_thread", call)
    # Kills before and after each change of a kiosk's file.
    for name in ("take", "begin_sending", "change_visit", "remove", "add_numbers", "write_contact", "write_queues"):
        monkeypatch.setattr(Outbox, name, _with_kills(getattr(Outbox, name)))


_world: list[World] = []


def _with_kills(work: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        _world[-1].maybe_kill()
        result = work(*arguments, **named)
        _world[-1].maybe_kill()
        return result

    return run


class Figures:
    """What happened in all days."""

    def __init__(self) -> None:
        self.figures: defaultdict[str, int] = defaultdict(int)

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in self.figures.items())


def make_plan(
    world: World, kiosks: list[SimulatedKiosk], people: list[Person], services: list[Queue]
) -> list[tuple[int, int, str, Any]]:
    """What happens on a day, and when."""
    rng, number = world.random, count()
    plan: list[tuple[int, int, str, Any]] = []

    def add(at: int, what: str, value: Any = None) -> None:
        plan.append((at, next(number), what, value))

    for person in people:
        add(person.came_at, "come", person)
    for at in range(MORNING, MORNING + OPEN_MS, 3 * MINUTE_MS):
        for kiosk in kiosks:
            add(at + rng.randint(0, MINUTE_MS), "look", kiosk)
    for _ in range(rng.randint(1, 5)):
        at = MORNING + rng.randint(0, OPEN_MS)
        add(at, "server", False)
        add(at + rng.randint(MINUTE_MS, OPEN_MS // 3), "server", True)
    for kiosk in kiosks:
        for _ in range(rng.randint(0, 4)):
            at = MORNING + rng.randint(0, OPEN_MS)
            add(at, "cut", (kiosk, True))
            add(at + rng.randint(MINUTE_MS, OPEN_MS // 2), "cut", (kiosk, False))
        for _ in range(rng.randint(0, 6)):
            add(MORNING + rng.randint(0, OPEN_MS), rng.choice(("kill", "jump", "reboot")), kiosk)
    for _ in range(len(people) // 2):
        add(MORNING + rng.randint(0, OPEN_MS), "call", rng.choice(services).id)
        add(MORNING + rng.randint(0, OPEN_MS), "call at kiosk", rng.choice(kiosks))
    return sorted(plan)


async def live_a_day(world: World, people_each: int, figures: Figures) -> None:
    rng = world.random

    def add_queue(connection: Connection, at: int, name: str) -> QueueState:
        queue_input = QueueInput.model_validate({"name": name, "timeZone": "Europe/Paris", "form": FORM})
        return queues.add(connection, queue_input, at, 1)

    states = [world.run_job(add_queue, name=name) for name in ("One", "Two")]
    services = [Queue.model_validate({**state.wire(), "id": str(state.id)}) for state in states]
    kiosks = [SimulatedKiosk(world, number, services, people_each) for number in range(KIOSKS)]
    people = [
        Person(f"N{kiosk}x{index}", kiosk, rng.choice(services).id, MORNING + rng.randint(MINUTE_MS, OPEN_MS))
        for kiosk in range(KIOSKS)
        for index in range(people_each)
    ]
    for at, _, what, value in make_plan(world, kiosks, people, services):
        world.now = max(world.now + 1, at)
        world.deliver_late()
        figures.figures[what] += 1
        if what == "server":
            world.server_up = value
        elif what == "cut":
            value[0].is_cut_off = value[1]
        elif what == "call":
            world.call_next(value)
        elif what == "jump":
            value.jump_clock()
        else:
            await _act(world, kiosks, what, value)
    await settle(world, kiosks)
    check(world, people, figures)


async def _act(world: World, kiosks: list[SimulatedKiosk], what: str, value: Any) -> None:
    kiosk: SimulatedKiosk = kiosks[value.kiosk] if what == "come" else value
    try:
        if what == "come":
            value.came_at = world.now
            await kiosk.serve(value)
        elif what == "look":
            await kiosk.look()
        elif what == "call at kiosk":
            await kiosk.call_next()
        else:
            raise Killed
    except Killed:
        kiosk.crash()
        if what == "reboot":
            kiosk.offline.close()
            kiosk.start_machine()


async def settle(world: World, kiosks: list[SimulatedKiosk]) -> None:
    """The network is whole again, and everything arrives."""
    world.server_up = True
    for kiosk in kiosks:
        kiosk.is_cut_off = False
    for _ in range(1_000):
        world.now += 2 * MINUTE_MS
        world.deliver_late()
        for kiosk in kiosks:
            try:
                await kiosk.look()
            except Killed:
                kiosk.crash()
        if not world.late and not any(kiosk.offline._outbox.list_taken() for kiosk in kiosks):
            break
    for kiosk in kiosks:
        assert not kiosk.offline._outbox.list_taken()
        kiosk.offline.close()
    world.late.clear()


def check(world: World, people: list[Person], figures: Figures) -> None:
    columns = (registration.c.queue_id, registration.c.ticket_queue_id, registration.c.day, registration.c.number)
    more = (registration.c.status, registration.c.position, registration.c.document, registration.c.form)
    rows = world.connection.execute(select(*columns, *more)).all()
    alive = [row for row in rows if row.status != Status.DELETED]
    documents = {id(row): orjson.loads(row.document) for row in alive}
    by_ticket = defaultdict(list)
    for row in alive:
        by_ticket[str(row.queue_id), documents[id(row)]["ticket"]].append(row)
    shown = [person for person in people if person.ticket]
    # No number twice.
    assert len({(person.queue_id, person.ticket) for person in shown}) == len(shown)
    assert len({(row.ticket_queue_id, row.day, row.number) for row in rows}) == len(rows)
    # Nobody is lost, and everything arrived once.
    found: dict[str, Any] = {}
    for person in shown:
        rows_of_ticket = by_ticket[person.queue_id, person.ticket]
        assert len(rows_of_ticket) == 1, (person, [row for row in rows if person.name in (row.form or "")])
        row = rows_of_ticket[0]
        answers = [item["value"] for item in orjson.loads(row.form)] if row.form else []
        assert answers == ([person.name] if person.answered else []), (person, documents[id(row)])
        assert ("offline" in documents[id(row)]) == person.offline
        found[person.name] = row
    names = [orjson.loads(row.form)[0]["value"] for row in alive if row.form]
    assert all(names.count(person.name) == 1 for person in shown if person.answered)
    # Nobody is called twice.
    assert len(set(world.called)) == len(world.called)
    for ticket in world.called_at_kiosks:
        (row,) = by_ticket[ticket]
        assert row.status != Status.REGISTERED
        assert documents[id(row)]["calls"] == 1
    figures.figures["called at kiosks"] += len(world.called_at_kiosks)
    # The order of taking: exactly, but for those whose time only a wall clock knew.
    for person in shown:
        error = abs(found[person.name].position - person.came_at)
        assert error <= (MAX_DELAY_MS if person.is_exact else 2 * MAX_JUMP_MS + MAX_DELAY_MS), (person, error)
    for queue_id, kiosk in {(person.queue_id, person.kiosk) for person in shown if person.offline}:
        line = [person for person in shown if (person.queue_id, person.kiosk) == (queue_id, kiosk) and person.is_exact]
        positions = [found[person.name].position for person in sorted(line, key=lambda person: person.came_at)]
        assert positions == sorted(positions)
    line = sorted(shown, key=lambda person: (person.queue_id, person.came_at))
    figures.figures["inversions"] += sum(
        first.queue_id == second.queue_id and found[first.name].position > found[second.name].position
        for first, second in pairwise(line)
    )
    figures.figures["shown"] += len(shown)
    figures.figures["offline"] += sum(person.offline for person in shown)
    figures.figures["without answers"] += sum(not person.answered for person in shown)
    figures.figures["not shown"] += len(people) - len(shown)
    figures.figures["days"] += 1


@pytest.mark.parametrize(
    ("seeds", "people_each"),
    [
        pytest.param(range(1), 30),
        pytest.param(range(2, 6), 40, marks=pytest.mark.long),
        pytest.param(range(1_000), 500, marks=pytest.mark.soak),
    ],
)
@pytest.mark.usefixtures("kills_at_each_step")
async def test_a_day_of_partitions(tmp_path: Path, seeds: range, people_each: int) -> None:
    figures = Figures()
    with open_connection(tmp_path / "office.db") as connection:
        for seed in seeds:
            folder = tmp_path / str(seed)
            folder.mkdir()
            execute(connection, "SAVEPOINT day")
            world = World(connection, random.Random(seed), folder)
            _world.append(world)
            try:
                await live_a_day(world, people_each, figures)
            except BaseException:
                print(f"seed {seed}")
                raise
            finally:
                _world.pop()
            execute(connection, "ROLLBACK TO SAVEPOINT day")
            execute(connection, "RELEASE SAVEPOINT day")
            if seed % 20 == 19:
                print(figures, flush=True)
    assert figures.figures["offline"] > 0
    print(figures)


class FaultyClient:
    """A server that fails on one ticket."""

    async def lease_numbers(self, *_: object) -> Lease:
        numbers = LeasedNumbers(queue=Ref(id="1"), day="2026-11-30", ticket_prefix="A", first=1, last=3)
        return Lease(sealing_key="A" * 43 + "=", numbers=[numbers])

    async def register_offline(self, _queue_id: str, members: Mapping[str, Any]) -> None:
        if members["ticket"] == "A001":
            raise Refused("internalError")


async def test_a_fault_of_the_server_with_one_registration_does_not_stop_the_others(tmp_path: Path) -> None:
    offline, client = OfflineTickets(tmp_path / "kiosk.db", 3), FaultyClient()
    queue = Queue.model_validate({"id": "1", "name": "One", "timeZone": "Europe/Paris"})
    offline.note_contact([queue], datetime.fromtimestamp(MORNING / 1000, UTC))
    await offline.synchronize(client)  # type: ignore[arg-type]
    for name in ("Ann", "Ben"):
        assert await offline.take(SimulatedSession(queue, name, None))  # type: ignore[arg-type]
    await offline.synchronize(client)  # type: ignore[arg-type]
    assert [taken.ticket for taken in offline._outbox.list_taken()] == ["A001"]
    offline.close()


async def test_whether_numbers_are_left_is_known_without_a_look_at_the_disk(tmp_path: Path) -> None:
    offline, client = OfflineTickets(tmp_path / "kiosk.db", 3), FaultyClient()
    queue = Queue.model_validate({"id": "1", "name": "One", "timeZone": "Europe/Paris"})
    assert not offline.has_numbers(queue)
    offline.note_contact([queue], datetime.fromtimestamp(MORNING / 1000, UTC))
    await offline.synchronize(client)  # type: ignore[arg-type]
    offline.close()
    assert offline.has_numbers(queue)
    offline = OfflineTickets(tmp_path / "kiosk.db", 3)
    offline.note_contact([queue], datetime.fromtimestamp(MORNING / 1000, UTC))
    while await offline.take(SimulatedSession(queue, "Ann", None)):  # type: ignore[arg-type]
        pass
    offline.close()
    assert not offline.has_numbers(queue)


def test_a_token_sent_with_another_key_gives_no_registration(tmp_path: Path) -> None:
    time = {"dateTime": "2026-11-30T08:00:00", "timeZone": "UTC"}
    members = {"kiosk": "0" * 32, "ticket": "A001", "day": "2026-11-30", "token": "2f1Kq0Vv3cJ"}
    offline_input = OfflineInput.model_validate(members | {"taken": time, "registered": time})
    with open_connection(tmp_path / "office.db") as connection:
        state = queues.add(connection, QueueInput.model_validate({"name": "One"}), MORNING, 1)
        first, again = (
            commands.register_offline(connection, state.id, offline_input, MORNING, created_by="one") for _ in range(2)
        )
        assert again.registration.id == first.registration.id
        with pytest.raises(Refused, match="conflict"):
            commands.register_offline(connection, state.id, offline_input, MORNING, created_by="another")


def test_what_is_kept_is_unreadable(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "kiosk.db")
    outbox.set_key("A" * 43 + "=")
    numbers = LeasedNumbers(queue=Ref(id="1"), day="2026-11-30", ticket_prefix="A", first=1, last=20)
    outbox.add_numbers([numbers], "2026-11-29")
    answers = {"form": [{"id": "name", "value": "Zebulon"}]}
    moment = Moment("boot", 0, MORNING)
    taken = [
        outbox.take("1", "2026-11-30", moment=moment, server_ms=MORNING, is_exact=True, members={}, answers=answers)
        for _ in range(9)
    ]
    assert all(item is not None and outbox.unseal(item) for item in taken)
    for item in taken[:5]:
        assert item is not None
        outbox.remove(item)
    for file in tmp_path.iterdir():
        assert b"Zebulon" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0
    other = Outbox(tmp_path / "kiosk.db")
    assert [item.ticket for item in other.list_taken()] == ["A006", "A007", "A008", "A009"]
    assert other.unseal(other.list_taken()[0]) is None
    other.set_key("B" * 43 + "=")
    assert other.unseal(other.list_taken()[0]) is None
