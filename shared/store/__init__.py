"""The office's database: tables, the writer, and the functions that read and change it."""

from shared.store.database import Store, open_store

__all__ = ["Store", "open_store"]
