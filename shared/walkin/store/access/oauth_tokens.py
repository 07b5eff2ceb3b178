"""OAuth 2: grants, authorization codes, access and refresh tokens, and tokens of event streams.

Codes and tokens are 256 random bits each, stored as SHA-256. A grant is kept with the credential of the admin who
consented: it gives no more than that credential may, and ends with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, update

from walkin.model.caller import Caller, Role
from walkin.model.errors import Refused
from walkin.model.time import DAY_MS, SECOND_MS
from walkin.store.access import credentials
from walkin.store.access.credentials import Credential, hash_secret
from walkin.store.schema.access_tables import bearer as table
from walkin.store.schema.access_tables import credential as credential_table
from walkin.store.schema.access_tables import oauth_grant

CODE_TTL_MS = 300 * SECOND_MS
ACCESS_TOKEN_TTL_MS = 3600 * SECOND_MS
REFRESH_TOKEN_TTL_MS = 90 * DAY_MS
"""Counted from the last use of the refresh token."""
STREAM_TOKEN_TTL_MS = 300 * SECOND_MS
"""How long a stream can be opened with its token."""
STREAM_TTL_MS = DAY_MS
"""How long a stream may go on that was opened with a token."""

TokenKind = Literal["code", "access", "refresh", "stream"]


class Scope(NamedTuple):
    """What a program may do: a role, and the scope as it was asked for."""

    role: Role
    text: str


class IssuedTokens(NamedTuple):
    """The tokens of a token response; a program's tokens for itself have no refresh token."""

    access_token: str
    refresh_token: str | None
    scope: str


class Grant(NamedTuple):
    """A grant in force; ``client`` and ``granted_by`` are the public beginnings of keys."""

    id: int
    client: str
    client_name: str
    granted_by: str
    role: str
    account_id: int
    created_at: int
    expires_at: int


class TokenFacts(NamedTuple):
    """What introspection says of a valid token."""

    kind: str
    client: str
    scope: str
    expires_at: int


class ScopeTooWide(Exception):
    """A refresh asked for more than was granted."""


class _TokenRow(NamedTuple):
    hash: str
    kind: str
    credential_id: int
    grant_id: int | None
    role: str
    scope: str
    queue_id: int | None
    redirect_uri: str | None
    challenge: str | None
    used_at: int | None
    expires_at: int


_SELECT_BY_HASH = select(*(table.c[name] for name in _TokenRow._fields)).where(
    table.c.hash == bindparam("digest"), table.c.kind == bindparam("kind")
)
_SELECT_GRANT = select(oauth_grant.c.granted_by, oauth_grant.c.revoked_at).where(
    oauth_grant.c.id == bindparam("grant_id")
)
_INSERT = insert(table).inline()


def grant_code(
    connection: Connection,
    client: Credential,
    granter: Caller,
    scope: Scope,
    at: int,
    *,
    redirect_uri: str | None = None,
    challenge: str | None = None,
) -> str:
    """Create a grant of ``granter``, an admin, to ``client``, and return its authorization code.

    ``redirect_uri`` is None unless the request named it: then it has to come again with the code.
    """
    consenting = credentials.find_by_prefix(connection, granter.credential_prefix)
    if consenting is None:
        raise Refused("unauthorized")
    values = {
        "client_id": client.id,
        "granted_by": consenting.id,
        "role": scope.role.value,
        "scope": scope.text,
        "created_at": at,
    }
    grant_id = connection.execute(insert(oauth_grant).returning(oauth_grant.c.id), values).scalar_one()
    return _issue(
        connection, "code", client.id, grant_id, scope, at + CODE_TTL_MS, redirect_uri=redirect_uri, challenge=challenge
    )


def exchange_code(
    connection: Connection, client: Credential, code: str, redirect_uri: str, verifier: str | None, at: int
) -> IssuedTokens | str:
    """Return tokens for an authorization code, or why there are none.

    If a code is used a second time, its grant ends: it has been stolen (RFC 6749, 4.1.2).
    """
    row = _find(connection, code, "code")
    if row is None or row.credential_id != client.id:
        return "The code is wrong or another client's."
    if row.used_at is not None:
        end_grant(connection, row.grant_id, at)
        return "The code was used before: its tokens have ended."
    if row.expires_at <= at:
        return "The code has expired."
    if redirect_uri != (row.redirect_uri or "") and (row.redirect_uri or redirect_uri != client.redirect_uri):
        return "redirect_uri has to be the one of the request for the code."
    if problem := _check_challenge(verifier, row.challenge):
        return problem
    if _find_caller(connection, row, at) is None:
        return "The key that consented has ended."
    connection.execute(update(table).where(table.c.hash == row.hash).values(used_at=at))
    return _issue_pair(connection, row, Scope(Role(row.role), row.scope), at)


def issue_tokens(connection: Connection, client: Credential, scope: Scope, at: int) -> IssuedTokens:
    """Return an access token for the credential itself (client credentials)."""
    delete_expired(connection, at)
    return IssuedTokens(
        _issue(connection, "access", client.id, None, scope, at + ACCESS_TOKEN_TTL_MS), None, scope.text
    )


def refresh_access_token(
    connection: Connection, client: Credential, token: str, scope: Scope | None, at: int
) -> IssuedTokens | str:
    """Return a new access token with a new refresh token, or why there is none.

    The old refresh token goes on until the new one is used, in case the response was lost; then it is replaced, and
    presenting it again ends the grant: one of the two was stolen (RFC 9700, 4.14). Raises ScopeTooWide.
    """
    row = _find(connection, token, "refresh")
    if row is None or row.credential_id != client.id:
        return "The refresh token is wrong or another client's."
    if row.used_at is not None:
        end_grant(connection, row.grant_id, at)
        return "The refresh token was replaced by another that is in use: the grant has ended."
    if row.expires_at <= at or _find_caller(connection, row, at) is None:
        return "The refresh token has expired, or the key that consented has ended."
    if scope is not None and not scope.role.is_within(Role(row.role)):
        raise ScopeTooWide
    of_grant = (table.c.grant_id == row.grant_id, table.c.kind == "refresh", table.c.used_at.is_(None))
    connection.execute(
        update(table)
        .where(*of_grant, table.c.hash != row.hash)
        .where(or_(table.c.issued_from.is_(None), table.c.issued_from != row.hash))
        .values(used_at=at)
    )
    connection.execute(update(table).where(table.c.hash == row.hash).values(expires_at=at + REFRESH_TOKEN_TTL_MS))
    return _issue_pair(connection, row, scope or Scope(Role(row.role), row.scope), at)


def issue_stream_token(
    connection: Connection, caller: Caller, access_token: str | None, queue_id: int, at: int
) -> str | None:
    """Return a token for the event stream of one queue; it ends with the credential or grant of the caller.

    ``access_token`` is the one that the caller presented, None for one who presented an apiKey. None if the caller has
    no credential.
    """
    delete_expired(connection, at)
    source = _find(connection, access_token, "access") if access_token is not None else None
    credential = credentials.find_by_prefix(connection, caller.credential_prefix)
    if credential is None:
        return None
    grant_id = source.grant_id if source is not None else None
    scope = Scope(caller.role, "stream")
    return _issue(connection, "stream", credential.id, grant_id, scope, at + STREAM_TOKEN_TTL_MS, queue_id=queue_id)


def authenticate(connection: Connection, token: str, at: int) -> Caller | None:
    """The caller with that access token; None if it is wrong or expired, or what it was issued for has ended."""
    row = _find(connection, token, "access")
    return None if row is None or row.expires_at <= at else _find_caller(connection, row, at)


def authenticate_stream(connection: Connection, token: str, at: int, *, is_open: bool) -> Caller | None:
    """The caller with that token of an event stream, limited to its queue; a stream that is open may go on longer."""
    row = _find(connection, token, "stream")
    if row is None or row.expires_at + (STREAM_TTL_MS if is_open else 0) <= at:
        return None
    caller = _find_caller(connection, row, at)
    if caller is None or row.queue_id is None or not caller.can_use_queue(row.queue_id):
        return None
    return replace(caller, queue_ids=frozenset({row.queue_id}))


def revoke_token(connection: Connection, client: Credential, token: str, at: int) -> bool:
    """Revoke an access token, or the grant of a refresh token; unknown tokens count as revoked (RFC 7009).

    False if the token is another client's.
    """
    for kind in ("refresh", "access"):
        row = _find(connection, token, kind)
        if row is None:
            continue
        if row.credential_id != client.id:
            return False
        if kind == "refresh":
            end_grant(connection, row.grant_id, at)
        else:
            connection.execute(delete(table).where(table.c.hash == row.hash))
    return True


def introspect(connection: Connection, client: Credential, token: str, at: int) -> TokenFacts | None:
    """The facts of a valid token of ``client``, or of its account for an admin (RFC 7662); None for others."""
    row = _find(connection, token, "access") or _find(connection, token, "refresh")
    if row is None or row.expires_at <= at or row.used_at is not None:
        return None
    caller = _find_caller(connection, row, at)
    is_own = row.credential_id == client.id
    is_admins = client.role == Role.ADMIN and client.queue_ids is None
    if caller is None or not (is_own or (is_admins and caller.account_id == client.account_id)):
        return None
    return TokenFacts(row.kind, caller.credential_prefix, row.scope, row.expires_at)


def list_grants(connection: Connection, at: int) -> list[Grant]:
    """The grants in force, oldest first."""
    client, granter = credential_table.alias("client"), credential_table.alias("granter")
    expires_at = (
        select(table.c.expires_at)
        .where(table.c.grant_id == oauth_grant.c.id, table.c.kind == "refresh", table.c.used_at.is_(None))
        .order_by(table.c.expires_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            oauth_grant.c.id,
            client.c.prefix,
            client.c.name,
            granter.c.prefix,
            oauth_grant.c.role,
            granter.c.account_id,
            oauth_grant.c.created_at,
            expires_at,
        )
        .join(client, client.c.id == oauth_grant.c.client_id)
        .join(granter, granter.c.id == oauth_grant.c.granted_by)
        .where(oauth_grant.c.revoked_at.is_(None), expires_at > at)
        .where(*(or_(key.c.expires_at.is_(None), key.c.expires_at > at) for key in (client, granter)))
        .where(*(key.c.revoked_at.is_(None) for key in (client, granter)))
        .order_by(oauth_grant.c.id)
    )
    return [Grant(*row) for row in rows]


def revoke_grant(connection: Connection, grant_id: int, at: int) -> None:
    """End a grant. Refuses ``notFound``."""
    if not connection.execute(select(exists().where(oauth_grant.c.id == grant_id))).scalar_one():
        raise Refused("notFound", "There is no such grant. `walkin key grants` shows them.")
    end_grant(connection, grant_id, at)


def end_grant(connection: Connection, grant_id: int | None, at: int) -> None:
    """End a grant and delete its tokens; its code is kept, to notice that it is used again."""
    is_in_force = (oauth_grant.c.id == grant_id, oauth_grant.c.revoked_at.is_(None))
    connection.execute(update(oauth_grant).where(*is_in_force).values(revoked_at=at))
    connection.execute(delete(table).where(table.c.grant_id == grant_id, table.c.kind != "code"))


def delete_expired(connection: Connection, at: int) -> None:
    """Delete expired tokens; codes are kept for as long as a refresh token lives that nobody uses."""
    kept = {"code": REFRESH_TOKEN_TTL_MS, "stream": STREAM_TTL_MS}
    connection.execute(
        delete(table).where(
            table.c.expires_at < at,
            *(or_(table.c.kind != kind, table.c.expires_at < at - longer) for kind, longer in kept.items()),
        )
    )


def _find_caller(connection: Connection, row: _TokenRow, at: int) -> Caller | None:
    """The caller that a token stands for, None if its credential, its grant or the key that consented has ended."""
    client = credentials.get_by_id(connection, row.credential_id)
    if not client.is_valid(at):
        return None
    caller = replace(client.to_caller(), role=Role(row.role))
    if row.grant_id is None:
        return caller
    granted = connection.execute(_SELECT_GRANT, {"grant_id": row.grant_id}).one()
    granter = credentials.get_by_id(connection, granted.granted_by)
    if granted.revoked_at is not None or not granter.is_valid(at) or granter.role != Role.ADMIN:
        return None
    queue_ids = granter.queue_ids
    if client.account_id == granter.account_id and client.queue_ids is not None:
        queue_ids = client.queue_ids if queue_ids is None else client.queue_ids & queue_ids
    return replace(caller, account_id=granter.account_id, queue_ids=queue_ids)


def _issue_pair(connection: Connection, row: _TokenRow, scope: Scope, at: int) -> IssuedTokens:
    """Issue an access token of ``scope``, and a refresh token of the whole scope of ``row``."""
    delete_expired(connection, at)
    client_id, grant_id, granted = row.credential_id, row.grant_id, Scope(Role(row.role), row.scope)
    access_token = _issue(connection, "access", client_id, grant_id, scope, at + ACCESS_TOKEN_TTL_MS)
    issued_from = row.hash if row.kind == "refresh" else None
    refresh_token = _issue(
        connection, "refresh", client_id, grant_id, granted, at + REFRESH_TOKEN_TTL_MS, issued_from=issued_from
    )
    return IssuedTokens(access_token, refresh_token, scope.text)


def _issue(
    connection: Connection,
    kind: TokenKind,
    credential_id: int,
    grant_id: int | None,
    scope: Scope,
    expires_at: int,
    **columns: str | int | None,
) -> str:
    secret = secrets.token_urlsafe(32)
    values = {
        "hash": hash_secret(secret),
        "kind": kind,
        "credential_id": credential_id,
        "grant_id": grant_id,
        "role": scope.role.value,
        "scope": scope.text,
        "expires_at": expires_at,
        **columns,
    }
    connection.execute(_INSERT, values)
    return secret


def _find(connection: Connection, secret: str, kind: str) -> _TokenRow | None:
    if len(secret) > credentials.MAX_SECRET_LENGTH:
        return None
    row = connection.execute(_SELECT_BY_HASH, {"digest": hash_secret(secret), "kind": kind}).first()
    return None if row is None else _TokenRow(*row)


def _check_challenge(verifier: str | None, challenge: str | None) -> str:
    """Return why the code verifier does not answer the challenge of the code (PKCE with S256, RFC 7636), or ""."""
    if challenge is None:
        # A verifier without a challenge: somebody took the challenge out of the request (RFC 9700, 2.1.1).
        return "" if verifier is None else "The request for the code had no code_challenge."
    digest = hashlib.sha256((verifier or "").encode()).digest()
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return "" if hmac.compare_digest(expected, challenge) else "code_verifier does not answer the code_challenge."
