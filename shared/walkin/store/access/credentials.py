"""Credentials: an apiKey and a token each.

An apiKey is ``wq_<role>_<8 characters>_<43 characters>``; it without the last part is the public prefix. The last part
and the token are 256 random bits each, so that a plain SHA-256 protects them as well as a slow hash would.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
from collections.abc import Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, func, insert, select, update

from walkin.model.caller import Caller, Role
from walkin.model.errors import Refused
from walkin.store.schema.access_tables import credential as table

_PREFIX_ALPHABET = string.ascii_letters + string.digits
MAX_SECRET_LENGTH = 200
"""Most characters of an apiKey or token; longer ones are rejected without hashing them."""


class Credential(NamedTuple):
    """A credential as its row has it; ``queues`` is JSON. Times are in milliseconds."""

    id: int
    account_id: int
    role: str
    queues: str | None
    name: str
    prefix: str
    key_hash: str
    token_hash: str
    redirect_uri: str | None
    created_at: int
    last_used_at: int | None
    expires_at: int | None
    revoked_at: int | None

    @property
    def queue_ids(self) -> frozenset[int] | None:
        """The ids of the queues it may use, None for all of its account."""
        return None if self.queues is None else frozenset(orjson.loads(self.queues))

    def is_valid(self, at: int) -> bool:
        """Whether it is neither revoked nor expired at the time ``at``."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def to_caller(self) -> Caller:
        return Caller(self.account_id, Role(self.role), self.queue_ids, self.prefix)


class NewCredential(NamedTuple):
    """A new credential with its secrets, which are not stored."""

    credential: Credential
    api_key: str
    token: str


_COLUMNS = tuple(table.c[name] for name in Credential._fields)
_SELECT_BY_PREFIX = select(*_COLUMNS).where(table.c.prefix == bindparam("prefix"))
_SELECT_BY_ID = select(*_COLUMNS).where(table.c.id == bindparam("credential_id"))
_UPDATE_LAST_USED = update(table).where(table.c.prefix == bindparam("of_prefix")).values(last_used_at=bindparam("at"))


def hash_secret(secret: str) -> str:
    """The SHA-256 of a secret, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parse_prefix(api_key: str) -> str | None:
    """The public prefix of an apiKey, None if it has not the form of one."""
    parts = api_key.split("_", 3)
    is_well_formed = len(parts) == 4 and parts[0] == "wq" and len(api_key) <= MAX_SECRET_LENGTH
    return "_".join(parts[:3]) if is_well_formed else None


def add(
    connection: Connection,
    account_id: int,
    role: Role,
    name: str,
    at: int,
    *,
    queues: Sequence[int] | None = None,
    expires_at: int | None = None,
    redirect_uri: str | None = None,
) -> NewCredential:
    """Create a credential. ``redirect_uri`` makes it an OAuth client of the authorization code flow."""
    prefix = f"wq_{role.value}_{''.join(secrets.choice(_PREFIX_ALPHABET) for _ in range(8))}"
    api_key = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = secrets.token_urlsafe(32)
    values = {
        "account_id": account_id,
        "role": role.value,
        "queues": None if queues is None else orjson.dumps(sorted(queues)).decode(),
        "name": name,
        "prefix": prefix,
        "key_hash": hash_secret(api_key),
        "token_hash": hash_secret(token),
        "redirect_uri": redirect_uri,
        "created_at": at,
        "expires_at": expires_at,
    }
    credential_id = connection.execute(insert(table).returning(table.c.id), values).scalar_one()
    return NewCredential(get_by_id(connection, credential_id), api_key, token)


def authenticate(connection: Connection, api_key: str, token: str, at: int) -> Credential | None:
    """The credential with that apiKey and token, None if they are wrong or it is revoked or expired."""
    prefix = parse_prefix(api_key)
    credential = None if prefix is None else find_by_prefix(connection, prefix)
    if credential is None or len(token) > MAX_SECRET_LENGTH:
        return None
    # Not `and`: the time must not tell which of the two is wrong.
    is_match = hmac.compare_digest(hash_secret(api_key), credential.key_hash) & hmac.compare_digest(
        hash_secret(token), credential.token_hash
    )
    return credential if is_match and credential.is_valid(at) else None


def authenticate_client(
    connection: Connection, client_id: str, secret: str, at: int, *, allow_prefix: bool
) -> Credential | None:
    """The OAuth client with that apiKey and token, None if they are wrong or it is revoked or expired.

    With ``allow_prefix`` the public prefix may stand for the apiKey.
    """
    if not allow_prefix or parse_prefix(client_id) is not None:
        return authenticate(connection, client_id, secret, at)
    credential = find_by_prefix(connection, client_id)
    if credential is None or len(secret) > MAX_SECRET_LENGTH or not credential.is_valid(at):
        return None
    return credential if hmac.compare_digest(hash_secret(secret), credential.token_hash) else None


def find_by_prefix(connection: Connection, prefix: str) -> Credential | None:
    """The credential with that public prefix, valid or not."""
    row = connection.execute(_SELECT_BY_PREFIX, {"prefix": prefix}).first()
    return None if row is None else Credential(*row)


def get_by_id(connection: Connection, credential_id: int) -> Credential:
    """The credential with that id, valid or not."""
    return Credential(*connection.execute(_SELECT_BY_ID, {"credential_id": credential_id}).one())


def has_any(connection: Connection) -> bool:
    """Whether there is a credential, valid or not; if so, requests need one."""
    return connection.execute(select(table.c.id).limit(1)).first() is not None


def list_all(connection: Connection) -> list[Credential]:
    """All credentials, the oldest first."""
    return [Credential(*row) for row in connection.execute(select(*_COLUMNS).order_by(table.c.id))]


def record_use(connection: Connection, prefix: str, at: int) -> None:
    connection.execute(_UPDATE_LAST_USED, {"of_prefix": prefix, "at": at})


def revoke(connection: Connection, ref: str, at: int) -> Credential:
    """Revoke a credential, named by its prefix or by its name if only one has it. Refuses ``notFound``."""
    rows = connection.execute(
        select(table.c.id).where((table.c.prefix == ref) | ((table.c.name == ref) & table.c.revoked_at.is_(None)))
    ).all()
    if len(rows) != 1:
        problem = "is the name of several keys: say the prefix" if rows else "is no key"
        raise Refused("notFound", f"{ref} {problem}. `walkin key list` shows them.")
    values = {"revoked_at": func.coalesce(table.c.revoked_at, at)}
    connection.execute(update(table).where(table.c.id == rows[0].id).values(values))
    return get_by_id(connection, rows[0].id)
