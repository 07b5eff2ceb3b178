"""The active registrations of one queue, grouped and sorted as the screens list them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from walkin.model.registration import Registration, Status

Entry = tuple[tuple[float, ...], str, Registration]
"""A registration behind its sort key and its id, so that two registrations are never compared."""


class Group(Enum):
    WAITING = auto()
    """In the order of calling: by priority, then arrival."""
    HELD = auto()
    """Registered, but on hold or reserved; in the same order."""
    IN_PROGRESS = auto()
    """Latest call first."""


class ActiveRegistrations:
    """A change costs one insertion, whatever the number of registrations."""

    def __init__(self, registrations: Iterable[Registration] = ()) -> None:
        self._entries: dict[str, tuple[Group, Entry]] = {}
        self._groups: dict[Group, list[Entry]] = {group: [] for group in Group}
        for registration in registrations:
            group, entry = self._entries[registration.id] = _build_entry(registration)
            self._groups[group].append(entry)
        for entries in self._groups.values():
            entries.sort()

    def __iter__(self) -> Iterator[Registration]:
        return (entry[2] for _, entry in self._entries.values())

    def get(self, registration_id: str) -> Registration | None:
        found = self._entries.get(registration_id)
        return found[1][2] if found else None

    def get_entries(self, group: Group) -> list[Entry]:
        """The sorted entries of a group, not to be changed."""
        return self._groups[group]

    def put(self, registration: Registration) -> None:
        """Add a registration, or replace the one with its id."""
        self.remove(registration.id)
        group, entry = self._entries[registration.id] = _build_entry(registration)
        insort(self._groups[group], entry)

    def remove(self, registration_id: str) -> None:
        if found := self._entries.pop(registration_id, None):
            entries = self._groups[found[0]]
            del entries[bisect_left(entries, found[1])]


def _build_entry(registration: Registration) -> tuple[Group, Entry]:
    if registration.status == Status.IN_PROGRESS:
        called = (registration.called or registration.registered).to_datetime().timestamp()
        return Group.IN_PROGRESS, ((-called,), registration.id, registration)
    group = Group.WAITING if registration.is_waiting else Group.HELD
    return group, (registration.call_order_key, registration.id, registration)
