"""What the queue table shows of a registration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from walkin.model.registration import Status

if TYPE_CHECKING:
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

SOON_FRACTION = 0.75
"""Part of the promised wait after which a row asks for attention."""


class RowState(StrEnum):
    """How a row is doing; also the name of its style and of its words."""

    WAITING = "waiting"
    SOON = "soon"
    LATE = "late"
    SERVED = "served"
    HELD = "held"
    """On hold, or kept for one desk."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the table. Times are in seconds since 1970, ``target`` is the promised wait in seconds."""

    id: str
    number: str
    name: str = ""
    service: str = ""
    waiting_since: float = 0.0
    called_at: float | None = None
    target_seconds: float = 900.0
    desk: str = ""
    remark: str = ""
    short_remark: str = ""
    """`remark` in four cells: the letters of another language than the agent's, and "*" for a note."""
    priority: int = 0
    held: bool = False
    """Registered without waiting: ``desk`` is the one it is kept for, empty when it is on hold."""

    def compute_wait(self, now: float) -> float:
        """Seconds waited: until the call, or until ``now``."""
        return (now if self.called_at is None else self.called_at) - self.waiting_since

    def compute_state(self, now: float) -> RowState:
        """How the row is doing at ``now``."""
        if self.called_at is not None:
            return RowState.SERVED
        if self.held:
            return RowState.HELD
        waited = self.compute_wait(now)
        if waited > self.target_seconds:
            return RowState.LATE
        return RowState.SOON if waited > self.target_seconds * SOON_FRACTION else RowState.WAITING


def build_row(registration: Registration, queue: Queue | None, language_note: str = "") -> QueueRow:
    """The table's row of a registration; ``speaks`` is said of its language, when there is something to say."""
    served = registration.status == Status.IN_PROGRESS
    began = registration.called or registration.started
    until = began.to_datetime().timestamp() if served and began else None
    if served and until is None:
        until = registration.registered.to_datetime().timestamp()
    desk = registration.counter if served else registration.reserved
    letters = (registration.language or "").replace("_", "-").partition("-")[0][:3].upper() if language_note else ""
    return QueueRow(
        id=registration.id,
        number=registration.ticket or registration.id,
        name=registration.client.full_name,
        service=queue.name if queue else registration.queue.name or "",
        waiting_since=registration.registered.to_datetime().timestamp(),
        called_at=until,
        target_seconds=(queue.service_level if queue else 15) * 60.0,
        desk=desk.name if desk is not None else "",
        remark=" · ".join(part for part in (language_note, registration.note or "") if part),
        short_remark=f"{letters:<3}{'*' if registration.note else ''}".rstrip(),
        priority=registration.priority,
        held=registration.status == Status.REGISTERED and not registration.is_waiting,
    )
