"""Watches and their crypto keys. Secrets are encrypted by the caller."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from walkin.model.caller import queue_limit
from walkin.model.errors import Refused
from walkin.model.time import DAY_MS
from walkin.store.engine.batch import forget_queues
from walkin.store.schema.tables import crypto_key, delivery, queue, snapshot, watch, watch_error

KEY_OVERLAP_MS = DAY_MS
"""How long a replaced secret signs beside the new one."""


class WatchRow(NamedTuple):
    """A row of the table ``watch``; ``document`` and ``secrets`` are JSON texts."""

    id: int
    account_id: int
    queue_id: int | None
    status: str
    disabled_reason: str | None
    document: str
    secrets: str
    version: int
    failing_since: int | None
    created_at: int


class CryptoKeyRow(NamedTuple):
    """A row of the table ``crypto_key``; the secrets are encrypted."""

    id: int
    account_id: int
    kind: str
    name: str
    version: int
    secret: str
    previous_secret: str | None
    previous_secret_until: int | None
    created_at: int


_WATCH_COLUMNS = tuple(watch.c[name] for name in WatchRow._fields)
_KEY_COLUMNS = tuple(crypto_key.c[name] for name in CryptoKeyRow._fields)


def update_watched_queues(connection: Connection) -> None:
    """Recompute ``queue.has_watches`` after watches change; only the rows that differ are written."""
    is_watched = exists().where(
        watch.c.status == "enabled",
        watch.c.account_id == queue.c.account_id,
        or_(watch.c.queue_id == queue.c.id, watch.c.queue_id.is_(None)),
    )
    forget_queues(connection)
    connection.execute(update(queue).where(queue.c.has_watches == 0, is_watched).values(has_watches=1))
    connection.execute(update(queue).where(queue.c.has_watches == 1, ~is_watched).values(has_watches=0))


def build_visibility(account_id: int) -> list[ColumnElement[bool]]:
    """The conditions on a watch: one of that account, and for a caller with some queues only, of one of them."""
    limit = queue_limit.get()
    own_queue = [] if limit is None else [watch.c.queue_id.in_(limit)]
    return [watch.c.account_id == account_id, *own_queue]


def add(connection: Connection, account_id: int, queue_id: int | None, values: dict[str, object], at: int) -> WatchRow:
    """Create a watch of a queue, or of all queues. Refuses ``queueNotFound``."""
    own_queue = select(queue.c.id).where(queue.c.id == queue_id, queue.c.account_id == account_id)
    if queue_id is not None and connection.execute(own_queue).first() is None:
        raise Refused("queueNotFound")
    row = {"account_id": account_id, "queue_id": queue_id, "version": 1, "created_at": at, **values}
    watch_id = connection.execute(insert(watch).returning(watch.c.id), row).scalar_one()
    update_watched_queues(connection)
    return get(connection, account_id, watch_id)


def get(connection: Connection, account_id: int, watch_id: int) -> WatchRow:
    """Get a watch. Refuses ``watchNotFound``."""
    row = connection.execute(
        select(*_WATCH_COLUMNS).where(watch.c.id == watch_id, *build_visibility(account_id))
    ).first()
    if row is None:
        raise Refused("watchNotFound")
    return WatchRow(*row)


def has_any(connection: Connection) -> bool:
    """Whether there is a watch of any account."""
    return connection.execute(select(watch.c.id).limit(1)).first() is not None


def list_watches(connection: Connection, account_id: int) -> list[WatchRow]:
    rows = connection.execute(select(*_WATCH_COLUMNS).where(*build_visibility(account_id)).order_by(watch.c.id))
    return [WatchRow(*row) for row in rows]


def get_by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, WatchRow]:
    return {
        row.id: WatchRow(*row) for row in connection.execute(select(*_WATCH_COLUMNS).where(watch.c.id.in_(list(ids))))
    }


def change(connection: Connection, account_id: int, watch_id: int, version: int, values: dict[str, object]) -> WatchRow:
    """Update columns of a watch that still has the expected version. Refuses ``watchNotFound``, ``conflict``.

    The version stays where they hold what is there already.
    """
    before = get(connection, account_id, watch_id)
    changed_columns = [watch.c[name] for name in values]
    stored = connection.execute(select(*changed_columns).where(watch.c.id == watch_id)).one()
    if before.version == version and dict(stored._mapping) == values:
        return before
    columns = values | {"version": version + 1}
    if values.get("status") == "enabled":
        columns |= {"disabled_reason": None, "failing_since": None}
    updated = connection.execute(
        update(watch).where(watch.c.id == watch_id, watch.c.version == version).values(columns)
    )
    if not updated.rowcount:
        raise Refused("conflict")
    _set_deliveries_held(connection, watch_id, held=values.get("status") == "disabled")
    update_watched_queues(connection)
    return get(connection, account_id, watch_id)


def remove(connection: Connection, account_id: int, watch_id: int) -> None:
    """Delete a watch with its deliveries and its log. Refuses ``watchNotFound``."""
    get(connection, account_id, watch_id)
    connection.execute(delete(watch_error).where(watch_error.c.watch_id == watch_id))
    connection.execute(delete(delivery).where(delivery.c.watch_id == watch_id))
    # Nothing else would find the personal data in them before they expire.
    used = select(delivery.c.id).where(delivery.c.snapshot_id == snapshot.c.id).exists()
    connection.execute(delete(snapshot).where(~used))
    connection.execute(delete(watch).where(watch.c.id == watch_id))
    update_watched_queues(connection)


def disable(connection: Connection, watch_id: int, reason: str) -> None:
    """Disable a failing watch; its deliveries are held."""
    connection.execute(
        update(watch)
        .where(watch.c.id == watch_id, watch.c.status == "enabled")
        .values(status="disabled", disabled_reason=reason, version=watch.c.version + 1)
    )
    _set_deliveries_held(connection, watch_id, held=True)
    update_watched_queues(connection)


def set_secrets(connection: Connection, watch_id: int, secrets: str) -> None:
    """Replace the encrypted secrets, as after the rotation of a refresh token."""
    connection.execute(update(watch).where(watch.c.id == watch_id).values(secrets=secrets, version=watch.c.version + 1))


def _set_deliveries_held(connection: Connection, watch_id: int, *, held: bool) -> None:
    before, after = ("pending", "held") if held else ("held", "pending")
    connection.execute(
        update(delivery).where(delivery.c.watch_id == watch_id, delivery.c.state == before).values(state=after)
    )


def has_secrets(connection: Connection) -> bool:
    """Whether a watch or key of any account has an encrypted secret."""
    has_key = connection.execute(select(crypto_key.c.id).limit(1)).first() is not None
    return has_key or connection.execute(select(watch.c.id).where(watch.c.secrets != "{}").limit(1)).first() is not None


def add_key(connection: Connection, account_id: int, kind: str, name: str, secret: str, at: int) -> CryptoKeyRow:
    row = {"account_id": account_id, "kind": kind, "name": name, "version": 1, "secret": secret, "created_at": at}
    key_id = connection.execute(insert(crypto_key).returning(crypto_key.c.id), row).scalar_one()
    return get_key(connection, account_id, key_id)


def get_key(connection: Connection, account_id: int, key_id: int) -> CryptoKeyRow:
    """Get a crypto key. Refuses ``keyNotFound``."""
    row = connection.execute(
        select(*_KEY_COLUMNS).where(crypto_key.c.id == key_id, crypto_key.c.account_id == account_id)
    ).first()
    if row is None:
        raise Refused("keyNotFound")
    return CryptoKeyRow(*row)


def list_keys(connection: Connection, account_id: int | None = None) -> list[CryptoKeyRow]:
    """List the crypto keys of an account, or of all, oldest first."""
    statement = select(*_KEY_COLUMNS).order_by(crypto_key.c.id)
    if account_id is not None:
        statement = statement.where(crypto_key.c.account_id == account_id)
    return [CryptoKeyRow(*row) for row in connection.execute(statement)]


def rotate_key(connection: Connection, account_id: int, key_id: int, secret: str, at: int) -> CryptoKeyRow:
    """Replace a key's secret; the old one signs beside it for ``KEY_OVERLAP_MS``. Refuses ``keyNotFound``."""
    get_key(connection, account_id, key_id)
    connection.execute(
        update(crypto_key)
        .where(crypto_key.c.id == key_id)
        .values(
            previous_secret=crypto_key.c.secret,
            previous_secret_until=at + KEY_OVERLAP_MS,
            secret=secret,
            version=crypto_key.c.version + 1,
        )
    )
    return get_key(connection, account_id, key_id)


def remove_key(connection: Connection, account_id: int, key_id: int) -> None:
    """Delete a key. Refuses ``keyNotFound``, and ``keyInUse`` while a watch signs with it."""
    get_key(connection, account_id, key_id)
    for signing_watch in list_watches(connection, account_id):
        if str(key_id) in (orjson.loads(signing_watch.document).get("signature") or {}).get("cryptoKeyIds", []):
            raise Refused("keyInUse", watch=signing_watch.id)
    connection.execute(delete(crypto_key).where(crypto_key.c.id == key_id))
