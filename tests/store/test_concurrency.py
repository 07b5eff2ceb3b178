"""What the queue promises while several processes work at once, and when one of them is killed."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
from collections import Counter
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
        def say(what, found):
            print(json.dumps([what, found.queue.id, found.id, found.ticket, found.rank]), flush=True)
        async def kiosk(number):
            count = 0
            while time.monotonic() < end:
                queue = str(count % 2 + 1)
                say("made", await client.register(queue, {}, f"{name}-{number}-{count}"))
                count += 1
        async def desk(number):
            queue = str(number % 2 + 1)
            while time.monotonic() < end:
                found = await client.call_next(queue, f"{name} {number}")
                if found is None:
                    await asyncio.sleep(0.001)
                else:
                    say("called", found)
        await asyncio.gather(*(kiosk(n) for n in range(desks)), *(desk(n) for n in range(desks)))

asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])))
"""


def work(api: str, data: Path | str, name: str, seconds: float, desks: int = 2) -> subprocess.Popen[str]:
    """A process with ``desks`` kiosks and as many desks, which prints what it was promised."""
    command = [sys.executable, "-c", WORKER, api, str(data), name, str(seconds), str(desks)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def promises(processes: list[subprocess.Popen[str]]) -> list[list[object]]:
    """Everything the processes were answered; the last line of a killed one may be cut."""
    found = []
    for process in processes:
        out, _ = process.communicate(timeout=120)
        for line in out.splitlines():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                assert process.returncode != 0
    return found


async def check(data: Path | str, promised: list[list[object]], *, all_alive: bool) -> None:
    """The office holds exactly what was promised, and its log tells the same story."""
    made = {row[2]: row[3] for row in promised if row[0] == "made"}
    called = [row[2] for row in promised if row[0] == "called"]
    assert made
    assert called
    assert len(set(made.values())) == len(made), "a ticket number was given twice"
    assert not [one for one, times in Counter(called).items() if times > 1], "somebody was called twice"

    def read(connection: Connection) -> None:
        if isinstance(data, Path):
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        rows = connection.execute(select(registration).order_by(registration.c.id)).all()
        kept = {str(row.id): json.loads(row.document)["ticket"] for row in rows}
        assert made.items() <= kept.items(), "an acknowledged ticket is missing"
        status = {str(row.id): row.status for row in rows}
        assert all(status[one] == "inProgress" for one in called), "a call was forgotten"
        if all_alive:
            assert len(kept) == len(made)
            assert sum(one == "inProgress" for one in status.values()) == len(called)
        for state in connection.execute(select(queue)):
            events = connection.execute(
                select(event.c.revision, event.c.kind).where(event.c.queue_id == state.id).order_by(event.c.revision)
            ).all()
            assert [one.revision for one in events] == list(range(1, state.revision + 1)), "the log has a gap"
            mine = [row for row in rows if row.queue_id == state.id]
            assert state.waiting == sum(row.status == "registered" for row in mine)
            assert sum(one.kind == "created" for one in events) == len(mine)
            numbers = sorted(row.number for row in rows if row.ticket_queue_id == state.id)
            assert numbers == list(range(1, len(numbers) + 1)), "a number was lost"

    store = await asyncio.to_thread(open_store, data)
    await store.read(read)
    await asyncio.to_thread(store.close)


async def ranks_are_whole(url_or_embedded: str, data: Path | str) -> None:
    async with await connect(make_settings(data, api=url_or_embedded)) as client:
        for queue in await client.list_queues():
            waiting = [found for found in await client.list_registrations(queue.id) if found.status == "registered"]
            assert [found.rank for found in waiting] == list(range(1, len(waiting) + 1))


async def test_eight_clients_of_a_server(server: WalkinServer) -> None:
    workers = [work(server.url, server.data, f"w{number}", 4, desks=1) for number in range(8)]
    await check(server.data, promises(workers), all_alive=True)
    await ranks_are_whole(server.url, server.data)


async def test_four_processes_in_one_office(data: Path | str) -> None:
    workers = [work("embedded", data, f"w{number}", 4, desks=2) for number in range(4)]
    await check(data, promises(workers), all_alive=True)
    await ranks_are_whole("embedded", data)


async def test_processes_are_killed_at_any_moment(data: Path | str) -> None:
    chance = random.Random(7)
    promised = []
    for round_number in range(4):
        workers = [work("embedded", data, f"r{round_number}w{number}", 30) for number in range(3)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            workers[0].wait(chance.uniform(0.1, 0.6))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        promised += promises(workers)
    await check(data, promised, all_alive=False)
    await ranks_are_whole("embedded", data)


async def test_the_server_is_killed_at_any_moment(server: WalkinServer) -> None:
    chance = random.Random(11)
    promised = []
    for round_number in range(4):
        workers = [work(server.url, server.data, f"r{round_number}w{number}", 30) for number in range(2)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            workers[0].wait(chance.uniform(0.1, 0.6))
        server.kill()
        for worker in workers:
            worker.kill()
        promised += promises(workers)
        server.start()
    await check(server.data, promised, all_alive=False)
    await ranks_are_whole(server.url, server.data)


@pytest.mark.soak
async def test_eight_clients_of_a_server_for_half_a_minute(server: WalkinServer) -> None:
    workers = [work(server.url, server.data, f"w{number}", 30, desks=1) for number in range(8)]
    await check(server.data, promises(workers), all_alive=True)
    await ranks_are_whole(server.url, server.data)
