"""OAuth grants with the credential that consented; tokens that belong to a grant, and tokens of event streams.

Tokens that were issued before do not say who consented, so they end: programs ask for new ones with their key, and a
consent is given again. None of them is older than 90 days without use.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "oauth_grant",
        sa.Column("id", Key, nullable=False),
        sa.Column("client_id", Key, nullable=False),
        sa.Column("granted_by", Key, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["credential.id"], name=op.f("fk_oauth_grant_client_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["credential.id"], name=op.f("fk_oauth_grant_granted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_grant")),
        sqlite_autoincrement=True,
    )
    op.drop_table("bearer")
    op.create_table(
        "bearer",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("credential_id", Key, nullable=False),
        sa.Column("grant_id", Key, nullable=True),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_from", sa.String(length=64), nullable=True),
        sa.Column("redirect_uri", sa.Text(), nullable=True),
        sa.Column("challenge", sa.String(length=128), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_bearer_credential_id")),
        sa.ForeignKeyConstraint(["grant_id"], ["oauth_grant.id"], name=op.f("fk_bearer_grant_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bearer")),
    )
    op.create_index(op.f("ix_bearer_grant_id"), "bearer", ["grant_id"], unique=False)
    op.create_index(op.f("ix_bearer_expires_at"), "bearer", ["expires_at"], unique=False)
