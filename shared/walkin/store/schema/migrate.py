"""Create the tables, or upgrade them from an older version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from walkin.model.errors import Refused

HEAD_VERSION = "0008"
"""The newest migration."""


def is_current(connection: Connection) -> bool:
    """Whether the tables are of the newest version. Ends the connection's transaction."""
    try:
        return _read_version(connection)[0] == HEAD_VERSION
    finally:
        connection.rollback()


def migrate(connection: Connection) -> bool:
    """Create or upgrade the tables; return whether they were created.

    Within the caller's transaction, which locks out other processes that do the same. Refuses ``storageFull`` if the
    database is of a newer version, or is not an office.
    """
    version, has_tables = _read_version(connection)
    if version == HEAD_VERSION:
        return False
    if version is None and has_tables:
        raise Refused(
            "storageFull", f"{connection.engine.url.database or 'This'} is a database, but not of a Walkin office."
        )
    _upgrade(connection, version)
    return version is None


def _read_version(connection: Connection) -> tuple[str | None, bool]:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return None, bool(tables)
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar(), True


def _upgrade(connection: Connection, version: str | None) -> None:
    # Importing Alembic takes 0.2 s, and most starts do not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Refused(
            "storageFull", f"This office (version {version}) was made by a newer Walkin. Install that one to open it."
        ) from error
