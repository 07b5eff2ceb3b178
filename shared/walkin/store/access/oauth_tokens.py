"""Codes and tokens of OAuth 2: each is 256 random bits, kept as SHA-256, and opens what its credential opens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from walkin.model.caller import Caller, Role
from walkin.model.time import SECOND_MS
from walkin.store.access import credentials
from walkin.store.access.credentials import Credential, hash_secret
from walkin.store.schema.access_tables import bearer as table

CODE_TTL_MS = 300 * SECOND_MS
ACCESS_TOKEN_TTL_MS = 3600 * SECOND_MS
REFRESH_TOKEN_TTL_MS = 90 * 24 * 3600 * SECOND_MS
"""A refresh token lives so long after it was used last."""


class IssuedTokens(NamedTuple):
    """Tokens as they are handed out; ``role`` is their scope."""

    access_token: str
    refresh_token: str
    role: str


class _TokenRow(NamedTuple):
    kind: str
    credential_id: int
    account_id: int
    role: str
    code_hash: str | None
    redirect_uri: str | None
    challenge: str | None
    used_at: int | None
    expires_at: int


_SELECT_BY_HASH = select(*(table.c[name] for name in _TokenRow._fields)).where(
    table.c.hash == bindparam("digest"), table.c.kind == bindparam("kind")
)


def grant_code(
    connection: Connection, client: Credential, admin: Caller, role: Role, challenge: str | None, at: int
) -> str:
    """A code for the client, by consent of an admin, for the admin's account."""
    code = secrets.token_urlsafe(32)
    _insert_token(
        connection,
        code,
        "code",
        client.id,
        admin.account_id,
        role.value,
        at + CODE_TTL_MS,
        redirect_uri=client.redirect_uri,
        challenge=challenge,
    )
    return code


def exchange_code(
    connection: Connection, client: Credential, code: str, redirect_uri: str, verifier: str | None, at: int
) -> IssuedTokens | None:
    """The tokens for a code, None when it is wrong, too old or another client's.

    A code that comes a second time has been stolen once: all that it gave is taken back.
    """
    row = _find(connection, code, "code")
    if row is None or row.credential_id != client.id:
        return None
    if row.used_at is not None:
        connection.execute(delete(table).where(table.c.code_hash == hash_secret(code)))
        return None
    if (
        row.expires_at <= at
        or redirect_uri not in ("", row.redirect_uri)
        or not _matches_challenge(verifier, row.challenge)
    ):
        return None
    connection.execute(update(table).where(table.c.hash == hash_secret(code)).values(used_at=at))
    return _issue_tokens(connection, client.id, row.account_id, row.role, at, code_hash=hash_secret(code))


def issue_tokens(connection: Connection, client: Credential, role: Role, at: int) -> IssuedTokens:
    """Tokens for the credential itself."""
    return _issue_tokens(connection, client.id, client.account_id, role.value, at)


def refresh_access_token(
    connection: Connection, client: Credential, token: str, role: Role | None, at: int
) -> IssuedTokens | None:
    """A new access token; the refresh token stays and lives on. None when it is wrong, too old or another client's."""
    row = _find(connection, token, "refresh")
    if row is None or row.credential_id != client.id or row.expires_at <= at:
        return None
    scope = role.value if role is not None and role.is_within(Role(row.role)) else row.role
    connection.execute(
        update(table).where(table.c.hash == hash_secret(token)).values(expires_at=at + REFRESH_TOKEN_TTL_MS)
    )
    access = secrets.token_urlsafe(32)
    _insert_token(
        connection,
        access,
        "access",
        client.id,
        row.account_id,
        scope,
        at + ACCESS_TOKEN_TTL_MS,
        code_hash=row.code_hash,
    )
    return IssuedTokens(access, token, scope)


def authenticate(connection: Connection, token: str, at: int) -> Caller | None:
    """Who asks with that access token; None when it is wrong or too old, or its credential is revoked or expired."""
    row = _find(connection, token, "access")
    if row is None or row.expires_at <= at:
        return None
    credential = credentials.get_by_id(connection, row.credential_id)
    if not credential.is_valid(at):
        return None
    own = credential.account_id == row.account_id
    queues = credential.queue_ids if own else None
    return replace(credential.to_caller(), account_id=row.account_id, role=Role(row.role), queue_ids=queues)


def delete_expired(connection: Connection, at: int) -> None:
    """Delete what has expired; a used code only with the tokens it gave."""
    connection.execute(
        delete(table).where(
            table.c.expires_at < at, or_(table.c.kind != "code", table.c.expires_at < at - REFRESH_TOKEN_TTL_MS)
        )
    )


def _issue_tokens(
    connection: Connection, credential_id: int, account_id: int, role: str, at: int, code_hash: str | None = None
) -> IssuedTokens:
    delete_expired(connection, at)
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    for token, kind, life in ((access, "access", ACCESS_TOKEN_TTL_MS), (refresh, "refresh", REFRESH_TOKEN_TTL_MS)):
        _insert_token(connection, token, kind, credential_id, account_id, role, at + life, code_hash=code_hash)
    return IssuedTokens(access, refresh, role)


def _insert_token(
    connection: Connection,
    secret: str,
    kind: str,
    credential_id: int,
    account_id: int,
    role: str,
    expires_at: int,
    **columns: str | None,
) -> None:
    values = {
        "hash": hash_secret(secret),
        "kind": kind,
        "credential_id": credential_id,
        "account_id": account_id,
        "role": role,
        "expires_at": expires_at,
        **columns,
    }
    connection.execute(insert(table).inline(), values)


def _find(connection: Connection, secret: str, kind: str) -> _TokenRow | None:
    if len(secret) > credentials.MAX_SECRET_LENGTH:
        return None
    row = connection.execute(_SELECT_BY_HASH, {"digest": hash_secret(secret), "kind": kind}).first()
    return None if row is None else _TokenRow(*row)


def _matches_challenge(verifier: str | None, challenge: str | None) -> bool:
    """Whether the verifier is the origin of the code's challenge (RFC 7636, S256)."""
    if challenge is None:
        return True
    made = hashlib.sha256((verifier or "").encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(made).rstrip(b"=").decode(), challenge)
