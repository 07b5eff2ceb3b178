"""From a kiosk's ticket to the row on the board of another process, embedded and remote.

The board often has the row before the kiosk has its response. Both follow the commit; the board then needs the
operating system's notification that the file changed, one query for new events, and an event of the stream.

Run as a program this is the kiosk: ``python -m tests.bench.live API DATA COUNT`` prints each ticket it gets.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench.figure import Figure, at_most, compute_percentile
from tests.bench.office import QUEUE_ID, make_form_registration
from tests.support.offices import run_server
from walkin.client import Board, Change, connect
from walkin.settings import Settings

PAUSE_SECONDS = 0.02
"""Seconds between two tickets, since clients do not come in a burst."""

REFERENCE_NAME = "the request itself"
GOALS = {"embedded": at_most(2, "ours"), "remote": at_most(4, "ours")}


def measure_live(folder: Path, tickets: int = 200) -> list[Figure]:
    """Measure the delay, embedded and remote, against the duration of the request that created the ticket.

    "ticket to the other board" counts from the response, and is negative when the board was faster; "key to the other
    board" counts from the request. Asserts that every ticket reaches the board.
    """
    figures: list[Figure] = []
    for way in ("embedded", "remote"):
        data = folder / f"live-{way}.db"
        with ExitStack() as stack:
            api = stack.enter_context(run_server(data)).url if way == "remote" else way
            delays, requests = asyncio.run(_measure_delays(api, data, tickets))
        pressed = [delay + request for delay, request in zip(delays, requests, strict=True)]
        for start, taken in (("ticket", delays), ("key", pressed)):
            for name, share in (("p50", 0.5), ("p95", 0.95)):
                title = f"{start} to the other board, {way}, {name}"
                ours, beside = ([compute_percentile(values, share)] for values in (taken, requests))
                goal = GOALS[way] if (start, name) == ("ticket", "p95") else None
                figures.append(Figure(title, "ms", ours, beside, REFERENCE_NAME, goal))
    return figures


async def _measure_delays(api: str, data: Path, tickets: int) -> tuple[list[float], list[float]]:
    """Return for each ticket the milliseconds from response to row, and from request to response."""
    seen_at: dict[str, float] = {}
    loaded = asyncio.Event()

    def record_change(change: Change | None) -> None:
        if change is None:
            loaded.set()
        else:
            seen_at[change.registration.id] = time.monotonic()

    async with await connect(Settings(api=api, data=data)) as client:
        board = Board(client, [QUEUE_ID])
        following = asyncio.create_task(board.run(record_change))
        try:
            async with asyncio.timeout(30):
                await loaded.wait()
            created = [ticket async for ticket in _read_tickets(api, data, tickets)]
            async with asyncio.timeout(30):
                while not all(registration_id in seen_at for registration_id, _, _ in created):
                    await asyncio.sleep(0.01)
            assert len(board.list_waiting()) == len(created) == tickets
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
    delays = [(seen_at[registration_id] - answered) * 1000 for registration_id, _, answered in created]
    return delays, [(answered - requested_at) * 1000 for _, requested_at, answered in created]


async def _read_tickets(api: str, data: Path, tickets: int) -> AsyncIterator[tuple[str, float, float]]:
    """Yield each ticket of the kiosk's process: id, time of the request, time of the response (monotonic clock)."""
    command = (sys.executable, "-m", "tests.bench.live", api, str(data), str(tickets))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async for line in process.stdout:
        registration_id, requested_at, answered = json.loads(line)
        yield registration_id, requested_at, answered
    assert await process.wait() == 0


async def take_tickets(api: str, data: Path, tickets: int) -> None:
    """Register clients one after the other; print id, time of the request and of the response as JSON lines."""
    async with await connect(Settings(api=api, data=data)) as client:
        for number in range(tickets):
            requested_at = time.monotonic()
            registration = await client.register(QUEUE_ID, make_form_registration(number), f"live-{number}")
            print(json.dumps([registration.id, requested_at, time.monotonic()]), flush=True)
            await asyncio.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    asyncio.run(take_tickets(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
