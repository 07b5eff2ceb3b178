"""How long an office keeps people's data and its logs."""

from __future__ import annotations

from dataclasses import dataclass

from walkin.model.time import DAY_MS


@dataclass(frozen=True)
class Retention:
    """Days for which an office keeps things. A queue's ``keepPersonal`` overrides ``personal_days``."""

    personal_days: int = 30
    """After the visit; 0: until it ends."""
    file_days: int = 30
    """After the upload."""
    watch_log_days: int = 10
    """After the change that was delivered."""
    audit_days: int = 730
    """After the change; 0: for ever."""


DEFAULT_RETENTION = Retention()


def compute_cutoff(at: int, days: int) -> int:
    """The time (ms) that is `days` before `at`."""
    return at - days * DAY_MS
