"""What an office needs to have watches: which addresses it may reach, its own address, and where its key is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from walkin.watch import encryption as vault
from walkin.watch.ssrf import STRICT, Policy, Resolve, resolved


@dataclass(frozen=True)
class Outlet:
    """How watches work here. Without a ``home``, the API's address in links, this process sends nothing."""

    policy: Policy = STRICT
    home: str | None = None
    secret_key: str | None = None
    """The lines of the key file; None: they are in a file beside the database."""
    resolve: Resolve = resolved

    def vault(self, database: Path) -> Callable[[], vault.Vault]:
        """Where the secrets of the office in that file are opened, found out when it is needed."""
        return lambda: vault.of_text(self.secret_key) if self.secret_key else vault.beside(database)


CLOSED = Outlet()
"""Only the internet may be reached, and nothing is sent from here."""
