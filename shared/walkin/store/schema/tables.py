"""The tables, for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC; days are ``yyyy-mm-dd``."""

from __future__ import annotations

import sqlalchemy as sa

# The conditions of indexes (sqlite_where) hold on PostgreSQL too, where its migrations have them: named here, they
# would load that dialect at every start.

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Only an INTEGER primary key is AUTOINCREMENT in SQLite, which never gives the id of a deleted row again.
IdType = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_LONG_AND_SHORT = (('{"dateTime":"', "\x01"), ('","timeZone":"', "\x02"))
"""Abbreviations of what is repeated in each document: control characters, which JSON never has."""


class DocumentText(sa.types.TypeDecorator[str]):
    """JSON text of a registration's document, abbreviated by a quarter.

    The database abbreviates and restores it, so that statements pass and return the whole text.
    """

    impl = sa.Text
    cache_ok = True

    def bind_expression(self, bindvalue: sa.BindParameter[str]) -> sa.ColumnElement[str]:
        shortened: sa.ColumnElement[str] = bindvalue
        for long, short in _LONG_AND_SHORT:
            shortened = sa.func.replace(shortened, long, short, type_=sa.Text)
        return shortened

    def column_expression(self, column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
        restored = column
        for long, short in _LONG_AND_SHORT:
            restored = sa.func.replace(restored, short, long, type_=sa.Text)
        return restored


account = sa.Table(
    "account",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    # Shown in the member `owner`.
    sa.Column("user_name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

office = sa.Table(
    "office",
    metadata,
    # One row. The id stays in a copy and a restored backup, the epoch does not.
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("epoch", sa.String(16), nullable=False),
    # For the code that phones have to enter, and for check sums of their addresses.
    sa.Column("join_secret", sa.String(32), nullable=False, server_default=""),
    # The latest time that the housekeeping has taken for a right one: see office.advance_clock.
    sa.Column("latest_at", sa.BigInteger, nullable=False, server_default="0"),
    # Clients with larger ids may have search texts by older rules: see clients.update_search_texts. NULL: none has.
    sa.Column("old_search_after_id", sa.BigInteger),
)

queue = sa.Table(
    "queue",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    # No foreign key: accounts are never deleted, and SQLite cannot add one to an existing table.
    sa.Column("account_id", IdType, nullable=False, server_default="1"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("ticket_prefix", sa.String(2), nullable=False, unique=True),
    sa.Column("time_zone", sa.Text, nullable=False),
    # Members that are only shown: messages, company, translations, planned times (JSON object).
    sa.Column("document", sa.Text, nullable=False),
    # FormItem definitions (JSON array).
    sa.Column("form", sa.Text, nullable=False),
    # Incremented by every change of the queue or of one of its registrations.
    sa.Column("revision", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("waiting", sa.Integer, nullable=False, server_default="0"),
    # The last position that was given to a registration.
    sa.Column("last_position", sa.BigInteger, nullable=False, server_default="0"),
    # The local day of the three columns after it.
    sa.Column("day", sa.String(10), nullable=False, server_default=""),
    sa.Column("last_number", sa.Integer, nullable=False, server_default="0"),
    sa.Column("wait_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("wait_sum_ms", sa.BigInteger, nullable=False, server_default="0"),
    # walkin.model.wait_estimate.ServiceRate (JSON object).
    sa.Column("service_rate", sa.Text, nullable=False, server_default="{}"),
    # The row of a deleted queue stays, for the history of its registrations.
    sa.Column("deleted_at", sa.BigInteger),
    # 1 if an enabled watch subscribes to the queue; without one, a change does not look for watches.
    sa.Column("has_watches", sa.Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

client = sa.Table(
    "client",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("account_id", IdType, nullable=False, server_default="1"),
    sa.Column("first_name", sa.Text),
    sa.Column("last_name", sa.Text),
    sa.Column("email", sa.Text),
    # Case-folded, to find a returning client.
    sa.Column("email_folded", sa.Text, index=True),
    sa.Column("phone", sa.Text, index=True),
    sa.Column("language", sa.Text),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    # Other members: further addresses, company, consents, and unknown ones (JSON object).
    sa.Column("document", sa.Text, nullable=False, server_default="{}"),
    # Folded name, email and phone. Indexed so that a search reads only the index.
    sa.Column("search_text", sa.Text, nullable=False, server_default="", index=True),
    # Set while the person's data is held: neither shown, changed nor erased.
    sa.Column("held_at", sa.BigInteger),
    # When the record was made, changed, or last found in use by the retention.
    sa.Column("reviewed_at", sa.BigInteger, nullable=False, server_default="0", index=True),
    sqlite_autoincrement=True,
)

registration = sa.Table(
    "registration",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), nullable=False),
    sa.Column("client_id", IdType, sa.ForeignKey("client.id"), index=True),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    # A registered client on hold, or reserved for a desk (empty: for none), does not wait: see IS_WAITING.
    sa.Column("on_hold", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reserved_desk", sa.Text, nullable=False, server_default=""),
    # Order within a priority: the time of arrival, made unique and increasing.
    sa.Column("position", sa.BigInteger, nullable=False),
    # The queue, local day and number of the first ticket; they stay in a transfer. A further service of a visit has the
    # same ticket, and a number that is larger by tickets.NUMBER_STEP.
    sa.Column("ticket_queue_id", IdType, sa.ForeignKey("queue.id"), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("registered_at", sa.BigInteger, nullable=False),
    sa.Column("started_at", sa.BigInteger),
    sa.Column("revision", sa.BigInteger, nullable=False),
    # In the address of the ticket's page; cannot be guessed.
    sa.Column("token", sa.String(22), nullable=False, unique=True),
    # The public members (JSON object, without id, queue, rank and waits): no personal data.
    sa.Column("document", DocumentText, nullable=False),
    # Prefix of the credential that created it, empty for an embedded app.
    sa.Column("created_by", sa.String(24), nullable=False, server_default=""),
    # Prefix of the credential that called it last; "?" is not known (called by an older program).
    sa.Column("called_by", sa.String(24), nullable=False, server_default=""),
    # The client (JSON object), the filled form (JSON array) and the staff's note.
    sa.Column("client", sa.Text),
    sa.Column("form", sa.Text),
    sa.Column("note", sa.Text),
    # Outcome of the visit, one of the office's own list.
    sa.Column("outcome", sa.Text),
    # The wait that was shown at the registration: a range in minutes (NULL: open-ended), and the expected seconds.
    sa.Column("told_from_minutes", sa.Integer),
    sa.Column("told_to_minutes", sa.Integer),
    sa.Column("told_mean_seconds", sa.Integer),
    # People ahead when it was told.
    sa.Column("told_people_ahead", sa.Integer),
    # The record that a client without an account of the office seems to have, until staff confirm it. No foreign key:
    # the record may be erased.
    sa.Column("possible_client_id", IdType),
    # From the registration to the first call.
    sa.Column("wait_seconds", sa.Integer),
    # The ticket while it is registered or in progress: nobody else may get it. NULL otherwise.
    sa.Column("held_ticket", sa.Text),
    # The desk of the last call, empty for none; NULL where an older program wrote the row: then read the document.
    sa.Column("last_desk", sa.Text),
    # From the start of a visit to its end; NULL unless it was called and is finished, or with last_desk NULL.
    sa.Column("visit_seconds", sa.Integer),
    sa.UniqueConstraint("ticket_queue_id", "day", "number"),
    sqlite_autoincrement=True,
)

sa.Index(
    "ix_registration_order",
    registration.c.queue_id,
    registration.c.status,
    registration.c.on_hold,
    registration.c.reserved_desk,
    sa.desc(registration.c.priority),
    registration.c.position,
)
sa.Index("ix_registration_day", registration.c.queue_id, registration.c.day)
OLD_DOCUMENT = sa.case(
    (registration.c.last_desk.is_(None), DocumentText().column_expression(registration.c.document)), else_=None
)
"""The document of a row without ``last_desk``, NULL for others."""

IS_WAITING = sa.and_(registration.c.status == "registered", ~registration.c.on_hold, registration.c.reserved_desk == "")
"""The registrations that have a rank: the column expression of ``RegistrationRow.is_waiting``."""

IS_OPEN = sa.text("status IN ('registered', 'inProgress')")
"""The registrations that have not ended. Spelt out: the partial index is found only by its own condition."""

sa.Index("ix_registration_open", registration.c.registered_at, sqlite_where=IS_OPEN)

HAS_PERSONAL_DATA = sa.text(
    "status IN ('finished', 'noShow', 'deleted') AND (client_id IS NOT NULL OR client IS NOT NULL OR form IS NOT NULL "
    "OR note IS NOT NULL OR outcome IS NOT NULL)"
)
"""The visits that have ended and still hold personal data: condition of the index by which they expire."""

sa.Index(
    "ix_registration_expiring",
    registration.c.queue_id,
    registration.c.registered_at,
    sqlite_where=HAS_PERSONAL_DATA,
)

sa.Index(
    "ix_registration_held_ticket",
    registration.c.held_ticket,
    unique=True,
    sqlite_where=sa.text("held_ticket IS NOT NULL"),
)

visit_figures = sa.Table(
    "visit_figures",
    metadata,
    # See walkin.store.visit_figures. A change of a registration deletes those of its day and month: the triggers are in
    # the migration 0021.
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), primary_key=True, autoincrement=False),
    # A past local day, or a month: the first 7 characters of its days.
    sa.Column("period", sa.String(10), primary_key=True),
    sa.Column("figures", sa.LargeBinary, nullable=False),
)

ticket_day = sa.Table(
    "ticket_day",
    metadata,
    # The last number that a queue gave with a prefix on a local day; the present day's is in the queue's row.
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), primary_key=True, autoincrement=False),
    sa.Column("ticket_prefix", sa.String(2), primary_key=True),
    sa.Column("last_number", sa.Integer, nullable=False),
)

lease = sa.Table(
    "lease",
    metadata,
    # Numbers that a kiosk gives while the server is away: to nobody else, used or not.
    sa.Column("id", IdType, primary_key=True),
    # The kiosk's own id, from a random generator.
    sa.Column("kiosk", sa.String(32), nullable=False),
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), nullable=False),
    sa.Column("day", sa.String(10), nullable=False, index=True),
    sa.Column("ticket_prefix", sa.String(2), nullable=False),
    sa.Column("first_number", sa.Integer, nullable=False),
    sa.Column("last_number", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("ix_lease_kiosk", lease.c.kiosk, lease.c.queue_id, lease.c.day)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("registration_id", IdType),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    # The public members of the registration after the change (JSON object), without personal data: packed, see
    # walkin.store.registrations.events; in rows of older programs, and those of no registration, as text.
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("packed", sa.LargeBinary),
    sa.UniqueConstraint("queue_id", "revision"),
    sqlite_autoincrement=True,
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id"), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("registration_id", IdType, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
)

file = sa.Table(
    "file",
    metadata,
    sa.Column("token", sa.String(22), primary_key=True),
    # NULL until the registration is made.
    sa.Column("registration_id", IdType, sa.ForeignKey("registration.id"), index=True),
    # SHA-256 of the content, in hex: its name on the disk.
    sa.Column("digest", sa.String(64), nullable=False, index=True),
    sa.Column("media_type", sa.String(100), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
)

watch = sa.Table(
    "watch",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("account_id", IdType, nullable=False, server_default="1"),
    # NULL: every queue of the account.
    sa.Column("queue_id", IdType, sa.ForeignKey("queue.id")),
    sa.Column("status", sa.String(8), nullable=False),
    # Set if it was disabled automatically.
    sa.Column("disabled_reason", sa.Text),
    # The subscription without secrets (JSON object), and the encrypted secrets by member (JSON object).
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("secrets", sa.Text, nullable=False),
    # Copied from the document for the query of each change. Events as ",added,deleted,", or "" for all.
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("include_previous", sa.Integer, nullable=False),
    sa.Column("include_extra", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # When the first of the failures began after which no attempt has succeeded.
    sa.Column("failing_since", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("ix_watch_queue_id", watch.c.queue_id, watch.c.account_id)

crypto_key = sa.Table(
    "crypto_key",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("account_id", IdType, nullable=False, server_default="1"),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # Encrypted. After a rotation the previous secret signs too until previous_secret_until.
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("previous_secret", sa.Text),
    sa.Column("previous_secret_until", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    # The registration after the change and before it, and its queue and client in full (JSON objects).
    sa.Column("resource", sa.Text, nullable=False),
    sa.Column("previous", sa.Text),
    sa.Column("extra", sa.Text),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
    sqlite_autoincrement=True,
)

_UNFINISHED_DELIVERY = sa.text("state IN ('pending', 'queued', 'held')")
_PENDING = sa.text("state = 'pending'")

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("watch_id", IdType, sa.ForeignKey("watch.id"), nullable=False),
    sa.Column("snapshot_id", IdType, sa.ForeignKey("snapshot.id"), nullable=False),
    sa.Column("registration_id", IdType, nullable=False, index=True),
    # Sent to the receiver, the same at every attempt.
    sa.Column("message_id", sa.String(40), nullable=False),
    sa.Column("event", sa.String(10), nullable=False),
    # pending: due at next_attempt_at, which also is the end of a worker's lease. queued: behind an earlier delivery of
    # the same registration. held: its watch is disabled. At the end delivered or failed.
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("next_attempt_at", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
    # Order of the deliveries of a registration to a watch: the time of the change, made increasing. Ids only name: a
    # server may hand them out in blocks to its connections.
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    # Stored before the first attempt, so that later ones send the same bytes.
    sa.Column("body", sa.Text),
    # Request and response of the last attempt.
    sa.Column("address", sa.Text),
    sa.Column("method", sa.String(6)),
    sa.Column("headers", sa.Text),
    sa.Column("sent_at", sa.BigInteger),
    sa.Column("duration_ms", sa.Integer),
    sa.Column("status_code", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Column("response_body", sa.Text),
    # When the personal data was taken out of it and of its snapshot.
    sa.Column("erased_at", sa.BigInteger),
    sqlite_autoincrement=True,
)
sa.Index("ix_delivery_log", delivery.c.watch_id, delivery.c.id)
sa.Index("ix_delivery_snapshot", delivery.c.snapshot_id)
sa.Index("ix_delivery_due", delivery.c.next_attempt_at, sqlite_where=_PENDING)
sa.Index(
    "ix_delivery_lane",
    delivery.c.registration_id,
    delivery.c.watch_id,
    delivery.c.position,
    sqlite_where=_UNFINISHED_DELIVERY,
)

watch_error = sa.Table(
    "watch_error",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("delivery_id", IdType, sa.ForeignKey("delivery.id"), nullable=False, index=True),
    sa.Column("watch_id", IdType, sa.ForeignKey("watch.id"), nullable=False, index=True),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("failed_at", sa.BigInteger, nullable=False),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("status_code", sa.Integer),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("response_body", sa.Text),
    sqlite_autoincrement=True,
)

desk = sa.Table(
    "desk",
    metadata,
    sa.Column("account_id", IdType, sa.ForeignKey("account.id"), primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, primary_key=True),
    # open, paused or closed.
    sa.Column("status", sa.String(6), nullable=False),
    # When the status was set, and when the desk last called a client.
    sa.Column("status_since", sa.BigInteger, nullable=False),
    sa.Column("last_active_at", sa.BigInteger, nullable=False),
    # Ids of the queues it serves (JSON array), empty for all of its account.
    sa.Column("queue_ids", sa.Text, nullable=False, server_default="[]"),
    # When the last visit at it ended, and when it was opened lately (JSON array).
    sa.Column("free_since", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("openings", sa.Text, nullable=False, server_default="[]"),
)

action = sa.Table(
    "action",
    metadata,
    sa.Column("id", IdType, primary_key=True),
    sa.Column("account_id", IdType, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("desk", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
    # Order of a desk's actions, as delivery.position.
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    # An undo_log.Step for each registration (JSON array): of personal data only outcomes.
    sa.Column("steps", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

sa.Index("ix_action_desk", action.c.account_id, action.c.desk, action.c.position)

phone_ticket = sa.Table(
    "phone_ticket",
    metadata,
    sa.Column("registration_id", IdType, sa.ForeignKey("registration.id"), primary_key=True, autoincrement=False),
    # Check sums; device is the cookie of the phone.
    sa.Column("address", sa.String(32), nullable=False, index=True),
    sa.Column("device", sa.String(32), index=True),
    sa.Column("taken_at", sa.BigInteger, nullable=False),
)
"""Tickets taken by phone that a limit still counts."""

lock_slot = sa.Table("lock_slot", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))
"""Rows that are locked: see walkin.store.engine.lock_rows."""
