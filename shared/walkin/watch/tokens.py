"""OAuth2 for receivers: a token is got when one is needed, kept until shortly before it ends, and got anew on 401."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson

from walkin.watch.http_client import NoResponse, Sender
from walkin.watch.ssrf import Destination
from walkin.watch.subscription import Subscription

EXPIRY_MARGIN_MS = 60_000
"""Milliseconds before its end from which a token is not used any more."""
DEFAULT_LIFETIME_SECONDS = 300
"""Seconds a token is taken to last when its giver does not say."""

MIN_RENEWAL_INTERVAL_MS = 60_000
"""Milliseconds between two tokens that are got because the one before was refused: who refuses every token is not
asked for one at every attempt."""

RefreshTokenSaver = Callable[[Subscription, str], Awaitable[None]]


@dataclass
class _AccessToken:
    text: str
    expires_at: int


class TokenCache:
    """The tokens of the watches of one worker. ``rotated`` keeps a new refresh token before anything else happens."""

    def __init__(self, clock: Callable[[], int], save_refresh_token: RefreshTokenSaver) -> None:
        self._clock = clock
        self._save_refresh_token = save_refresh_token
        self._tokens: dict[tuple[int, str], _AccessToken] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._renewed_at: dict[int, int] = {}

    async def get_token(self, subscription: Subscription, sender: Sender, refused_token: str | None = None) -> str:
        """A token for the watch's address, another one than the ``refused`` unless that one has just been got in place
        of another. Raises NoAnswer in plain words.
        """
        given = subscription.oauth2 or {}
        key = (subscription.id, orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode())
        async with self._locks.setdefault(subscription.id, asyncio.Lock()):
            kept = self._tokens.get(key)
            at = self._clock()
            if (
                kept is not None
                and kept.text == refused_token
                and at - self._renewed_at.get(subscription.id, 0) >= MIN_RENEWAL_INTERVAL_MS
            ):
                self._renewed_at[subscription.id] = at
                kept = None
            if kept is None or kept.expires_at <= at:
                kept = self._tokens[key] = await self._request_token(subscription, given, sender)
            return kept.text

    def drop(self, watch_id: int) -> None:
        """The watch is gone: forget its tokens."""
        self._locks.pop(watch_id, None)
        self._renewed_at.pop(watch_id, None)
        self._tokens = {key: token for key, token in self._tokens.items() if key[0] != watch_id}

    async def _request_token(self, subscription: Subscription, oauth2: dict[str, str], sender: Sender) -> _AccessToken:
        grant = oauth2.get("grantType", "refresh_token")
        form = {"grant_type": grant, "client_id": oauth2.get("clientId", "")}
        if secret := subscription.get_secret("oauth2Auth.clientSecret"):
            form["client_secret"] = secret
        if grant == "refresh_token":
            form["refresh_token"] = subscription.get_secret("oauth2Auth.refreshToken") or ""
        if scope := oauth2.get("scope"):
            form["scope"] = scope
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        try:
            target = Destination(oauth2.get("accessTokenUrl", ""))
            answer = await sender.send("POST", target, headers, urlencode(form).encode())
        except (ValueError, NoResponse) as error:
            raise NoResponse(f"No token: {error}") from None
        try:
            told = orjson.loads(answer.body)
            token = _AccessToken(
                str(told["access_token"]), self._compute_expiry(told.get("expires_in", told.get("expire_in")))
            )
            fresh = told.get("refresh_token")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise NoResponse(f"No token: the token address answered {answer.status} without one.") from None
        if not 200 <= answer.status < 300:
            raise NoResponse(f"No token: the token address answered {answer.status}.")
        if not token.text.isascii() or not token.text.isprintable():
            raise NoResponse("No token: the one that was given cannot be sent in a header.")
        if grant == "refresh_token" and isinstance(fresh, str) and fresh != form["refresh_token"]:
            await self._save_refresh_token(subscription, fresh)
        return token

    def _compute_expiry(self, expires_in: object) -> int:
        try:
            lasting = int(float(str(expires_in)))
        except (ValueError, OverflowError):
            lasting = DEFAULT_LIFETIME_SECONDS
        return self._clock() + max(0, min(lasting, 86_400)) * 1000 - EXPIRY_MARGIN_MS
