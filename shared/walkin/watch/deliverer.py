"""One delivery attempt: headers, authentication, the request, and the result of its response."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from random import Random

import orjson

from walkin.model.time import DAY_MS, SECOND_MS
from walkin.model.watch import METHODS_WITH_BODY
from walkin.store.watches.outbox import AttemptResult, DueDelivery
from walkin.watch.http_client import ATTEMPT_TIMEOUT_SECONDS, NoResponse, ResponseTimeout, Sender
from walkin.watch.http_connection import HttpResponse
from walkin.watch.subscription import Subscription
from walkin.watch.tokens import TokenCache

RETRY_DELAYS_MS = tuple(s * SECOND_MS for s in (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Milliseconds before each attempt, counted from the previous one: about three days in all."""
RETRY_JITTER = 0.2
MAX_RETRY_AFTER_MS = DAY_MS
"""The longest ``Retry-After`` that is honoured."""
MAX_LOGGED_BODY_BYTES = 4_096

HTTP_GONE = 410
HTTP_UNAUTHORIZED = 401


@cache
def build_user_agent() -> str:
    # Looked up with the first delivery: it takes as long as importing a library.
    return f"Walkin/{version('walkin')}"


@dataclass(frozen=True)
class Deliverer:
    tokens: TokenCache
    clock: Callable[[], int]
    random: Random

    async def deliver(
        self, delivery: DueDelivery, body: str, subscription: Subscription, sender: Sender
    ) -> AttemptResult:
        """Make one attempt and return its result; ``delivery.attempts`` counts the previous attempts."""
        sent_at, started = self.clock(), time.monotonic()
        content = body.encode() if subscription.method in METHODS_WITH_BODY else b""
        headers: dict[str, str] = {}
        response: HttpResponse | None = None
        try:
            headers = self._build_headers(delivery, content, subscription, sent_at)
            response = await self._send_authorized(headers, content, subscription, sender)
            error = None if 200 <= response.status < 300 else f"The address answered {response.status}."
        except NoResponse as problem:
            error = str(problem)
        except TimeoutError:
            error = str(ResponseTimeout())
        attempt = delivery.attempts + 1
        state, next_attempt_at = "delivered", sent_at
        if error is not None:
            state, next_attempt_at = self.schedule_retry(attempt, response)
        return AttemptResult(
            delivery_id=delivery.id,
            watch_id=delivery.watch_id,
            registration_id=delivery.registration_id,
            attempt=attempt,
            state=state,
            next_attempt_at=next_attempt_at,
            sent_at=sent_at,
            duration_ms=round((time.monotonic() - started) * 1000),
            address=subscription.destination.url,
            method=subscription.method,
            headers=orjson.dumps(subscription.mask_headers(headers)).decode(),
            status_code=response.status if response else None,
            error=error,
            response_body=_decode_text(response.body[:MAX_LOGGED_BODY_BYTES]) if response else None,
            disable_reason="gone" if response and response.status == HTTP_GONE else None,
        )

    def schedule_retry(self, attempt: int, response: HttpResponse | None = None) -> tuple[str, int]:
        """Return the delivery's state after failed attempt number ``attempt``, and when the next one is due."""
        if attempt >= len(RETRY_DELAYS_MS):
            return "failed", self.clock()
        delay_ms = RETRY_DELAYS_MS[attempt] * self.random.uniform(1 - RETRY_JITTER, 1 + RETRY_JITTER)
        retry_after_ms = _parse_retry_after(response, self.clock()) if response else 0
        return "pending", self.clock() + round(max(delay_ms, retry_after_ms))

    def _build_headers(
        self, delivery: DueDelivery, content: bytes, subscription: Subscription, sent_at: int
    ) -> dict[str, str]:
        content_type = {"content-type": "application/json"} if subscription.method in METHODS_WITH_BODY else {}
        return {
            "user-agent": build_user_agent(),
            **subscription.custom_headers,
            **content_type,
            "x-agendize-event": delivery.event,
            **subscription.build_authorization(),
            **subscription.build_signature_headers(delivery.message_id, sent_at, content),
        }

    async def _send_authorized(
        self, headers: dict[str, str], content: bytes, subscription: Subscription, sender: Sender
    ) -> HttpResponse:
        if subscription.oauth2 is None:
            return await sender.send(subscription.method, subscription.destination, headers, content)
        # One timeout for everything: the token request, the delivery, and both again after a 401.
        async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
            token = await self.tokens.get_token(subscription, sender)
            headers["authorization"] = f"Bearer {token}"
            response = await sender.send(subscription.method, subscription.destination, headers, content)
            if response.status == HTTP_UNAUTHORIZED and (
                (new_token := await self.tokens.get_token(subscription, sender, refused_token=token)) != token
            ):
                headers["authorization"] = f"Bearer {new_token}"
                response = await sender.send(subscription.method, subscription.destination, headers, content)
            return response


def _parse_retry_after(response: HttpResponse, now_ms: int) -> int:
    """Return the milliseconds of ``Retry-After``, at most MAX_RETRY_AFTER_MS; 0 without a valid one."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]) * SECOND_MS, MAX_RETRY_AFTER_MS)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0, min(int(moment.timestamp() * SECOND_MS) - now_ms, MAX_RETRY_AFTER_MS))
    except (ValueError, TypeError, OverflowError):
        return 0


def _decode_text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\0", "\ufffd")
