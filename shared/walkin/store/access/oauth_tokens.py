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
from walkin.model.time import SECOND
from walkin.store.access import credentials as keys
from walkin.store.access.credentials import Credential, digest
from walkin.store.schema.access_tables import bearer as table

CODE_LIFE = 300 * SECOND
ACCESS_LIFE = 3600 * SECOND
REFRESH_LIFE = 90 * 24 * 3600 * SECOND
"""A refresh token lives so long after it was used last."""


class Issued(NamedTuple):
    """Tokens as they are handed out; ``role`` is their scope."""

    access: str
    refresh: str
    role: str


class _Row(NamedTuple):
    kind: str
    credential_id: int
    account_id: int
    role: str
    code_hash: str | None
    redirect_uri: str | None
    challenge: str | None
    used_at: int | None
    expires_at: int


_ONE = select(*(table.c[name] for name in _Row._fields)).where(
    table.c.hash == bindparam("digest"), table.c.kind == bindparam("kind")
)


def grant_code(
    connection: Connection, client: Credential, admin: Caller, role: Role, challenge: str | None, at: int
) -> str:
    """A code for the client, by consent of an admin, for the admin's account."""
    code = secrets.token_urlsafe(32)
    _keep(
        connection,
        code,
        "code",
        client.id,
        admin.account,
        role.value,
        at + CODE_LIFE,
        redirect_uri=client.redirect_uri,
        challenge=challenge,
    )
    return code


def exchanged(
    connection: Connection, client: Credential, code: str, redirect_uri: str, verifier: str | None, at: int
) -> Issued | None:
    """The tokens for a code, None when it is wrong, too old or another client's.

    A code that comes a second time has been stolen once: all that it gave is taken back.
    """
    row = _find(connection, code, "code")
    if row is None or row.credential_id != client.id:
        return None
    if row.used_at is not None:
        connection.execute(delete(table).where(table.c.code_hash == digest(code)))
        return None
    if row.expires_at <= at or redirect_uri not in ("", row.redirect_uri) or not _proves(verifier, row.challenge):
        return None
    connection.execute(update(table).where(table.c.hash == digest(code)).values(used_at=at))
    return _issue(connection, client.id, row.account_id, row.role, at, code_hash=digest(code))


def issue(connection: Connection, client: Credential, role: Role, at: int) -> Issued:
    """Tokens for the credential itself."""
    return _issue(connection, client.id, client.account_id, role.value, at)


def refreshed(connection: Connection, client: Credential, token: str, role: Role | None, at: int) -> Issued | None:
    """A new access token; the refresh token stays and lives on. None when it is wrong, too old or another client's."""
    row = _find(connection, token, "refresh")
    if row is None or row.credential_id != client.id or row.expires_at <= at:
        return None
    scope = role.value if role is not None and role.within(Role(row.role)) else row.role
    connection.execute(update(table).where(table.c.hash == digest(token)).values(expires_at=at + REFRESH_LIFE))
    access = secrets.token_urlsafe(32)
    _keep(connection, access, "access", client.id, row.account_id, scope, at + ACCESS_LIFE, code_hash=row.code_hash)
    return Issued(access, token, scope)


def opened(connection: Connection, token: str, at: int) -> Caller | None:
    """Who asks with that access token; None when it is wrong or too old, or its credential is revoked or expired."""
    row = _find(connection, token, "access")
    if row is None or row.expires_at <= at:
        return None
    credential = keys.of_id(connection, row.credential_id)
    if not credential.valid(at):
        return None
    own = credential.account_id == row.account_id
    queues = credential.queue_ids if own else None
    return replace(credential.caller(), account=row.account_id, role=Role(row.role), queues=queues)


def forget_old(connection: Connection, at: int) -> None:
    """Delete what has expired; a used code only with the tokens it gave."""
    connection.execute(
        delete(table).where(
            table.c.expires_at < at, or_(table.c.kind != "code", table.c.expires_at < at - REFRESH_LIFE)
        )
    )


def _issue(
    connection: Connection, client: int, account: int, role: str, at: int, code_hash: str | None = None
) -> Issued:
    forget_old(connection, at)
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    for token, kind, life in ((access, "access", ACCESS_LIFE), (refresh, "refresh", REFRESH_LIFE)):
        _keep(connection, token, kind, client, account, role, at + life, code_hash=code_hash)
    return Issued(access, refresh, role)


def _keep(
    connection: Connection,
    secret: str,
    kind: str,
    client: int,
    account: int,
    role: str,
    expires_at: int,
    **more: str | None,
) -> None:
    values = {
        "hash": digest(secret),
        "kind": kind,
        "credential_id": client,
        "account_id": account,
        "role": role,
        "expires_at": expires_at,
        **more,
    }
    connection.execute(insert(table).inline(), values)


def _find(connection: Connection, secret: str, kind: str) -> _Row | None:
    if len(secret) > keys.LONGEST:
        return None
    row = connection.execute(_ONE, {"digest": digest(secret), "kind": kind}).first()
    return None if row is None else _Row(*row)


def _proves(verifier: str | None, challenge: str | None) -> bool:
    """Whether the verifier is the origin of the code's challenge (RFC 7636, S256)."""
    if challenge is None:
        return True
    made = hashlib.sha256((verifier or "").encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(made).rstrip(b"=").decode(), challenge)
