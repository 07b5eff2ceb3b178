"""Programs one line at a time, driven through a pipe in the same process: what they write, and what is typed."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from rich.cells import cell_len

from walkin.ui.lines.terminal import PROMPT, LineTerminal

COLUMNS = 40


class LineReader:
    """The person at the other end: reads what is written, types lines."""

    def __init__(self, columns: int = COLUMNS, encoding: str = "utf-8") -> None:
        source, self._sink = os.pipe()
        self._bytes = io.BytesIO()
        self._output = io.TextIOWrapper(self._bytes, encoding=encoding, errors="replace", newline="\n")
        self._encoding = encoding
        self.terminal = LineTerminal(columns, source=source, output=self._output)
        self._read_until = 0
        """The place in the output up to which `read` has given it."""

    @property
    def output(self) -> str:
        """Everything that was written."""
        return self._bytes.getvalue().decode(self._encoding)

    @property
    def is_awaited(self) -> bool:
        """Whether a line is awaited since the last one was typed."""
        return len(self.output) > self._read_until and self.output.endswith(PROMPT)

    def type(self, *lines: str) -> None:
        """Type lines, which are read one after the other."""
        self._read_until = len(self.output)
        os.write(self._sink, "".join(f"{line}\n" for line in lines).encode(self._encoding))

    def end(self) -> None:
        """End the input."""
        os.close(self._sink)

    async def wait(self, is_met: Callable[[], object], description: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not is_met():
            assert time.monotonic() < end, f"{description}:\n{self.output[-1500:]}"
            await asyncio.sleep(0.005)

    async def see(self, *texts: str) -> str:
        """Wait until all of these were written since the last typed line, and a line is awaited; returns that part."""

        def is_met() -> bool:
            part = join(self.output[self._read_until :])
            return self.is_awaited and all(join(text) in part for text in texts)

        await self.wait(is_met, f"does not say {texts}")
        return self.output[self._read_until :]

    async def answer(self, *lines: str) -> None:
        """Type each line once one is awaited."""
        for line in lines:
            await self.wait(lambda: self.is_awaited, f"does not ask for {line!r}")
            self.type(line)

    def check_lines(self, columns: int = COLUMNS) -> None:
        """Nothing but text and line ends was written, and no line is wider than its columns."""
        for line in self.output.split("\n"):
            assert line.isprintable() or all(c.isprintable() or c in "\u200c\u200d" for c in line), repr(line)
            assert cell_len(line) <= columns, line


def join(text: str) -> str:
    """A text without blanks, which differ where it is wrapped."""
    return "".join(text.split())


@asynccontextmanager
async def running(reader: LineReader, run: Coroutine[Any, Any, int]) -> AsyncIterator[asyncio.Task[int]]:
    """Run a program while the reader uses it; checks all its lines at the end."""
    task = asyncio.create_task(run)
    try:
        yield task
        reader.check_lines()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
