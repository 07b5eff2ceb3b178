"""Forecast of the waits: who is before whom at which desk, which desks count, what is learned, and simulated days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.waits import CASES, MAX_ABOVE_SHARE, MAX_BELOW_SHARE, MIN_INSIDE_SHARE, Case, simulate_cases
from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.time import MINUTE_MS
from walkin.model.wait_estimate import (
    AWAY_SECONDS,
    DEFAULT_BELOW,
    DELAY_MINUTES,
    DESK_CLOSED,
    HORIZON_SECONDS,
    IDLE_SECONDS,
    LEFT_OPEN_SECONDS,
    LONG_VISIT,
    MAX_DEVIATIONS,
    MAX_PUT_BEFORE,
    MIN_DEVIATIONS,
    NO_DESK_OPEN,
    PUT_BEFORE,
    STEP_MINUTES,
    TARGET_MISS_RATE,
    TOO_FEW_VISITS,
    Delays,
    DeskActivity,
    QueueOutlook,
    Schedule,
    ServiceRate,
    ServingDesk,
    ToldWait,
    WaitEstimate,
    classify_rank,
    list_serving_desks,
)

A, B = 1, 2
GAP = 20
NOON = 12 * 3600


def queue_of(*visits: int, planned: int = 10, known: bool = True) -> QueueOutlook:
    return QueueOutlook(ServiceRate(services=list(visits)), planned, known)


def desk(name: str, *queue_ids: int, visit: int | None = None, seconds: int = 0) -> ServingDesk:
    return ServingDesk(name, frozenset(queue_ids), visit, seconds)


def wait_in(queue_id: int, position: int = 0, reserved_desk: str = "") -> WaitingClient:
    return WaitingClient(CallOrderKey(0, position), queue_id, reserved_desk)


def schedule_of(queues: dict[int, QueueOutlook], desks: list[ServingDesk], *line: WaitingClient) -> Schedule:
    schedule = Schedule.begin(queues, desks)
    for client in line:
        schedule.add(client)
    return schedule


EVEN = queue_of(*[600] * 40)


@pytest.mark.parametrize(("ahead", "seconds"), [(0, 0), (1, 0), (2, 620), (3, 620), (4, 1240)])
def test_free_desks_take_the_first_and_the_others_follow_a_visit_later(ahead: int, seconds: int) -> None:
    schedule = schedule_of({A: EVEN}, [desk("1", A), desk("2", A)], *[wait_in(A)] * ahead)
    assert schedule.estimate(A).mean_seconds(ahead) == seconds


def test_visits_that_go_on_end_one_after_the_other() -> None:
    busy = [desk(str(number), A, visit=A) for number in range(3)]
    estimate = schedule_of({A: EVEN}, busy, *[wait_in(A)] * 4).estimate(A)
    assert [round(mean) for mean, _ in estimate.slots] == [207, 413, 620, 827, 1033]


def test_a_visit_that_has_lasted_is_expected_to_end_sooner() -> None:
    after = [
        schedule_of({A: EVEN}, [desk("1", A, visit=A, seconds=seconds)]).estimate(A).mean_seconds(0)
        for seconds in (0, 300, 590)
    ]
    assert after[0] > after[1] > after[2] > 0


def test_people_of_a_queue_that_shares_the_desks_are_before() -> None:
    queues = {A: queue_of(*[300] * 40), B: queue_of(*[900] * 40)}
    shared = schedule_of(queues, [desk("1", A, B)], wait_in(B), wait_in(A), wait_in(B))
    assert shared.estimate(A).slots[0][0] == 900 + GAP
    assert shared.estimate(A).mean_seconds(1) == 900 + 300 + 900 + 3 * GAP
    own = schedule_of(queues, [desk("1", A), desk("2", B)], wait_in(B), wait_in(A), wait_in(B))
    assert own.estimate(A).mean_seconds(1) == 300 + GAP
    partly = schedule_of(queues, [desk("1", A, B), desk("2", B)], wait_in(B), wait_in(B), wait_in(A))
    assert partly.estimate(A).slots[0][0] == 900 + GAP


def test_one_who_is_reserved_waits_for_that_desk_alone() -> None:
    desks = [desk("1", A), desk("2", A)]
    schedule = schedule_of({A: EVEN}, desks, wait_in(A, reserved_desk="2"), wait_in(A, reserved_desk="2"), wait_in(A))
    estimate = schedule.estimate(A)
    assert estimate.slots[0][0] == 0, "desk 1 is free"
    assert estimate.slots[1][0] == 620
    assert schedule_of({A: EVEN}, desks[:1], wait_in(A, reserved_desk="gone")).estimate(A).slots == [(0, 0)]


def test_groups_of_desks_do_not_disturb_each_other() -> None:
    slow = QueueOutlook(ServiceRate(services=[600] * 40, turnaround=[600] * 40), 10)
    schedule = schedule_of({A: EVEN, B: slow}, [desk("1", A, visit=A), desk("2", B, visit=B)])
    alone = schedule_of({A: EVEN}, [desk("1", A, visit=A)])
    assert schedule.estimate(A).slots == alone.estimate(A).slots
    assert schedule.estimate(B).mean_seconds(0) > schedule.estimate(A).mean_seconds(0) + 400


def test_the_planned_time_counts_as_the_visits_that_are_missing_to_five() -> None:
    assert queue_of(300, 300, 300).mean == 420
    assert queue_of(*[300] * 4, *[400] * 4).mean == 350
    assert queue_of().mean == 600


def test_nothing_is_told_without_a_desk_or_before_enough_visits() -> None:
    assert schedule_of({A: EVEN, B: EVEN}, [desk("1", A)]).estimate(B).unknown_reason == NO_DESK_OPEN
    unknown = schedule_of({A: queue_of(600, 600, known=False)}, [desk("1", A)]).estimate(A)
    assert (unknown.unknown_reason, unknown.range_minutes(0)) == (TOO_FEW_VISITS, None)
    known = schedule_of({A: queue_of(*[600] * 5, known=False)}, [desk("1", A)]).estimate(A)
    assert known.range_minutes(0) == (0, 5)


@pytest.mark.parametrize(
    ("mean", "deviation", "minutes"),
    [
        (0, 0, (0, 5)),
        (600, 0, (10, 15)),
        (599, 0, (5, 10)),
        (1200, 100, (15, 25)),
        (3000, 600, (40, 70)),
        (3500, 0, (55, 60)),
        (3600, 0, (60, None)),
        (9000, 600, (60, None)),
        (4200, 1200, (50, 100)),
    ],
)
def test_ranges_are_closed_in_steps_and_open_only_from_an_hour(
    mean: float, deviation: float, minutes: tuple[int, int | None]
) -> None:
    assert WaitEstimate([(mean, deviation)], 60, ServiceRate()).range_minutes(0) == minutes


def test_places_beyond_the_horizon_go_on_in_a_straight_line() -> None:
    schedule = Schedule.begin({A: EVEN}, [desk("1", A)])
    added = 0
    while not schedule.is_beyond_horizon():
        schedule.add(wait_in(A))
        added += 1
    estimate = schedule.estimate(A)
    assert estimate.mean_seconds(added) > HORIZON_SECONDS
    assert estimate.mean_seconds(added + 10) == estimate.mean_seconds(added) + 10 * 620
    assert estimate.range_minutes(added + 10) == (60, None)


def activity(status: str = "open", *, since: int = NOON, **members: object) -> DeskActivity:
    return DeskActivity("1", frozenset({A}), status, since, **members)  # type: ignore[arg-type]


def serves(desk: DeskActivity, at: int, waiting_since: int | None = None) -> list[float]:
    """Return in how many seconds the desk begins to serve, nothing if it does not."""
    return [serving.opens_in for serving in list_serving_desks([desk], {A: waiting_since}, at, at)]


def test_a_free_desk_that_calls_nobody_while_clients_wait_is_away_and_later_does_not_count() -> None:
    assert serves(activity(), NOON + IDLE_SECONDS, NOON) == [0]
    assert serves(activity(), NOON + IDLE_SECONDS + 1, NOON) == [300]
    assert serves(activity(), NOON + AWAY_SECONDS + 1, NOON) == []
    assert serves(activity(), NOON + AWAY_SECONDS, None) == [0], "nobody waits"
    assert serves(activity(visit=(A, NOON)), NOON + AWAY_SECONDS, NOON) == [0], "it has a client"
    other = DeskActivity("2", frozenset({A}), "open", NOON + 600)
    names = [desk.name for desk in list_serving_desks([activity(), other], {A: NOON}, NOON + 600, NOON)]
    assert names == ["2"], "the other desk calls"


def test_paused_and_closed_desks_do_not_serve_and_forgotten_visits_do_not_count() -> None:
    assert serves(activity("paused", visit=(A, NOON)), NOON) == []
    assert serves(activity("closed"), NOON) == []
    [serving] = list_serving_desks([activity(visit=(A, NOON))], {}, NOON + LEFT_OPEN_SECONDS + 1, 0)
    assert serving.visit_queue_id is None


def test_a_closed_desk_counts_from_its_usual_opening_on() -> None:
    closed = activity("closed", openings=(NOON, NOON + 600, NOON + 300))
    assert serves(closed, NOON) == [300]
    assert serves(closed, NOON + 300) == [60]
    assert serves(closed, NOON + 300 + 3600) == []
    names = [
        d.name for d in list_serving_desks([closed, DeskActivity("2", frozenset({A}), "open", NOON)], {}, NOON, NOON)
    ]
    assert names == ["2"], "an open desk serves: when others come is not counted on"


def test_the_time_between_visits_is_learned_while_clients_wait() -> None:
    rate = ServiceRate()
    rate.record_call(NOON, NOON - 50)
    assert rate.turnaround == [], "nobody waited when the desk became free"
    rate.record_waiting(NOON - 100, 1)
    rate.record_call(NOON, NOON - 50)
    assert rate.turnaround == [50]
    rate.undo_call(NOON, NOON - 50)
    assert rate.turnaround == []


def test_a_visit_that_is_undone_is_not_remembered_and_long_ones_never_are() -> None:
    rate = ServiceRate(services=[60, 120, 60])
    rate.record_visit(4 * 3600, 0)
    rate.record_visit(90, 0)
    rate.undo_visit(60)
    rate.undo_visit(None)
    assert rate.services == [60, 120, 90]


def test_the_range_learns_how_far_it_has_to_extend_by_the_number_of_people_ahead() -> None:
    rate = ServiceRate()
    for _ in range(3):
        rate.learn(5, 20, 30, 25 * 60)
    narrow = rate.get_reach(5)
    assert narrow.below < DEFAULT_BELOW
    rate.learn(5, 20, 30, 10 * 60)
    assert rate.get_reach(5).below > narrow.below - TARGET_MISS_RATE
    assert rate.get_reach(0).below == DEFAULT_BELOW, "of another class"
    for _ in range(500):
        rate.learn(0, 20, 30, 25 * 60)
    assert rate.get_reach(0).below == MIN_DEVIATIONS
    for _ in range(500):
        rate.learn(0, 20, 30, 60 * 60)
    assert rate.get_reach(0).above == MAX_DEVIATIONS
    restored = ServiceRate.model_validate_json(rate.model_dump_json())
    assert restored == rate


def test_unlearning_restores_what_was_learned() -> None:
    rate = ServiceRate()
    before = rate.get_reach(3)
    rate.learn(3, 10, 20, 60 * 60)
    rate.unlearn(3, 10, 20, 60 * 60)
    assert rate.get_reach(3).above == pytest.approx(before.above)
    assert rate.get_reach(3).below == pytest.approx(before.below)


def test_an_open_ended_wait_teaches_nothing_of_the_upper_end() -> None:
    rate = ServiceRate()
    rate.learn(9, 60, None, 3 * 3600)
    assert rate.get_reach(9).above == ServiceRate().get_reach(9).above


@given(
    st.lists(st.tuples(st.floats(0, 9000), st.floats(0, 3000)), min_size=1, max_size=5),
    st.integers(0, 8),
    st.integers(0, 120),
    st.integers(-60, 180),
    st.sampled_from(["", DESK_CLOSED, PUT_BEFORE, LONG_VISIT]),
    st.booleans(),
)
def test_a_wait_begins_ten_minutes_later_than_told_only_for_a_reason(
    slots: list[tuple[float, float]], ahead: int, told_low: int, minutes: int, reason: str, is_since: bool
) -> None:
    told = ToldWait(NOON, NOON + told_low * MINUTE_MS, CallOrderKey(0, NOON))
    at, when = NOON + minutes * MINUTE_MS, NOON + (1 if is_since else -1)
    delays = Delays(
        desk_closed_at=when if reason == DESK_CLOSED else 0, long_visit_at=when if reason == LONG_VISIT else 0
    )
    if reason == PUT_BEFORE:
        delays.record_put_before(when, CallOrderKey(0, NOON - 1))
    # Behind the client.
    delays.record_put_before(NOON + 2, CallOrderKey(0, NOON + 2))
    estimate = WaitEstimate(slots, 60, ServiceRate(), delays=delays)
    wait = estimate.range_minutes(ahead)
    retold, told_reason = estimate.retell_minutes(ahead, told, at)
    assert wait is not None
    assert retold is not None
    is_delayed = max(minutes, 0) + wait[0] >= told_low + DELAY_MINUTES
    known = reason if is_since and is_delayed and reason else None
    assert told_reason == known
    if known or not is_delayed:
        assert retold == wait
    else:
        assert retold[0] == 0 or max(minutes, 0) + retold[0] < told_low + DELAY_MINUTES
        assert retold[0] < wait[0] or wait[0] == 0, "the low end is held"
        assert retold[1] is not None
        # A high end that is only a step above the low one follows it.
        assert retold[1] >= (wait[1] or 0) or wait[1] == wait[0] + STEP_MINUTES, "the high end is not"
    assert estimate.retell_minutes(ahead, None, at) == (wait, None)


def test_the_places_that_were_put_before_others_stay_few() -> None:
    delays = Delays()
    for number in range(100):
        delays.record_put_before(NOON + number, CallOrderKey(0, NOON - number))
    assert len(delays.put_before) == 1, "the latest is before all others"
    for number in range(100):
        delays.record_put_before(NOON + number, CallOrderKey(0, NOON + number))
    assert len(delays.put_before) == MAX_PUT_BEFORE
    assert Delays.model_validate_json(delays.model_dump_json()) == delays


@pytest.mark.parametrize(("ahead", "number"), [(0, 0), (1, 1), (2, 1), (3, 2), (6, 2), (7, 3), (15, 4), (500, 4)])
def test_classes_of_people_ahead(ahead: int, number: int) -> None:
    assert classify_rank(ahead) == number


@pytest.mark.parametrize("case", [CASES[1], CASES[16]], ids=lambda case: case.name)
def test_told_waits_hold_over_simulated_days(case: Case) -> None:
    [(_, result)] = simulate_cases(12, seed=3, cases=[case])
    inside, above, below = result.compute_shares()
    assert inside >= MIN_INSIDE_SHARE - 0.03
    assert above <= MAX_ABOVE_SHARE + 0.02
    assert below <= MAX_BELOW_SHARE
    assert result.compute_error() < min(result.compute_simple_errors())
    assert result.untold_served_count == 0
    assert result.jumps["none"] == 0


@pytest.mark.long
def test_told_waits_hold_in_every_case() -> None:
    for case, result in simulate_cases(25, seed=4):
        inside, above, below = result.compute_shares()
        assert inside >= MIN_INSIDE_SHARE - 0.05, case.name
        assert above <= MAX_ABOVE_SHARE + 0.04, case.name
        assert below <= MAX_BELOW_SHARE + 0.02, case.name
        assert result.untold_served_count == 0, case.name
        assert result.jumps["none"] == 0, case.name
