"""``walkin demo``: a throw-away office in which clients arrive and are served by themselves."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from walkin.client import ServerUnreachable, connect
from walkin.demo.clients import fill_form, invent_client
from walkin.languages import Words
from walkin.languages.wait import describe_wait
from walkin.model.errors import Refused
from walkin.model.printable import strip_unprintable
from walkin.ui.signals import exit_on_stop_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from walkin.client import QueueClient
    from walkin.model.registration import Registration
    from walkin.settings import Settings

DESKS = ("Desk 1", "Desk 2", "Desk 3")
DEFAULT_SECONDS = 20
CROWDED_WAITING_COUNT = 18


@dataclass
class Tally:
    tickets: list[str] = field(default_factory=list)
    served: int = 0
    no_show: int = 0
    called: int = 0

    def format_summary(self) -> str:
        """One line with the counts, and whether every ticket number was unique."""
        registered = len(self.tickets)
        unique = "every ticket number unique" if len(set(self.tickets)) == registered else "TICKET NUMBERS REPEATED"
        waiting = registered - self.called
        being_served = self.called - self.served - self.no_show
        return (
            f"{registered} registered, {self.served} served, {self.no_show} no-show, {being_served} at a desk, "
            f"{waiting} waiting; {unique}."
        )


async def simulate_office(
    client: QueueClient, rng: Random, report: Callable[[str], None], tally: Tally | None = None
) -> None:
    """Let clients arrive and three desks serve them until cancelled; `report` is called with a line for each event."""
    tally = Tally() if tally is None else tally
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_simulate_arrivals(client, rng, report, tally))
        for number, desk in enumerate(DESKS):
            tasks.create_task(_simulate_desk(client, rng, report, tally, desk, pause=0.8 + 0.6 * number))


async def _simulate_arrivals(client: QueueClient, rng: Random, report: Callable[[str], None], tally: Tally) -> None:
    while True:
        queues = [queue for queue in await client.list_queues() if queue.status == "open"]
        if queues:
            queue = rng.choice(queues)
            person = invent_client(rng)
            draft = {"client": person, "form": fill_form(queue.form, person, rng), "language": "en"}
            try:
                registered = await client.register(queue.id, draft, idempotency_key=f"demo-{rng.getrandbits(64):016x}")
            except (Refused, ServerUnreachable) as refused:
                report(f"A client could not join {queue.name}: {refused}")
            else:
                tally.tickets.append(registered.ticket)
                report(f"{registered.ticket} joins {queue.name} — {_format_wait(registered)}")
        is_crowded = sum(queue.waiting for queue in queues) > CROWDED_WAITING_COUNT
        is_opening = len(tally.tickets) < 6
        await asyncio.sleep(0.15 if is_opening else min(rng.expovariate(1 / 2.2), 6) * (4 if is_crowded else 1))


async def _simulate_desk(
    client: QueueClient, rng: Random, report: Callable[[str], None], tally: Tally, desk: str, *, pause: float
) -> None:
    await asyncio.sleep(pause)
    while True:
        called = await _call_next(client, rng, desk)
        if called is not None:
            tally.called += 1
            report(f"{desk} calls {called.ticket}")
            # An agent at a counter may finish, move or delete the same registration first.
            with contextlib.suppress(Refused, ServerUnreachable):
                await _serve(client, rng, report, tally, desk, called)
        await asyncio.sleep(rng.uniform(0.5, 1.5))


async def _call_next(client: QueueClient, rng: Random, desk: str) -> Registration | None:
    queues = await client.list_queues()
    for queue in sorted(queues, key=lambda queue: (queue.waiting, rng.random()), reverse=True):
        if queue.waiting and (called := await client.call_next(queue.id, desk)):
            return called
    return None


async def _serve(
    client: QueueClient, rng: Random, report: Callable[[str], None], tally: Tally, desk: str, registration: Registration
) -> None:
    if rng.random() < 0.1:
        await asyncio.sleep(rng.uniform(2, 4))
        await client.mark_no_show(registration.queue.id, registration.id)
        tally.no_show += 1
        report(f"{registration.ticket} did not come to {desk}")
    else:
        await asyncio.sleep(rng.uniform(3, 8))
        await client.finish(registration.queue.id, registration.id)
        tally.served += 1
        report(f"{desk} has served {registration.ticket}")


def _format_wait(registration: Registration) -> str:
    ahead = registration.number_of_people_ahead or 0
    wait = describe_wait(Words("en"), registration.estimated_waiting_time)
    return f"{ahead} ahead, {wait}" if wait else f"{ahead} ahead"


def run(settings: Settings, *, seconds: float | None, with_screens: bool) -> int:
    """Run the demo office behind the launcher, or print its events as lines for `seconds`. Returns an exit code.

    Its folder is removed at the end, also on Ctrl-C and SIGTERM.
    """
    exit_on_stop_signals()
    with tempfile.TemporaryDirectory(prefix="walkin-demo-", ignore_cleanup_errors=True) as folder:
        office = settings.model_copy(
            update={"api": "embedded", "data": Path(folder) / "office.db", "database": "", "files": None, "queue": ()}
        )
        if not with_screens:
            return _run_as_text(office, seconds or DEFAULT_SECONDS)
        from walkin.launcher.app import launch

        with _simulate_in_background(office):
            return launch(office, demo=True)


def _run_as_text(settings: Settings, seconds: float) -> int:
    tally = Tally()

    async def simulate() -> None:
        async with await connect(settings) as client:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await simulate_office(client, Random(), _print_line, tally)

    try:
        asyncio.run(simulate())
    finally:
        _print_line(tally.format_summary())
    return 0


def _print_line(line: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {strip_unprintable(line)}", flush=True)


@contextlib.contextmanager
def _simulate_in_background(settings: Settings) -> Iterator[None]:
    """Simulate the office in a thread with its own loop and client until the block ends."""
    loop = asyncio.new_event_loop()

    async def simulate() -> None:
        while True:
            # Whatever stops the simulation, it starts again: nothing may disturb the screens.
            with contextlib.suppress(Exception):
                async with await connect(settings) as client:
                    await simulate_office(client, Random(), lambda line: None)
            await asyncio.sleep(1)

    task = loop.create_task(simulate())

    def run_loop() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.close()

    thread = threading.Thread(target=run_loop, name="walkin-demo", daemon=True)
    thread.start()
    try:
        yield
    finally:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=5)
