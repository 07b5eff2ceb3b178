"""Add the column `position`, which orders deliveries and actions, and a table of locks."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

UNFINISHED = sa.text("state IN ('pending', 'queued', 'held')")


def upgrade() -> None:
    op.create_table(
        "lock_slot",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_slot")),
    )
    for table in ("delivery", "action"):
        op.add_column(table, sa.Column("position", sa.BigInteger(), server_default="0", nullable=False))
    # What is finished is ordered no more: only what is under way gets the order of its ids, which is below any time.
    op.execute("UPDATE delivery SET position = id WHERE state IN ('pending', 'queued', 'held')")
    op.execute("UPDATE action SET position = id")
    op.drop_index("ix_delivery_lane", "delivery")
    op.create_index(
        "ix_delivery_lane",
        "delivery",
        ["registration_id", "watch_id", "position"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.drop_index("ix_action_desk", "action")
    op.create_index("ix_action_desk", "action", ["account_id", "desk", "position"])
