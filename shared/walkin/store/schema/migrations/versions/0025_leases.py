"""Kiosks lease ticket numbers, which they give while the server is away."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("id", Key, nullable=False),
        sa.Column("kiosk", sa.String(32), nullable=False),
        sa.Column("queue_id", Key, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("ticket_prefix", sa.String(2), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_lease_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lease_day"), "lease", ["day"])
    op.create_index("ix_lease_kiosk", "lease", ["kiosk", "queue_id", "day"])
