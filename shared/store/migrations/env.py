"""Runs the migrations on the connection that shared.store.schema gives, inside its transaction."""

from alembic import context

from shared.store import access_tables  # noqa: F401 - its tables belong to the metadata
from shared.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
