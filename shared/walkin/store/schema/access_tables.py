"""Tables of credentials, OAuth tokens and the audit log. Secrets are stored as SHA-256 in hex only."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text, UniqueConstraint

from walkin.store.schema.tables import IdType, metadata

credential = Table(
    "credential",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, ForeignKey("account.id"), nullable=False),
    Column("role", String(8), nullable=False),
    # Ids of the queues it may use (JSON array), NULL for all of its account.
    Column("queues", Text),
    Column("name", Text, nullable=False),
    # The public part of the apiKey: its name in lists, logs and the audit log, and the client_id of OAuth.
    Column("prefix", String(24), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False),
    # Redirect URI of an OAuth client of the authorization code flow, NULL for other credentials.
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
    # The account of the admin who consented, else the credential's own.
    Column("account_id", IdType, ForeignKey("account.id"), nullable=False),
    Column("role", String(8), nullable=False),
    # Hash of the code it was issued for: if a code is used twice, its tokens are deleted.
    Column("code_hash", String(64), index=True),
    Column("redirect_uri", Text),
    # The code challenge of a code (PKCE, S256).
    Column("challenge", String(128)),
    Column("used_at", BigInteger),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", IdType, primary_key=True),
    # Names the chain: a queue's id, or 0 for changes of no queue.
    Column("lane", IdType, nullable=False),
    # 1, 2, 3… within the chain.
    Column("number", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The credential's prefix, empty for an embedded app.
    Column("key", String(24), nullable=False),
    Column("role", String(8), nullable=False),
    Column("operation", String(64), nullable=False),
    Column("object", Text, nullable=False),
    Column("result", String(32), nullable=False),
    # SHA-256 of the hash before it in its chain and of this row.
    Column("hash", String(64), nullable=False),
    UniqueConstraint("lane", "number"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("lane", IdType, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    # The last row that was deleted for its age, with which the chain begins now.
    Column("pruned_number", BigInteger, nullable=False, server_default="0"),
    Column("pruned_hash", String(64), nullable=False, server_default=""),
)
