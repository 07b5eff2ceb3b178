"""The version of the tables, and the way from an older one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from shared.model.errors import Refused
from shared.store.sample import furnish

HEAD = "0004"
"""The newest migration: a file of this version needs no work at the start."""


def bring_up_to_date(engine: Engine) -> None:
    """Make or upgrade the tables; a new office is furnished with the sample. The caller holds the write turn."""
    with engine.connect() as connection:
        present = inspect(connection).get_table_names()
        version = (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if "alembic_version" in present
            else None
        )
        connection.rollback()
        if version == HEAD:
            return
        if version is None and present:
            raise Refused("storageFull", f"{engine.url.database} is a database, but not of a Walkin office.")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _upgrade(connection, version)
            if version is None:
                furnish(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.rollback()


def _upgrade(connection: object, version: str | None) -> None:
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
