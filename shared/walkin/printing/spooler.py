"""The program's side of printing: hands paper to the process that prints, one at a time, and never waits for long."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from walkin.printing.printer import MAX_AGE_SECONDS, PrintResult, make_options

if TYPE_CHECKING:
    from walkin.printing.ticket import Paper
    from walkin.settings import OfficeSettings

MAX_WAITING = 20
"""Papers that wait for a printer; a further one is not printed."""

JOB_SECONDS = 30.0
"""How long a print may take before its process is ended."""

CLOSE_SECONDS = 3.0
"""How long the last print may take when the program ends."""


class Spooler:
    """Prints on the printer of the settings."""

    def __init__(self, settings: OfficeSettings) -> None:
        options = make_options(settings)
        self._head = {
            "address": options.address,
            "textByCodePage": options.text_by_code_page,
            "logo": str(options.logo or ""),
        }
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def start(self) -> None:
        """Start the process before the first paper, so that this one is as fast as the others."""
        async with self._turn:
            with suppress(OSError):
                await self._get_process()

    async def print(self, paper: Paper) -> PrintResult:
        """Print paper when its turn has come, unless it is too old then."""
        if self._waiting >= MAX_WAITING:
            return PrintResult("no", "offline")
        made_at = monotonic()
        self._waiting += 1
        try:
            async with asyncio.timeout(MAX_AGE_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            return PrintResult("no", "offline")
        finally:
            self._waiting -= 1
        try:
            return await self._run(paper, made_at)
        finally:
            self._turn.release()

    async def _run(self, paper: Paper, made_at: float) -> PrintResult:
        try:
            process = await self._get_process()
        except OSError:
            return PrintResult("no", "error")
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        try:
            job = {"paper": paper.to_json(), "madeAt": made_at}
            process.stdin.write(json.dumps(job).encode() + b"\n")
            async with asyncio.timeout(JOB_SECONDS):
                await process.stdin.drain()
                line = await process.stdout.readline()
            return PrintResult(*json.loads(line))
        except (TimeoutError, OSError, ValueError):
            # It hangs or has crashed: perhaps after the printer had the whole ticket.
            await self._end_process()
            return PrintResult("unknown", "noAnswer")
        except asyncio.CancelledError:
            # Its answer would be taken for that of the next paper.
            await self._end_process()
            raise

    async def _get_process(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "walkin.printing.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            assert self._process.stdin is not None  # noqa: S101
            self._process.stdin.write(json.dumps(self._head).encode() + b"\n")
        return self._process

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def aclose(self) -> None:
        """End the process, after what it is printing."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
