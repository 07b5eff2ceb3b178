"""Add the office's id and epoch, the last ticket number of each day, and a unique index of the tickets in use."""

import secrets

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    office = op.create_table(
        "office",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.bulk_insert(office, [{"id": secrets.token_hex(8), "epoch": secrets.token_hex(6)}])
    op.create_table(
        "ticket_day",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("queue_id", Key, autoincrement=False, nullable=False),
        sa.Column("ticket_prefix", sa.String(length=2), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_ticket_day_queue_id")),
        sa.PrimaryKeyConstraint("day", "queue_id", "ticket_prefix", name=op.f("pk_ticket_day")),
    )
    # Read from the index of tickets alone. Larger numbers are those of further services of a visit.
    op.execute(
        "INSERT INTO ticket_day (day, queue_id, ticket_prefix, last_number) "
        "SELECT registration.day, queue.id, queue.ticket_prefix, max(registration.number) "
        "FROM registration JOIN queue ON queue.id = registration.ticket_queue_id "
        "WHERE registration.number < 1000000 GROUP BY registration.day, queue.id, queue.ticket_prefix"
    )
    op.add_column("registration", sa.Column("held_ticket", sa.Text(), nullable=True))
    _hold_tickets(op.get_bind())
    held = sa.text("held_ticket IS NOT NULL")
    op.create_index(
        "ix_registration_held_ticket",
        "registration",
        ["held_ticket"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )


def _hold_tickets(connection: sa.Connection) -> None:
    """Of two who wait with the same ticket, the first holds it."""
    registration = sa.table("registration", *map(sa.column, ("id", "document", "status", "held_ticket")))
    is_open = sa.text("status IN ('registered', 'inProgress')")
    held: set[str] = set()
    rows = connection.execute(sa.select(registration.c.id, registration.c.document).where(is_open)).all()
    for registration_id, document in sorted(rows):
        ticket: str = orjson.loads(document)["ticket"]
        if ticket not in held:
            held.add(ticket)
            connection.execute(
                sa.update(registration).where(registration.c.id == registration_id).values(held_ticket=ticket)
            )
