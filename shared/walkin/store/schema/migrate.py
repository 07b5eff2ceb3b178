"""The version of the tables, and the way from an older one, on either engine."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from walkin.model.errors import Refused
from walkin.store.schema.seed import seed_sample

HEAD_VERSION = "0007"
"""The newest migration: an office of this version needs no work at the start."""


def is_current(connection: Connection) -> bool:
    """Whether the tables need no work; ends the transaction it looks in."""
    try:
        return _read_version(connection)[0] == HEAD_VERSION
    finally:
        connection.rollback()


def migrate(connection: Connection, *, with_sample: bool = True) -> None:
    """Make or upgrade the tables; a new office is furnished with the sample unless told not to.

    Within the caller's transaction, which keeps others that start from doing the same.
    """
    version, present = _read_version(connection)
    if version == HEAD_VERSION:
        return
    if version is None and present:
        raise Refused(
            "storageFull", f"{connection.engine.url.database or 'This'} is a database, but not of a Walkin office."
        )
    _upgrade(connection, version)
    if version is None and with_sample:
        seed_sample(connection)


def _read_version(connection: Connection) -> tuple[str | None, bool]:
    """The version of the tables, and whether there are any."""
    present = inspect(connection).get_table_names()
    if "alembic_version" not in present:
        return None, bool(present)
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar(), True


def _upgrade(connection: Connection, version: str | None) -> None:
    # Alembic takes a fifth of a second to import, and most starts need none of it.
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
