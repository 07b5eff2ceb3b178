"""What the settings say about watches."""

from __future__ import annotations

from walkin.settings.model import Settings
from walkin.watch.config import Outlet
from walkin.watch.ssrf import Policy, networks


def outlet(settings: Settings, *, deliver: bool = False) -> Outlet:
    """How watches work in this process; with ``deliver`` it also sends."""
    policy = Policy(networks(settings.watch_allow), frozenset(settings.watch_ports), settings.watch_authorities)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    home = f"{settings.public_url or f'http://{host}:{settings.port}'}/api/2.3" if deliver else None
    return Outlet(policy, home, settings.secret_key or None)
