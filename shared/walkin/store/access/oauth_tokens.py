"""Authorization codes, access tokens and refresh tokens of OAuth 2: 256 random bits each, stored as SHA-256."""

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
"""Counted from the last use of the refresh token."""


class IssuedTokens(NamedTuple):
    """The tokens of a token response; ``role`` is their scope."""

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
    """Create an authorization code for ``client``, to which ``admin`` consented, for the admin's account."""
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
    """Return tokens for an authorization code, None if it is wrong, expired or another client's.

    If a code is used a second time, its tokens are deleted: it has been stolen (RFC 6749, 4.1.2).
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
    """Return tokens for the credential itself (client credentials)."""
    return _issue_tokens(connection, client.id, client.account_id, role.value, at)


def refresh_access_token(
    connection: Connection, client: Credential, token: str, role: Role | None, at: int
) -> IssuedTokens | None:
    """Return a new access token and prolong the refresh token; None if it is wrong, expired or another client's."""
    row = _find(connection, token, "refresh")
    if row is None or row.credential_id != client.id or row.expires_at <= at:
        return None
    scope = role.value if role is not None and role.is_within(Role(row.role)) else row.role
    connection.execute(
        update(table).where(table.c.hash == hash_secret(token)).values(expires_at=at + REFRESH_TOKEN_TTL_MS)
    )
    access_token = secrets.token_urlsafe(32)
    _insert_token(
        connection,
        access_token,
        "access",
        client.id,
        row.account_id,
        scope,
        at + ACCESS_TOKEN_TTL_MS,
        code_hash=row.code_hash,
    )
    return IssuedTokens(access_token, token, scope)


def authenticate(connection: Connection, token: str, at: int) -> Caller | None:
    """The caller with that access token; None if it is wrong or expired, or its credential is revoked or expired."""
    row = _find(connection, token, "access")
    if row is None or row.expires_at <= at:
        return None
    credential = credentials.get_by_id(connection, row.credential_id)
    if not credential.is_valid(at):
        return None
    queue_ids = credential.queue_ids if credential.account_id == row.account_id else None
    return replace(credential.to_caller(), account_id=row.account_id, role=Role(row.role), queue_ids=queue_ids)


def delete_expired(connection: Connection, at: int) -> None:
    """Delete expired tokens; codes are kept as long as their refresh tokens, to notice that they are used again."""
    connection.execute(
        delete(table).where(
            table.c.expires_at < at, or_(table.c.kind != "code", table.c.expires_at < at - REFRESH_TOKEN_TTL_MS)
        )
    )


def _issue_tokens(
    connection: Connection, credential_id: int, account_id: int, role: str, at: int, code_hash: str | None = None
) -> IssuedTokens:
    delete_expired(connection, at)
    tokens = IssuedTokens(secrets.token_urlsafe(32), secrets.token_urlsafe(32), role)
    for token, kind, ttl_ms in (
        (tokens.access_token, "access", ACCESS_TOKEN_TTL_MS),
        (tokens.refresh_token, "refresh", REFRESH_TOKEN_TTL_MS),
    ):
        _insert_token(connection, token, kind, credential_id, account_id, role, at + ttl_ms, code_hash=code_hash)
    return tokens


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
    """Whether the code verifier matches the challenge of the code (PKCE with S256, RFC 7636)."""
    if challenge is None:
        return True
    digest = hashlib.sha256((verifier or "").encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)
