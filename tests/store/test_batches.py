"""Writes that share a transaction leave the office as the same writes leave it one after the other."""

from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select

from walkin.model.desk import NextInput
from walkin.model.errors import Refused
from walkin.model.registration import Counter, RegistrationInput
from walkin.model.time import MINUTE_MS
from walkin.store import Store, open_store
from walkin.store.engine.batch import Batch
from walkin.store.registrations import commands, desk_commands, events
from walkin.store.registrations.queries import BatchResult, RankedRegistration
from walkin.store.schema import tables

START = 1_800_000_000_000
DESKS = ("Desk 1", "Desk 2")
PHONES = ("+33123456789", "+33123456780")
TABLES = (
    tables.queue,
    tables.client,
    tables.registration,
    tables.event,
    tables.action,
    tables.desk,
    tables.idempotency,
)
BATCH_SIZE = 13
RANDOM_COLUMNS = ("token", "packed")

Write = tuple[Any, tuple[Any, ...], dict[str, Any]]


def make_write(random: Random, number: int) -> Write:
    """Make one of the writes of kiosks and desks; those of clients who are not there are refused."""
    # Those of a batch come at one time: the forecast depends on it.
    at, queue_id, desk = START + MINUTE_MS * (number // BATCH_SIZE), random.choice((1, 1, 1, 2)), random.choice(DESKS)
    kind = random.choice(("register",) * 4 + ("call",) * 3 + ("change",) * 3 + ("remove", "follow", "undo"))
    if kind == "register":
        members: dict[str, Any] = {"firstName": "Ann", "lastName": f"Bee {random.randrange(4)}"}
        if random.random() < 0.3:
            members["phoneNumber"] = random.choice(PHONES)
        body: dict[str, Any] = {"client": members} if random.random() < 0.9 else {}
        body |= random.choice(({}, {}, {}, {"priority": 2}, {"parked": True}, {"reserved": {"name": desk}}))
        key = random.choice((None, f"key {random.randrange(6)}"))
        options = {"idempotency_key": key, "fingerprint": str(random.randrange(2))}
        return commands.register, (queue_id, RegistrationInput.model_validate(body), at), options
    if kind == "call":
        return commands.call_next, (queue_id, Counter(name=desk), at), {}
    if kind == "follow":
        return desk_commands.call_next, (desk, NextInput(), 1, lambda _: True, at), {}
    if kind == "undo":
        return desk_commands.undo, (desk, 1, lambda _: True, at), {}
    registration_id = random.randint(1, 1 + number // 2)
    if kind == "remove":
        return commands.remove, (queue_id, registration_id, at), {"desk": desk}
    change = random.choice(
        (
            {"note": f"note {number}"},
            {"status": "finished"},
            {"status": "registered", "place": "return"},
            {"parked": random.random() < 0.5},
            {"priority": random.randrange(3)},
            {"client": {"firstName": "Ann", "lastName": "Bee", "phoneNumber": random.choice(PHONES)}},
            {"queue": {"id": "2"}},
        )
    )
    return commands.change, (queue_id, registration_id, RegistrationInput.model_validate(change), at), {"desk": desk}


def read_all(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Read all rows of the tables, and the documents of the events."""
    rows = {
        table.name: [
            {name: value for name, value in row._mapping.items() if name not in RANDOM_COLUMNS}
            for row in connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in TABLES
    }
    changes = connection.execute(select(tables.event.c.data, tables.event.c.packed).order_by(tables.event.c.id))
    return rows | {"documents": [{"document": events.unpack(*row)} for row in changes]}


def describe(outcome: object) -> object:
    if isinstance(outcome, BatchResult):
        return [describe(registration) for registration in outcome.registrations]
    if isinstance(outcome, RankedRegistration):
        return outcome.registration._replace(token=""), outcome.rank, outcome.queue.revision
    return outcome.reason if isinstance(outcome, Refused) else outcome


async def run_writes(store: Store, writes: list[Write], size: int) -> list[object]:
    """Run the writes, ``size`` of them at once."""
    outcomes: list[object] = []
    for start in range(0, len(writes), size):
        works = [store.write(work, *args, **options) for work, args, options in writes[start : start + size]]
        outcomes += await asyncio.gather(*works, return_exceptions=True)
    return list(map(describe, outcomes))


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))])
async def test_batches_and_single_writes_leave_the_same_office(
    office_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    sizes: list[int] = []
    begin = Batch.begin

    def note_size(connection: Connection, size: int) -> Batch:
        sizes.append(size)
        return begin(connection, size)

    monkeypatch.setattr(Batch, "begin", note_size)
    random = Random(seed)
    writes = [make_write(random, number) for number in range(160)]
    results = []
    for size in (1, BATCH_SIZE):
        data = shutil.copy(office_file, tmp_path / f"{size}.db")
        store = await asyncio.to_thread(open_store, data)
        sizes.clear()
        outcomes = await run_writes(store, writes, size)
        in_batches = sum(noted for noted in sizes if noted > 1)
        assert in_batches == 0 if size == 1 else in_batches > len(writes) / 2
        results.append((outcomes, await store.read(read_all)))
        await asyncio.to_thread(store.close)
    (single, single_rows), (batched, batched_rows) = results
    assert batched == single
    assert batched_rows == single_rows
    # The rest is refused, in both ways.
    assert sum(isinstance(outcome, tuple) for outcome in single) > len(writes) / 4


async def test_writes_that_come_while_another_process_writes_share_a_transaction(data: Path | str) -> None:
    stores = [await asyncio.to_thread(open_store, data) for _ in range(2)]
    waiting, other = stores
    commits: list[bool] = []
    waiting.on_commit(commits.append)
    holds, released = threading.Event(), threading.Event()

    def hold(connection: Connection, queue_id: int) -> None:
        commands.register(connection, queue_id, RegistrationInput(), START)
        # The lock of PostgreSQL's queue is taken when its row is written.
        connection.execute(select(tables.queue.c.id))
        holds.set()
        assert released.wait(30)

    def register(number: int) -> asyncio.Task[RankedRegistration]:
        body = RegistrationInput.model_validate({"client": {"lastName": f"Bee {number}"}})
        return asyncio.create_task(waiting.write(commands.register, 1, body, START))

    try:
        holding = asyncio.create_task(other.write(hold, 1))
        assert await asyncio.to_thread(holds.wait, 30)
        writes = [register(0)]
        # By now the first one waits, alone; if it does not yet, it shares the transaction all the more.
        await asyncio.sleep(0.2)
        writes += [register(number) for number in range(1, 6)]
        await asyncio.sleep(0)
        released.set()
        await holding
        outcomes = await asyncio.gather(*writes)
        assert [outcome.rank for outcome in outcomes] == list(range(2, 8))
        assert commits == [True]
    finally:
        released.set()
        for store in stores:
            await asyncio.to_thread(store.close)
