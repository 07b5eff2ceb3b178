"""Configuration of outbound webhooks: the addresses they may reach, the API's own address, and the secret key."""

from __future__ import annotations

from dataclasses import dataclass

from walkin.model.office_files import get_key_path
from walkin.settings import WatchSettings
from walkin.store import Store
from walkin.store.watches import watches
from walkin.watch.encryption import SecretBox, open_secret_box, parse_secret_box
from walkin.watch.ssrf import PUBLIC_ONLY, AddressPolicy, Resolver, parse_networks, resolve_host


@dataclass(frozen=True)
class OutboundPolicy:
    """How this process delivers to watches. Without ``api_base_url``, the API's address in links, it sends nothing."""

    policy: AddressPolicy = PUBLIC_ONLY
    api_base_url: str | None = None
    secret_key: str | None = None
    """The content of the key file; None: the key file is beside the database."""
    resolver: Resolver = resolve_host

    async def open_secret_box(self, store: Store) -> SecretBox:
        """Open the secrets of an office. Refuses ``secretsLost`` when the key is unusable.

        If there are secrets but no key file, the box refuses every use.
        """
        if self.secret_key:
            return parse_secret_box(self.secret_key)
        if not get_key_path(store.base_path).exists() and await store.read(watches.has_secrets):
            # No new key is created: the old one, which the secrets need, may come back.
            return SecretBox({})
        return open_secret_box(store.base_path)


DELIVERY_DISABLED = OutboundPolicy()
"""Only public addresses may be reached, and this process delivers nothing."""


def build_outbound_policy(settings: WatchSettings, api_base_url: str | None = None) -> OutboundPolicy:
    """Build the policy from the settings; without the API's address this process delivers nothing."""
    address_policy = AddressPolicy(
        parse_networks(settings.watch_allow), frozenset(settings.watch_ports), settings.watch_authorities
    )
    return OutboundPolicy(address_policy, api_base_url, settings.secret_key or None)
