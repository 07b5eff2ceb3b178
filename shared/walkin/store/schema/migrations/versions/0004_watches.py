"""Watches, their keys, and what is delivered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNFINISHED = sa.text("state IN ('pending', 'queued', 'held')")
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.add_column("queue", sa.Column("watched", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "watch",
        sa.Column("id", Key, nullable=False),
        sa.Column("account_id", Key, server_default="1", nullable=False),
        sa.Column("queue_id", Key, nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_watch_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_queue_id", "watch", ["queue_id", "account_id"], unique=False)
    op.create_table(
        "crypto_key",
        sa.Column("id", Key, nullable=False),
        sa.Column("account_id", Key, server_default="1", nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("previous_until", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crypto_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "snapshot",
        sa.Column("id", Key, nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_snapshot_created_at"), "snapshot", ["created_at"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", Key, nullable=False),
        sa.Column("watch_id", Key, nullable=False),
        sa.Column("snapshot_id", Key, nullable=False),
        sa.Column("registration_id", Key, nullable=False),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("method", sa.String(length=6), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_delivery_watch_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_delivery_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_delivery_created_at"), "delivery", ["created_at"], unique=False)
    op.create_index("ix_delivery_log", "delivery", ["watch_id", "id"], unique=False)
    op.create_index("ix_delivery_snapshot", "delivery", ["snapshot_id"], unique=False)
    op.create_index(
        "ix_delivery_due", "delivery", ["next_at"], unique=False, sqlite_where=PENDING, postgresql_where=PENDING
    )
    op.create_index(
        "ix_delivery_lane",
        "delivery",
        ["registration_id", "watch_id", "id"],
        unique=False,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "watch_error",
        sa.Column("id", Key, nullable=False),
        sa.Column("delivery_id", Key, nullable=False),
        sa.Column("watch_id", Key, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_watch_error_delivery_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_watch_error_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_error")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_watch_error_delivery_id"), "watch_error", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_watch_error_watch_id"), "watch_error", ["watch_id"], unique=False)
