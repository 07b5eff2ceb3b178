"""The error log of the screens: a file, with tracebacks but without the values of variables."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import platformdirs

from walkin.ui.safe import sanitize

MAX_LOG_BYTES = 1_000_000
"""Size at which the file is rotated, so that an app that fails at every start does not fill the disk."""

_configured_file: Path | None = None


def set_log_file(file: Path | None) -> None:
    """Log to this file; None restores the default."""
    global _configured_file
    _configured_file = file


class ErrorLogHandler(logging.Handler):
    """Logs records of libraries and of the embedded server; the standard handler would write over the screen."""

    def emit(self, entry: logging.LogRecord) -> None:
        error = entry.exc_info[1] if entry.exc_info else None
        log_error(f"{entry.name}: {entry.getMessage()}", error)


def resolve_log_file() -> Path:
    """The file of `set_log_file`, else of `WALKIN_LOG`, else `walkin.log` in the user's log folder."""
    if _configured_file is not None:
        return _configured_file
    if configured := os.environ.get("WALKIN_OFFICE__LOG") or os.environ.get("WALKIN_LOG"):
        return Path(configured).expanduser()
    return Path(platformdirs.user_log_dir("walkin", appauthor=False)) / "walkin.log"


def log_error(message: str, error: BaseException | None = None) -> Path | None:
    """Append `message` and the traceback of `error`; returns the file, None if none could be written."""
    trace = "".join(traceback.format_exception(error)) if error is not None else ""
    entry = sanitize(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {message}\n{trace}", multiline=True)
    for file in (resolve_log_file(), Path(tempfile.gettempdir()) / f"walkin-{os.getpid()}.log"):
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size > MAX_LOG_BYTES:
                file.replace(file.with_name(file.name + ".1"))
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as log:
                log.write(entry)
            return file
    return None


async def run_repeatedly(name: str, run: Callable[[], Awaitable[None]], pause: float) -> None:
    """Await ``run()`` again and again, with ``pause`` seconds between; an error is logged as that of ``name``."""
    while True:
        try:
            await run()
        except Exception as error:  # noqa: BLE001 - nobody attends the screens
            log_error(f"{name} stopped", error)
        await asyncio.sleep(pause)
