"""What a running API holds: the store, the feed of changes, the clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from walkin.api.change_stream import Hub
from walkin.model.caller import Caller, acting
from walkin.model.errors import Refused
from walkin.model.time import now
from walkin.store import Store, open_store
from walkin.store import uploads as cabinet
from walkin.store.registrations import commands as registrations
from walkin.store.registrations.list_cache import Lists
from walkin.store.registrations.ranks import Ranks
from walkin.store.watches import outbox as deliveries
from walkin.watch.config import CLOSED, Outlet

TIDY_SECONDS = 60

log = logging.getLogger("walkin.api")


@dataclass(frozen=True)
class Office:
    """One office, open."""

    store: Store
    hub: Hub
    clock: Callable[[], int]
    outlet: Outlet
    ranks: Ranks = field(default_factory=Ranks)
    lists: Lists = field(default_factory=Lists)


@contextlib.asynccontextmanager
async def opened(
    database: Path | str, clock: Callable[[], int] = now, files: Path | None = None, outlet: Outlet = CLOSED
) -> AsyncIterator[Office]:
    """The office in that database, its feed, its deliveries and its housekeeping running until the block ends."""
    store = await asyncio.to_thread(open_store, database, files)
    try:
        async with Hub.running(store) as hub, _delivering(store, clock, outlet):
            office = Office(store, hub, clock, outlet)
            housekeeping = asyncio.create_task(_tidy(office))
            try:
                yield office
            finally:
                housekeeping.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await housekeeping
    finally:
        await asyncio.to_thread(store.close)


@contextlib.asynccontextmanager
async def _delivering(store: Store, clock: Callable[[], int], outlet: Outlet) -> AsyncIterator[None]:
    if outlet.home is None:
        yield
        return
    # Only who sends needs what sending takes to import.
    from walkin.watch.worker import Worker

    vault = outlet.vault(store.path)
    async with Worker(store, vault, outlet.policy, outlet.home, clock, resolve=outlet.resolve).running():
        yield


def office(request: Request) -> Office:
    """The office a request is for."""
    found: Office = request.app.state.office
    return found


def caller(request: Request) -> Caller:
    """Who sent the request."""
    found: Caller = request.scope["walkin.caller"]
    return found


async def sweep(office: Office) -> None:
    """Delete the contents of files that no registration has any more."""
    # Housekeeping: not what the caller has asked for.
    acting.set(None)
    folder = office.store.files
    if candidates := await office.store.read(cabinet.unused, folder):
        await office.store.write(cabinet.sweep, folder, candidates)


async def _tidy(office: Office) -> None:
    while True:
        office.lists.clear()
        try:
            await office.store.write(registrations.tidy, office.clock())
            await office.store.write(deliveries.tidy, office.clock())
            await sweep(office)
        except Exception as error:
            known = isinstance(error, Refused)
            log.warning("housekeeping failed and is tried again in a minute: %s", error, exc_info=not known)
        await asyncio.sleep(TIDY_SECONDS)
