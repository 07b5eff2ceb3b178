"""The tables, for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC; days are ``yyyy-mm-dd``."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    desc,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Only an INTEGER primary key is AUTOINCREMENT in SQLite, which never gives the id of a deleted row again.
IdType = BigInteger().with_variant(Integer, "sqlite")

account = Table(
    "account",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("name", Text, nullable=False),
    # Shown in the member `owner`.
    Column("user_name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

queue = Table(
    "queue",
    metadata,
    Column("id", IdType, primary_key=True),
    # No foreign key: accounts are never deleted, and SQLite cannot add one to an existing table.
    Column("account_id", IdType, nullable=False, server_default="1"),
    Column("name", Text, nullable=False),
    Column("status", String(8), nullable=False),
    Column("ticket_prefix", String(2), nullable=False, unique=True),
    Column("time_zone", Text, nullable=False),
    # Members that are only shown: messages, company, translations, planned times (JSON object).
    Column("document", Text, nullable=False),
    # FormItem definitions (JSON array).
    Column("form", Text, nullable=False),
    # Incremented by every change of the queue or of one of its registrations.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("waiting", Integer, nullable=False, server_default="0"),
    # The last position that was given to a registration.
    Column("last_position", BigInteger, nullable=False, server_default="0"),
    # The local day of the three columns after it.
    Column("day", String(10), nullable=False, server_default=""),
    Column("last_number", Integer, nullable=False, server_default="0"),
    Column("wait_count", Integer, nullable=False, server_default="0"),
    Column("wait_sum_ms", BigInteger, nullable=False, server_default="0"),
    # walkin.model.wait_estimate.ServiceRate (JSON object).
    Column("service_rate", Text, nullable=False, server_default="{}"),
    # The row of a deleted queue stays, for the history of its registrations.
    Column("deleted_at", BigInteger),
    # 1 if an enabled watch subscribes to the queue; without one, a change does not look for watches.
    Column("has_watches", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

client = Table(
    "client",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, nullable=False, server_default="1"),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("email", Text),
    # Case-folded, to find a returning client.
    Column("email_folded", Text, index=True),
    Column("phone", Text, index=True),
    Column("language", Text),
    Column("created_at", BigInteger, nullable=False),
    # Other members: further addresses, company, consents, and unknown ones (JSON object).
    Column("document", Text, nullable=False, server_default="{}"),
    # Folded name, email and phone. Indexed so that a search reads only the index.
    Column("search_text", Text, nullable=False, server_default="", index=True),
    sqlite_autoincrement=True,
)

registration = Table(
    "registration",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("queue_id", IdType, ForeignKey("queue.id"), nullable=False),
    Column("client_id", IdType, ForeignKey("client.id"), index=True),
    Column("status", String(10), nullable=False),
    Column("priority", Integer, nullable=False),
    # A registered client on hold, or reserved for a desk (empty: for none), does not wait: see IS_WAITING.
    Column("on_hold", Boolean, nullable=False, server_default=false()),
    Column("reserved_desk", Text, nullable=False, server_default=""),
    # Order within a priority: the time of arrival, made unique and increasing.
    Column("position", BigInteger, nullable=False),
    # The queue, local day and number of the ticket; they stay in a transfer. A further service of a visit has the same
    # ticket, and a number that is larger by desk_commands.NUMBER_STEP.
    Column("ticket_queue_id", IdType, ForeignKey("queue.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("registered_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("revision", BigInteger, nullable=False),
    # In the address of the ticket's page; cannot be guessed.
    Column("token", String(22), nullable=False, unique=True),
    # The public members (JSON object, without id, queue, rank and waits): no personal data.
    Column("document", Text, nullable=False),
    # Prefix of the credential that created it, empty for an embedded app.
    Column("created_by", String(24), nullable=False, server_default=""),
    # The client (JSON object), the filled form (JSON array) and the staff's note.
    Column("client", Text),
    Column("form", Text),
    Column("note", Text),
    # Outcome of the visit, one of the office's own list.
    Column("outcome", Text),
    # The wait that was shown at the registration: a range in minutes (NULL: open-ended), and the expected seconds.
    Column("told_from_minutes", Integer),
    Column("told_to_minutes", Integer),
    Column("told_mean_seconds", Integer),
    # From the registration to the first call.
    Column("wait_seconds", Integer),
    UniqueConstraint("ticket_queue_id", "day", "number"),
    sqlite_autoincrement=True,
)

Index(
    "ix_registration_order",
    registration.c.queue_id,
    registration.c.status,
    registration.c.on_hold,
    registration.c.reserved_desk,
    desc(registration.c.priority),
    registration.c.position,
)
IS_WAITING = and_(registration.c.status == "registered", ~registration.c.on_hold, registration.c.reserved_desk == "")
"""The registrations that have a rank: the column expression of ``RegistrationRow.is_waiting``."""

Index(
    "ix_registration_open",
    registration.c.registered_at,
    sqlite_where=text("status IN ('registered', 'inProgress')"),
    postgresql_where=text("status IN ('registered', 'inProgress')"),
)

event = Table(
    "event",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("queue_id", IdType, ForeignKey("queue.id"), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("registration_id", IdType),
    Column("created_at", BigInteger, nullable=False),
    # The public members of the registration after the change (JSON object): no personal data.
    Column("data", Text, nullable=False),
    UniqueConstraint("queue_id", "revision"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("queue_id", IdType, ForeignKey("queue.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("registration_id", IdType, nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
)

file = Table(
    "file",
    metadata,
    Column("token", String(22), primary_key=True),
    # NULL until the registration is made.
    Column("registration_id", IdType, ForeignKey("registration.id"), index=True),
    # SHA-256 of the content, in hex: its name on the disk.
    Column("digest", String(64), nullable=False, index=True),
    Column("media_type", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

watch = Table(
    "watch",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, nullable=False, server_default="1"),
    # NULL: every queue of the account.
    Column("queue_id", IdType, ForeignKey("queue.id")),
    Column("status", String(8), nullable=False),
    # Set if it was disabled automatically.
    Column("disabled_reason", Text),
    # The subscription without secrets (JSON object), and the encrypted secrets by member (JSON object).
    Column("document", Text, nullable=False),
    Column("secrets", Text, nullable=False),
    # Copied from the document for the query of each change. Events as ",added,deleted,", or "" for all.
    Column("events", Text, nullable=False),
    Column("include_previous", Integer, nullable=False),
    Column("include_extra", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # When the first of the failures began after which no attempt has succeeded.
    Column("failing_since", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_watch_queue_id", watch.c.queue_id, watch.c.account_id)

crypto_key = Table(
    "crypto_key",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, nullable=False, server_default="1"),
    Column("kind", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Encrypted. After a rotation the previous secret signs too until previous_secret_until.
    Column("secret", Text, nullable=False),
    Column("previous_secret", Text),
    Column("previous_secret_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", IdType, primary_key=True),
    # The registration after the change and before it, and its queue and client in full (JSON objects).
    Column("resource", Text, nullable=False),
    Column("previous", Text),
    Column("extra", Text),
    Column("created_at", BigInteger, nullable=False, index=True),
    sqlite_autoincrement=True,
)

_UNFINISHED_DELIVERY = text("state IN ('pending', 'queued', 'held')")
_PENDING_DELIVERY = text("state = 'pending'")

delivery = Table(
    "delivery",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("watch_id", IdType, ForeignKey("watch.id"), nullable=False),
    Column("snapshot_id", IdType, ForeignKey("snapshot.id"), nullable=False),
    Column("registration_id", IdType, nullable=False),
    # Sent to the receiver, the same at every attempt.
    Column("message_id", String(40), nullable=False),
    Column("event", String(10), nullable=False),
    # pending: due at next_attempt_at, which also is the end of a worker's lease. queued: behind an earlier delivery of
    # the same registration. held: its watch is disabled. At the end delivered or failed.
    Column("state", String(10), nullable=False),
    Column("next_attempt_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False, index=True),
    # Stored before the first attempt, so that later ones send the same bytes.
    Column("body", Text),
    # Request and response of the last attempt.
    Column("address", Text),
    Column("method", String(6)),
    Column("headers", Text),
    Column("sent_at", BigInteger),
    Column("duration_ms", Integer),
    Column("status_code", Integer),
    Column("error", Text),
    Column("response_body", Text),
    sqlite_autoincrement=True,
)
Index("ix_delivery_log", delivery.c.watch_id, delivery.c.id)
Index("ix_delivery_snapshot", delivery.c.snapshot_id)
Index("ix_delivery_due", delivery.c.next_attempt_at, sqlite_where=_PENDING_DELIVERY, postgresql_where=_PENDING_DELIVERY)
Index(
    "ix_delivery_lane",
    delivery.c.registration_id,
    delivery.c.watch_id,
    delivery.c.id,
    sqlite_where=_UNFINISHED_DELIVERY,
    postgresql_where=_UNFINISHED_DELIVERY,
)

watch_error = Table(
    "watch_error",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("delivery_id", IdType, ForeignKey("delivery.id"), nullable=False, index=True),
    Column("watch_id", IdType, ForeignKey("watch.id"), nullable=False, index=True),
    Column("attempt", Integer, nullable=False),
    Column("failed_at", BigInteger, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("status_code", Integer),
    Column("error", Text, nullable=False),
    Column("response_body", Text),
    sqlite_autoincrement=True,
)

desk = Table(
    "desk",
    metadata,
    Column("account_id", IdType, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    # open, paused or closed.
    Column("status", String(6), nullable=False),
    # When the status was set, and when the desk last called a client.
    Column("status_since", BigInteger, nullable=False),
    Column("last_active_at", BigInteger, nullable=False),
    # Ids of the queues it serves (JSON array), empty for all of its account.
    Column("queue_ids", Text, nullable=False, server_default="[]"),
)

action = Table(
    "action",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, ForeignKey("account.id"), nullable=False),
    Column("desk", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
    # An undo_log.Step for each registration (JSON array): no personal data.
    Column("steps", Text, nullable=False),
    sqlite_autoincrement=True,
)

Index("ix_action_desk", action.c.account_id, action.c.desk, action.c.id)
