"""The state of a running API: store, change stream, clock and caches; and its housekeeping."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fastapi import Request
from sqlalchemy import Connection

from walkin.api.change_stream import Broadcaster
from walkin.model.caller import Caller, audit_context
from walkin.model.errors import Refused
from walkin.model.retention import DEFAULT_RETENTION, Retention
from walkin.model.time import now_ms
from walkin.store import Store, open_store, uploads
from walkin.store.privacy import retention
from walkin.store.registrations import commands
from walkin.store.registrations.list_cache import ListCache
from walkin.store.registrations.ranks import RankCache
from walkin.store.watches import outbox
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

IN_BATCH = "walkin.batch"
"""Marks the scope of a request that came in a batch."""

HOUSEKEEPING_SECONDS = 60
RUNS_PER_RETENTION = 60
"""Runs of the housekeeping for each run of the retention, which the first one includes."""
PAUSE_SECONDS = 0.05
"""Pause between two transactions of the retention, in which desks are served."""

FORMS_AT_ONCE = 4
"""Forms with files from phones that may be in memory at the same time; each takes up to four times its size."""

log = logging.getLogger("walkin.api")


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


@contextlib.asynccontextmanager
async def open_app_state(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
    direct_address: str = "",
    kept: Retention = DEFAULT_RETENTION,
    file_limits: uploads.FileLimits | None = None,
) -> AsyncIterator[AppState]:
    """Open the database, and run the change stream, the deliveries and the housekeeping until the block ends."""
    store = await asyncio.to_thread(open_store, database, files_folder, direct_address)
    try:
        async with Broadcaster.run(store) as broadcaster, _run_deliveries(store, clock, outbound_policy):
            app_state = AppState(
                store, broadcaster, clock, outbound_policy, kept, file_limits=file_limits or uploads.FileLimits()
            )
            housekeeping = asyncio.create_task(_run_housekeeping(app_state))
            try:
                yield app_state
            finally:
                housekeeping.cancel()
                await asyncio.gather(housekeeping, return_exceptions=True)
    finally:
        await asyncio.to_thread(store.close)


@contextlib.asynccontextmanager
async def _run_deliveries(store: Store, clock: Callable[[], int], policy: OutboundPolicy) -> AsyncIterator[None]:
    if policy.api_base_url is None:
        yield
        return
    # Imported here: a process that sends nothing does not need the delivery code.
    from walkin.watch.worker import Worker

    async with Worker(store, policy, clock).run():
        yield


def get_app_state(request: Request) -> AppState:
    app_state: AppState = request.app.state.office
    return app_state


def get_caller(request: Request) -> Caller:
    """Return the caller that ``authorize`` has found."""
    caller: Caller = request.scope["walkin.caller"]
    return caller


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
    for queue_id in await app_state.store.read(retention.list_expired_queues, app_state.kept, app_state.clock()):
        await _repeat(app_state, partial(retention.expire_visits, queue_id=queue_id))


async def run_retention(app_state: AppState) -> None:
    """Delete everything that has expired, and overwrite its remains."""
    await expire_visits(app_state)
    await _repeat(app_state, retention.expire_clients)
    await _repeat(app_state, retention.expire_logs)
    await overwrite_erased(app_state, may_take_long=await app_state.store.read(retention.is_quiet))


async def _repeat(app_state: AppState, expire: Callable[[Connection, Retention, int], int]) -> None:
    """Expire batches until there are no more, with pauses in which desks are served."""
    while True:
        if not await app_state.store.write(expire, app_state.kept, app_state.clock()):
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def _run_housekeeping(app_state: AppState) -> None:
    for run in itertools.count():
        app_state.list_cache.clear()
        try:
            await app_state.store.write(commands.tidy, app_state.clock())
            await app_state.store.write(outbox.tidy, app_state.clock())
            # Some offices keep a visit's data only until its end; the rest expires, and is overwritten, every hour.
            await (expire_visits if run % RUNS_PER_RETENTION else run_retention)(app_state)
            await delete_unused_files(app_state)
        except Exception as error:
            is_expected = isinstance(error, Refused)
            log.warning("housekeeping failed, trying again in a minute: %s", error, exc_info=not is_expected)
        await asyncio.sleep(HOUSEKEEPING_SECONDS)
