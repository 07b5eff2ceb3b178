"""Tickets taken by phone are counted for all servers; the office knows a late time, and a secret for its join codes."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "phone_ticket",
        sa.Column("registration_id", Key, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(32), nullable=False),
        sa.Column("device", sa.String(32), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_phone_ticket_registration_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_phone_ticket")),
    )
    op.create_index(op.f("ix_phone_ticket_address"), "phone_ticket", ["address"])
    op.create_index(op.f("ix_phone_ticket_device"), "phone_ticket", ["device"])
    op.add_column("office", sa.Column("join_secret", sa.String(32), server_default="", nullable=False))
    op.add_column("office", sa.Column("latest_at", sa.BigInteger(), server_default="0", nullable=False))
    connection = op.get_bind()
    latest = "coalesce((SELECT created_at FROM event ORDER BY id DESC LIMIT 1), 0)"
    connection.execute(
        sa.text(f"UPDATE office SET join_secret = :secret, latest_at = {latest}"),  # noqa: S608
        {"secret": secrets.token_hex(16)},
    )
    # Who was called before migration 0013 has nobody's name as the caller, as those whom an app of this machine called.
    connection.execute(
        sa.text("UPDATE registration SET called_by = '?' WHERE status = 'inProgress' AND called_by = ''")
    )
