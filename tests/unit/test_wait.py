"""The wait that is told: which desks count, what is learned, and how well it does over simulated days."""

from __future__ import annotations

import pytest

from tests.bench.waits import CASES, MAX_ABOVE_SHARE, MIN_INSIDE_SHARE, Case, simulate_cases
from walkin.model.wait_estimate import (
    DEFAULT_DEVIATIONS_ABOVE,
    DEFAULT_DEVIATIONS_BELOW,
    DESK_TIMEOUT_SECONDS,
    IDLE_SECONDS,
    ServiceRate,
    WaitEstimate,
)

MORNING = 1_000_000


def at_work(desks: int) -> ServiceRate:
    """So many desks with somebody, and somebody waiting."""
    pace = ServiceRate()
    for number in range(desks):
        pace.record_call(MORNING, f"Desk {number}")
    pace.record_waiting(MORNING, 1)
    return pace


def mean(pace: ServiceRate, at: int, ahead: int = 8) -> float:
    found = WaitEstimate.from_rate(pace, 10, at)
    assert found is not None
    return found.mean_seconds(ahead)


def test_before_the_first_call_one_desk_is_assumed() -> None:
    assert mean(ServiceRate(), MORNING, 0) == 600


def test_more_desks_shorten_the_wait_and_a_paused_one_makes_it_longer() -> None:
    four = at_work(4)
    assert mean(four, MORNING) == mean(at_work(1), MORNING) / 4
    four.mark_paused(MORNING, "Desk 0")
    assert mean(four, MORNING) == pytest.approx(mean(at_work(3), MORNING))
    four.record_call(MORNING, "Desk 0")
    assert four.count_open_desks(MORNING) == 4


def test_a_free_desk_that_leaves_people_waiting_is_taken_for_paused() -> None:
    pace = at_work(2)
    pace.record_visit(MORNING + 600, "Desk 0", 600)
    assert mean(pace, MORNING + 600 + IDLE_SECONDS, 0) == 0, "it is about to call"
    assert mean(pace, MORNING + 601 + IDLE_SECONDS, 0) == mean(at_work(1), MORNING, 0)


def test_a_free_desk_is_not_idle_while_nobody_waits() -> None:
    pace = at_work(2)
    pace.record_waiting(MORNING, 0)
    pace.record_visit(MORNING + 600, "Desk 0", 600)
    pace.record_waiting(MORNING + 5000, 1)
    assert pace.count_open_desks(MORNING + 5000 + IDLE_SECONDS) == 2
    assert pace.count_open_desks(MORNING + 5001 + IDLE_SECONDS) == 1


def test_without_an_open_desk_nothing_is_told() -> None:
    pace = at_work(2)
    pace.mark_paused(MORNING, "Desk 0")
    assert WaitEstimate.from_rate(pace, 10, MORNING) is not None
    pace.mark_paused(MORNING, "Desk 1")
    assert WaitEstimate.from_rate(pace, 10, MORNING) is None
    pace.mark_open(MORNING, "Desk 1")
    assert WaitEstimate.from_rate(pace, 10, MORNING) is not None


def test_a_desk_paused_during_a_visit_stays_so_after_it() -> None:
    pace = at_work(2)
    pace.mark_paused(MORNING + 60, "Desk 0")
    pace.record_visit(MORNING + 300, "Desk 0", 300)
    assert pace.count_open_desks(MORNING + 300) == 1
    pace.mark_open(MORNING + 600, "Desk 0")
    assert (pace.count_open_desks(MORNING + 600), pace.count_free_desks(MORNING + 600)) == (2, 1)


def test_a_desk_opened_again_during_a_visit_is_not_free() -> None:
    pace = at_work(2)
    pace.mark_paused(MORNING + 60, "Desk 0")
    pace.mark_open(MORNING + 120, "Desk 0")
    assert (pace.count_open_desks(MORNING + 600), pace.count_free_desks(MORNING + 600)) == (2, 0)


def test_a_visit_left_open_at_closing_time_teaches_nothing() -> None:
    pace = at_work(1)
    pace.record_visit(MORNING + 15 * 3600, "Desk 0", 15 * 3600)
    assert pace.services == []
    assert mean(pace, MORNING + DESK_TIMEOUT_SECONDS + 1, 0) == 600


def test_gaps_count_only_while_people_wait() -> None:
    pace = ServiceRate()
    pace.record_call(MORNING, "Desk 1")
    pace.record_call(MORNING + 900, "Desk 1")
    assert pace.gaps == []
    pace.record_waiting(MORNING + 900, 2)
    pace.record_call(MORNING + 1500, "Desk 1")
    assert pace.gaps == [600]


def test_the_range_grows_when_waits_end_outside_and_shrinks_when_they_do_not() -> None:
    pace = ServiceRate()
    pace.learn(5, 10, 700)
    assert pace.above > DEFAULT_DEVIATIONS_ABOVE
    assert pace.below < DEFAULT_DEVIATIONS_BELOW
    pace = ServiceRate()
    pace.learn(5, 10, 200)
    assert pace.below > DEFAULT_DEVIATIONS_BELOW
    pace = ServiceRate()
    pace.learn(60, None, 9000)
    assert pace.above == DEFAULT_DEVIATIONS_ABOVE


def test_a_pace_of_an_older_version_is_read() -> None:
    old = '{"services":[600,540],"calls":[999000,999600],"desks":{"Desk 1":999600}}'
    assert mean(ServiceRate.model_validate_json(old), MORNING, 0) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_does_better_than_the_simple_forecasts(case: Case) -> None:
    days = 120 if case.desk_count == 1 else 40 if case.desk_count < 8 else 12
    ((_, found),) = simulate_cases(days, cases=(case,))
    assert len(found.our_errors) > 1500
    assert found.compute_error() < min(found.compute_simple_errors())
    assert found.share_inside >= MIN_INSIDE_SHARE
    assert found.share_above <= MAX_ABOVE_SHARE
    assert found.no_estimate_count < len(found.our_errors) / 100
