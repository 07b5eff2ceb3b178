"""The caller of an operation: account, role and queues of its credential."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of a credential, least privileged first."""

    DISPLAY = "display"
    KIOSK = "kiosk"
    COUNTER = "counter"
    ADMIN = "admin"

    def is_within(self, other: Role) -> bool:
        """Whether this role has no more rights than the other."""
        order = list(Role)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True)
class Caller:
    """The caller of a request. ``queue_ids`` are the queues it may use, None for all queues of its account."""

    account_id: int
    role: Role
    queue_ids: frozenset[int] | None = None
    credential_prefix: str = ""
    """The key's prefix, as the audit log names it; empty for an app on this machine."""

    @property
    def can_see_personal_data(self) -> bool:
        """Whether it may see personal data, not only tickets."""
        return self.role in (Role.COUNTER, Role.ADMIN)

    @property
    def is_limited(self) -> bool:
        """Whether it may use some queues of its account only."""
        return self.queue_ids is not None

    def can_use_queue(self, queue_id: int) -> bool:
        return self.queue_ids is None or queue_id in self.queue_ids


LOCAL_CALLER = Caller(account_id=1, role=Role.ADMIN)
"""An app that opened the office's file itself: a process that can read the file needs no credential."""


LOCAL_KIOSK = Caller(account_id=1, role=Role.KIOSK)
"""A kiosk that opened the office's file itself: the person in front of it is not staff."""


@dataclass(frozen=True)
class AuditContext:
    """The operation that is recorded in the audit log; ``at`` is in milliseconds."""

    caller: Caller
    operation: str
    target: str
    at: int


audit_context: ContextVar[AuditContext | None] = ContextVar("acting", default=None)
"""The operation this task writes for; None for housekeeping, which is not audited."""

queue_limit: ContextVar[frozenset[int] | None] = ContextVar("queue_limit", default=None)
"""The queues of the caller that this task works for, None without a limit: clients and watches of others are not found.

The store carries it into its threads. Checked there and not by each operation, so that none can forget it.
"""

answer_seconds: ContextVar[float | None] = ContextVar("answer_seconds", default=None)
"""How long this task waits for the database at most; None for commands and housekeeping, which may take their time."""

match_phone: ContextVar[bool] = ContextVar("match_phone", default=True)
"""Whether clients are matched by telephone number. The store carries it into its threads."""
