"""``walkin display --serve``: the display in a browser, for example on a smart TV."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from walkin.settings import CONFIG_VARIABLE, to_variable_name

if TYPE_CHECKING:
    from walkin.settings import EffectiveSettings

DISPLAY_COMMAND = (sys.executable, "-m", "walkin", "display")


def serve(effective: EffectiveSettings, host: str, port: int) -> None:
    """Serve the display to browsers until the process is stopped.

    Raises ImportError if the extra ``web`` is not installed, OSError if the address cannot be bound.
    """
    from walkin_counter.display.browser_server import BrowserServer

    os.environ |= _collect_environment(effective)
    command = subprocess.list2cmdline(DISPLAY_COMMAND) if os.name == "nt" else f"exec {shlex.join(DISPLAY_COMMAND)}"
    BrowserServer(command, host, port).serve()


def _collect_environment(effective: EffectiveSettings) -> dict[str, str]:
    """The options of the command line as environment variables for the started processes."""
    environment = {CONFIG_VARIABLE: str(effective.file)} if effective.file.exists() else {}
    for name, origin in effective.origins.items():
        if origin.startswith("--"):
            value = getattr(effective.settings, name)
            environment[to_variable_name(name)] = ",".join(value) if isinstance(value, tuple) else str(value)
    return environment
