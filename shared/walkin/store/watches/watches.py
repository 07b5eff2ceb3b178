"""Watches and the keys that sign for them. Their secrets are sealed before they come here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from walkin.model.errors import Refused
from walkin.model.time import DAY_MS
from walkin.store.schema.tables import crypto_key, delivery, queue, watch, watch_error

KEY_OVERLAP_MS = DAY_MS
"""How long a replaced secret signs beside the new one."""


class WatchRow(NamedTuple):
    """A watch's row: ``document`` and ``secrets`` are JSON texts."""

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
    """A key's row; the secrets are sealed."""

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
    """Bring ``watched`` of every queue up to date; only those that differ are written."""
    told = exists().where(
        watch.c.status == "enabled",
        watch.c.account_id == queue.c.account_id,
        or_(watch.c.queue_id == queue.c.id, watch.c.queue_id.is_(None)),
    )
    connection.execute(update(queue).where(queue.c.has_watches == 0, told).values(has_watches=1))
    connection.execute(update(queue).where(queue.c.has_watches == 1, ~told).values(has_watches=0))


def add(connection: Connection, account_id: int, queue_id: int | None, values: dict[str, Any], at: int) -> WatchRow:
    """A new watch of that queue, or of all. Refuses ``queueNotFound`` and ``keyNotFound``."""
    wanted = select(queue.c.id).where(queue.c.id == queue_id, queue.c.account_id == account_id)
    if queue_id is not None and connection.execute(wanted).first() is None:
        raise Refused("queueNotFound")
    given = {"account_id": account_id, "queue_id": queue_id, "version": 1, "created_at": at, **values}
    made = connection.execute(insert(watch).returning(watch.c.id), given).scalar_one()
    update_watched_queues(connection)
    return get(connection, account_id, made)


def get(connection: Connection, account_id: int, watch_id: int) -> WatchRow:
    """The watch. Refuses ``watchNotFound``."""
    row = connection.execute(
        select(*_WATCH_COLUMNS).where(watch.c.id == watch_id, watch.c.account_id == account_id)
    ).first()
    if row is None:
        raise Refused("watchNotFound")
    return WatchRow(*row)


def list_watches(connection: Connection, account_id: int) -> list[WatchRow]:
    """The account's watches, oldest first."""
    rows = connection.execute(select(*_WATCH_COLUMNS).where(watch.c.account_id == account_id).order_by(watch.c.id))
    return [WatchRow(*row) for row in rows]


def get_by_ids(connection: Connection, watch_ids: Iterable[int]) -> dict[int, WatchRow]:
    """These watches by id, whose ever they are."""
    return {
        row.id: WatchRow(*row)
        for row in connection.execute(select(*_WATCH_COLUMNS).where(watch.c.id.in_(list(watch_ids))))
    }


def change(
    connection: Connection, account_id: int, watch_id: int, expected_version: int, values: dict[str, Any]
) -> WatchRow:
    """Write these columns, when the watch still is the ``expected`` version. Refuses ``conflict``."""
    get(connection, account_id, watch_id)
    given = values | {"version": expected_version + 1}
    if values.get("status") == "enabled":
        given |= {"disabled_reason": None, "failing_since": None}
    done = connection.execute(
        update(watch).where(watch.c.id == watch_id, watch.c.version == expected_version).values(given)
    ).rowcount
    if not done:
        raise Refused("conflict")
    _set_deliveries_held(connection, watch_id, held=values.get("status") == "disabled")
    update_watched_queues(connection)
    return get(connection, account_id, watch_id)


def remove(connection: Connection, account_id: int, watch_id: int) -> None:
    """Delete the watch, what is still to be sent to it, and its log."""
    get(connection, account_id, watch_id)
    connection.execute(delete(watch_error).where(watch_error.c.watch_id == watch_id))
    connection.execute(delete(delivery).where(delivery.c.watch_id == watch_id))
    connection.execute(delete(watch).where(watch.c.id == watch_id))
    update_watched_queues(connection)


def disable(connection: Connection, watch_id: int, reason: str) -> None:
    """The office gives a watch up; ``reason`` is a word of the log."""
    connection.execute(
        update(watch)
        .where(watch.c.id == watch_id, watch.c.status == "enabled")
        .values(status="disabled", disabled_reason=reason, version=watch.c.version + 1)
    )
    _set_deliveries_held(connection, watch_id, held=True)
    update_watched_queues(connection)


def set_secrets(connection: Connection, watch_id: int, secrets: str) -> None:
    """Keep another set of sealed secrets: a token that was rotated by its giver."""
    connection.execute(update(watch).where(watch.c.id == watch_id).values(secrets=secrets, version=watch.c.version + 1))


def _set_deliveries_held(connection: Connection, watch_id: int, *, held: bool) -> None:
    before, after = ("pending", "held") if held else ("held", "pending")
    connection.execute(
        update(delivery).where(delivery.c.watch_id == watch_id, delivery.c.state == before).values(state=after)
    )


def add_key(connection: Connection, account_id: int, kind: str, name: str, secret: str, at: int) -> CryptoKeyRow:
    """A new key."""
    given = {"account_id": account_id, "kind": kind, "name": name, "version": 1, "secret": secret, "created_at": at}
    made = connection.execute(insert(crypto_key).returning(crypto_key.c.id), given).scalar_one()
    return get_key(connection, account_id, made)


def get_key(connection: Connection, account_id: int, key_id: int) -> CryptoKeyRow:
    """The key. Refuses ``keyNotFound``."""
    row = connection.execute(
        select(*_KEY_COLUMNS).where(crypto_key.c.id == key_id, crypto_key.c.account_id == account_id)
    ).first()
    if row is None:
        raise Refused("keyNotFound")
    return CryptoKeyRow(*row)


def list_keys(connection: Connection, account_id: int | None = None) -> list[CryptoKeyRow]:
    """The account's keys, oldest first; those of all accounts without one."""
    of = select(*_KEY_COLUMNS).order_by(crypto_key.c.id)
    rows = connection.execute(of if account_id is None else of.where(crypto_key.c.account_id == account_id))
    return [CryptoKeyRow(*row) for row in rows]


def rotate_key(connection: Connection, account_id: int, key_id: int, secret: str, at: int) -> CryptoKeyRow:
    """Give the key another secret; the one before signs beside it for a day."""
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
    """Delete the key. Refuses ``keyNotFound``, and ``keyInUse`` while a watch signs with it."""
    get_key(connection, account_id, key_id)
    for one in list_watches(connection, account_id):
        if str(key_id) in (orjson.loads(one.document).get("signature") or {}).get("cryptoKeyIds", []):
            raise Refused("keyInUse", watch=one.id)
    connection.execute(delete(crypto_key).where(crypto_key.c.id == key_id))
