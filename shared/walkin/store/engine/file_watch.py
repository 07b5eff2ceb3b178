"""Noticing that another process has written to the office's file."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from walkin.store.engine.sqlite import turn_file

log = logging.getLogger("walkin.store")

POLL_SECONDS = 0.1


async def watch(path: Path, changed: Callable[[], None]) -> None:
    """Call ``changed`` after each commit to the database at ``path``, whose ever; runs until cancelled.

    A call is a hint only: what changed is read from the event log. Linux tells of writes at no cost; elsewhere, and
    where its watches are used up, the time of the file is looked at.
    """
    path = turn_file(path)
    if sys.platform == "linux":
        try:
            await _told(path, changed)
        except OSError as error:
            log.warning("changes of %s are looked for, because the system does not tell them: %s", path, error)
    await _poll(path, changed)


if sys.platform == "linux":
    from asyncinotify import Inotify, Mask

    async def _told(path: Path, changed: Callable[[], None]) -> None:
        with Inotify() as notices:
            notices.add_watch(path, Mask.MODIFY)
            async for _ in notices:
                changed()


async def _poll(path: Path, changed: Callable[[], None]) -> None:
    before = None
    while True:
        try:
            after = path.stat().st_mtime_ns  # noqa: ASYNC240 - a look at a local file takes microseconds
        except OSError:
            after = None
        if after != before:
            before = after
            changed()
        await asyncio.sleep(POLL_SECONDS)
