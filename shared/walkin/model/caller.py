"""Who asks: the account and the role that a credential stands for."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a credential may do, least first."""

    DISPLAY = "display"
    KIOSK = "kiosk"
    COUNTER = "counter"
    ADMIN = "admin"

    def is_within(self, other: Role) -> bool:
        """Whether this role may do nothing that the other may not."""
        order = list(Role)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True)
class Caller:
    """The asking side of a request. ``queues`` are those it may use, None for every queue of its account."""

    account_id: int
    role: Role
    queue_ids: frozenset[int] | None = None
    credential_prefix: str = ""
    """What the audit log names: the key's prefix, empty for an app on this machine."""

    @property
    def can_see_personal_data(self) -> bool:
        """Whether it may see who the people are, not only their tickets."""
        return self.role in (Role.COUNTER, Role.ADMIN)

    def can_use_queue(self, queue_id: int) -> bool:
        """Whether its queues, of those in its account, include that one."""
        return self.queue_ids is None or queue_id in self.queue_ids


LOCAL_CALLER = Caller(account_id=1, role=Role.ADMIN)
"""An app that opened the office's file itself: whoever can read the file needs no credential."""


@dataclass(frozen=True)
class AuditContext:
    """What a caller is about to do, as the audit log will tell of it. ``at`` is in milliseconds."""

    caller: Caller
    operation: str
    target: str
    at: int


audit_context: ContextVar[AuditContext | None] = ContextVar("acting", default=None)
"""On whose behalf this task writes; None for the office's own housekeeping, which is not audited."""
