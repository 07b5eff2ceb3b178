"""Estimates of the wait: the arithmetic, which desks count, what is learned, and the accuracy over simulated days."""

from __future__ import annotations

import pytest

from tests.bench.waits import CASES, MAX_ABOVE_SHARE, MIN_INSIDE_SHARE, Case, simulate_cases
from walkin.model.wait_estimate import (
    DEFAULT_DEVIATIONS_ABOVE,
    DEFAULT_DEVIATIONS_BELOW,
    LEARNING_RATE,
    MAX_DEVIATIONS,
    MIN_DEVIATIONS,
    TARGET_MISS_RATE,
    ServiceRate,
    WaitEstimate,
)

MORNING = 1_000_000
FOUR_HOURS = 4 * 3600


def busy_desks(count: int) -> ServiceRate:
    """The rate of a queue with so many busy desks and one client waiting."""
    rate = ServiceRate()
    for number in range(count):
        rate.record_call(MORNING, f"Desk {number}")
    rate.record_waiting(MORNING, 1)
    return rate


def estimate(rate: ServiceRate, at: int, service_time: int = 10) -> WaitEstimate:
    result = WaitEstimate.from_rate(rate, service_time, at)
    assert result is not None
    return result


def mean(rate: ServiceRate, at: int, ahead: int = 8) -> float:
    return estimate(rate, at).mean_seconds(ahead)


def test_before_the_first_call_one_desk_is_assumed() -> None:
    assert estimate(ServiceRate(), MORNING) == WaitEstimate(
        600, 300, 0, DEFAULT_DEVIATIONS_BELOW, DEFAULT_DEVIATIONS_ABOVE
    )


def test_the_planned_service_time_counts_as_the_visits_that_are_missing_to_five() -> None:
    rate = busy_desks(1)
    rate.services = [300, 300, 300]
    # Visits of 300, 300, 300, 600 and 600 seconds.
    assert estimate(rate, MORNING).interval == 420
    assert estimate(rate, MORNING).deviation == pytest.approx(21_600**0.5)
    rate.services = [300] * 4 + [400] * 4
    assert estimate(rate, MORNING).interval == 350
    assert estimate(rate, MORNING).deviation == 50


def test_visits_and_gaps_count_half_each_once_there_are_twelve_gaps() -> None:
    rate = busy_desks(2)
    rate.services, rate.gaps = [300] * 5, [100] * 12
    assert estimate(rate, MORNING).interval == 125
    # Without any spread of the visits, half the planned service time.
    assert estimate(rate, MORNING).deviation == 150
    rate.gaps = [110] * 3
    assert estimate(rate, MORNING).interval == 142


@pytest.mark.parametrize(("ahead", "seconds"), [(0, 0), (1, 0), (2, 250), (7, 1500)])
def test_free_desks_take_the_first_clients_at_once(ahead: int, seconds: int) -> None:
    assert WaitEstimate(250, 60, 2, 1, 1).mean_seconds(ahead) == seconds


@pytest.mark.parametrize(
    ("result", "ahead", "minutes"),
    [
        # Means of 1200, 2700 and 3600 seconds with deviations of 120, 180 and 208.
        (WaitEstimate(300, 60, 0, 1, 2), 3, (15, 25)),
        (WaitEstimate(300, 60, 0, 1, 2), 8, (40, 55)),
        (WaitEstimate(300, 310, 0, 1, 1), 3, (5, 35)),
        (WaitEstimate(300, 60, 0, 1, 2), 11, (55, None)),
        (WaitEstimate(300, 60, 1, 1, 2), 4, (15, 25)),
        (WaitEstimate(1200, 60, 0, 1, 2), 11, (60, None)),
        (WaitEstimate(300, 0, 0, 1, 1), 1, (10, 15)),
        (WaitEstimate(300, 0, 0, 1, 1), 10, (55, 60)),
        (WaitEstimate(299, 0, 0, 1, 1), 1, (5, 10)),
        (WaitEstimate(300, 900, 0, 1, 1), 0, (0, 20)),
        (WaitEstimate(300, 900, 3, 1, 1), 0, (0, 5)),
    ],
)
def test_the_range_has_steps_of_five_minutes_up_to_an_hour(
    result: WaitEstimate, ahead: int, minutes: tuple[int, int | None]
) -> None:
    assert result.range_minutes(ahead) == minutes


def test_more_desks_shorten_the_wait_and_a_paused_one_makes_it_longer() -> None:
    four = busy_desks(4)
    assert mean(four, MORNING) == mean(busy_desks(1), MORNING) / 4
    four.mark_paused(MORNING, "Desk 0")
    assert mean(four, MORNING) == pytest.approx(mean(busy_desks(3), MORNING))
    four.record_call(MORNING, "Desk 0")
    assert four.count_open_desks(MORNING) == 4


def test_a_free_desk_that_calls_nobody_while_clients_wait_counts_as_paused() -> None:
    rate = busy_desks(2)
    rate.record_visit(MORNING + 600, "Desk 0", 600)
    assert mean(rate, MORNING + 600 + 180, 0) == 0, "it is about to call"
    assert mean(rate, MORNING + 601 + 180, 0) == mean(busy_desks(1), MORNING, 0)


def test_a_free_desk_is_not_idle_while_nobody_waits() -> None:
    rate = busy_desks(2)
    rate.record_waiting(MORNING, 0)
    rate.record_visit(MORNING + 600, "Desk 0", 600)
    rate.record_waiting(MORNING + 5000, 1)
    rate.record_waiting(MORNING + 5100, 2)
    assert rate.count_open_desks(MORNING + 5000 + 180) == 2
    assert rate.count_open_desks(MORNING + 5001 + 180) == 1


def test_without_an_open_desk_there_is_no_estimate() -> None:
    rate = busy_desks(2)
    rate.mark_paused(MORNING, "Desk 0")
    assert WaitEstimate.from_rate(rate, 10, MORNING) is not None
    rate.mark_paused(MORNING, "Desk 1")
    assert WaitEstimate.from_rate(rate, 10, MORNING) is None
    rate.mark_open(MORNING, "Desk 1")
    assert WaitEstimate.from_rate(rate, 10, MORNING) is not None


def test_a_desk_paused_during_a_visit_stays_paused_after_it() -> None:
    rate = busy_desks(2)
    rate.mark_paused(MORNING + 60, "Desk 0")
    rate.record_visit(MORNING + 300, "Desk 0", 300)
    assert rate.count_open_desks(MORNING + 300) == 1
    rate.mark_open(MORNING + 600, "Desk 0")
    assert (rate.count_open_desks(MORNING + 600), rate.count_free_desks(MORNING + 600)) == (2, 1)


def test_a_desk_opened_again_during_a_visit_is_not_free() -> None:
    rate = busy_desks(2)
    rate.mark_paused(MORNING + 60, "Desk 0")
    rate.mark_open(MORNING + 120, "Desk 0")
    assert (rate.count_open_desks(MORNING + 600), rate.count_free_desks(MORNING + 600)) == (2, 0)


def test_a_desk_that_opens_or_pauses_for_the_first_time_is_free() -> None:
    rate = ServiceRate()
    rate.mark_open(MORNING, "Desk 1")
    rate.mark_paused(MORNING, "Desk 2")
    assert (rate.free, rate.away) == (["Desk 1", "Desk 2"], ["Desk 2"])


def test_a_desk_counts_until_four_hours_after_its_latest_activity() -> None:
    rate = ServiceRate()
    rate.mark_open(MORNING, "Desk 1")
    rate.mark_paused(MORNING, "Desk 2")
    rate.record_call(MORNING + FOUR_HOURS, "Desk 3")
    assert (rate.desks.keys(), rate.free, rate.away) == (
        {"Desk 1", "Desk 2", "Desk 3"},
        ["Desk 1", "Desk 2"],
        ["Desk 2"],
    )
    rate.record_call(MORNING + FOUR_HOURS + 1, "Desk 3")
    assert (rate.desks.keys(), rate.free, rate.away) == ({"Desk 3"}, [], [])
    rate.mark_paused(MORNING + FOUR_HOURS + 1, "Desk 3")
    assert WaitEstimate.from_rate(rate, 10, MORNING + 2 * FOUR_HOURS + 1) is None
    assert WaitEstimate.from_rate(rate, 10, MORNING + 2 * FOUR_HOURS + 2) is not None


def test_a_visit_left_open_at_closing_time_is_not_recorded() -> None:
    rate = busy_desks(1)
    rate.record_visit(MORNING + 15 * 3600, "Desk 0", FOUR_HOURS)
    assert (rate.services, rate.free) == ([], [])
    assert mean(rate, MORNING + FOUR_HOURS + 1, 0) == 600
    rate.record_visit(MORNING + 15 * 3600, "Desk 0", FOUR_HOURS - 1)
    assert (rate.services, rate.free) == ([FOUR_HOURS - 1], ["Desk 0"])


def test_the_latest_visits_and_gaps_are_kept() -> None:
    rate = busy_desks(1)
    for number in range(60):
        rate.record_visit(MORNING, "Desk 0", number - 1)
    assert rate.services == list(range(9, 59))
    at = MORNING
    for number in range(15):
        at += number
        rate.record_call(at, "Desk 0")
    assert rate.gaps == list(range(3, 15))
    rate.services = []
    rate.record_visit(MORNING, "Desk 0", -5)
    assert rate.services == [0], "a clock that was set back"


def test_gaps_count_only_while_clients_wait() -> None:
    rate = ServiceRate()
    rate.record_call(MORNING, "Desk 1")
    rate.record_call(MORNING + 900, "Desk 1")
    assert rate.gaps == []
    rate.record_waiting(MORNING + 900, 2)
    rate.record_call(MORNING + 1500, "Desk 1")
    assert rate.gaps == [600]
    rate.record_call(MORNING + 1500 + FOUR_HOURS, "Desk 1")
    assert rate.gaps == [600], "a night is no gap"
    rate.record_call(MORNING + 1499 + 2 * FOUR_HOURS, "Desk 1")
    assert rate.gaps == [600, FOUR_HOURS - 1]


def test_undoing_a_call_continues_the_gap_before_it() -> None:
    rate = busy_desks(1)
    rate.record_call(MORNING + 600, "Desk 0")
    rate.record_call(MORNING + 900, "Desk 0")
    rate.undo_call(MORNING + 950, "Desk 0", MORNING + 900)
    assert (rate.gaps, rate.called_at, rate.free) == ([600], MORNING + 600, ["Desk 0"])
    rate.record_call(MORNING + 1000, "Desk 0")
    assert rate.gaps == [600, 400]
    rate.undo_call(MORNING + 1050, "Desk 0", MORNING + 1000)
    rate.undo_call(MORNING + 1060, "Desk 0", MORNING + 600)
    assert (rate.gaps, rate.called_at) == ([], MORNING)


def test_undoing_a_call_that_is_not_the_latest_keeps_the_gaps() -> None:
    rate = busy_desks(1)
    rate.record_call(MORNING + 600, "Desk 0")
    rate.record_call(MORNING + 900, "Desk 1")
    rate.undo_call(MORNING + 950, "Desk 0", MORNING + 600)
    assert (rate.gaps, rate.called_at, rate.free) == ([600, 300], MORNING + 900, ["Desk 0"])


def test_undoing_a_call_without_a_gap_keeps_its_time() -> None:
    rate = ServiceRate()
    rate.record_waiting(MORNING, 1)
    rate.record_call(MORNING + 60, "Desk 0")
    rate.undo_call(MORNING + 70, "Desk 0", MORNING + 60)
    assert (rate.gaps, rate.called_at) == ([], MORNING + 60)
    rate = busy_desks(1)
    rate.record_call(MORNING + 600, "Desk 0")
    rate.record_waiting(MORNING + 601, 0)
    rate.record_waiting(MORNING + 700, 1)
    rate.record_call(MORNING + 800, "Desk 0")
    rate.undo_call(MORNING + 850, "Desk 0", MORNING + 800)
    assert (rate.gaps, rate.called_at) == ([600], MORNING + 800), "the gap was before the clients that wait now"


def test_undoing_a_visit_forgets_its_latest_record_of_that_length() -> None:
    rate = busy_desks(1)
    rate.mark_paused(MORNING, "Desk 0")
    for seconds in (300, 600, 300, 450):
        rate.record_visit(MORNING, "Desk 0", seconds)
    rate.undo_visit(MORNING, "Desk 0", 300)
    assert (rate.services, rate.free, rate.away) == ([300, 600, 450], [], ["Desk 0"])
    rate.undo_visit(MORNING, "Desk 0", 300)
    assert rate.services == [600, 450]
    for seconds in (999, None):
        rate.undo_visit(MORNING, "Desk 0", seconds)
        assert rate.services == [600, 450]


@pytest.mark.parametrize(
    ("seconds", "is_below", "is_above"),
    [(299, True, False), (300, False, False), (600, False, False), (601, False, True)],
)
def test_a_wait_outside_the_range_widens_it_and_one_inside_narrows_it(
    seconds: int, is_below: bool, is_above: bool
) -> None:
    rate = ServiceRate()
    rate.learn(5, 10, seconds)
    assert rate.below - DEFAULT_DEVIATIONS_BELOW == pytest.approx(LEARNING_RATE * (is_below - TARGET_MISS_RATE))
    assert rate.above - DEFAULT_DEVIATIONS_ABOVE == pytest.approx(LEARNING_RATE * (is_above - TARGET_MISS_RATE))
    rate.unlearn(5, 10, seconds)
    assert (rate.below, rate.above) == pytest.approx((DEFAULT_DEVIATIONS_BELOW, DEFAULT_DEVIATIONS_ABOVE))


def test_an_open_range_teaches_its_lower_end_only_and_the_range_has_limits() -> None:
    rate = ServiceRate()
    rate.learn(60, None, 9000)
    assert rate.above == DEFAULT_DEVIATIONS_ABOVE
    assert rate.below < DEFAULT_DEVIATIONS_BELOW
    rate.unlearn(60, None, 9000)
    assert rate.above == DEFAULT_DEVIATIONS_ABOVE
    assert rate.below == pytest.approx(DEFAULT_DEVIATIONS_BELOW)
    for _ in range(500):
        rate.learn(5, 10, 9000)
    assert (rate.below, rate.above) == (MIN_DEVIATIONS, MAX_DEVIATIONS)


def test_a_rate_of_an_older_version_is_read() -> None:
    stored = '{"services":[600,540],"calls":[999000,999600],"desks":{"Desk 1":999600}}'
    assert mean(ServiceRate.model_validate_json(stored), MORNING, 0) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_does_better_than_the_simple_estimates(case: Case) -> None:
    days = 120 if case.desk_count == 1 else 40 if case.desk_count < 8 else 12
    ((_, accuracy),) = simulate_cases(days, cases=(case,))
    assert len(accuracy.our_errors) > 1500
    assert accuracy.compute_error() < min(accuracy.compute_simple_errors())
    assert accuracy.share_inside >= MIN_INSIDE_SHARE
    assert accuracy.share_above <= MAX_ABOVE_SHARE
    assert accuracy.no_estimate_count < len(accuracy.our_errors) / 100


def test_a_mean_visit_need_not_be_a_whole_number_of_seconds() -> None:
    rate = busy_desks(1)
    rate.services = [100, 100, 100, 100, 101]
    assert estimate(rate, MORNING).interval == pytest.approx(100.2)
    assert estimate(rate, MORNING).deviation == pytest.approx(0.4)


@pytest.mark.parametrize(("seconds", "above", "below"), [(605, False, False), (599, False, True), (901, True, False)])
def test_the_ends_of_a_range_are_minutes(seconds: int, above: bool, below: bool) -> None:
    rate = ServiceRate()
    rate.learn(10, 15, seconds)
    assert (rate.above > DEFAULT_DEVIATIONS_ABOVE, rate.below > DEFAULT_DEVIATIONS_BELOW) == (above, below)
