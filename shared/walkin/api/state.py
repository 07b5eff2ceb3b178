"""What a running API holds: the store, the feed of changes, the clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from walkin.api.change_stream import Broadcaster
from walkin.model.caller import Caller, audit_context
from walkin.model.errors import Refused
from walkin.model.time import now_ms
from walkin.store import Store, open_store, uploads
from walkin.store.registrations import commands
from walkin.store.registrations.list_cache import ListCache
from walkin.store.registrations.ranks import RankCache
from walkin.store.watches import outbox
from walkin.watch.config import DELIVERY_DISABLED, OutboundPolicy

HOUSEKEEPING_SECONDS = 60

log = logging.getLogger("walkin.api")


@dataclass(frozen=True)
class AppState:
    """One office, open."""

    store: Store
    broadcaster: Broadcaster
    clock: Callable[[], int]
    outbound_policy: OutboundPolicy
    ranks: RankCache = field(default_factory=RankCache)
    list_cache: ListCache = field(default_factory=ListCache)


@contextlib.asynccontextmanager
async def open_app_state(
    database: Path | str,
    clock: Callable[[], int] = now_ms,
    files_folder: Path | None = None,
    outbound_policy: OutboundPolicy = DELIVERY_DISABLED,
) -> AsyncIterator[AppState]:
    """The office in that database, its feed, its deliveries and its housekeeping running until the block ends."""
    store = await asyncio.to_thread(open_store, database, files_folder)
    try:
        async with Broadcaster.run(store) as hub, _run_deliveries(store, clock, outbound_policy):
            office = AppState(store, hub, clock, outbound_policy)
            housekeeping = asyncio.create_task(_run_housekeeping(office))
            try:
                yield office
            finally:
                housekeeping.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await housekeeping
    finally:
        await asyncio.to_thread(store.close)


@contextlib.asynccontextmanager
async def _run_deliveries(
    store: Store, clock: Callable[[], int], outbound_policy: OutboundPolicy
) -> AsyncIterator[None]:
    if outbound_policy.api_base_url is None:
        yield
        return
    # Only who sends needs what sending takes to import.
    from walkin.watch.worker import Worker

    async with Worker(store, outbound_policy, clock).run():
        yield


def get_app_state(request: Request) -> AppState:
    """The office a request is for."""
    found: AppState = request.app.state.office
    return found


def get_caller(request: Request) -> Caller:
    """Who sent the request."""
    found: Caller = request.scope["walkin.caller"]
    return found


async def delete_unused_files(app_state: AppState) -> None:
    """Delete the contents of files that no registration has any more."""
    # Housekeeping: not what the caller has asked for.
    audit_context.set(None)
    folder = app_state.store.files_dir
    if candidates := await app_state.store.read(uploads.find_unused, folder):
        await app_state.store.write(uploads.delete_unused, folder, candidates)


async def _run_housekeeping(app_state: AppState) -> None:
    while True:
        app_state.list_cache.clear()
        try:
            await app_state.store.write(commands.tidy, app_state.clock())
            await app_state.store.write(outbox.tidy, app_state.clock())
            await delete_unused_files(app_state)
        except Exception as error:
            known = isinstance(error, Refused)
            log.warning("housekeeping failed and is tried again in a minute: %s", error, exc_info=not known)
        await asyncio.sleep(HOUSEKEEPING_SECONDS)
