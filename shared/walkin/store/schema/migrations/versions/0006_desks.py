"""Desks, what they did last, and those who are registered without waiting."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("registration", sa.Column("aside", sa.Text(), server_default="", nullable=False))
    op.add_column("registration", sa.Column("outcome", sa.Text(), nullable=True))
    op.drop_index("ix_registration_order", "registration")
    op.create_index(
        "ix_registration_order",
        "registration",
        ["queue_id", "status", "aside", sa.text("priority DESC"), "position"],
        unique=False,
    )
    op.create_table(
        "desk",
        sa.Column("account_id", Key, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=6), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("queues", sa.Text(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_account_id")),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_desk")),
    )
    op.create_table(
        "action",
        sa.Column("id", Key, nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_action_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_action_at"), "action", ["at"], unique=False)
    op.create_index("ix_action_desk", "action", ["account_id", "desk", "id"], unique=False)
