"""What the settings say about watches."""

from __future__ import annotations

from walkin.settings.model import Settings
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressPolicy, parse_networks


def build_outbound_policy(settings: Settings, *, deliver: bool = False) -> OutboundPolicy:
    """How watches work in this process; with ``deliver`` it also sends."""
    policy = AddressPolicy(
        parse_networks(settings.watch_allow), frozenset(settings.watch_ports), settings.watch_authorities
    )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    home = f"{settings.public_url or f'http://{host}:{settings.port}'}/api/2.3" if deliver else None
    return OutboundPolicy(policy, home, settings.secret_key or None)
