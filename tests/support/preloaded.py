"""Imports of the process that servers and commands are forked from."""

from __future__ import annotations

import gc
import importlib

from walkin.languages import Words

for name in ("tests.support.offices", "walkin.api.server", "walkin.client.embedded", "walkin.store.engine.postgres"):
    importlib.import_module(name)
# Reads the texts of these languages once for all processes.
for code in ("en", "fr"):
    Words(code)
# Looking for garbage among the imports would take each fork's time, and a copy of its memory.
gc.freeze()
