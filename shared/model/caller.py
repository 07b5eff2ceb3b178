"""Who asks: the account and the role that a credential stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a credential may do, least first."""

    DISPLAY = "display"
    KIOSK = "kiosk"
    COUNTER = "counter"
    ADMIN = "admin"


@dataclass(frozen=True)
class Caller:
    """The asking side of a request. ``queues`` are those it may use, None for every queue of its account."""

    account: int
    role: Role
    queues: frozenset[int] | None = None
    key: str = ""
    """What the audit log names: the key's prefix, empty for an app on this machine."""


LOCAL = Caller(account=1, role=Role.ADMIN)
"""An app that opened the office's file itself: whoever can read the file needs no credential."""
