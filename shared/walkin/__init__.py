"""Walkin: a walk-in queue for real offices."""

import sys

# httpx imports its command line if it can: click, rich and pygments take as long as the rest of it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
