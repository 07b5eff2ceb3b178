"""Cut off clients that do not read their response."""

from __future__ import annotations

import asyncio
import logging

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

STALL_SECONDS = 15.0
MIN_PROGRESS_BYTES = 10_000
"""Bytes that a client has to read in ``STALL_SECONDS`` while the write buffer is full."""

log = logging.getLogger("walkin.api")


class SlowClientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a time limit: by itself it waits without end for a client to empty the write buffer."""

    _check_timer: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        super().pause_writing()
        self._schedule_check()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._cancel_check()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._cancel_check()
        super().connection_lost(exc)

    def _schedule_check(self) -> None:
        unsent = self.transport.get_write_buffer_size()
        self._check_timer = self.loop.call_later(STALL_SECONDS, self._check_progress, unsent)

    def _cancel_check(self) -> None:
        if self._check_timer is not None:
            self._check_timer.cancel()
            self._check_timer = None

    def _check_progress(self, unsent_before: int) -> None:
        if unsent_before - self.transport.get_write_buffer_size() < MIN_PROGRESS_BYTES:
            log.info("%s does not read its response and is cut off", self.client)
            self.transport.abort()
        else:
            self._schedule_check()
