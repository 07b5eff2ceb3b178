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

_SIGNS = string.ascii_letters + string.digits
LONGEST = 200
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

    def valid(self, at: int) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def caller(self) -> Caller:
        """Who asks with it."""
        return Caller(self.account_id, Role(self.role), self.queue_ids, self.prefix)


class Made(NamedTuple):
    """A new credential with its secrets, which nobody can show again."""

    credential: Credential
    api_key: str
    token: str


_COLUMNS = tuple(table.c[name] for name in Credential._fields)
_OF_PREFIX = select(*_COLUMNS).where(table.c.prefix == bindparam("prefix"))
_OF_ID = select(*_COLUMNS).where(table.c.id == bindparam("key"))
_USED = update(table).where(table.c.prefix == bindparam("key")).values(last_used_at=bindparam("at"))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def prefix_of(api_key: str) -> str | None:
    """The public beginning of an apiKey, None when it is none of ours."""
    parts = api_key.split("_", 3)
    ours = len(parts) == 4 and parts[0] == "wq" and len(api_key) <= LONGEST
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
) -> Made:
    """A new credential."""
    prefix = f"wq_{role.value}_{''.join(secrets.choice(_SIGNS) for _ in range(8))}"
    api_key = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = secrets.token_urlsafe(32)
    values = {
        "account_id": account_id,
        "role": role.value,
        "queues": None if queues is None else orjson.dumps(sorted(queues)).decode(),
        "name": name,
        "prefix": prefix,
        "key_hash": digest(api_key),
        "token_hash": digest(token),
        "redirect_uri": redirect_uri,
        "created_at": at,
        "expires_at": expires_at,
    }
    key = connection.execute(insert(table).returning(table.c.id), values).scalar_one()
    return Made(_one(connection, key), api_key, token)


def opened(connection: Connection, api_key: str, token: str, at: int) -> Credential | None:
    """The credential that both belong to, None when they are wrong, revoked or expired."""
    prefix = prefix_of(api_key)
    found = None if prefix is None else of_prefix(connection, prefix)
    if found is None or len(token) > LONGEST:
        return None
    fits = hmac.compare_digest(digest(api_key), found.key_hash) & hmac.compare_digest(digest(token), found.token_hash)
    return found if fits and found.valid(at) else None


def client(connection: Connection, client_id: str, secret: str, at: int, *, named: bool) -> Credential | None:
    """The valid OAuth client with that apiKey and token; with ``named`` its public name stands for the apiKey."""
    if not named or prefix_of(client_id) is not None:
        return opened(connection, client_id, secret, at)
    found = of_prefix(connection, client_id)
    if found is None or len(secret) > LONGEST or not found.valid(at):
        return None
    return found if hmac.compare_digest(digest(secret), found.token_hash) else None


def of_prefix(connection: Connection, prefix: str) -> Credential | None:
    """The credential with that public name, valid or not."""
    row = connection.execute(_OF_PREFIX, {"prefix": prefix}).first()
    return None if row is None else Credential(*row)


def of_id(connection: Connection, key: int) -> Credential:
    """The credential with that id, valid or not."""
    return _one(connection, key)


def exist(connection: Connection) -> bool:
    """Whether the office has, or had, a credential: from then on nobody is let in without one."""
    return connection.execute(select(table.c.id).limit(1)).first() is not None


def everything(connection: Connection) -> list[Credential]:
    """All credentials, oldest first."""
    return [Credential(*row) for row in connection.execute(select(*_COLUMNS).order_by(table.c.id))]


def used(connection: Connection, prefix: str, at: int) -> None:
    """Note that it was used."""
    connection.execute(_USED, {"key": prefix, "at": at})


def revoke(connection: Connection, which: str, at: int) -> Credential:
    """End a credential, named by its prefix or, where that is one only, by its name. Refuses ``notFound``."""
    rows = connection.execute(
        select(table.c.id).where((table.c.prefix == which) | ((table.c.name == which) & table.c.revoked_at.is_(None)))
    ).all()
    if len(rows) != 1:
        problem = "is the name of several keys: say the prefix" if rows else "is no key"
        raise Refused("notFound", f"{which} {problem}. `walkin key list` shows them.")
    values = {"revoked_at": func.coalesce(table.c.revoked_at, at)}
    connection.execute(update(table).where(table.c.id == rows[0].id).values(values))
    return _one(connection, rows[0].id)


def _one(connection: Connection, key: int) -> Credential:
    return Credential(*connection.execute(_OF_ID, {"key": key}).one())
