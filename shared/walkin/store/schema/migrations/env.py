"""Runs the migrations on the connection that walkin.store.schema.migrate gives, inside its transaction."""

from alembic import context

from walkin.store.schema import access_tables  # noqa: F401 - its tables belong to the metadata
from walkin.store.schema.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
