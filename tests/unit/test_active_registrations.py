"""The sorted groups of a board stay sorted after any changes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from walkin.client.active_registrations import ActiveRegistrations, Group
from walkin.model.registration import Counter, Registration, Status
from walkin.model.text import FROM_SERVER

TIME = {"dateTime": "2026-11-27T09:00:00", "timeZone": "Europe/London"}
IDS = st.sampled_from(["1", "2", "3", "9", "10", "a", "b"])
MEMBERS = st.fixed_dictionaries(
    {
        "id": IDS,
        "status": st.sampled_from(["registered", "inProgress"]),
    },
    optional={
        "priority": st.integers(0, 2),
        "position": st.integers(0, 3),
        "rank": st.integers(1, 3),
        "parked": st.booleans(),
    },
)


def make(members: dict[str, object]) -> Registration:
    return Registration.model_validate({"queue": {"id": "1"}, "registered": TIME, **members}, context=FROM_SERVER)


@settings(max_examples=60, deadline=None)
@given(st.lists(MEMBERS, max_size=8), st.lists(MEMBERS | st.sampled_from(["1", "2", "10", "x"]), max_size=20))
def test_groups_are_sorted_after_any_changes(
    first: list[dict[str, object]], changes: list[dict[str, object] | str]
) -> None:
    expected = {registration.id: registration for registration in map(make, first)}
    active = ActiveRegistrations(expected.values())
    for change in changes:
        if isinstance(change, str):
            expected.pop(change, None)
            active.remove(change)
        else:
            registration = make(change)
            expected[registration.id] = registration
            active.put(registration)
    waiting = [registration for registration in expected.values() if registration.is_waiting]
    in_order = sorted(waiting, key=lambda registration: (registration.call_order_key, registration.id))
    assert [entry[2] for entry in active.get_entries(Group.WAITING)] == in_order
    for group, is_member in (
        (Group.HELD, lambda registration: registration.status == Status.REGISTERED and not registration.is_waiting),
        (Group.IN_PROGRESS, lambda registration: registration.status == Status.IN_PROGRESS),
    ):
        members = {registration.id for registration in expected.values() if is_member(registration)}
        assert {entry[1] for entry in active.get_entries(group)} == members
    assert {registration.id for registration in active} == expected.keys()


def test_a_reserved_registration_is_held() -> None:
    reserved = make({"id": "1", "status": "registered"}).model_copy(update={"reserved": Counter(name="Desk 1")})
    assert ActiveRegistrations([reserved]).get_entries(Group.HELD)
