"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("id", Key, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_client_email_key"), "client", ["email_key"], unique=False)
    op.create_index(op.f("ix_client_phone"), "client", ["phone"], unique=False)
    op.create_table(
        "queue",
        sa.Column("id", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("ticket_prefix", sa.String(length=2), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tail", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("day", sa.String(length=10), server_default="", nullable=False),
        sa.Column("last_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waited", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pace", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue")),
        sa.UniqueConstraint("ticket_prefix", name=op.f("uq_queue_ticket_prefix")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event",
        sa.Column("id", Key, nullable=False),
        sa.Column("queue_id", Key, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("registration_id", Key, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_event_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("queue_id", "revision", name=op.f("uq_event_queue_id_revision")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "idempotency",
        sa.Column("queue_id", Key, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("registration_id", Key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_idempotency_queue_id")),
        sa.PrimaryKeyConstraint("queue_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", Key, nullable=False),
        sa.Column("queue_id", Key, nullable=False),
        sa.Column("client_id", Key, nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("ticket_queue_id", Key, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_registration_client_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_registration_queue_id")),
        sa.ForeignKeyConstraint(["ticket_queue_id"], ["queue.id"], name=op.f("fk_registration_ticket_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint(
            "ticket_queue_id", "day", "number", name=op.f("uq_registration_ticket_queue_id_day_number")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_registration_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_registration_client_id"), "registration", ["client_id"], unique=False)
    op.create_index(
        "ix_registration_open",
        "registration",
        ["registered_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('registered', 'inProgress')"),
        postgresql_where=sa.text("status IN ('registered', 'inProgress')"),
    )
    op.create_index(
        "ix_registration_order",
        "registration",
        ["queue_id", "status", sa.literal_column("priority DESC"), "position"],
        unique=False,
    )
    op.create_table(
        "file",
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("registration_id", Key, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_file_registration_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_registration_id"), "file", ["registration_id"], unique=False)
    op.create_index(op.f("ix_file_digest"), "file", ["digest"], unique=False)
