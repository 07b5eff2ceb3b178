"""The state of a running API: store, change stream, clock and caches; and its housekeeping."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from walkin.api.change_stream import Broadcaster
from walkin.model.caller import Caller, audit_context
from walkin.model.errors import Refused
from walkin.model.retention import DEFAULT_RETENTION, Retention
from walkin.model.time import DAY_MS, SECOND_MS, now_ms
from walkin.store import Store, clients, office, open_store, uploads
from walkin.store.registrations import commands
from walkin.store.registrations.list_cache import ListCache
from walkin.store.registrations.ranks import RankCache
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

if TYPE_CHECKING:
    from walkin.watch.worker import Worker

IN_BATCH = "walkin.batch"
"""Marks the scope of a request that came in a batch."""

HOUSEKEEPING_SECONDS = 60
START_PAUSE_SECONDS = 10
RUNS_PER_RETENTION = 60
"""Runs of the housekeeping for each run of the retention, which the first one includes."""
PAUSE_SECONDS = 0.05
"""Pause between two transactions of the housekeeping, in which desks are served."""

FORMS_AT_ONCE = 4
"""Forms with files from phones that may be in memory at the same time; each takes up to four times its size."""

CLOCK_WARNING = "clockJumped"
"""The reason of the warning in ``/healthz`` after a jump of the clock."""

log = logging.getLogger("walkin.api")

T = TypeVar("T")


@dataclass(frozen=True)
class AppState:
    """An open office."""

    store: Store
    broadcaster: Broadcaster
    clock: Callable[[], int]
    outbound_policy: OutboundPolicy
    kept: Retention = DEFAULT_RETENTION
    ranks: RankCache = field(default_factory=RankCache)
    list_cache: ListCache = field(default_factory=ListCache)
    file_limits: uploads.FileLimits = field(default_factory=uploads.FileLimits)
    form_slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FORMS_AT_ONCE))
    """Acquired while a phone's form with files is in memory."""
    warnings: dict[str, str] = field(default_factory=dict)
    """Messages by reason of the problems that do not stop the server, besides those of the store."""
    worker: Worker | None = None
    """Sends deliveries to watches; None in a process that sends nothing."""


@contextlib.asynccontextmanager
async def open_app_state(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
    direct_address: str = "",
    notify: bool = True,
    kept: Retention = DEFAULT_RETENTION,
    file_limits: uploads.FileLimits | None = None,
    lists_folder: Path | None = None,
) -> AsyncIterator[AppState]:
    """Open the database, and run the change stream, the deliveries and the housekeeping until the block ends."""
    store = await asyncio.to_thread(
        open_store, database, files_folder, direct_address, lists_dir=lists_folder, notify=notify
    )
    try:
        async with Broadcaster.run(store) as broadcaster, _run_deliveries(store, clock, outbound_policy) as worker:
            limits = file_limits or uploads.FileLimits()
            app_state = AppState(store, broadcaster, clock, outbound_policy, kept, file_limits=limits, worker=worker)
            tasks = [asyncio.create_task(store.watch_commits()), asyncio.create_task(_run_housekeeping(app_state))]
            try:
                yield app_state
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await asyncio.to_thread(store.close)


@contextlib.asynccontextmanager
async def _run_deliveries(
    store: Store, clock: Callable[[], int], policy: OutboundPolicy
) -> AsyncIterator[Worker | None]:
    if policy.api_base_url is None:
        yield None
        return
    # Imported here: a process that sends nothing does not need the delivery code.
    from walkin.watch.worker import Worker

    async with Worker(store, policy, clock).run() as worker:
        yield worker


def get_app_state(request: Request) -> AppState:
    app_state: AppState = request.app.state.office
    return app_state


def get_caller(request: Request) -> Caller:
    """Return the caller that ``authorize`` has found."""
    caller: Caller = request.scope["walkin.caller"]
    return caller


async def run_while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return the result of ``work``, or cancel it and raise ClientDisconnect when the caller leaves.

    For requests without a body.
    """
    task = asyncio.create_task(work)
    # The requests of a batch have no connection of their own.
    watcher = None if IN_BATCH in request.scope else asyncio.create_task(_cancel_when_left(request, task))
    try:
        return await task
    except asyncio.CancelledError:
        if watcher is not None and watcher.done():
            raise ClientDisconnect from None
        raise
    finally:
        task.cancel()
        if watcher is not None:
            watcher.cancel()


async def _cancel_when_left(request: Request, task: asyncio.Task[T]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    task.cancel()


async def delete_unused_files(app_state: AppState) -> None:
    # Housekeeping is not audited as an action of the caller.
    audit_context.set(None)
    folder = app_state.store.files_dir
    if candidates := await app_state.store.read(uploads.find_unused, folder):
        await app_state.store.write(uploads.delete_unused, folder, candidates)


async def overwrite_erased(app_state: AppState, *, may_take_long: bool = False) -> None:
    """Remove the remains of erased data from the lists in memory, the files and the database's own files."""
    app_state.list_cache.clear()
    await delete_unused_files(app_state)
    await app_state.store.scrub(may_take_long=may_take_long)


async def expire_visits(app_state: AppState) -> None:
    """Erase the personal data of visits whose retention has ended."""
    from walkin.store.privacy import retention

    for queue_id in await app_state.store.read(retention.list_expired_queues, app_state.kept, app_state.clock()):
        expire = partial(retention.expire_visits, queue_id=queue_id)
        await _repeat(app_state, expire, app_state.kept, app_state.clock())


async def run_retention(app_state: AppState) -> None:
    """Delete everything that has expired, and overwrite its remains."""
    from walkin.store.privacy import retention

    await expire_visits(app_state)
    for expire in (retention.expire_clients, retention.expire_logs):
        await _repeat(app_state, expire, app_state.kept, app_state.clock())
    await overwrite_erased(app_state, may_take_long=await app_state.store.read(retention.is_quiet))


async def keep_figures(app_state: AppState) -> None:
    """Keep the figures of the past days for which there are none, in small transactions with pauses."""
    from walkin.store import visit_figures

    for queue_id, periods in await app_state.store.read(visit_figures.list_unkept, app_state.clock()):
        await app_state.store.write(visit_figures.keep, queue_id, periods, app_state.clock())
        await asyncio.sleep(PAUSE_SECONDS)


async def _repeat(app_state: AppState, work: Callable[..., int], *args: object) -> None:
    """Repeat a transaction until it has changed nothing, with pauses in which desks are served."""
    while True:
        if not await app_state.store.write(work, *args):
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def _tidy(app_state: AppState, *, is_full: bool) -> None:
    from walkin.store.watches import outbox

    await app_state.store.write(commands.tidy, app_state.clock())
    await app_state.store.write(outbox.tidy, app_state.clock())
    # Some offices keep a visit's data only until its end; the rest expires, and is overwritten, every hour.
    await (run_retention if is_full else expire_visits)(app_state)
    await delete_unused_files(app_state)
    if is_full:
        await keep_figures(app_state)


def _warn_of_clock(app_state: AppState, at: int) -> None:
    if CLOCK_WARNING in app_state.warnings:
        return
    message = (
        f"The clock says {datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}, more than "
        f"{office.MAX_CLOCK_JUMP_MS // DAY_MS} days after this office was last in use: nothing expires and no visit is "
        "ended until the clock is right, or `walkin privacy confirm-clock` says that it is."
    )
    app_state.warnings[CLOCK_WARNING] = message
    log.warning("%s", message)


async def _was_just_done(app_state: AppState) -> bool:
    """Whether housekeeping ran within two minutes, in another process or before a restart."""
    latest = await app_state.store.read(office.get_latest_time)
    return app_state.clock() - latest < 2 * HOUSEKEEPING_SECONDS * SECOND_MS


async def _run_housekeeping(app_state: AppState) -> None:
    for run in itertools.count():
        app_state.list_cache.clear()
        try:
            if run == 0 and await _was_just_done(app_state):
                # What this process was started for comes first.
                await asyncio.sleep(START_PAUSE_SECONDS)
            at, is_full = app_state.clock(), run % RUNS_PER_RETENTION == 0
            is_right = await app_state.store.write(office.advance_clock, at)
            if is_full:
                await _repeat(app_state, clients.update_search_texts)
            if is_right:
                app_state.warnings.pop(CLOCK_WARNING, None)
                # One time for the whole run: the clock may jump while it runs.
                await _tidy(replace(app_state, clock=partial(int, at)), is_full=is_full)
            else:
                _warn_of_clock(app_state, at)
        except Exception as error:
            is_expected = isinstance(error, Refused)
            log.warning("housekeeping failed, trying again in a minute: %s", error, exc_info=not is_expected)
        await asyncio.sleep(HOUSEKEEPING_SECONDS)
