"""Several processes that register and call at once, some of them killed: no ticket is lost or given twice."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from tests.support.offices import WalkinServer, make_settings
from walkin.client import connect
from walkin.store import open_store
from walkin.store.schema.tables import event, queue, registration

WORKER = """
import asyncio, json, sys, time
from pathlib import Path
from walkin.client import connect
from tests.support.offices import make_settings

async def main(api, data, name, seconds, desks):
    office = data if data.startswith("postgresql:") else Path(data)
    async with await connect(make_settings(office, api=api)) as client:
        end = time.monotonic() + seconds
        def acknowledge(kind, registration):
            print(json.dumps([kind, registration.id, registration.ticket]), flush=True)
        async def kiosk(number):
            count = 0
            while time.monotonic() < end:
                queue = str(count % 2 + 1)
                acknowledge("created", await client.register(queue, {}, f"{name}-{number}-{count}"))
                count += 1
        async def desk(number):
            queue = str(number % 2 + 1)
            while time.monotonic() < end:
                registration = await client.call_next(queue, f"{name} {number}")
                if registration is None:
                    await asyncio.sleep(0.001)
                else:
                    acknowledge("called", registration)
        await asyncio.gather(*(kiosk(n) for n in range(desks)), *(desk(n) for n in range(desks)))

asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])))
"""


def start_worker(api: str, data: Path | str, name: str, seconds: float, desks: int = 2) -> subprocess.Popen[str]:
    """Start a process with ``desks`` kiosks and as many desks, which prints a line for each acknowledged change."""
    command = [sys.executable, "-c", WORKER, api, str(data), name, str(seconds), str(desks)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def read_acknowledged(processes: list[subprocess.Popen[str]]) -> list[list[str]]:
    """Read the changes that were acknowledged to the processes. The last line of a killed process may be cut."""
    changes = []
    for process in processes:
        out, _ = process.communicate(timeout=120)
        for line in out.splitlines():
            try:
                changes.append(json.loads(line))
            except json.JSONDecodeError:
                assert process.returncode != 0
    return changes


async def check_office(data: Path | str, acknowledged: list[list[str]], *, all_alive: bool) -> None:
    """Assert that the office has every acknowledged change, and that its event log agrees."""
    tickets = {change[1]: change[2] for change in acknowledged if change[0] == "created"}
    called_ids = [change[1] for change in acknowledged if change[0] == "called"]
    assert tickets
    assert called_ids
    assert len(set(tickets.values())) == len(tickets), "a ticket number was given twice"
    assert len(set(called_ids)) == len(called_ids), "a client was called twice"

    def read(connection: Connection) -> None:
        if isinstance(data, Path):
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        rows = connection.execute(select(registration).order_by(registration.c.id)).all()
        stored_tickets = {str(row.id): json.loads(row.document)["ticket"] for row in rows}
        assert tickets.items() <= stored_tickets.items(), "an acknowledged ticket is missing"
        in_progress = {str(row.id) for row in rows if row.status == "inProgress"}
        assert in_progress.issuperset(called_ids), "a call was forgotten"
        if all_alive:
            assert len(stored_tickets) == len(tickets)
            assert len(in_progress) == len(called_ids)
        for state in connection.execute(select(queue)):
            events = connection.execute(
                select(event.c.revision, event.c.kind).where(event.c.queue_id == state.id).order_by(event.c.revision)
            ).all()
            assert [change.revision for change in events] == list(range(1, state.revision + 1)), "the log has a gap"
            queue_rows = [row for row in rows if row.queue_id == state.id]
            assert state.waiting == sum(row.status == "registered" for row in queue_rows)
            assert sum(change.kind == "created" for change in events) == len(queue_rows)
            numbers = sorted(row.number for row in rows if row.ticket_queue_id == state.id)
            assert numbers == list(range(1, len(numbers) + 1)), "a number was lost"

    store = await asyncio.to_thread(open_store, data)
    await store.read(read)
    await asyncio.to_thread(store.close)


async def check_ranks(url_or_embedded: str, data: Path | str) -> None:
    """Assert that the ranks of each queue have no gaps."""
    async with await connect(make_settings(data, api=url_or_embedded)) as client:
        for queue in await client.list_queues():
            registrations = await client.list_registrations(queue.id)
            waiting = [registration for registration in registrations if registration.status == "registered"]
            assert [registration.rank for registration in waiting] == list(range(1, len(waiting) + 1))


@pytest.mark.long
async def test_eight_clients_of_a_server(server: WalkinServer) -> None:
    workers = [start_worker(server.url, server.data, f"w{number}", 4, desks=1) for number in range(8)]
    await check_office(server.data, read_acknowledged(workers), all_alive=True)
    await check_ranks(server.url, server.data)


@pytest.mark.long
async def test_four_processes_in_one_office(data: Path | str) -> None:
    workers = [start_worker("embedded", data, f"w{number}", 4, desks=2) for number in range(4)]
    await check_office(data, read_acknowledged(workers), all_alive=True)
    await check_ranks("embedded", data)


@pytest.mark.long
async def test_processes_are_killed_at_any_moment(data: Path | str) -> None:
    randomness = random.Random(7)
    acknowledged = []
    for round_number in range(4):
        workers = [start_worker("embedded", data, f"r{round_number}w{number}", 30) for number in range(3)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            workers[0].wait(randomness.uniform(0.1, 0.6))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        acknowledged += read_acknowledged(workers)
    await check_office(data, acknowledged, all_alive=False)
    await check_ranks("embedded", data)


@pytest.mark.long
async def test_the_server_is_killed_at_any_moment(server: WalkinServer) -> None:
    randomness = random.Random(11)
    acknowledged = []
    for round_number in range(4):
        workers = [start_worker(server.url, server.data, f"r{round_number}w{number}", 30) for number in range(2)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            workers[0].wait(randomness.uniform(0.1, 0.6))
        server.kill()
        for worker in workers:
            worker.kill()
        acknowledged += read_acknowledged(workers)
        server.start()
    await check_office(server.data, acknowledged, all_alive=False)
    await check_ranks(server.url, server.data)


@pytest.mark.soak
async def test_eight_clients_of_a_server_for_half_a_minute(server: WalkinServer) -> None:
    workers = [start_worker(server.url, server.data, f"w{number}", 30, desks=1) for number in range(8)]
    await check_office(server.data, read_acknowledged(workers), all_alive=True)
    await check_ranks(server.url, server.data)
