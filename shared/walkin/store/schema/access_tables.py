"""The tables of who may come in and of what they did. Secrets are kept as SHA-256 in hex, never as they are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text, UniqueConstraint

from walkin.store.schema.tables import IdType, metadata

credential = Table(
    "credential",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, ForeignKey("account.id"), nullable=False),
    Column("role", String(8), nullable=False),
    # The ids of the queues it may use (JSON array), None for all of its account.
    Column("queues", Text),
    Column("name", Text, nullable=False),
    # The public beginning of the apiKey: what lists, logs and the audit log name, and a client's id in OAuth.
    Column("prefix", String(24), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False),
    # Where a browser is sent back to after an admin's consent, None for a key that is no OAuth client of that kind.
    Column("redirect_uri", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("last_used_at", BigInteger),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    sqlite_autoincrement=True,
)

bearer = Table(
    "bearer",
    metadata,
    Column("hash", String(64), primary_key=True),
    # code, access or refresh.
    Column("kind", String(7), nullable=False),
    Column("credential_id", IdType, ForeignKey("credential.id"), nullable=False),
    # The account whose admin consented, else the credential's own.
    Column("account_id", IdType, ForeignKey("account.id"), nullable=False),
    Column("role", String(8), nullable=False),
    # The hash of the code it came from: a code that is used twice takes back all it gave.
    Column("code_hash", String(64), index=True),
    Column("redirect_uri", Text),
    # Of a code: the SHA-256 that its holder has to know the origin of (PKCE).
    Column("challenge", String(128)),
    Column("used_at", BigInteger),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", IdType, primary_key=True),
    # A chain of its own for each queue (its id), and one for everything else (0).
    Column("lane", IdType, nullable=False),
    # 1, 2, 3… within the lane.
    Column("number", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The credential's prefix, empty for an app on this machine.
    Column("key", String(24), nullable=False),
    Column("role", String(8), nullable=False),
    Column("operation", String(64), nullable=False),
    Column("object", Text, nullable=False),
    Column("result", String(32), nullable=False),
    # SHA-256 of the one before it in its lane and of this row.
    Column("hash", String(64), nullable=False),
    UniqueConstraint("lane", "number"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("lane", IdType, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
