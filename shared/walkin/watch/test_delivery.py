"""Trying a watch with an invented registration."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from random import Random

import orjson

from walkin.model.time import to_wall_clock
from walkin.store import Store
from walkin.store.watches import watches
from walkin.store.watches.outbox import BASE_URL_PLACEHOLDER, AttemptResult, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow, WatchRow
from walkin.watch.config import OutboundPolicy
from walkin.watch.deliverer import Deliverer
from walkin.watch.http_client import NoResponse, SenderPool
from walkin.watch.subscription import Subscription
from walkin.watch.template import TemplateError
from walkin.watch.tokens import TokenCache


async def send_test_delivery(
    watch: WatchRow,
    keys: Sequence[CryptoKeyRow],
    store: Store,
    outbound_policy: OutboundPolicy,
    api_base_url: str,
    clock: Callable[[], int],
) -> AttemptResult:
    """How one attempt with an invented registration goes. Nothing of it is kept but a rotated refresh token."""
    vault = outbound_policy.make_secret_box_factory(store.base_path)()
    subscription = Subscription(watch, keys, vault)

    async def rotated(_: Subscription, token: str) -> None:
        path = "oauth2Auth.refreshToken"
        sealed = subscription.encrypted_secrets | {path: vault.encrypt(token, path)}
        await store.write(watches.set_secrets, watch.id, orjson.dumps(sealed).decode())
        subscription.replace_secret(path, sealed[path], token)

    trier = Deliverer(TokenCache(clock, rotated), clock, Random())
    due = _build_sample_delivery(watch, clock())
    senders = SenderPool(outbound_policy.policy, outbound_policy.resolver)
    try:
        return await trier(due, subscription.build_body(due, api_base_url), subscription, senders.get_sender(watch.id))
    except (TemplateError, NoResponse) as error:
        return AttemptResult(0, watch.id, 0, 1, "failed", 0, clock(), 0, "", "", "{}", error=str(error))
    finally:
        await senders.close()


def _build_sample_delivery(watch: WatchRow, now_ms: int) -> DueDelivery:
    moment = {"dateTime": to_wall_clock(now_ms, "UTC"), "timeZone": "UTC"}
    queue = {"id": str(watch.queue_id or 0), "name": "Test"}
    person = {"id": "0", "firstName": "Test", "lastName": "Test", "emailAddress": "test@example.org"}
    resource = {
        "id": "0",
        "queue": queue,
        "status": "registered",
        "registered": moment,
        "client": {"selfLink": f"{BASE_URL_PLACEHOLDER}/clients/0", **person},
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
    return DueDelivery(0, watch.id, 0, message, "updated", 0, now_ms, None, text, text, extra, watch.version)
