"""Test a watch by delivering an invented registration."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

import orjson

from walkin.model.time import to_wall_clock
from walkin.store import Store
from walkin.store.watches.outbox import BASE_URL_PLACEHOLDER, AttemptResult, DueDelivery
from walkin.store.watches.watches import CryptoKeyRow, WatchRow
from walkin.watch.config import OutboundPolicy
from walkin.watch.deliverer import Deliverer
from walkin.watch.http_client import NoResponse, SenderPool
from walkin.watch.subscription import Subscription, save_refresh_token
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
    """Attempt one delivery and return its result. Nothing is stored except a rotated refresh token."""
    subscription = Subscription(watch, keys, await outbound_policy.open_secret_box(store))
    deliverer = Deliverer(TokenCache(clock, partial(save_refresh_token, store, outbound_policy)), clock, Random())
    delivery = _build_sample_delivery(watch, clock())
    senders = SenderPool(outbound_policy.policy, outbound_policy.resolver)
    try:
        body = subscription.build_body(delivery, api_base_url)
        return await deliverer.deliver(delivery, body, subscription, senders.get_sender(watch.id))
    except (TemplateError, NoResponse) as error:
        return AttemptResult(0, watch.id, 0, 1, "failed", 0, clock(), 0, "", "", "{}", error=str(error))
    finally:
        await senders.close()


def _build_sample_delivery(watch: WatchRow, now_ms: int) -> DueDelivery:
    queue = {"id": str(watch.queue_id or 0), "name": "Test"}
    client = {"selfLink": f"{BASE_URL_PLACEHOLDER}/clients/0", "id": "0", "firstName": "Test", "lastName": "Test",
              "emailAddress": "test@example.org"}  # fmt: skip
    registered = {"dateTime": to_wall_clock(now_ms, "UTC"), "timeZone": "UTC"}
    registration = {
        "id": "0", "queue": queue, "status": "registered", "registered": registered, "client": client,
        "waitingTime": 0, "averageWaitingTime": 0, "rank": 1, "numberOfPeopleAhead": 0, "ticket": "A000", "calls": 0,
        "priority": 0,
    }  # fmt: skip
    resource = orjson.dumps(registration).decode()
    extra = orjson.dumps({"queue": queue, "client": client}).decode()
    message = f"msg_{secrets.token_hex(12)}"
    return DueDelivery(0, watch.id, 0, message, "updated", 0, now_ms, None, resource, resource, extra, watch.version)
