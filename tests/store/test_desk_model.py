"""Desk operations in any order compared with a model in memory: registrations, ranks, counts and undo."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, select

from walkin.model.desk import NextInput
from walkin.model.errors import Refused
from walkin.model.registration import RegistrationInput, Status
from walkin.store import queues
from walkin.store.engine import sqlite
from walkin.store.engine.base import prepare_tables
from walkin.store.registrations import commands, desk_commands, queries
from walkin.store.registrations.list_cache import ListCache
from walkin.store.registrations.ranks import RankCache
from walkin.store.registrations.registration_json import Serializer
from walkin.store.schema.tables import action

DESKS = ("Desk 1", "Desk 2")


class Office(RuleBasedStateMachine):
    """Two queues. ``order`` lists who waits in each, ``people`` has queue and state of each registration.

    A state is "waits", "held", "missed", "over" or the name of the desk that serves the client.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="walkin-desks-"))
        self.engine = sqlite.build_engine(self.folder / "office.db")
        self.connection = self.engine.connect()
        with sqlite.transaction(self.connection):
            prepare_tables(self.connection)
        self.order: dict[int, list[int]] = {1: [], 2: []}
        self.people: dict[int, tuple[int, str]] = {}
        self.undo_states: dict[str, list[Any]] = {desk: [] for desk in DESKS}
        self.ranks = RankCache()
        self.lists = ListCache()
        self.clock = 1_800_000_000_000

    def teardown(self) -> None:
        self.connection.close()
        self.engine.dispose()
        shutil.rmtree(self.folder)

    def write(self, work: Any, *arguments: Any, **named: Any) -> Any:
        self.clock += 7
        with sqlite.transaction(self.connection):
            return work(self.connection, *arguments, self.clock, **named)

    def change(self, person: int, desk: str, **members: Any) -> None:
        registration_input = RegistrationInput.model_validate(members)
        self.write(commands.change, self.people[person][0], person, registration_input, desk=desk)

    def push_undo_state(self, desk: str) -> None:
        """Save the state that an undo restores. The other desk can no longer undo."""
        state = ({queue: list(waiting) for queue, waiting in self.order.items()}, dict(self.people))
        for other_desk in DESKS:
            self.undo_states[other_desk] = [] if other_desk != desk else self.undo_states[other_desk]
        self.undo_states[desk].append(state)

    def read_last_action_id(self) -> int | None:
        action_id: int | None = self.connection.execute(select(func.max(action.c.id))).scalar()
        self.connection.rollback()
        return action_id

    def remove_from_order(self, person: int) -> None:
        for waiting in self.order.values():
            if person in waiting:
                waiting.remove(person)

    def choose_person(self, number: int, *states: str) -> int | None:
        matching = [person for person, (_, state) in self.people.items() if state in states]
        return matching[number % len(matching)] if matching else None

    @rule(queue=st.sampled_from((1, 2)))
    def register(self, queue: int) -> None:
        person = self.write(commands.register, queue, RegistrationInput()).registration.id
        self.people[person] = (queue, "waits")
        self.order[queue].append(person)
        self.undo_states = {desk: [] for desk in DESKS}

    @rule(desk=st.sampled_from(DESKS))
    def call_next(self, desk: str) -> None:
        at_desk = [person for person, (_, state) in self.people.items() if state == desk]
        if not at_desk and not any(self.order.values()):
            with pytest.raises(Refused, match="queueEmpty"):
                self.write(desk_commands.call_next, desk, NextInput(), 1, lambda _queue: True)
            return
        self.push_undo_state(desk)
        result = self.write(desk_commands.call_next, desk, NextInput(), 1, lambda _queue: True)
        changed = [ranked.registration for ranked in result.registrations]
        called = [registration.id for registration in changed if registration.status == Status.IN_PROGRESS]
        assert {registration.id for registration in changed} - set(called) == set(at_desk)
        for person in at_desk:
            self.people[person] = (self.people[person][0], "over")
        if any(self.order.values()):
            assert called[0] in [waiting[0] for waiting in self.order.values() if waiting]
            self.remove_from_order(called[0])
            self.people[called[0]] = (self.people[called[0]][0], desk)
        else:
            assert called == []

    @rule(number=st.integers(0, 50), desk=st.sampled_from(DESKS))
    def hold(self, number: int, desk: str) -> None:
        person = self.choose_person(number, "waits", *DESKS)
        if person is not None:
            self.push_undo_state(desk)
            self.change(person, desk, parked=True)
            self.remove_from_order(person)
            self.people[person] = (self.people[person][0], "held")

    @rule(number=st.integers(0, 50), desk=st.sampled_from(DESKS), place=st.integers(1, 6))
    def put_back(self, number: int, desk: str, place: int) -> None:
        person = self.choose_person(number, "held", "missed", "waits", *DESKS)
        if person is not None:
            undo_states, before = (
                {name: list(states) for name, states in self.undo_states.items()},
                self.read_last_action_id(),
            )
            self.push_undo_state(desk)
            self.change(person, desk, status="registered", parked=False, place=place)
            if self.read_last_action_id() == before:
                # The position has not changed: there is nothing to undo.
                self.undo_states = undo_states
            self.remove_from_order(person)
            queue = self.people[person][0]
            self.order[queue].insert(place - 1, person)
            self.people[person] = (queue, "waits")

    @rule(number=st.integers(0, 50), desk=st.sampled_from(DESKS), first=st.booleans())
    def transfer(self, number: int, desk: str, first: bool) -> None:
        person = self.choose_person(number, "waits", *DESKS)
        if person is not None:
            self.push_undo_state(desk)
            target = 3 - self.people[person][0]
            place = {"place": "first"} if first else {}
            self.change(person, desk, status="registered", queue={"id": str(target)}, **place)
            self.remove_from_order(person)
            self.order[target].insert(0 if first else len(self.order[target]), person)
            self.people[person] = (target, "waits")

    @rule(number=st.integers(0, 50), desk=st.sampled_from(DESKS))
    def miss(self, number: int, desk: str) -> None:
        person = self.choose_person(number, "waits", *DESKS)
        if person is not None:
            self.push_undo_state(desk)
            self.change(person, desk, status="noShow")
            self.remove_from_order(person)
            self.people[person] = (self.people[person][0], "missed")

    @precondition(lambda self: any(self.undo_states.values()))
    @rule()
    def undo(self) -> None:
        desk = next(desk for desk in DESKS if self.undo_states[desk])
        self.write(desk_commands.undo, desk, 1, lambda _queue: True)
        self.order, self.people = self.undo_states[desk].pop()

    @invariant()
    def store_equals_model(self) -> None:
        with sqlite.transaction(self.connection):
            self.compare_with_store(self.connection)

    def compare_with_store(self, connection: Connection) -> None:
        stored_people: dict[int, tuple[int, str]] = {}
        for queue, waiting in self.order.items():
            state = queues.show(connection, queue, self.clock)
            rows = queries.list_ranked(connection, queue, list(Status))
            assert state.waiting == len(waiting)
            assert [key for key, rank in rows if rank] == waiting
            stored_list = []
            serializer = Serializer(state, self.clock, "http://localhost")
            for key, rank in rows:
                ranked = queries.get(connection, queue, key, self.clock, self.ranks)
                registration = ranked.registration
                assert ranked.rank == queries.get(connection, queue, key, self.clock).rank
                assert ranked.rank == rank == (waiting.index(key) + 1 if registration.is_waiting else None)
                states = {"noShow": "missed", "finished": "over", "inProgress": registration.desk_name}
                waits_or_held = "waits" if registration.is_waiting else "held"
                stored_people[key] = (queue, states.get(registration.status, waits_or_held))
                stored_list.append((serializer.render_stable(registration), ranked.rank))
            content, listed = self.lists.render(
                connection, queue, list(Status), self.clock, "http://localhost", include_personal=True
            )
            assert content == serializer.render_list(stored_list)
            assert (listed.id, listed.revision) == (state.id, state.revision)
        assert stored_people == self.people


@pytest.mark.parametrize("examples", [5, pytest.param(30, marks=pytest.mark.long)])
def test_an_office_keeps_its_model(examples: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Office,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
