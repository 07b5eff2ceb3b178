"""The tables, once, for SQLite and PostgreSQL. Instants are milliseconds in UTC; days are ``yyyy-mm-dd``."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    desc,
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

# SQLite gives growing ids without gaps in reuse only to an INTEGER key.
Key = BigInteger().with_variant(Integer, "sqlite")

account = Table(
    "account",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    # What the member `owner` shows.
    Column("user_name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

queue = Table(
    "queue",
    metadata,
    Column("id", Key, primary_key=True),
    # No foreign key: accounts are never deleted, and SQLite cannot add one to a table that is there.
    Column("account_id", Key, nullable=False, server_default="1"),
    Column("name", Text, nullable=False),
    Column("status", String(8), nullable=False),
    Column("ticket_prefix", String(2), nullable=False, unique=True),
    Column("time_zone", Text, nullable=False),
    # The members that are only shown: messages, company, translations, planned times (JSON).
    Column("document", Text, nullable=False),
    # The FormItem definitions (JSON array).
    Column("form", Text, nullable=False),
    # One more with every change of the queue or of one of its registrations.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("waiting", Integer, nullable=False, server_default="0"),
    # The last place given in the order of arrival.
    Column("tail", BigInteger, nullable=False, server_default="0"),
    # The local day the three figures after it belong to.
    Column("day", String(10), nullable=False, server_default=""),
    Column("last_number", Integer, nullable=False, server_default="0"),
    Column("waits", Integer, nullable=False, server_default="0"),
    Column("waited", BigInteger, nullable=False, server_default="0"),
    # shared.model.wait.Pace (JSON).
    Column("pace", Text, nullable=False, server_default="{}"),
    # When it was deleted: the row stays for its history.
    Column("deleted_at", BigInteger),
    sqlite_autoincrement=True,
)

client = Table(
    "client",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, nullable=False, server_default="1"),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("email", Text),
    # Case-folded, for finding a returning client.
    Column("email_key", Text, index=True),
    Column("phone", Text, index=True),
    Column("language", Text),
    Column("created_at", BigInteger, nullable=False),
    # The members that are only kept: other addresses, company, consents, and unknown ones (JSON object).
    Column("document", Text, nullable=False, server_default="{}"),
    # shared.model.client.searched. Indexed so that a search reads the index alone.
    Column("search", Text, nullable=False, server_default="", index=True),
    sqlite_autoincrement=True,
)

registration = Table(
    "registration",
    metadata,
    Column("id", Key, primary_key=True),
    Column("queue_id", Key, ForeignKey("queue.id"), nullable=False),
    Column("client_id", Key, ForeignKey("client.id"), index=True),
    Column("status", String(10), nullable=False),
    Column("priority", Integer, nullable=False),
    # The order within a priority: the time of arrival, made unique and growing.
    Column("position", BigInteger, nullable=False),
    # The queue that gave the ticket keeps its number unique on its local day, also after a transfer.
    Column("ticket_queue_id", Key, ForeignKey("queue.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("registered_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("revision", BigInteger, nullable=False),
    # The address of the ticket's page: nobody can guess it.
    Column("token", String(22), nullable=False, unique=True),
    # What everybody may see (JSON object without id, queue, rank and waits): never a personal member.
    Column("document", Text, nullable=False),
    # The public name of the credential that made it, empty for an app on this machine.
    Column("made_by", String(24), nullable=False, server_default=""),
    # The person (JSON object), the filled form (JSON array) and the staff's note.
    Column("client", Text),
    Column("form", Text),
    Column("note", Text),
    UniqueConstraint("ticket_queue_id", "day", "number"),
    sqlite_autoincrement=True,
)

Index(
    "ix_registration_order",
    registration.c.queue_id,
    registration.c.status,
    desc(registration.c.priority),
    registration.c.position,
)
Index(
    "ix_registration_open",
    registration.c.registered_at,
    sqlite_where=text("status IN ('registered', 'inProgress')"),
    postgresql_where=text("status IN ('registered', 'inProgress')"),
)

event = Table(
    "event",
    metadata,
    Column("id", Key, primary_key=True),
    Column("queue_id", Key, ForeignKey("queue.id"), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("registration_id", Key),
    Column("at", BigInteger, nullable=False),
    # The registration's public document after the change (JSON): no personal data.
    Column("data", Text, nullable=False),
    UniqueConstraint("queue_id", "revision"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("queue_id", Key, ForeignKey("queue.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("registration_id", Key, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

file = Table(
    "file",
    metadata,
    Column("token", String(22), primary_key=True),
    # None until the registration it was sent for is made.
    Column("registration_id", Key, ForeignKey("registration.id"), index=True),
    # The content's SHA-256: its name on the disk.
    Column("digest", String(64), nullable=False, index=True),
    Column("media_type", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
