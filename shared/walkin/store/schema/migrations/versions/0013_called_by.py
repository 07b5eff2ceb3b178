"""Which credential called a registration."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("registration", sa.Column("called_by", sa.String(24), nullable=False, server_default=""))
