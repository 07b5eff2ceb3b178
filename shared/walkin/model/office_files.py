"""Where the files of an office in a SQLite file are."""

from __future__ import annotations

from pathlib import Path


def get_key_path(base_path: Path) -> Path:
    """The file with the key of an office's secrets."""
    return base_path.with_name(base_path.name + ".key")


def get_default_files_dir(database: Path) -> Path:
    """The folder of uploads if the settings name none."""
    return database.with_name(database.name + ".files")


def get_default_lists_dir(database: Path) -> Path:
    """The default folder of value lists (``valuesFrom``)."""
    return database.with_name("lists")


def get_lock_path(database: Path) -> Path:
    """The file beside a database that holds the write lock and is written to after each commit."""
    return database.with_name(database.name + ".lock")


def list_office_files(database: Path, files_dir: Path | None = None) -> list[Path]:
    """The files and the folder of an office, whether they exist or not."""
    others = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm", "-journal")]
    return [
        database,
        *others,
        get_lock_path(database),
        files_dir or get_default_files_dir(database),
        get_key_path(database),
    ]
