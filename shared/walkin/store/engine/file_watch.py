"""Noticing that another process has written to the office's file."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from walkin.store.engine.sqlite import get_lock_path

log = logging.getLogger("walkin.store")

POLL_SECONDS = 0.1


async def watch_commits(path: Path, on_change: Callable[[], None]) -> None:
    """Call ``changed`` after each commit to the database at ``path``, whose ever; runs until cancelled.

    A call is a hint only: what changed is read from the event log. Linux tells of writes at no cost; elsewhere, and
    where its watches are used up, the time of the file is looked at.
    """
    path = get_lock_path(path)
    if sys.platform == "linux":
        try:
            await _watch_inotify(path, on_change)
        except OSError as error:
            log.warning("changes of %s are looked for, because the system does not tell them: %s", path, error)
    await _poll(path, on_change)


if sys.platform == "linux":
    from asyncinotify import Inotify, Mask

    async def _watch_inotify(path: Path, on_change: Callable[[], None]) -> None:
        with Inotify() as notices:
            notices.add_watch(path, Mask.MODIFY)
            async for _ in notices:
                on_change()


async def _poll(path: Path, on_change: Callable[[], None]) -> None:
    before = None
    while True:
        try:
            after = path.stat().st_mtime_ns  # noqa: ASYNC240 - a look at a local file takes microseconds
        except OSError:
            after = None
        if after != before:
            before = after
            on_change()
        await asyncio.sleep(POLL_SECONDS)
