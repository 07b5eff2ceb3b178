"""Create the tables, or upgrade them from an older version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from walkin.model.errors import Refused
from walkin.store.engine.compiled import execute

HEAD_VERSION = "0025"
"""The newest migration."""

VERSION_SQL = "SELECT version_num FROM alembic_version"
CREATE_VERSION_TABLE_SQL = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"
)


def is_current(connection: Connection) -> bool:
    """Whether the tables are of the newest version. Ends the connection's transaction."""
    try:
        return _read_version(connection)[0] == HEAD_VERSION
    finally:
        connection.rollback()


def check_version(row: Sequence[str] | None) -> None:
    """Refuse ``upgraded`` if a row of ``VERSION_SQL`` has another version than this program's."""
    version = row[0] if row else None
    if version != HEAD_VERSION:
        raise Refused("upgraded", _describe_other_version(version))


def check_version_of(connection: Connection) -> None:
    """Refuse ``upgraded`` if the tables have another version than this program's."""
    check_version(execute(connection, VERSION_SQL).fetchone())


def is_empty(connection: Connection) -> bool:
    """Whether the database has no tables."""
    return not inspect(connection).get_table_names()


def _describe_other_version(version: str | None) -> str:
    if version is not None and version < HEAD_VERSION:
        return f"This office (version {version}) is of an older Walkin. Start this program again to upgrade it."
    return f"This office (version {version}) was made by a newer Walkin. Install that one to open it."


def migrate(connection: Connection) -> bool:
    """Create or upgrade the tables; return whether they were created.

    Within the caller's transaction, which locks out other processes that do the same. Refuses ``upgraded`` if the
    database is of a newer version, ``storageFull`` if it is not an office.
    """
    version, has_tables = _read_version(connection)
    if version is not None and connection.dialect.name != "sqlite":
        # Waits for the writes under way, which have read the version; others wait, and then read the new one.
        connection.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        version, has_tables = _read_version(connection)
    if version == HEAD_VERSION:
        return False
    if version is None and has_tables:
        raise Refused(
            "storageFull", f"{connection.engine.url.database or 'This'} is a database, but not of a Walkin office."
        )
    if version is None and connection.dialect.name != "sqlite":
        # Alembic's own table, made first: of several processes that start at once only one can.
        connection.execute(text(CREATE_VERSION_TABLE_SQL))
    _upgrade(connection, version)
    return version is None


def mark_for_scrubbing(connection: Connection) -> None:
    """Note in a SQLite file that erased data may remain in its unused parts: see ``SqliteEngine.scrub``."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA user_version = 1"))


def _read_version(connection: Connection) -> tuple[str | None, bool]:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return None, bool(tables)
    return connection.execute(text(VERSION_SQL)).scalar(), True


def _upgrade(connection: Connection, version: str | None) -> None:
    # Importing Alembic takes 0.2 s, and most starts do not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    # ConfigParser takes % for the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Refused("upgraded", _describe_other_version(version)) from error
