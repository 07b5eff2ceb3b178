"""Tables of credentials, OAuth tokens and the audit log. Secrets are stored as SHA-256 in hex only."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table, Text, UniqueConstraint

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

oauth_grant = Table(
    "oauth_grant",
    metadata,
    Column("id", IdType, primary_key=True),
    # The program that acts, and the admin's credential that consented: the grant ends with either.
    Column("client_id", IdType, ForeignKey("credential.id"), nullable=False),
    Column("granted_by", IdType, ForeignKey("credential.id"), nullable=False),
    Column("role", String(8), nullable=False),
    Column("scope", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    sqlite_autoincrement=True,
)

bearer = Table(
    "bearer",
    metadata,
    Column("hash", String(64), primary_key=True),
    # code, access, refresh or stream.
    Column("kind", String(7), nullable=False),
    # The credential of the program that uses it.
    Column("credential_id", IdType, ForeignKey("credential.id"), nullable=False),
    # NULL for tokens of a credential itself (client credentials).
    Column("grant_id", IdType, ForeignKey("oauth_grant.id"), index=True),
    Column("role", String(8), nullable=False),
    # As it was asked for and answered: the role, or the reference's "agendize".
    Column("scope", Text, nullable=False),
    # The queue of a token for an event stream.
    Column("queue_id", BigInteger),
    # Hash of the refresh token that a refresh token succeeds.
    Column("issued_from", String(64)),
    # Redirect URI of a code, if the request for it named one.
    Column("redirect_uri", Text),
    # The code challenge of a code (PKCE, S256).
    Column("challenge", String(128)),
    # When a code was exchanged, or the successor of a refresh token was used: using it again ends the grant.
    Column("used_at", BigInteger),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

alert = Table(
    "alert",
    metadata,
    Column("id", IdType, primary_key=True),
    Column("account_id", IdType, nullable=False),
    Column("at", BigInteger, nullable=False),
    # exitPin, help or printer.
    Column("kind", String(16), nullable=False),
    Column("count", BigInteger, nullable=False),
    # The prefix of the device's credential, empty for an embedded kiosk.
    Column("key", String(24), nullable=False),
    # Where the device is, as its settings say.
    Column("place", Text, nullable=False),
    # The service and the page of the visitor.
    Column("queue_id", BigInteger),
    Column("page", String(16), nullable=False),
    # When a desk answered, and its name.
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", Text),
    # What is wrong with a printer.
    Column("trouble", String(16)),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", IdType, primary_key=True),
    # Names the chain: a queue's id, 0 for changes of no queue, -1 for alerts of older programs.
    Column("lane", IdType, nullable=False),
    # 1, 2, 3… within the chain.
    Column("number", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The credential's prefix, empty for an embedded app.
    Column("key", String(24), nullable=False),
    Column("role", String(8), nullable=False),
    Column("operation", String(64), nullable=False),
    # "#7" is registration 7 of the queue that is the lane.
    Column("object", Text, nullable=False),
    Column("result", String(32), nullable=False),
    # SHA-256 of the hash before it in its chain and of this row: the digest; in hex in rows of older programs.
    Column("hash", String(64), nullable=False),
    Column("digest", LargeBinary),
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
