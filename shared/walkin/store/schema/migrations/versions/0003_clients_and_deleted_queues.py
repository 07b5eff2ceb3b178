"""Clients with every member of the contract, found by a search; queues that can be deleted."""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("queue", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("client", sa.Column("document", sa.Text(), server_default="{}", nullable=False))
    op.add_column("client", sa.Column("search", sa.Text(), server_default="", nullable=False))
    client = sa.table("client", *map(sa.column, ("id", "first_name", "last_name", "email", "phone", "search")))
    change = sa.update(client).where(client.c.id == sa.bindparam("key")).values(search=sa.bindparam("text"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(client)).all()
    if rows:
        connection.execute(change, [{"key": row.id, "text": _searched(row)} for row in rows])
    op.create_index(op.f("ix_client_search"), "client", ["search"], unique=False)


def _searched(row: sa.Row[Any]) -> str:
    words = " ".join(filter(None, (row.first_name, row.last_name, row.email, re.sub(r"\D", "", row.phone or ""))))
    signs = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign)).strip()[:600]
