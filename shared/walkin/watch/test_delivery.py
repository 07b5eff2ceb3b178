"""Trying a watch with an invented registration."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from random import Random

import orjson

from walkin.model.time import wall_clock
from walkin.store import Store
from walkin.store.watches import watches
from walkin.store.watches.outbox import HOME, Due, Result
from walkin.store.watches.watches import Key, Watch
from walkin.watch.config import Outlet
from walkin.watch.deliverer import Trier
from walkin.watch.http_client import NoAnswer, Senders
from walkin.watch.subscription import Subscription
from walkin.watch.template import TemplateError
from walkin.watch.tokens import Tokens


async def trial(
    watch: Watch, keys: Sequence[Key], store: Store, outlet: Outlet, home: str, clock: Callable[[], int]
) -> Result:
    """How one attempt with an invented registration goes. Nothing of it is kept but a rotated refresh token."""
    vault = outlet.vault(store.path)()
    subscription = Subscription(watch, keys, vault)

    async def rotated(_: Subscription, token: str) -> None:
        path = "oauth2Auth.refreshToken"
        sealed = subscription.sealed | {path: vault.seal(token, path)}
        await store.write(watches.keep_secret, watch.id, orjson.dumps(sealed).decode())
        subscription.renew(path, sealed[path], token)

    trier = Trier(Tokens(clock, rotated), clock, Random())
    due = _invented(watch, clock())
    senders = Senders(outlet.policy, outlet.resolve)
    try:
        return await trier(due, subscription.body(due, home), subscription, senders.of(watch.id))
    except (TemplateError, NoAnswer) as error:
        return Result(0, watch.id, 0, 1, "failed", 0, clock(), 0, "", "", "{}", error=str(error))
    finally:
        await senders.close()


def _invented(watch: Watch, at: int) -> Due:
    moment = {"dateTime": wall_clock(at, "UTC"), "timeZone": "UTC"}
    queue = {"id": str(watch.queue_id or 0), "name": "Test"}
    person = {"id": "0", "firstName": "Test", "lastName": "Test", "emailAddress": "test@example.org"}
    resource = {
        "id": "0",
        "queue": queue,
        "status": "registered",
        "registered": moment,
        "client": {"selfLink": f"{HOME}/clients/0", **person},
        "waitingTime": 0,
        "averageWaitingTime": 0,
        "rank": 1,
        "numberOfPeopleAhead": 0,
        "ticket": "A000",
        "calls": 0,
        "priority": 0,
    }
    text = orjson.dumps(resource).decode()
    extra = orjson.dumps({"queue": queue, "client": resource["client"]}).decode()
    message = f"msg_{secrets.token_hex(12)}"
    return Due(0, watch.id, 0, message, "updated", 0, at, None, text, text, extra, watch.version)
