"""Credentials: made, looked up, revoked.

A key holds 256 random bits and so does its token: guessing them is out of reach, and a plain SHA-256 keeps them as
well as a slow hash would. The apiKey reads ``wq_<role>_<8 signs>_<43 signs>``; its beginning is public.
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
"""Characters of an apiKey or token that are looked at; a longer one is nobody's."""


class Credential(NamedTuple):
    """A credential as its row has it. Times are milliseconds."""

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
        """The queues it may use, None for all of its account."""
        return None if self.queues is None else frozenset(orjson.loads(self.queues))

    def is_valid(self, at: int) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def to_caller(self) -> Caller:
        """Who asks with it."""
        return Caller(self.account_id, Role(self.role), self.queue_ids, self.prefix)


class NewCredential(NamedTuple):
    """A new credential with its secrets, which nobody can show again."""

    credential: Credential
    api_key: str
    token: str


_COLUMNS = tuple(table.c[name] for name in Credential._fields)
_SELECT_BY_PREFIX = select(*_COLUMNS).where(table.c.prefix == bindparam("prefix"))
_SELECT_BY_ID = select(*_COLUMNS).where(table.c.id == bindparam("key"))
_UPDATE_LAST_USED = update(table).where(table.c.prefix == bindparam("key")).values(last_used_at=bindparam("at"))


def hash_secret(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parse_prefix(api_key: str) -> str | None:
    """The public beginning of an apiKey, None when it is none of ours."""
    parts = api_key.split("_", 3)
    ours = len(parts) == 4 and parts[0] == "wq" and len(api_key) <= MAX_SECRET_LENGTH
    return "_".join(parts[:3]) if ours else None


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
    """A new credential."""
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
    key = connection.execute(insert(table).returning(table.c.id), values).scalar_one()
    return NewCredential(_get(connection, key), api_key, token)


def authenticate(connection: Connection, api_key: str, token: str, at: int) -> Credential | None:
    """The credential that both belong to, None when they are wrong, revoked or expired."""
    prefix = parse_prefix(api_key)
    found = None if prefix is None else find_by_prefix(connection, prefix)
    if found is None or len(token) > MAX_SECRET_LENGTH:
        return None
    fits = hmac.compare_digest(hash_secret(api_key), found.key_hash) & hmac.compare_digest(
        hash_secret(token), found.token_hash
    )
    return found if fits and found.is_valid(at) else None


def authenticate_client(
    connection: Connection, client_id: str, secret: str, at: int, *, allow_prefix: bool
) -> Credential | None:
    """The valid OAuth client with that apiKey and token; with ``named`` its public name stands for the apiKey."""
    if not allow_prefix or parse_prefix(client_id) is not None:
        return authenticate(connection, client_id, secret, at)
    found = find_by_prefix(connection, client_id)
    if found is None or len(secret) > MAX_SECRET_LENGTH or not found.is_valid(at):
        return None
    return found if hmac.compare_digest(hash_secret(secret), found.token_hash) else None


def find_by_prefix(connection: Connection, prefix: str) -> Credential | None:
    """The credential with that public name, valid or not."""
    row = connection.execute(_SELECT_BY_PREFIX, {"prefix": prefix}).first()
    return None if row is None else Credential(*row)


def get_by_id(connection: Connection, credential_id: int) -> Credential:
    """The credential with that id, valid or not."""
    return _get(connection, credential_id)


def has_any(connection: Connection) -> bool:
    """Whether the office has, or had, a credential: from then on nobody is let in without one."""
    return connection.execute(select(table.c.id).limit(1)).first() is not None


def list_all(connection: Connection) -> list[Credential]:
    """All credentials, oldest first."""
    return [Credential(*row) for row in connection.execute(select(*_COLUMNS).order_by(table.c.id))]


def record_use(connection: Connection, prefix: str, at: int) -> None:
    """Note that it was used."""
    connection.execute(_UPDATE_LAST_USED, {"key": prefix, "at": at})


def revoke(connection: Connection, reference: str, at: int) -> Credential:
    """End a credential, named by its prefix or, where that is one only, by its name. Refuses ``notFound``."""
    rows = connection.execute(
        select(table.c.id).where(
            (table.c.prefix == reference) | ((table.c.name == reference) & table.c.revoked_at.is_(None))
        )
    ).all()
    if len(rows) != 1:
        problem = "is the name of several keys: say the prefix" if rows else "is no key"
        raise Refused("notFound", f"{reference} {problem}. `walkin key list` shows them.")
    values = {"revoked_at": func.coalesce(table.c.revoked_at, at)}
    connection.execute(update(table).where(table.c.id == rows[0].id).values(values))
    return _get(connection, rows[0].id)


def _get(connection: Connection, credential_id: int) -> Credential:
    return Credential(*connection.execute(_SELECT_BY_ID, {"key": credential_id}).one())
