"""The search texts of clients are brought up to date by the housekeeping."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("office", sa.Column("old_search_after_id", sa.BigInteger, nullable=True))
    op.get_bind().execute(sa.text("UPDATE office SET old_search_after_id = 0 WHERE EXISTS (SELECT 1 FROM client)"))
