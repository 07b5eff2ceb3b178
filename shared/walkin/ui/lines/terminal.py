"""Lines on a terminal or a pipe: text and line ends alone, no cursor movement, no line wider than its columns."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import IO

from walkin.model.wrapping import break_lines
from walkin.ui.safe import sanitize

PROMPT = "> "
"""What stands before the cursor while a line is awaited."""

DEFAULT_ROWS = 24
MAX_LINE_BYTES = 100_000
"""Bytes of a typed line; what is longer is cut."""

_TERMINAL_KEYS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
"""What arrow and function keys send."""


class EndOfInput(Exception):
    """Nobody can type any more: the pipe is at its end, or the terminal is gone."""


class LineTerminal:
    """Writes wrapped lines, and reads typed ones; what arrives meanwhile stands between them.

    Keys of the terminal that would end or stop the program (Ctrl+C, Ctrl+D, Ctrl+Z, Ctrl+\\) do nothing while it is
    open.
    """

    def __init__(self, columns: int, *, source: int = 0, output: IO[str] | None = None) -> None:
        self.columns = columns
        self._source = source
        self._output = output or sys.stdout
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._is_terminal = os.isatty(source)
        self._is_prompted = self._is_secret = False

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Read lines until the end of the block; to be used in a running event loop."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read_lines, args=(loop,), daemon=True).start()
        with self._disable_keys():
            yield

    @contextlib.contextmanager
    def _disable_keys(self) -> Iterator[None]:
        if not self._is_terminal or sys.platform == "win32":
            yield
            return
        import termios

        before = termios.tcgetattr(self._source)
        self._change_mode(keys=False)
        try:
            yield
        finally:
            # The terminal may be gone.
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._source, termios.TCSANOW, before)

    def _change_mode(self, *, keys: bool = True, echo: bool | None = None) -> None:
        if not self._is_terminal or sys.platform == "win32":
            return
        import termios

        with contextlib.suppress(termios.error):
            mode = termios.tcgetattr(self._source)
            if not keys:
                mode[0] = (mode[0] | termios.ICRNL) & ~termios.IXON
                mode[3] = (mode[3] | termios.ICANON | termios.ECHO) & ~termios.ISIG
                # 0 is the sign for "no key" on Linux; elsewhere the end of input is read as an empty line.
                mode[6][termios.VEOF] = b"\x00"
            if echo is not None:
                mode[3] = mode[3] | termios.ECHO if echo else mode[3] & ~termios.ECHO
            termios.tcsetattr(self._source, termios.TCSANOW, mode)

    def _read_lines(self, loop: asyncio.AbstractEventLoop) -> None:
        """Runs in a thread of its own: a file or a terminal cannot be awaited everywhere."""
        encoding = getattr(sys.stdin, "encoding", None) or "utf-8"
        rest = b""
        with contextlib.suppress(RuntimeError):
            # RuntimeError: the loop has ended.
            while data := self._read_bytes():
                *lines, rest = (rest + data).split(b"\n")
                rest = rest[:MAX_LINE_BYTES]
                for line in lines:
                    text = line[:MAX_LINE_BYTES].decode(encoding, "replace")
                    loop.call_soon_threadsafe(self._lines.put_nowait, _clean(text))
            if rest:
                loop.call_soon_threadsafe(self._lines.put_nowait, _clean(rest.decode(encoding, "replace")))
            loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _read_bytes(self) -> bytes:
        try:
            return os.read(self._source, 65_536)
        except OSError:
            return b""

    async def read(self, seconds: float, *, secret: bool = False) -> str | None:
        """The next typed line; None if there is none within so many seconds. A secret one is not shown.

        Raises EndOfInput.
        """
        if not self._is_prompted:
            if secret != self._is_secret:
                self._change_mode(echo=not secret)
                self._is_secret = secret
            self._write(PROMPT)
            self._is_prompted = True
        try:
            async with asyncio.timeout(seconds):
                line = await self._lines.get()
        except TimeoutError:
            return None
        self._is_prompted = False
        if line is None:
            self._lines.put_nowait(None)
            self._write("\n")
            raise EndOfInput
        if not self._is_terminal or self._is_secret:
            # Nobody else has shown its end.
            self._write("\n")
        return line

    def say(self, text: str, *, indent: str = "") -> None:
        """Write a text in lines; those after the first one begin with ``indent``."""
        self.say_all(text, indent=indent)

    def say_all(self, *texts: str, indent: str = "") -> None:
        """Write texts, each on lines of its own; empty ones are left out."""
        self._write_lines(line for text in texts for line in self.wrap(text, indent=indent))

    def wrap(self, text: str, *, indent: str = "") -> list[str]:
        """The lines of a text as the output can show them."""
        encoding = getattr(self._output, "encoding", None) or "utf-8"
        shown = sanitize(text, multiline=True).encode(encoding, "replace").decode(encoding)
        lines = []
        for paragraph in shown.split("\n"):
            first, *others = list(break_lines(paragraph, self.columns - len(indent))) or [""]
            lines += [first, *(indent + line for line in others)]
        return lines if shown else []

    def blank(self, count: int = 1) -> None:
        self._write_lines([""] * count)

    def clear(self) -> None:
        """Push what was written before out of sight, and forget what was typed meanwhile."""
        if self._is_terminal:
            while not self._lines.empty():
                if self._lines.get_nowait() is None:
                    self._lines.put_nowait(None)
                    break
        with contextlib.suppress(OSError):
            self.blank(os.get_terminal_size(self._output.fileno()).lines if self._is_terminal else DEFAULT_ROWS)

    def _write_lines(self, lines: Iterable[str]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        if text:
            # An unfinished line of input goes on after it: a new prompt follows.
            self._write(f"\n{text}" if self._is_prompted else text)
            self._is_prompted = False

    def _write(self, text: str) -> None:
        try:
            self._output.write(text)
            self._output.flush()
        except (OSError, ValueError):
            raise EndOfInput from None


def _clean(line: str) -> str:
    """The typed text, without what keys send that are no letters."""
    line = _TERMINAL_KEYS.sub("", line.replace("\t", " "))
    return "".join(character for character in line if character >= " " and character != "\x7f").strip()
