"""The server's side of a connection: whoever does not read what was asked for is cut off."""

from __future__ import annotations

import asyncio
import logging

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE_SECONDS = 15.0
LEAST_BYTES = 10_000
"""Bytes a reader has to take within that time once the server has to wait for it."""

log = logging.getLogger("walkin.api")


class Connection(HttpToolsProtocol):
    """uvicorn's, which lets an answer wait for its reader, and so keeps little of it, but waits for ever."""

    _look: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        super().pause_writing()
        self._look_later()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._look_no_more()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._look_no_more()
        super().connection_lost(exc)

    def _look_later(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._look = self.loop.call_later(PATIENCE_SECONDS, self._judge, left)

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _judge(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < LEAST_BYTES:
            log.info("%s does not read and is cut off", self.client)
            self.transport.abort()
        else:
            self._look_later()
