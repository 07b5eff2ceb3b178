"""What an office needs to have watches: which addresses it may reach, its own address, and where its key is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from walkin.watch import encryption
from walkin.watch.ssrf import PUBLIC_ONLY, AddressPolicy, Resolver, resolve_host


@dataclass(frozen=True)
class OutboundPolicy:
    """How watches work here. Without a ``home``, the API's address in links, this process sends nothing."""

    policy: AddressPolicy = PUBLIC_ONLY
    api_base_url: str | None = None
    secret_key: str | None = None
    """The lines of the key file; None: they are in a file beside the database."""
    resolver: Resolver = resolve_host

    def make_secret_box_factory(self, database: Path) -> Callable[[], encryption.SecretBox]:
        """Where the secrets of the office in that file are opened, found out when it is needed."""
        return lambda: (
            encryption.parse_secret_box(self.secret_key) if self.secret_key else encryption.open_secret_box(database)
        )


DELIVERY_DISABLED = OutboundPolicy()
"""Only the internet may be reached, and nothing is sent from here."""
