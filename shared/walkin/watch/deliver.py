"""``walkin deliver``: the delivery worker of watches as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from walkin.model.address import redact_address
from walkin.settings import ServeSettings
from walkin.store import open_store
from walkin.watch.config import build_outbound_policy
from walkin.watch.worker import Worker


async def run(settings: ServeSettings) -> None:
    """Deliver until SIGTERM or SIGINT."""
    store = await asyncio.to_thread(
        open_store, settings.store_location, settings.files, settings.database_direct, notify=settings.notify == "auto"
    )
    try:
        outbound_policy = build_outbound_policy(settings, settings.api_base_url)
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            # Windows has no handlers in the loop: there Ctrl+C interrupts it.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(signal_number, stopped.set)
        async with Worker(store, outbound_policy).run():
            location = redact_address(settings.database) if settings.database else settings.data
            print(f"Walkin delivers for {location}. Stop with Ctrl+C.", file=sys.stderr, flush=True)
            await stopped.wait()
    finally:
        await asyncio.to_thread(store.close)
