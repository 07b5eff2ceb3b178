"""Personal data can be erased everywhere, expires, and can be held; the audit log can be cut at its old end."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

REFUSAL = "the audit log can only be added to"
IS_KEPT = "OLD.number > coalesce((SELECT pruned_number FROM audit_head WHERE lane = OLD.lane), 0)"
EXPIRING = sa.text(
    "status IN ('finished', 'noShow', 'deleted') AND (client_id IS NOT NULL OR client IS NOT NULL OR form IS NOT NULL "
    "OR note IS NOT NULL OR outcome IS NOT NULL)"
)


def upgrade() -> None:
    # Columns without a value for each row: nothing is rewritten, and each index reads its table once.
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.add_column("client", sa.Column("held_at", sa.BigInteger()))
    op.add_column("client", sa.Column("reviewed_at", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("registration", sa.Column("possible_client_id", key))
    op.add_column("delivery", sa.Column("erased_at", sa.BigInteger()))
    op.add_column("audit_head", sa.Column("pruned_number", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("audit_head", sa.Column("pruned_hash", sa.String(64), server_default="", nullable=False))
    op.create_index("ix_client_reviewed_at", "client", ["reviewed_at"])
    op.create_index(
        "ix_registration_expiring",
        "registration",
        ["queue_id", "registered_at"],
        sqlite_where=EXPIRING,
        postgresql_where=EXPIRING,
    )
    op.create_index("ix_delivery_registration_id", "delivery", ["registration_id"])
    op.create_index("ix_file_created_at", "file", ["created_at"])
    _let_pruned_rows_be_deleted()


def _let_pruned_rows_be_deleted() -> None:
    """Rows up to the number that the head of their chain names may be deleted; its hash continues the chain."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_delete")
        op.execute(
            f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN {IS_KEPT} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute("DROP TRIGGER audit_append_only ON audit")
    op.execute(
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
    )
    op.execute(
        "CREATE FUNCTION audit_keep_unpruned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_KEPT} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_keep_unpruned BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keep_unpruned()"
    )
