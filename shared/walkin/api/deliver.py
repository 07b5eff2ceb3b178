"""``walkin deliver``: the worker of watches in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from walkin.api.watch_config import build_outbound_policy
from walkin.model.address import redact_address
from walkin.settings.model import Settings
from walkin.store import open_store
from walkin.watch.worker import Worker


async def run(settings: Settings) -> None:
    """Deliver until stopped."""
    store = await asyncio.to_thread(open_store, settings.store_location, settings.files)
    try:
        here = build_outbound_policy(settings, deliver=True)
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            # Windows has no handlers in the loop: there Ctrl+C interrupts it.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(name, ended.set)
        async with Worker(
            store, here.make_secret_box_factory(store.base_path), here.policy, here.api_base_url or ""
        ).run():
            place = redact_address(settings.database) if settings.database else settings.data
            print(f"Walkin delivers for {place}. Stop with Ctrl+C.", file=sys.stderr, flush=True)
            await ended.wait()
    finally:
        await asyncio.to_thread(store.close)
