"""When desks become free and open, and the number of people ahead when a wait was told."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("desk", sa.Column("free_since", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("desk", sa.Column("openings", sa.Text, nullable=False, server_default="[]"))
    op.add_column("registration", sa.Column("told_people_ahead", sa.Integer))
