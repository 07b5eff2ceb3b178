"""One attempt to deliver: headers, authentication, the request, and what its answer means."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from random import Random

import orjson

from walkin.model.time import SECOND
from walkin.model.watch import WITH_BODY
from walkin.store.watches.outbox import Due, Result
from walkin.watch.http_client import DEADLINE, NoAnswer, Sender, TooLate
from walkin.watch.http_connection import Answer
from walkin.watch.subscription import Subscription
from walkin.watch.tokens import Tokens

SCHEDULE = tuple(seconds * SECOND for seconds in (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Milliseconds before each attempt, counted from the one before: about three days in all."""
JITTER = 0.2
LONGEST_PAUSE = 86_400 * SECOND
"""The longest ``Retry-After`` that is heeded."""
KEPT_ANSWER = 4_096

GONE = 410
UNAUTHORIZED = 401
AGENT = f"Walkin/{version('walkin')}"


@dataclass(frozen=True)
class Trier:
    """Makes attempts."""

    tokens: Tokens
    clock: Callable[[], int]
    random: Random

    async def __call__(self, due: Due, body: str, subscription: Subscription, sender: Sender) -> Result:
        """How the attempt went; ``due.attempts`` counts those before it."""
        began, measured = self.clock(), time.monotonic()
        headers: dict[str, str] = {}
        answer: Answer | None = None
        try:
            headers = self._headers(due, body, subscription, began)
            answer = await self._sent(headers, body, subscription, sender)
            error = None if 200 <= answer.status < 300 else f"The address answered {answer.status}."
        except NoAnswer as problem:
            error = str(problem)
        except TimeoutError:
            error = str(TooLate())
        attempt = due.attempts + 1
        state, next_at = "delivered", began
        if error is not None:
            state, next_at = self.following(attempt, answer)
        return Result(
            delivery_id=due.id,
            watch_id=due.watch_id,
            registration_id=due.registration_id,
            attempt=attempt,
            state=state,
            next_at=next_at,
            sent_at=began,
            duration=round((time.monotonic() - measured) * 1000),
            address=subscription.target.text,
            method=subscription.method,
            headers=orjson.dumps(subscription.shown(headers)).decode(),
            status_code=answer.status if answer else None,
            error=error,
            answer=_text(answer.body[:KEPT_ANSWER]) if answer else None,
            disable="gone" if answer and answer.status == GONE else None,
        )

    def following(self, attempt: int, answer: Answer | None = None) -> tuple[str, int]:
        """The state after a failed attempt and when the next one is due."""
        if attempt >= len(SCHEDULE):
            return "failed", self.clock()
        pause = SCHEDULE[attempt] * self.random.uniform(1 - JITTER, 1 + JITTER)
        asked = _retry_after(answer, self.clock()) if answer else 0
        return "pending", self.clock() + round(max(pause, asked))

    def _headers(self, due: Due, body: str, subscription: Subscription, at: int) -> dict[str, str]:
        content = body.encode() if subscription.method in WITH_BODY else b""
        kind = {"content-type": "application/json"} if subscription.method in WITH_BODY else {}
        return {
            "user-agent": AGENT,
            **subscription.own,
            **kind,
            "x-agendize-event": due.event,
            **subscription.authorization(),
            **subscription.signature(due.message, at, content),
        }

    async def _sent(self, headers: dict[str, str], body: str, subscription: Subscription, sender: Sender) -> Answer:
        content = body.encode() if subscription.method in WITH_BODY else b""
        if subscription.oauth2 is None:
            return await sender.send(subscription.method, subscription.target, headers, content)
        # All of it within one deadline: asking for a token, and once more when it is refused.
        async with asyncio.timeout(DEADLINE):
            token = await self.tokens.of(subscription, sender)
            headers["authorization"] = f"Bearer {token}"
            answer = await sender.send(subscription.method, subscription.target, headers, content)
            if answer.status == UNAUTHORIZED and (
                (other := await self.tokens.of(subscription, sender, refused=token)) != token
            ):
                headers["authorization"] = f"Bearer {other}"
                answer = await sender.send(subscription.method, subscription.target, headers, content)
            return answer


def _retry_after(answer: Answer, at: int) -> int:
    """Milliseconds the answer asks to wait, at most a day."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]) * SECOND, LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0, min(int(moment.timestamp() * SECOND) - at, LONGEST_PAUSE))
    except (ValueError, TypeError, OverflowError):
        return 0


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\0", "\ufffd")
