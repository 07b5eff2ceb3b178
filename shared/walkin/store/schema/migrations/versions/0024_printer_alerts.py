"""Alerts of ticket printers name what is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("alert", sa.Column("trouble", sa.String(16)))
