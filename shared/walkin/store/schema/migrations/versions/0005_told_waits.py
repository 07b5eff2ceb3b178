"""What people were told of their wait, and how long it was."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for name in ("told_from", "told_to", "told_mean", "waited"):
        op.add_column("registration", sa.Column(name, sa.Integer(), nullable=True))
