"""OAuth2 access tokens for receivers: requested when needed, cached until shortly before expiry, renewed on 401."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson

from walkin.model.watch import OAuth2
from walkin.watch.http_client import NoResponse, Sender
from walkin.watch.ssrf import Destination
from walkin.watch.subscription import CLIENT_SECRET_PATH, REFRESH_TOKEN_PATH, Subscription

EXPIRY_MARGIN_MS = 60_000
"""Milliseconds before its expiry from which a token is no longer used."""
DEFAULT_LIFETIME_SECONDS = 300
"""Lifetime of a token whose response has no ``expires_in``."""

MIN_RENEWAL_INTERVAL_MS = 60_000
"""Milliseconds between two renewals after a 401, so that a receiver which refuses every token does not cause a token
request with each attempt."""

RefreshTokenSaver = Callable[[Subscription, str], Awaitable[None]]


@dataclass
class _AccessToken:
    text: str
    expires_at: int


class TokenCache:
    """The access tokens of all watches. ``save_refresh_token`` stores a rotated refresh token before it is used."""

    def __init__(self, clock: Callable[[], int], save_refresh_token: RefreshTokenSaver) -> None:
        self._clock = clock
        self._save_refresh_token = save_refresh_token
        self._tokens: dict[tuple[int, str], _AccessToken] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._renewed_at: dict[int, int] = {}

    async def get_token(self, subscription: Subscription, sender: Sender, refused_token: str | None = None) -> str:
        """Return an access token for the watch's address; another one than ``refused_token``, unless that was renewed
        less than MIN_RENEWAL_INTERVAL_MS ago. Raises NoResponse.
        """
        oauth2 = subscription.oauth2 or OAuth2()
        key = (subscription.id, oauth2.model_dump_json())
        async with self._locks.setdefault(subscription.id, asyncio.Lock()):
            token = self._tokens.get(key)
            now_ms = self._clock()
            if (
                token is not None
                and token.text == refused_token
                and now_ms - self._renewed_at.get(subscription.id, 0) >= MIN_RENEWAL_INTERVAL_MS
            ):
                self._renewed_at[subscription.id] = now_ms
                token = None
            if token is None or token.expires_at <= now_ms:
                token = self._tokens[key] = await self._request_token(subscription, oauth2, sender)
            return token.text

    def drop(self, watch_id: int) -> None:
        self._locks.pop(watch_id, None)
        self._renewed_at.pop(watch_id, None)
        self._tokens = {key: token for key, token in self._tokens.items() if key[0] != watch_id}

    async def _request_token(self, subscription: Subscription, oauth2: OAuth2, sender: Sender) -> _AccessToken:
        form = {"grant_type": oauth2.grant_type, "client_id": oauth2.client_id}
        if client_secret := subscription.get_secret(CLIENT_SECRET_PATH):
            form["client_secret"] = client_secret
        if oauth2.grant_type == "refresh_token":
            form["refresh_token"] = subscription.get_secret(REFRESH_TOKEN_PATH) or ""
        if oauth2.scope:
            form["scope"] = oauth2.scope
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        try:
            destination = Destination(oauth2.access_token_url)
            response = await sender.send("POST", destination, headers, urlencode(form).encode())
        except (ValueError, NoResponse) as error:
            raise NoResponse(f"No token: {error}") from None
        try:
            document = orjson.loads(response.body)
            expires_in = document.get("expires_in", document.get("expire_in"))
            token = _AccessToken(str(document["access_token"]), self._compute_expiry(expires_in))
            refresh_token = document.get("refresh_token")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise NoResponse(f"No token: the token address answered {response.status} without one.") from None
        if not 200 <= response.status < 300:
            raise NoResponse(f"No token: the token address answered {response.status}.")
        if not token.text.isascii() or not token.text.isprintable():
            raise NoResponse("No token: the one that was given cannot be sent in a header.")
        if isinstance(refresh_token, str) and form.get("refresh_token") not in (None, refresh_token):
            await self._save_refresh_token(subscription, refresh_token)
        return token

    def _compute_expiry(self, expires_in: object) -> int:
        try:
            lifetime = int(float(str(expires_in)))
        except (ValueError, OverflowError):
            lifetime = DEFAULT_LIFETIME_SECONDS
        return self._clock() + max(0, min(lifetime, 86_400)) * 1000 - EXPIRY_MARGIN_MS
