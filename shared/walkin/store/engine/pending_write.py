"""Writes that wait for a writer's thread, and their way back to the loops that wait for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from walkin.model.caller import AuditContext, audit_context


@dataclass
class PendingWrite:
    """One write: ``result`` or ``error`` is set in the writer's thread."""

    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    audit_context: AuditContext | None = None
    result: Any = None
    error: BaseException | None = field(default=None)

    @classmethod
    def create(cls, work: Callable[[Connection], Any]) -> PendingWrite:
        """A write that the running loop waits for."""
        loop = asyncio.get_running_loop()
        return cls(work, loop, loop.create_future(), audit_context.get())

    def complete(self) -> None:
        """Hand the outcome over, within the loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def complete_batch(batch: Iterable[PendingWrite]) -> None:
    """Hand the outcomes over from a writer's thread, each loop woken once."""
    loops: dict[asyncio.AbstractEventLoop, list[PendingWrite]] = {}
    for job in batch:
        loops.setdefault(job.loop, []).append(job)
    for loop, jobs in loops.items():
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_complete_writes, jobs)


def _complete_writes(writes: list[PendingWrite]) -> None:
    for job in writes:
        job.complete()
