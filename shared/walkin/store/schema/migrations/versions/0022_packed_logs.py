"""Events and hashes of the audit log in fewer bytes. Older rows stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("event", sa.Column("packed", sa.LargeBinary))
    op.add_column("audit", sa.Column("digest", sa.LargeBinary))
