"""The office's database: engines, tables, and the functions that read and change them."""

from walkin.store.engine.store import Store, open_store

__all__ = ["Store", "open_store"]
