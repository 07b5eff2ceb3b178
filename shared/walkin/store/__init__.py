"""The office's database: tables, the writer, and the functions that read and change it."""

from walkin.store.engine.store import Store, open_store

__all__ = ["Store", "open_store"]
