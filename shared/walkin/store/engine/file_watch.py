"""Watch a file for writes by other processes."""

from __future__ import annotations

import asyncio
import logging
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger("walkin.store")

POLL_SECONDS = 0.1

_EVENT = struct.Struct("iIII")
"""An inotify event without a name: those of a watched file have none."""

EVENTS_BYTES = 256 * _EVENT.size


async def watch_file(path: Path, on_change: Callable[[], None]) -> None:
    """Call ``on_change`` after each write to the file at ``path``; runs until cancelled.

    A call is only a hint: what changed is read from the event log. Uses inotify on Linux; elsewhere, and when the
    system has no inotify watches left, polls the time of the last write.
    """
    if sys.platform == "linux":
        try:
            while True:
                await _watch_inotify(path, on_change)
                on_change()
        except OSError as error:
            log.warning("polling %s for changes, because it cannot be watched: %s", path, error)
    await _poll(path, on_change)


if sys.platform == "linux":
    from asyncinotify import Inotify, Mask

    async def _watch_inotify(path: Path, on_change: Callable[[], None]) -> None:
        """Watch until the file is removed or replaced, which shows in its attributes."""
        while not path.exists():  # noqa: ASYNC110, ASYNC240 - a file that is not there cannot be watched
            await asyncio.sleep(POLL_SECONDS)
        loop = asyncio.get_running_loop()
        replaced = asyncio.Event()
        with Inotify() as inotify:
            inotify.add_watch(path, Mask.MODIFY | Mask.ATTRIB | Mask.MOVE_SELF)
            # As a number: an operation of two flags takes microseconds.
            modify = Mask.MODIFY.value
            descriptor = inotify.fd

            def read_events() -> None:
                # Not with the library's reader, which takes longer than the rest of a commit takes in the loop.
                content = os.read(descriptor, EVENTS_BYTES)
                if all(mask & modify for _, mask, _, _ in _EVENT.iter_unpack(content)):
                    on_change()
                else:
                    replaced.set()

            loop.add_reader(descriptor, read_events)
            try:
                await replaced.wait()
            finally:
                loop.remove_reader(descriptor)


async def _poll(path: Path, on_change: Callable[[], None]) -> None:
    previous_time = None
    while True:
        try:
            write_time = path.stat().st_mtime_ns  # noqa: ASYNC240 - takes microseconds on a local file
        except OSError:
            write_time = None
        if write_time != previous_time:
            previous_time = write_time
            on_change()
        await asyncio.sleep(POLL_SECONDS)
