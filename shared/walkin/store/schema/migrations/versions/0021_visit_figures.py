"""Stored figures of past days, and desk and duration of a visit in columns."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

# Nothing is stored of today or later, so that a change of a visit of today costs one look-up. The last day of a stored
# month is always stored too: the look-up finds it for every day of that month.
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER visit_figures_inserted AFTER INSERT ON registration
    WHEN EXISTS (SELECT 1 FROM visit_figures WHERE queue_id = NEW.queue_id AND period >= NEW.day) BEGIN
        DELETE FROM visit_figures WHERE queue_id = NEW.queue_id AND period IN (NEW.day, substr(NEW.day, 1, 7));
    END
    """,
    """
    CREATE TRIGGER visit_figures_updated AFTER UPDATE OF
        status, registered_at, started_at, last_desk, visit_seconds,
        wait_seconds, told_from_minutes, told_to_minutes, told_mean_seconds, told_people_ahead
    ON registration
    WHEN EXISTS (SELECT 1 FROM visit_figures WHERE queue_id = OLD.queue_id AND period >= OLD.day) BEGIN
        DELETE FROM visit_figures WHERE queue_id = OLD.queue_id AND period IN (OLD.day, substr(OLD.day, 1, 7));
    END
    """,
    """
    CREATE TRIGGER visit_figures_moved AFTER UPDATE OF queue_id ON registration BEGIN
        DELETE FROM visit_figures
        WHERE queue_id IN (OLD.queue_id, NEW.queue_id) AND period IN (OLD.day, substr(OLD.day, 1, 7));
    END
    """,
    """
    CREATE TRIGGER visit_figures_deleted AFTER DELETE ON registration BEGIN
        DELETE FROM visit_figures WHERE queue_id = OLD.queue_id AND period IN (OLD.day, substr(OLD.day, 1, 7));
    END
    """,
    """
    CREATE TRIGGER visit_figures_zone AFTER UPDATE OF time_zone ON queue WHEN OLD.time_zone <> NEW.time_zone BEGIN
        DELETE FROM visit_figures WHERE queue_id = NEW.id;
    END
    """,
)
POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION forget_visit_figures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM visit_figures WHERE queue_id = OLD.queue_id AND period IN (OLD.day, left(OLD.day, 7));
        END IF;
        IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.queue_id <> OLD.queue_id) THEN
            DELETE FROM visit_figures WHERE queue_id = NEW.queue_id AND period IN (NEW.day, left(NEW.day, 7));
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER visit_figures_changed AFTER INSERT OR DELETE OR UPDATE OF
        status, queue_id, registered_at, started_at, last_desk, visit_seconds,
        wait_seconds, told_from_minutes, told_to_minutes, told_mean_seconds, told_people_ahead
    ON registration FOR EACH ROW EXECUTE FUNCTION forget_visit_figures()
    """,
    """
    CREATE FUNCTION forget_visit_figures_of_queue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM visit_figures WHERE queue_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER visit_figures_zone AFTER UPDATE OF time_zone ON queue FOR EACH ROW
    WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION forget_visit_figures_of_queue()
    """,
)


def upgrade() -> None:
    op.add_column("registration", sa.Column("last_desk", sa.Text))
    op.add_column("registration", sa.Column("visit_seconds", sa.Integer))
    op.create_index("ix_registration_day", "registration", ["queue_id", "day"])
    op.create_table(
        "visit_figures",
        sa.Column(
            "queue_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey("queue.id"), nullable=False
        ),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("figures", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "period"),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(trigger)
