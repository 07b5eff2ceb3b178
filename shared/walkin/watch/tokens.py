"""OAuth2 for receivers: a token is got when one is needed, kept until shortly before it ends, and got anew on 401."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson

from walkin.watch.http_client import NoAnswer, Sender
from walkin.watch.ssrf import Target
from walkin.watch.subscription import Subscription

EARLY = 60_000
"""Milliseconds before its end from which a token is not used any more."""
UNSAID = 300
"""Seconds a token is taken to last when its giver does not say."""

RENEWED = 60_000
"""Milliseconds between two tokens that are got because the one before was refused: who refuses every token is not
asked for one at every attempt."""

Rotated = Callable[[Subscription, str], Awaitable[None]]


@dataclass
class _Token:
    text: str
    until: int


class Tokens:
    """The tokens of the watches of one worker. ``rotated`` keeps a new refresh token before anything else happens."""

    def __init__(self, clock: Callable[[], int], rotated: Rotated) -> None:
        self._clock = clock
        self._rotated = rotated
        self._tokens: dict[tuple[int, str], _Token] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._renewed: dict[int, int] = {}

    async def of(self, subscription: Subscription, sender: Sender, refused: str | None = None) -> str:
        """A token for the watch's address, another one than the ``refused`` unless that one has just been got in place
        of another. Raises NoAnswer in plain words.
        """
        given = subscription.oauth2 or {}
        key = (subscription.id, orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode())
        async with self._locks.setdefault(subscription.id, asyncio.Lock()):
            kept = self._tokens.get(key)
            at = self._clock()
            if kept is not None and kept.text == refused and at - self._renewed.get(subscription.id, 0) >= RENEWED:
                self._renewed[subscription.id] = at
                kept = None
            if kept is None or kept.until <= at:
                kept = self._tokens[key] = await self._asked(subscription, given, sender)
            return kept.text

    def drop(self, watch: int) -> None:
        """The watch is gone: forget its tokens."""
        self._locks.pop(watch, None)
        self._renewed.pop(watch, None)
        self._tokens = {key: token for key, token in self._tokens.items() if key[0] != watch}

    async def _asked(self, subscription: Subscription, given: dict[str, str], sender: Sender) -> _Token:
        grant = given.get("grantType", "refresh_token")
        form = {"grant_type": grant, "client_id": given.get("clientId", "")}
        if secret := subscription.secret("oauth2Auth.clientSecret"):
            form["client_secret"] = secret
        if grant == "refresh_token":
            form["refresh_token"] = subscription.secret("oauth2Auth.refreshToken") or ""
        if scope := given.get("scope"):
            form["scope"] = scope
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        try:
            target = Target(given.get("accessTokenUrl", ""))
            answer = await sender.send("POST", target, headers, urlencode(form).encode())
        except (ValueError, NoAnswer) as error:
            raise NoAnswer(f"No token: {error}") from None
        try:
            told = orjson.loads(answer.body)
            token = _Token(str(told["access_token"]), self._until(told.get("expires_in", told.get("expire_in"))))
            fresh = told.get("refresh_token")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise NoAnswer(f"No token: the token address answered {answer.status} without one.") from None
        if not 200 <= answer.status < 300:
            raise NoAnswer(f"No token: the token address answered {answer.status}.")
        if not token.text.isascii() or not token.text.isprintable():
            raise NoAnswer("No token: the one that was given cannot be sent in a header.")
        if grant == "refresh_token" and isinstance(fresh, str) and fresh != form["refresh_token"]:
            await self._rotated(subscription, fresh)
        return token

    def _until(self, seconds: object) -> int:
        try:
            lasting = int(float(str(seconds)))
        except (ValueError, OverflowError):
            lasting = UNSAID
        return self._clock() + max(0, min(lasting, 86_400)) * 1000 - EARLY
